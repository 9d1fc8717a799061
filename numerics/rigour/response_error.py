r"""|h_j - g_j| for every lag j < q, and for every lag there is: a student known within a radius, against its teacher.

At the middle of the ball: h_j - g_j = (C, -C_t) diag(A, A_t)^j (B; B_t), with j = q N + r the product of a row of
C A^{qN} and a column of A^r B. Both tables are made by doubling (few products, so little wrapping), the 10^6 products
of a long horizon in integers, where they cost a microsecond. The ball: with ||(A + E)^i|| <= K' (`power_bounds`),

    |h_j(theta + delta) - h_j(theta)| <= r ( K' (b + r) + c K + c j K K' (b + r) ).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import mul
from typing import TypeVar

from numerics.arithmetics.bounds import Bounds, EnclosingArithmetic, exact_norm, root
from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN
from numerics.rigour.power_bounds import power_bounds, rounded_up

M = TypeVar("M")

LONGEST = 2**20
"""How far the lags are followed one by one before a tail bound must take over."""


@dataclass(frozen=True)
class Ball:
    """All students within ``radius`` (Frobenius norm, A, B, C together) of ``model``."""

    model: LinearRNN[Rows]
    radius: Fraction


def response_error(
    student: Ball, teacher: LinearRNN[Rows], horizon: int, arithmetic: EnclosingArithmetic[M]
) -> tuple[Bounds, int]:
    """max_{j < horizon} |h_j - g_j|_F for every student of the ball, and the lag where the middle one attains it.

    Args:
        student: a student, and how far from it the students in question may be.
        teacher: exact, with as many inputs and outputs.
        horizon: how many lags are compared.
        arithmetic: encloses what it computes.

    Returns:
        Bounds of the largest error, and the lag.
    """
    middle, lag = _largest(student.model, teacher, horizon, arithmetic)
    moved = _movement(student, horizon, arithmetic)
    return Bounds(max(Fraction(0), middle.lower - moved), middle.upper + moved), lag


def error_at_every_lag(student: Ball, teacher: LinearRNN[Rows], arithmetic: EnclosingArithmetic[M]) -> Bounds:
    """sup_j |h_j - g_j|_F over all lags; raises ValueError where no decay of both responses is certified."""
    length = 256
    while length <= LONGEST:
        tails = [tail_bound(system, length, arithmetic) for system in (student, Ball(teacher, Fraction(0)))]
        if None not in tails:
            tail = sum((size for size in tails if size is not None), Fraction(0))
            head, _ = response_error(student, teacher, length, arithmetic)
            if tail <= max(head.upper, Fraction(1, 2**arithmetic.bits)):
                return Bounds(head.lower, max(head.upper, tail))
        length *= 4
    raise ValueError(f"responses: no certified decay within {LONGEST} lags; the spectral radius is too close to 1")


def tail_bound(system: Ball, first: int, arithmetic: EnclosingArithmetic[M]) -> Fraction | None:
    """A bound of |C A^j B| for all j >= first; None where ||A^N|| < 1 is not certified, N about sqrt(first)."""
    model, r = system.model, system.radius
    period = 1 << (first.bit_length() // 2)
    powers = power_bounds(arithmetic.matrix(model.A), 2 * period, r, arithmetic)
    contraction = powers.norms[-1] + powers.drift
    if contraction >= 1:
        return None
    size = (exact_norm(model.B, 64) + r) * (exact_norm(model.C, 64) + r) * powers.nearby
    return rounded_up(size * contraction ** (first // period))


def _movement(student: Ball, horizon: int, arithmetic: EnclosingArithmetic[M]) -> Fraction:
    """How far h_j, j < horizon, can move within the ball."""
    r = student.radius
    if r == 0:
        return Fraction(0)
    b, c = exact_norm(student.model.B, 64), exact_norm(student.model.C, 64)
    powers = power_bounds(arithmetic.matrix(student.model.A), horizon, r, arithmetic)
    return rounded_up(r * (powers.nearby * (b + r) + c * powers.exact) + c * powers.drift * (b + r))


@dataclass(frozen=True)
class _Table:
    """Integer vectors, each 2^-bits times which is within 2^-bits ``slack`` of the exact one, entry by entry."""

    vectors: tuple[tuple[int, ...], ...]
    slack: int

    @property
    def largest(self) -> int:
        return max(abs(entry) for vector in self.vectors for entry in vector)


def _largest(
    student: LinearRNN[Rows], teacher: LinearRNN[Rows], horizon: int, arithmetic: EnclosingArithmetic[M]
) -> tuple[Bounds, int]:
    """max_{j < horizon} |h_j - g_j| of two exact systems."""
    few = 1 << ((horizon.bit_length() + 1) // 2)
    many = -(-horizon // few)
    columns = _joined([_columns(X, few, arithmetic) for X in (student, teacher)])
    minus = LinearRNN(teacher.A, teacher.B, tuple(tuple(-entry for entry in row) for row in teacher.C))
    rows = _joined([_rows(X, few, many, arithmetic) for X in (student, minus)])
    size, lag = _largest_product(rows, columns, len(student.C), len(student.B[0]), horizon)
    width = len(columns.vectors[0])
    slack = width * (rows.largest * columns.slack + columns.largest * rows.slack + rows.slack * columns.slack)
    unit = Fraction(1, 4**arithmetic.bits)
    root_size = root(Bounds(size * unit**2, size * unit**2), arithmetic.bits)
    spread = slack * unit * len(student.C) * len(student.B[0])
    return Bounds(max(Fraction(0), root_size.lower - spread), root_size.upper + spread), lag


def _largest_product(rows: _Table, columns: _Table, outputs: int, inputs: int, horizon: int) -> tuple[int, int]:
    """The largest squared norm of the p x m products, in integers, and its lag."""
    best, where, few = -1, 0, len(columns.vectors) // inputs
    for q in range(len(rows.vectors) // outputs):
        block = rows.vectors[q * outputs : (q + 1) * outputs]
        for r in range(min(few, horizon - q * few)):
            size = 0
            for column in columns.vectors[r * inputs : (r + 1) * inputs]:
                for row in block:
                    size += sum(map(mul, row, column)) ** 2
            if size > best:
                best, where = size, q * few + r
    return best, where


def _columns(system: LinearRNN[Rows], count: int, arithmetic: EnclosingArithmetic[M]) -> _Table:
    """The columns of B, AB, ..., A^{count-1} B."""
    return _doubled(arithmetic.matrix(system.A), arithmetic.matrix(system.B), count, arithmetic)


def _rows(system: LinearRNN[Rows], stride: int, count: int, arithmetic: EnclosingArithmetic[M]) -> _Table:
    """The rows of C, C A^stride, ..., C A^{stride (count-1)}."""
    power = arithmetic.transpose(arithmetic.matrix(system.A))
    while stride > 1:
        power, stride = arithmetic.multiply(power, power), stride // 2
    return _doubled(power, arithmetic.transpose(arithmetic.matrix(system.C)), count, arithmetic)


def _doubled(A: M, B: M, count: int, arithmetic: EnclosingArithmetic[M]) -> _Table:
    """The columns of B, AB, ..., by (X, A^n) -> ((X | A^n X), A^2n), rounded to integers times 2^-bits."""
    block, length = B, 1
    while length < count:
        block = arithmetic.beside([block, arithmetic.multiply(A, block)])
        A, length = arithmetic.multiply(A, A), 2 * length
    pairs = list(zip(*arithmetic.bounds(block), strict=True))
    scale = 1 << arithmetic.bits
    vectors = tuple(tuple(round((low + high) / 2 * scale) for low, high in column) for column in pairs)
    slack = max(
        max(high * scale - entry, entry - low * scale)
        for column, vector in zip(pairs, vectors, strict=True)
        for (low, high), entry in zip(column, vector, strict=True)
    )
    inputs = len(pairs) // length
    return _Table(vectors[: count * inputs], -(-slack.numerator // slack.denominator))


def _joined(tables: Sequence[_Table]) -> _Table:
    """The vectors of two systems under one another."""
    vectors = tuple(
        tuple(entry for part in parts for entry in part) for parts in zip(*(t.vectors for t in tables), strict=True)
    )
    return _Table(vectors, max(table.slack for table in tables))
