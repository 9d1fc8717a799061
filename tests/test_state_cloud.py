"""The effective dimension of a cloud of states."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.memory.state_cloud import effective_dimension, singular_values


@given(st.integers(1, 5), st.integers(0, 3), st.integers(0, 100))
def test_states_in_a_subspace_have_its_dimension(dimension: int, more: int, seed: int) -> None:
    generator = np.random.default_rng(seed)
    basis = np.linalg.qr(generator.normal(size=(dimension + more, dimension)))[0]
    coordinates = np.linalg.qr(generator.normal(size=(30, dimension)))[0]
    assert effective_dimension((coordinates @ basis.T).reshape(5, 6, -1)) == dimension


def test_singular_values_by_hand() -> None:
    """Three states (3, 0), (0, 4), (0, 0) of two: 4/sqrt3 and 3/sqrt3."""
    states = np.array([[[3.0, 0.0]], [[0.0, 4.0]], [[0.0, 0.0]]])
    assert singular_values(states) == pytest.approx(np.array([4, 3]) / np.sqrt(3))
    assert effective_dimension(states, share=0.8) == 1
