"""The sign of the next mode is the sign of g_0 - h_0: locally a theorem, on the whole way from zero measured."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import sympy as sp

from theory.saddles.sign_law import sign_law_proof
from verifier.cases.near_zero import Case
from verifier.cases.passages import Passages, flow_passages, mixed_case, passages
from verifier.claim import evidence
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="sign-law",
    section="6b",
    title="The sign of the next mode is the sign of g_0 - h_0",
    statement=(
        r"At an $m$-mode critical point the weight of the next mode is, along the linear flow of `every-saddle`, "
        r"$y_L y_R = \frac14 (e^{2 \lambda_m t} |y_+(0)|^2 - e^{-2 \lambda_m t} |y_-(0)|^2)$. If $y_+(0) \ne 0$ and "
        r"$g_0 > h_0$ it is positive from some time on, if $y_-(0) \ne 0$ and $g_0 < h_0$ negative: the eigenvalue "
        r"that the student's Hankel matrix gains has the sign of $g_0 - h_0$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"the critical point has real, distinct nodes that are not 0; its weights have any signs",
        r"a theorem near the saddle only: that the run from $\epsilon \theta_0$ meets the saddles named is measured",
    ),
    builds_on=("every-saddle",),
    proof=proved_by(
        sign_law_proof,
        given=("linear", "weight", "grows"),
        concludes=(
            r"along the linear flow the weight $y_L y_R$ of the next mode is "
            r"$\frac14 (e^{2 \lambda_m t} |y_+(0)|^2 - e^{-2 \lambda_m t} |y_-(0)|^2)$; from some time on its sign, "
            r"and so that of the eigenvalue which the Hankel matrix gains, is the sign of $g_0 - h_0$"
        ),
    ),
)

FALSE_PROOFS = false_proofs(
    sign_law_proof,
    "proof-step",
    ("same-sum-in-the-proof", "the proof, with $y_R + y_L^T$ for $y_-$", -1),
    ("no-deficit-in-the-proof", "the proof, with $g_0 - h_0 = 0$ allowed", 1, sp.Symbol("delta", nonnegative=True)),
)

OTHER = "sign"
SCALE = 6
"""Every run starts from 10^-SCALE."""
STEPS = 20_000
"""Of descent, at most."""


def counterexample_to_signs(found: Passages, expected: Callable[[Passages], Sequence[int]]) -> str | None:
    """A counterexample when the Hankel matrix gains eigenvalues of other signs than expected."""
    signs = expected(found)
    due = tuple(tuple(sorted(signs[: m + 1], reverse=True)) for m in range(len(signs)))
    seen = found.runs[0].signs
    return None if seen == due else f"{found.case}: the Hankel matrix has the signs {seen}; expected {due}"


def by_deficit(found: Passages) -> Sequence[int]:
    """The signs of g_0 - h_0 at the enclosed saddles."""
    return found.signs


def by_descent(case: Case) -> Passages:
    """One run of descent."""
    return passages(case, (SCALE,), STEPS)


def by_flow(case: Case) -> Passages:
    """One flow, in float64: plateaus of ten thousand steps are passed quickly."""
    return flow_passages(case, Fraction(1, 10**SCALE))


def measured(
    cases: Sequence[Case],
    passing: Callable[[Case], Passages] = by_descent,
    expected: Callable[[Passages], Sequence[int]] = by_deficit,
) -> Evidence:
    """The cases whose saddles were all enclosed and left; those that were not are counted, and count for nothing."""
    resolved, lost = [], []
    for case in cases:
        try:
            resolved.append(passing(case))
        except ArithmeticError as why:
            lost.append(str(why))
    details = {"unresolved": str(len(lost)), "the first of them": lost[0] if lost else "none"}
    transitions = sum(found.case.modes for found in resolved)
    what = f"teachers of both signs, {transitions} modes learnt, {len(lost)} unresolved, scale 1e-{SCALE}"
    return evidence.sampled(resolved, lambda found: counterexample_to_signs(found, expected), what, OTHER, details)


@check("two modes, weights of both signs", seconds=3)
def two_modes(settings: Settings) -> Evidence:
    """The signs of the Hankel matrix on each plateau of descent against the deficits of the enclosed saddles."""
    numbers = settings.pick((2, 4, 9, 11), range(12), range(60))
    return measured([mixed_case(i, 2) for i in numbers])


CHOSEN = Case((Fraction(4, 5), Fraction(-3, 10)), (Fraction(1), Fraction(-1, 2)), 4, 5)


@control("sign-of-g0", r"the sign of $g_0$ at every saddle", OTHER)
def sign_of_first(settings: Settings) -> Evidence:
    """Nodes 4/5, -3/10 with weights 1, -1/2: g_0 = 1/2 > 0, and the second mode is negative."""
    return measured([CHOSEN], expected=lambda found: [1 if found.signs[0] > 0 else -1] * len(found.signs))


@check("three modes, weights of both signs", Profile.FULL, seconds=60)
def three_modes(settings: Settings) -> Evidence:
    """The same by the flow."""
    return measured([mixed_case(i, 3) for i in settings.pick(range(2), range(40), range(100))], by_flow)
