"""A teacher with one negative weight: the student ends signature-symmetric, not symmetric, and extrapolates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from numerics.descent.slope import fitted_exponent
from numerics.plateau.learnt_block import found_signature, learnt_block
from numerics.plateau.stopping_rule import RULE, NoPlateau
from verifier.cases.near_zero import Case, drawn_case, stopped_run, working_digits
from verifier.claim import evidence
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="mixed-sign-teacher",
    section="6",
    title="One negative weight: the student ends signature-symmetric and extrapolates",
    statement=(
        r"Let one of two weights be negative, $g_0 > 0$. From $\epsilon \theta_0$ descent ends, on its plateau, at a "
        r"student whose learnt part satisfies $A^T = S A S$, $C^T = S B$ with $S^2 = I + O(\epsilon^2)$, $S$ of "
        r"inertia $(1, 1)$: not symmetric. Its extrapolation error is $O(\epsilon^2)$ and $\lVert Q \rVert = O(\eta)$."
    ),
    status=Status.OBSERVATION,
    hypotheses=(r"$k = 5$, $n = 2$, weights of both signs, $g_0 > 0$", "the plateau, found by its stopping rule"),
    builds_on=("symmetric-invariant", "near-zero-laws"),
)

CHOSEN = Case((Fraction(-3, 5), Fraction(7, 10)), (Fraction(-3, 4), Fraction(3, 2)), 6, 5)

SIGNATURE, ASYMMETRY, EXPONENT, DRIFT = "signature", "asymmetry", "exponent", "drift"
INERTIA = (1, 1)
"""Of S: as many positive and negative eigenvalues as the teacher has weights of either sign."""
POWER, MARGIN = 2, Fraction(1, 20)
"""Exponent of eps of both norm(S^2 - I) and the extrapolation error, and how far a fitted slope may be off."""
TWICE = Fraction(1, 10)
"""How far norm(Q) at twice the step may be from twice norm(Q), relatively."""


def mixed_case(index: int) -> Case:
    """A drawn case of two modes, k = 5, its lighter weight halved and made negative: g_0 > 0 still."""
    drawn = drawn_case(2 * index + 1, "mixed", 5)
    low, high = sorted(drawn.weights)
    weights = (-low / 2, high) if drawn.weights[0] == low else (high, -low / 2)
    return Case(drawn.nodes, weights, 6, 5, drawn.seed)


@dataclass(frozen=True)
class End:
    """Where a run stopped: the defect norm(S^2 - I), the inertia of S, asymmetry, error and norm(Q)."""

    scale: Fraction
    defect: Fraction
    inertia: tuple[int, int]
    asymmetry: float
    error: Fraction
    balancedness: float

    def __str__(self) -> str:
        sizes = (
            f"norm(S^2 - I) {float(self.defect):.3e}, error {float(self.error):.3e}, norm(Q) {self.balancedness:.4e}"
        )
        return f"S has inertia {self.inertia}, {sizes}, asymmetry {self.asymmetry:.3f}"


def end_of(case: Case, scale: Fraction, digits: int, step: Fraction) -> End:
    """The run from this scale with this step, stopped on its plateau."""
    stopped, enough = stopped_run(case, scale, digits, step), working_digits(scale, digits)
    found = found_signature(learnt_block(stopped.model, case.modes, case.length, enough), enough)
    asymmetry, balancedness = (float(x) ** 0.5 for x in (stopped.squared_asymmetry, stopped.squared_balancedness))
    inertia = (found.positive, found.negative)
    return End(scale, found.defect, inertia, asymmetry, case.error(stopped), balancedness)


def follow(case: Case, exponents: Sequence[int], digits: int) -> Evidence:
    """The case from each scale at the step by rule, and from the last one at half that step."""
    details = {"stopping rule": str(RULE)}
    try:
        ends = [end_of(case, Fraction(1, 10**e), digits, case.eta) for e in exponents]
        half = end_of(case, ends[-1].scale, digits, case.eta / 2)
    except NoPlateau as failure:
        return Evidence(Verdict.UNDECIDED, f"{case}: {failure}", "", details)
    for end in ends:
        details[f"{case}, scale {float(end.scale):.0e}"] = str(end)
    details[f"{case}, scale {float(half.scale):.0e}, half the step"] = str(half)
    return judge(case, ends, half, details)


def judge(case: Case, ends: Sequence[End], half: End, details: dict[str, str]) -> Evidence:
    """Signature, asymmetry that stays, the two exponents, and norm(Q) in proportion to the step."""
    scales = [end.scale for end in ends]
    slopes = [fitted_exponent(scales, values) for values in ([e.defect for e in ends], [e.error for e in ends])]
    details[f"{case}: exponents of norm(S^2 - I) and of the error"] = ", ".join(f"{slope:.4f}" for slope in slopes)
    ratio = ends[-1].balancedness / half.balancedness
    details[f"{case}: norm(Q) at the step over norm(Q) at half of it"] = f"{ratio:.4f}"
    reason = ""
    if any(abs(slope - POWER) > MARGIN for slope in slopes):
        reason = EXPONENT
    if abs(ratio - 2) > 2 * TWICE:
        reason = DRIFT
    if ends[-1].asymmetry < Fraction(1, 10):
        reason = ASYMMETRY
    if any(end.inertia != INERTIA for end in ends):
        reason = SIGNATURE
    if reason:
        text = f"{case}: {ends[-1]}; exponents {slopes}; norm(Q) ratio {ratio:.4f}"
        return Evidence(Verdict.REFUTED, f"{case}: {reason}", reason, {**details, "counterexample": text})
    return Evidence(Verdict.SUPPORTED, f"exponents {slopes[0]:.3f}, {slopes[1]:.3f}", details=details)


@check("chosen case")
def chosen(settings: Settings) -> Evidence:
    return follow(CHOSEN, (3, 4), settings.digits)


@control("positive-teacher", "both weights positive", SIGNATURE)
def positive_teacher(settings: Settings) -> Evidence:
    return follow(replace(CHOSEN, weights=(Fraction(3, 4), Fraction(3, 2))), (3, 4), settings.digits)


@check("drawn cases", Profile.FULL, seconds=20)
def drawn(settings: Settings) -> Evidence:
    found = [follow(mixed_case(i), (3, 5, 7), settings.digits) for i in range(settings.pick(1, 4, 8))]
    return evidence.gathered(found, f": {evidence.summaries(found)}", {})
