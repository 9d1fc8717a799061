"""Turns what theory and numerics return into evidence: a proof, a count of instances, or a counterexample."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from verifier.claim.verdict import Evidence, ProofStep, Verdict, overall

if TYPE_CHECKING:
    from theory.kernel.derivation import Derivation

T = TypeVar("T")


def proof(derivation: Derivation, reason: str = "proof-step") -> Evidence:
    """PROVED when every step holds, REFUTED at the first false step, UNDECIDED when one could not be decided.

    The refuting evidence carries `reason` and the step's counterexample.
    """
    steps = tuple(ProofStep(s.before, s.relation, s.after, s.rule, s.holds) for s in derivation.steps)
    details = {"scope": derivation.scope, "steps": str(len(steps))}
    failed = derivation.first_failure
    if failed is not None:
        details["counterexample"] = failed.counterexample or f"{failed.before} {failed.relation} {failed.after}"
        return Evidence(Verdict.REFUTED, f"the step '{failed.rule}' is false", reason, details, steps, derivation.cited)
    if derivation.holds is None:
        return Evidence(Verdict.UNDECIDED, "a step could not be decided", reason, details, steps, derivation.cited)
    given = f", given {len(derivation.cited)} cited lemma(s)" if derivation.cited else ""
    summary = f"{len(steps)} steps checked for {derivation.scope}{given}"
    return Evidence(Verdict.PROVED, summary, details=details, steps=steps, cited=derivation.cited)


def sampled(
    instances: Iterable[T],
    counterexample: Callable[[T], str | None],
    what: str,
    reason: str,
    details: Mapping[str, str] | None = None,
) -> Evidence:
    """SUPPORTED with the count when no instance is a counterexample, REFUTED with the first one that is.

    `counterexample` answers None where the statement holds and a text that a reader can redo by hand where it fails.
    An empty sample is UNDECIDED: nothing was seen.
    """
    count = 0
    for count, instance in enumerate(instances, start=1):
        text = counterexample(instance)
        if text is not None:
            found = {**(details or {}), "instances": str(count), "counterexample": text}
            return Evidence(Verdict.REFUTED, f"{what}: fails on instance {count}", reason, found)
    seen = {**(details or {}), "instances": str(count)}
    if count == 0:
        return Evidence(Verdict.UNDECIDED, f"{what}: no instance was drawn", reason, seen)
    return Evidence(Verdict.SUPPORTED, f"{what}: {count} instances, none fails", details=seen)


def gathered(found: Sequence[Evidence], what: str, details: Mapping[str, str]) -> Evidence:
    """Several cases as one evidence, all reported, failures too: how many speak for the claim, then `what`.

    `details` come before those of the cases; the reason is the first that a case gives.
    """
    passed = sum(seen.verdict is Verdict.SUPPORTED for seen in found)
    reason = next((seen.reason for seen in found if seen.reason), "")
    together = {**details, **{key: text for seen in found for key, text in seen.details.items()}}
    return Evidence(overall(found), f"{passed} of {len(found)} cases{what}", reason, together)


def summaries(found: Sequence[Evidence]) -> str:
    """What each case says, one after the other."""
    return "; ".join(seen.summary for seen in found)
