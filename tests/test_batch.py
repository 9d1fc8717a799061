"""Batches: exact where float64 is exact, within an a-priori rounding bound elsewhere; no member disturbs another."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.float64 import Float64
from numerics.descent import batch
from numerics.descent.descent import Divergence, descend, gradient, move, runaway_loss
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN, exact_values, impulse_response, in_arithmetic, loss
from numerics.model.start import start
from numerics.model.teacher import response_of_measure
from tests.strategies import Instance, instances, matrices

EXACT, DOUBLE = Exact(), Float64()
UNIT_ROUNDOFF = Fraction(1, 2**53)
TWO_MODES = response_of_measure([Fraction(4, 5), Fraction(-2, 5)], [Fraction(1), Fraction(1, 2)], 6)


def together(models, response, step_size, steps):
    return batch.descend([Run(model, tuple(response), step_size, steps) for model in models])


def exact_gradient(model, response):
    found = gradient(in_arithmetic(model, EXACT), [EXACT.matrix(g) for g in response], EXACT)
    return exact_values(found, EXACT)


def absolute(X):
    return tuple(tuple(abs(entry) for entry in row) for row in X)


def entries(model):
    return [entry for X in vars(model).values() for row in X for entry in row]


def member(model, index):
    return exact_values(batch.member(model, index), DOUBLE)


@st.composite
def integer_instances(draw):
    """Entries in {-2, ..., 2}, d <= 3, k <= 4, m, p <= 2: every number on the way is an integer far below 2^53."""
    width, inputs, outputs, length = (draw(st.integers(1, most)) for most in (3, 2, 2, 4))
    small = st.integers(-2, 2).map(Fraction)
    shapes = ((width, width), (width, inputs), (outputs, width))
    models = st.tuples(*[matrices(*shape, small) for shape in shapes]).map(lambda parts: LinearRNN(*parts))
    response = draw(st.tuples(*[matrices(outputs, inputs, small)] * length))
    return draw(st.lists(models, min_size=1, max_size=3)), response


@given(integer_instances())
def test_gradient_loss_and_step_are_exact_on_small_integers(drawn):
    models, response = drawn
    stack = batch.stacked(models)
    G, L = batch.gradient(stack, response), together(models, response, Fraction(1, 4), 0).loss
    stepped = together(models, response, Fraction(1, 4), 1)
    for i, model in enumerate(models):
        student, g = in_arithmetic(model, EXACT), [EXACT.matrix(g_j) for g_j in response]
        expected = gradient(student, g, EXACT)
        assert member(G, i) == exact_values(expected, EXACT)
        assert Fraction(L[i]) == loss(student, g, EXACT)
        after = move(student, Fraction(1, 4), expected, EXACT)
        gone = loss(after, g, EXACT) > runaway_loss(g, EXACT)
        assert stepped.diverged[i] == (1 if gone else None)
        assert gone or member(stepped.model, i) == exact_values(after, EXACT)


def within_rounding(found, instance):
    """|fl(G) - G| <= N u (1 + N u) times the gradient of |theta| against -|g|, all of whose terms are positive.

    N counts the roundings on the longest path: inputs, powers, residual, adjoint, outer product.
    """
    model, response = instance.model, instance.teacher_response
    d, k, m, p = instance.width, instance.length, len(model.B[0]), len(model.C)
    unit = (2 * k * (d + m + 2) + 3 * d + p + 10) * UNIT_ROUNDOFF
    negative = [tuple(tuple(-abs(entry) for entry in row) for row in g) for g in response]
    majorant = exact_gradient(LinearRNN(*map(absolute, vars(model).values())), negative)
    rows = zip(entries(found), entries(exact_gradient(model, response)), entries(majorant), strict=True)
    return all(abs(x - y) <= unit * (1 + unit) * most for x, y, most in rows)


@given(instances())
def test_gradient_is_within_the_rounding_of_its_operations(instance):
    found = batch.gradient(batch.stacked([instance.model]), instance.teacher_response)
    assert within_rounding(member(found, 0), instance)


def test_a_gradient_that_is_slightly_wrong_is_not_within_it():
    third = Fraction(1, 3)
    model = LinearRNN(((third, third), (third, third)), ((third,), (third,)), ((third, third),))
    instance = Instance(model, (((-third,),),) * 4, Fraction(1))
    found = batch.gradient(batch.stacked([model]), instance.teacher_response)
    assert within_rounding(member(found, 0), instance)
    found.A[0, 1, 0] *= 1 + 2**-40
    assert not within_rounding(member(found, 0), instance)


def starts(count, scale=Fraction(1, 10), width=6):
    return [start(seed, width, scale) for seed in range(count)]


def test_descent_is_that_of_the_float64_arithmetic():
    models, eta = starts(5), Fraction(1, 20)
    run = together(models, TWO_MODES, eta, 300)
    assert run.diverged == (None,) * 5
    for i, model in enumerate(models):
        *_, last = descend(Run(model, TWO_MODES, eta, 300), DOUBLE)
        for found, expected in zip(vars(batch.member(run.model, i)).values(), vars(last.model).values(), strict=True):
            np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
        assert run.loss[i] == pytest.approx(last.loss, rel=1e-9)


@given(st.integers(1, 30), st.integers(1, 4), st.integers(1, 2), st.integers(1, 2), st.data())
def test_no_bit_of_a_member_depends_on_its_companions(width, count, inputs, outputs, data):
    models = [start(seed, width, Fraction(1, 5), inputs, outputs) for seed in range(count)]
    lag = tuple((Fraction(1, 1 + i),) * inputs for i in range(outputs))
    response = [lag] * data.draw(st.integers(1, 7))
    all_of_them = together(models, response, Fraction(1, 50), 20)
    chosen = data.draw(st.integers(0, count - 1))
    alone = together([models[chosen]], response, Fraction(1, 50), 20)
    assert member(all_of_them.model, chosen) == member(alone.model, 0)
    assert all_of_them.loss[chosen] == alone.loss[0]


def test_a_member_that_diverges_stops_no_other():
    calm, eta = starts(2), Fraction(1, 20)
    wild = [start(7, 6, Fraction(scale)) for scale in (1, 2, 10**60)]
    run = together([calm[0], *wild, calm[1]], TWO_MODES, eta, 200)
    alone = together(calm, TWO_MODES, eta, 200)
    assert [member(run.model, i) for i in (0, 4)] == [member(alone.model, i) for i in (0, 1)]
    assert run.loss[[0, 4]].tolist() == alone.loss.tolist()
    assert run.loss[1:4].tolist() == [float("inf")] * 3
    assert run.diverged == (None, *(step_of_divergence(model, eta) for model in wild), None)
    assert run.diverged == (None, 2, 1, 0, None)


def step_of_divergence(model, eta):
    """In the float64 arithmetic, one run by itself."""
    with pytest.raises(Divergence) as caught:
        list(descend(Run(model, TWO_MODES, eta, 200), DOUBLE))
    return caught.value.step


def test_divergence_at_the_last_step_and_of_all():
    wild = [start(7, 6, Fraction(2))]
    step = step_of_divergence(*wild, Fraction(1, 20))
    assert together(wild, TWO_MODES, Fraction(1, 20), step - 1).diverged == (None,)
    for steps in (step, step + 1, 10**9):
        assert together(wild, TWO_MODES, Fraction(1, 20), steps).diverged == (step,)


def test_zero_steps_are_the_start():
    models = starts(3)
    run = together(models, TWO_MODES, Fraction(1, 20), 0)
    rounded = [exact_values(in_arithmetic(model, DOUBLE), DOUBLE) for model in models]
    assert [member(run.model, i) for i in range(3)] == rounded
    expected = [next(descend(Run(model, TWO_MODES, Fraction(1, 20), 0), DOUBLE)).loss for model in models]
    assert run.loss.tolist() == pytest.approx(expected, rel=1e-13)


@given(instances())
def test_largest_deviations_are_running_maxima(instance: Instance):
    model, response = instance.model, instance.teacher_response
    horizons = sorted({1, (instance.length + 1) // 2, instance.length})
    teacher = [DOUBLE.matrix(g) for g in response]
    found = batch.largest_deviations(batch.stacked([model, model]), teacher, horizons)
    h = impulse_response(in_arithmetic(model, EXACT), instance.length, EXACT)
    apart = [EXACT.squared_norm(EXACT.subtract(x, EXACT.matrix(g))) for x, g in zip(h, response, strict=True)]
    expected = [float(max(apart[:lags])) for lags in horizons]
    assert found.shape == (2, len(horizons))
    np.testing.assert_allclose(found, [expected] * 2, rtol=1e-10, atol=1e-24)


def test_an_overflowing_response_is_infinitely_far():
    model = LinearRNN(((Fraction(10**200),),), ((Fraction(1),),), ((Fraction(1),),))
    found = batch.largest_deviations(batch.stacked([model]), [DOUBLE.matrix([[1]])] * 5, [1, 5])
    assert found.tolist() == [[0, float("inf")]]


def test_misuse_is_said():
    with pytest.raises(ValueError, match="one shape"):
        batch.stacked([start(0, 2, Fraction(1)), start(0, 3, Fraction(1))])
    for call in (batch.stacked, batch.descend):
        with pytest.raises(ValueError, match="one shape"):
            call([])
    run = Run(start(0, 2, Fraction(1)), TWO_MODES, Fraction(1, 20), 10)
    for change in ({"steps": 11}, {"response": TWO_MODES[:-1]}, {"step_size": Fraction(1, 21)}):
        with pytest.raises(ValueError, match="more than their starts"):
            batch.descend([run, replace(run, **change)])
    stack = batch.stacked(starts(1))
    for horizons in ([], [0], [2, 2], [3, 1]):
        with pytest.raises(ValueError, match="increasing"):
            batch.largest_deviations(stack, [], horizons)
    with pytest.raises(ValueError, match="ends before"):
        batch.largest_deviations(stack, [DOUBLE.matrix([[1]])] * 2, [3])
