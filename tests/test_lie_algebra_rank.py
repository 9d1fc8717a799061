"""The rank by power series never exceeds that of brackets written out as polynomials, and reaches it."""

from random import Random

import pytest
from flint import fmpz_mat
from hypothesis import given
from hypothesis import strategies as st

from theory.laws.conserved_functions import gradient, outputs
from theory.laws.lie_algebra_rank import flow, lie_algebra_rank
from theory.laws.power_series import PRIME, Series
from theory.model.matrix_products import linear_rnn, two_layer_network

SMALL = (linear_rnn(1, 1), linear_rnn(1, 3), linear_rnn(2, 2), linear_rnn(1, 2, 2, 1), two_layer_network(2, 2, 1))


def bracket(X, Y):
    """[X, Y] = DY X - DX Y, component by component."""
    places = range(len(X))
    return [sum((Y[i].derivative(j) * X[j] - X[i].derivative(j) * Y[j] for j in places), 0 * X[0]) for i in places]


def naive_rank(model, point, depth):
    """The rank over the rationals of all right-normed brackets of at most `depth` gradients."""
    generators = [gradient(function) for function in outputs(model)]
    level, fields = generators, list(generators)
    for _ in range(depth - 1):
        level = [bracket(X, Y) for X in generators for Y in level]
        fields += level
    return fmpz_mat([[int(x(*point)) for x in field] for field in fields]).rank()


def points(model, bound=3):
    return st.lists(st.integers(-bound, bound), min_size=model.dimension, max_size=model.dimension)


@given(st.sampled_from(SMALL).flatmap(lambda model: st.tuples(st.just(model), points(model))), st.integers(1, 4))
def test_never_above_the_brackets_written_out(case, order):
    """Taylor coefficients 0, ..., n - 1 are combinations of brackets of at most n fields; zeros make special points."""
    (model, point) = case
    assert lie_algebra_rank(model, point, order, Random(order)) <= naive_rank(model, point, order)


@pytest.mark.parametrize(
    ("model", "depth"), [(linear_rnn(1, 3), 3), (linear_rnn(2, 2), 5), (two_layer_network(2, 2, 1), 3)]
)
def test_reaches_the_brackets_written_out(model, depth):
    point = [2, -3, 5, 7, 1, 4, -2, 3][: model.dimension]
    assert lie_algebra_rank(model, point, 16, Random(0)) == naive_rank(model, point, depth)


def test_vanishes_where_all_gradients_do():
    assert lie_algebra_rank(linear_rnn(2, 3), [1, 2, 3, 4, 0, 0, 0, 0], 8, Random(0)) == 0


def test_symmetric_point_reaches_the_symmetric_directions():
    """S = diag(2, 4, 8), u = (1, 1, 1): d(d+3)/2 = 9, the point of the proof for every width."""
    point = [2, 0, 0, 0, 4, 0, 0, 0, 8, 1, 1, 1, 1, 1, 1]
    assert lie_algebra_rank(linear_rnn(3, 2), point, 16, Random(0)) == 9


def test_equal_pair_sums_are_avoided_for_a_reason_and_equal_eigenvalues_lose_rank():
    """S = I, u = (1, 1): everything stays in span(I, u u^T) and span(u), so 3 of the 5 directions remain at most."""
    assert lie_algebra_rank(linear_rnn(2, 3), [1, 0, 0, 1, 1, 1, 1, 1], 16, Random(0)) < 5


def test_flow_solves_its_equation():
    """h_0 = c b with control 1: b' = c, c' = b, so b + c = 3 e^t from b = 1, c = 2, while a stands still."""
    model, order = linear_rnn(1, 1), 5
    a, b, c = flow(model, [7, 1, 2], [[[Series(order).constant(1)]]], order)
    assert a == Series(order).constant(7)
    factorials = [1, 1, 2, 6, 24]
    assert [int((b + c)[n]) * factorials[n] % PRIME for n in range(order)] == [3] * order


@pytest.mark.parametrize(("point", "order"), [([1, 2], 4), ([1, 2, 3], 0), ([1, 2, 3], PRIME)])
def test_misuse_is_named(point, order):
    with pytest.raises(ValueError, match=r"coordinates|order ="):
        lie_algebra_rank(linear_rnn(1, 2), point, order, Random(0))
