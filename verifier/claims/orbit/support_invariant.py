"""Students supported on a common subspace stay there."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from verifier.cases.rnn_cases import SHAPES, Instance, numerics_step, sampled
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

LEFT = "left-the-subspace"
ALL = ("A", "B", "C")


def proof(settings: Settings, supported: tuple[str, ...] = ALL) -> Evidence:
    """The gradient inherits the support, for any orthogonal projection P."""
    from theory.orbit.invariants import support_invariant

    return evidence.proof(support_invariant(supported), LEFT)


def instances(settings: Settings) -> Iterator[tuple[Instance, Any]]:
    """Sampled students projected on a line, with the projection."""
    from theory.orbit.invariants import on_support, projection_on

    random = settings.random("support")
    for instance in sampled(random, settings.pick(18, 60, 400), SHAPES):
        P = projection_on(random.randint(-3, 3) for _ in instance.A)
        yield instance.at(on_support(instance.in_theory()[0], P)), P


def kept(instances: Iterator[tuple[Instance, Any]]) -> Evidence:
    """One step of numerics' descent, exactly: A = PAP, B = PB, C = CP still hold."""
    from theory.kernel.evaluation import show
    from theory.orbit.invariants import outside_support

    def counterexample(drawn: tuple[Instance, Any]) -> str | None:
        instance, P = drawn
        text = outside_support(numerics_step(instance), P)
        return f"{instance}, P = {show(P)}: after one step {text}" if text else None

    return evidence.sampled(instances, counterexample, "one step keeps the support", LEFT)


def low_rank_alone(settings: Settings) -> Evidence:
    """A = 0 (rank 0, P = 0), B = C = 1, g = (0, 1): one step makes A = 2."""
    from theory.orbit.invariants import projection_on

    zero, one = ((Fraction(0),),), ((Fraction(1),),)
    return kept(iter([(Instance(zero, one, one, (zero, one)), projection_on((0,)))]))


CLAIM = Claim(
    id="support-invariant",
    section="3",
    title="Students on a common support stay there",
    statement=(
        r"If $A = P A P$, $B = P B$, $C = C P$ for an orthogonal projection $P$, flow and descent of any step "
        r"keep these. (Low rank of $A$ alone is not kept.)"
    ),
    status=Status.THEOREM,
    hypotheses=(r"one projection $P = P^T = P^2$ for all three matrices",),
    builds_on=("gradient",),
    proof=Check("proof", proof),
    checks=(Check("numerics' step", lambda s: kept(instances(s))),),
    controls=(
        Control("low rank of A alone, in the proof", "only $A = P A P$", LEFT, lambda s: proof(s, ("A",))),
        Control("low rank of A alone, one step", "$A = 0$ with $B = C = 1$", LEFT, low_rank_alone),
        Control("A off the support", "only $B = P B$, $C = C P$", LEFT, lambda s: proof(s, ("B", "C"))),
    ),
)
