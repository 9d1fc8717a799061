"""From near zero k = 2n lags suffice, where the moments no longer decide; 2n - 1 do not."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from numerics.descent.fitting import NotFitted
from numerics.descent.slope import fitted_exponent
from numerics.model.teacher import moment
from verifier.cases.near_zero import FIT_RULE, Case, drawn_case, stopped_run
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
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
)

STUCK, LEARNS, EXPONENT = "does-not-extrapolate", "extrapolates", "exponent"
POWER, MARGIN = 2, Fraction(1, 50)
"""The exponent of eps in the error at k = 2n, and how far a fitted slope may be off."""
FLOOR = Fraction(1, 1000)
"""An error that stays above this share of g_0, whatever the scale, is one that does not go away."""
LAG = 8
"""Where the error is read, whatever k."""


def case_of(index: int, missing: int) -> Case:
    """A drawn case cut to k = 2n - missing lags."""
    case = drawn_case(index, "beyond", 5)
    return replace(case, length=2 * case.modes - missing)


def errors(case: Case, scales: Sequence[Fraction], digits: int) -> list[Fraction]:
    """h_j - g_j at the lag, for runs to a loss of eps^6."""
    target = moment(case.nodes, case.weights, LAG)
    return [stopped_run(case, scale, digits).response_at(LAG) - target for scale in scales]


def extrapolates(case: Case, exponents: Sequence[int], digits: int) -> Evidence:
    """Whether the extrapolation error goes to zero like eps^2 while the loss goes to zero."""
    scales = [Fraction(1, 10**e) for e in exponents]
    try:
        found = errors(case, scales, digits)
    except NotFitted as failure:
        return Evidence(Verdict.UNDECIDED, f"{case}: {failure}")
    slope = fitted_exponent(scales, found)
    seen = ", ".join(f"{float(e):.4e} from {float(s):.0e}" for e, s in zip(found, scales, strict=True))
    details = {str(case): f"error at lag {LAG}: {seen}; exponent {slope:.4f}"}
    if min(map(abs, found)) > FLOOR * abs(case.response[0][0][0]):
        details["counterexample"] = f"{case}: error at lag {LAG}: {seen}"
        return Evidence(Verdict.REFUTED, f"{case}: the error stays", STUCK, details)
    if abs(slope - POWER) > MARGIN:
        details["counterexample"] = f"{case}: the error falls like eps^{slope:.4f}"
        return Evidence(Verdict.REFUTED, f"{case}: exponent", EXPONENT, details)
    return Evidence(Verdict.SUPPORTED, f"exponent {slope:.3f}", details=details)


@check("k = 2n")
def exactly_2n(settings: Settings) -> Evidence:
    exponents = settings.pick((4, 8), (4, 8, 12), (4, 8, 12))
    found = [extrapolates(case_of(i, 0), exponents, settings.digits) for i in range(settings.pick(2, 8, 20))]
    return evidence.gathered(found, " at k = 2n extrapolate", {"stopping rule": FIT_RULE})


@control("k-is-2n-minus-1", "one lag fewer", STUCK)
def k_is_2n_minus_1(settings: Settings) -> Evidence:
    return extrapolates(case_of(1, 1), (4, 8), settings.digits)


@check("k = 2n - 1")
def one_lag_fewer(settings: Settings) -> Evidence:
    """Each case must be refuted by the same code, because its error stays."""
    details = {"stopping rule": FIT_RULE}
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
