r"""What one mode (l, w) is learnt as: (l e e^T, sqrt w e, sqrt w e^T), e = u_0/|u_0| with u_0 = B_0 + C_0^T."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from mpmath import mp
from numpy.typing import NDArray

from numerics.arithmetics.mp_matrix import mp_matrix, number
from numerics.arithmetics.precision import working_digits
from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN

Array = NDArray[np.float64]


@dataclass(frozen=True)
class OneModeEnd:
    """How far a student is from the symmetric one-node student, and |theta_a|: in Frobenius norms."""

    distance: mp.mpf
    asymmetry: mp.mpf


def one_mode_end(
    begin: LinearRNN[Rows], end: LinearRNN[Rows], node: Fraction, weight: Fraction, digits: int
) -> OneModeEnd:
    """The end of a run from `begin` with one input and one output, w > 0, with `digits` digits."""
    with working_digits(digits):
        A, B, C = map(mp_matrix, end.parts)
        _, B_0, C_0 = map(mp_matrix, begin.parts)
        e = (B_0 + C_0.T) / _norm(B_0 + C_0.T)
        l, root = number(node), mp.sqrt(number(weight))  # noqa: E741
        distance = _norm(A - l * e * e.T, B - root * e, C - root * e.T)
        return OneModeEnd(distance, _norm(A - A.T, B - C.T, C - B.T) / 2)


def one_mode_student(begin: LinearRNN[Array], node: float, weight: float) -> LinearRNN[Array]:
    """(l e e^T, sqrt|w| e, sqrt|w| e^T) in float64; e along B_0 where B_0 + C_0^T vanishes."""
    u = begin.B + begin.C.T
    towards = u if u.any() else begin.B
    e, root = towards / np.linalg.norm(towards), abs(weight) ** 0.5
    return LinearRNN(node * e @ e.T, root * e, root * e.T)


def _norm(*parts: mp.matrix) -> mp.mpf:
    return mp.sqrt(sum(entry**2 for part in parts for entry in part))
