"""Zero is a saddle: the sign of g_0 decides whether B + C^T or B - C^T grows."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from verifier import evidence
from verifier.claim import Check, Claim, Control, Settings, Status
from verifier.instances import Instance, numerics_gradient, sampled, small_then_sampled
from verifier.verdict import Evidence

WRONG_MODE, NOT_CRITICAL, WRONG_ORDER = "wrong-mode", "not-critical", "wrong-order"

STEP, STEPS, SCALE = Fraction(1, 100), 200, Fraction(1, 10**12)
"""A short run of descent from a start of this scale: 2 g_0 eta STEPS = 4 g_0, so u should grow e^(4 g_0)-fold."""


def proof(settings: Settings, g_0: int | None = None) -> Evidence:
    """Critical points, orders in eps, the two modes and their rates, the Hessian; for g_0 > 0 unless given."""
    from sympy import Integer

    from theory.origin import origin_saddle

    return evidence.proof(origin_saddle(None if g_0 is None else Integer(g_0)), WRONG_MODE)


def critical_where(settings: Settings, zeroed: tuple[str, ...] = ("B", "C")) -> Evidence:
    """numerics' gradient where the named matrices vanish."""
    from theory.samples import describe

    def counterexample(instance: Instance) -> str | None:
        parts = {name: tuple((Fraction(0),) * len(row) for row in getattr(instance, name)) for name in zeroed}
        at = replace(instance, **parts)
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
    """A short run of numerics' descent from near zero, rounded to 200 bits: u = B + C^T grows and v = B - C^T decays."""
    from numerics.arithmetics.mp import Mpmath
    from numerics.descent import descend
    from numerics.linear_rnn import exact_values, in_arithmetic
    from numerics.start import start

    arithmetic = Mpmath(200)

    def sizes(model: object) -> tuple[Fraction, Fraction]:
        exact = exact_values(model, arithmetic)  # type: ignore[arg-type, var-annotated]
        b, c = [row[0] for row in exact.B], exact.C[0]
        return sum((x + y) ** 2 for x, y in zip(b, c, strict=True)), sum(
            (x - y) ** 2 for x, y in zip(b, c, strict=True)
        )

    def counterexample(seed: int) -> str | None:
        teacher = [arithmetic.matrix([[g]]) for g in (g_0, Fraction(1, 2), Fraction(1, 4))]
        model = in_arithmetic(start(seed, 3, SCALE), arithmetic)
        first, *_, last = descend(model, teacher, STEP, STEPS, arithmetic)
        (u, v), (u_T, v_T) = sizes(first.model), sizes(last.model)
        text = f"g_0 = {g_0}, start of seed {seed}, width 3, scale {SCALE}, {STEPS} steps of {STEP}"
        return None if u_T > 100 * u and v_T < v / 100 else f"{text}: norm(B + C^T)^2 does not grow 100-fold"

    found = evidence.sampled(
        range(1, settings.pick(3, 8, 20) + 1), counterexample, "u grows and v decays from near zero", WRONG_MODE
    )
    return found


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
    hypotheses=(
        r"the rates: $m = p = 1$, $g_0 > 0$, to first order at 0",
        r"near zero: errors of relative order $\epsilon$",
    ),
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
        Control("g_0 < 0, by descent", "$u$ decays", WRONG_MODE, lambda s: escape(s, Fraction(-1))),
        Control("(A, B, 0)", "only $C = 0$: not critical", NOT_CRITICAL, lambda s: critical_where(s, ("C",))),
    ),
)
