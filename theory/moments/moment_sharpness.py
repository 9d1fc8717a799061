r"""With k = 2n lags only, a symmetric student of any width above n may continue as it likes: a two-parameter family.

Couple one more state, of self-feedback alpha, to the teacher's n modes by t v_i, v_i = 1/(sqrt(w_i) pi'(x_i)):

    A = [[diag(x), t v], [t v^T, alpha]],   B = C^T = (sqrt(w_1), ..., sqrt(w_n), 0),
    H(x) - G(x) = t^2 / (pi(x)^2 (x - alpha - t^2 phi(x))),   phi(x) = sum_i v_i^2 / (x - x_i),

so h_j = g_j for j < 2n, h_2n = g_2n + t^2 and h_{2n+1} = g_{2n+1} + t^2 (alpha + 2 sum_i x_i). (By moment-uniqueness
h_2n = g_2n is the teacher itself, and h_2n < g_2n is impossible: h_2n - g_2n is the integral of pi^2.)
"""

from fractions import Fraction

import sympy as sp
from flint import fmpq_mat, fmpq_poly

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation, printed
from theory.model.rationals import to_flint
from theory.moments.discrete_measure import Measure
from theory.moments.symmetric_student import SelfAdjoint, node_polynomial, slopes

G, gamma, phi, pi, t, alpha, x, y, u = sp.symbols("G gamma phi pi t alpha x y u")
n, k = sp.symbols("n k", integer=True, positive=True)

LAGRANGE = Premise(
    "partial-fractions", "partial fractions: 1/pi(x) = sum_i 1 / (pi'(x_i) (x - x_i)) for distinct nodes"
)
VIETA = Premise("vieta", "Vieta: pi(x) = x^n - s x^{n-1} + ..., s the sum of the nodes")


def coupled_student(teacher: Measure, t_squared: Fraction, alpha: Fraction) -> SelfAdjoint:
    """The student above, n + 1 states, in the coordinates where B = (1, ..., 1, 0) and everything is rational.

    Raises ValueError unless `t_squared` and the weights are positive and the nodes distinct.
    """
    if t_squared <= 0:
        raise ValueError("coupled_student: t^2 must be positive; at t = 0 the student is the teacher")
    size = len(teacher.nodes)
    weights = (*teacher.weights, 1 / t_squared)
    A, B = fmpq_mat(size + 1, size + 1), fmpq_mat(size + 1, 1)
    A[size, size] = to_flint(alpha)
    for i, slope in enumerate(slopes(teacher.nodes)):
        A[i, i], B[i, 0] = to_flint(teacher.nodes[i]), 1
        A[i, size], A[size, i] = 1 / (to_flint(weights[i]) * slope), to_flint(t_squared) / slope
    return SelfAdjoint(A, B, tuple(to_flint(weight) for weight in weights))


def free_continuation(teacher: Measure, next_two: tuple[Fraction, Fraction]) -> SelfAdjoint:
    """The student with zero loss on 2n lags and (h_2n, h_{2n+1}) as asked for; raises ValueError unless h_2n > g_2n."""
    lag = 2 * len(teacher.nodes)
    t_squared = next_two[0] - teacher.moment(lag)
    if t_squared <= 0:
        raise ValueError(f"free_continuation: h_{lag} must exceed {teacher.moment(lag)}, for pi^2 has a mean >= 0")
    alpha = (next_two[1] - teacher.moment(lag + 1)) / t_squared - 2 * sum(teacher.nodes, Fraction(0))
    return coupled_student(teacher, t_squared, alpha)


def negative_weight_square(teacher: Measure) -> fmpq_poly | None:
    """pi/(x - x_i) for a node of negative weight, if there is one: its square, of degree 2n - 2, has a negative mean.

    Then no symmetric student fits 2n lags at all.
    """
    for i, weight in enumerate(teacher.weights):
        if weight < 0:
            return node_polynomial([node for place, node in enumerate(teacher.nodes) if place != i])
    return None


def moment_sharpness_proof(lags: sp.Expr = 2 * n) -> Derivation:
    """The family fits k = `lags` lags; that is 2n, unless a control says otherwise."""
    steps = (
        *coupled_response(),
        *_expansion_at_infinity(),
        at_most(k, 2 * n, "H - G starts at lag 2n: the student fits k lags", {k: lags}).labelled(
            "fits", "next", "lags"
        ),
    )
    return Derivation(
        "every n >= 1, every width d >= n + 1 (zero states added), every t > 0 and alpha; distinct nodes, w_i > 0",
        steps,
        (LAGRANGE, VIETA),
        (
            Premise("nodes", "the teacher has $n$ distinct nodes and positive weights"),
            Premise(
                "coupled", r"$m = p = 1$; one more state of self-feedback $\alpha$, coupled by $t v$: still symmetric"
            ),
            Premise("lags", f"$k = {printed(lags)}$"),
        ),
        Conclusion(
            r"$L = 0$, $h_{2n} = g_{2n} + t^2$ and $h_{2n+1} = g_{2n+1} + t^2 (\alpha + 2 s)$: any $h_{2n} > g_{2n}$ "
            "and any $h_{2n+1}$",
            ("fits", "next", "next-but-one"),
        ),
    )


def coupled_response() -> tuple[Step, ...]:
    """H - G; y is the added state, gamma = v^T R b, phi = v^T R v, R = 1/(x - diag), b_i^2 = w_i."""
    weight, slope = sp.symbols(r"w_i \pi'_i", nonzero=True)
    v = 1 / (sp.sqrt(weight) * slope)
    state = t * gamma / (x - alpha - t**2 * phi)
    rule = "so gamma = sum_i 1 / (pi'(x_i) (x - x_i)) = 1/pi"
    return (
        equation(
            (x - alpha) * state,
            t * (gamma + t * phi * state),
            "the added state y solves (x - alpha) y = t v^T R (b + t v y)",
        ).labelled("added-state", "coupled"),
        equation(v * sp.sqrt(weight), 1 / slope, rule, name=r"v_i \sqrt{w_i}").labelled(
            "gamma", "partial-fractions", "nodes"
        ),
        equation(
            t * gamma * state,
            t**2 / (pi**2 * (x - alpha - t**2 * phi)),
            "H = b^T R (b + t v y), and gamma = 1/pi",
            {gamma: 1 / pi},
            "H - G",
        ).labelled("difference", "added-state", "gamma"),
    )


def _expansion_at_infinity() -> tuple[Step, ...]:
    """With u = 1/x: pi = u^-n (1 - s u + e u^2 ...), phi = u (N + M u ...), and H - G is u^{2n+1} times a series."""
    s, e, N, M = sp.symbols("s e N M")
    factor = t**2 / ((1 - s * u + e * u**2) ** 2 * (1 - alpha * u - t**2 * u**2 * (N + M * u)))
    rule = "coefficient of u^{2n+2}, s the sum of the nodes: any number, by the choice of alpha"
    return (
        equation(
            sp.Subs(factor, u, 0), t**2, "coefficient of u^{2n+1} in H - G, u = 1/x", name="h_{2n} - g_{2n}"
        ).labelled("next", "difference", "vieta"),
        equation(
            sp.Subs(sp.Derivative(factor, u), u, 0), t**2 * (alpha + 2 * s), rule, name="h_{2n+1} - g_{2n+1}"
        ).labelled("next-but-one", "difference", "vieta"),
    )
