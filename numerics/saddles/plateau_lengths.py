r"""How long descent stays at each saddle on its way: the steps between crossings of levels of the loss.

The levels lie halfway between the losses of neighbouring saddles, the last one halfway to 0. The m-th plateau is from
the crossing of level m to that of level m + 1 (from step 0, for m = 0). Near a saddle a step of size eta multiplies
the next mode by 1 + eta lambda_m, so the plateau grows by 1 / log(1 + eta lambda_m) steps for each unit of log(1/eps).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import log, log1p
from typing import TypeVar

from mpmath import eigsy, workdps

from numerics.arithmetics.protocol import Arithmetic
from numerics.descent.descent import Iterate, descend
from numerics.descent.run import Run
from numerics.model.hankel import hankel

M = TypeVar("M")


def levels(losses: Sequence[float]) -> list[float]:
    """Halfway between neighbouring losses of the saddles 0, 1, ..., n - 1, then halfway to 0.

    >>> levels([4.0, 2.0])
    [3.0, 1.0]
    """
    return [(before + after) / 2 for before, after in pairwise([*losses, 0.0])]


@dataclass(frozen=True)
class Passed:
    """What was seen of one run: the times (steps of descent, interpolated) at which the levels were crossed, as far as
    it went; and the signs of the Hankel matrix, as many as there are modes: in the middle of each plateau but the
    first, and at the last crossing."""

    crossings: tuple[float, ...]
    signs: tuple[tuple[int, ...], ...]

    @property
    def lengths(self) -> tuple[float, ...]:
        """The plateaus' lengths; as many as levels were crossed."""
        return tuple(late - early for early, late in pairwise((0.0, *self.crossings)))


def passed(run: Run, heights: Sequence[float], arithmetic: Arithmetic[M]) -> Passed:
    """Follows descent until its loss is below all `heights`, which descend, or the run ends (m = p = 1)."""
    response = [float(g[0][0]) for g in run.response]
    return passages(seen_of(descend(run, arithmetic), arithmetic), response, heights)


def seen_of(iterates: Iterable[Iterate[M]], arithmetic: Arithmetic[M]) -> Iterator[tuple[float, list[float]]]:
    """Step and residuals of each iterate."""
    for iterate in iterates:
        yield float(iterate.step), [float(arithmetic.rows(R)[0][0]) for R in iterate.residuals]


def passages(seen: Iterable[tuple[float, Sequence[float]]], g: Sequence[float], heights: Sequence[float]) -> Passed:
    """The crossings and signs on a way of which times and residuals R_j are seen one after the other."""
    crossings: list[float] = []
    times: list[float] = []
    losses: list[float] = []
    responses: list[list[float]] = []
    for time, residuals in seen:
        times.append(time)
        losses.append(sum(R**2 for R in residuals))
        responses.append([R + value for R, value in zip(residuals, g, strict=True)])
        while len(crossings) < len(heights) and losses[-1] <= heights[len(crossings)]:
            crossings.append(_crossing(times[-2:], losses[-2:], heights[len(crossings)]))
        if len(crossings) == len(heights):
            break
    looked = [bisect_left(times, (early + late) / 2) for early, late in pairwise(crossings)] + [len(times) - 1]
    signs = tuple(_signs(responses[at], m + 1) for m, at in enumerate(looked[: len(crossings)]))
    return Passed(tuple(crossings), signs)


def _crossing(times: Sequence[float], losses: Sequence[float], level: float) -> float:
    """Where the straight line through the last two losses meets the level."""
    if len(times) < 2 or losses[0] <= losses[1]:
        return times[-1]
    share = (level - losses[1]) / (losses[0] - losses[1])
    return times[1] - share * (times[1] - times[0])


def steps_per_unit(rate: float, step_size: Fraction) -> float:
    """1 / log(1 + eta |lambda|): by how many steps a plateau grows when eps is divided by e."""
    return 1 / log1p(float(step_size) * abs(rate))


def growth(scales: Sequence[Fraction], lengths: Sequence[float]) -> float:
    """The slope of a plateau's length against log(1/eps), by least squares; at least two scales.

    >>> round(growth([Fraction(1, 10), Fraction(1, 100)], [1.0, 1 + log(10)]), 12)
    1.0
    """
    units = [log(scale.denominator) - log(scale.numerator) for scale in scales]
    centre, height = sum(units) / len(units), sum(lengths) / len(lengths)
    rise = sum((u - centre) * (length - height) for u, length in zip(units, lengths, strict=True))
    return rise / sum((u - centre) ** 2 for u in units)


def _signs(response: Sequence[float], modes: int) -> tuple[int, ...]:
    """The signs of the `modes` largest eigenvalues, in size, of the square Hankel matrix; positive ones first."""
    with workdps(30):
        odd = response[: len(response) - (len(response) + 1) % 2]
        values = sorted(eigsy(hankel(odd), eigvals_only=True), key=abs, reverse=True)
        return tuple(sorted((1 if value > 0 else -1 for value in values[:modes]), reverse=True))
