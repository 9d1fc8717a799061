"""As eps -> 0 the learnt support is the Krylov space of the start's symmetric part."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verifier.cases.near_zero import Case, drawn_case, stopped_run, working_digits
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Profile, Settings, Status
from verifier.claim.verdict import Evidence, Verdict

ELSEWHERE = "support"

TWO_MODES = Case((Fraction(-3, 5), Fraction(7, 10)), (Fraction(3, 2), Fraction(5, 4)), 6, 5)
EXPONENT, MARGIN = 1, Fraction(1, 10)
"""The sine is of order eps log 1/eps: its fitted exponent lies a little below 1."""


def follow(case: Case, exponents: Sequence[int], digits: int, symmetrised: bool = True) -> Evidence:
    """The case stopped on its plateau from each scale: the angle between what is learnt and the Krylov space."""
    from numerics.descent.slope import fitted_exponent
    from numerics.model.start import start
    from numerics.plateau.krylov import support_angle
    from numerics.plateau.plateau import NoPlateau

    scales, sines = [Fraction(1, 10**e) for e in exponents], []
    for scale in scales:
        begin, enough = start(case.seed, case.width, scale), working_digits(scale, digits)
        try:
            end = stopped_run(case, scale, digits)
        except NoPlateau as failure:
            return Evidence(Verdict.UNDECIDED, f"{case}, scale {scale}: {failure}")
        sines.append(support_angle(begin, end.model, case.modes, enough, symmetrised))
    slope = fitted_exponent(scales, sines)
    seen = ", ".join(f"{float(sine):.3e} from {float(scale):.0e}" for sine, scale in zip(sines, scales, strict=True))
    details = {str(case): f"sine {seen}; exponent {slope:.4f}"}
    if abs(slope - EXPONENT) > MARGIN:
        details["counterexample"] = f"{case}: the sine of the largest angle is {seen}"
        return Evidence(Verdict.REFUTED, f"{case}: the angle does not tend to 0 like eps", ELSEWHERE, details)
    return Evidence(Verdict.SUPPORTED, f"exponent {slope:.3f}", details=details)


def drawn(settings: Settings, first: int = 0, last: int | None = None) -> Evidence:
    """Drawn cases, every one reported."""
    numbers = range(first, last or settings.pick(1, 4, 4))
    found = [follow(drawn_case(i, "krylov", 5), settings.pick((4, 8), (4, 8, 12), (4, 8, 12)), settings.digits)
             for i in numbers]  # fmt: skip
    rule = "loss below half of sum g_j^2, and then |grad L| varied by less than 1 % while log t grew by 1"
    return evidence.gathered(found, f": {evidence.summaries(found)}", {"stopping rule": rule})


CLAIM = Claim(
    id="krylov-law",
    section="6",
    title="What a near-zero start learns is the Krylov space of its own symmetric part",
    statement=(
        r"As $\epsilon \to 0$ the learnt support tends to $\mathrm{span}\{u_0, S_0 u_0, \ldots, S_0^{n-1} u_0\}$, "
        r"$u_0 = B_0 + C_0^T$, $S_0 = (A_0 + A_0^T)/2$; the angle is of order $\epsilon \log(1/\epsilon)$."
    ),
    status=Status.OBSERVATION,
    hypotheses=(r"$k > 2n$, positive weights, a start $\epsilon \theta_0$", "the plateau, found by its stopping rule"),
    builds_on=("origin-saddle", "near-zero-laws"),
    checks=(
        Check("drawn cases", drawn, seconds=2),
        Check(
            "two modes, chosen",
            lambda s: follow(TWO_MODES, s.pick((4, 6), (4, 8, 12), (4, 8, 12)), s.digits),
            seconds=1,
        ),
        Check("drawn cases 4-7", lambda s: drawn(s, 4, 8), Profile.FULL, seconds=20),
    ),
    controls=(
        Control(
            "A_0",
            "$A_0$ itself in place of its symmetric part",
            ELSEWHERE,
            lambda s: follow(TWO_MODES, (3, 4), s.digits, symmetrised=False),
            seconds=1,
        ),
    ),
)
