"""Zero is a saddle: the sign of g_0 decides whether B + C^T or B - C^T grows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.cases.rnn_cases import Instance, numerics_gradient, sampled, small_then_sampled
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from numerics.arithmetics.protocol import Rows
    from numerics.model.linear_rnn import LinearRNN

WRONG_MODE, NOT_CRITICAL, WRONG_ORDER = "wrong-mode", "not-critical", "wrong-order"

STEP, STEPS = Fraction(1, 100), 200
SCALES = (Fraction(1, 10**9), Fraction(1, 10**12))
"""Two scales of one start, a thousandfold apart."""
FALL = 500
"""How much smaller, at least, the deviation from the linearisation is at the smaller scale; 1000 to leading order."""


def proof(settings: Settings, g_0: int | None = None) -> Evidence:
    """Critical points, orders in eps, the two modes and their rates, the Hessian; for g_0 > 0 unless given."""
    from sympy import Integer

    from theory.origin.origin import origin_saddle

    return evidence.proof(origin_saddle(None if g_0 is None else Integer(g_0)), WRONG_MODE)


def critical_where(settings: Settings, zeroed: tuple[str, ...] = ("B", "C")) -> Evidence:
    """numerics' gradient where the named matrices vanish."""
    from theory.model.linear_rnn import LinearRNN
    from theory.model.samples import describe

    def counterexample(instance: Instance) -> str | None:
        theta, _ = instance.in_theory()
        at = instance.at(
            LinearRNN(*(part * int(name not in zeroed) for part, name in zip(theta.parts, "ABC", strict=True)))
        )
        G = numerics_gradient(at)
        return None if all(part.is_zero_matrix for part in G.parts) else f"{at}: the gradient is {describe(G)}"

    draw = small_then_sampled(settings.random("critical"), settings.pick(12, 60, 400))
    return evidence.sampled(draw, counterexample, f"gradient 0 where {' = '.join(zeroed)} = 0", NOT_CRITICAL)


def orders(settings: Settings) -> Evidence:
    """numerics' gradient at eps theta against theory's expansion in powers of eps, exactly."""
    from sympy import Rational

    from theory.origin.origin import gradient_near_zero

    def counterexample(instance: Instance) -> str | None:
        theta, teacher = instance.in_theory()
        scale = Rational(instance.eta)
        expected, found = gradient_near_zero(theta, teacher, scale), numerics_gradient(instance.at(theta.scaled(scale)))
        return None if expected == found else f"{instance}, scale {scale}: {found}, expected {expected}"

    draw = sampled(settings.random("orders"), settings.pick(12, 60, 400))
    return evidence.sampled(draw, counterexample, "gradient at eps theta by powers of eps", WRONG_ORDER)


def escape(settings: Settings, g_0: Fraction = Fraction(1)) -> Evidence:
    """Descent by numerics from near zero: u = B + C^T grows by 1 + 2 eta |g_0| a step, v = B - C^T decays alike.

    What the linearisation at 0 neglects is of the relative order of the scale, by a factor that differs from start to
    start (A - A^T drives v, and u outgrows it). So the deviation is measured at two scales, and must fall with them.
    """

    def counterexample(seed: int) -> str | None:
        far, near = (deviations(seed, scale, g_0) for scale in SCALES)
        due = all(abs(fine) * FALL <= abs(coarse) < 1 for coarse, fine in zip(far[:2], near[:2], strict=True))
        grown, decayed = (float(factor) for factor in near[2:])
        if due and grown > 2 and decayed < 1 / 2:
            return None
        text = f"g_0 = {g_0}, start of seed {seed}, width 3, scale {SCALES[1]}, {STEPS} steps of {STEP}"
        return f"{text}: norm(B + C^T)^2 and norm(B - C^T)^2 are multiplied by {grown:.6g}, {decayed:.6g}"

    seeds = range(1, settings.pick(3, 8, 20) + 1)
    return evidence.sampled(seeds, counterexample, "u grows and v decays from near zero at the rate due", WRONG_MODE)


def deviations(seed: int, scale: Fraction, g_0: Fraction) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """How far norm(u)^2 and norm(v)^2 are, relatively, from the rates due; and the factors they were multiplied by."""
    from numerics.arithmetics.mp import Mpmath
    from numerics.descent.descent import descend
    from numerics.descent.run import Run
    from numerics.model.linear_rnn import exact_values
    from numerics.model.start import start
    from numerics.model.teacher import response_of_values

    arithmetic, rate = Mpmath(200), 2 * STEP * abs(g_0)
    teacher = response_of_values([g_0, Fraction(1, 2), Fraction(1, 4)])
    first, *_, last = descend(Run(start(seed, 3, scale), teacher, STEP, STEPS), arithmetic)
    ends = [exact_values(iterate.model, arithmetic) for iterate in (first, last)]
    grown, decayed = (squared_sum(ends[1], sign) / squared_sum(ends[0], sign) for sign in (1, -1))
    due = (1 + rate) ** (2 * STEPS), (1 - rate) ** (2 * STEPS)
    return grown / due[0] - 1, decayed / due[1] - 1, grown, decayed


def squared_sum(model: LinearRNN[Rows], sign: int) -> Fraction:
    """norm(B + sign C^T)^2 of an exact model with one input and output."""
    return sum(((b[0] + sign * c) ** 2 for b, c in zip(model.B, model.C[0], strict=True)), Fraction(0))


CLAIM = Claim(
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
    proof=Check("proof", proof),
    checks=(
        Check("(A, 0, 0) by numerics", critical_where),
        Check("orders of the gradient", orders),
        Check("escape by descent", escape),
    ),
    controls=(
        Control("g_0 = 0", "a pure delay: no mode grows in first order", WRONG_MODE, lambda s: proof(s, 0)),
        Control("g_0 < 0", "$u$ decays", WRONG_MODE, lambda s: proof(s, -1)),
        Control("g_0 = 0, by descent", "a pure delay", WRONG_MODE, lambda s: escape(s, Fraction(0))),
        Control("g_0 < 0, by descent", "$u$ decays", WRONG_MODE, lambda s: escape(s, Fraction(-1))),
        Control("(A, B, 0)", "only $C = 0$: not critical", NOT_CRITICAL, lambda s: critical_where(s, ("C",))),
    ),
)
