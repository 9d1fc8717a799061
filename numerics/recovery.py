"""From the first moments back to nodes and weights: what they determine, certified by three routes that must agree."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TypeVar

from flint import acb, fmpq_poly

from numerics.berlekamp_massey import LinearRecurrence, linear_complexity_modulo, shortest_recurrence
from numerics.certified_pencil import pencil_nodes_and_weights
from numerics.extrapolation import chosen_lags, from_recurrence
from numerics.gauss_quadrature import golub_welsch, modified_chebyshev
from numerics.moment_map import NodeAndWeight, digits_lost
from numerics.partial_fractions import Pole, poles
from numerics.truncated_moments import Forcing, forcing, inertia, is_moment_sequence

MAXIMAL_DEGREE = 128
"""Sequences of a larger degree are not recovered: the pencil alone would take minutes."""

MAXIMAL_BITS = 1 << 15
"""The working precision at which raising it stops and the answer is UNDECIDED."""

T = TypeVar("T")
Route = Callable[[int], list[NodeAndWeight]]

PENCIL_BITS_PER_DIGIT_LOST = 22
"""Seen: 19 to 22 bits on the Legendre, Hermite and Laguerre moments of 50 nodes. A first guess only: it is raised."""

PRIMES = (2147483629, 2147483587, 2147483579)

ROOTS, GOLUB_WELSCH, PENCIL = "roots of the exact recurrence", "modified Chebyshev and Golub-Welsch", "Hankel pencil"


class RoutesDisagreeError(ArithmeticError):
    """Two enclosures of the same number are disjoint: a defect of this program, never a property of the data."""


@dataclass(frozen=True)
class Recovery:
    """What the first `count` moments determine.

    `degree` is None where they leave it open; a smallest realisation then has `degree_at_least` states. `confirmed`:
    more moments than the 2n needed obey the recurrence. `positive`: whether a positive measure has these moments (None:
    not decided). `signature`: positive and negative eigenvalues of the Hankel matrix. `digits` are certified for every
    node and weight; `digits_lost` is the condition of the inverse moment map. `missing` is empty when all is decided,
    else it says what would decide; `hypotheses` is what the answer takes for granted.
    """

    count: int
    degree: int | None
    degree_at_least: int
    confirmed: bool = False
    polynomial: fmpq_poly | None = None
    poles: tuple[Pole, ...] = ()
    positive: bool | None = None
    signature: tuple[int, int] | None = None
    forcing: Forcing | None = None
    digits: int = 0
    digits_lost: int | None = None
    bits: int = 0
    routes: tuple[str, ...] = ()
    extrapolation: tuple[tuple[int, object], ...] = ()
    accuracy: Fraction = Fraction(0)
    hypotheses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    missing: str = ""


def recover(moments: Sequence[Fraction], digits: int = 50, horizon: int = 0) -> Recovery:
    """Nodes and weights (or poles) of the exact `moments`, to `digits` certified digits, continued to `horizon`.

    Raises ValueError without moments or digits. Undecided cases are answers (`missing`), not errors.

    >>> found = recover([Fraction(v) for v in (2, 1, 5, 7, 17)], digits=10)
    >>> [(pole.exact, pole.exact_weight) for pole in found.poles], found.positive, found.forcing.stable_only
    ([(Fraction(-1, 1), Fraction(1, 1)), (Fraction(2, 1), Fraction(1, 1))], True, False)
    """
    if not moments or digits < 1:
        raise ValueError("recover: there is nothing to recover from; give at least one moment and ask for one digit")
    least = rank_modulo_prime(moments)
    if least > MAXIMAL_DEGREE:
        why = f"every realisation has at least {least} states (rank modulo a prime), above the limit {MAXIMAL_DEGREE}"
        return Recovery(len(moments), None, least, missing=f"{why}; if the data are rounded, give their accuracy")
    recurrence, bits = shortest_recurrence(moments), _starting_bits(digits, 0)
    forced = forcing(moments, bits)
    found = Recovery(
        len(moments), None, recurrence.degree, positive=is_moment_sequence(moments, recurrence), forcing=forced
    )
    polynomial = recurrence.polynomial if recurrence.unique else forced and forced.polynomial
    if polynomial is None:
        return replace(found, missing=_undetermined(recurrence))
    found = _certified(replace(found, polynomial=polynomial), moments, digits, recurrence)
    lags = chosen_lags(len(moments), horizon)
    values = zip(lags, from_recurrence(polynomial, moments, lags, digits), strict=True)
    return replace(found, extrapolation=tuple(values))


def rank_modulo_prime(moments: Sequence[Fraction]) -> int:
    """A lower bound of the rank of the Hankel matrices of the data, in len^2 word operations; 0 if no prime serves."""
    for prime in PRIMES:
        if all(value.denominator % prime for value in moments):
            complexity = linear_complexity_modulo(moments, prime)
            return min(complexity, len(moments) + 1 - complexity)
    return 0


def _starting_bits(digits: int, degree: int) -> int:
    return 64 + 10 * digits // 3 + 12 * degree


def _undetermined(recurrence: LinearRecurrence) -> str:
    need = 2 * recurrence.degree
    return (f"the data do not determine a degree: {recurrence.count} moments are met by many realisations with "
            f"{recurrence.degree} states; at least {need - recurrence.count} more moments are needed")  # fmt: skip


def _certified(found: Recovery, moments: Sequence[Fraction], digits: int, recurrence: LinearRecurrence) -> Recovery:
    """With poles and weights enclosed, and the routes that apply compared."""
    polynomial = found.polynomial
    n = int(polynomial.degree()) if polynomial is not None else 0
    bits = _starting_bits(digits, n)
    exact_poles, used = raised(lambda b: poles(polynomial, moments, b), bits, partial(_accurate, digits=digits))
    found = replace(
        found, degree=n, confirmed=recurrence.confirmed, bits=used, routes=(ROOTS,), poles=tuple(exact_poles or ())
    )
    if recurrence.unique:
        found = replace(found, signature=inertia(moments, n)[:2])
    if exact_poles is None:
        return replace(found, missing=f"{MAXIMAL_BITS} bits do not certify {digits} digits; ask for fewer")
    found = replace(found, digits=digits, poles=tuple(exact_poles))
    simple = all(pole.multiplicity == 1 for pole in exact_poles)
    return _cross_checked(found, moments, digits) if simple and n and recurrence.unique else found


def _cross_checked(found: Recovery, moments: Sequence[Fraction], digits: int) -> Recovery:
    n = len(found.poles)
    rule = [(pole.value, pole.weight) for pole in found.poles]
    lost = digits_lost(rule, moments, found.bits)
    found, bits = replace(found, digits_lost=lost), 64 + 10 * digits // 3 + PENCIL_BITS_PER_DIGIT_LOST * lost
    routes: dict[str, Callable[[int], list[NodeAndWeight]]] = {
        PENCIL: lambda b: pencil_nodes_and_weights(moments, n, b)
    }
    if found.positive:
        routes[GOLUB_WELSCH] = lambda b: gauss_rule(moments, n, b)
    for name, route in routes.items():
        found_rule, used = raised(route, bits, partial(_accurate_rule, digits=digits))
        if found_rule is None:
            return replace(
                found, missing=f"the route '{name}' does not certify {digits} digits with {MAXIMAL_BITS} bits"
            )
        require_agreement(found.poles, found_rule, name)
        found = replace(found, routes=(*found.routes, name), bits=max(used, found.bits))
    return found


def gauss_rule(moments: Sequence[Fraction], n: int, bits: int) -> list[NodeAndWeight]:
    """The n-point Gauss rule of the first 2n moments by the modified Chebyshev algorithm and Golub-Welsch."""
    alpha, beta = modified_chebyshev(moments[: 2 * n])
    return [(acb(node), acb(weight)) for node, weight in golub_welsch(alpha, beta, bits)]


def raised(route: Callable[[int], T], bits: int, enough: Callable[[T], bool]) -> tuple[T | None, int]:
    """Runs the route at doubled precision until its answer is accurate enough; (None, limit) where it never is."""
    while bits <= MAXIMAL_BITS:
        with suppress(ValueError):  # the routes' word for "more bits needed"
            answer = route(bits)
            if enough(answer):
                return answer, bits
        bits *= 2
    return None, MAXIMAL_BITS


def _accurate(found: Sequence[Pole], digits: int) -> bool:
    wanted = 4 + 10 * digits // 3
    numbers = [pole.value for pole in found] + [pole.weight for pole in found if pole.weight is not None]
    return all(number.is_zero() or number.rel_accuracy_bits() >= wanted for number in numbers)


def _accurate_rule(rule: Sequence[NodeAndWeight], digits: int) -> bool:
    """Weights to relative, nodes to absolute accuracy below 1: a node 0 has no relative digits on these routes."""
    wanted = 4 + 10 * digits // 3
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
