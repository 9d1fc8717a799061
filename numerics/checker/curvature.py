r"""Between which numbers the Hessian of the loss lies for every student of a ball, in integers.

With b_j = A^j B, c_j = C A^j, the residuals R_j and the Hankel sums

    D_s = sum_i R_{i+s}^T c_i,      E_s = sum_i b_i R_{i+s}^T,      T_l = sum_i b_i D_{i+l+2},

the second derivative of h_j counts the words with two letters replaced, so in a direction (dA, dB, dC)

    sum_j <R_j, D^2 h_j> = 2 sum_l tr(dA A^l dA T_l) + 2 sum_l tr(D_{l+1} dA A^l dB)
                         + 2 sum_l tr(dC A^l dA E_{l+1}) + 2 sum_j <R_j, dC A^j dB>,

at most x^T N x / 2 in size, x = (|dA|, |dB|, |dC|): N is the matrix of `_Blocks.pairs`. As
Hess L = 2 sum |D h_j|^2 + 2 sum <R_j, D^2 h_j>, it lies in [-nu, 2 sum |D h_j|^2 + nu], nu the largest eigenvalue of N.
Everything is computed in balls, so it holds on the whole ball of students. Numbers are integers in units of 2^-`BITS`,
rounded up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from operator import mul

from numerics.checker.balls import Ball, Fixed, Rows, above, beside, rounded_up
from numerics.checker.model import Student, krylov

BITS = 64
ONE = 1 << BITS
FIXED = Fixed(BITS)

HARMLESS = ONE >> 4
"""A bound nu that lets errors grow no more than e-fold in 16 units of time."""

NEAREST, FARTHEST = ONE >> 30, ONE >> 6
"""Within what distance of a student the bounds are made, at least and at most."""

SQUARINGS = 3
"""The operator norm of a matrix is found at most d^{1/32} too large: (trace (X^T X)^{2^s})^{2^{-s-1}}."""


@dataclass(frozen=True)
class Around:
    """Hess L lies in [-nu, beta] within ``spare`` of a student; of nu, ``inflation`` is due to that distance."""

    nu: int
    beta: int
    spare: int
    inflation: int

    @property
    def next_spare(self) -> int:
        """How far the next bounds should reach: as far as costs half of nu, or the growth that is harmless."""
        wanted = max((self.nu - self.inflation) // 2, HARMLESS)
        return max(NEAREST, min(FARTHEST, self.spare * wanted // (self.inflation + 1)))


def curvature(student: Student, g: Sequence[Sequence[Sequence[Fraction]]], spare: int, bits: int) -> Around:
    """The bounds within `spare` of a student given exactly in units of 2^-bits, for the lags g that are trained on."""
    near = Student(*(_coarse(X, spare, bits) for X in student.parts))
    b, c = krylov(near, len(g), FIXED)
    R = [FIXED.subtract(FIXED.multiply(near.C, b_j), FIXED.ball(g_j)) for b_j, g_j in zip(b, g, strict=True)]
    blocks = _Blocks.of(near, b, c, R)
    nu, slope = _eigenvalue(blocks.pairs(len(g))), _operator_norm(_jacobian(b, c))
    return Around(nu, 2 * _times(slope, slope) + nu, spare, nu - _eigenvalue(blocks.middle.pairs(len(g))))


def _coarse(X: Ball, spare: int, bits: int) -> Ball:
    """The middle in units of 2^-`BITS`, with the ball of students around it."""
    shift = bits - BITS
    rows = tuple(tuple(entry >> shift if shift > 0 else entry << -shift for entry in row) for row in X.rows)
    return Ball(rows, spare + len(rows) + len(rows[0]))


@dataclass(frozen=True)
class _Blocks:
    """A, the Hankel sums D_1, D_2, ..., E_1, ... and T_0, ..., and the matrices of the form in dB and dC."""

    A: Ball
    D: tuple[Ball, ...]
    E: tuple[Ball, ...]
    T: tuple[Ball, ...]
    mixed: tuple[Ball, ...]

    @classmethod
    def of(cls, student: Student, b: Sequence[Ball], c: Sequence[Ball], R: Sequence[Ball]) -> "_Blocks":
        lags = len(R)
        D = tuple(_sum([(R[i + s].transposed, c[i]) for i in range(lags - s)]) for s in range(1, lags))
        E = tuple(_sum([(b[i], R[i + s].transposed) for i in range(lags - s)]) for s in range(1, lags))
        T = tuple(_sum([(b[i], D[i + s + 1]) for i in range(lags - 2 - s)]) for s in range(lags - 2))
        return cls(student.A, D, E, T, _mixed(student.A, R))

    @property
    def middle(self) -> "_Blocks":
        """The same with radius 0."""
        A, D, E, T, mixed = (
            [Ball(X.rows, 0) for X in blocks] for blocks in ([self.A], self.D, self.E, self.T, self.mixed)
        )
        return _Blocks(A[0], tuple(D), tuple(E), tuple(T), tuple(mixed))

    def pairs(self, lags: int) -> list[list[int]]:
        """N: bounds for two letters of kinds A, B, C, each pair of kinds counted as often as it stands in the form."""
        a, powers = _operator_norm(self.A), [ONE]
        for _ in range(lags):
            powers.append(_times(powers[-1], a))
        AA, AB, AC = (sum(_times(power, _norm(X)) for power, X in zip(powers, blocks, strict=False))
                      for blocks in (self.T, self.D, self.E))  # fmt: skip
        BC = sum(_times(power, _operator_norm(X)) for power, X in zip(powers, self.mixed, strict=False))
        return [[4 * AA, 2 * AB, 2 * AC], [2 * AB, 0, 2 * BC], [2 * AC, 2 * BC, 0]]


def _mixed(A: Ball, R: Sequence[Ball]) -> tuple[Ball, ...]:
    """What bounds sum_j <R_j, dC A^j dB>: sum_j R_j A^j where there is one input and one output, else every R_j."""
    if len(R[0].rows) > 1 or len(R[0].rows[0]) > 1:
        return tuple(R)
    total = _scalar(R[-1], len(A.rows))
    for R_j in reversed(R[:-1]):
        total = FIXED.add(FIXED.multiply(A, total), _scalar(R_j, len(A.rows)))
    return (total,)


def _scalar(R: Ball, d: int) -> Ball:
    """r I for a 1 x 1 ball r."""
    ((r,),) = R.rows
    return Ball(tuple(tuple(r if i == j else 0 for j in range(d)) for i in range(d)), R.radius * (isqrt(d) + 1))


def _sum(pairs: Sequence[tuple[Ball, Ball]]) -> Ball:
    """The sum of the products."""
    return FIXED.multiply(beside([X for X, _ in pairs]), above([Y for _, Y in pairs]))


def _jacobian(b: Sequence[Ball], c: Sequence[Ball]) -> Ball:
    """D h_j[t, u] by the entries of A, B and C: a row for each lag j, output t and input u.

    By A it is sum_i c_i[t]^T b_{j-1-i}[:, u]^T, by B the row c_j[t] in column u, by C the column b_j[:, u] in row t.
    """
    outputs, inputs = len(c[0].rows), len(b[0].rows[0])
    return above([_derivative(b, c, j, t, u) for j in range(len(b)) for t in range(outputs) for u in range(inputs)])


def _derivative(b: Sequence[Ball], c: Sequence[Ball], j: int, t: int, u: int) -> Ball:
    d, outputs, inputs = len(b[0].rows), len(c[0].rows), len(b[0].rows[0])
    left = above([_row(c_i, t) for c_i in c[:j]]) if j else Ball(((0,) * d,), 0)
    right = above([_row(b_i.transposed, u) for b_i in reversed(b[:j])]) if j else Ball(((0,) * d,), 0)
    by_A = FIXED.multiply(left.transposed, right)
    entries = [entry for row in by_A.rows for entry in row]
    by_B = [entry if v == u else 0 for v in range(inputs) for entry in c[j].rows[t]]
    by_C = [entry if s == t else 0 for s in range(outputs) for entry in b[j].transposed.rows[u]]
    return Ball(((*entries, *by_B, *by_C),), by_A.radius + c[j].radius + b[j].radius)


def _row(X: Ball, t: int) -> Ball:
    return Ball((X.rows[t],), X.radius)


def _norm(X: Ball) -> int:
    return X.size + X.radius


def _operator_norm(X: Ball) -> int:
    """An upper bound of ||X|| for every matrix of the ball."""
    power = _squared(X.rows)
    for _ in range(SQUARINGS):
        power = _squared(power)
    bound = sum(row[i] for i, row in enumerate(power))
    for _ in range(SQUARINGS + 1):
        bound = isqrt(bound) + 1
    return bound + X.radius


def _squared(rows: Rows) -> Rows:
    """M M^T, exactly."""
    return tuple(tuple(sum(map(mul, first, second)) for second in rows) for first in rows)


def _times(x: int, y: int) -> int:
    return rounded_up(x * y, BITS)


def _eigenvalue(N: Sequence[Sequence[int]]) -> int:
    """For any positive vector v the largest ratio (N v)_i / v_i bounds the largest eigenvalue (Collatz, Wielandt)."""
    v, best = [ONE] * len(N), max(map(sum, N))
    for _ in range(6):
        image = [
            sum(x * y for x, y in zip(row, v, strict=True)) + best * own // 2 for row, own in zip(N, v, strict=True)
        ]
        v = [entry * ONE // (max(image) + 1) + 1 for entry in image]
        best = min(
            best, max(-(-sum(x * y for x, y in zip(row, v, strict=True)) // own) for row, own in zip(N, v, strict=True))
        )
    return best
