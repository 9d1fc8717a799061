"""Every recurrence of degree n that measured data allow, enclosed: regions are cut, contracted and divided.

The degree-n polynomials, scaled to a largest coefficient of 1, fill n + 1 cubes. Each is contracted about its
cuts, or excluded by them; one that does not shrink is divided. What is left holds the recurrence of every truth.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flint import fmpq, fmpq_mat

from numerics.recovery.recurrence_guesses import Filters, Floats, emptiness, extreme, floats, principal_axes
from numerics.recovery.recurrence_region import (
    Cut,
    Measured,
    Region,
    cut_by,
    dyadic,
    excluded,
    number,
    unit_regions,
    upper_bound,
)

ROUNDS = 8
"""How often a region is contracted at most."""

ENOUGH = 0.7
"""Contraction goes on while the volume shrinks by this factor or more."""

CUTS_PER_DIRECTION = 3

Left = tuple[Region, list[Cut]]


def recurrences(measured: Measured, n: int) -> list[Left]:
    """Regions, each with its cuts, that hold the recurrence of every truth of degree n; none if there is no such truth.

    Needs more than n lags; every region has been contracted as far as it shrinks.
    """
    found = (_contracted(region, measured) for region in unit_regions(n))
    return [left for left in found if left is not None]


def _contracted(region: Region, measured: Measured) -> Left | None:
    for _ in range(ROUNDS):
        maker = Maker(region, measured, Filters.of(region, measured))
        cuts = list(_first_cuts(maker))
        smaller, shrunk = _oriented(maker, cuts)
        if smaller is None or (cuts and excluded(region, cuts, emptiness(region, cuts))):
            return None
        if shrunk > ENOUGH:
            return region, cuts
        region = smaller
    return region, list(_first_cuts(Maker(region, measured, Filters.of(region, measured))))


@dataclass(frozen=True)
class Maker:
    """Makes the cuts of one region."""

    region: Region
    measured: Measured
    filters: Filters

    def cut_at(self, point: Floats) -> Cut | None:
        """The cut that leaves a polynomial furthest outside; None where none does."""
        filter_ = self.filters.deepest(point)
        return None if filter_ is None else cut_by(filter_, self.region, self.measured)


def _first_cuts(maker: Maker) -> Iterator[Cut]:
    """Cuts at the centre of the region and of its sides."""
    (centre,), axes = floats([maker.region.centre]), floats(maker.region.axes)
    for point in (centre, *(centre + axis for axis in axes), *(centre - axis for axis in axes)):
        cut = maker.cut_at(point)
        if cut is not None:
            yield cut


def bounded(functional: Sequence[fmpq], region: Region, cuts: Sequence[Cut]) -> fmpq:
    """An upper bound of a functional of the coefficients over the region within the cuts."""
    return upper_bound(functional, region, cuts, extreme(functional, region, cuts)[1])


def _bounded_by_more(functional: Sequence[fmpq], maker: Maker, cuts: list[Cut]) -> fmpq:
    """The same, after `cuts` has grown by those that can be made where the functional is largest."""
    for _ in range(CUTS_PER_DIRECTION):
        cut = maker.cut_at(extreme(functional, maker.region, cuts)[0])
        if cut is None:
            break
        cuts.append(cut)
    return bounded(functional, maker.region, cuts)


def _oriented(maker: Maker, cuts: list[Cut]) -> tuple[Region | None, float]:
    """The parallelepiped along the principal axes that holds the region within its cuts, and its relative volume."""
    region = maker.region
    if not cuts:
        return region, 1.0
    free = [i for i in range(region.degree + 1) if i != region.face]
    columns = [[dyadic(value, 50) for value in axis[free]] for axis in principal_axes(region, cuts)]
    inverse = fmpq_mat(columns).transpose().inv()
    centre, axes, shrunk = [fmpq(int(i == region.face)) for i in range(region.degree + 1)], [], 1.0
    for column, row in zip(columns, inverse.tolist(), strict=True):
        functional = _spread(row, free)
        high = _bounded_by_more(functional, maker, cuts)
        low = -_bounded_by_more([-value for value in functional], maker, cuts)
        if high < low:
            return None, 0.0
        middle = dyadic(number((low + high) / 2), 50)
        half = dyadic(number(max(high - middle, middle - low)) * (1 + 2.0**-20), 30)
        if not (middle - half <= low and high <= middle + half):  # the floats were too coarse
            return region, 1.0
        for i, value in zip(free, column, strict=True):
            centre[i] += middle * value
        axes.append(_spread([half * value for value in column], free))
        shrunk *= number(half)
    return Region(region.face, tuple(centre), tuple(axes)), shrunk


def _spread(values: Sequence[fmpq], free: Sequence[int]) -> tuple[fmpq, ...]:
    """The values at their coefficients, 0 at the one that is fixed."""
    found = [fmpq(0)] * (len(values) + 1)
    for i, value in zip(free, values, strict=True):
        found[i] = value
    return tuple(found)
