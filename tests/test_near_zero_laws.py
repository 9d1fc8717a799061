"""The plateau: its stopping rule, its coordinates, its coefficients, and the judge of the laws."""

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.arb import Midpoints
from numerics.descent.run import Run
from numerics.descent.slope import fitted_exponent
from numerics.model.linear_rnn import LinearRNN
from numerics.model.start import start
from numerics.model.teacher import response_of_measure
from numerics.plateau.plateau_coordinates import complement_product
from numerics.plateau.stopping_rule import RULE, NoPlateau, Vanished, run_to_plateau
from theory.plateau.leading_order import plateau_coefficients, proof
from verifier.claim.verdict import Verdict
from verifier.claims.plateau.near_zero_laws import ONE_MODE, follow, judge, observe

node_lists = st.lists(st.fractions(-1, 1, max_denominator=9).filter(bool), min_size=1, max_size=3, unique=True)


@given(node_lists)
def test_coefficient_is_the_closed_formula(nodes: list[Fraction]) -> None:
    """k = 2n + 1: pi(0)^4 / |c|^2."""
    x = sp.Symbol("x")
    square = sp.Poly(sp.prod([(x - sp.Rational(v.numerator, v.denominator)) ** 2 for v in nodes]), x)
    expected = square.eval(0) ** 2 / sum(c**2 for c in square.all_coeffs())
    found = plateau_coefficients(nodes, 2 * len(nodes) + 1).loss
    assert sp.Rational(found.numerator, found.denominator) == expected


@given(node_lists, st.integers(1, 3))
def test_residuals_are_the_projection(nodes: list[Fraction], extra: int) -> None:
    """On the trained lags h_j - g_j = q Proj e_0: its squares sum to the loss coefficient."""
    length = 2 * len(nodes) + extra
    laws = plateau_coefficients(nodes, length)
    trained = [laws.error(lag) for lag in range(1, length)]
    at_zero = 1 - sum(shift for shift in laws.shift[: len(nodes)])
    assert at_zero**2 + sum(r**2 for r in trained) == laws.loss


def test_error_has_no_law_at_lag_zero() -> None:
    with pytest.raises(ValueError, match="from 1 on"):
        plateau_coefficients([Fraction(1, 2)], 3).error(0)


@pytest.mark.parametrize("nodes", [[Fraction(1, 2), Fraction(1, 2)], [Fraction(1, 2), Fraction(1, 3)]])
def test_too_few_lags_or_a_repeated_node(nodes: list[Fraction]) -> None:
    with pytest.raises(ValueError, match="rank"):
        plateau_coefficients(nodes, 3)


def test_q_by_hand() -> None:
    """S = 1/2, beta = 1, A_12 = 0, A_21 = 1/10, B_2 = 3/10, C_2 = 1/5: y_R = 1/10, y_L = 1/5, up to the small turn of
    the learnt direction."""
    tiny = Fraction(1, 10**6)
    model = LinearRNN(
        ((Fraction(1, 2), Fraction(0)), (tiny / 10, Fraction(0))),
        ((Fraction(1),), (3 * tiny / 10,)),
        ((Fraction(1), tiny / 5),),
    )
    assert complement_product(model, 1, 40) == pytest.approx(tiny**2 / 50, rel=1e-4)


def test_q_needs_a_complement() -> None:
    with pytest.raises(ValueError, match="complement"):
        complement_product(start(1, 2, Fraction(1)), 2, 30)


def test_a_step_up_is_not_level() -> None:
    assert RULE.is_level([Fraction(1)] * 9)
    assert not RULE.is_level([Fraction(1)] * 8 + [Fraction(104, 100)])


@pytest.mark.parametrize(("limit", "expected"), [(50, NoPlateau), (20_000, Vanished)])
def test_a_large_start_has_no_plateau(limit: int, expected: type[Exception]) -> None:
    g = response_of_measure([Fraction(4, 5)], [Fraction(1)], 3)
    with pytest.raises(expected):
        run_to_plateau(Run(start(1, 4, Fraction(1)), g, Fraction(1, 50), limit), Midpoints(200), Fraction(1, 10**30))


@given(st.integers(-5, 5), st.integers(1, 9))
def test_exponent_of_a_power(exponent: int, factor: int) -> None:
    xs = [Fraction(1, 10**e) for e in (2, 5, 9)]
    assert fitted_exponent(xs, [factor * x**exponent for x in xs]) == pytest.approx(exponent, abs=1e-9)


def test_one_scale_has_no_exponent() -> None:
    with pytest.raises(ValueError, match="two different scales"):
        fitted_exponent([Fraction(1)], [Fraction(1)])


def test_the_judge_refutes_a_wrong_slope_and_a_wrong_coefficient() -> None:
    runs = [observe(ONE_MODE, Fraction(1, 10**e), 50) for e in (4, 6)]
    case = {"case": "test"}
    assert judge(runs, dict(case)).verdict is Verdict.SUPPORTED
    shifted = [runs[0], replace(runs[1], error=runs[1].error * 2)]
    assert judge(shifted, dict(case)).reason == "slope"
    doubled = [replace(run, error=run.error * 2) for run in runs]
    assert judge(doubled, dict(case)).reason == "coefficient"


def test_too_few_steps_are_undecided_not_refuted(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise NoPlateau("plateau: not reached")

    monkeypatch.setattr("verifier.claims.plateau.near_zero_laws.observe", never)
    assert follow(ONE_MODE, [Fraction(1, 10**4)], 50).verdict is Verdict.UNDECIDED


def test_algebra_holds() -> None:
    assert proof().holds is True
    assert proof().gaps == ()
    assert "(1, -1, 0)" in proof(nodes_move=False).first_failure.counterexample
