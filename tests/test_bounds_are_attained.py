"""A constant halved, zeroed or without one of its factors is refuted by the claim that uses it."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from numerics.robust import robust_bound
from numerics.robust.near_symmetric_bound import extrapolation_constants
from theory.moments import stable_threshold as threshold
from verifier.claim.claim import Settings
from verifier.claim.verdict import Verdict
from verifier.claims.moments import stable_threshold
from verifier.claims.robust import near_symmetric_extrapolation, robust_extrapolation


def near_symmetric_by(change: Callable[[Fraction, Fraction], Fraction]) -> Callable[..., Any]:
    """numerics' constants with another C2, from C1 and C2."""

    def changed(*arguments: Any) -> Any:
        found = extrapolation_constants(*arguments)
        return replace(found, C2=change(found.C1, found.C2))

    return changed


@pytest.mark.parametrize(
    "change",
    [lambda _, C2: C2 / 2, lambda _, C2: Fraction(0), lambda C1, C2: C2 / C1, lambda _, C2: C2 * Fraction(999, 1000)],
    ids=["halved", "zero", "without C1", "a thousandth less"],
)
def test_the_price_of_asymmetry(change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    the_constant = near_symmetric_extrapolation.the_constant
    assert the_constant.run(Settings()).verdict is Verdict.SUPPORTED
    monkeypatch.setattr(near_symmetric_extrapolation, "extrapolation_constants", near_symmetric_by(change))
    assert the_constant.run(Settings()).verdict is Verdict.REFUTED


def test_the_robust_constant(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = robust_bound.robust_constant
    monkeypatch.setattr(robust_bound, "robust_constant", lambda *of, **more: whole(*of, **more) * Fraction(99, 100))
    assert robust_extrapolation.random_students.run(Settings()).verdict is Verdict.REFUTED


def test_the_largest_share_is_the_whole_bound() -> None:
    found = robust_extrapolation.random_students.run(Settings())
    assert found.details["largest error / bound"] == "1.000"


@pytest.mark.parametrize("lost", [0, 1, 2], ids=["r_j", "c", "s_j"])
def test_the_exact_bound_of_stable_students(lost: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the norm of r_j the bound loses less than the instance leaves; c and s_j are needed."""
    whole = threshold.stable_constant

    def without(*of: Any) -> Any:
        return tuple((0 if lost == 0 else 1) if part == lost else value for part, value in enumerate(whole(*of)))

    monkeypatch.setattr(threshold, "stable_constant", without)
    found = stable_threshold.robust.run(Settings()).verdict
    assert (found is Verdict.REFUTED) == (lost > 0)


def test_the_tight_bound_of_stable_students(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = stable_threshold.robust_constant
    monkeypatch.setattr(stable_threshold, "robust_constant", lambda *of: whole(*of) * Fraction(99, 100))
    assert stable_threshold.robust.run(Settings()).verdict is Verdict.REFUTED
