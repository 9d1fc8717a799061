r"""The subspace that a near-zero start is going to learn: span{u, S u, ..., S^{n-1} u}, and angles to it."""

from fractions import Fraction

from mpmath import mp

from numerics.arithmetics.precision import working_digits
from numerics.arithmetics.protocol import Rows
from numerics.model.hankel import number
from numerics.model.linear_rnn import LinearRNN
from numerics.plateau.plateau_coordinates import learnt_support


def support_angle(
    begin: LinearRNN[Rows], end: LinearRNN[Rows], modes: int, digits: int, symmetrised: bool = True
) -> Fraction:
    """The sine of the largest principal angle between the learnt support of `end` and the Krylov space of `begin`.

    That space is spanned by S_0^i u_0, i < modes, with u_0 = B_0 + C_0^T and S_0 = (A_0 + A_0^T)/2; with A_0 in place
    of S_0 if not `symmetrised`. Computed with `digits` digits.
    """
    with working_digits(digits):
        A, B, C = (mp.matrix([[number(x) for x in row] for row in part]) for part in (begin.A, begin.B, begin.C))
        step = (A + A.T) / 2 if symmetrised else A
        columns = [B + C.T]
        for _ in range(modes - 1):
            columns.append(step * columns[-1])
        columns = [column / mp.norm(column) for column in columns]
        K = mp.qr(mp.matrix([[column[i] for column in columns] for i in range(A.rows)]))[0][:, :modes]
        P = learnt_support(end, modes)
        rest = K - P * (P.T * K)
        sine = max(mp.svd_r(rest, compute_uv=False))
        return Fraction(str(mp.nstr(sine, 20)))
