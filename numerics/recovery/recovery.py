"""From the first moments back to nodes and weights: chooses between exact and measured data, and doubts the former.

Numbers that look exact may look rounded. That is a guess from how they are written, so it only ever warns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from numerics.moments.truncated_moments import STABLE_SUPPORT, Support
from numerics.recovery.exact_recovery import recover_exact
from numerics.recovery.lag_zero import indexed_from, with_feedthrough
from numerics.recovery.measured_recovery import STATED_DEGREE, recover_measured
from numerics.recovery.recovery_result import Recovery, Report, silent
from numerics.recovery.rounding import last_places, looks_like_double, looks_rounded

DEFAULT_DIGITS = 50

LOOK_ROUNDED = (
    "the numbers look rounded: give their accuracy (--accuracy or --relative), or say that they are exact (--exact), "
    "or state the degree (--nodes)"
)
LOOK_LIKE_DOUBLE = (
    "the numbers look like float64, which does not tell how accurate they are: give --accuracy or --exact"
)
LAST_PLACES = "each number is within half a unit of its last place of the truth"


def recover(
    moments: Sequence[Fraction],
    digits: int | None = None,
    *,
    accuracy: Fraction | Sequence[Fraction] | None = None,
    horizon: int = 0,
    degree: int | None = None,
    exact: bool = False,
    start: int = 0,
    support: Support = STABLE_SUPPORT,
    report: Report = silent,
) -> Recovery:
    r"""The nodes and weights of $h_j = \sum_i w_i x_i^j$, as far as the first moments determine them.

    Data that look rounded and have a degree that nothing confirms (k = 2n) stay UNDECIDED: exactness needs exact data.

    Args:
        moments: $h_s, ..., h_{s+k-1}$ with s = `start`, exact.
        digits: decimals that every node and weight shall have; 50 when None, or what measured data can bear.
        accuracy: how far a moment may be from the truth, one number for all or one for each; None or 0: not at all.
        horizon: up to which lag the response is continued; 0 for not at all.
        degree: the number of poles, a hypothesis; decimals that look rounded are then taken to be within half a unit
            of their last place, which the answer names as a hypothesis too.
        exact: the numbers are meant exactly, however they look.
        start: the lag of the first number; weights are those of lag 0 all the same.
        support: where the symmetric student has its spectrum; its ends sharpen what forces extrapolation.
        report: told what is done, and what is being done.

    Returns:
        Degree, certified poles, positivity, what forces extrapolation; in `missing`, what would decide the rest.

    Raises:
        ValueError: no moments, fewer than one digit, a negative accuracy or start, or a degree n without 2n moments.
    """
    errors = _errors(moments, accuracy)
    _require_sense(len(moments), degree, start)
    how = _Reading(tuple(moments), tuple(errors), digits, max(0, horizon - start), degree, exact, support, report)
    return indexed_from(start, with_feedthrough(how.answer(), moments, errors))


@dataclass(frozen=True)
class _Reading:
    """How the numbers are to be taken."""

    moments: tuple[Fraction, ...]
    errors: tuple[Fraction, ...]
    digits: int | None
    horizon: int
    degree: int | None
    exact: bool
    support: Support
    report: Report

    def answer(self) -> Recovery:
        """From measured data, from decimals of a stated degree, or from exact ones."""
        if any(self.errors):
            return recover_measured(self.moments, self.errors, self.digits, self.horizon, self.degree)
        if self.degree is not None and not self.exact:
            return self._by_last_places(self.degree)
        found = self._exactly()
        if self.degree is not None:
            return _of_degree(found, self.degree)
        return _doubted(found, self.exact or not looks_rounded(self.moments))

    def _exactly(self) -> Recovery:
        return recover_exact(self.moments, self.digits or DEFAULT_DIGITS, self.horizon, self.support, self.report)

    def _by_last_places(self, degree: int) -> Recovery:
        """Decimals that look rounded are within half a unit of their last place; other numbers are meant exactly."""
        if looks_like_double(self.moments):
            return Recovery(len(self.moments), None, 0, missing=LOOK_LIKE_DOUBLE)
        errors = last_places(self.moments)
        if errors is None:
            return _of_degree(self._exactly(), degree)
        found = recover_measured(self.moments, errors, self.digits, self.horizon, degree)
        return replace(found, hypotheses=(*found.hypotheses, LAST_PLACES))


def _require_sense(count: int, degree: int | None, start: int) -> None:
    if start < 0:
        raise ValueError(f"recover: the first lag {start} is negative; number the lags from 0 on")
    if degree is not None and not 1 <= degree <= count // 2:
        raise ValueError(f"recover: a degree n needs 2n moments or more, not {count}")


def _errors(moments: Sequence[Fraction], accuracy: Fraction | Sequence[Fraction] | None) -> list[Fraction]:
    errors = list(accuracy) if isinstance(accuracy, Sequence) else [Fraction(accuracy or 0)] * len(moments)
    if len(errors) != len(moments) or min(errors, default=Fraction(0)) < 0:
        raise ValueError("recover: an accuracy is negative or missing; give the largest distance from the truth")
    return errors


def _of_degree(found: Recovery, degree: int) -> Recovery:
    """The answer to exact data whose degree was stated."""
    if found.degree is None and found.missing:
        return found
    if found.degree == degree:
        return replace(found, hypotheses=(*found.hypotheses, STATED_DEGREE.format(degree=degree)))
    why = f"the data have degree {found.degree}, not the {degree} stated; a Gauss rule takes the first {2 * degree}"
    return replace(found, missing=why)


def _doubted(found: Recovery, meant_exactly: bool) -> Recovery:
    """With what is not confirmed said, and a warning where the numbers look rounded."""
    if found.confirmed or found.forcing:
        return found
    if found.degree is None:
        return found if meant_exactly else replace(found, missing=f"{found.missing}; {LOOK_ROUNDED}")
    n = found.degree
    unconfirmed = f"the degree {n} is not confirmed: almost any {2 * n} numbers have one of {n}"
    further = f"the true sequence has degree {n}; one more moment would tell"
    found = replace(found, hypotheses=(*found.hypotheses, further))
    if found.positive:
        larger = f"among positive measures h_{2 * n} may also be larger, by any amount"
        found = replace(found, notes=(*found.notes, larger))
    if meant_exactly:
        return replace(found, notes=(unconfirmed, *found.notes))
    return replace(found, missing=found.missing or f"{unconfirmed}; {LOOK_ROUNDED}")
