"""Three routes from moments to nodes and weights, each raising its precision, whose enclosures must overlap."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import partial
from typing import TypeVar

from flint import acb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.moments.certified_pencil import pencil_nodes_and_weights
from numerics.moments.gauss_quadrature import golub_welsch, modified_chebyshev
from numerics.moments.partial_fractions import Pole
from numerics.moments.prony_map import NodeAndWeight

T = TypeVar("T")

ROOTS, GOLUB_WELSCH, PENCIL = "roots of the exact recurrence", "modified Chebyshev and Golub-Welsch", "Hankel pencil"
SIGNS = "sign changes of the exact recurrence"

MAXIMAL_BITS = 1 << 15
"""The working precision at which raising it stops and the answer is UNDECIDED."""

PENCIL_BITS_PER_DIGIT_LOST = 22
"""Seen: 19 to 22 bits on the Legendre, Hermite and Laguerre moments of 50 nodes. A first guess only: it is raised."""


class RoutesDisagreeError(ArithmeticError):
    """Two enclosures of the same number are disjoint: a defect of this program, never a property of the data."""


def other_routes(
    moments: Sequence[Fraction], n: int, positive: bool, digits: int, lost: int
) -> dict[str, tuple[list[NodeAndWeight] | None, int]]:
    """The rules found by the Hankel pencil and, for a positive measure, by Golub-Welsch, with the bits they took."""
    bits, enough = wanted_bits(digits) + 64 + PENCIL_BITS_PER_DIGIT_LOST * lost, partial(accurate_rule, digits=digits)
    found = {PENCIL: raised(lambda b: pencil_nodes_and_weights(moments, n, b), bits, enough)}
    if positive:
        found[GOLUB_WELSCH] = raised(lambda b: gauss_rule(moments, n, b), bits, enough)
    return found


def wanted_bits(digits: int) -> int:
    """Bits of accuracy that give so many decimals."""
    return 4 + 10 * digits // 3


def gauss_rule(moments: Sequence[Fraction], n: int, bits: int) -> list[NodeAndWeight]:
    """The n-point Gauss rule of the first 2n moments by the modified Chebyshev algorithm and Golub-Welsch."""
    with arb_bits(bits):
        alpha, beta = modified_chebyshev(moments[: 2 * n], number=ball)
    return [(acb(node), acb(weight)) for node, weight in golub_welsch(alpha, beta, bits)]


def raised(route: Callable[[int], T], bits: int, enough: Callable[[T], bool]) -> tuple[T | None, int]:
    """Runs the route at doubled precision until its answer is accurate enough; (None, limit) where it never is."""
    while bits <= MAXIMAL_BITS:
        with suppress(ValueError, ZeroDivisionError):  # the routes' word for "more bits needed"
            answer = route(bits)
            if enough(answer):
                return answer, bits
        bits *= 2
    return None, MAXIMAL_BITS


def accurate_poles(found: Sequence[Pole], digits: int) -> bool:
    """Whether every pole and weight has so many relative digits, or is exactly 0."""
    wanted = wanted_bits(digits)
    numbers = [pole.value for pole in found] + [pole.weight for pole in found if pole.weight is not None]
    return all(number.is_zero() or number.rel_accuracy_bits() >= wanted for number in numbers)


def accurate_rule(rule: Sequence[NodeAndWeight], digits: int) -> bool:
    """Weights to relative, nodes to absolute accuracy below 1: a node 0 has no relative digits on these routes."""
    wanted = wanted_bits(digits)
    return all(x.rel_one_accuracy_bits() >= wanted and w.rel_accuracy_bits() >= wanted for x, w in rule)


def agree(found: Sequence[Pole], rule: Sequence[NodeAndWeight]) -> bool:
    """Whether the enclosures pair off: each pole overlaps exactly one node, and their weights overlap."""
    if len(found) != len(rule):
        return False
    partners = [[i for i, (node, _) in enumerate(rule) if pole.value.overlaps(node)] for pole in found]
    if sorted(index for partner in partners for index in partner) != list(range(len(rule))):
        return False
    return all(pole.weight.overlaps(rule[partner[0]][1]) for pole, partner in zip(found, partners, strict=True)
               if pole.weight is not None)  # fmt: skip


def require_agreement(found: Sequence[Pole], rule: Sequence[NodeAndWeight], name: str) -> None:
    """Raises RoutesDisagreeError when two routes exclude each other."""
    if not agree(found, rule):
        raise RoutesDisagreeError(f"recover: the routes '{ROOTS}' and '{name}' exclude each other; report this defect")
