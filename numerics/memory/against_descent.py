"""The linear cell that jax differentiates, beside numerics' own descent, which is differentiated by hand."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from numerics.arithmetics.float64 import Float64
from numerics.arithmetics.protocol import Rows
from numerics.descent.descent import descend
from numerics.memory.nonlinear import descend_all
from numerics.memory.recurrent_cells import Linear
from numerics.model.linear_rnn import LinearRNN, in_arithmetic


def apart(start: LinearRNN[Rows], response: Sequence[Rows], length: int, eta: Fraction, steps: int) -> float:
    """The largest difference between entries of the two end states, one input and output, in double precision.

    jax trains on the impulse and the whole `response`, numerics' descent on its first `length` lags.
    """
    double = Float64()
    model, g = in_arithmetic(start, double), [double.matrix(rows) for rows in response]
    *_, last = descend(model, g[:length], eta, steps, double)
    impulse, targets = np.eye(1, len(g)), np.array([[rows[0, 0] for rows in g]])
    begin = {"A": model.A, "B": model.B, "C": model.C}
    (end,) = descend_all(Linear(), [begin], impulse, targets, float(eta), steps)
    return max(float(np.abs(end[name] - getattr(last.model, name)).max()) for name in begin)
