"""As eps -> 0 the learnt support is the Krylov space of the start's symmetric part."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import sympy as sp

from numerics.descent.slope import fitted_exponent
from numerics.plateau.krylov import krylov_speed, support_angle
from numerics.plateau.stopping_rule import RULE, NoPlateau
from theory.plateau.krylov_motion import dS, krylov_proof
from verifier.cases.near_zero import Case, drawn_case, stopped_run, working_digits
from verifier.claim import evidence
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proofs, proved_by
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="krylov-law",
    section="6",
    title="The Krylov space of a near-zero start moves by eps log(1/eps) at most, and it is what is learnt",
    statement=(
        r"Let a symmetric student, $A = S$, $B = C^T = u/\sqrt2$, follow the flow on $[0, T]$, "
        r"$T \le \tau \log(1/\epsilon)$; let $K_n(t) = \mathrm{span} \lbrace u, S u, \ldots, S^{n-1} u \rbrace$ have "
        r"dimension $n$, and let $b_n \le \kappa \epsilon$ for the Lanczos number that leads out of it. Then the sine "
        r"of the largest angle between $K_n(t)$ and $K_n(0) = \mathrm{span} \lbrace u_0, S_0 u_0, \ldots, "
        r"S_0^{n-1} u_0 \rbrace$ is at most "
        r"$C \epsilon \log(1/\epsilon)$, with a constant that does not depend on how small $b_1, \ldots, b_{n-1}$ are."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"the Lanczos numbers and the residuals are bounded on $[0, T]$; $C$ depends on that bound, $n$, $k$, $\kappa$ "
        r"and $\tau$",
        r"$b_n \le \kappa \epsilon$ is given: that the way from zero to the plateau of an $n$-mode teacher keeps it is "
        r"not proved here",
        r"measured, not proved: what is learnt on the plateau, from general starts, $u_0 = B_0 + C_0^T$ and "
        r"$S_0 = (A_0 + A_0^T)/2$; $k > 2n$, positive weights",
    ),
    builds_on=("symmetric-invariant",),
    proof=proved_by(
        krylov_proof,
        given=("symmetric", "bounded", "full", "small"),
        concludes=(
            r"$|(1 - \Pi) q_l'| \le C b_n$ for $l < n$, $\Pi$ the projection on $K_n$, with a constant $C$ that "
            r"depends on $K$, $n$ and $k$ alone; so the sine of the largest angle between $K_n(t)$ and $K_n(0)$ is at "
            r"most $n C \kappa \tau \epsilon \log(1/\epsilon)$"
        ),
    ),
)

FALSE_PROOFS = false_proofs(
    krylov_proof,
    "proof-step",
    ("frozen-in-the-proof", "the proof, with $S' = 0$ where the Lanczos recursion is differentiated", sp.Integer(0)),
    ("too-far-out-in-the-proof", "the proof, with $q_{n-1}$ counted among the vectors outside $K_n$", dS, 1),
)

ELSEWHERE = "support"
EXPONENT, MARGIN = 1, Fraction(1, 10)
"""The sine is of order eps log 1/eps: its fitted exponent lies a little below 1."""
TWO_MODES = Case((Fraction(-3, 5), Fraction(7, 10)), (Fraction(3, 2), Fraction(5, 4)), 6, 5)


def follow(
    case: Case, exponents: Sequence[int], digits: int, symmetrised: bool = True, symmetric: bool = False
) -> Evidence:
    """The case stopped on its plateau from each scale: the angle between what is learnt and the Krylov space.

    The start is general, or its symmetric part (`symmetric`).
    """
    scales, sines = [Fraction(1, 10**e) for e in exponents], []
    for scale in scales:
        try:
            end = stopped_run(case, scale, digits, symmetric=symmetric)
        except NoPlateau as failure:
            return Evidence(Verdict.UNDECIDED, f"{case}, scale {scale}: {failure}")
        enough = working_digits(scale, digits)
        sines.append(support_angle(case.start(scale, symmetric), end.model, case.modes, enough, symmetrised))
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


@check("two modes, symmetric start")
def symmetric_start(settings: Settings) -> Evidence:
    """The start of the theorem."""
    return follow(TWO_MODES, settings.pick((3, 4), (3, 4, 5), (3, 4, 5)), settings.digits, symmetric=True)


@check("drawn cases 4-7", Profile.FULL, seconds=20)
def more_drawn(settings: Settings) -> Evidence:
    return followed(settings, range(4, 8))


# The theorem's inequality at one time: however small b_1, ..., b_{n-1}, the speed is of order b_n.

FASTER = "speed"
SLACK = Fraction(1, 100)
"""How far below 1 and 0 the fitted exponents of the speed in b_n and in b_1 = ... = b_{n-1} may be."""


@dataclass(frozen=True)
class Moving:
    """A symmetric student of width n + 2 by its a_l, the teacher's lags, n, and a stray part of S' (a control)."""

    diagonal: tuple[Fraction, ...]
    g: tuple[Fraction, ...]
    modes: int
    stray: Fraction = Fraction(0)

    def speed(self, inner: Fraction, outer: Fraction) -> Fraction:
        """With b_1, ..., b_{n-1} = inner and b_n = outer, b_0 = 1 and 1/2 beyond."""
        off = (Fraction(1), *[inner] * (self.modes - 1), outer, Fraction(1, 2))
        return krylov_speed(self.diagonal, off, self.g, self.modes, 60, self.stray)


def drawn_student(random: Random, modes: int) -> Moving:
    """Numbers in tenths of [-1, 1]; k = 2n + 2."""
    diagonal, g = (
        tuple(Fraction(random.randint(-10, 10), 10) for _ in range(size)) for size in (modes + 2, 2 * modes + 2)
    )
    return Moving(diagonal, g, modes)


def counterexample_to_speed(student: Moving) -> str | None:
    """A counterexample when the speed falls more slowly than b_n, or grows as the other b_l fall."""
    small, smaller = Fraction(1, 10**3), Fraction(1, 10**6)
    out = fitted_exponent([small, smaller], [student.speed(small, b) for b in (small, smaller)])
    within = fitted_exponent([small, smaller], [student.speed(b, small) for b in (small, smaller)])
    if out >= 1 - SLACK and within >= -SLACK:
        return None
    return f"{student}: the speed goes with the power {out:.3f} of b_n and {within:.3f} of b_1, ..., b_(n-1)"


@check("speed of the Krylov space")
def speed(settings: Settings) -> Evidence:
    random = settings.random("krylov speed")
    students = [drawn_student(random, modes) for modes in (1, 2, 3) for _ in range(settings.pick(4, 20, 100))]
    return evidence.sampled(
        students, counterexample_to_speed, "students of Krylov dimension n + 2, n = 1, 2, 3", FASTER
    )


@control("stray-motion", "the matrix of ones added to $S'$: no gradient flow", FASTER)
def stray_motion(settings: Settings) -> Evidence:
    """a = 0, b_0 = 1: what is added moves u out of its Krylov space at a rate of order 1."""
    zero = Fraction(0)
    student = Moving((zero,) * 4, (Fraction(1), *[zero] * 5), 2, Fraction(1))
    return evidence.sampled([student], counterexample_to_speed, "a student", FASTER)
