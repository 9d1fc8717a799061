"""Students supported on a common subspace stay there."""

from collections.abc import Iterator
from fractions import Fraction

from sympy import ImmutableMatrix

from theory.orbit.invariants import on_support, outside_support, projection_on, support_invariant
from theory.words.evaluation import show
from verifier.cases.rnn_cases import SHAPES, Instance, numerics_step, sampled
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
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
    proof=proved_by(
        support_invariant,
        given=("support",),
        concludes=(
            "the gradient lies in the linear subspace $A = P A P$, $B = P B$, $C = C P$ where the student does, so "
            "descent of any step and the flow stay in it"
        ),
    ),
)


LESS_SUPPORTED = false_proofs(
    support_invariant,
    "left-the-subspace",
    ("only-a-in-the-proof", "only $A = P A P$", ("A",)),
    ("only-b-and-c-in-the-proof", "only $B = P B$, $C = C P$", ("B", "C")),
)


OnSupport = tuple[Instance, ImmutableMatrix]
"""An instance and the projection that leaves its student as it is."""


def counterexample_to_support(drawn: OnSupport) -> str | None:
    """One step of numerics' descent, exactly: A = PAP, B = PB, C = CP still hold."""
    instance, P = drawn
    text = outside_support(numerics_step(instance), P)
    return text and f"{instance}, P = {show(P)}: after one step {text}"


def on_lines(settings: Settings) -> Iterator[OnSupport]:
    """Sampled students projected on a line."""
    random = settings.random("support")
    for instance in sampled(random, settings.pick(18, 60, 400), SHAPES):
        P = projection_on(random.randint(-3, 3) for _ in instance.A)
        yield instance.at(on_support(instance.in_theory()[0], P)), P


@check("numerics' step")
def one_step(settings: Settings) -> Evidence:
    what = "one step keeps the support"
    return evidence.sampled(on_lines(settings), counterexample_to_support, what, "left-the-subspace")


@control("low-rank-of-a-one-step", "$A = 0$ with $B = C = 1$", "left-the-subspace")
def low_rank_alone(settings: Settings) -> Evidence:
    """A = 0 (rank 0, P = 0), B = C = 1, g = (0, 1): one step makes A = 2."""
    zero, one = ((Fraction(0),),), ((Fraction(1),),)
    case = Instance(zero, one, one, (zero, one)), projection_on((0,))
    return evidence.sampled([case], counterexample_to_support, "one step keeps the support", "left-the-subspace")
