"""What a student lacks at a critical point of m modes: exact instances, the polynomial t, and the failures outside."""

from fractions import Fraction

import pytest
from flint import fmpq_poly
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import contractions, positive_rationals, rationals
from theory.model.rationals import to_flint, to_fraction
from theory.moments.discrete_measure import Measure
from theory.moments.symmetric_student import node_polynomial
from theory.saddles.critical_modes import Modes, critical_modes, projected_one, weighed, zeros_within
from theory.saddles.mass_deficit import delta, m, mass_deficit_proof

BY_HAND = Modes(Measure.of([(1, Fraction(11, 10))]), Measure.of([(1, 1), (-1, Fraction(1, 2))]), 5)


@st.composite
def critical_points(draw: st.DrawFn, within: st.SearchStrategy[Fraction]) -> Modes:
    """Critical points of one or two modes; the teacher's nodes are drawn from `within`, its last weights solved for."""
    size, more = draw(st.integers(1, 2)), draw(st.integers(0, 3))
    own = draw(st.lists(rationals(9, 5).filter(bool), min_size=size, max_size=size, unique=True))
    nodes = draw(st.lists(within, min_size=size + more, max_size=size + more, unique=True))
    weights = draw(st.lists(positive_rationals(), min_size=more, max_size=more))
    found = critical_modes(own, nodes, weights, draw(st.integers(2 * size + 1, 2 * size + 5)))
    assume(found is not None)
    return found


@given(critical_points(rationals(9, 5)))
def test_the_identity_holds_at_every_critical_point(modes):
    assert not any(modes.gradient)
    assert modes.deficit == weighed(modes)


@given(critical_points(contractions()))
def test_inside_the_student_lacks_mass(modes):
    assume(min(modes.teacher.weights) >= 0)
    assert modes.deficit > 0 or not any(modes.residual)


@given(st.lists(rationals(30, 5).filter(bool), max_size=3, unique=True), st.integers(1, 6))
def test_t_comes_from_the_projection_of_one(own, room):
    k, square = 2 * len(own) + room, node_polynomial(own) ** 2
    t = projected_one(own, k)
    P = square * t
    for power in range(room):
        v = square * fmpq_poly([0] * power + [1])
        assert sum(P[j] * v[j] for j in range(k)) == v[0]
    assert t.degree() < room
    assert zeros_within(t, Fraction(1)) == 0 < t[0]
    assert all(t(to_flint(Fraction(p, 4))) > 0 for p in range(-4, 5))


def test_by_hand():
    """Nodes 1, -1, weights 1, 1/2, k = 5: a = 1, s = 11/10."""
    assert [5 * R for R in BY_HAND.residual] == [-2, 3, -2, 3, -2]
    assert BY_HAND.gradient == [0, 0]
    assert projected_one([Fraction(1)], 5) * 5 == fmpq_poly([2, 2, 1])
    assert BY_HAND.deficit == weighed(BY_HAND) == Fraction(2, 5)


def test_the_end_of_the_interval_where_t_is_positive():
    """a = 1, k = 4: t = (3 + 2x)/10, so a node at -3/2 adds nothing, and one beyond takes mass."""
    assert zeros_within(projected_one([Fraction(1)], 4), Fraction(3, 2)) == 1
    at_the_end = critical_modes([Fraction(1)], [Fraction(-2), Fraction(-3, 2)], [Fraction(0)], 4)
    assert at_the_end.deficit == 0
    t = projected_one([Fraction(1)], 4)
    assert [to_fraction(t(to_flint(Fraction(p, 2)))) > 0 for p in (-4, -2, 2)] == [False, True, True]


def test_outside_the_student_may_have_too_much():
    """Nodes 3/2 and -3/2, k = 6: the polynomial t of a = 4/3 has a zero between -3/2 and -1."""
    found = critical_modes([Fraction(4, 3)], [Fraction(3, 2), Fraction(-3, 2)], [Fraction(9, 10)], 6)
    assert min(found.teacher.weights) > 0
    assert found.gradient == [0, 0]
    assert found.deficit == weighed(found) == Fraction(-46716, 1208885)
    t = projected_one([Fraction(4, 3)], 6)
    assert (zeros_within(t, Fraction(1)), zeros_within(t, Fraction(3, 2))) == (0, 1)


def test_a_residual_that_is_not_orthogonal_has_another_deficit():
    other = Modes(Measure.of([(1, 1)]), BY_HAND.teacher, 5)
    assert other.gradient[0] == Fraction(-1, 2)
    assert (other.deficit, weighed(other)) == (Fraction(1, 2), Fraction(2, 5))


def test_singular_equations_have_no_answer():
    """The student's node is one of the teacher's: the two weights there cannot be told apart."""
    assert critical_modes([Fraction(1)], [Fraction(-1), Fraction(1)], [Fraction(1, 2)], 5) is None


def test_weights_must_be_as_many_as_asked_for():
    with pytest.raises(ValueError, match="0 weights are given; n = 2 and m = 1 want 1"):
        critical_modes([Fraction(1)], [Fraction(0), Fraction(2)], [], 3)


@pytest.mark.parametrize(
    ("changed", "label"),
    [
        ({"lags": 2 * m}, "room"),
        ({"power": 1}, "t-at-0"),
        ({"square": 1 + delta}, "no-zero"),
        ({"vanishing": True}, "P-not-0"),
    ],
)
def test_a_false_neighbour_of_the_proof_breaks_where_it_is_false(changed, label):
    assert mass_deficit_proof().holds is True
    assert mass_deficit_proof(**changed).first_failure.label == label
