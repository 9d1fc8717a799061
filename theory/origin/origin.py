"""The saddle at zero: every (A, 0, 0) is critical, and at 0 the sign of g_0 decides which mode of (B, C) grows.

At eps theta the lag j contributes to the gradient in order eps^{j+1} exactly, so lag 0 drives B and C in first order
and lag 1 drives A in second. With residuals -g_j at the origin, the flow is B' = 2 C^T g_0, C' = 2 g_0 B^T.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Expr, Integer, MatrixSymbol, Symbol, sqrt

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.matrix_identity import identity
from theory.kernel.steps import less, printed
from theory.model.gradient import resolvent, transfer_gradient, weighted_gradient
from theory.model.linear_rnn import LinearRNN, impulse_response
from theory.model.samples import Named, sample_values
from theory.words.matrix_words import Combination, word
from theory.words.rewriting import Rule, resolvent_rules
from theory.words.symbols import A, B, C, W, d, epsilon, m, p, z

ZEROED = ("B", "C")
"""The matrices that vanish at the critical points (A, 0, 0)."""

G_0, G_1 = MatrixSymbol("g_0", p, m), MatrixSymbol("g_1", p, m)
"""The teacher's first two Markov parameters."""

GRADIENT = Premise(
    "gradient",
    "the claim gradient: the gradient of L is the sum over the lags of that of <W_j, h_j>, W_j = 2 (h_j - g_j) held "
    "constant; and <W, h(z)> = tr(W^T C R B), R = (I - zA)^{-1}, has it as its coefficient of z^j",
)
FLOW = Premise("flow", "the flow is theta' = -grad L")
SCALAR = Premise("scalar", "m = p = 1: one input and one output")


def growth_rates(g_0: Expr) -> tuple[Expr, Expr]:
    """The rates of u = (B + C^T)/sqrt2 and v = (B - C^T)/sqrt2 under the flow linearised at 0 (m = p = 1).

    >>> growth_rates(Integer(3))
    (6, -6)
    """
    return 2 * g_0, -2 * g_0


def origin_saddle(g_0: Expr | None = None, zeroed: Iterable[str] = ZEROED) -> Derivation:
    """origin-saddle for g_0 > 0 (symbolic unless given), critical where the matrices in `zeroed` vanish."""
    value = Symbol("g_0", positive=True) if g_0 is None else g_0
    zeroed = tuple(zeroed)
    first = ("order-B", "order-C", "order-A", "order-h", "lag-0-B", "lag-0-C", "flow")
    grows, decays = growth_rates(value)
    return Derivation(
        "every d, m, p, every k and every lag (words); the rates of u and v for m = p = 1",
        (*critical_steps(zeroed), *homogeneity_steps(), *leading_order_steps(), *mode_steps(value)),
        (GRADIENT,),
        (
            FLOW,
            SCALAR,
            Premise("sign", "$g_0 > 0$" if g_0 is None else f"$g_0 = {printed(value)}$"),
        ),
        Conclusion(
            f"the student is critical where ${' = '.join(zeroed)} = 0$; at $0$ the linearised flow is "
            "$B' = 2 C^T g_0$, $C' = 2 g_0 B^T$, $A' = 0$, and in the next order $A' = 2 C^T g_1 B^T$; for $m = p = 1$ "
            rf"the mode $u = (B + C^T)/\sqrt{{2}}$ grows at the rate ${printed(grows)}$, and "
            rf"$v = (B - C^T)/\sqrt{{2}}$ decays at the rate ${printed(decays)}$; "
            "with $-g_0$ for $g_0$ it is $v$ that grows",
            ("critical-A", "critical-B", "critical-C", *first, "lag-1-A", "u-grows", "v-decays", "v-grows"),
        ),
    )


def critical_steps(zeroed: tuple[str, ...] = ZEROED) -> tuple[Step, ...]:
    """The gradient vanishes where the matrices in `zeroed` do."""

    def constrain(drawn: Named) -> Named:
        return {name: matrix * 0 if name in zeroed else matrix for name, matrix in drawn.items()}

    rules = tuple(Rule(word(text), Combination({})) for name in zeroed for text in (name, name + "'"))
    values, where = sample_values((A, B, C, W), constrain=constrain), " and ".join(f"{name} = 0" for name in zeroed)
    return tuple(
        identity(
            part, 0 * part, f"the gradient in {name} vanishes where {where}", rules, values, _gradient(name)
        ).labelled(f"critical-{name}", "gradient")
        for part, name in zip(transfer_gradient().parts, "ABC", strict=True)
    )


def _gradient(name: str) -> str:
    return rf"\nabla_{name} \langle W, h(z) \rangle"


def homogeneity_steps() -> tuple[Step, ...]:
    """At eps theta the gradient is eps times that with eps z for z, and h is eps^2 times that: every lag at once."""
    values = sample_values((A, B, C, W), scalars=(epsilon,))
    scale = {letter: epsilon * letter for letter in (A, B, C)}
    response = C * resolvent(A) * B
    gradients = tuple(
        identity(
            part.xreplace(scale).doit(),
            epsilon * part.xreplace({z: epsilon * z}),
            f"this is eps times a function of eps z, so the gradient of lag j in {name} is of order eps^(j+1)",
            (),
            values,
            rf"{_gradient(name)} \text{{ at }} \epsilon \theta",
        ).labelled(f"order-{name}", "gradient")
        for part, name in zip(transfer_gradient().parts, "ABC", strict=True)
    )
    rule = "this is eps^2 times a function of eps z, so h_j is of order eps^(j+2) and R_j is -g_j to leading order"
    scaled, expected = response.xreplace(scale).doit(), epsilon**2 * response.xreplace({z: epsilon * z})
    at = r"h(z) \text{ at } \epsilon \theta"
    return (*gradients, identity(scaled, expected, rule, (), values, at).labelled("order-h"))


def leading_order_steps() -> tuple[Step, ...]:
    """-G at 0 with weights -2 g_j: the coefficient of z^0 for B and C, that of z^1 for A."""
    R, rules = resolvent(A), resolvent_rules()
    values = sample_values((A, B, C, G_0, G_1))
    zeroth, first = transfer_gradient(-2 * G_0), transfer_gradient(-2 * G_1)
    B_rest, C_rest = 2 * z * A.T * R.T * C.T * G_0, 2 * z * G_0 * B.T * R.T * A.T
    A_rest = 2 * z**2 * (A.T * R.T * C.T * G_1 * B.T * R.T + C.T * G_1 * B.T * R.T * A.T)
    lines = (
        (-zeroth.B, 2 * C.T * G_0 + B_rest, "lag 0 moves B in first order: this is the coefficient of z^0", "lag-0-B"),
        (-zeroth.C, 2 * G_0 * B.T + C_rest, "lag 0 moves C in first order: this is the coefficient of z^0", "lag-0-C"),
        (
            -first.A,
            2 * z * C.T * G_1 * B.T + A_rest,
            "lag 0 does not move A, as there is no z^0; lag 1 moves it in second order",
            "lag-1-A",
        ),
    )
    return tuple(
        identity(before, after, rule, rules, values).labelled(
            label, "gradient", "flow", "order-h", f"order-{label[-1]}"
        )
        for before, after, rule, label in lines
    )


def mode_steps(g_0: Expr) -> tuple[Step, ...]:
    """u and v are eigenmodes of B' = 2 g_0 C^T, C' = 2 g_0 B^T, and u grows while v decays when g_0 > 0."""
    b, c, half = MatrixSymbol("B", d, 1), MatrixSymbol("C", 1, d), 1 / sqrt(2)
    velocity = LinearRNN(A, 2 * g_0 * c.T, 2 * g_0 * b.T)
    grows, decays = growth_rates(g_0)
    values = sample_values((b, c), scalars=g_0.free_symbols)
    growing, decaying = half * (velocity.B + velocity.C.T), half * (velocity.B - velocity.C.T)
    u_rule, v_rule = "with B' and C' of lag 0, u' = 2 g_0 u", "with B' and C' of lag 0, v' = -2 g_0 v"
    u_rate = identity(growing, grows * half * (b + c.T), u_rule, (), values, "u'")
    v_rate = identity(decaying, decays * half * (b - c.T), v_rule, (), values, "v'")
    zero = Integer(0)
    up, down = less(zero, grows, "u grows at this rate"), less(decays, zero, "v decays at this rate")
    other = less(zero, growth_rates(-g_0)[1], "with -g_0 for g_0 this is the rate of v, which grows")
    return (
        u_rate.labelled("u-rate", "lag-0-B", "lag-0-C", "scalar"),
        v_rate.labelled("v-rate", "lag-0-B", "lag-0-C", "scalar"),
        up.refuted_by(f"g_0 = {g_0}: the rate is {grows}").labelled("u-grows", "u-rate", "sign"),
        down.refuted_by(f"g_0 = {g_0}: the rate is {decays}").labelled("v-decays", "v-rate", "sign"),
        other.labelled("v-grows", "v-rate", "sign"),
    )


def gradient_near_zero(theta: LinearRNN, teacher: Sequence[Any], scale: Any) -> LinearRNN:
    """The gradient at scale * theta, assembled by powers of the scale.

    2 sum_j scale^{j+1} (gradient of <scale^{j+2} h_j - g_j, h_j> at theta): an independent formula for the same thing.
    """
    weights = [
        scale ** (j + 1) * 2 * (scale ** (j + 2) * h - g)
        for j, (h, g) in enumerate(zip(impulse_response(theta, len(teacher)), teacher, strict=True))
    ]
    return weighted_gradient(theta, weights)
