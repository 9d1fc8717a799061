r"""The symmetry that a symmetric response gives its minimal realisations: A^T = H A H^-1, C^T = H B.

H is the change of basis to (A^T, C^T, B^T), which realises the transposed response. It is the only one, so symmetric,
and rational: H K = O^T with K, O the reachability and observability matrices. At T.theta it becomes T^-T H T^-1, of the
same inertia (Sylvester), and is S = S^T = S^-1 when T.theta is the representative of least norm.
"""

from dataclasses import dataclass

from flint import fmpq_mat
from mpmath import diag, eigsy, matrix, mnorm, mpf, sign

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.mp_matrix import number
from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from numerics.orbit.inertia import Inertia
from numerics.orbit.similarity_orbit import reachability_matrix, transposed


@dataclass(frozen=True)
class Signature:
    """S, and how many of its eigenvalues are 1 and -1."""

    S: matrix
    inertia: Inertia


def exact_symmetriser(model: LinearRNN[Rows]) -> Rows | None:
    """H with A^T = H A H^-1 and C^T = H B for a minimal model; None unless m = p and every h_j is symmetric.

    Raises:
        ValueError: not every state is reachable.

    >>> exact_symmetriser(LinearRNN(((0,),), ((2,),), ((1,),)))
    ((Fraction(1, 2),),)
    """
    theta, exact = in_arithmetic(model, Exact()), Exact()
    if theta.B.ncols() != theta.C.nrows():
        return None
    K, seen = reachability_matrix(theta), reachability_matrix(transposed(theta))
    if K.rank() < K.nrows():
        raise ValueError(f"symmetriser: {K.rank()} of {K.nrows()} states are reachable; take the minimal part first")
    H = _right_quotient(seen, K)
    works = not (H * theta.A - theta.A.transpose() * H).rank() and not (H * theta.B - theta.C.transpose()).rank()
    return exact.fractions(H) if works else None


def _right_quotient(Y: fmpq_mat, K: fmpq_mat) -> fmpq_mat:
    """Y K^T (K K^T)^-1: the H with H K = Y, if there is one."""
    return (Y * K.transpose()) * (K * K.transpose()).inv()


def signature(symmetriser: Rows, change: matrix) -> Signature:
    """S = T^-T H T^-1 at the current precision of mpmath, and its inertia by the signs of its eigenvalues."""
    inverse = change**-1
    S = inverse.T * matrix([[number(entry) for entry in row] for row in symmetriser]) * inverse
    signs = [sign(value) for value in eigsy((S + S.T) / 2, eigvals_only=True)]
    return Signature(S, Inertia(signs.count(1), signs.count(-1), signs.count(0)))


def signature_defect(model: LinearRNN[matrix], S: matrix) -> mpf:
    """The largest of the norms of S - S^T, S S - I, A^T - S A S and C^T - S B, at the current precision."""
    one = diag([mpf(1)] * S.rows)
    parts = (S - S.T, S * S - one, model.A.T - S * model.A * S, model.C.T - S * model.B)
    return max(mnorm(part, "f") for part in parts)
