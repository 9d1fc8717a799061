"""The tangent kernel of wide starts: exact moments by hand, the proof and its false neighbours, numerics beside it."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.float64 import Float64
from numerics.arithmetics.protocol import Rows
from numerics.descent.descent import gradient
from numerics.memory.tangent_kernel import WideStart, tangent_kernel
from numerics.model.linear_rnn import LinearRNN, impulse_response, in_arithmetic
from tests.strategies import linear_rnns
from theory.memory.kernel_limit import kernel_limit_proof
from theory.memory.kernel_regime import (
    Start,
    Term,
    at,
    closed,
    constant_term,
    expectation,
    limit_kernel,
    mean_kernel,
    mean_squared_kernel,
    sigma,
)
from theory.memory.loop_equation import Ensemble
from theory.words.symbols import d
from verifier.claim.claim import Settings
from verifier.claim.verdict import Verdict
from verifier.claims.memory.kernel_regime import (
    LEARNT,
    MOMENT,
    UNFITTED,
    Contest,
    contrast,
    counterexample_to_moments,
    symmetric_sampled,
)


@pytest.mark.parametrize("lag", range(6))
def test_the_diagonal_tends_to_the_formula(lag: int) -> None:
    assert sp.expand(constant_term(mean_kernel(lag, lag)) - limit_kernel(lag, lag)) == 0


@pytest.mark.parametrize(("i", "j"), [(0, 1), (0, 2), (1, 3), (2, 4), (1, 2)])
def test_off_the_diagonal_the_mean_square_is_of_order_one_over_d(i: int, j: int) -> None:
    assert constant_term(mean_kernel(i, j)) == constant_term(mean_squared_kernel(i, j)) == 0
    assert constant_term(d * mean_squared_kernel(i, j)) != 0


def test_width_one_by_hand() -> None:
    """d = 1: h_1 = c a b, |grad h_1|^2 = (ab)^2 + (ac)^2 + (bc)^2 with E = sigma^2 + sigma^2 + 1."""
    assert sp.expand(mean_kernel(1, 1).subs(d, 1)) == 2 * sigma**2 + 1
    assert at(mean_kernel(1, 1), 1, Fraction(1, 2)) == Fraction(3, 2)


def test_width_one_fourth_moments_by_hand() -> None:
    """d = 1: K_00 = b^2 + c^2, E K_00^2 = 3 + 2 + 3; h_2 = c a^2 b, <grad h_0, grad h_2> = a^2 (b^2 + c^2)."""
    assert mean_squared_kernel(0, 0).subs(d, 1) == 8
    assert sp.expand(mean_kernel(0, 2).subs(d, 1)) == 2 * sigma**2


def test_three_forms_are_refused() -> None:
    with pytest.raises(ValueError, match="second moments need two"):
        closed(("a", "a", "a"))
    assert expectation(Term(("a",), ())) == 0


def test_an_expectation_that_grows_has_no_limit() -> None:
    assert constant_term(mean_kernel(1, 1, Start(Ensemble(), power=0))) == sp.oo


def test_the_proof_holds_and_fails_where_a_hypothesis_is_dropped() -> None:
    assert kernel_limit_proof().holds is True
    for wrong in (
        kernel_limit_proof(Start(Ensemble(symmetric=True))),
        kernel_limit_proof(Start(Ensemble(), power=0)),
        kernel_limit_proof(limit=lambda i, j: 2 * limit_kernel(i, j)),
    ):
        assert wrong.holds is False
        assert wrong.first_failure is not None
        assert "tends to" in wrong.first_failure.counterexample


@given(st.integers(1, 4).flatmap(linear_rnns), st.integers(1, 5))
def test_tangent_kernel_is_that_of_the_gradients(exact: LinearRNN[Rows], length: int) -> None:
    """grad h_j is half the gradient of |h_j - g_j|^2 at g_j = h_j - 1, the other lags being fitted."""
    double, width = Float64(), len(exact.A)
    model = in_arithmetic(exact, double)
    h = impulse_response(model, length, double)
    slopes = []
    for lag in range(length):
        g = [h_j - (1 if j == lag else 0) for j, h_j in enumerate(h)]
        G = gradient(model, g, double)
        slopes.append(np.concatenate([part.ravel() for part in (G.A, G.B, G.C)]) / 2)
    expected = np.array(slopes) @ np.array(slopes).T / width
    assert tangent_kernel(model, length) == pytest.approx(expected, rel=1e-9, abs=1e-9 * (1 + np.abs(expected).max()))


def test_several_inputs_are_refused() -> None:
    model = LinearRNN(np.eye(2), np.eye(2), np.ones((1, 2)))
    with pytest.raises(ValueError, match="one of each"):
        tangent_kernel(model, 2)


def test_a_symmetric_start_is_symmetric_and_as_large() -> None:
    A = WideStart(Fraction(1, 2), symmetric=True).draw(60, np.random.default_rng(3)).A
    assert (A == A.T).all()
    assert (A**2).sum() / 60 == pytest.approx(0.25, rel=0.2)


def test_a_sample_off_its_moment_is_seen() -> None:
    exact = float(at(mean_kernel(0, 0), 50, Fraction(1, 2)))
    values = exact + np.array([0.1, -0.1] * 50)
    assert "E K_00" in (counterexample_to_moments((50, 0, 0, values + 1)) or "")


def test_the_contrast_needs_a_fit_and_a_difference() -> None:
    contest = Contest(20, 0)
    assert contrast([contest], wide_steps=1).reason == UNFITTED
    assert contrast([replace(contest, length=1)], Fraction(1, 100), 2000).reason in (LEARNT, UNFITTED)
    assert contrast([Contest(50, 1)]).verdict is Verdict.SUPPORTED


def test_a_symmetric_sample_is_refuted_by_its_moments() -> None:
    assert symmetric_sampled.run(Settings(seed=5)).reason == MOMENT
