"""The gradient against two naive references, exactly; descent: resumption to the bit, divergence, agreement."""

import pickle
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.arithmetics.by_name import arithmetic
from numerics.arithmetics.exact import Exact
from numerics.arithmetics.rationals import exact_value
from numerics.descent.descent import Divergence, descend, gradient, move, runaway_loss
from numerics.descent.run import Run
from numerics.model.linear_rnn import exact_values, in_arithmetic
from numerics.model.start import start
from numerics.model.teacher import response_of_measure
from tests import oracles
from tests.strategies import instances, linear_rnns

EXACT = Exact()
ROUNDING = ("mpmath", "arb", "float64")


def prepared(instance, engine):
    return in_arithmetic(instance.model, engine), [engine.matrix(g) for g in instance.teacher_response]


@given(instances())
def test_gradient_is_the_triple_sum(instance):
    G = gradient(*prepared(instance, EXACT), EXACT)
    naive = oracles.triple_sum_gradient(*vars(instance.model).values(), instance.teacher_response)
    assert [EXACT.rows(X) for X in (G.A, G.B, G.C)] == [*naive]


@given(st.data())
def test_gradient_is_the_derivative(data):
    """Along a random direction the inner product with the gradient is the derivative of the loss, exactly."""
    instance = data.draw(instances())
    model = instance.model
    direction = data.draw(linear_rnns(len(model.A), len(model.B[0]), len(model.C)))
    G = exact_values(gradient(*prepared(instance, EXACT), EXACT), EXACT)
    pairs = zip(vars(G).values(), vars(direction).values(), strict=True)
    inner = sum(x * y for X, Y in pairs for rows in zip(X, Y, strict=True) for x, y in zip(*rows, strict=True))
    assert inner == oracles.derivative_along(
        model.A, model.B, model.C, instance.teacher_response, list(vars(direction).values())
    )


def relative_gap(X, Y):
    """The largest difference over the largest entry (or 1)."""
    pairs = [(x, y) for rows in zip(X, Y, strict=True) for x, y in zip(*rows, strict=True)]
    return max(abs(x - y) for x, y in pairs) / max(1, *(abs(y) for _, y in pairs))


@given(instances(), st.integers(5, 120))
def test_arithmetics_agree_with_the_exact_gradient_to_the_digits_asked_for(instance, digits):
    exact = exact_values(gradient(*prepared(instance, EXACT), EXACT), EXACT)
    for name in ("mpmath", "arb", "ball"):
        engine = arithmetic(name, digits)
        G = exact_values(gradient(*prepared(instance, engine), engine), engine)
        for X, Y in zip(vars(G).values(), vars(exact).values(), strict=True):
            assert relative_gap(X, Y) < Fraction(1, 10**digits), name
    double = arithmetic("float64")
    G = exact_values(gradient(*prepared(instance, double), double), double)
    for X, Y in zip(vars(G).values(), vars(exact).values(), strict=True):
        assert relative_gap(X, Y) < Fraction(1, 10**11)


@given(instances(), st.integers(30, 200))
@settings(max_examples=15)
def test_balls_contain_the_exact_iterates(instance, digits):
    """Two exact steps lie inside the balls, entry by entry; and the balls are not merely huge."""
    balls = arithmetic("ball", digits)
    theta, exact_g = prepared(instance, EXACT)
    ball_theta, ball_g = prepared(instance, balls)
    for _ in range(2):
        theta = move(theta, Fraction(1, 10**6), gradient(theta, exact_g, EXACT), EXACT)
        ball_theta = move(ball_theta, Fraction(1, 10**6), gradient(ball_theta, ball_g, balls), balls)
        for X, Y in zip(vars(theta).values(), vars(ball_theta).values(), strict=True):
            assert Y.contains(X)
            assert max(exact_value(entry.rad()) for entry in Y.entries()) < Fraction(1, 10**digits)


def two_modes(step_size, steps, scale=Fraction(1, 10**5)):
    g = response_of_measure([Fraction(4, 5), Fraction(-2, 5)], [Fraction(1), Fraction(1, 2)], 6)
    return Run(start(1, 5, scale), g, step_size, steps)


@pytest.mark.parametrize("name", ROUNDING)
@given(interruptions=st.sets(st.integers(1, 39)))
@settings(max_examples=8)
def test_same_bits_whatever_the_interruptions(name, interruptions):
    """Export as exact fractions, import, go on: every iterate has the bits of the uninterrupted run."""
    engine = arithmetic(name, 50, 40)
    run = two_modes(Fraction(1, 10), 40)
    whole = [exact_values(iterate.model, engine) for iterate in descend(run, engine)]
    pieces, stored, first = {}, run.start, 0
    for last in [*sorted(interruptions), 40]:
        for iterate in descend(replace(run, start=stored, steps=last), engine, first):
            pieces[iterate.step] = exact_values(iterate.model, engine)
        stored, first = pieces[last], last
    assert [pieces[step] for step in range(41)] == whole
    assert whole[40] != whole[39]


@pytest.mark.parametrize("name", [*ROUNDING, "ball"])
def test_divergence_names_its_step(name):
    """A step size that is too large diverges at one and the same step in every arithmetic."""
    engine = arithmetic(name, 30, 1000)
    run = descend(two_modes(Fraction(2), 1000, scale=Fraction(1)), engine)
    seen = []
    with pytest.raises(Divergence, match="diverged at step") as caught:
        seen.extend(iterate.step for iterate in run)
    assert caught.value.step == len(seen) == divergence_by_fractions()
    assert pickle.loads(pickle.dumps(caught.value)).step == caught.value.step


def divergence_by_fractions():
    """The exact run: the first step at which the loss exceeds the bound."""
    with pytest.raises(Divergence) as caught:
        list(descend(two_modes(Fraction(2), 1000, scale=Fraction(1)), EXACT))
    return caught.value.step


def test_not_a_number_is_divergence():
    """Parameters whose loss is infinite are caught at their own step, without a warning."""
    with pytest.raises(Divergence, match="step 7"):
        list(descend(two_modes(Fraction(1, 2), 9, scale=Fraction(10**195)), arithmetic("float64"), first=7))


def test_runaway_loss_does_not_depend_on_the_model():
    assert runaway_loss([EXACT.matrix([[2]]), EXACT.matrix([[Fraction(1, 2)]])], EXACT) == 10**12 * Fraction(21, 4)


def test_mpmath_and_arb_agree_on_a_long_run():
    """Two engines with nothing in common agree to 48 of 50 digits after 2,000 steps."""
    ends = []
    for name in ("mpmath", "arb"):
        engine = arithmetic(name, 50, 2000)
        *_, last = descend(two_modes(Fraction(1, 20), 2000), engine)
        ends.append(exact_values(last.model, engine))
    gaps = [relative_gap(X, Y) for X, Y in zip(vars(ends[0]).values(), vars(ends[1]).values(), strict=True)]
    assert 0 < max(gaps) < Fraction(1, 10**48)
