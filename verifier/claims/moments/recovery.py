"""Nodes and weights from the first 2n moments, enclosed by three routes; the known answers are the Gauss rules."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.cases.gauss_instances import FAMILY_NAMES, NO_NODE, GaussInstance, certified, float_failure
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Profile, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    import random

    from theory.moments.discrete_measure import Measure

OTHER = "another-measure"


def gauss_rules(settings: Settings) -> Evidence:
    """Each node lies where P_n changes sign in exact arithmetic, each weight within exact Christoffel bounds."""
    return certified([GaussInstance.of(name, n) for name in FAMILY_NAMES for n in settings.pick((5, 10), (20,), (20,))])


def large_gauss_rules(settings: Settings) -> Evidence:
    """The same with 50 nodes."""
    return certified([GaussInstance.of(name, 50) for name in FAMILY_NAMES])


def scipy_rules(settings: Settings) -> Evidence:
    """A second source, in float64: nodes to 15 digits, weights to the 14 that it has."""
    cases = [(name, n) for name in FAMILY_NAMES for n in (5, 10, 20)]
    return evidence.sampled(cases, float_failure, "rules of scipy.special met to float64 accuracy", NO_NODE)


def random_measure(random: random.Random) -> Measure:
    """Up to five distinct rational nodes in [-2, 2], weights of either sign."""
    from theory.moments.discrete_measure import Measure

    nodes = random.sample(range(-12, 13), random.randint(1, 5))
    return Measure.of([(Fraction(a, 6), Fraction(random.choice((-1, 1)) * random.randint(1, 9), 4)) for a in nodes])


def other_measure(case: tuple[Measure, list[Fraction]]) -> str | None:
    """A counterexample when the moments do not give the measure back exactly, with its sign."""
    from numerics.moments.recovery import recover

    measure, moments = case
    found = recover(moments, digits=20)
    atoms = {pole.exact: pole.exact_weight for pole in found.poles}
    expected = dict(zip(measure.nodes, measure.weights, strict=True))
    if atoms == expected and found.positive == all(w > 0 for w in measure.weights):
        return None
    shown = ", ".join(f"{w} at {x}" for x, w in atoms.items()) or found.missing
    return f"moments {', '.join(map(str, moments))} of {measure} give {{{shown}}}"


def round_trips(settings: Settings) -> Evidence:
    """Random rational measures, some of mixed sign, from 2n and 2n + 1 moments."""
    random = settings.random("recovery")
    measures = [random_measure(random) for _ in range(settings.pick(60, 1000, 20000))]
    cases = [(measure, measure.moments(2 * len(measure.nodes) + random.randint(0, 1))) for measure in measures]
    return evidence.sampled(cases, other_measure, "measures recovered exactly from their moments", OTHER)


def rounded_moments(settings: Settings) -> Evidence:
    """The same certificate on moments that went through float64."""
    exact = GaussInstance.of("Legendre", 5)
    return certified([GaussInstance("Legendre", 5, tuple(Fraction(float(value)) for value in exact.moments))])


def one_moment_too_few(settings: Settings) -> Evidence:
    """2n - 1 moments: h = (2, 1, 1) has 1 at 0 and 1 at 1, and also 8/5 at 1/4 and 2/5 at 3/2."""
    from theory.moments.discrete_measure import Measure

    other = Measure.of([(Fraction(1, 4), Fraction(8, 5)), (Fraction(3, 2), Fraction(2, 5))])
    return evidence.sampled([(Measure.of([(0, 1), (1, 1)]), other.moments(3))], other_measure, "2n - 1 moments", OTHER)


def wrong_sign(settings: Settings) -> Evidence:
    """The moments of 2 at 0 and -1 at 1 claimed for 2 at 0 and 1 at 1."""
    return _claimed([(0, 2), (1, 1)], [(0, 2), (1, -1)])


def moved_node(settings: Settings) -> Evidence:
    """The moments of nodes 0 and 2 claimed for nodes 0 and 1."""
    return _claimed([(0, 1), (1, 1)], [(0, 1), (2, 1)])


def _claimed(claimed: list[tuple[int, int]], true: list[tuple[int, int]]) -> Evidence:
    from theory.moments.discrete_measure import Measure

    case = (Measure.of(claimed), Measure.of(true).moments(5))
    return evidence.sampled([case], other_measure, "the measure claimed is recovered", OTHER)


CLAIM = Claim(
    id="recovery",
    section="5",
    title="Nodes and weights are recovered from the first 2n moments, to certified digits",
    statement=(
        r"From exact $h_0, \dots, h_{2n-1}$ with $h_j = \sum_{i=1}^{n} w_i x_i^j$, the roots of the shortest "
        r"recurrence, the Hankel pencil and (where $w_i > 0$) the modified Chebyshev algorithm with Golub and Welsch "
        r"enclose the nodes $x_i$ and weights $w_i$; the enclosures overlap, and for the Legendre, Chebyshev, "
        r"Hermite and Laguerre weights they hold the Gauss rules to $50$ digits."
    ),
    hypotheses=(r"$2n$ moments, exact, of a measure on $n$ distinct nodes $x_i$ with weights $w_i \neq 0$.",),
    status=Status.COMPUTATION,
    checks=(
        Check("certified against exact Gauss rules", gauss_rules, seconds=2),
        Check("certified with 50 nodes", large_gauss_rules, profile=Profile.FULL, seconds=60),
        Check("scipy's rules", scipy_rules, seconds=1.5),
        Check("random measures, exactly", round_trips, seconds=1),
    ),
    controls=(
        Control("rounded moments", "the moments went through float64", NO_NODE, rounded_moments),
        Control("one moment too few", "2n - 1 moments instead of 2n", OTHER, one_moment_too_few),
        Control("wrong sign", "a weight has the other sign", OTHER, wrong_sign),
        Control("moved node", "a node is elsewhere", OTHER, moved_node),
    ),
)
