r"""How far a polynomial stays above sign x^j on an interval: a rigorous lower bound, by subdivision.

On a piece I with midpoint m, q - f >= (q - f)(m) + min over I of (q - f)'(I)(I - m). Near a point where q touches f the
gap is a parabola, so pieces need only be as short as their distance from it: their number is a logarithm.
"""

from collections.abc import Sequence
from heapq import heappop, heappush

from flint import arb, arb_poly, fmpq

from numerics.arithmetics.rationals import to_flint
from numerics.forcing.contacts import Power, Spectrum

MOST_PIECES = 4000


def clearance(q: Sequence[arb], power: Power, spectrum: Spectrum, tolerance: arb) -> arb:
    """A lower bound of the least q(x) - sign x^j on the spectrum, at most about `tolerance` too low.

    Args:
        q: coefficients, constant term first; balls or exact, at the current precision.
        power: sign x^j.
        spectrum: the interval.
        tolerance: where the subdivision may stop; it stops after `MOST_PIECES` pieces as well, and is valid anyhow.

    Returns:
        An exact number (a ball of radius 0).
    """
    value, slope = arb_poly(list(q)), arb_poly(list(q)).derivative()
    queue: list[tuple[float, int, arb, fmpq, fmpq]] = []
    best = arb("inf")

    def push(left: fmpq, right: fmpq, count: int) -> arb:
        middle, piece = arb((left + right) / 2), arb(left).union(arb(right))
        there = value(middle) - power(middle)
        moved = (slope(piece) - power.slope(piece)) * (piece - middle)
        below = (there + moved).lower()
        heappush(queue, (float(below), count, below, left, right))
        return there.upper()

    ends = to_flint(spectrum.low), to_flint(spectrum.high)
    best = best.min(push(*ends, 0))
    for count in range(1, MOST_PIECES, 2):
        _, _, below, left, right = queue[0]
        if best - below < tolerance:
            break
        heappop(queue)
        middle = (left + right) / 2
        best = best.min(push(left, middle, count)).min(push(middle, right, count + 1))
    least = queue[0][2]
    for piece in queue[1:]:  # floats order the queue; the bound is the least of the exact ones
        least = least.min(piece[2])
    return least.lower()
