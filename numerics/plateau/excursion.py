"""How far the flow strays from the fitted one-node student that it starts near, and what it then errs by; float64."""

from collections.abc import Sequence

import numpy as np

from numerics.flow.stiff_flow import distance, flow, response
from numerics.model.linear_rnn import LinearRNN


def excursion(
    node: float, width: int, move: Sequence[float], length: int, lags: int, times: Sequence[float]
) -> tuple[float, float]:
    """The largest |h_j - g_j|, j < `lags`, at the last of `times`, and the largest distance from theta* at them.

    theta* is the student of the teacher g_j = node^j with one node and weight 1, padded by zeros to the width; the flow
    on `length` lags starts at theta* + move, the move's entries being those of A, B, C row by row.
    """
    axis, square, moved = np.eye(width, 1), width**2, np.array(move, dtype=float)
    fitted = LinearRNN(node * axis @ axis.T, axis, axis.T)
    start = LinearRNN(
        fitted.A + moved[:square].reshape(width, width),
        fitted.B + moved[square : square + width].reshape(width, 1),
        fitted.C + moved[square + width :].reshape(1, width),
    )
    teacher = node ** np.arange(lags)
    path = flow(start, list(teacher[:length]), times)
    return float(max(abs(response(path[-1], lags) - teacher))), max(distance(model, fitted) for model in path)
