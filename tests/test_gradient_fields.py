"""Gradients and Hessians along power series, against the polynomials themselves, differentiated by flint."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.laws.conserved_functions import gradient as partial_derivatives
from theory.laws.conserved_functions import outputs
from theory.laws.gradient_fields import Parts, generators, gradient, hessian
from theory.laws.power_series import PRIME, Series
from theory.model.matrix_products import MatrixProducts, linear_rnn, two_layer_network

CONSTANT = Series(1)
THREE_LAYERS = MatrixProducts({"X": (2, 3), "Y": (3, 1), "Z": (1, 2)}, (("X", "Y", "Z"),))
MODELS = (linear_rnn(1, 4), linear_rnn(2, 3), linear_rnn(2, 2, 2, 3), linear_rnn(3, 4), two_layer_network(2, 3, 1))

models = st.sampled_from((*MODELS, THREE_LAYERS))


def units(model):
    """The weights that pick one entry of one product, in the order of `outputs`."""
    rows, columns = model.output_shape
    for chosen in range(len(model.products) * rows * columns):
        flat = [CONSTANT.constant(int(number == chosen)) for number in range(len(model.products) * rows * columns)]
        entries = iter(flat)
        yield [[[next(entries) for _ in range(columns)] for _ in range(rows)] for _ in model.products]


def constants(model, point):
    return model.matrices([CONSTANT.constant(value) for value in point])


def residue(series):
    return int(series[0])


@given(models, st.randoms(use_true_random=False))
def test_gradient_is_that_of_the_polynomial(model, random):
    point = [random.randint(-20, 20) for _ in range(model.dimension)]
    matrices = constants(model, point)
    for function, weights in zip(outputs(model), units(model), strict=True):
        expected = [int(slope(*point)) % PRIME for slope in partial_derivatives(function)]
        assert [residue(x) for x in gradient(model, matrices, weights, CONSTANT)] == expected


@given(models, st.randoms(use_true_random=False))
def test_hessian_is_that_of_the_polynomial(model, random):
    point = [random.randint(-20, 20) for _ in range(model.dimension)]
    matrices = constants(model, point)
    for function, weights in zip(outputs(model), units(model), strict=True):
        expected = [
            [int(second(*point)) % PRIME for second in partial_derivatives(slope)]
            for slope in partial_derivatives(function)
        ]
        found = hessian(model, matrices, weights, CONSTANT)
        assert [[residue(x) for x in row] for row in found] == expected


def test_generators_are_the_gradients_in_the_order_of_the_outputs():
    model = linear_rnn(2, 2, 2, 1)
    matrices = constants(model, range(1, model.dimension + 1))
    columns = list(zip(*generators(model, matrices, CONSTANT), strict=True))
    assert columns == [tuple(gradient(model, matrices, weights, CONSTANT)) for weights in units(model)]


def test_gradient_along_a_path_is_the_gradient_at_each_time():
    """The value at t = 1 of the truncated series is exact when the order exceeds the degree, here 3 times 2."""
    model, series, source = linear_rnn(2, 2), Series(8), Random(5)
    ends = [source.randint(-9, 9) for _ in range(2 * model.dimension)]
    path = [
        series.constant(ends[2 * i]) + series.constant(ends[2 * i + 1]).left_shift(1) for i in range(model.dimension)
    ]
    weights = [[[series.constant(3)]], [[series.constant(-2)]]]
    found = [x(1) for x in gradient(model, model.matrices(path), weights, series)]
    here = constants(model, [ends[2 * i] + ends[2 * i + 1] for i in range(model.dimension)])
    assert found == [x[0] for x in gradient(model, here, weights, CONSTANT)]


@pytest.mark.parametrize(("start", "stop"), [(0, 0), (1, 1), (3, 3), (0, 3), (1, 2)])
def test_parts_have_the_shape_that_their_place_asks_for(start, stop):
    parts = Parts(THREE_LAYERS.products[0], constants(THREE_LAYERS, range(11)), CONSTANT)
    sizes = (2, 3, 1, 2)
    found = parts.between(start, stop)
    assert (len(found), len(found[0])) == (sizes[start], sizes[stop])
