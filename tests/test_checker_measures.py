"""What the checker measures at the end of a run, against exact values: quantities, errors, spectrum, rule."""

from fractions import Fraction

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from numerics.arithmetics.exact import Exact
from numerics.checker import quantities, response, rule, spectrum
from numerics.checker.balls import Ball, Fixed, Interval
from numerics.checker.model import Student
from numerics.checker.teacher import markov_parameters
from numerics.model.asymmetry import squared_asymmetry
from numerics.model.balancedness import balancedness
from numerics.model.teacher import response_of_measure
from tests.checker_examples import difference, exactly, listed, problems, within
from tests.strategies import matrices


@given(problems(), st.integers(0, 20))
def test_the_quantities_are_those_of_the_house(problem, radius_bits):
    student, g = problem
    fixed, exact = Fixed(120), exactly(student)
    balls = Student(*(Ball(Fixed(120).ball(X).rows, 1 << radius_bits) for X in student))
    h = markov_parameters(*student, len(g))
    loss = sum(x**2 for h_j, g_j in zip(h, g, strict=True) for row in difference(h_j, listed(g_j)) for x in row)
    found = quantities.loss(balls, g, fixed)
    assert found.lower <= loss <= found.upper
    assert within(quantities.balancedness(balls, fixed), balancedness(exact, Exact()), 120)
    if len(student[2]) == len(student[1][0]):
        size, square = quantities.asymmetry(balls, fixed), Fraction(squared_asymmetry(exact, Exact()))
        assert size.lower**2 <= square <= size.upper**2


@given(problems(), problems(), st.integers(1, 40))
def test_the_error_below_a_horizon_is_enclosed(first, second, horizon):
    (student, _), (teacher, _) = first, second
    assume(len(student[1][0]) == len(teacher[1][0]) and len(student[2]) == len(teacher[2]))
    fixed = Fixed(300)
    pair = [Student(*map(fixed.ball, X)) for X in (student, teacher)]
    h, g = (markov_parameters(*X, horizon) for X in (student, teacher))
    squares = [sum(x**2 for row in difference(a, b) for x in row) for a, b in zip(h, g, strict=True)]
    found, lag = response.largest_error(*pair, horizon, fixed, lambda step: None)
    assert found.lower**2 <= max(squares) <= found.upper**2
    assert found.upper - found.lower < Fraction(1, 2**100)
    at = response.error_at(*pair, lag, fixed)
    assert at.lower**2 <= squares[lag] <= at.upper**2
    by_list = response.largest_of_list(pair[0], g, fixed)
    assert by_list.lower**2 <= max(squares) <= by_list.upper**2


def scalar(node, weight, fixed):
    return Student(fixed.ball([[node]]), fixed.ball([[weight]]), fixed.ball([[Fraction(1)]]))


def test_every_lag_needs_decay_and_finds_the_supremum():
    fixed = Fixed(200)
    student, teacher = scalar(Fraction(99, 100), Fraction(1), fixed), scalar(Fraction(9, 10), Fraction(1), fixed)
    errors = [Fraction(99, 100) ** j - Fraction(9, 10) ** j for j in range(200)]
    found = response.error_at_every_lag(student, teacher, fixed, lambda step: None)
    assert found is not None
    assert found.lower <= max(errors) <= found.upper
    assert found.upper - found.lower < Fraction(1, 10**30)
    forever = scalar(Fraction(1), Fraction(1), fixed)
    assert response.error_at_every_lag(student, forever, fixed, lambda step: None) is None


@given(matrices(3, 3), st.integers(0, 30))
def test_the_spectral_radius_is_enclosed(A, radius_bits):
    fixed = Fixed(150)
    found = spectrum.spectral_radius(Ball(fixed.ball(A).rows, 1 << radius_bits), fixed)
    largest = max(abs(np.linalg.eigvals(np.array(A, dtype=float))))
    assert float(found.lower) <= largest + 1e-4
    assert largest - 1e-4 <= float(found.upper)


def test_the_spectral_radius_is_sharp_and_vanishes_for_a_nilpotent_matrix():
    fixed = Fixed(200)
    mixing = [[Fraction(3, 5), Fraction(1, 5)], [Fraction(1, 5), Fraction(3, 5)]]
    symmetric = spectrum.spectral_radius(fixed.ball(mixing), fixed)
    assert symmetric.lower <= Fraction(4, 5) <= symmetric.upper
    assert symmetric.upper - symmetric.lower < Fraction(1, 10**12)
    nilpotent = fixed.ball([[Fraction(0), Fraction(1)], [Fraction(0), Fraction(0)]])
    assert spectrum.spectral_radius(nilpotent, fixed).upper < Fraction(1, 2**50)


def boxes(values, radius):
    return [Interval(value - radius, value + radius) for value in values]


@st.composite
def measures(draw):
    count = draw(st.integers(1, 3))
    grid = draw(st.lists(st.integers(-9, 9), min_size=count, max_size=count, unique=True))
    weights = draw(st.lists(st.integers(1, 9).map(lambda w: Fraction(w, 4)), min_size=count, max_size=count))
    return [Fraction(x, 10) for x in grid], weights


@given(measures(), st.data())
def test_a_rule_is_confirmed_and_a_moved_one_refuted(measure, data):
    nodes, weights = measure
    moments = response_of_measure(nodes, weights, 2 * len(nodes))
    h = boxes([g[0][0] for g in moments], Fraction(1, 10**40))
    radius = Fraction(1, 10**12)
    assert rule.holds(boxes(nodes, radius), boxes(weights, radius), h) is True
    which = data.draw(st.integers(0, 2 * len(nodes) - 1))
    moved = [*nodes, *weights]
    moved[which] += Fraction(3, 10**12)
    found = rule.holds(boxes(moved[: len(nodes)], radius), boxes(moved[len(nodes) :], radius), h)
    assert found is False
    assert rule.holds(boxes(nodes, Fraction(1, 10**60)), boxes(weights, Fraction(1, 10**60)), h) is None


def test_a_permuted_rule_is_the_same_rule():
    nodes, weights = [Fraction(1, 2), Fraction(-1, 3)], [Fraction(1), Fraction(2)]
    h = boxes([g[0][0] for g in response_of_measure(nodes, weights, 4)], Fraction(1, 10**40))
    radius = Fraction(1, 10**10)
    assert rule.holds(boxes(nodes[::-1], radius), boxes(weights[::-1], radius), h) is True
    assert rule.holds(boxes(nodes, radius), boxes(weights[::-1], radius), h) is not True
