"""Every proof is needed whole: without one step, one premise, or with a triviality in its place it derives no claim."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation
from theory.kernel.steps import equation
from verifier.claim import evidence
from verifier.claim.claim import Claim
from verifier.claim.registry import discover
from verifier.claim.verdict import Verdict

PROVED = {claim.id: claim for claim in discover().values() if claim.proof}
zero, x = sp.Integer(0), sp.Symbol("x")
NOTHING = equation(x - x + zero, zero, "0 = 0", name="0").labelled("nothing")


@cache
def argument(claim_id: str) -> Derivation:
    """The derivation of a claim's proof, made once."""
    proof = PROVED[claim_id].proof
    assert proof
    return proof.derive()


def verdict(claim: Claim, derivation: Derivation) -> Verdict:
    """What the claim's proof would say, were this its derivation."""
    assert claim.proof
    return evidence.proof(derivation, tie=claim.proof.tie).verdict


def without_a_step(whole: Derivation) -> Iterator[tuple[str, Derivation]]:
    """The derivation without each of its steps."""
    for index, step in enumerate(whole.steps):
        yield f"step {step.label}", replace(whole, steps=(*whole.steps[:index], *whole.steps[index + 1 :]))


def without_a_premise(whole: Derivation) -> Iterator[tuple[str, Derivation]]:
    """The derivation without each hypothesis and each lemma; then with the hypothesis gone from every use as well."""
    for name in ("hypotheses", "cited"):
        premises = getattr(whole, name)
        for premise in premises:
            yield f"{name} {premise.label}", replace(whole, **{name: tuple(p for p in premises if p != premise)})
    for premise in whole.hypotheses:
        yield f"unused hypothesis {premise.label}", _forgetting(whole, premise.label)


def _forgetting(whole: Derivation, label: str) -> Derivation:
    """A sound argument that never speaks of one hypothesis: nothing uses it, and it is not there."""
    assert whole.conclusion
    steps = (step.labelled(step.label, *(use for use in step.uses if use != label)) for step in whole.steps)
    conclusion = replace(whole.conclusion, uses=tuple(use for use in whole.conclusion.uses if use != label))
    return replace(
        whole,
        steps=tuple(steps),
        hypotheses=tuple(premise for premise in whole.hypotheses if premise.label != label),
        conclusion=conclusion,
    )


def trivialities(whole: Derivation) -> Iterator[tuple[str, Derivation]]:
    """0 = 0 with a conclusion of its own, with the claim's, and with the claim's hypotheses as well."""
    assert whole.conclusion
    own, claimed = Conclusion("$0 = 0$", ("nothing",)), Conclusion(whole.conclusion.text, ("nothing",))
    yield "0 = 0", Derivation("all", (NOTHING,), conclusion=own)
    yield "0 = 0, as the claim concludes", Derivation("all", (NOTHING,), conclusion=claimed)
    yield "0 = 0 given nothing it needs", Derivation("all", (NOTHING,), (), whole.hypotheses, claimed)


def changed(whole: Derivation) -> Iterator[tuple[str, Derivation]]:
    """Everything that must not pass for the claim's proof."""
    yield from without_a_step(whole)
    yield from without_a_premise(whole)
    yield from trivialities(whole)


def test_the_trivial_argument_is_one() -> None:
    assert all(found.gaps == () for _, found in list(trivialities(argument("gradient")))[:2])
    assert next(trivialities(argument("gradient")))[1].holds


@pytest.mark.parametrize("claim_id", PROVED)
def test_the_whole_argument_derives_the_claim(claim_id: str) -> None:
    claim = PROVED[claim_id]
    assert claim.proof
    assert claim.proof.tie.difference(argument(claim_id)) == ""
    assert verdict(claim, argument(claim_id)) is Verdict.DERIVED


@pytest.mark.parametrize("claim_id", PROVED)
def test_nothing_can_be_dropped_from_it(claim_id: str) -> None:
    claim, whole = PROVED[claim_id], argument(claim_id)
    assert whole.hypotheses, "a claim that assumes nothing is not told from a triviality with its conclusion"
    passed = [what for what, other in changed(whole) if verdict(claim, other) is Verdict.DERIVED]
    assert passed == []


@pytest.mark.parametrize("claim_id", PROVED)
def test_another_conclusion_is_not_the_claims(claim_id: str) -> None:
    whole = argument(claim_id)
    assert whole.conclusion
    other = replace(whole, conclusion=replace(whole.conclusion, text=whole.conclusion.text + " and more"))
    found = evidence.proof(other, tie=PROVED[claim_id].proof.tie)  # type: ignore[union-attr]
    assert (found.verdict, "the proof concludes" in found.summary) == (Verdict.UNDECIDED, True)


@pytest.mark.parametrize("claim_id", PROVED)
def test_a_control_alters_the_proof(claim_id: str) -> None:
    altered = [control.name for control in PROVED[claim_id].controls if control.derive]
    assert altered, f"{claim_id}: put a false_proof below the declaration"
