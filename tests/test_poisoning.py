"""Training on one lag: what stays constant, the limit it fixes, and the enclosed flow on two lags."""

from fractions import Fraction

import pytest
import sympy as sp
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.precision import arb_bits
from numerics.poisoning.poisoned_flow import poisoned_flow_limit
from numerics.poisoning.poisoned_limit import PoisonCase, extrapolation_error, poisoned_limit
from tests.strategies import positive_rationals
from theory.moments.poisoning import moved_differences, poisoning_proof

STARTS = st.lists(positive_rationals(), min_size=1, max_size=4)


@given(STARTS, st.integers(3, 9))
def test_differences_stand_still_without_lag_1(a, lag):
    assert not any(moved_differences(a, lag, lag_1=False))


@given(STARTS, st.integers(3, 8))
def test_the_limit_fits_and_keeps_the_differences(start, lag):
    with arb_bits(160):
        limit, p = poisoned_limit(start, lag, 160), lag - 2
        assert sum((x**lag for x in limit), arb(-1)).contains(0)
        for x, y in zip(start, limit, strict=True):
            moved = (1 / y**p - arb(x.denominator) ** p / arb(x.numerator) ** p) - (
                1 / limit[0] ** p - arb(start[0].denominator) ** p / arb(start[0].numerator) ** p
            )
            assert moved.contains(0)
            assert y.rad() < arb("1e-30")


def test_the_flow_on_both_lags_ends_where_both_fit():
    """Three nodes on the lags 1 and 3: the end satisfies both equations, within a small radius."""
    found = poisoned_flow_limit([Fraction(3, 8), Fraction(1, 4), Fraction(1, 8)], 3, 192)
    with arb_bits(192):
        assert sum(found.nodes, arb(-1)).contains(0)
        assert sum((a**3 for a in found.nodes), arb(-1)).contains(0)
        assert all(a.rad() < arb("1e-15") for a in found.nodes)


def test_by_hand():
    """Two equal entries on lag 4: a^4 = 1/2; lag 1 moves 1/a_i by 4 and 1."""
    with arb_bits(100):
        assert all((x**4).overlaps(arb("0.5")) for x in poisoned_limit([Fraction(1, 2)] * 2, 4, 100))
    assert moved_differences([Fraction(1), Fraction(2)], 3, lag_1=True) == [0, -3]


def test_an_end_at_which_the_gradients_are_parallel_is_refused():
    """d = 1: the gradients of R_3 and R_1 cannot be independent."""
    with pytest.raises(ArithmeticError, match="the rest of the way is not bounded"):
        poisoned_flow_limit([Fraction(1, 2)], 3, 192)


def test_the_published_start_and_error():
    """Seed 242, d = 10, l = 6: the notebook prints 0.0011832; the exact error is 0.00118424."""
    case = PoisonCase(10, 6, 0.001, 5)
    start = case.start(242)
    assert len(start) == 10
    assert max(start) == start[0] > start[1] > 0
    with arb_bits(192):
        error = extrapolation_error(poisoned_limit(start, 6, 192), 10)
        assert error.overlaps(arb("0.0011842367161637606346", "1e-21"))
        assert not error.overlaps(arb("0.0011832003440634064", "1e-7"))


def test_what_is_no_start_is_refused():
    with pytest.raises(ValueError, match="lag 2, least start 1"):
        poisoned_limit([Fraction(1)], 2, 64)
    with pytest.raises(ValueError, match="least start 0"):
        poisoned_limit([Fraction(0)], 4, 64)


def test_a_false_neighbour_of_the_proof_breaks_where_it_is_false():
    assert poisoning_proof().holds is True
    assert poisoning_proof(sp.Symbol("e", positive=True)).first_failure.label == "rate"
