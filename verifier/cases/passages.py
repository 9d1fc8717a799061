"""Teachers of several modes: the way from zero, what is predicted of its plateaus, and what runs of descent measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random

import numpy as np
from numpy.typing import NDArray

from numerics.arithmetics.by_name import arithmetic
from numerics.saddles.general_start import GeneralFlow
from numerics.saddles.plateau_lengths import Passed, growth, levels, passed, steps_per_unit
from numerics.saddles.way import Rest, way_from_zero
from verifier.cases.near_zero import LIMIT, Case, working_digits

DIGITS = 30


class Unresolved(ArithmeticError):  # noqa: N818
    """The way from zero was lost, or descent did not pass all saddles within the limit of steps."""


@dataclass(frozen=True)
class Passages:
    """A teacher's saddles, the origin first, and one run of descent from each scale that passed them all."""

    case: Case
    saddles: tuple[Rest, ...]
    scales: tuple[Fraction, ...]
    runs: tuple[Passed, ...]

    @property
    def rates(self) -> tuple[float, ...]:
        """lambda_0, ..., lambda_{n-1}: enclosed where the weights have one sign, in float64 where both occur."""
        return tuple(rest.rate(self._response) for rest in self.saddles)

    @property
    def signs(self) -> tuple[int, ...]:
        """The sign of the mode that each saddle adds, by its deficit."""
        return tuple(rest.next_sign(self._response) for rest in self.saddles)

    @property
    def _response(self) -> NDArray[np.float64]:
        return np.array([float(rows[0][0]) for rows in self.case.response])

    def slopes(self) -> tuple[float, ...]:
        """By how many steps each plateau grows when eps is divided by e: measured, over all scales."""
        table = zip(*(run.lengths for run in self.runs), strict=True)
        return tuple(growth(self.scales, lengths) for lengths in table)

    def laws(self, rates: Sequence[float]) -> tuple[float, ...]:
        """The same by the law, 1 / log(1 + eta lambda_m)."""
        return tuple(steps_per_unit(rate, self.case.eta) for rate in rates)


def saddles_of(case: Case) -> tuple[Rest, ...]:
    """The origin and the saddles of 1, ..., n - 1 modes; raises Unresolved where the way does not end at a fit."""
    way = way_from_zero([rows[0][0] for rows in case.response], case.modes)
    if way.lost or len(way.rests) != case.modes + 1:
        raise Unresolved(way.lost or f"{case}: it fits with {len(way.rests) - 1} modes")
    if any(rest.point is None for rest in way.rests):
        raise Unresolved(f"{case}: a saddle is not enclosed, its nodes are complex")
    return way.rests[:-1]


def passages(case: Case, exponents: Sequence[int], limit: int = LIMIT) -> Passages:
    """Descends from scales 10^-e past all saddles; raises Unresolved where that does not succeed."""
    saddles, scales, runs = saddles_of(case), tuple(Fraction(1, 10**e) for e in exponents), []
    heights = levels([float(rest.point.loss.mid()) for rest in saddles if rest.point])
    for scale in scales:
        run = case.run(scale)
        engine = arithmetic(case.arithmetic, working_digits(scale, DIGITS), limit)
        found = passed(type(run)(run.start, run.response, run.step_size, limit), heights, engine)
        if len(found.crossings) < len(heights):
            raise Unresolved(f"{case}: {len(found.crossings)} of {len(heights)} saddles were left in {limit} steps")
        runs.append(found)
    return Passages(case, saddles, scales, tuple(runs))


def flow_passages(case: Case, scale: Fraction) -> Passages:
    """The same by the flow in float64, from one scale: it crosses long plateaus quickly."""
    saddles = saddles_of(case)
    heights = levels([float(rest.point.loss.mid()) for rest in saddles if rest.point])
    found = GeneralFlow(case.nodes, case.weights, case.length, case.width, scale, case.seed).passed(heights)
    if len(found.crossings) < len(heights):
        raise Unresolved(f"{case}: the flow left {len(found.crossings)} of {len(heights)} saddles")
    return Passages(case, saddles, (scale,), (found,))


def mixed_case(index: int, modes: int) -> Case:
    """Case number `index` of `modes` modes, weights of both signs: it depends on nothing else.

    Nodes in tenths, |x| <= 1, at least 3/10 apart; weights +-1/2, ..., +-3/2 in quarters, at least one of either sign;
    g_0 is not 0; k = 2n + 1, d = n + 2.
    """
    random = Random(f"mixed passages {index} {modes}")
    while True:
        nodes = sorted(Fraction(i, 10) for i in random.sample(range(-10, 11), modes))
        weights = tuple(Fraction(random.choice((-1, 1)) * random.randint(2, 6), 4) for _ in nodes)
        apart = all(late - early >= Fraction(3, 10) for early, late in pairwise(nodes))
        if apart and min(weights) < 0 < max(weights) and abs(sum(weights, Fraction(0))) >= Fraction(1, 4):
            return Case(tuple(nodes), weights, modes + 2, 2 * modes + 1, random.randint(1, 10**6))
