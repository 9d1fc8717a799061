"""Nodes and weights from the first 2n moments, enclosed by three routes; the known answers are the Gauss rules."""

from fractions import Fraction
from itertools import product
from random import Random

from numerics.recovery.recovery import recover
from theory.moments.discrete_measure import Measure
from verifier.cases.gauss_instances import FAMILY_NAMES, GaussInstance, certified, counterexample_to_scipy_rule
from verifier.claim import evidence
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="recovery",
    section="5",
    title="Nodes and weights are recovered from the first 2n moments, to certified digits",
    statement=(
        r"From exact $h_0, \dots, h_{2n-1}$ with $h_j = \sum_{i=1}^{n} w_i x_i^j$, the roots of the shortest "
        r"recurrence, the Hankel pencil and (where $w_i > 0$) the modified Chebyshev algorithm with Golub and Welsch "
        r"enclose the nodes $x_i$ and weights $w_i$; the enclosures overlap, and for the Legendre, Chebyshev, "
        r"Hermite and Laguerre weights they hold the Gauss rules to $50$ digits."
    ),
    status=Status.COMPUTATION,
    hypotheses=(r"$2n$ moments, exact, of a measure on $n$ distinct nodes $x_i$ with weights $w_i \ne 0$.",),
)

# Each node lies where P_n changes sign in exact arithmetic, each weight within exact Christoffel bounds.


@check("certified against exact Gauss rules", seconds=2)
def gauss_rules(settings: Settings) -> Evidence:
    return certified([GaussInstance.of(name, n) for name in FAMILY_NAMES for n in settings.pick((5, 10), (20,), (20,))])


@control("rounded-moments", "the moments went through float64", "node-excluded")
def rounded_moments(settings: Settings) -> Evidence:
    exact = GaussInstance.of("Legendre", 5)
    return certified([GaussInstance("Legendre", 5, tuple(Fraction(float(value)) for value in exact.moments))])


@check("certified with 50 nodes", Profile.FULL, seconds=60)
def large_gauss_rules(settings: Settings) -> Evidence:
    return certified([GaussInstance.of(name, 50) for name in FAMILY_NAMES])


@check("scipy's rules", seconds=1.5)
def scipy_rules(settings: Settings) -> Evidence:
    """A second source, in float64: nodes to 15 digits, weights to the 14 that it has."""
    cases, what = product(FAMILY_NAMES, (5, 10, 20)), "rules of scipy.special met to float64 accuracy"
    return evidence.sampled(cases, counterexample_to_scipy_rule, what, "node-excluded")


# Rational measures come back exactly, with their sign.

Recovered = tuple[Measure, list[Fraction]]
"""A measure, and the moments that are said to be its."""


def counterexample_to_recovery(case: Recovered) -> str | None:
    """A counterexample when the moments do not give the measure back exactly, with its sign."""
    measure, moments = case
    found = recover(moments, digits=20)
    atoms = {pole.exact: pole.exact_weight for pole in found.poles}
    expected = dict(zip(measure.nodes, measure.weights, strict=True))
    if atoms == expected and found.positive == all(w > 0 for w in measure.weights):
        return None
    shown = ", ".join(f"{w} at {x}" for x, w in atoms.items()) or found.missing
    return f"moments {', '.join(map(str, moments))} of {measure} give {{{shown}}}"


def random_measure(random: Random) -> Measure:
    """Up to five distinct rational nodes in [-2, 2], weights of either sign."""
    nodes = random.sample(range(-12, 13), random.randint(1, 5))
    return Measure.of([(Fraction(a, 6), Fraction(random.choice((-1, 1)) * random.randint(1, 9), 4)) for a in nodes])


@check("random measures, exactly")
def round_trips(settings: Settings) -> Evidence:
    """Random rational measures, some of mixed sign, from 2n and 2n + 1 moments."""
    random = settings.random("recovery")
    measures = [random_measure(random) for _ in range(settings.pick(60, 1000, 20000))]
    cases = [(measure, measure.moments(2 * len(measure.nodes) + random.randint(0, 1))) for measure in measures]
    what = "measures recovered exactly from their moments"
    return evidence.sampled(cases, counterexample_to_recovery, what, "another-measure")


@control("one-moment-too-few", "2n - 1 moments instead of 2n", "another-measure")
def one_moment_too_few(settings: Settings) -> Evidence:
    """h = (2, 1, 1) has 1 at 0 and 1 at 1, and also 8/5 at 1/4 and 2/5 at 3/2."""
    other = Measure.of([(Fraction(1, 4), Fraction(8, 5)), (Fraction(3, 2), Fraction(2, 5))])
    case = (Measure.of([(0, 1), (1, 1)]), other.moments(3))
    return evidence.sampled([case], counterexample_to_recovery, "2n - 1 moments", "another-measure")


@controls(
    "another-measure",
    ("wrong-sign", "a weight has the other sign", [(0, 2), (1, 1)], [(0, 2), (1, -1)]),
    ("moved-node", "a node is elsewhere", [(0, 1), (1, 1)], [(0, 1), (2, 1)]),
)
def moments_of_another(settings: Settings, claimed: list[tuple[int, int]], true: list[tuple[int, int]]) -> Evidence:
    case, what = (Measure.of(claimed), Measure.of(true).moments(5)), "the measure claimed is recovered"
    return evidence.sampled([case], counterexample_to_recovery, what, "another-measure")
