r"""Where a diagonal student trained on its last lag alone ends: an algebraic limit, enclosed.

With p = l - 2 and positive starts :math:`a_i^{-p} = y_i - c`, :math:`y_i = a_i(0)^{-p}`, and the limit has the one c
with :math:`\sum_i (y_i - c)^{-l/p} = 1`. Bisection in balls: the sum increases in c.

The cases are those of the published experiments (arXiv 2410.10473, notebook on the theory's setting): the start is
drawn by NumPy's generator from a seed, sorted, and its second entry moved next to the first; every float is exact data.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import arb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball

HORIZON = 20
"""The lags 0, ..., 19 on which extrapolation was measured."""


@dataclass(frozen=True)
class PoisonCase:
    """Width d, the last lag l, the scale of the start, and how near its two largest entries are (`start`)."""

    width: int
    lag: int
    scale: float
    near: int

    def start(self, seed: int) -> list[Fraction]:
        """a_1(0) > a_2(0) > ..., the very floats of the experiment.

        >>> len(PoisonCase(10, 6, 0.001, 5).start(242))
        10
        """
        drawn = np.flip(np.sort(self.scale * np.random.RandomState(seed).rand(self.width)))
        drawn[1] = drawn[0] - 0.05 / np.exp(self.near * np.log10(1 / self.scale))
        return [Fraction(float(value)) for value in drawn]


def poisoned_limit(start: Sequence[Fraction], lag: int, bits: int) -> list[arb]:
    """The limits of a_1, ..., a_d, as balls.

    Args:
        start: positive numbers.
        lag: l >= 3, the one lag that is trained; its label is 1.
        bits: the precision.

    Raises:
        ValueError: a start that is not positive, or a lag below 3.

    >>> [x.str(10, radius=False) for x in poisoned_limit([Fraction(1, 2), Fraction(1, 2)], 4, 100)]
    ['0.8408964153', '0.8408964153']
    """
    if min(start) <= 0 or lag < 3:
        raise ValueError(f"poisoned_limit: lag {lag}, least start {min(start)}; want a lag above 2 and positive starts")
    p = lag - 2
    with arb_bits(bits):
        y = [ball(1 / value**p) for value in start]
        least = ball(1 / max(start) ** p)
        apart = [value - least if x != max(start) else arb(0) for x, value in zip(start, y, strict=True)]

        def excess(delta: arb) -> arb:
            """h_l - 1 at c = min y - delta."""
            return sum(((gap + delta) ** (-arb(lag) / p) for gap in apart), arb(0)) - 1

        delta = _decreasing_zero(excess, bits)
        return [(gap + delta) ** (-arb(1) / p) for gap in apart]


def extrapolation_error(nodes: Sequence[arb], width: int) -> arb:
    """max_j |h_j - g_j| / g_0 over the lags below `HORIZON`, h_j = sum a_i^j, g_0 = d and g_j = 1 for j >= 1."""
    worst = arb(0)
    for j in range(1, HORIZON):
        worst = worst.max(abs(sum((a**j for a in nodes), arb(0)) - 1))
    return worst / width


def _decreasing_zero(f: Callable[[arb], arb], bits: int) -> arb:
    """A ball about the zero of a decreasing function on (0, oo), by bisection; the signs at its ends are certain."""
    low, high = arb(1), arb(1)
    while not f(low) > 0:
        low = low / 2
    while not f(high) < 0:
        high = high * 2
    for _ in range(bits):
        middle = ((low + high) / 2).mid()
        value = f(middle)
        if value > 0:
            low = middle
        elif value < 0:
            high = middle
        else:
            break
    return low.union(high)
