r"""How far student and teacher are apart at every lag below a horizon, and at every lag there is.

h_j - g_j = (C, -C_t) diag(A, A_t)^j (B; B_t). With j = q N + r it is a row of (C, -C_t) diag(A, A_t)^{q N} times a
column of diag(A, A_t)^r (B; B_t); both tables are doubled: (X, P) -> (X | P X, P^2). Where |A^N| <= rho < 1,

    |C A^j B| <= |C| K rho^{floor(j / N)} |B|,      K = prod_s max(1, |A^{2^s}|) >= |A^i| for i < N.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isqrt
from operator import mul

from numerics.checker.balls import Ball, Exact, Fixed, Interval, above, beside, rounded_up
from numerics.checker.model import Student
from numerics.checker.quantities import residual_norms

LONGEST = 1 << 20
"""So many lags are followed one by one at most before a bound of the tail must take over."""

Hear = Callable[[int], None]


def largest_error(student: Student, teacher: Student, horizon: int, fixed: Fixed, hear: Hear) -> tuple[Interval, int]:
    """max_{j < horizon} |h_j - g_j|, and the lag where the middle of the ball attains it."""
    few = 1 << (horizon.bit_length() + 1) // 2
    many = -(-horizon // few)
    columns = above([_doubled(X.A, X.B, few, fixed) for X in (student, teacher)])
    rows = above(
        [_doubled(_power(X.A.transposed, few, fixed), X.C.transposed, many, fixed) for X in (student, teacher)]
    )
    split, inputs, outputs = len(student.A.rows), len(student.B.rows[0]), len(student.C.rows)
    lines = [(*row[:split], *(-entry for entry in row[split:])) for row in rows.transposed.rows]
    best, where = -1, 0
    for q in range(many):
        hear(q * few)
        block = lines[q * outputs : (q + 1) * outputs]
        for r, size in enumerate(_squares(block, columns.transposed.rows, inputs, min(few, horizon - q * few))):
            if size > best:
                best, where = size, q * few + r
    return _enclosed(best, rows, columns, fixed), where


def largest_of_list(student: Student, response: Sequence[Exact], fixed: Fixed) -> Interval:
    """max_j |h_j - g_j| over a list of lags."""
    norms = residual_norms(student, response, fixed)
    return Interval(max(norm.lower for norm in norms), max(norm.upper for norm in norms))


def error_at(student: Student, teacher: Student, lag: int, fixed: Fixed) -> Interval:
    """|h_j - g_j| at one lag."""
    h, g = (fixed.multiply(X.C, fixed.multiply(_power_at(X.A, lag, fixed), X.B)) for X in (student, teacher))
    return fixed.norm(fixed.subtract(h, g))


def error_at_every_lag(student: Student, teacher: Student, fixed: Fixed, hear: Hear) -> Interval | None:
    """sup_j |h_j - g_j|; None where no decay of both responses is found within `LONGEST` lags."""
    length = 256
    while length <= LONGEST:
        tails = [_tail(X, length, fixed) for X in (student, teacher)]
        if None not in tails:
            tail = sum((size for size in tails if size is not None), Fraction(0))
            head, _ = largest_error(student, teacher, length, fixed, hear)
            if tail <= max(head.upper, Fraction(1, 1 << fixed.bits)):
                return Interval(head.lower, max(head.upper, tail))
        length *= 4
    return None


def _tail(system: Student, first: int, fixed: Fixed) -> Fraction | None:
    """A bound of |C A^j B| for every j >= first; None where |A^N| < 1 is not found, N about the root of `first`."""
    one, power, bound = 1 << fixed.bits, system.A, 1 << fixed.bits
    doublings = first.bit_length() // 2
    for _ in range(doublings):
        bound = rounded_up(bound * max(one, power.size + power.radius), fixed.bits)
        power = fixed.multiply(power, power)
    rho = power.size + power.radius
    if rho >= one:
        return None
    decay = one
    for _ in range(first >> doublings):
        decay = rounded_up(decay * rho, fixed.bits)
    for factor in (bound, system.B.size + system.B.radius, system.C.size + system.C.radius):
        decay = rounded_up(decay * factor, fixed.bits)
    return Fraction(decay, one)


def _doubled(P: Ball, X: Ball, count: int, fixed: Fixed) -> Ball:
    """X, P X, ..., P^{count-1} X side by side."""
    length, width = 1, len(X.rows[0])
    while length < count:
        X = beside([X, fixed.multiply(P, X)])
        P, length = fixed.multiply(P, P), 2 * length
    return Ball(tuple(row[: count * width] for row in X.rows), X.radius)


def _power(P: Ball, exponent: int, fixed: Fixed) -> Ball:
    """P to a power of two."""
    while exponent > 1:
        P, exponent = fixed.multiply(P, P), exponent // 2
    return P


def _power_at(P: Ball, exponent: int, fixed: Fixed) -> Ball:
    """P to any power, by its binary digits."""
    d = len(P.rows)
    found = fixed.ball([[Fraction(int(i == j)) for j in range(d)] for i in range(d)])
    while exponent:
        if exponent & 1:
            found = fixed.multiply(found, P)
        P, exponent = fixed.multiply(P, P), exponent >> 1
    return found


def _squares(block: list[tuple[int, ...]], columns: tuple[tuple[int, ...], ...], inputs: int, count: int) -> list[int]:
    """The squared norms of the products of a block of rows with `count` blocks of columns."""
    if inputs == len(block) == 1:
        return [sum(map(mul, block[0], column)) ** 2 for column in columns[:count]]
    return [sum(sum(map(mul, row, column)) ** 2 for row in block for column in columns[r * inputs : (r + 1) * inputs])
            for r in range(count)]  # fmt: skip


def _enclosed(square: int, rows: Ball, columns: Ball, fixed: Fixed) -> Interval:
    """The norm, in units of 4^-bits, and what the radii of the two tables do to any product."""
    spread = rows.radius * columns.size + rows.size * columns.radius + rows.radius * columns.radius
    middle, unit = isqrt(square), Fraction(1, 1 << 2 * fixed.bits)
    return Interval(max(0, middle - spread) * unit, (middle + 1 + spread) * unit)
