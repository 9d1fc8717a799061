"""Turns what theory and numerics return into evidence: a proof, a count of instances, or a counterexample."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from verifier.claim.verdict import Evidence, ProofStep, Verdict, overall

if TYPE_CHECKING:
    from theory.kernel.derivation import Derivation, Step
    from verifier.claim.tie import Tie

T = TypeVar("T")


def proof(derivation: Derivation, reason: str = "proof-step", tie: Tie | None = None) -> Evidence:
    """DERIVED when every step holds and they are an argument, REFUTED at the first false step, else UNDECIDED.

    With a `tie` the argument must also be the claim's: its hypotheses and its conclusion, else UNDECIDED. The refuting
    evidence carries `reason` and the step's counterexample; the undecided one says which step, gap or difference.
    """
    details = {"scope": derivation.scope, "steps": str(len(derivation.steps))}
    failed = derivation.first_failure
    if failed is not None:
        details["counterexample"] = failed.counterexample or f"{failed.before} {failed.relation} {failed.after}"
        return _of_proof(derivation, Verdict.REFUTED, f"the step '{failed.rule}' is false", reason, details)
    doubt = _undecided(derivation) if derivation.holds is None else tie.difference(derivation) if tie else ""
    if doubt:
        return _of_proof(derivation, Verdict.UNDECIDED, doubt, reason, details)
    given = f", given {len(derivation.cited)} cited lemma(s)" if derivation.cited else ""
    summary = f"{len(derivation.steps)} steps decided for {derivation.scope}{given}"
    return _of_proof(derivation, Verdict.DERIVED, summary, "", details)


def _of_proof(
    derivation: Derivation, verdict: Verdict, summary: str, reason: str, details: Mapping[str, str]
) -> Evidence:
    return Evidence(
        verdict,
        summary,
        reason,
        details,
        steps=tuple(map(_as_stored, derivation.steps)),
        cited=tuple(premise.text for premise in derivation.cited),
        hypotheses=tuple(premise.text for premise in derivation.hypotheses),
        conclusion=derivation.conclusion.text if derivation.conclusion else "",
    )


def _as_stored(step: Step) -> ProofStep:
    return ProofStep(step.before, step.relation, step.after, step.rule, step.holds, step.label, step.uses, step.where)


def _undecided(derivation: Derivation) -> str:
    """Which step could not be decided, or what keeps the steps from being an argument."""
    for step in derivation.steps:
        if step.holds is None:
            return f"the step '{step.rule}' could not be decided"
    return next(iter(derivation.gaps), "there is no step")


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
