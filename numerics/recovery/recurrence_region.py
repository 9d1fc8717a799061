r"""The recurrences that a measured truth may have: a parallelepiped of polynomials, and cuts that none of them escapes.

A truth h of degree n has a recurrence p of degree n: sum_i p_i h_{j+i} = 0 for every j. For any filter c, then, with *
the product of polynomials and |h_j - d_j| <= e_j,

    |sum_j (c*p)_j d_j| = |sum_j (c*p)_j (d_j - h_j)| <= sum_j e_j |(c*p)_j|.

The left side is linear in p, and the right one at most a number B over a parallelepiped of polynomials: a cut. How
filters and multipliers are guessed does not matter; every bound here is exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import frexp

from flint import fmpq, fmpq_poly

from numerics.arithmetics.rationals import to_flint

Vector = tuple[fmpq, ...]
"""Exact coefficients, in the arithmetic of FLINT: thousands of products are made of them."""


@dataclass(frozen=True)
class Measured:
    """Data d_j and their errors e_j >= 0."""

    data: Vector
    errors: Vector

    @classmethod
    def of(cls, moments: Sequence[Fraction], errors: Sequence[Fraction]) -> "Measured":
        """The same in FLINT's arithmetic."""
        return cls(tuple(map(to_flint, moments)), tuple(map(to_flint, errors)))


@dataclass(frozen=True)
class Region:
    """The polynomials centre + sum_l s_l axes[l], |s_l| <= 1; coefficient number `face` is 1 in all of them."""

    face: int
    centre: Vector
    axes: tuple[Vector, ...]

    @property
    def degree(self) -> int:
        """n."""
        return len(self.centre) - 1

    def reach(self, functional: Sequence[fmpq]) -> fmpq:
        """The largest value of a linear functional of the coefficients over the region."""
        return dot(functional, self.centre) + sum((abs(dot(functional, axis)) for axis in self.axes), fmpq(0))


@dataclass(frozen=True)
class Cut:
    """|sum_i functional_i p_i| <= bound for the recurrence of every truth that lies in the region it was made for."""

    functional: Vector
    bound: fmpq


def unit_regions(n: int) -> list[Region]:
    """n + 1 cubes that hold every polynomial of degree n, scaled so that its largest coefficient is 1."""
    unit = [tuple(fmpq(int(i == j)) for i in range(n + 1)) for j in range(n + 1)]
    return [Region(f, unit[f], tuple(unit[i] for i in range(n + 1) if i != f)) for f in range(n + 1)]


def cut_by(filter_: Sequence[fmpq], region: Region, measured: Measured) -> Cut:
    """The cut that a filter c makes of a region."""
    n = region.degree
    functional = tuple(dot(filter_, measured.data[i : i + len(filter_)]) for i in range(n + 1))
    sizes = [abs(value) for value in product(filter_, region.centre)]
    for axis in region.axes:
        sizes = [size + abs(value) for size, value in zip(sizes, product(filter_, axis), strict=True)]
    return Cut(functional, dot(measured.errors, sizes))


def upper_bound(functional: Sequence[fmpq], region: Region, cuts: Sequence[Cut], multipliers: Sequence[fmpq]) -> fmpq:
    """A bound of r(p) over the region within the cuts, whatever the multipliers: weak duality.

    r = sum_m t_m g_m + rest, and |g_m(p)| <= B_m: r(p) <= sum_m |t_m| B_m + the reach of the rest.
    """
    rest, total = list(functional), fmpq(0)
    for cut, multiplier in zip(cuts, multipliers, strict=True):
        if multiplier:
            rest = [r - multiplier * g for r, g in zip(rest, cut.functional, strict=True)]
            total += abs(multiplier) * cut.bound
    return total + region.reach(rest)


def excluded(region: Region, cuts: Sequence[Cut], multipliers: Sequence[fmpq]) -> bool:
    """Whether the multipliers prove that no polynomial of the region obeys the cuts: 0 has an upper bound below 0."""
    return bool(upper_bound([fmpq(0)] * (region.degree + 1), region, cuts, multipliers) < 0)


def dot(left: Sequence[fmpq], right: Sequence[fmpq]) -> fmpq:
    """The sum of products."""
    return sum((a * b for a, b in zip(left, right, strict=True) if a and b), fmpq(0))


def product(left: Sequence[fmpq], right: Sequence[fmpq]) -> list[fmpq]:
    """The coefficients of the product of two polynomials, to the sum of their lengths less one.

    >>> product([fmpq(1), fmpq(1)], [fmpq(-1), fmpq(1)])
    [-1, 0, 1]
    """
    found = fmpq_poly(list(left)) * fmpq_poly(list(right))
    return [found[i] for i in range(len(left) + len(right) - 1)]


def dyadic(value: float, bits: int = 40) -> fmpq:
    """A binary fraction of so many bits near the float: exact arithmetic on it stays short.

    >>> dyadic(0.75, 3)
    3/4
    """
    mantissa, exponent = frexp(value)
    return fmpq(round(mantissa * 2**bits)) * fmpq(2) ** (exponent - bits)


def number(value: fmpq) -> float:
    """The nearest float, or one beside it."""
    return int(value.p) / int(value.q)
