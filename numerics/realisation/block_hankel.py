"""Block Hankel matrices of matrix lags h_0, h_1, ... (p x m), and n of their rows and columns with a regular minor."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from flint import nmod_mat

Lags = Sequence[Sequence[Sequence[Fraction]]]
"""k matrices p x m."""

PRIMES = (2**61 - 1, 2**59 - 55, 2**57 - 13)
"""Tried in turn, for one that divides no denominator."""


@dataclass(frozen=True)
class Minor:
    """Rows i p + a and columns j m + b of the block Hankel matrix (h_{i+j})_{ab} whose minor is not 0."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]

    def lags_used(self, outputs: int, inputs: int) -> int:
        """How many lags the matrices (h_{i+j}) and (h_{i+j+1}) of this minor need."""
        return max(self.rows, default=0) // outputs + max(self.columns, default=0) // inputs + 2


def entry(lags: Lags, row: int, column: int, shift: int = 0) -> Fraction:
    """The entry of the block Hankel matrix that begins with h_shift."""
    outputs, inputs = len(lags[0]), len(lags[0][0])
    lag = row // outputs + column // inputs + shift
    return lags[lag][row % outputs][column % inputs]


def block_sizes(count: int) -> tuple[int, int]:
    """Block rows r and block columns c of the squarest matrix whose shifted one the lags still fill: r + c = count."""
    return (count + 1) // 2, count // 2


def regular_minor(lags: Lags) -> Minor:
    """A largest minor that is not 0 modulo a prime, hence not 0: the first rows and columns that are independent.

    Raises ValueError where every prime tried divides a denominator.
    """
    heights, widths = block_sizes(len(lags))
    outputs, inputs = len(lags[0]), len(lags[0][0])
    for prime in PRIMES:
        if any(value.denominator % prime == 0 for lag in lags for row in lag for value in row):
            continue
        matrix = [[_residue(entry(lags, i, j), prime) for j in range(widths * inputs)]
                  for i in range(heights * outputs)]  # fmt: skip
        rows = _pivots([list(column) for column in zip(*matrix, strict=True)], prime)
        return Minor(rows, _pivots([matrix[row] for row in rows], prime))
    raise ValueError("regular_minor: every prime tried divides a denominator; scale the data")


def _residue(value: Fraction, prime: int) -> int:
    return value.numerator % prime * pow(value.denominator, -1, prime) % prime


def _pivots(matrix: Sequence[Sequence[int]], prime: int) -> tuple[int, ...]:
    """The pivot columns of the reduced echelon form: the first columns that are independent."""
    if not matrix or not matrix[0]:
        return ()
    reduced, rank = nmod_mat([list(row) for row in matrix], prime).rref()
    firsts = (next(j for j, value in enumerate(row) if int(value)) for row in islice(reduced.tolist(), rank))
    return tuple(firsts)
