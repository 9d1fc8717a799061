"""Stable students: the polynomial with simple roots at the ends, the exact range at k = 2 ind, the robust bound."""

from fractions import Fraction

import pytest
import sympy as sp
from flint import fmpq, fmpq_mat
from hypothesis import given
from hypothesis import strategies as st

from numerics.moments.truncated_moments import forcing
from numerics.robust.robust_bound import robust_constant
from numerics.robust.stable_bound import stable_annihilator
from tests.oracles import scalar_response
from tests.strategies import contractions, measures, positive_rationals
from theory.model.rationals import to_fraction
from theory.moments.annihilator import is_nonnegative_on
from theory.moments.discrete_measure import Measure, loss
from theory.moments.stable_range import barrier, extreme_deviation, is_stable, stable_student
from theory.moments.stable_range_proof import stable_range_proof
from theory.moments.stable_threshold import (
    exceeds_bound,
    interior,
    minus,
    negative_mean,
    plus,
    stable_constant,
    stable_polynomial,
    stable_threshold_proof,
    twice_index,
)
from theory.moments.symmetric_student import (
    SelfAdjoint,
    diagonal_student,
    expectation,
    node_polynomial,
)

SHARES = (Fraction(0), Fraction(5, 9), Fraction(3, 4), Fraction(1))


@st.composite
def stable_teachers(draw, most=3):
    """Nodes in [-1, 1], the ends as likely as not, positive weights."""
    nodes = set(draw(st.lists(contractions(5), min_size=1, max_size=most - 1)))
    nodes |= draw(st.sets(st.sampled_from([Fraction(-1), Fraction(1)])))
    weights = draw(st.lists(positive_rationals(), min_size=len(nodes), max_size=len(nodes)))
    return Measure(tuple(sorted(nodes)), tuple(weights))


def as_sympy(polynomial):
    return sp.Poly([sp.Rational(str(c)) for c in polynomial.coeffs()[::-1]], sp.Symbol("x"))


@given(stable_teachers())
def test_polynomial_is_nonnegative_and_vanishes_on_the_nodes(teacher):
    q = stable_polynomial(teacher.nodes)
    assert q.degree() == twice_index(teacher.nodes)
    assert is_nonnegative_on(q, sp.Integer(-1), sp.Integer(1))
    assert all(q.eval(sp.Rational(x.numerator, x.denominator)) == 0 for x in teacher.nodes)


@given(stable_teachers(), st.sampled_from(SHARES))
def test_students_fill_the_range(teacher, share):
    k, far = twice_index(teacher.nodes), extreme_deviation(teacher)
    student = stable_student(teacher, share)
    h, g = scalar_response(student.realization, k + 1), teacher.moments(k + 1)
    assert h[:k] == g[:k]
    assert h[k] - g[k] == share * far
    assert is_stable(student)
    assert len(student.weights) <= len(teacher.nodes) + (not {1, -1} & set(teacher.nodes))
    assert (far < 0) == (1 in teacher.nodes)


@given(stable_teachers())
def test_barrier_ends_the_range_for_every_width(teacher):
    """Non-negative on [-1, 1], of degree k, of mean 0 for the extremal student; its mean falls as h_k moves on."""
    k, polynomial = twice_index(teacher.nodes), barrier(teacher)
    assert polynomial.degree() == k
    assert is_nonnegative_on(as_sympy(polynomial), sp.Integer(-1), sp.Integer(1))
    h = scalar_response(stable_student(teacher, Fraction(1)).realization, k + 1)
    assert expectation(polynomial, h) == 0
    beyond = [*h[:k], h[k] + extreme_deviation(teacher) / 100]
    assert expectation(polynomial, beyond) < 0


@given(stable_teachers(), st.integers(1, 3), st.sampled_from([Fraction(-1, 7), Fraction(2)]))
def test_late_deviations_have_a_negative_mean(teacher, later, deviation):
    first = twice_index(teacher.nodes) + later
    polynomial = negative_mean(teacher.nodes, first, deviation)
    assert is_nonnegative_on(polynomial, sp.Integer(-1), sp.Integer(1))
    h = [sp.Rational(g.numerator, g.denominator) for g in teacher.moments(first + 1)]
    h[first] += sp.Rational(deviation.numerator, deviation.denominator)
    assert sum(c * value for c, value in zip(polynomial.all_coeffs()[::-1], h, strict=True)) < 0


@given(stable_teachers())
def test_numerics_makes_the_same_polynomial(teacher):
    theirs = [str(c) for c in stable_annihilator(teacher.nodes).coeffs()]
    assert theirs == [str(c) for c in stable_polynomial(teacher.nodes).all_coeffs()[::-1]]


@given(stable_teachers(), st.integers(0, 15))
def test_numerics_has_the_tighter_constant(teacher, later):
    """max ||r + s c|| <= ||r|| + M ||c||: C^2 <= r^2 + M^2 c^2 + 2 M r c, up to the rounding of numerics."""
    lag = twice_index(teacher.nodes) + 1 + later
    r_square, c_square, largest = (float(value) for value in stable_constant(lag, teacher.nodes))
    tight = robust_constant(lag, stable_annihilator(teacher.nodes), (Fraction(-1), Fraction(1)))
    assert float(tight) <= (r_square**0.5 + largest * c_square**0.5) * (1 + 1e-9)


@given(stable_teachers(), measures(3), st.integers(1, 100), st.integers(0, 12))
def test_robust_bound(teacher, atoms, size, later):
    light = Measure(atoms[0], tuple(w / size for w in atoms[1]))
    student, k = teacher + light, twice_index(teacher.nodes) + 1
    lag = k + later
    error = student.moment(lag) - teacher.moment(lag)
    assert not exceeds_bound(teacher.nodes, lag, error, loss(student, teacher, k))


@given(measures(3), st.integers(1, 4))
def test_stability_test_agrees_with_the_spectrum(atoms, stretch):
    """diag(nodes) stretched: stable exactly when every node is in [-1, 1]."""
    measure = Measure(tuple(x * stretch / 2 for x in atoms[0]), atoms[1])
    assert is_stable(diagonal_student(measure)) == all(abs(x) <= 1 for x in measure.nodes)


@given(stable_teachers())
def test_recovery_decides_on_the_same_threshold(teacher):
    """`forcing`, which knows nothing of q, agrees: 2 ind + 1 moments force the measure, 2 ind do not."""
    k = twice_index(teacher.nodes)
    found = forcing(teacher.moments(k + 1), 64)
    assert found is not None
    assert found.least_count == k + 1
    assert [str(c) for c in found.polynomial.coeffs()] == [str(c) for c in node_polynomial(teacher.nodes).coeffs()]
    assert forcing(teacher.moments(k), 64) is None


def test_stability_by_hand():
    """[[0, b], [b, 0]] has the eigenvalues b and -b."""
    for b, expected in ((1, True), (2, False)):
        assert is_stable(SelfAdjoint(fmpq_mat([[0, b], [b, 0]]), fmpq_mat(2, 1, [1, 0]), (1, 1))) is expected


def test_integrator_by_hand():
    """Node 1, weight w: on one lag h_1 may be anything from -w to w; on two, 1 - x has mean zero and all is forced."""
    teacher = Measure.of([(1, 3)])
    assert twice_index(teacher.nodes) == 1
    assert extreme_deviation(teacher) == -6
    assert scalar_response(stable_student(teacher, Fraction(1)).realization, 3) == [3, -3, 3]
    assert negative_mean(teacher.nodes, 1, Fraction(-1)) is None
    assert negative_mean(teacher.nodes, 1, Fraction(1)) is not None
    assert negative_mean(teacher.nodes, 2, Fraction(-1)) is not None


def test_ends_by_hand():
    """Nodes 1 and -1, weight 1 each: g = (2, 0, 2), and h_2 >= h_1^2 / h_0 = 0: the range is [0, 2]."""
    teacher = Measure.of([(-1, 1), (1, 1)])
    assert twice_index(teacher.nodes) == 2
    assert extreme_deviation(teacher) == -2
    assert str(barrier(teacher)) == "x^2"


@given(stable_teachers(), st.sampled_from(SHARES))
def test_mean_of_reflections_keeps_the_trace(teacher, share):
    both = teacher + Measure.of([(end, 1) for end in (-1, 1) if end not in teacher.nodes])
    student = stable_student(both, share)
    trace = sum((student.A[i, i] for i in range(len(student.weights))), fmpq(0))
    assert to_fraction(trace) == sum(both.nodes, Fraction(0))


def test_constant_by_hand():
    """q = 1 - x, x^3 = -(x^2 + x + 1) q + 1: ||r||^2 = 1, ||c||^2 = 2, M = 3."""
    assert stable_constant(3, [Fraction(1)]) == (1, 2, 3)
    assert exceeds_bound([Fraction(1)], 3, Fraction(6), Fraction(1))
    assert not exceeds_bound([Fraction(1)], 3, Fraction(5), Fraction(1))


def test_misuse():
    with pytest.raises(ValueError, match="outside"):
        extreme_deviation(Measure.of([(2, 1)]))
    with pytest.raises(ValueError, match="positive weights"):
        extreme_deviation(Measure.of([(0, 0)]))
    with pytest.raises(ValueError, match="share must be between"):
        stable_student(Measure.of([(0, 1)]), Fraction(2))
    with pytest.raises(ValueError, match="not the square"):
        stable_student(Measure.of([(1, 1), (-1, 1)]), Fraction(1, 2))
    with pytest.raises(ValueError, match="below the degree"):
        negative_mean([Fraction(0)], 1, Fraction(1))


def test_proofs():
    assert stable_threshold_proof().holds is True
    assert stable_threshold_proof(2 * interior + plus + minus).holds is False
    assert stable_range_proof().holds is True
