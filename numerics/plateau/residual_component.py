r"""The component q of the residuals that decays on the plateau, read off a float64 student.

q = c . R / c_0 with c the coefficients of pi^2 = prod_i (x - x_i)^2, from the constant one up.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def residual_component(residuals: NDArray[np.float64], nodes: Sequence[float]) -> float:
    """q from the residuals at 2n + 1 lags, n nodes.

    >>> residual_component(np.array([0.0, 0.0, 1.0]), [0.5])
    4.0
    """
    c = np.poly(np.repeat(nodes, 2))[::-1]
    return float(c @ residuals / c[0])


def squared_size(residuals: NDArray[np.float64]) -> float:
    """The loss: the sum of their squares."""
    return float(residuals @ residuals)
