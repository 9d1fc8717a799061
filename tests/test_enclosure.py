"""Rigorous runs: exact rational descent lies inside every enclosure, by every route."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.bounds import Bounds, norm, operator_norm, root, sum_of_squares
from numerics.arithmetics.exact import Exact
from numerics.arithmetics.interval import Intervals
from numerics.arithmetics.rationals import exact_value
from numerics.descent.descent import descend
from numerics.descent.exact_problem import ExactProblem
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN, exact_values, in_arithmetic, markov_parameter
from numerics.model.start import start
from numerics.model.teacher import response_of_measure
from numerics.rigour.certified_run import Lost, overlap, with_enough_bits
from numerics.rigour.enclosure import enclose, first_bits
from numerics.rigour.end_state import loss_bounds, measure
from numerics.rigour.interval_run import interval_run
from numerics.rigour.power_bounds import power_bounds
from numerics.rigour.response_error import Ball, error_at_every_lag, response_error
from numerics.rigour.shadowing import shadow
from numerics.rigour.spectral_radius import spectral_radius
from tests import oracles
from tests.strategies import instances, matrices, rationals

EXACT = Exact()
ROUTES = (Balls(200), Intervals(200))


@st.composite
def runs(draw, most_steps=3):
    """A start and a teacher of small rationals, a step below 1/20, a few steps: exact descent stays affordable."""
    instance = draw(instances())
    eta = Fraction(1, draw(st.integers(20, 1000)))
    scaled = LinearRNN(*(tuple(tuple(x / 8 for x in row) for row in X) for X in vars(instance.model).values()))
    return Run(scaled, instance.teacher_response, eta, draw(st.integers(0, most_steps)))


def exact_end(run):
    return exact_values(list(descend(run, EXACT))[-1].model, EXACT)


def squared_distance(model, other):
    pairs = zip(vars(model).values(), vars(other).values(), strict=True)
    return sum(
        (x - y) ** 2 for X, Y in pairs for row, line in zip(X, Y, strict=True) for x, y in zip(row, line, strict=True)
    )


@given(runs(), st.sampled_from([100, 300]))
def test_exact_descent_lies_inside_every_enclosure(run, bits):
    exact = exact_end(run)
    for route in (enclose, shadow):
        try:
            end = route(run, bits)
        except Lost:
            continue  # an answer, never a wrong enclosure
        gap = squared_distance(exact_values(end.model, Balls(bits)), exact)
        assert gap <= exact_value(end.radius) ** 2, route
    done = interval_run(run, bits)
    assert squared_distance(done.end.model, exact) <= done.end.radius**2


@given(runs())
@settings(max_examples=15)
def test_the_energy_of_the_exact_run_is_enclosed(run):
    path = list(descend(run, EXACT))[:-1]
    energy = sum((EXACT.squared_norm(*vars(i.gradient).values()) for i in path), Fraction(0))
    done = interval_run(run, 200)
    assert done.energy.lower <= energy <= done.energy.upper
    try:
        shadowed = shadow(run, 200)
    except Lost:
        return
    assert exact_value(shadowed.energy.lower()) <= energy <= exact_value(shadowed.energy.upper())


@given(instances(), st.sampled_from(ROUTES))
@settings(max_examples=20)
def test_measured_quantities_contain_the_exact_ones(instance, arithmetic):
    """A ball of radius 1e-20 about a nearby point; loss, drift and errors at its centre are computed exactly."""
    model, g = instance.model, instance.teacher_response
    teacher = LinearRNN(((Fraction(1, 2),),), *_ports(len(model.B[0]), len(model.C)))
    state = Ball(model, Fraction(1, 10**20))
    found = measure(state, ExactProblem(Run(model, g, instance.eta, 0), teacher, 5), arithmetic)
    assert found.values["drift"].lower == 0
    exact = oracles.loss(model.A, model.B, model.C, g)
    assert found.values["loss"].lower <= exact <= found.values["loss"].upper
    largest = max(_error(model, teacher, lag) for lag in range(5))
    error = found.values["extrapolation_error"]
    assert error.lower**2 <= largest <= error.upper**2


def _ports(inputs, outputs):
    return (tuple(Fraction(1) for _ in range(inputs)),), tuple((Fraction(1),) for _ in range(outputs))


def _error(student, teacher, lag):
    h, g = (exact_values_of(markov_parameter(in_arithmetic(X, EXACT), lag, EXACT)) for X in (student, teacher))
    return sum((x - y) ** 2 for row, line in zip(h, g, strict=True) for x, y in zip(row, line, strict=True))


def exact_values_of(X):
    return EXACT.fractions(X)


@given(matrices(3, 3, rationals(6, 6)), st.sampled_from(ROUTES))
@settings(max_examples=25)
def test_the_spectral_radius_is_enclosed(A, arithmetic):
    found = spectral_radius(arithmetic.box(A, Fraction(0)), arithmetic)
    measured = max(abs(np.linalg.eigvals(np.array(A, dtype=float))))
    assert float(found.lower) <= measured + 1e-5
    assert measured - 1e-5 <= float(found.upper)
    assert found.lower <= found.upper


def test_the_spectral_radius_of_a_rotation_and_of_a_nilpotent_matrix():
    for arithmetic in ROUTES:
        turn = spectral_radius(arithmetic.box([[0, -2], [2, 0]], Fraction(0)), arithmetic)
        assert turn.lower <= 2 <= turn.upper < 2 + Fraction(1, 10**9)
        assert spectral_radius(arithmetic.matrix([[0, 1], [0, 0]]), arithmetic) == Bounds(Fraction(0), Fraction(0))


@given(matrices(2, 3), st.sampled_from(ROUTES))
def test_norms_are_outward(X, arithmetic):
    exact = sum(x * x for row in X for x in row)
    bounds = norm([arithmetic.matrix(X)], arithmetic)
    assert bounds.lower**2 <= exact <= bounds.upper**2
    assert sum_of_squares([arithmetic.matrix(X)], arithmetic).upper >= exact
    largest = float(operator_norm(arithmetic.matrix(X), arithmetic))
    true = np.linalg.norm(np.array(X, dtype=float), 2)
    assert true * (1 - 1e-12) <= largest <= true * 2 ** (1 / 8) * (1 + 1e-9)


def test_roots_and_bounds_refuse_what_is_not_there():
    assert (
        root(Bounds(Fraction(2), Fraction(2)), 50).lower ** 2
        < 2
        < root(Bounds(Fraction(2), Fraction(2)), 50).upper ** 2
    )
    with pytest.raises(ValueError, match="exceeds the upper one"):
        Bounds(Fraction(1), Fraction(0))


def test_tiny_and_infinite_entries():
    for arithmetic in ROUTES:
        tiny = arithmetic.matrix([[Fraction(1, 2**40000)]])
        [[(low, high)]] = arithmetic.bounds(tiny)
        assert 0 <= low <= Fraction(1, 2**40000) <= high
        [[(low, high)]] = arithmetic.bounds(arithmetic.scale(-1, tiny))
        assert low <= -Fraction(1, 2**40000) <= high <= 0


def test_a_decaying_error_is_bounded_at_every_lag():
    """Student 1/2, teacher 1/3, weights 1: |2^-j - 3^-j| is largest at j = 1, where it is 1/6."""
    student, teacher = (
        LinearRNN(((x,),), ((Fraction(1),),), ((Fraction(1),),)) for x in (Fraction(1, 2), Fraction(1, 3))
    )
    for arithmetic in ROUTES:
        found = error_at_every_lag(Ball(student, Fraction(1, 10**30)), teacher, arithmetic)
        assert found.lower <= Fraction(1, 6) <= found.upper < Fraction(1, 6) + Fraction(1, 10**20)
        integrator = LinearRNN(((Fraction(1),),), teacher.B, teacher.C)
        with pytest.raises(ValueError, match="no certified decay"):
            error_at_every_lag(Ball(integrator, Fraction(0)), integrator, Balls(64))
        error, lag = response_error(Ball(integrator, Fraction(0)), teacher, 1000, arithmetic)
        assert lag > 120  # from there on 3^-lag is below the working precision
        assert error.lower <= 1 - Fraction(1, 3**999) <= error.upper


def test_powers_of_a_nearby_matrix():
    bounds = power_bounds(Balls(200).matrix([[1, 1], [0, Fraction(1, 2)]]), 8, Fraction(1, 1000), Balls(200))
    A, moved = ([[Fraction(1), Fraction(1) + e], [Fraction(0), Fraction(1, 2)]] for e in (0, Fraction(1, 1000)))
    for i in range(8):
        gap = oracles.plus(oracles.power(moved, i), oracles.power(A, i), -1)
        assert np.linalg.norm(np.array(gap, dtype=float), 2) <= float(bounds.drift)
    with pytest.raises(ValueError, match="radius is too large"):
        _ = power_bounds(Balls(200).matrix([[1]]), 2**20, Fraction(1, 1000), Balls(200)).nearby


def two_modes(steps, eta=Fraction(1, 50), width=6):
    g = response_of_measure([Fraction(4, 5), Fraction(-2, 5)], [Fraction(1), Fraction(1, 2)], 5)
    return Run(start(1, width, Fraction(1, 10**5)), g, eta, steps)


def test_naive_balls_need_bits_in_proportion_to_the_steps():
    run = two_modes(400)
    with pytest.raises(Lost) as lost:
        enclose(run, 150)
    assert 0 < lost.value.step <= 400
    assert not lost.value.hopeless
    end = with_enough_bits(enclose, run, 20, 150)
    assert end.bits > 150
    assert end.radius <= 1e-20
    assert overlap(end, enclose(run, first_bits(run, 60)))


def test_a_limit_of_bits_is_kept_and_named():
    with pytest.raises(Lost, match="160 bits do not suffice"):
        with_enough_bits(enclose, two_modes(400), 20, 150, limit=160)


def test_too_large_a_step_is_hopeless():
    for method in (enclose, shadow):
        with pytest.raises(Lost, match="smaller step size") as lost:
            with_enough_bits(method, two_modes(400, eta=Fraction(1, 2)), 20, 200)
        assert lost.value.hopeless


def test_loss_bounds_of_a_point_are_tight():
    bounds = loss_bounds(in_arithmetic(two_modes(0).start, ROUTES[0]), two_modes(0).response, ROUTES[0])
    assert bounds.upper - bounds.lower < Fraction(1, 10**50)
