"""One mode: the flow's algebra against the general gradient, the nullclines, the box, the valley."""

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import positive_rationals, rationals
from theory.model.gradient import gradient
from theory.model.linear_rnn import linear_rnn
from theory.origin.nullclines import SingleMode
from theory.origin.single_mode import mean_increases, single_mode_proof
from theory.origin.valley import INSTANCE, counterexample_to_the_limit, is_trapped, valley_proof


@st.composite
def modes(draw: st.DrawFn) -> SingleMode:
    """Positive node and weight with numerator <= 12, denominator <= 9; 2 <= k <= 6."""
    return SingleMode(draw(positive_rationals()), draw(positive_rationals()), draw(st.integers(2, 6)))


def test_the_proof_holds() -> None:
    assert single_mode_proof().holds is True
    assert single_mode_proof().gaps == ()


def test_the_proof_fails_for_a_node_of_the_other_sign() -> None:
    failure = single_mode_proof(node_sign=-1).first_failure
    assert failure is not None
    assert "s_A = 8/33, s_* = 4/19" in failure.counterexample


def test_the_proof_fails_for_one_lag() -> None:
    failure = single_mode_proof(length=1).first_failure
    assert failure is not None
    assert "only lag 1" in failure.rule
    assert single_mode_proof(length=2).holds is True


def test_no_step_is_undecided_in_the_pair_identity() -> None:
    assert [step.holds for step in mean_increases()] == [True] * len(mean_increases())


@given(modes(), rationals(), st.integers(1, 5))
def test_velocity_is_minus_the_gradient_of_the_model(mode: SingleMode, a: Fraction, root: int) -> None:
    """d = 1, B = C = root: a' = -dL/dA and s' = -(dL/dB C + B dL/dC)."""
    teacher = [sp.ImmutableMatrix([[sp.Rational(str(mode.weight * mode.node**j))]]) for j in range(mode.length)]
    G = gradient(linear_rnn([[sp.Rational(str(a))]], [[root]], [[root]]), teacher)
    expected = (-G.A[0, 0], -root * (G.B[0, 0] + G.C[0, 0]))
    assert tuple(sp.Rational(str(v)) for v in mode.velocity(a, Fraction(root**2))) == expected


@given(modes(), rationals().filter(bool))
def test_velocity_vanishes_on_the_nullclines(mode: SingleMode, a: Fraction) -> None:
    assert mode.velocity(a, mode.s_nullcline(a))[1] == 0
    assert mode.velocity(a, mode.a_nullcline(a))[0] == 0


@given(modes(), positive_rationals())
def test_nullclines_are_in_order_for_positive_a(mode: SingleMode, a: Fraction) -> None:
    assert mode.counterexample_to_order(a) is None


@given(modes(), rationals().map(abs), positive_rationals())
def test_no_start_leaves_its_box(mode: SingleMode, a: Fraction, s: Fraction) -> None:
    assert mode.counterexample_to_box(a, s) is None


def test_the_nullclines_meet_at_the_teacher() -> None:
    mode = SingleMode(Fraction(2, 3), Fraction(5), 4)
    assert mode.s_nullcline(mode.node) == mode.a_nullcline(mode.node) == mode.weight
    assert mode.velocity(mode.node, mode.weight) == (0, 0)


def test_the_order_is_refuted_beyond_the_wrong_side_by_hand() -> None:
    """s_*(-3/2) = (1 - 3/2 + 9/4)/(1 + 9/4 + 81/16) = 4/19, s_A(-3/2) = (1 - 3)/(-3/2 - 27/4) = 8/33."""
    a = Fraction(-3, 2)
    assert (INSTANCE.s_nullcline(a), INSTANCE.a_nullcline(a)) == (Fraction(4, 19), Fraction(8, 33))
    assert INSTANCE.counterexample_to_order(a)


def test_the_box_check_can_fail() -> None:
    """One lag: nothing moves a, so the edge a = 0 does not repel."""
    found = SingleMode(Fraction(1), Fraction(1), 1).counterexample_to_box(Fraction(0), Fraction(1))
    assert "not repelling" in (found or "")


@pytest.mark.parametrize(("node", "s"), [(-1, 1), (1, 0), (0, 1)])
def test_the_box_wants_a_positive_node_and_a_positive_s(node: int, s: int) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        SingleMode(Fraction(node), Fraction(1), 3).box(Fraction(1), Fraction(s))


def test_the_a_nullcline_does_not_exist_at_zero() -> None:
    with pytest.raises(ValueError, match="keeps one sign"):
        INSTANCE.a_nullcline(Fraction(0))


def test_the_valley() -> None:
    assert valley_proof().holds is True
    assert valley_proof().gaps == ()


def test_the_valley_is_refused_where_a_sign_is_wrong() -> None:
    """At a = -1: N = 1 - 2 = -1, but X D - N Y = 1 (-3) + 3 = 0. At a = -1/4: N = 1 - 1/2 > 0."""
    assert valley_proof(INSTANCE, Fraction(-1)).holds is False
    assert valley_proof(INSTANCE, Fraction(-1, 4)).holds is False


@given(modes(), rationals().map(abs), positive_rationals())
def test_nothing_stands_in_the_way_on_the_side_of_the_teacher(mode: SingleMode, a: Fraction, s: Fraction) -> None:
    assert counterexample_to_the_limit(mode, a, s) is None


def test_the_mirrored_valley_is_found() -> None:
    mirrored = SingleMode(Fraction(-1), Fraction(1), 3)
    assert is_trapped(mirrored, Fraction(3, 2), Fraction(4, 19))
    assert "not left" in (counterexample_to_the_limit(mirrored, Fraction(3, 2), Fraction(4, 19)) or "")


@given(st.fractions(Fraction(3, 2), 20, max_denominator=9), st.fractions(Fraction(1, 50), 1, max_denominator=50))
def test_the_field_points_into_the_trap(minus_a: Fraction, share: Fraction) -> None:
    """In E the node falls; on its upper edge s falls while the node stands still."""
    a = -minus_a
    top = INSTANCE.a_nullcline(a)
    assert is_trapped(INSTANCE, a, share * top)
    assert INSTANCE.velocity(a, share * top)[0] <= 0
    on_edge = INSTANCE.velocity(a, top)
    assert on_edge[0] == 0 > on_edge[1]
