r"""The one number q that a plateau's loss and extrapolation error are proportional to.

The n eigenvectors of (A + A^T)/2 with the eigenvalues of largest modulus span the learnt support. In that basis, with
S the upper left block and beta the mean of B and C^T on the support,

    q = y_L^T y_R,     y_R = B_2 - A_21 S^{-1} beta,     y_L^T = C_2 - beta^T S^{-1} A_12.
"""

from fractions import Fraction

from mpmath import mp
from mpmath.libmp import to_rational

from numerics.arithmetic import Rows
from numerics.linear_rnn import LinearRNN
from numerics.precision import working_digits


def complement_product(model: LinearRNN[Rows], modes: int, digits: int) -> Fraction:
    """q of a student with one input and one output near a plateau with `modes` learnt modes; `digits` digits are used.

    Raises ValueError unless there are fewer modes than states.
    """
    width = len(model.A)
    if not 1 <= modes < width:
        raise ValueError(f"plateau: {modes} modes in {width} states; there must be a complement")
    with working_digits(digits):
        A, B, C = (mp.matrix([[_mpf(x) for x in row] for row in part]) for part in (model.A, model.B, model.C))
        values, vectors = mp.eigsy((A + A.T) / 2)
        order = sorted(range(width), key=lambda i: -abs(values[i]))
        P, N = (_columns(vectors, chosen) for chosen in (order[:modes], order[modes:]))
        S, beta = P.T * A * P, P.T * (B + C.T) / 2
        y_R = N.T * B - N.T * A * P * mp.lu_solve(S, beta)
        y_L = N.T * C.T - (P.T * A * N).T * mp.lu_solve(S.T, beta)
        return Fraction(*map(int, to_rational(mp.fdot(y_L, y_R)._mpf_)))


def _columns(matrix: mp.matrix, chosen: list[int]) -> mp.matrix:
    return mp.matrix([[matrix[i, j] for j in chosen] for i in range(matrix.rows)])


def _mpf(number: Fraction) -> mp.mpf:
    return mp.mpf(number.numerator) / number.denominator
