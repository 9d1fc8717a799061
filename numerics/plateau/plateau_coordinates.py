r"""The coordinates of a student near its plateau: what is learnt, and the complement that disturbs it.

The n eigenvectors of (A + A^T)/2 with the eigenvalues of largest modulus span the learnt support. In that basis, with
S the upper left block and beta the mean of B and C^T on the support,

    y_R = B_2 - A_21 S^{-1} beta,     y_L^T = C_2 - beta^T S^{-1} A_12,     q = y_L^T y_R,     r = y_L^T A_22 y_R.

On the plateau loss and extrapolation error are proportional to q; when q has decayed, the error is proportional to r.
"""

from dataclasses import dataclass
from fractions import Fraction

from mpmath import mp

from numerics.arithmetics.mp_matrix import exact, mp_matrix
from numerics.arithmetics.precision import working_digits
from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN


@dataclass(frozen=True)
class ComplementCoordinates:
    """y_R, y_L (columns) and A_22, as mpmath matrices; q and r are read off them at `digits` digits."""

    y_R: mp.matrix
    y_L: mp.matrix
    A_22: mp.matrix
    digits: int

    @property
    def q(self) -> Fraction:
        """y_L^T y_R."""
        return self._dot(self.y_L, self.y_R)

    @property
    def r(self) -> Fraction:
        """y_L^T A_22 y_R."""
        with working_digits(self.digits):
            return self._dot(self.y_L, self.A_22 * self.y_R)

    @property
    def squared_norms(self) -> tuple[Fraction, Fraction]:
        """norm(y_+)^2 and norm(y_-)^2, y_+- = (y_R +- y_L)/2; their difference is q."""
        with working_digits(self.digits):
            plus, minus = (self.y_R + self.y_L) / 2, (self.y_R - self.y_L) / 2
            return self._dot(plus, plus), self._dot(minus, minus)

    def _dot(self, x: mp.matrix, y: mp.matrix) -> Fraction:
        with working_digits(self.digits):
            return exact(mp.fdot(x, y))


def complement_coordinates(model: LinearRNN[Rows], modes: int, digits: int) -> ComplementCoordinates:
    """The coordinates of a student with one input and one output near a plateau with `modes` learnt modes.

    Raises ValueError unless there are fewer modes than states.
    """
    width = len(model.A)
    if not 1 <= modes < width:
        raise ValueError(f"plateau: {modes} modes in {width} states; there must be a complement")
    with working_digits(digits):
        A, B, C = (mp_matrix(part) for part in model.parts)
        P, N = _support_and_complement(A, modes)
        S, beta = P.T * A * P, P.T * (B + C.T) / 2
        y_R = N.T * B - N.T * A * P * mp.lu_solve(S, beta)
        y_L = N.T * C.T - (P.T * A * N).T * mp.lu_solve(S.T, beta)
        return ComplementCoordinates(y_R, y_L, N.T * A * N, digits)


def complement_product(model: LinearRNN[Rows], modes: int, digits: int) -> Fraction:
    """The one number q that the plateau's loss and error are proportional to."""
    return complement_coordinates(model, modes, digits).q


def learnt_support(model: LinearRNN[Rows], modes: int) -> mp.matrix:
    """An orthonormal basis (columns) of the learnt support, at the current precision of mpmath."""
    return _support_and_complement(mp_matrix(model.A), modes)[0]


def _support_and_complement(A: mp.matrix, modes: int) -> tuple[mp.matrix, mp.matrix]:
    values, vectors = mp.eigsy((A + A.T) / 2)
    order = sorted(range(A.rows), key=lambda i: -abs(values[i]))
    return _columns(vectors, order[:modes]), _columns(vectors, order[modes:])


def _columns(matrix: mp.matrix, chosen: list[int]) -> mp.matrix:
    return mp.matrix([[matrix[i, j] for j in chosen] for i in range(matrix.rows)])
