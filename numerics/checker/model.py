"""A student in balls: its words b_j = A^j B and c_j = C A^j, its response, and the gradient of the loss."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from numerics.checker.balls import Ball, Fixed, above, beside


@dataclass(frozen=True)
class Student:
    """A (d x d), B (d x m), C (p x d)."""

    A: Ball
    B: Ball
    C: Ball

    @property
    def parts(self) -> tuple[Ball, Ball, Ball]:
        """The three blocks."""
        return self.A, self.B, self.C

    @property
    def middle(self) -> "Student":
        """The same with radius 0."""
        return Student(*(Ball(X.rows, 0) for X in self.parts))

    @property
    def radius(self) -> int:
        """A bound of how far an exact student is from the middle, all blocks together."""
        return sum(X.radius for X in self.parts)

    @property
    def size(self) -> int:
        """A bound of the norm of the middle."""
        return sum(X.size for X in self.parts)


def krylov(student: Student, length: int, fixed: Fixed) -> tuple[list[Ball], list[Ball]]:
    """b_j = A^j B and c_j = C A^j for j < length."""
    b, c = [student.B], [student.C]
    for _ in range(length - 1):
        b.append(fixed.multiply(student.A, b[-1]))
        c.append(fixed.multiply(c[-1], student.A))
    return b, c


def gradient(student: Student, g: Sequence[Ball], fixed: Fixed) -> Student:
    r"""grad L, with the residuals R_j = h_j - g_j and E_i = sum_l R_{i+l+1} b_l^T:

    G_A = 2 sum_i c_i^T E_i,      G_B = 2 sum_j c_j^T R_j,      G_C = 2 sum_j R_j b_j^T.
    """
    b, c = krylov(student, len(g), fixed)
    R = [fixed.subtract(fixed.multiply(student.C, b_j), g_j) for b_j, g_j in zip(b, g, strict=True)]
    transposed = [b_j.transposed for b_j in b]
    halves = (
        _by_A(R, transposed, c, fixed),
        fixed.multiply(above(c).transposed, above(R)),
        fixed.multiply(beside(R), above(transposed)),
    )
    return Student(*(fixed.scale(Fraction(2), half) for half in halves))


def _by_A(R: Sequence[Ball], b: Sequence[Ball], c: Sequence[Ball], fixed: Fixed) -> Ball:
    """sum_i c_i^T sum_l R_{i+l+1} b_l^T; b holds the transposed."""
    lags = len(R)
    if lags == 1:
        d = len(b[0].rows[0])
        return Ball(((0,) * d,) * d, 0)
    nothing = Ball(tuple((0,) * len(row) for row in R[0].rows), 0)
    hankel = above([beside([*R[i + 1 :], *[nothing] * i]) for i in range(lags - 1)])
    return fixed.multiply(above(c[:-1]).transposed, fixed.multiply(hankel, above(b[:-1])))


def markov(student: Student, length: int, fixed: Fixed) -> list[Ball]:
    """h_j = C A^j B for j < length."""
    found, column = [], student.B
    for _ in range(length):
        found.append(fixed.multiply(student.C, column))
        column = fixed.multiply(student.A, column)
    return found
