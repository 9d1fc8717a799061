"""Rigorous extremes of a polynomial on an interval, by subdivision."""

from fractions import Fraction
from functools import reduce
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from flint import arb, arb_poly, fmpq, fmpq_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import to_flint


class _Piece(NamedTuple):
    """A subinterval; pieces with the largest upper bound come first. The float only orders the search."""

    priority: float
    left: fmpq
    right: fmpq
    above: arb


def maximum(polynomial: fmpq_poly, low: Fraction, high: Fraction, bits: int = 64, pieces: int = 2000) -> arb:
    """A ball that contains max p(x) for low <= x <= high.

    Branch and bound: values at midpoints bound the maximum from below, the mean-value form ``p(m) + p'(I)(I - m)``
    bounds it from above on each piece I. It stops when the two bounds agree to about `bits`/2 bits or after `pieces`
    pieces; either way the ball is valid and its width says how far the search came. Two evaluations a piece.

    >>> maximum(fmpq_poly([0, 1, -1]), Fraction(-1), Fraction(1)).contains(fmpq(1, 4))
    True
    """
    with arb_bits(bits + 2 * polynomial.length()):
        value, slope = arb_poly(polynomial), arb_poly(polynomial.derivative())
        left, right = (to_flint(end) for end in (low, high))
        best = value(arb(left)).lower().max(value(arb(right)).lower())
        queue: list[_Piece] = []
        best = best.max(_push(queue, value, slope, left, right))
        for _ in range(pieces // 2):
            worst = queue[0]
            if worst.above - best < abs(best) / 2 ** (bits // 2):
                break
            heappop(queue)
            middle = (worst.left + worst.right) / 2
            best = best.max(_push(queue, value, slope, worst.left, middle))
            best = best.max(_push(queue, value, slope, middle, worst.right))
            _prune(queue, best)
        return best.union(reduce(arb.max, (piece.above for piece in queue), best))


def minimum(polynomial: fmpq_poly, low: Fraction, high: Fraction, bits: int = 64, pieces: int = 2000) -> arb:
    """A ball that contains min p(x) for low <= x <= high: minus the maximum of -p."""
    return -maximum(-polynomial, low, high, bits, pieces)


def _push(queue: list[_Piece], value: arb_poly, slope: arb_poly, left: fmpq, right: fmpq) -> arb:
    """Queue [left, right] by its upper bound; returns a lower bound of the value at its midpoint."""
    middle = arb((left + right) / 2)
    at_middle = value(middle)
    piece = arb(left).union(arb(right))
    above = (at_middle + slope(piece) * (piece - middle)).upper()
    heappush(queue, _Piece(-float(above), left, right, above))
    return at_middle.lower()


def _prune(queue: list[_Piece], best: arb) -> None:
    """Forget pieces that certainly hold no maximum, once in a while."""
    if len(queue) % 256 == 0:
        queue[:] = [piece for piece in queue if not piece.above < best]
        heapify(queue)
