"""The expected squared error over all sequences of signs is L, or the quadratic form of the noise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import ImmutableMatrix, Rational

from tests.strategies import contractions, linear_rnns, matrices
from theory.model.linear_rnn import linear_rnn, loss
from theory.model.noise import Noise, expected_squared_error, quadratic_form
from theory.model.population_loss import population_loss


@st.composite
def fits(draw):
    """Students of width <= 4 with teachers; m, p <= 2 and mk <= 4."""
    width, inputs, outputs = draw(st.tuples(st.integers(1, 4), st.integers(1, 2), st.integers(1, 2)))
    model = draw(linear_rnns(width, inputs, outputs))
    length = draw(st.integers(1, 4 // inputs))
    teacher = draw(st.lists(matrices(outputs, inputs, contractions()), min_size=length, max_size=length))
    return linear_rnn(model.A, model.B, model.C), [ImmutableMatrix(g) for g in teacher]


@settings(max_examples=20)
@given(fits())
def test_white_noise_gives_the_loss(fit):
    assert expected_squared_error(*fit, Noise()) == loss(*fit) == quadratic_form(*fit, Noise())


@settings(max_examples=15)
@given(fits(), st.tuples(st.integers(-2, 2), st.integers(-2, 2)))
def test_coloured_noise_gives_the_quadratic_form(fit, taps):
    assert expected_squared_error(*fit, Noise(taps)) == quadratic_form(*fit, Noise(taps))


@pytest.mark.parametrize(
    ("noise", "error"), [(Noise((1, 1)), 6), (Noise(mean=1), 6), (Noise(state=1), 3), (Noise(), 2)]
)
def test_by_hand(noise, error):
    """A = B = C = 1, g = (0, 0), so y_1 = s_0 + x_0 + x_1: variances 1 + 4 + 1, 2 plus mean 2^2, 2 plus 1, 2."""
    theta, g = linear_rnn([[1]], [[1]], [[1]]), [ImmutableMatrix([[0]])] * 2
    assert expected_squared_error(theta, g, noise) == Rational(error)


def test_the_derivation_and_a_noise_of_variance_two():
    """By hand: r = (1, 3), so tr(r r^T) = 10; with Sigma = 2 I the expected squared error is 20."""
    assert population_loss().holds is True
    refuted = population_loss(variance=2)
    assert refuted.holds is False
    assert refuted.first_failure.counterexample.endswith("left 20, right 10")
