"""The saddle at zero: critical points, orders in the scale, the growing mode."""

import pytest
from hypothesis import given
from sympy import ImmutableMatrix, Integer, Rational, hessian

from tests.strategies import instances, rationals
from theory.model.entries import symbolic_matrix, symbolic_model
from theory.model.gradient import gradient
from theory.model.linear_rnn import LinearRNN, linear_rnn, loss
from theory.origin.origin import critical_steps, gradient_near_zero, growth_rates, origin_saddle


def in_theory(instance):
    model = instance.model
    return linear_rnn(model.A, model.B, model.C), [ImmutableMatrix(g) for g in instance.teacher_response]


@given(instances())
def test_every_A_0_0_is_critical(instance):
    theta, teacher = in_theory(instance)
    at = LinearRNN(theta.A, 0 * theta.B, 0 * theta.C)
    assert all(part.is_zero_matrix for part in gradient(at, teacher).parts)


@given(instances(), rationals(bound=3))
def test_the_gradient_by_powers_of_the_scale(instance, scale):
    theta, teacher = in_theory(instance)
    s = Rational(scale)
    assert gradient_near_zero(theta, teacher, s) == gradient(theta.scaled(s), teacher)


def test_the_leading_order_by_hand():
    """A = 1, B = 2, C = 3, g = (5, 7), scale e: -G = (2 * 7 * 3 * 2 e^2, 2 * 5 * 3 e, 2 * 5 * 2 e) in leading order."""
    theta, g, e = linear_rnn([[1]], [[2]], [[3]]), [ImmutableMatrix([[5]]), ImmutableMatrix([[7]])], Rational(1, 10**9)
    G = gradient(theta.scaled(e), g)
    for part, leading in zip(G.parts, (84 * e**2, 30 * e, 20 * e), strict=True):
        assert abs(-part[0, 0] / leading - 1) < 100 * e


def test_proofs_and_their_neighbours():
    assert origin_saddle().holds is True
    assert origin_saddle().gaps == ()
    assert origin_saddle(Integer(0)).first_failure.counterexample == "g_0 = 0: the rate is 0"
    assert origin_saddle(Integer(-1)).first_failure.counterexample == "g_0 = -1: the rate is -2"
    assert growth_rates(Integer(2)) == (4, -4)


@pytest.mark.parametrize("zeroed", [("C",), ("B",), ("A",)])
def test_one_matrix_alone_is_not_critical(zeroed):
    assert any(step.holds is False for step in critical_steps(zeroed))


@pytest.mark.parametrize("sizes", [(2, 1, 1), (1, 2, 2), (1, 3, 1)])
def test_the_hessian_at_zero_is_that_of_lag_0(sizes):
    """Entry by entry, k = 3: that of -2 <g_0, C B>, and no other coupling."""
    width, inputs, outputs = sizes
    theta = symbolic_model(width, inputs, outputs)
    teacher = [symbolic_matrix(f"g{j}", outputs, inputs) for j in range(3)]
    entries = [entry for part in theta.parts for entry in part]
    found = hessian(loss(theta, teacher), entries).subs(dict.fromkeys(entries, 0))
    assert found == hessian(-2 * (teacher[0].T * theta.C * theta.B).trace(), entries)
