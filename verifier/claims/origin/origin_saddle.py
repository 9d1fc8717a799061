"""Zero is a saddle: the sign of g_0 decides whether B + C^T or B - C^T grows."""

from fractions import Fraction

from sympy import Integer, Rational

from numerics.arithmetics.mp import Mpmath
from numerics.descent.run import Run
from numerics.descent.saddle_modes import mode_growth
from numerics.model.start import start
from numerics.model.teacher import response_of_values
from theory.model.linear_rnn import LinearRNN
from theory.model.samples import describe
from theory.origin.origin import gradient_near_zero, origin_saddle
from verifier.cases.rnn_cases import Instance, numerics_gradient, sampled, small_then_sampled
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="origin-saddle",
    section="6",
    title="The saddle at zero",
    statement=(
        r"Every $(A, 0, 0)$ is critical. At 0 the Hessian couples $B$ and $C$ only: $B' = 2 C^T g_0$, "
        r"$C' = 2 g_0 B^T$. For $m = p = 1$ and $g_0 > 0$, $u = (B + C^T)/\sqrt{2}$ grows like $e^{2 g_0 t}$ and "
        r"$v = (B - C^T)/\sqrt{2}$ decays alike; in the next order $A' = 2 C^T g_1 B^T$. For $g_0 < 0$ it is $v$ that "
        r"grows; for $g_0 = 0$ the saddle is degenerate (pure delays)."
    ),
    status=Status.THEOREM,
    hypotheses=(r"the rates: $m = p = 1$, $g_0 > 0$, to first order at 0 (relative error of order $\epsilon$)",),
    builds_on=("gradient",),
    proof=proved_by(
        origin_saddle,
        given=("flow", "scalar", "sign"),
        concludes=(
            "the student is critical where $B = C = 0$; at $0$ the linearised flow is $B' = 2 C^T g_0$, $C' = 2 "
            "g_0 B^T$, $A' = 0$, and in the next order $A' = 2 C^T g_1 B^T$; for $m = p = 1$ the mode $u = (B + "
            r"C^T)/\sqrt{2}$ grows at the rate $2 g_{0}$, and $v = (B - C^T)/\sqrt{2}$ decays at the rate $- 2 "
            "g_{0}$; with $-g_0$ for $g_0$ it is $v$ that grows"
        ),
    ),
)

WRONG_MODE, NOT_CRITICAL, WRONG_ORDER = "wrong-mode", "not-critical", "wrong-order"

PURE_DELAY = false_proof(
    "zero-g0", "a pure delay: no mode grows in first order", lambda: origin_saddle(Integer(0)), WRONG_MODE
)
NEGATIVE = false_proof("negative-g0", "$u$ decays", lambda: origin_saddle(Integer(-1)), WRONG_MODE)


def critical_where(settings: Settings, zeroed: tuple[str, ...]) -> Evidence:
    """numerics' gradient where the named matrices vanish."""

    def counterexample_to_critical(instance: Instance) -> str | None:
        theta, _ = instance.in_theory()
        parts = (part * int(name not in zeroed) for part, name in zip(theta.parts, "ABC", strict=True))
        at = instance.at(LinearRNN(*parts))
        G = numerics_gradient(at)
        return None if all(part.is_zero_matrix for part in G.parts) else f"{at}: the gradient is {describe(G)}"

    draw = small_then_sampled(settings.random("critical"), settings.pick(12, 60, 400))
    return evidence.sampled(
        draw, counterexample_to_critical, f"gradient 0 where {' = '.join(zeroed)} = 0", NOT_CRITICAL
    )


@check("(A, 0, 0) by numerics")
def without_input_and_output(settings: Settings) -> Evidence:
    return critical_where(settings, ("B", "C"))


@control("without-output-only", "only $C = 0$: not critical", NOT_CRITICAL)
def without_output_only(settings: Settings) -> Evidence:
    return critical_where(settings, ("C",))


def counterexample_to_orders(instance: Instance) -> str | None:
    """numerics' gradient at eps theta where it is not theory's expansion in powers of eps."""
    theta, teacher = instance.in_theory()
    scale = Rational(instance.eta)
    expected, found = gradient_near_zero(theta, teacher, scale), numerics_gradient(instance.at(theta.scaled(scale)))
    return None if expected == found else f"{instance}, scale {scale}: {found}, expected {expected}"


@check("orders of the gradient")
def orders(settings: Settings) -> Evidence:
    draw = sampled(settings.random("orders"), settings.pick(12, 60, 400))
    return evidence.sampled(draw, counterexample_to_orders, "gradient at eps theta by powers of eps", WRONG_ORDER)


STEP, STEPS = Fraction(1, 100), 200
SCALES = (Fraction(1, 10**9), Fraction(1, 10**12))
"""Two scales of one start, a thousandfold apart."""
FALL = 500
"""How much smaller, at least, the deviation from the linearisation is at the smaller scale; 1000 to leading order."""


def escape(settings: Settings, g_0: Fraction) -> Evidence:
    """Descent by numerics from near zero: u = B + C^T grows by 1 + 2 eta |g_0| a step, v = B - C^T decays alike.

    What the linearisation at 0 neglects is of the relative order of the scale, by a factor that differs from start to
    start (A - A^T drives v, and u outgrows it). So the deviation is measured at two scales, and must fall with them.
    """
    rate = 2 * STEP * abs(g_0)
    due = (1 + rate) ** (2 * STEPS), (1 - rate) ** (2 * STEPS)

    def counterexample_to_rates(seed: int) -> str | None:
        g = response_of_values([g_0, Fraction(1, 2), Fraction(1, 4)])
        far, near = (mode_growth(Run(start(seed, 3, scale), g, STEP, STEPS), Mpmath(200)) for scale in SCALES)
        off = [(coarse / rate - 1, fine / rate - 1) for coarse, fine, rate in zip(far, near, due, strict=True)]
        grown, decayed = map(float, near)
        if all(abs(fine) * FALL <= abs(coarse) < 1 for coarse, fine in off) and grown > 2 and decayed < 1 / 2:
            return None
        text = f"g_0 = {g_0}, start of seed {seed}, width 3, scale {SCALES[1]}, {STEPS} steps of {STEP}"
        return f"{text}: norm(B + C^T)^2 and norm(B - C^T)^2 are multiplied by {grown:.6g}, {decayed:.6g}"

    what = "u grows and v decays from near zero at the rate due"
    return evidence.sampled(range(1, settings.pick(3, 8, 20) + 1), counterexample_to_rates, what, WRONG_MODE)


@check("escape by descent")
def positive_g0(settings: Settings) -> Evidence:
    return escape(settings, Fraction(1))


@controls(
    WRONG_MODE,
    ("zero-g0-by-descent", "a pure delay", Fraction(0)),
    ("negative-g0-by-descent", "$u$ decays", Fraction(-1)),
)
def another_sign(settings: Settings, g_0: Fraction) -> Evidence:
    return escape(settings, g_0)
