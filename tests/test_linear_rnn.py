"""Impulse response, loss and balancedness against the definitions, exactly, m and p included."""

from fractions import Fraction

import pytest
from hypothesis import Phase, given, settings

from numerics.arithmetics.exact import Exact
from numerics.model.balancedness import balancedness
from numerics.model.linear_rnn import (
    exact_values,
    impulse_response,
    in_arithmetic,
    loss,
    markov_parameter,
)
from numerics.model.start import start
from tests import oracles
from tests.strategies import instances

EXACT = Exact()


def simulated(model, inputs):
    """The outputs y_t of the network itself, state by state."""
    state, outputs = [[Fraction(0)] for _ in model.A], []
    for x in inputs:
        state = oracles.plus(oracles.product(model.A, state), oracles.product(model.B, x))
        outputs.append(oracles.product(model.C, state))
    return outputs


@given(instances())
def test_definitions(instance):
    model, (A, B, C) = in_arithmetic(instance.model, EXACT), vars(instance.model).values()
    g = [EXACT.matrix(g_j) for g_j in instance.teacher_response]
    h = [EXACT.rows(h_j) for h_j in impulse_response(model, len(g), EXACT)]
    assert h == [oracles.markov_parameter(A, B, C, j) for j in range(len(g))]
    assert EXACT.rows(markov_parameter(model, len(g) - 1, EXACT)) == h[-1]
    assert loss(model, g, EXACT) == oracles.loss(A, B, C, instance.teacher_response)
    assert EXACT.rows(balancedness(model, EXACT)) == oracles.balancedness(A, B, C)
    assert exact_values(model, EXACT) == instance.model


@given(instances())
def test_the_impulse_response_is_the_response_to_an_impulse(instance):
    model, inputs = instance.model, len(instance.model.B[0])
    h = [EXACT.rows(h_j) for h_j in impulse_response(in_arithmetic(model, EXACT), instance.length, EXACT)]
    for port in range(inputs):
        impulse = [[Fraction(int(i == port))] for i in range(inputs)]
        silence = [[[Fraction(0)]] * inputs] * (instance.length - 1)
        assert simulated(model, [impulse, *silence]) == [[[row[port]] for row in h_j] for h_j in h]


@pytest.mark.parametrize("length", [0, -3])
def test_no_lags_are_refused(length):
    model = in_arithmetic(start(1, 2, Fraction(1)), EXACT)
    with pytest.raises(ValueError, match="at least 1 is needed"):
        impulse_response(model, length, EXACT)


def test_half_of_the_instances_are_not_tiny():
    """The strategy keeps its promise: at least half of what it draws has d >= 3 and k >= 4."""
    drawn = []

    @settings(max_examples=60, database=None, derandomize=True, phases=[Phase.generate])
    @given(instances())
    def draw(instance):
        drawn.append(instance.width >= 3 and instance.length >= 4)

    draw()
    assert sum(drawn) >= len(drawn) / 2
