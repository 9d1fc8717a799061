"""Recovered Gauss rules held against the exact ones, and against those of scipy.special."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from flint import arb
from scipy import special

from numerics.moments.partial_fractions import Pole
from numerics.recovery.recovery import recover
from numerics.recovery.recovery_result import Recovery, endpoints
from theory.moments.classical_quadrature import FAMILIES, GaussRule
from verifier.claim.verdict import Evidence, Verdict

NOT_DETERMINED, NO_NODE, WEIGHT = "degree-undetermined", "node-excluded", "weight-excluded"
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
        return cls(family, n, tuple(FAMILIES[family].moments(2 * n)))

    def __str__(self) -> str:
        return f"{self.family}, n = {self.n}"


def counterexample_to_gauss_rule(instance: GaussInstance) -> tuple[str, str] | None:
    """The reason and the counterexample when an enclosure misses the exact Gauss rule, or has too few digits."""
    found = recover(instance.moments, digits=DIGITS + 5 * instance.n)
    if found.degree != instance.n or found.digits < DIGITS or not found.positive or len(found.routes) != 3:
        return NOT_DETERMINED, f"{instance}: {found.missing or f'degree {found.degree}, positive {found.positive}'}"
    return excluded(found, instance)


def excluded(found: Recovery, instance: GaussInstance) -> tuple[str, str] | None:
    """The first enclosure that holds no root of P_n, or whose weight is not the exact one to `DIGITS` digits."""
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
        failure = counterexample_to_gauss_rule(instance)
        if failure is not None:
            return Evidence(Verdict.REFUTED, f"{instance}: {failure[0]}", failure[0], {"counterexample": failure[1]})
    sizes = ", ".join(map(str, instances))
    details = {"instances": sizes, "digits": str(DIGITS)}
    return Evidence(Verdict.CERTIFIED, f"{DIGITS} digits of the Gauss rules by three routes: {sizes}", details=details)


def float_rule(name: str, n: int) -> list[tuple[float, float]]:
    """scipy's rule, its weights scaled to the mass of ours."""
    function, mass = {
        "Legendre": (special.roots_legendre, 1.0),
        "Chebyshev": (special.roots_chebyt, math.pi),
        "Hermite": (special.roots_hermite, math.sqrt(math.pi)),
        "Laguerre": (special.roots_laguerre, 1.0),
    }[name]
    nodes, weights = function(n)
    return [(float(x), float(w) / mass) for x, w in zip(nodes, weights, strict=True)]


def counterexample_to_scipy_rule(case: tuple[str, int]) -> str | None:
    """A counterexample when a node is off by over 10^-15 (beside max(1, |x|)) or a weight by over 10^-14 of the mass.

    The weights of scipy.special carry 14 digits and not 15: the exact bounds above show them off by 1.6e-15.
    """
    name, n = case
    instance = GaussInstance.of(name, n)
    for pole, (node, weight) in zip(recover(instance.moments, digits=30).poles, float_rule(name, n), strict=True):
        x, w = endpoints(pole.value.real)[0], endpoints(_weight(pole))[0]
        far = abs(Fraction(node) - x) > max(Fraction(1), abs(x)) / 10**15
        if far or abs(Fraction(weight) - w) > instance.moments[0] / 10**14:
            return f"{instance}: scipy has {weight!r} at {node!r}, the enclosures {float(w)!r} at {float(x)!r}"
    return None
