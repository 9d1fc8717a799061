"""As eps -> 0 the learnt support is the Krylov space of the start's symmetric part."""

from collections.abc import Sequence
from fractions import Fraction

from numerics.descent.slope import fitted_exponent
from numerics.plateau.krylov import support_angle
from numerics.plateau.stopping_rule import RULE, NoPlateau
from verifier.cases.near_zero import Case, drawn_case, stopped_run, working_digits
from verifier.claim import evidence
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="krylov-law",
    section="6",
    title="What a near-zero start learns is the Krylov space of its own symmetric part",
    statement=(
        r"As $\epsilon \to 0$ the learnt support tends to $\mathrm{span} \lbrace u_0, S_0 u_0, \ldots, S_0^{n-1} u_0 "
        r"\rbrace$, $u_0 = B_0 + C_0^T$, $S_0 = (A_0 + A_0^T)/2$; the angle is of order $\epsilon \log(1/\epsilon)$."
    ),
    status=Status.OBSERVATION,
    hypotheses=(r"$k > 2n$, positive weights, a start $\epsilon \theta_0$", "the plateau, found by its stopping rule"),
    builds_on=("origin-saddle", "near-zero-laws"),
)

ELSEWHERE = "support"
EXPONENT, MARGIN = 1, Fraction(1, 10)
"""The sine is of order eps log 1/eps: its fitted exponent lies a little below 1."""
TWO_MODES = Case((Fraction(-3, 5), Fraction(7, 10)), (Fraction(3, 2), Fraction(5, 4)), 6, 5)


def follow(case: Case, exponents: Sequence[int], digits: int, symmetrised: bool = True) -> Evidence:
    """The case stopped on its plateau from each scale: the angle between what is learnt and the Krylov space."""
    scales, sines = [Fraction(1, 10**e) for e in exponents], []
    for scale in scales:
        try:
            end = stopped_run(case, scale, digits)
        except NoPlateau as failure:
            return Evidence(Verdict.UNDECIDED, f"{case}, scale {scale}: {failure}")
        enough = working_digits(scale, digits)
        sines.append(support_angle(case.start(scale), end.model, case.modes, enough, symmetrised))
    slope = fitted_exponent(scales, sines)
    seen = ", ".join(f"{float(sine):.3e} from {float(scale):.0e}" for sine, scale in zip(sines, scales, strict=True))
    details = {str(case): f"sine {seen}; exponent {slope:.4f}"}
    if abs(slope - EXPONENT) > MARGIN:
        details["counterexample"] = f"{case}: the sine of the largest angle is {seen}"
        return Evidence(Verdict.REFUTED, f"{case}: the angle does not tend to 0 like eps", ELSEWHERE, details)
    return Evidence(Verdict.SUPPORTED, f"exponent {slope:.3f}", details=details)


def followed(settings: Settings, numbers: range) -> Evidence:
    """The drawn cases of these numbers, every one reported."""
    exponents = settings.pick((4, 8), (4, 8, 12), (4, 8, 12))
    found = [follow(drawn_case(i, "krylov", 5), exponents, settings.digits) for i in numbers]
    return evidence.gathered(found, f": {evidence.summaries(found)}", {"stopping rule": str(RULE)})


@check("drawn cases", seconds=2)
def drawn(settings: Settings) -> Evidence:
    return followed(settings, range(settings.pick(1, 4, 4)))


@check("two modes, chosen")
def chosen(settings: Settings) -> Evidence:
    return follow(TWO_MODES, settings.pick((4, 6), (4, 8, 12), (4, 8, 12)), settings.digits)


@control("unsymmetrised", "$A_0$ itself in place of its symmetric part", ELSEWHERE)
def unsymmetrised(settings: Settings) -> Evidence:
    return follow(TWO_MODES, (3, 4), settings.digits, symmetrised=False)


@check("drawn cases 4-7", Profile.FULL, seconds=20)
def more_drawn(settings: Settings) -> Evidence:
    return followed(settings, range(4, 8))
