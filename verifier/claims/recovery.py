"""Nodes and weights from the first 2n moments, enclosed by three routes; the known answers are the Gauss rules."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier import evidence
from verifier.claim import Check, Claim, Control, Profile, Settings, Status
from verifier.verdict import Evidence, Verdict

if TYPE_CHECKING:
    import random

    from flint import arb

    from numerics.partial_fractions import Pole
    from numerics.recovered import Recovery
    from theory.discrete_measure import Measure

NOT_DETERMINED, NO_NODE, WEIGHT, OTHER = "degree-undetermined", "node-excluded", "weight-excluded", "another-measure"
DIGITS = 50
FAMILY_NAMES = ("Legendre", "Chebyshev", "Hermite", "Laguerre")


@dataclass(frozen=True)
class GaussInstance:
    """A classical weight, the number n of nodes, and the moments that are said to be its first 2n."""

    family: str
    n: int
    moments: tuple[Fraction, ...]

    @classmethod
    def of(cls, family: str, n: int) -> GaussInstance:
        """With the true moments."""
        from theory.classical_quadrature import FAMILIES

        return cls(family, n, tuple(FAMILIES[family].moments(2 * n)))

    def __str__(self) -> str:
        return f"{self.family}, n = {self.n}"


def gauss_failure(instance: GaussInstance) -> tuple[str, str] | None:
    """The reason and the counterexample when an enclosure misses the exact Gauss rule, or has too few digits."""
    from numerics.recovery import recover

    found = recover(instance.moments, digits=DIGITS + 5 * instance.n)
    if found.degree != instance.n or found.digits < DIGITS or not found.positive or len(found.routes) != 3:
        return NOT_DETERMINED, f"{instance}: {found.missing or f'degree {found.degree}, positive {found.positive}'}"
    return excluded(found, instance)


def excluded(found: Recovery, instance: GaussInstance) -> tuple[str, str] | None:
    """The first enclosure that holds no root of P_n, or whose weight is not the exact one to `DIGITS` digits."""
    from numerics.recovered import endpoints
    from theory.classical_quadrature import FAMILIES, GaussRule

    rule = GaussRule.of(FAMILIES[instance.family], instance.n)
    for pole in found.poles:
        low, high = endpoints(pole.value.real)
        if not rule.brackets(low, high):
            return NO_NODE, f"{instance}: P_n does not change sign on {pole.value.real.str(20)}"
        bounds, (least, most) = rule.weight_bounds(low, high), endpoints(_weight(pole))
        if bounds is None or max(most, bounds[1]) - min(least, bounds[0]) > bounds[0] / 10**DIGITS:
            return WEIGHT, f"{instance}: the weight at {pole.value.real.str(20)} is not {_weight(pole).str(20)}"
    return None


def _weight(pole: Pole) -> arb:
    if pole.weight is None:
        raise ValueError(f"recovery: the pole {pole.value} is multiple and has no weight; compare simple poles only")
    return pole.weight.real


def certified(instances: list[GaussInstance]) -> Evidence:
    """CERTIFIED when every node and weight of every instance is enclosed, REFUTED with the first that is not."""
    for instance in instances:
        failure = gauss_failure(instance)
        if failure is not None:
            return Evidence(Verdict.REFUTED, f"{instance}: {failure[0]}", failure[0], {"counterexample": failure[1]})
    sizes = ", ".join(map(str, instances))
    details = {"instances": sizes, "digits": str(DIGITS)}
    return Evidence(Verdict.CERTIFIED, f"{DIGITS} digits of the Gauss rules by three routes: {sizes}", details=details)


def gauss_rules(settings: Settings) -> Evidence:
    """Each node lies where P_n changes sign in exact arithmetic, each weight within exact Christoffel bounds."""
    return certified([GaussInstance.of(name, n) for name in FAMILY_NAMES for n in settings.pick((5, 10), (20,), (20,))])


def large_gauss_rules(settings: Settings) -> Evidence:
    """The same with 50 nodes."""
    return certified([GaussInstance.of(name, 50) for name in FAMILY_NAMES])


def float_rule(name: str, n: int) -> list[tuple[float, float]]:
    """scipy's rule, its weights scaled to the mass of ours."""
    import math

    from scipy import special

    function, mass = {
        "Legendre": (special.roots_legendre, 1.0),
        "Chebyshev": (special.roots_chebyt, math.pi),
        "Hermite": (special.roots_hermite, math.sqrt(math.pi)),
        "Laguerre": (special.roots_laguerre, 1.0),
    }[name]
    nodes, weights = function(n)
    return [(float(x), float(w) / mass) for x, w in zip(nodes, weights, strict=True)]


def float_failure(case: tuple[str, int]) -> str | None:
    """A counterexample when a node is off by over 10^-15 (beside max(1, |x|)) or a weight by over 10^-14 of the mass.

    The weights of scipy.special carry 14 digits and not 15: the exact bounds above show them off by 1.6e-15.
    """
    from numerics.recovered import endpoints
    from numerics.recovery import recover

    name, n = case
    instance = GaussInstance.of(name, n)
    for pole, (node, weight) in zip(recover(instance.moments, digits=30).poles, float_rule(name, n), strict=True):
        x, w = endpoints(pole.value.real)[0], endpoints(_weight(pole))[0]
        far = abs(Fraction(node) - x) > max(Fraction(1), abs(x)) / 10**15
        if far or abs(Fraction(weight) - w) > instance.moments[0] / 10**14:
            return f"{instance}: scipy has {weight!r} at {node!r}, the enclosures {float(w)!r} at {float(x)!r}"
    return None


def scipy_rules(settings: Settings) -> Evidence:
    """A second source, in float64: nodes to 15 digits, weights to the 14 that it has."""
    cases = [(name, n) for name in FAMILY_NAMES for n in (5, 10, 20)]
    return evidence.sampled(cases, float_failure, "rules of scipy.special met to float64 accuracy", NO_NODE)


def random_measure(random: random.Random) -> Measure:
    """Up to five distinct rational nodes in [-2, 2], weights of either sign."""
    from theory.discrete_measure import Measure

    nodes = random.sample(range(-12, 13), random.randint(1, 5))
    return Measure.of([(Fraction(a, 6), Fraction(random.choice((-1, 1)) * random.randint(1, 9), 4)) for a in nodes])


def other_measure(case: tuple[Measure, list[Fraction]]) -> str | None:
    """A counterexample when the moments do not give the measure back exactly, with its sign."""
    from numerics.recovery import recover

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
    from theory.discrete_measure import Measure

    other = Measure.of([(Fraction(1, 4), Fraction(8, 5)), (Fraction(3, 2), Fraction(2, 5))])
    return evidence.sampled([(Measure.of([(0, 1), (1, 1)]), other.moments(3))], other_measure, "2n - 1 moments", OTHER)


def wrong_sign(settings: Settings) -> Evidence:
    """The moments of 2 at 0 and -1 at 1 claimed for 2 at 0 and 1 at 1."""
    return _claimed([(0, 2), (1, 1)], [(0, 2), (1, -1)])


def moved_node(settings: Settings) -> Evidence:
    """The moments of nodes 0 and 2 claimed for nodes 0 and 1."""
    return _claimed([(0, 1), (1, 1)], [(0, 1), (2, 1)])


def _claimed(claimed: list[tuple[int, int]], true: list[tuple[int, int]]) -> Evidence:
    from theory.discrete_measure import Measure

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
