r"""Polynomials in three variables on the unit box: their Bernstein coefficients, exactly, and boxes cut in halves.

A polynomial of degree n_i in the i-th variable is :math:`\sum_b c_b \prod_i \binom{n_i}{b_i} x_i^{b_i} (1 - x_i)^{n_i -
b_i}`, a mean of the c_b on the box. So it is nowhere below their least; and c_b is its value where b is a corner. All
numbers are integers over one common denominator.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import comb, lcm

from flint import fmpz, fmpz_mat

Monomials = Mapping[tuple[int, int, int], fmpz]
"""Exponents of the three variables, and the coefficient."""

AXES = 3


@dataclass(frozen=True)
class Coefficients:
    """The c_b times a denominator: ``matrix`` has the first variable's index as row, those of the others as column."""

    matrix: fmpz_mat
    shape: tuple[int, int, int]
    denominator: int

    @property
    def least(self) -> Fraction:
        """The least coefficient, which bounds the polynomial on the box from below."""
        return Fraction(int(min(self.matrix.entries())), self.denominator)

    def along_first(self, transform: fmpz_mat, denominator: int) -> "Coefficients":
        """A linear map of the coefficients along the first variable; then the second variable becomes the first."""
        first, second, third = self.shape
        moved = (transform * self.matrix).transpose().entries()
        shape = (second, third, first)
        return Coefficients(fmpz_mat(second, third * first, moved), shape, self.denominator * denominator)

    def turned(self) -> "Coefficients":
        """The same with the second variable as the first."""
        return self.along_first(_diagonal([1] * self.shape[0]), 1)

    def halves(self, axis: int) -> tuple["Coefficients", "Coefficients"]:
        """The coefficients on the two halves of the box, cut across a variable (de Casteljau)."""
        first = reduce(lambda found, _: found.turned(), range(axis), self)
        size = first.shape[0]
        left = fmpz_mat([[comb(i, j) << (size - 1 - i) for j in range(size)] for i in range(size)])
        right = fmpz_mat([list(reversed(row)) for row in reversed(left.tolist())])
        low, high = (first.along_first(half, 1 << (size - 1)) for half in (left, right))
        back = range(AXES - 1 - axis)
        return reduce(lambda found, _: found.turned(), back, low), reduce(lambda found, _: found.turned(), back, high)


def coefficients(polynomial: Monomials) -> Coefficients:
    """The Bernstein coefficients on the unit box.

    >>> coefficients({(0, 0, 0): fmpz(1), (1, 1, 0): fmpz(-2)}).least
    Fraction(-1, 1)
    """
    shape = tuple(1 + int(max(exponents[axis] for exponents in polynomial)) for axis in range(AXES))
    first, second, third = shape
    powers = fmpz_mat(first, second * third)
    for (i, j, last), value in polynomial.items():
        powers[i, j * third + last] = value
    found = Coefficients(powers, (first, second, third), 1)
    return reduce(lambda turned, _: turned.along_first(*_from_powers(turned.shape[0])), range(AXES), found)


def boxes(found: Coefficients, depth: int) -> Iterator[Coefficients]:
    """The unit box, cut into halves (first, second, third variable, first, ...) until all coefficients are positive.

    A box cut `depth` times is not cut again; its least coefficient says whether it was settled.
    """
    waiting = [(found, 0)]
    while waiting:
        box, cuts = waiting.pop()
        if box.least > 0 or cuts == depth:
            yield box
        else:
            waiting += [(half, cuts + 1) for half in box.halves(cuts % AXES)]


def _from_powers(size: int) -> tuple[fmpz_mat, int]:
    """The matrix with the entries binom(b, i) / binom(n, i), n = size - 1, times their common denominator."""
    common = lcm(*(comb(size - 1, i) for i in range(size)))
    rows = [[comb(b, i) * (common // comb(size - 1, i)) for i in range(size)] for b in range(size)]
    return fmpz_mat(rows), common


def _diagonal(entries: list[int]) -> fmpz_mat:
    size = len(entries)
    return fmpz_mat([[entries[i] if i == j else 0 for j in range(size)] for i in range(size)])
