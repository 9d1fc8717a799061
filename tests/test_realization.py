"""Partial realisation: the students built, the least widths, and the proofs."""

from fractions import Fraction

import pytest
import sympy as sp
from flint import fmpq, fmpq_poly
from hypothesis import assume, given
from hypothesis import strategies as st

from numerics.moments.berlekamp_massey import shortest_recurrence
from tests import oracles
from theory.minima.realisation import (
    bezout,
    deviating,
    impulse_response,
    non_extrapolating_student,
    realize,
    series,
    smallest_width,
    transfer_function,
)
from theory.minima.realisation_proofs import d, n, non_extrapolating_proof, small_students_proof
from theory.model.rationals import to_fraction

integers = st.integers(-3, 3)


@st.composite
def transfer_functions(draw, most=4):
    """Degree at most 4, small integer coefficients; common factors, delays, repeated and complex poles all occur."""
    states = draw(st.integers(0, most))
    numerator, denominator = (draw(st.lists(integers, min_size=states, max_size=states)) for _ in range(2))
    return transfer_function(fmpq_poly(numerator), fmpq_poly([*denominator, 1]))


@st.composite
def deviations(draw):
    """A teacher, k >= 2n - 1 lags and the amount by which lag k is to be off."""
    teacher = draw(transfer_functions(3))
    lags = draw(st.integers(max(2 * teacher.degree - 1, 0), 2 * teacher.degree + 4))
    return teacher, lags, fmpq(draw(integers), draw(st.integers(1, 3)))


def fractions_of(model):
    return tuple([[to_fraction(entry) for entry in row] for row in X.tolist()] for X in (model.A, model.B, model.C))


@given(transfer_functions(), st.integers(1, 9))
def test_series_times_denominator_is_numerator(system, length):
    """The coefficients of x^{n-1}, x^{n-2}, ... of a(x) sum g_j x^{-j-1} are those of c."""
    g, states = series(system, length), system.degree
    for power in range(states - 1, states - 1 - length, -1):
        lags = range(length)
        found = sum((system.denominator[power + j + 1] * g[j] for j in lags if power + j + 1 <= states), fmpq(0))
        assert found == (system.numerator[power] if power >= 0 else 0)


@given(transfer_functions(), st.integers(0, 2))
def test_realisation_has_the_series(system, spare):
    width = system.degree + spare
    assume(width > 0)
    A, B, C = fractions_of(realize(system, width))
    assert len(A) == width
    expected = [[[to_fraction(g)]] for g in series(system, 2 * width + 1)]
    assert [oracles.markov_parameter(A, B, C, lag) for lag in range(2 * width + 1)] == expected


@given(transfer_functions())
def test_bezout(system):
    b, e = bezout(system)
    assert b * system.numerator - e * system.denominator == 1
    assert b.degree() < max(system.degree, 1)


@given(transfer_functions())
def test_degree_is_the_least_width(system):
    assert smallest_width(series(system, 2 * system.degree + 2)) == system.degree


@given(st.lists(st.fractions(-2, 2, max_denominator=3), min_size=1, max_size=9))
def test_least_width_against_berlekamp_massey(terms):
    exact = [fmpq(t.numerator, t.denominator) for t in terms]
    assert smallest_width(exact) == shortest_recurrence(terms).degree


@given(deviations())
def test_deviation_starts_at_lag_k_and_has_the_threshold_degree(case):
    teacher, k, off = case
    g, h = series(teacher, k + 1), series(deviating(teacher, k, off), k + 1)
    assert h[:k] == g[:k]
    assert h[k] - g[k] == off
    threshold = k + 1 - teacher.degree if off else teacher.degree
    assert deviating(teacher, k, off).degree == threshold
    assert smallest_width(h) == threshold or not off


@given(deviations(), st.integers(0, 2))
def test_student_at_and_below_the_threshold(case, spare):
    teacher, k, off = case
    value = series(teacher, k + 1)[k] + off
    threshold = k + 1 - teacher.degree
    student = non_extrapolating_student(teacher, k, value, threshold + spare)
    assert student.A.nrows() == threshold + spare
    assert [h[0, 0] for h in impulse_response(student, k + 1)] == [*series(teacher, k), value]
    if off:
        with pytest.raises(ValueError, match="states"):
            non_extrapolating_student(teacher, k, value, threshold - 1)


def test_by_hand():
    """g = (1, 1, ...), n = 1, k = 2, h_2 = 2: b = 1, e = 0, so H = x/(x^2 - x - 1), the Fibonacci numbers."""
    teacher = transfer_function(fmpq_poly([1]), fmpq_poly([-1, 1]))
    found = deviating(teacher, 2, fmpq(1))
    assert (found.numerator, found.denominator) == (fmpq_poly([0, 1]), fmpq_poly([-1, -1, 1]))
    assert series(found, 6) == [1, 1, 2, 3, 5, 8]


def test_zero_teacher_needs_k_plus_one_states():
    zero = transfer_function(fmpq_poly([0]), fmpq_poly([0, 1]))
    assert zero.degree == 0
    assert deviating(zero, 3, fmpq(5)).denominator == fmpq_poly([0, 0, 0, 0, 1])


def test_misuse():
    with pytest.raises(ValueError, match="degree must be below"):
        transfer_function(fmpq_poly([0, 1]), fmpq_poly([1, 1]))
    with pytest.raises(ValueError, match="wants at least 3 lags"):
        deviating(transfer_function(fmpq_poly([1]), fmpq_poly([0, 0, 1])), 2, fmpq(1))


@pytest.mark.parametrize("derivation", [small_students_proof(), non_extrapolating_proof()])
def test_proofs_hold(derivation):
    assert derivation.holds is True
    assert derivation.cited


@pytest.mark.parametrize("derivation", [small_students_proof(d + n - 1), non_extrapolating_proof(-sp.Integer(1))])
def test_proofs_fail_one_lag_below(derivation):
    assert derivation.holds is False
    assert derivation.first_failure.counterexample.startswith("0 exceeds -1")


def test_fraction_conversion_round_trip():
    assert to_fraction(fmpq(-6, 4)) == Fraction(-3, 2)
