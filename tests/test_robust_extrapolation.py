"""The robust bound: rigorous extremes, the constants, the dual polynomials, and that each can fail."""

from fractions import Fraction
from math import prod

import pytest
import sympy as sp
from flint import arb, fmpq, fmpq_poly
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import to_flint, to_fraction
from numerics.robust.best_bound import extremal_pair
from numerics.robust.extremes import maximum, minimum
from numerics.robust.robust_bound import annihilator, divide, robust_constant, upper_fraction
from theory.moments.annihilator import is_nonnegative_on, node_polynomial
from theory.moments.discrete_measure import Measure
from theory.robust.dual_bound import dual_bound
from theory.robust.robust_extrapolation import proof

UNIT = (Fraction(-1), Fraction(1))
inside = st.fractions(Fraction(-9, 10), Fraction(9, 10), max_denominator=10)
node_lists = st.lists(inside, min_size=1, max_size=3, unique=True)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=7), st.fractions(-1, 1, max_denominator=50))
def test_extremes_contain_every_value(coefficients: list[int], point: Fraction) -> None:
    polynomial = fmpq_poly(coefficients)
    value = polynomial(fmpq(point.numerator, point.denominator))
    with arb_bits(200):
        assert not arb(value) > maximum(polynomial, *UNIT).upper()
        assert not arb(value) < minimum(polynomial, *UNIT).lower()


def test_extremes_by_hand() -> None:
    """x - x^2 has its maximum 1/4 at 1/2 and its minimum -2 at -1; the ball is tight."""
    bump = fmpq_poly([0, 1, -1])
    assert maximum(bump, *UNIT).contains(fmpq(1, 4))
    assert minimum(bump, *UNIT).contains(-2)
    assert maximum(bump, *UNIT).rad() < arb(2) ** -30


@given(node_lists, st.integers(0, 30))
def test_division_is_exact(nodes: list[Fraction], lag: int) -> None:
    q = annihilator(nodes)
    quotient, remainder = divide(lag, q)
    assert quotient * q + remainder == fmpq_poly([0] * lag + [1])
    assert remainder.degree() < q.degree()


@given(node_lists, st.integers(0, 15), st.fractions(-1, 1, max_denominator=20))
def test_the_quotient_is_bounded_alike_at_every_lag(nodes: list[Fraction], extra: int, point: Fraction) -> None:
    """|s_j| <= prod (1 - |x_i|)^-2 on [-1, 1], whatever j."""
    quotient, _ = divide(2 * len(nodes) + extra, annihilator(nodes))
    bound = 1 / prod(((1 - abs(node)) ** 2 for node in nodes), start=Fraction(1))
    assert abs(to_fraction(quotient(to_flint(point)))) <= bound


def test_constant_by_hand() -> None:
    """One node at 0: x^3 = x * x^2, s in [-1, 1], c = (0, 0, 1): C1 = 1, and never below."""
    constant = robust_constant(3, annihilator([Fraction(0)]), UNIT)
    assert 1 <= constant < 1 + Fraction(1, 10**6)


def test_constant_is_one_on_trained_lags() -> None:
    assert robust_constant(2, annihilator([Fraction(1, 3)]), UNIT) == 1


def test_infinite_ball_is_not_a_bound() -> None:
    with pytest.raises(ValueError, match="finite"):
        upper_fraction(arb("inf"))


@pytest.mark.parametrize(
    ("roots", "expected"),
    [([0, 0], True), ([0], False), ([2], False), ([-2], True), ([1], False), ([-1], True), ([0, 0, 0], False)],
)
def test_nonnegative_on_the_unit_interval(roots: list[int], expected: bool) -> None:
    assert is_nonnegative_on(node_polynomial(roots), -1, 1) is expected


def test_dual_bound_is_refused_one_step_below() -> None:
    """x^2 is above x^4 on [-1, 1]; x^2 - 1/1000 is not."""
    response = [Fraction(1)] * 5
    assert dual_bound([0, 0, Fraction(1)], 4, response, Fraction(0), UNIT) == 0
    assert dual_bound([Fraction(-1, 1000), 0, Fraction(1)], 4, response, Fraction(0), UNIT) is None


def test_best_bound_brackets_the_worst_student() -> None:
    teacher = Measure.of([(Fraction(4, 5), 1), (Fraction(-2, 5), Fraction(1, 2))])
    response = teacher.moments(10)
    pair = extremal_pair(response, 5, 9, Fraction(1, 100), UNIT)
    worst = Measure(pair.nodes, pair.weights)
    reached = max(abs(worst.moment(j) - response[j]) for j in range(5))
    proved = dual_bound(pair.polynomial, 9, response, reached, UNIT)
    assert proved is not None
    assert 0 < worst.moment(9) - response[9] <= proved < Fraction(101, 100) * (worst.moment(9) - response[9])


def test_impossible_programme_is_an_error() -> None:
    """No positive measure on [-1, 1] has moments 1, 0, 2."""
    with pytest.raises(ValueError, match="no solution"):
        extremal_pair([Fraction(1), Fraction(0), Fraction(2)], 3, 3, Fraction(1, 1000), UNIT)


def test_proof_holds_and_speaks_of_every_lag() -> None:
    derivation = proof()
    assert derivation.holds is True
    assert "every lag" in derivation.scope


def test_proof_fails_at_2n_lags() -> None:
    """pi^2 has 2n + 1 coefficients: on 2n lags the last of them meets no residual."""
    failed = proof(2 * sp.Symbol("n", integer=True, positive=True)).first_failure
    assert failed is not None
    assert "trained lags" in failed.rule


@given(node_lists, st.integers(0, 8))
def test_quotients_obey_the_recurrence_of_the_proof(nodes: list[Fraction], extra: int) -> None:
    """s_{j+1} = x s_j + a and r_{j+1} = x r_j - a q, a the coefficient of x^{2n-1} in r_j."""
    q, lag = annihilator(nodes), 2 * len(nodes) + extra
    (quotient, remainder), (later, rest) = divide(lag, q), divide(lag + 1, q)
    top, one = remainder[2 * len(nodes) - 1], fmpq_poly([0, 1])
    assert later == one * quotient + top
    assert rest == one * remainder - top * q
