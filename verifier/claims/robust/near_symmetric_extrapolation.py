"""A student that is nearly symmetric and nearly fits nearly extrapolates: training-time quantities only."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from sympy import Expr, Integer, N, Rational, sqrt

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.protocol import Rows
from numerics.model.asymmetry import squared_asymmetry, symmetric_part
from numerics.model.linear_rnn import LinearRNN, impulse_response, in_arithmetic, markov_parameter
from numerics.robust.near_symmetric_bound import curvature, extrapolation_constants, segment_norms
from numerics.robust.robust_bound import annihilator
from theory.moments.discrete_measure import Measure
from theory.robust import near_symmetric
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="near-symmetric-extrapolation",
    section="5",
    title="Asymmetry costs extrapolation only in the second order",
    statement=(
        r"With $\theta_a$ the odd part of $\theta$ under $(A, B, C) \mapsto (A^T, C^T, B^T)$ and $\kappa_j$ a bound of "
        r"the second derivative of $h_j$ on the segment from $\theta - \theta_a$ to $\theta$: "
        r"$|h_j - g_j| \le C_1 \sqrt{L} + C_2 \lVert \theta_a \rVert^2$, "
        r"$C_2 = \frac{\kappa_j}{2} + \frac{C_1}{2} (\sum_{i<k} \kappa_i^2)^{1/2}$, "
        r"$C_1$ of robust-extrapolation with $\rho = \lVert (A + A^T)/2 \rVert$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"one input and one output, $m = p = 1$",
        r"the teacher has $n$ nodes and $k \ge 2n + 1$",
        r"not needed: that $\theta$ is symmetric, small, or the end of a run",
    ),
    builds_on=("robust-extrapolation", "shadowing"),
    proof=proved_by(
        near_symmetric.proof,
        given=("one-channel",),
        concludes=(
            r"$|h_j - g_j| \le C_1 \sqrt{L} + C_2 \lVert \theta_a \rVert^2$ with $C_2 = \frac{C_{1} K}{2} + "
            r"\frac{\kappa_{j}}{2}$, $K = (\sum_{i<k} \kappa_i^2)^{1/2}$; the share of $\kappa_j$ is attained at "
            "lag 0"
        ),
    ),
)

A_QUARTER = false_proof(
    "a-quarter-in-the-proof", r"$\kappa_j / 4$ and $C_1 / 4$ in $C_2$", lambda: near_symmetric.proof(Rational(1, 4))
)


ROUNDING = Rational(1, 10**9)
"""How far above the formula numerics' upper bound may be, relatively."""


def random_student(random: Random) -> tuple[Measure, LinearRNN[Rows]]:
    """A teacher with n <= 2 nodes and a student near its symmetric realisation, padded by up to two states."""
    n = random.randint(1, 2)
    roots = [Fraction(random.randint(5, 12), 10) for _ in range(n)]
    nodes = [Fraction(a, 10) for a in random.sample(range(-8, 9), n)]
    d, size = n + random.randint(0, 2), Fraction(1, 10 ** random.randint(1, 4))

    def near(value: Fraction | int) -> Fraction:
        return value + size * Fraction(random.randint(-9, 9), 10)

    A = tuple(tuple(near(nodes[i] if i == j < n else 0) for j in range(d)) for i in range(d))
    ports = [roots[i] if i < n else Fraction(0) for i in range(d)]
    student = LinearRNN(A, tuple((near(b),) for b in ports), (tuple(near(b) for b in ports),))
    return Measure(tuple(nodes), tuple(b * b for b in roots)), student


# The first half of the bound: symmetrising moves the response by a square of the asymmetry.


@dataclass(frozen=True)
class Symmetrised:
    """A student, a lag, and the constant in front of kappa_j ||theta_a||^2."""

    student: LinearRNN[Rows]
    lag: int
    factor: Fraction = Fraction(1, 2)


def counterexample_to_symmetrisation(case: Symmetrised) -> str | None:
    """A counterexample when ||h_j(theta) - h_j(theta_s)|| > factor kappa_j ||theta_a||^2, exactly."""
    exact, student = Exact(), in_arithmetic(case.student, Exact())
    h, h_s = (markov_parameter(model, case.lag, exact) for model in (student, symmetric_part(student, exact)))
    moved = exact.squared_norm(exact.subtract(h, h_s))
    bound = case.factor * curvature(case.lag, segment_norms(student)) * squared_asymmetry(student, exact)
    if moved <= bound**2:
        return None
    text = _text(case.student)
    return f"{text}: ||h_{case.lag}(theta) - h_{case.lag}(theta_s)||^2 = {moved} > {float(bound**2):.6g}"


def _text(student: LinearRNN[Rows]) -> str:
    return ", ".join(f"{name} = {_matrix(getattr(student, name))}" for name in "ABC")


def _matrix(rows: Rows) -> str:
    return "[" + ", ".join("[" + ", ".join(map(str, row)) + "]" for row in rows) + "]"


@check("symmetrisation")
def symmetrisation(settings: Settings) -> Evidence:
    """Random nearly symmetric students."""
    random, count = settings.random("near-symmetric symmetrisation"), settings.pick(200, 2000, 20000)
    cases = [Symmetrised(random_student(random)[1], random.randint(0, 9)) for _ in range(count)]
    what = "h_j(theta) near h_j(theta_s), exactly"
    return evidence.sampled(cases, counterexample_to_symmetrisation, what, "error-exceeds-bound")


@control("half-the-constant", "kappa_j/4 in place of kappa_j/2", "error-exceeds-bound")
def half_the_constant(settings: Settings) -> Evidence:
    """d = 1, A = 0, B = 1, C = -1: theta_s = 0, h_0 = -1, ||theta_a||^2 = 2, kappa_0 = 1; 1/2 is attained."""
    zero, one = Fraction(0), Fraction(1)
    case = Symmetrised(LinearRNN(((zero,),), ((one,),), ((-one,),)), 0, Fraction(1, 4))
    what = "h_j(theta) near h_j(theta_s)"
    return evidence.sampled([case], counterexample_to_symmetrisation, what, "error-exceeds-bound")


@control("two-inputs-two-outputs", "m = p = 2, where h_j is not its own transpose", "error-exceeds-bound")
def two_ports(settings: Settings) -> Evidence:
    """d = 1, B = (1, 0), C = (0, 1)^T: h_0 is no longer a scalar, and its first-order change survives."""
    zero, one = Fraction(0), Fraction(1)
    case = Symmetrised(LinearRNN(((zero,),), ((one, zero),), ((zero,), (one,))), 0)
    what = "h_j(theta) near h_j(theta_s)"
    return evidence.sampled([case], counterexample_to_symmetrisation, what, "error-exceeds-bound")


# C2 is what the proof says: numerics' constant, rounded up, against theory's formula.

SecondConstant = Callable[[Expr, Expr, Expr], Expr]
"""kappa_j, C_1 and K -> C_2."""


def second_constants(settings: Settings, formula: SecondConstant) -> Evidence:
    """C2 is at least the formula's value at the same kappa_i and C1, and above it by rounding only."""

    def counterexample(case: tuple[Measure, LinearRNN[Rows], int]) -> str | None:
        teacher, rows, lag = case
        norms, length = segment_norms(in_arithmetic(rows, Exact())), 2 * len(teacher.nodes) + 1
        found = extrapolation_constants(lag, length, annihilator(teacher.nodes), norms)
        total = sum((curvature(i, norms) ** 2 for i in range(length)), Fraction(0))
        kappa, C1, squared = (Rational(c.numerator, c.denominator) for c in (curvature(lag, norms), found.C1, total))
        due = formula(kappa, C1, sqrt(squared))
        rounded = Rational(found.C2.numerator, found.C2.denominator)
        if due <= rounded <= due * (1 + ROUNDING):
            return None
        return f"lag {lag}: kappa_j {N(kappa)}, C1 {N(C1)}, K^2 {N(squared)}: C2 is {N(rounded)}, the formula {N(due)}"

    random = settings.random("near-symmetric constants")
    cases = [(*random_student(random), random.randint(5, 20)) for _ in range(settings.pick(20, 200, 2000))]
    return evidence.sampled(cases, counterexample, "numerics' C2 is theory's formula", "another-constant")


@check("the constant is that of the proof")
def the_constant(settings: Settings) -> Evidence:
    return second_constants(settings, near_symmetric.second_constant)


@controls(
    "another-constant",
    ("half-of-kappa", r"$\kappa_j / 4$ in $C_2$", lambda kappa, C1, K: kappa / 4 + C1 * K / 2),
    ("half-of-c1", r"$C_1 / 4$ in $C_2$", lambda kappa, C1, K: kappa / 2 + C1 * K / 4),
    ("without-kappa", r"$C_2$ without $\kappa_j / 2$", lambda kappa, C1, K: C1 * K / 2),
    ("without-c1", "$C_2$ without $C_1$", lambda kappa, C1, K: kappa / 2),
    ("zero-constant", "$C_2 = 0$", lambda kappa, C1, K: Integer(0)),
)
def other_constants(settings: Settings, formula: SecondConstant) -> Evidence:
    return second_constants(settings, formula)


# The whole bound, |h_j - g_j| <= C1 sqrt(L) + C2 ||theta_a||^2, beyond the trained lags.


def counterexample_to_extrapolation(case: tuple[Measure, LinearRNN[Rows], int]) -> str | None:
    """A counterexample to the whole bound at one lag, k = 5: both sides exact, the root isolated and squared."""
    teacher, rows, lag = case
    exact, student = Exact(), in_arithmetic(rows, Exact())
    response = [exact.rows(h)[0][0] for h in impulse_response(student, lag + 1, exact)]
    residuals = [h - g for h, g in zip(response, teacher.moments(lag + 1), strict=True)]
    loss = sum((residual**2 for residual in residuals[:5]), Fraction(0))
    constants = extrapolation_constants(lag, 5, annihilator(teacher.nodes), segment_norms(student))
    beyond = abs(residuals[lag]) - constants.C2 * squared_asymmetry(student, exact)
    if beyond <= 0 or beyond**2 <= constants.C1**2 * loss:
        return None
    return f"teacher {teacher}, {_text(rows)}: error {residuals[lag]}, C1 {constants.C1}, C2 {constants.C2}"


@check("extrapolation")
def extrapolation(settings: Settings) -> Evidence:
    random, count = settings.random("near-symmetric extrapolation"), settings.pick(100, 1000, 10000)
    cases = [(*random_student(random), random.randint(5, 20)) for _ in range(count)]
    what = "error within C1 sqrt(L) + C2 asymmetry^2"
    return evidence.sampled(cases, counterexample_to_extrapolation, what, "error-exceeds-bound")
