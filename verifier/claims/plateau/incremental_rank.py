"""The modes are learnt one by one, after waits in proportion to log 1/eps."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import log, log1p

from numerics.arithmetics.by_name import arithmetic
from numerics.descent.rank_path import rank_steps
from verifier.cases.near_zero import LIMIT, Case, drawn_case, working_digits
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="incremental-rank",
    section="6",
    title="The modes are learnt one by one, after waits proportional to log 1/eps",
    statement=(
        r"From $\epsilon \theta_0$ the numerical rank of the student's Hankel matrix climbs $1, \ldots, n$, one at a "
        r"time. Each step comes after a time that grows in proportion to $\log(1/\epsilon)$; the first by "
        r"$1 / (2 g_0)$ for each unit of $\log(1/\epsilon)$."
    ),
    status=Status.OBSERVATION,
    hypotheses=(r"$k > 2n$, positive weights, a start $\epsilon \theta_0$ with $\epsilon$ small",),
    builds_on=("origin-saddle",),
)

TOGETHER, NOT_LOGARITHMIC, WRONG_RATE = "all-at-once", "not-logarithmic", "rate"
SHARE = Fraction(1, 50)
"""How far the wait for a factor of eps may vary, relatively; and how far the first may be from its closed form."""
DIGITS = 30


def follow(case: Case, exponents: Sequence[int]) -> Evidence:
    """The steps at which the rank reaches 1, ..., n from scales 10^-e, e in arithmetic progression."""
    table = []
    for scale in (Fraction(1, 10**e) for e in exponents):
        engine = arithmetic(case.arithmetic, working_digits(scale, DIGITS), LIMIT)
        table.append(rank_steps(case.run(scale), case.modes, engine))
    seen = "; ".join(f"1e-{e}: {steps}" for e, steps in zip(exponents, table, strict=True))
    details = {str(case): f"steps at which the rank is 1, ..., n from {seen}"}
    if any(len(steps) < case.modes for steps in table):
        return Evidence(Verdict.UNDECIDED, f"{case}: the rank did not reach {case.modes} in {LIMIT} steps", "", details)
    return judge(case, exponents, table, details)


def judge(case: Case, exponents: Sequence[int], table: Sequence[Sequence[int]], details: dict[str, str]) -> Evidence:
    """One by one; equal waits for equal factors of eps; the first wait log(factor) / log(1 + 2 eta g_0)."""
    if any(late <= early for steps in table for early, late in pairwise(steps)):
        return _refuted(case, "modes learnt at once", TOGETHER, details)
    waits = [[b - a for a, b in zip(one, two, strict=True)] for one, two in pairwise(table)]
    for earlier, later in pairwise(waits):
        if any(abs(b - a) > SHARE * a + 2 for a, b in zip(earlier, later, strict=True)):
            return _refuted(case, "the waits are not in proportion to log 1/eps", NOT_LOGARITHMIC, details)
    factor = exponents[1] - exponents[0]
    due = factor * log(10) / log1p(2 * float(case.eta * case.response[0][0][0]))
    details[f"{case}: waits"] = f"{waits[-1]} steps for a factor of 10^{factor}; first due {due:.1f}"
    if abs(waits[-1][0] - due) > SHARE * due + 2:
        return _refuted(case, "the first wait", WRONG_RATE, details)
    return Evidence(Verdict.SUPPORTED, f"waits {waits[-1]}", details=details)


def _refuted(case: Case, what: str, reason: str, details: dict[str, str]) -> Evidence:
    return Evidence(Verdict.REFUTED, what, reason, {**details, "counterexample": details[str(case)]})


@check("drawn cases", seconds=2)
def drawn(settings: Settings) -> Evidence:
    """n = 1 and 2 in turn."""
    cases = [drawn_case(i, "rank", 5) for i in range(settings.pick(2, 8, 16))]
    found = [follow(case, settings.pick((4, 7, 10), (4, 8, 12), (4, 8, 12, 16))) for case in cases]
    rule = "n singular values above half the teacher's smallest"
    details = {"stopping rule": rule, "digits": f"{DIGITS} or more"}
    return evidence.gathered(found, " learn one mode after the other", details)


@control("pure-delay", "$g_0 = 0$: the saddle at zero is flat", NOT_LOGARITHMIC)
def pure_delay(settings: Settings) -> Evidence:
    """g = (0, 1, 0, ...): both modes come together, after a wait in proportion to 1/eps."""
    half = Fraction(1, 2)
    return follow(Case((Fraction(1), Fraction(-1)), (half, -half), 4, 3), (1, 2, 3))
