r"""The learnt part of a student as a model of its own, and how far it is from being signature-symmetric.

The learnt support is spanned by the leading singular vectors of (b_0, ..., b_{k-1}, c_0, ..., c_{k-1}), b_j = A^j B and
c_j = (A^T)^j C^T. A model of one input and one output that is minimal has exactly one H with A^T = H A H^{-1} and
C^T = H B; it is signature-symmetric, A^T = S A S and C^T = S B, when H^2 = I, and then S = H.
"""

from dataclasses import dataclass
from fractions import Fraction

from mpmath import eigsy, eye, matrix, mnorm

from numerics.arithmetics.mp_matrix import exact, mp_matrix, rows_of
from numerics.arithmetics.precision import working_digits
from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN
from numerics.orbit.signature import exact_symmetriser


@dataclass(frozen=True)
class SignatureFound:
    """norm(H^2 - I) as a measure of what is missing, and the numbers of positive and negative eigenvalues of H."""

    defect: Fraction
    positive: int
    negative: int


def learnt_block(model: LinearRNN[Rows], modes: int, length: int, digits: int) -> LinearRNN[Rows]:
    """(P^T A P, P^T B, C P), P an orthonormal basis of the learnt support of dimension `modes`."""
    with working_digits(digits):
        A, B, C = (mp_matrix(part) for part in model.parts)
        b, c = [B], [C.T]
        for _ in range(length - 1):
            b.append(A * b[-1])
            c.append(A.T * c[-1])
        states = matrix([[column[i] for column in b + c] for i in range(A.rows)])
        _, vectors = eigsy(states * states.T)
        P = vectors[:, A.rows - modes :]
        return LinearRNN(rows_of(P.T * A * P), rows_of(P.T * B), rows_of(C * P))


def found_signature(block: LinearRNN[Rows], digits: int) -> SignatureFound:
    """H of a minimal model with m = p = 1, measured; raises ValueError where not every state is reachable."""
    H = exact_symmetriser(block)
    if H is None:
        raise ValueError("signature: the response is not symmetric; use one input and one output")
    with working_digits(digits):
        S = mp_matrix(H)
        values = list(eigsy((S + S.T) / 2, eigvals_only=True))
        positive = sum(1 for value in values if value > 0)
        return SignatureFound(exact(mnorm(S * S - eye(S.rows), "f")), positive, len(values) - positive)
