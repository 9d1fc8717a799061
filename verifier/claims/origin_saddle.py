"""Zero is a saddle: the sign of g_0 decides whether B + C^T or B - C^T grows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from verifier import evidence
from verifier.claim import Check, Claim, Control, Settings, Status
from verifier.instances import Instance, numerics_gradient, sampled, small_then_sampled
from verifier.verdict import Evidence

if TYPE_CHECKING:
    from numerics.linear_rnn import LinearRNN
    from verifier.instances import Rows

WRONG_MODE, NOT_CRITICAL, WRONG_ORDER = "wrong-mode", "not-critical", "wrong-order"

STEP, STEPS, SCALE = Fraction(1, 100), 200, Fraction(1, 10**12)
"""A short run of descent from a start of this scale: u grows about e^4-fold for g_0 = 1."""
RELATIVE = Fraction(1, 10**9)
"""Allowed relative deviation: what the linearisation at 0 neglects is of relative order SCALE times e^4."""


def proof(settings: Settings, g_0: int | None = None) -> Evidence:
    """Critical points, orders in eps, the two modes and their rates, the Hessian; for g_0 > 0 unless given."""
    from sympy import Integer

    from theory.origin import origin_saddle

    return evidence.proof(origin_saddle(None if g_0 is None else Integer(g_0)), WRONG_MODE)


def critical_where(settings: Settings, zeroed: tuple[str, ...] = ("B", "C")) -> Evidence:
    """numerics' gradient where the named matrices vanish."""
    from theory.linear_rnn import LinearRNN
    from theory.samples import describe

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

    from theory.origin import gradient_near_zero

    def counterexample(instance: Instance) -> str | None:
        theta, teacher = instance.in_theory()
        scale = Rational(instance.eta)
        expected, found = gradient_near_zero(theta, teacher, scale), numerics_gradient(instance.at(theta.scaled(scale)))
        return None if expected == found else f"{instance}, scale {scale}: {found}, expected {expected}"

    draw = sampled(settings.random("orders"), settings.pick(12, 60, 400))
    return evidence.sampled(draw, counterexample, "gradient at eps theta by powers of eps", WRONG_ORDER)


def escape(settings: Settings, g_0: Fraction = Fraction(1)) -> Evidence:
    """Descent by numerics from near zero: u = B + C^T grows by 1 + 2 eta |g_0| a step, v = B - C^T decays alike."""
    from numerics.arithmetics.mp import Mpmath
    from numerics.descent import descend
    from numerics.linear_rnn import exact_values, in_arithmetic
    from numerics.start import start

    arithmetic, rate = Mpmath(200), 2 * STEP * abs(g_0)
    teacher = [arithmetic.matrix([[g]]) for g in (g_0, Fraction(1, 2), Fraction(1, 4))]

    def counterexample(seed: int) -> str | None:
        begin = in_arithmetic(start(seed, 3, SCALE), arithmetic)
        first, *_, last = descend(begin, teacher, STEP, STEPS, arithmetic)
        ends = [exact_values(iterate.model, arithmetic) for iterate in (first, last)]
        u, v = ([squared_sum(model, sign) for model in ends] for sign in (1, -1))
        exact = (1 + rate) ** (2 * STEPS) * u[0], (1 - rate) ** (2 * STEPS) * v[0]
        due = all(abs(x / y - 1) < RELATIVE for x, y in zip((u[1], v[1]), exact, strict=True))
        text = f"g_0 = {g_0}, start of seed {seed}, width 3, scale {SCALE}, {STEPS} steps of {STEP}"
        grows = u[1] > (1 + RELATIVE) * u[0]
        seen = ", ".join(f"{float(x / y):.6g}" for x, y in ((u[1], u[0]), (v[1], v[0])))
        return None if due and grows else f"{text}: norm(B + C^T)^2 and norm(B - C^T)^2 are multiplied by {seen}"

    seeds = range(1, settings.pick(3, 8, 20) + 1)
    return evidence.sampled(seeds, counterexample, "u grows and v decays from near zero at the rate due", WRONG_MODE)


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
