"""The real zeros of t: none for odd k, one for even k; and the mass of critical points beyond [-1, 1]."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import rationals
from theory.model.rationals import to_flint, to_fraction
from theory.saddles.critical_modes import critical_modes, projected_one, real_zeros_of_t, zeros_within
from theory.saddles.sharp_deficit import half, sharp_deficit_proof

NODES = st.lists(rationals(12, 4).filter(bool), min_size=1, max_size=3, unique=True)


@given(NODES, st.integers(1, 6))
def test_the_real_zeros_of_t(own, room):
    k = 2 * len(own) + room
    zeros, _ = real_zeros_of_t(own, k)
    assert zeros <= (0 if k % 2 else 1)
    assert zeros_within(projected_one(own, k), Fraction(1)) == 0


@given(st.lists(rationals(12, 4).filter(lambda a: a > 0), min_size=1, max_size=3, unique=True), st.integers(1, 6))
def test_positive_nodes_leave_one_negative_zero_for_even_k(own, room):
    k = 2 * len(own) + room
    assert real_zeros_of_t(own, k) == ((0, 0) if k % 2 else (1, 0))


@given(NODES, st.integers(0, 2), rationals(60, 5))
def test_for_odd_k_t_is_positive_wherever_a_teacher_has_a_node(own, half_room, x):
    t = projected_one(own, 2 * len(own) + 1 + 2 * half_room)
    assert t(to_flint(x)) > 0


@pytest.mark.parametrize(("k", "digits"), [(4, -15), (6, -13867), (8, -13189), (10, -12732), (12, -12402)])
def test_where_the_zero_is_for_the_node_1(k, digits):
    """-1.5, -1.3867, -1.3189, ...: t changes sign between the last digit and the next."""
    t, unit = projected_one([Fraction(1)], k), Fraction(1, 10 if digits == -15 else 10**4)
    low, high = (to_fraction(t(to_flint(unit * (digits + side)))) for side in (-1, 1))
    assert low < 0 < high


def test_outside_even_k_fails():
    """a = 4/3, nodes 3/2 and -3/2, positive weights, k = 6."""
    found = critical_modes([Fraction(4, 3)], [Fraction(3, 2), Fraction(-3, 2)], [Fraction(9, 10)], 6)
    assert min(found.teacher.weights) > 0 > found.deficit
    assert real_zeros_of_t([Fraction(4, 3)], 6) == (1, 0)


@pytest.mark.parametrize(("changed", "label"), [({"lags": 2 * half}, "odd-k"), ({"negative": 1}, "half-line")])
def test_a_false_neighbour_of_the_proof_breaks_where_it_is_false(changed, label):
    assert sharp_deficit_proof().holds is True
    assert sharp_deficit_proof(**changed).first_failure.label == label
