"""The judge of a run followed far beyond its lags, and the enclosures it judges by, against exact arithmetic."""

from dataclasses import replace
from fractions import Fraction

import pytest

from numerics.arithmetics.bounds import Bounds
from numerics.arithmetics.exact import Exact
from numerics.model.linear_rnn import impulse_response, in_arithmetic
from verifier.claim.verdict import Verdict
from verifier.claims.memory.long_memory import (
    FITTED,
    LARGE,
    MILLION,
    MISFIT,
    STRAYS,
    end_of_run,
    followed,
    judged,
    loss_and_error,
)

SHORT = replace(MILLION, width=3, scale=Fraction(1, 10), steps=40, horizon=30)
SMALL, WIDE = Bounds(Fraction(0), FITTED / 2), Bounds(Fraction(0), Fraction(1))


def test_the_enclosures_contain_the_exact_loss_and_error() -> None:
    state, _ = end_of_run(SHORT, 30)
    loss, error, lag = loss_and_error(SHORT, state)
    exact = Exact()
    h = [exact.fractions(X)[0][0] for X in impulse_response(in_arithmetic(state.model, exact), 30, exact)]
    gaps = [abs(h_j - (1 + Fraction((-1) ** j, 2))) for j, h_j in enumerate(h)]
    assert error.lower <= max(gaps) <= error.upper
    assert gaps[lag] == max(gaps)
    assert loss.lower <= sum(gap**2 for gap in gaps[:5]) <= loss.upper
    assert error.upper - error.lower < Fraction(1, 10**20)


def enclosure(low: Fraction, high: Fraction) -> Bounds:
    return Bounds(MILLION.within * low, MILLION.within * high)


@pytest.mark.parametrize(
    ("loss", "error", "verdict", "reason"),
    [
        (SMALL, enclosure(Fraction(0), Fraction(1)), Verdict.CERTIFIED, ""),
        (SMALL, enclosure(Fraction(2), Fraction(3)), Verdict.REFUTED, STRAYS),
        (SMALL, enclosure(Fraction(1, 2), Fraction(2)), Verdict.UNDECIDED, "too-wide"),
        (WIDE, enclosure(Fraction(0), Fraction(1)), Verdict.UNDECIDED, "too-wide"),
        (WIDE, enclosure(Fraction(2), Fraction(3)), Verdict.UNDECIDED, "too-wide"),
        (Bounds(2 * FITTED, 3 * FITTED), enclosure(Fraction(2), Fraction(3)), Verdict.REFUTED, MISFIT),
    ],
)
def test_the_judge_has_three_answers(loss: Bounds, error: Bounds, verdict: Verdict, reason: str) -> None:
    found = judged(MILLION, loss, error, {"loss": "", "largest error": "", "at lag": ""})
    assert (found.verdict, found.reason) == (verdict, reason)


def test_a_run_that_has_not_fitted_says_nothing_of_extrapolation() -> None:
    assert followed(SHORT, 30).reason == MISFIT


def test_a_step_too_large_is_lost_not_refuted() -> None:
    assert followed(replace(LARGE, eta=Fraction(1)), 30).verdict is Verdict.UNDECIDED
