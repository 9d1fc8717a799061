"""The Jacobi matrix of a symmetric student: its rates two ways, by hand, and the proof's false neighbours."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import rationals, symmetric_matrices
from theory.jacobi.jacobi_flow import jacobi_flow_proof
from theory.jacobi.lanczos import Krylov, rates_of_entries

SMALL = rationals(5, 3)


@st.composite
def students(draw):
    """S and B of widths 1 to 4."""
    width = draw(st.integers(1, 4))
    return draw(symmetric_matrices(width, SMALL)), draw(st.lists(SMALL, min_size=width, max_size=width))


@given(students(), st.lists(SMALL, min_size=1, max_size=6))
def test_the_polynomials_are_the_rates_along_the_gradient(student, g):
    S, B = student
    case = Krylov(S, tuple(B), tuple(g))
    assume(case.is_full)
    assert case.rates_along_the_gradient() == rates_of_entries(*case.jacobi, case.g)


def test_by_hand():
    """S = B = 1, g = (0, 0): R = (1, 1), beta_0' = -16 and a_0' = -2."""
    case = Krylov(((Fraction(1),),), (Fraction(1),), (Fraction(0), Fraction(0)))
    assert case.jacobi == ([1], [2])
    assert case.rates_along_the_gradient() == ([-2], [-16]) == rates_of_entries([Fraction(1)], [Fraction(2)], case.g)


def test_a_face_is_kept():
    """Where beta_1 = 0 its rate is 0, whatever the entries beyond it are."""
    a, beta = [Fraction(1, 2), Fraction(3), Fraction(-1)], [Fraction(2), Fraction(0), Fraction(5)]
    rates_a, rates_beta = rates_of_entries(a, beta, (Fraction(1), Fraction(2), Fraction(-1), Fraction(1)))
    alone = rates_of_entries(a[:1], beta[:1], (Fraction(1), Fraction(2), Fraction(-1), Fraction(1)))
    assert rates_beta[1] == 0 != rates_beta[2]
    assert (rates_a[:1], rates_beta[:1]) == alone


@pytest.mark.parametrize("changed", [(1,), (2, 0)])
def test_a_false_neighbour_of_the_proof_breaks(changed):
    found = jacobi_flow_proof(*changed)
    assert found.holds is False
    assert found.first_failure.counterexample


def test_the_proof_is_an_argument():
    found = jacobi_flow_proof()
    assert found.gaps == ()
    assert found.holds
