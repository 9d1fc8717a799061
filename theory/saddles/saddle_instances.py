r"""Exact m-mode saddles: a rational critical point of any signs, padded by any rational matrix N, and moves of it.

The second-order term of L along a move is computed from the definition, order by order in the state (A + t D)^j B, and
by the theorem, :math:`2 y_L r(N) y_R`. Inertia does not depend on coordinates, so b_i = 1, c_i = s_i will do for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp
from flint import fmpq, fmpq_mat

from theory.model.rationals import to_flint, to_fraction, to_sympy
from theory.saddles.critical_modes import Modes

Triple = tuple[fmpq_mat, fmpq_mat, fmpq_mat]
"""A (d x d), B (d x 1), C (1 x d), or a move of them."""


@dataclass(frozen=True)
class Saddle:
    """Nodes and weights, b_i (c_i = s_i / b_i), and N: A = diag(a_1, ..., a_m, N), B = (b; 0), C = (c, 0)."""

    modes: Modes
    b: tuple[Fraction, ...]
    N: fmpq_mat

    @property
    def spare(self) -> int:
        """d - m."""
        return int(self.N.nrows())

    @property
    def apart(self) -> bool:
        """Whether no node is an eigenvalue of N, and no weight is 0."""
        of_N = self.N.charpoly()
        return 0 not in self.modes.student.weights and all(of_N(to_flint(a)) != 0 for a in self.modes.student.nodes)

    @property
    def student(self) -> Triple:
        """(A, B, C)."""
        own, m, d = self.modes.student, len(self.b), len(self.b) + self.spare
        A, B, C = fmpq_mat(d, d), fmpq_mat(d, 1), fmpq_mat(1, d)
        for i, (a, s, b) in enumerate(zip(own.nodes, own.weights, self.b, strict=True)):
            A[i, i], B[i, 0], C[0, i] = to_flint(a), to_flint(b), to_flint(s / b)
        for p in range(self.spare):
            for q in range(self.spare):
                A[m + p, m + q] = self.N[p, q]
        return A, B, C

    def __str__(self) -> str:
        return f"{self.modes}, b = ({', '.join(map(str, self.b))}), N = {self.N.tolist()}"


def second_order(saddle: Saddle, move: Triple) -> Fraction:
    """The coefficient of t^2 in L(theta + t move): sum_j h1_j^2 + 2 R_j h2_j."""
    (A, B, C), (D, Y, X) = saddle.student, move
    states, total = (B, Y, 0 * B), Fraction(0)
    for R in saddle.modes.residual:
        h1, h2 = C * states[1] + X * states[0], C * states[2] + X * states[1]
        total += to_fraction(h1[0, 0] ** 2 + 2 * to_flint(R) * h2[0, 0])
        states = (A * states[0], A * states[1] + D * states[0], A * states[2] + D * states[1])
    return total


def by_theorem(saddle: Saddle, move: Triple, sign: int = 1) -> Fraction:
    """The same for a move of A_12, A_21, B_2, C_2: 2 y_L r(N) y_R; a control turns the `sign` of the part of A_21."""
    D, Y, X = move
    own, m, e = saddle.modes.student, len(saddle.b), saddle.spare
    y_R, y_L = fmpq_mat(e, 1, [Y[m + p, 0] for p in range(e)]), fmpq_mat(1, e, [X[0, m + p] for p in range(e)])
    for i, (a, s, b) in enumerate(zip(own.nodes, own.weights, saddle.b, strict=True)):
        inverse = (saddle.N - scalar(to_flint(a), e)).inv()
        column, row = (fmpq_mat(e, 1, [D[m + p, i] for p in range(e)]), fmpq_mat(1, e, [D[i, m + p] for p in range(e)]))
        y_R += inverse * column * (sign * to_flint(b))
        y_L += row * inverse * to_flint(s / b)
    return to_fraction(2 * (y_L * _at(saddle.modes.residual, saddle.N) * y_R)[0, 0])


def hessian_form(saddle: Saddle) -> sp.ImmutableMatrix:
    """The matrix of the quadratic form `second_order`, half the Hessian of L, in the entries of A, B and C."""
    moves = _units(len(saddle.b) + saddle.spare)
    own = [second_order(saddle, move) for move in moves]
    size = len(moves)
    form = sp.zeros(size, size)
    for i in range(size):
        for j in range(i):
            (A, B, C), (D, Y, X) = moves[i], moves[j]
            both = second_order(saddle, (A + D, B + Y, C + X))
            form[i, j] = form[j, i] = to_sympy((both - own[i] - own[j]) / 2)
        form[i, i] = to_sympy(own[i])
    return sp.ImmutableMatrix(form)


def planar_form(modes: Modes) -> sp.ImmutableMatrix:
    """Half the Hessian of L in the nodes, then the weights, of the student: 2m directions."""
    own, lags = modes.student, range(modes.lags)
    moved = [[_at_power(s, a, j, 1) for j in lags] for a, s in zip(own.nodes, own.weights, strict=True)]
    moved += [[a**j for j in lags] for a in own.nodes]
    form = sp.Matrix(len(moved), len(moved), lambda p, q: to_sympy(sum(map(_times, moved[p], moved[q]))))
    for i, (a, s) in enumerate(zip(own.nodes, own.weights, strict=True)):
        form[i, i] += to_sympy(sum(map(_times, modes.residual, (_at_power(s, a, j, 2) for j in lags))))
    return sp.ImmutableMatrix(form)


def scalar(value: fmpq, size: int) -> fmpq_mat:
    """value times the identity."""
    return fmpq_mat([[value if p == q else fmpq(0) for q in range(size)] for p in range(size)])


def _times(x: Fraction, y: Fraction) -> Fraction:
    return x * y


def _at_power(s: Fraction, a: Fraction, lag: int, order: int) -> Fraction:
    """The derivative of s a^lag in a, once or twice; a is not 0."""
    return s * (lag if order == 1 else lag * (lag - 1)) * a ** (lag - order)


def _at(residual: Sequence[Fraction], N: fmpq_mat) -> fmpq_mat:
    """r(N) = sum_j R_j N^j."""
    power, total = scalar(fmpq(1), N.nrows()), 0 * N
    for R in residual:
        total, power = total + to_flint(R) * power, power * N
    return total


def _units(d: int) -> list[Triple]:
    """The moves of one entry of A, B or C."""
    shapes, found = ((d, d), (d, 1), (1, d)), []
    for place, (rows, columns) in enumerate(shapes):
        for entry in range(rows * columns):
            move = [fmpq_mat(*shape) for shape in shapes]
            move[place][entry // columns, entry % columns] = 1
            found.append((move[0], move[1], move[2]))
    return found
