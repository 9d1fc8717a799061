"""Every saddle on the way from zero grows symmetry where mass is missing, and Q pins what it leaves neutral."""

from fractions import Fraction

import sympy as sp
from flint import arb, fmpq_mat

from numerics.arithmetics.precision import arb_bits
from numerics.saddles.saddle_spectrum import (
    enclosed_spectrum,
    hessian,
    padded_student,
    predicted_spectrum,
    symmetric_defect,
)
from theory.model.rationals import to_flint
from theory.orbit.inertia import inertia
from theory.saddles.critical_modes import critical_modes
from theory.saddles.every_saddle import every_saddle_proof
from theory.saddles.pinned_rank import pinned_rank
from theory.saddles.saddle_instances import Saddle, by_theorem, hessian_form, planar_form, second_order
from verifier.cases.critical_points import Atoms, drawn, modes_of, nodes, rational
from verifier.cases.saddle_moves import Move, moves
from verifier.cases.saddle_spectra import BITS, DIGITS, FULL, NARROW, QUICK, Spectrum
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proofs, proved_by
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="every-saddle",
    section="6b",
    title="Every saddle grows symmetry where mass is missing, and balancedness pins what it leaves neutral",
    statement=(
        r"Let $\theta_m$ be $A = \mathrm{diag}(S, N)$, $B = (b; 0)$, $C = (c, 0)$, $S = \mathrm{diag}(a_1, \ldots, "
        r"a_m)$, $b_i c_i = \pm s_i$, at which $r(a_i) = r'(a_i) = 0$. It is critical for every $N$. In the directions "
        r"$A_{12}, A_{21}, B_2, C_2$ the second-order term of $L$ is $2 y_L r(N) y_R$ with "
        r"$y_R = B_2 + \sum_i (N - a_i)^{-1} A_{21} e_i b_i$ and $y_L$ likewise from $C_2, A_{12}, c$; $A_{22}$ and "
        r"products with the block do not occur in it. At $N = 0$ the combination $y_R + y_L^T$ grows at the rate "
        r"$\lambda_m = 2 (g_0 - h_0)(1 + \sum_i s_i / a_i^2)$ and $y_R - y_L^T$ decays at it ($d - m$ times each), if "
        r"$h_0 < g_0$; the other way round, if $h_0 > g_0$. Exactly $d^2$ directions are neutral, if $r(\nu) \ne 0$ at "
        r"the eigenvalues $\nu$ of $N$ and the Hessian in nodes and weights is regular; they are tangent to a set of "
        r"critical points. At a symmetric $\theta_m$ with $N = 0$ the conserved $Q$ moves along every antisymmetric "
        r"tangent of the orbit, and with $y_R - y_L^T$ and $A_{22}$ it determines every antisymmetric move."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$m = p = 1$ for inputs and outputs, from here on $m$ counts modes; any $d \ge m$, $k$ and $n$",
        r"the $a_i$ are real, distinct and not 0, and no eigenvalue of $N$",
        r"for the rates: $b_i^2 = c_i^2 = s_i > 0$ and $N = N^T$; the weights $b_i c_i$ have any signs",
        r"for what grows: $h_0 < g_0$, which mass-deficit gives for positive teachers in $[-1, 1]$",
    ),
    builds_on=("balancedness-conserved",),
    proof=proved_by(
        every_saddle_proof,
        given=("point", "critical", "nodes", "weights", "apart", "symmetric-N", "deficit", "symmetric"),
        concludes=(
            r"$\theta_m$ is critical for every $N$; in $A_{12}, A_{21}, B_2, C_2$ the second-order term of $L$ is "
            r"$2 y_L r(N) y_R$; at an eigenvalue $\nu$ of $N$ the rates are "
            r"$\pm 2 r(\nu) (1 + \sum_i s_i / (\nu - a_i)^2)$, at $N = 0$ $\pm \lambda_m$ with "
            r"$\lambda_m = 2 (g_0 - h_0)(1 + \sum_i s_i / a_i^2)$, $d - m$ times each, and $d^2$ directions are "
            r"neutral; of the antisymmetric ones $Q$ moves along all tangents of the orbit, and with $y_-$ it "
            r"determines what is antisymmetric off the block"
        ),
    ),
)

FALSE_PROOFS = false_proofs(
    every_saddle_proof,
    "proof-step",
    ("residual-in-the-proof", r"the proof, with $r'(a_i) \ne 0$", sp.Symbol("delta")),
    ("wrong-y-in-the-proof", "the proof, with the sign of $A_{21}$ turned in $y_R$", 0, -1),
    ("no-mass-missing-in-the-proof", "the proof, with $h_0 = g_0$ allowed", 0, 1, sp.Symbol("v", nonnegative=True)),
    (
        "wrong-move-in-the-proof",
        "the proof, with C moved by +C X along the orbit",
        0,
        1,
        sp.Symbol("v", positive=True),
        -1,
    ),
)


# --- the second-order term, exactly


def counterexample_to_form(move: Move, sign: int = 1) -> str | None:
    """A counterexample when the second-order term of L is not 2 y_L r(N) y_R."""
    found, right = second_order(*move), by_theorem(*move, sign)
    if found == right:
        return None
    saddle, (D, Y, X) = move
    moved = f"A moves by {D.tolist()}, B by {Y.tolist()}, C by {X.tolist()}"
    return f"{saddle}; {moved}: {found}, and 2 y_L r(N) y_R = {right}"


@check("second variation")
def second_variation(settings: Settings) -> Evidence:
    """Exact: critical points of any signs, N zero, defective or full, all moves off the block."""
    what = "moves off the block of saddles of 1, 2 and 3 modes"
    cases = moves(settings.random("every-saddle"), settings.pick(10, 60, 600))
    return evidence.sampled(cases, counterexample_to_form, what, "second-order")


def small(student: Atoms, sign: int) -> Evidence:
    """Teacher 1 at 1, 1/2 at -1, k = 5, d = 2, N = 0; A_12 = A_21 = B_2 = C_2 = 1."""
    saddle = Saddle(modes_of(student, [(1, 1), (-1, "1/2")], 5), (Fraction(1),), fmpq_mat(1, 1))
    move = fmpq_mat(2, 2, [0, 1, 1, 0]), fmpq_mat(2, 1, [0, 1]), fmpq_mat(1, 2, [0, 1])
    return evidence.sampled([(saddle, move)], lambda case: counterexample_to_form(case, sign), "moves", "second-order")


@controls(
    "second-order",
    ("not-orthogonal", "the residual is not orthogonal to the powers of the node: s = 1 for 11/10", [(1, 1)], 1),
    ("wrong-y", "$y_R = B_2 + A_{21} S^{-1} b$", [(1, "11/10")], -1),
)
def without_a_hypothesis(settings: Settings, student: Atoms, sign: int) -> Evidence:
    """At s = 11/10: y_R = 1 - 1, y_L = 1 - 11/10, R_0 = -2/5."""
    return small(student, sign)


# --- how many directions grow, decay and stay, exactly


def counterexample_to_inertia(saddle: Saddle) -> str | None:
    """A counterexample when the inertia is not that of nodes and weights with d - m, d - m and d^2 added."""
    positive, negative, zero = inertia(planar_form(saddle.modes))
    spare, d = saddle.spare, saddle.spare + len(saddle.b)
    expected = positive + spare, negative + spare, zero + d**2
    found = inertia(hessian_form(saddle))
    return None if found == expected else f"{saddle}: inertia (+, -, 0) = {found}, expected {expected}"


@check("inertia", seconds=4)
def whole_inertia(settings: Settings) -> Evidence:
    """Exact: all d^2 + 2d directions at once, of saddles of one and two modes; N = 0 and d - m = 1, 2."""
    random, count = settings.random("every-saddle inertia"), settings.pick(4, 20, 100)
    points = ((m, next(drawn(random, m, 2, positive=False))) for m in (1, 2) for _ in range(count))
    cases = (Saddle(modes, (Fraction(1),) * m, fmpq_mat(e, e)) for m, modes in points for e in (1, 2))
    given = (case for case in cases if case.modes.deficit != 0 and case.apart)
    return evidence.sampled(given, counterexample_to_inertia, "Hessians of saddles", "inertia")


@control("no-mass-missing", "$g_0 = h_0$: nothing grows or decays", "inertia")
def no_mass_missing(settings: Settings) -> Evidence:
    """a = 1, k = 4, t = (3 + 2x)/10: the nodes -2, 0, -3/2 add 9 t(-2) = -9/10, 3 t(0) = 9/10 and 0 to g_0 - h_0."""
    modes = critical_modes([Fraction(1)], [Fraction(-2), Fraction(0), Fraction(-3, 2)], [Fraction(1), Fraction(3)], 4)
    cases = [] if modes is None else [Saddle(modes, (Fraction(1),), fmpq_mat(1, 1))]
    return evidence.sampled(cases, counterexample_to_inertia, "Hessians of saddles", "inertia")


# --- whole spectra, enclosed


def judge(case: Spectrum, share: bool = True) -> Evidence:
    """CERTIFIED when every eigenvalue is where the theorem says, within `NARROW`; a control leaves the sum out."""
    point = case.point(BITS)
    if point is None or point.rate is None:
        return Evidence(Verdict.UNDECIDED, f"{case}: the saddle was not enclosed", "no-saddle")
    rate = point.rate if share else 2 * point.deficit
    with arb_bits(BITS):
        H = hessian(padded_student(point, case.width), point.g, BITS)
        found, right = enclosed_spectrum(H, DIGITS), predicted_spectrum(point, case.width, DIGITS, rate)
        wrong = [(x, y) for x, y in zip(found, right, strict=True) if not x.overlaps(y)]
        outside = [x for x in symmetric_defect(H, point, case.width, rate) if not x.contains(0)]
        wide = max(x.rad() for x in found)
    details = {
        str(case): f"rate {rate.str(12, radius=False)}, {len(found)} eigenvalues within {wide.str(2, radius=False)}"
    }
    if wrong or outside:
        pair = "; ".join(f"{x.str(12, radius=False)}, not {y.str(12, radius=False)}" for x, y in wrong[:1])
        details["counterexample"] = f"{case}: an eigenvalue is {pair}"
        return Evidence(Verdict.REFUTED, f"{case}: the spectrum is another one", "spectrum", details)
    narrow = wide < arb(to_flint(NARROW))
    return Evidence(Verdict.CERTIFIED if narrow else Verdict.UNDECIDED, f"{case}: the spectrum", "", details)


@check("spectra", seconds=20)
def spectra(settings: Settings) -> Evidence:
    """The whole spectrum of the exact Hessian at enclosed saddles, in balls, and the direction that grows.

    With nodes 3/2, -3/2 and k = 6 the rate is negative: there the antisymmetric direction grows.
    """
    found = [judge(case) for case in settings.pick(QUICK, FULL, FULL)]
    trouble = next((seen for seen in found if seen.verdict is not Verdict.CERTIFIED), None)
    details = {key: text for seen in found for key, text in seen.details.items()}
    if trouble:
        return Evidence(trouble.verdict, trouble.summary, trouble.reason, details)
    return Evidence(Verdict.CERTIFIED, f"{len(found)} whole spectra as predicted", details=details)


@control("nodes-at-rest", "the sum over the nodes left out of the rate: $2 (g_0 - h_0)$", "spectrum", seconds=2)
def nodes_at_rest(settings: Settings) -> Evidence:
    """Nodes 1, -9/10: the rate is 1.568, not 0.709."""
    return judge(QUICK[0], share=False)


# --- what Q pins

Student = tuple[tuple[Fraction, ...], tuple[Fraction, ...], int]
"""a, b and d."""


def counterexample_to_pinned(student: Student, decaying: bool = True) -> str | None:
    """A counterexample when dQ, A_22 and y_- do not determine every antisymmetric move."""
    a, b, d = student
    rank = pinned_rank(a, b, d, decaying)
    shown = f"a = ({', '.join(map(str, a))}), b = ({', '.join(map(str, b))}), d = {d}"
    return None if rank == d * (d + 1) // 2 else f"{shown}: rank {rank} of {d * (d + 1) // 2}"


@check("what Q pins")
def pinned(settings: Settings) -> Evidence:
    """Exact ranks at symmetric students of one to three modes, d up to 6."""
    random = settings.random("every-saddle Q")

    def student() -> Student:
        m = random.randint(1, 3)
        b = tuple(rational(random, 3) or Fraction(1) for _ in range(m))
        return nodes(random, m, 2, zero=False), b, random.randint(m, 6)

    cases = (student() for _ in range(settings.pick(30, 200, 2000)))
    return evidence.sampled(cases, counterexample_to_pinned, "symmetric students", "not-pinned")


@control("balance-alone", "$Q$ and $A_{22}$ without $y_R - y_L^T$", "not-pinned")
def balance_alone(settings: Settings) -> Evidence:
    """a = 1, b = 1, d = 2: A_21 - A_12 = -2, B_2 - C_2 = 2 has dQ_12 = -2 + 2 = 0."""
    case = (Fraction(1),), (Fraction(1),), 2
    return evidence.sampled([case], lambda one: counterexample_to_pinned(one, decaying=False), "students", "not-pinned")
