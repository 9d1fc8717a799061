"""A start of order one fits and does not extrapolate."""

from dataclasses import replace
from fractions import Fraction

from numerics.arithmetics.float64 import Float64
from numerics.descent.descent import Divergence
from numerics.descent.fitting import NotFitted, Stopped, run_to_fit
from numerics.model.teacher import moment
from verifier.cases.near_zero import Case
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="large-start",
    section="6",
    title="A start of order one fits and does not extrapolate",
    statement=(
        r"From starts whose entries are of order one, descent on $k = 5 > 2n$ lags fits a teacher of two modes "
        r"and does not extrapolate: some $|h_j - g_j|$ with $k \le j < 3k$ exceeds $1/100$."
    ),
    status=Status.OBSERVATION,
    hypotheses=(r"nodes $4/5, -2/5$, weights $1, 1/2$, width 8", "entries of the start in $[-1/2, 1/2)$"),
    builds_on=("non-extrapolating-minima",),
)

EXTRAPOLATES = "extrapolates"
TARGET, DEVIATES = Fraction(1, 10**14), Fraction(1, 100)
"""The loss that counts as fitted (residuals below 1e-7), and the deviation in lags k..3k-1 that counts as missing g."""
LIMIT = 100_000
TEACHER = Case((Fraction(4, 5), Fraction(-2, 5)), (Fraction(1), Fraction(1, 2)), 8, 5)


def follow(scale: Fraction, seeds: range, share: int) -> Evidence:
    """Runs of the teacher from `scale` times the direction of each seed, at 1/share of the step by rule, in float64."""
    fitted = 0
    details = {"teacher": str(TEACHER), "stopping rule": f"loss at most {float(TARGET):.0e}, in float64"}
    for case in (replace(TEACHER, seed=seed) for seed in seeds):
        name = f"seed {case.seed}"
        try:
            stopped = run_to_fit(replace(case.run(scale, case.eta / share), steps=LIMIT), Float64(), TARGET)
        except (NotFitted, Divergence) as failure:
            details[name] = f"not fitted: {failure}"
            continue
        off = largest_error(stopped, case)
        details[name] = f"fits after {stopped.step} steps; largest |h_j - g_j|, k <= j < 3k: {float(off):.4g}"
        fitted += 1
        if off < DEVIATES:
            details["counterexample"] = f"scale {scale}, {name}: {details[name]}"
            return Evidence(Verdict.REFUTED, f"{name} fits and extrapolates", EXTRAPOLATES, details)
    if fitted == 0:
        return Evidence(Verdict.UNDECIDED, "no run fitted; take smaller steps", "", details)
    summary = f"{fitted} of {len(seeds)} runs of scale {scale} fit, and none of these extrapolates"
    return Evidence(Verdict.SUPPORTED, summary, details=details)


def largest_error(stopped: Stopped, case: Case) -> Fraction:
    """max |h_j - g_j| over k <= j < 3k, exactly."""
    lags = range(case.length, 3 * case.length)
    return max(abs(stopped.response_at(j) - moment(case.nodes, case.weights, j)) for j in lags)


@check("starts of scale 1/2", seconds=2)
def starts_of_order_one(settings: Settings) -> Evidence:
    return follow(Fraction(1, 2), range(1, 1 + settings.pick(2, 20, 60)), share=8)


@control("near-zero", "starts of scale 1e-4", EXTRAPOLATES)
def near_zero(settings: Settings) -> Evidence:
    return follow(Fraction(1, 10**4), range(1, 2), share=1)
