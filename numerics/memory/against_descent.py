"""The linear cell that jax differentiates, beside numerics' own descent, which is differentiated by hand."""

from dataclasses import replace

import numpy as np

from numerics.arithmetics.float64 import Float64
from numerics.descent.descent import descend
from numerics.descent.run import Run
from numerics.memory.nonlinear import descend_all
from numerics.memory.recurrent_cells import Linear


def apart(run: Run, length: int) -> float:
    """The largest difference between entries of the two end states, one input and output, in double precision.

    jax trains on the impulse and the whole response of `run`, numerics' descent on its first `length` lags.
    """
    double = Float64()
    model = run.start_in(double)
    *_, last = descend(replace(run, response=run.response[:length]), double)
    impulse, targets = np.eye(1, len(run.response)), np.array([[float(rows[0][0]) for rows in run.response]])
    begin = {"A": model.A, "B": model.B, "C": model.C}
    (end,) = descend_all(Linear(), [begin], impulse, targets, float(run.step_size), run.steps)
    return max(float(np.abs(end[name] - getattr(last.model, name)).max()) for name in begin)
