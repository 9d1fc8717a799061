"""Two modes from near zero: exact identities, the proofs and their false neighbours, and flows outside [-1, 1]."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from numerics.saddles.general_start import GeneralFlow
from numerics.saddles.second_mode import certificate
from numerics.saddles.signed_flow import SignedStudent, flowed
from tests.strategies import rationals
from theory.two_modes.bivector import SymmetricStudent
from theory.two_modes.near_zero_two_modes import two_modes_proof
from theory.two_modes.no_escape import gap, half
from theory.two_modes.node_rates import NodesAndWeights
from theory.two_modes.second_mode import second_mode_proof

SMALL = rationals(6, 3)


@given(st.data(), st.integers(2, 4), st.integers(1, 6))
def test_the_rate_of_the_bivector_is_an_operator_on_it(data, width, lags):
    entries = data.draw(st.lists(SMALL, min_size=width * (width + 1), max_size=width * (width + 1)))
    numbers = [sp.Rational(v.numerator, v.denominator) for v in entries]
    S = sp.Matrix(width, width, numbers[: width * width])
    g = tuple(data.draw(st.lists(SMALL, min_size=lags, max_size=lags)))
    student = SymmetricStudent(sp.ImmutableMatrix(S + S.T), sp.ImmutableMatrix(numbers[width * width :]), g)
    assert student.rate_by_the_gradient() == student.rate_by_the_operator()


@given(
    st.lists(SMALL, min_size=1, max_size=3, unique=True),
    st.lists(SMALL.filter(bool), min_size=3, max_size=3),
    st.lists(SMALL, min_size=2, max_size=6),
)
def test_nodes_and_weights_flow_as_the_gradient_says(nodes, roots, g):
    student = NodesAndWeights(tuple(nodes), tuple(roots[: len(nodes)]), tuple(g))
    assert student.moment_rates(2 * len(nodes) + 1) == student.moment_rates_of_the_gradient(2 * len(nodes) + 1)
    if len(nodes) == 2:
        assert all(left == right for left, right in map(student.runaway, (0, 1)))


def test_at_the_one_node_fit_the_operator_has_two_eigenvalues():
    """Nodes 1, -1, weights 1, 1/2, k = 5: a = 1, s = 11/10, R = (-2, 3, -2, 3, -2)/5, to first order in u_2."""
    t = sp.Symbol("t")
    R = [sp.Rational(v, 5) for v in (-2, 3, -2, 3, -2)]
    s, along = sp.Rational(11, 10), -2 * R[0] * (1 + sp.Rational(11, 10))
    across = -4 * R[0] + 2 * s * (R[0] + R[1])
    assert (along, across) == (sp.Rational(42, 25), sp.Rational(51, 25))
    r = sum(R[j] * t**j for j in range(5))
    assert (r.subs(t, 1), r.diff(t).subs(t, 1)) == (0, 0)


def test_the_proofs_are_arguments():
    for proof in (second_mode_proof(), two_modes_proof()):
        assert proof.gaps == ()
        assert proof.holds


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ((5 + 2 * half,), "even-lag"),
        ((2 + 2 * half,), "fits"),
        ((4 + 2 * half, -gap), "one-large"),
        ((4 + 2 * half, gap, -1), "weight-rate"),
        ((4 + 2 * half, gap, 1, sp.Integer(0)), "grows"),
    ],
)
def test_a_false_neighbour_of_second_mode_breaks_where_it_should(changed, label):
    failed = second_mode_proof(*changed).first_failure
    assert failed.label == label
    assert failed.counterexample


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ({"generic": False}, "bivector-stays"),
        ({"weight_sign": -1}, "grows"),
        ({"length": 1}, "trained"),
        ({"deficit": sp.Integer(0)}, "rate"),
    ],
)
def test_a_false_neighbour_of_near_zero_two_modes_breaks_where_it_should(changed, label):
    assert two_modes_proof(**changed).first_failure.label == label


def test_outside_a_general_start_ends_asymmetric_of_order_one():
    """Nodes 3/2, -3/2, k = 6: the loss leaves the one-node fit's 0.7249 along the antisymmetric direction."""
    nodes, weights = (Fraction(3, 2), Fraction(-3, 2)), (Fraction(9, 10), Fraction(1, 10))
    assert certificate(nodes, weights, 6).deficit.holds is False
    end = GeneralFlow(nodes, weights, 6, 4, Fraction(1, 1000), 1).to(1e-6, rounds=2)
    assert end.asymmetry > 0.1


def test_a_captured_student_stays_among_the_symmetric_ones():
    """(0.4563, -0.9981; 1, 0.4507), k = 8: one node at -0.838 beside the unused eigenvalue 1.785 keeps L = 0.97126."""
    nodes, weights = (Fraction(4563, 10000), Fraction(-9981, 10000)), (Fraction(1), Fraction(4507, 10000))
    (lower,) = certificate(nodes, weights, 8).lower
    a, b, g = float(lower.node), float(lower.weight) ** 0.5, np.array([float(value) for value in lower.g])
    y, unused = 1e-3, 1.785
    p = b * y / (unused - a)
    end = flowed(SignedStudent(np.array([[a, p], [p, unused]]), np.array([b, y]), (1, 1)), g, 50.0)
    assert sum(end.residual(g) ** 2) == pytest.approx(0.97126, abs=1e-5)
