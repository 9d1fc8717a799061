"""Which lags pin the measure: the polynomial q with prescribed exponents, and students that fit and stray."""

from fractions import Fraction

import pytest
from flint import fmpq_poly
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import positive_rationals
from theory.model.rationals import to_flint
from theory.moments.lag_sets import certificate, further_zeros, lag_sets_proof, n


@st.composite
def cases(draw):
    """One to three positive nodes and 2n + 1 lags."""
    nodes = draw(st.lists(positive_rationals(), min_size=1, max_size=3, unique=True))
    size = 2 * len(nodes) + 1
    return nodes, sorted(draw(st.sets(st.integers(0, 12), min_size=size, max_size=size)))


@given(cases(), positive_rationals(40))
def test_q_has_double_zeros_at_the_nodes_and_is_positive_elsewhere(case, x):
    nodes, lags = case
    q = certificate(nodes, lags)
    assert q is not None
    slope = q.derivative()
    assert all(q(to_flint(node)) == 0 == slope(to_flint(node)) for node in nodes)
    assert all((q[j] != 0) == (j in lags) for j in range(13))
    assert further_zeros(q, nodes) == 0
    assert q(to_flint(x)) > 0 or x in nodes


@given(cases())
def test_with_one_lag_less_there_is_none(case):
    nodes, lags = case
    assert certificate(nodes, lags[1:]) is None


def test_by_hand():
    """Node 1: x^3 - 3x + 2 = (x - 1)^2 (x + 2); node 1, J = {0, 2, 4}: (x^2 - 1)^2."""
    assert certificate([Fraction(1)], [0, 1, 3]) == fmpq_poly([2, -3, 0, 1])
    assert certificate([Fraction(1)], [0, 2, 4]) == fmpq_poly([1, 0, -2, 0, 1])


def test_a_further_zero_is_counted_and_a_simple_zero_refused():
    """(x - 1)^2 (x - 2) and x - 1."""
    assert further_zeros(fmpq_poly([-1, 1]) ** 2 * fmpq_poly([-2, 1]), [Fraction(1)]) == 1
    with pytest.raises(ValueError, match="no double zeros at all of 1"):
        further_zeros(fmpq_poly([-1, 1]), [Fraction(1)])


@pytest.mark.parametrize(("changed", "label"), [({"lags": 2 * n}, "exists"), ({"spectrum": False}, "one-sign")])
def test_a_false_neighbour_of_the_proof_breaks_where_it_is_false(changed, label):
    assert lag_sets_proof().holds is True
    assert lag_sets_proof(**changed).first_failure.label == label
