"""Critical students of n or more nodes: ranks for every weight, the count of zeros, exact spurious points."""

from fractions import Fraction

import pytest
import sympy as sp
from flint import fmpq_poly
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import rationals
from theory.model.rationals import to_flint
from theory.moments.discrete_measure import Measure
from theory.saddles.critical_modes import Modes
from theory.saddles.spurious_fits import half, no_spurious_fit_proof
from theory.saddles.zero_count import hidden_residuals, most_zeros, real_zeros

NODES = st.lists(rationals(9, 4), min_size=1, max_size=4, unique=True)


@given(NODES, st.data(), st.integers(1, 5))
def test_with_as_many_nodes_and_even_k_nothing_is_hidden(own, data, half_k):
    size = len(own)
    teacher = data.draw(st.lists(rationals(9, 4), min_size=size, max_size=size, unique=True))
    assert hidden_residuals(own, teacher, 2 * half_k) == 0


@given(NODES, st.data(), st.integers(1, 10))
def test_with_more_nodes_nothing_is_hidden(own, data, lags):
    teacher = data.draw(st.lists(rationals(9, 4), max_size=len(own) - 1, unique=True))
    assert hidden_residuals(own, teacher, lags) == 0


@given(st.lists(rationals(6, 3), min_size=1, max_size=5, unique=True), st.integers(0, 3))
def test_a_product_has_the_zeros_that_it_was_made_of(zeros, extra):
    polynomial = fmpq_poly([1, 0, 1])
    for zero in zeros:
        polynomial *= fmpq_poly([-to_flint(zero), 1])
    polynomial *= fmpq_poly([-1, 1]) ** extra
    assert real_zeros(polynomial) == sum(zero != 0 for zero in zeros) + extra


@given(st.dictionaries(st.integers(0, 12), rationals(30, 1).filter(bool), min_size=1, max_size=5))
def test_gaps_bound_the_zeros(terms):
    polynomial = fmpq_poly([to_flint(terms.get(power, Fraction(0))) for power in range(max(terms) + 1)])
    assert real_zeros(polynomial) <= most_zeros(sorted(terms))


def test_the_bound_is_attained():
    """(z^2 - 1)(z^2 - 4): two even gaps, four zeros; an even gap counted once is too few."""
    assert real_zeros(fmpq_poly([4, 0, -5, 0, 1])) == most_zeros([0, 2, 4]) == 4
    assert most_zeros([0, 2, 4], of_even=1) == 2


def test_a_spurious_point_by_hand():
    """k = 5: r(z) = -(z - 1/2)^2 (z - 2)^2 and L = 1921/16; with one lag more nothing is hidden."""
    student = Measure.of([(Fraction(1, 2), Fraction(116, 9)), (2, Fraction(29, 36))])
    teacher = Measure.of([(-1, Fraction(419, 72)), (1, Fraction(71, 8))])
    modes = Modes(student, teacher, 5)
    assert modes.residual == [-1, 5, Fraction(-33, 4), 5, -1]
    assert not any(modes.gradient)
    assert sum(R * R for R in modes.residual) == Fraction(1921, 16)
    assert [hidden_residuals(student.nodes, teacher.nodes, k) for k in (4, 5, 6)] == [0, 1, 0]


def test_common_nodes_and_a_node_at_zero():
    """With net weight 0 a common node is none; fewer nodes hide a residual: 3 weights, 2 equations."""
    zero, half_, one = Fraction(0), Fraction(1, 2), Fraction(1)
    assert hidden_residuals([zero, one], [zero, half_], 4) == 0
    assert hidden_residuals([half_], [one, -one], 4) == 1


@pytest.mark.parametrize(
    ("changed", "label"), [({"lags": 2 * half + 1}, "odd-gap"), ({"extra": sp.Integer(-1)}, "more-modes")]
)
def test_a_false_neighbour_of_the_proof_breaks_where_it_is_false(changed, label):
    assert no_spurious_fit_proof().holds is True
    assert no_spurious_fit_proof(**changed).first_failure.label == label
