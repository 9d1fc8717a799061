"""The modes a student has learnt: the numerical rank of its Hankel matrix, and its nodes and weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any, TypeVar

from mpmath import nstr

from numerics.model.deviation import response_stream
from numerics.model.hankel import singular_values
from numerics.model.linear_rnn import LinearRNN
from numerics.moments.hankel_pencil import hankel_pencil
from verifier.descent.descent_run import DescentRun
from verifier.ground.numbers import decimal_text

M = TypeVar("M")

MOST_BLOCK_ROWS = 24
"""The Hankel matrix has as many block rows and columns as the student is wide, but no more than these."""

LARGEST_TOLERANCE = Fraction(1, 100)

GUARD_DIGITS = 10

DIGITS_SHOWN = 6
"""Digits of a singular value that are shown; one that has fewer, for being next to the rounding, is left out."""


@dataclass(frozen=True)
class LearntModes:
    """``rank`` counts the ``singular_values`` above ``tolerance`` times the largest; all numbers are text.

    ``nodes`` and ``weights`` come from the Hankel pencil of that rank, largest weight first; they are empty when there
    are several inputs or outputs, or no mode.
    """

    rank: str
    tolerance: str
    singular_values: tuple[str, ...]
    nodes: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()


def learnt_modes(run: DescentRun[M], model: LinearRNN[M], digits: int) -> LearntModes:
    """Reads the modes off the student's response, twice as many lags as its Hankel matrix has block rows."""
    rows = min(run.problem.student.width, MOST_BLOCK_ROWS)
    stream = response_stream(model, run.arithmetic)
    response = [run.arithmetic.fractions(h) for h in islice(stream, 2 * rows)]
    values = singular_values(response, digits + GUARD_DIGITS, rows)
    tolerance = rank_tolerance(run.problem.student.scale, digits)
    rank = sum(1 for value in values if _exceeds(value, tolerance, values[0]))
    known = min(tolerance, Fraction(10**DIGITS_SHOWN, 10**digits))
    shown = tuple(nstr(value, DIGITS_SHOWN) for value in values if _exceeds(value, known, values[0]))
    found = str(rank), decimal_text(tolerance, 3), shown
    if rank == 0 or len(response[0]) * len(response[0][0]) != 1:
        return LearntModes(*found)
    return LearntModes(*found, *_nodes_and_weights([h[0][0] for h in response], rank, digits))


def _exceeds(value: Any, tolerance: Fraction, largest: Any) -> bool:
    return bool(value * tolerance.denominator > tolerance.numerator * largest)


def rank_tolerance(scale: Fraction, digits: int) -> Fraction:
    """What separates learnt from unlearnt: the start's scale eps.

    The learnt part of the response is of order 1, what remains of the start of order eps^2; eps lies between the two.
    At least 10^-(digits/2), to stay above rounding, and at most 1/100.
    """
    return min(LARGEST_TOLERANCE, max(scale, Fraction(1, 10 ** (digits // 2))))


def _nodes_and_weights(response: Sequence[Fraction], rank: int, digits: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = hankel_pencil(response, rank, digits + GUARD_DIGITS)
    return tuple(_text(x, digits) for x in found.nodes), tuple(_text(w, digits) for w in found.weights)


def _text(value: Any, digits: int) -> str:
    return str(nstr(value, digits))
