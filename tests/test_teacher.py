"""The three ways to state a teacher, and what is refused."""

from fractions import Fraction

import pytest
from hypothesis import given

from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import moment, response_of_measure, response_of_system, response_of_values
from tests import oracles
from tests.strategies import instances


@given(instances())
def test_system_by_the_definition(instance):
    A, B, C = vars(instance.model).values()
    response = response_of_system(instance.model, 5)
    assert [list(map(list, h)) for h in response] == [oracles.markov_parameter(A, B, C, j) for j in range(5)]


@given(instances())
def test_explicit_values_pass_through(instance):
    assert response_of_values(instance.teacher_response) == instance.teacher_response


def test_the_node_zero_counts_at_lag_zero_only():
    assert [moment([Fraction(0)], [Fraction(3)], j) for j in range(3)] == [3, 0, 0]


@pytest.mark.parametrize(("nodes", "weights"), [([], []), ([1], []), ([1], [1, 2])])
def test_one_weight_for_each_node(nodes, weights):
    with pytest.raises(ValueError, match="one weight for each node"):
        response_of_measure(nodes, weights, 3)


@pytest.mark.parametrize("values", [[], [[[1, 2]], [[1]]], [1, [[1, 2]]]])
def test_one_shape_for_all_lags(values):
    with pytest.raises(ValueError, match="one shape"):
        response_of_values(values)


@pytest.mark.parametrize(
    "model",
    [
        LinearRNN([[1, 2]], [[1]], [[1]]),
        LinearRNN([[1]], [[1], [2]], [[1]]),
        LinearRNN([[1]], [[1]], [[1, 2]]),
    ],
)
def test_shapes_of_a_system(model):
    with pytest.raises(ValueError, match="must be n x n, n x m and p x n"):
        response_of_system(model, 2)
