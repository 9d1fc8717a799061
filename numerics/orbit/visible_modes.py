"""The modes of a student as float64 sees them: which poles the trained lags feel, and whether they are complex.

Nothing here is certified: it explains an answer, and answers are proved elsewhere.
"""

from dataclasses import dataclass

import numpy as np

from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN


@dataclass(frozen=True)
class VisibleMode:
    """A pole and how much of the trained lags it makes: the largest |w x^j|, j < k, w its p x m weight."""

    pole: complex
    size: float


def visible_modes(model: LinearRNN[Rows], length: int, least: float) -> list[VisibleMode]:
    """The modes larger than `least` on the first lags, the largest first; none where A has no eigenbasis."""
    A, B, C = (np.array([[float(entry) for entry in row] for row in X]) for X in model.parts)
    poles, basis = np.linalg.eig(A)
    try:
        left = np.linalg.solve(basis, B.astype(complex))
    except np.linalg.LinAlgError:
        return []
    sizes = np.linalg.norm(C @ basis, axis=0) * np.linalg.norm(left, axis=1)
    reach = np.maximum(1.0, np.abs(poles) ** (length - 1))
    found = [VisibleMode(complex(x), float(w)) for x, w in zip(poles, sizes * reach, strict=True) if w > least]
    return sorted(found, key=lambda mode: -mode.size)
