"""The effective dimension of a recurrent network's states: the singular values of all states it visits."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SMALL = 0.01
"""A singular value counts when it exceeds this share of the largest."""


def singular_values(states: Array) -> Array:
    """Of the cloud of states (any leading shape, last axis d), largest first, over the root of their number."""
    cloud = states.reshape(-1, states.shape[-1])
    return np.asarray(np.linalg.svd(cloud, compute_uv=False) / np.sqrt(len(cloud)))


def effective_dimension(states: Array, share: float = SMALL) -> int:
    """How many singular values exceed `share` times the largest.

    >>> effective_dimension(np.array([[1.0, 0.0], [0.0, 0.5], [3.0, 0.0], [1.0, 0.001]]))
    2
    """
    values = singular_values(states)
    return int((values > share * values[0]).sum())
