"""From near zero k = 2n lags suffice, where the moments no longer decide; 2n - 1 do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from verifier.cases.near_zero import Case, drawn_case, stopped_run
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence, Verdict

STUCK, LEARNS, EXPONENT = "does-not-extrapolate", "extrapolates", "exponent"
POWER, MARGIN = 2, Fraction(1, 50)
"""The exponent of eps in the error at k = 2n, and how far a fitted slope may be off."""
FLOOR = Fraction(1, 1000)
"""An error that stays above this share of g_0, whatever the scale, is one that does not go away."""


def case_of(index: int, missing: int) -> Case:
    """A drawn case cut to k = 2n - missing lags, its error read at the same lag 8 whatever k."""
    case = drawn_case(index, "beyond", 5)
    return replace(case, length=2 * case.modes - missing)


def errors(case: Case, scales: Sequence[Fraction], digits: int, lag: int = 8) -> list[Fraction]:
    """h_j - g_j at the lag, for runs to a loss of eps^6."""
    from numerics.model.teacher import moment

    target = moment(case.nodes, case.weights, lag)
    return [stopped_run(case, scale, digits).response_at(lag) - target for scale in scales]


def extrapolates(case: Case, exponents: Sequence[int], digits: int) -> Evidence:
    """Whether the extrapolation error goes to zero like eps^2 while the loss goes to zero."""
    from numerics.descent.slope import fitted_exponent
    from numerics.descent.stopping import NotFitted

    scales = [Fraction(1, 10**e) for e in exponents]
    try:
        found = errors(case, scales, digits)
    except NotFitted as failure:
        return Evidence(Verdict.UNDECIDED, f"{case}: {failure}")
    slope = fitted_exponent(scales, found)
    seen = ", ".join(f"{float(e):.4e} from {float(s):.0e}" for e, s in zip(found, scales, strict=True))
    details = {str(case): f"error at lag 8: {seen}; exponent {slope:.4f}"}
    if min(map(abs, found)) > FLOOR * abs(case.response[0][0][0]):
        details["counterexample"] = f"{case}: error at lag 8: {seen}"
        return Evidence(Verdict.REFUTED, f"{case}: the error stays", STUCK, details)
    if abs(slope - POWER) > MARGIN:
        details["counterexample"] = f"{case}: the error falls like eps^{slope:.4f}"
        return Evidence(Verdict.REFUTED, f"{case}: exponent", EXPONENT, details)
    return Evidence(Verdict.SUPPORTED, f"exponent {slope:.3f}", details=details)


def exactly_2n(settings: Settings) -> Evidence:
    """Drawn cases at k = 2n."""
    exponents = settings.pick((4, 8), (4, 8, 12), (4, 8, 12))
    found = [extrapolates(case_of(i, 0), exponents, settings.digits) for i in range(settings.pick(2, 8, 20))]
    return evidence.gathered(found, " at k = 2n extrapolate", {"stopping rule": "loss at most eps^6"})


def one_lag_fewer(settings: Settings) -> Evidence:
    """Drawn cases at k = 2n - 1: each of them must be refuted by the same code, because its error stays."""
    details = {"stopping rule": "loss at most eps^6"}
    count = settings.pick(2, 8, 20)
    for index in range(count):
        seen = extrapolates(case_of(index, 1), (4, 8), settings.digits)
        details |= {key: text for key, text in seen.details.items() if key != "counterexample"}
        if seen.verdict is Verdict.UNDECIDED:
            return seen
        if seen.reason != STUCK:
            details["counterexample"] = f"{case_of(index, 1)} extrapolates: {seen.summary}"
            return Evidence(Verdict.REFUTED, f"case {index} extrapolates from 2n - 1 lags", LEARNS, details)
    return Evidence(Verdict.SUPPORTED, f"{count} of {count} cases at k = 2n - 1 do not extrapolate", details=details)


CLAIM = Claim(
    id="beyond-the-theorem",
    section="6",
    title="From near zero 2n lags suffice, 2n - 1 do not",
    statement=(
        r"Trained on $k = 2n$ lags from $\epsilon \theta_0$, the student fits and $h_j - g_j = O(\epsilon^2)$ for "
        r"every $j$, although symmetric students with $L = 0$ and any larger $h_{2n}$ exist. On $k = 2n - 1$ lags it "
        r"fits and does not extrapolate, however small $\epsilon$."
    ),
    status=Status.OBSERVATION,
    hypotheses=(
        "$n$ distinct nodes other than $0$, positive weights",
        "the error is read where the loss is below $\\epsilon^6$",
    ),
    builds_on=("moment-sharpness", "near-zero-laws"),
    checks=(Check("k = 2n", exactly_2n, seconds=1), Check("k = 2n - 1", one_lag_fewer, seconds=1)),
    controls=(
        Control(
            "k-is-2n-minus-1",
            "one lag fewer",
            STUCK,
            lambda s: extrapolates(case_of(1, 1), (4, 8), s.digits),
        ),
    ),
)
