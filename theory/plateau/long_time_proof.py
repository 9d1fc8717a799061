r"""The derivation behind `long_time`: the gradient flow of L = P q^2, its decay, and the third order of the response.

Letters: s = S^{-1} = s^T, b on the support; y_R = B_2 - A_21 s b, y_L = C_2^T - A_12^T s^T b, q = y_L^T y_R, all sizes.
"""

from functools import partial

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import equation, solution
from theory.kernel.trace_identity import trace_identity
from theory.kernel.vector_fields import derivative, same
from theory.plateau.support_words import support_rules, support_words
from theory.words.evaluation import Values
from theory.words.matrix_words import Combination
from theory.words.rewriting import rule
from theory.words.symbols import z

SCOPE = "leading order in eps, S and b at rest; every n, every number of states to spare (words)"

P, N, t = sp.symbols("P N t", positive=True)
q, Gamma = sp.symbols("q Gamma", real=True)
at_0, h_inverse = sp.Symbol(r"\pi(0)", positive=True), sp.Symbol("h_{-2}", nonnegative=True)

Y_R = support_words((1, "B_2"), (-1, "A_{21} s b"))
Y_L = support_words((1, "C_2'"), (-1, "A_{12}' s' b"))
SYMMETRIC = (rule("s'", (1, "s")),)

CITED = (
    Premise("plateau", r"the claim near-zero-laws: $L = P q^2$ to leading order, $P = \pi(0)^4 / \lVert c \rVert^2$"),
    Premise("comparison", "comparison of scalar differential equations: a solution is determined by its start"),
)
HYPOTHESES = (
    Premise("lags", "$k = 2n + 1$: one lag to spare"),
    Premise("at-rest", r"$S$ and $\beta$ (here b) are at rest, and $h_{-2} = \beta^T S^{-2} \beta$"),
)


def converged_proof(inverse_moment: bool = True) -> Derivation:
    """The flow of y, its consequences for q and L, and the third order of the response.

    Without `inverse_moment` the motion of A_12 and A_21 is left out of Gamma: a false neighbour.
    """
    rate = 2 * P * (1 + h_inverse) if inverse_moment else 2 * P
    return Derivation(
        SCOPE,
        (*_gradient(), *_flow_of_y(rate), *_halves(), *_decay(), *_symmetric(rate), *_third_order()),
        CITED,
        HYPOTHESES,
        Conclusion(
            r"$y_\pm' = \mp \Gamma q y_\pm$ with $\Gamma = 2 \pi(0)^4 (1 + h_{-2}) / \lVert c \rVert^2$, so that "
            r"$q \to 0$ and $L \to 0$; the third order adds $r = y_L^T A_{22} y_R$ at lag 1, and the loss vanishes at "
            r"$q = -c_1 r / c_0$; from symmetric starts $L t^2 \to \lVert c \rVert^2 / (16 \pi(0)^4 (1 + h_{-2})^2)$",
            ("Gamma", "plus", "minus", "falls", "tends", "settled", "limit", "constant"),
        ),
    )


def _gradient() -> tuple[Step, ...]:
    """The directional derivative of q is the inner product with (y_L, -y_L b^T s^T, y_R^T, -s^T b y_R^T)."""
    moves = {"B_2": "U", "A_{21}": "V", "C_2": "X", "A_{12}": "Y"}
    rates = {name: support_words((1, move)) for name, move in moves.items()}
    before = derivative(Y_L.T * Y_R, rates)
    B_part, A_21_part = support_words((1, "U'")) * Y_L, support_words((-1, "V'")) * Y_L * support_words((1, "b' s'"))
    C_part, A_12_part = support_words((1, "X")) * Y_R, support_words((-1, "Y'")) * support_words((1, "s' b")) * Y_R.T
    text = "grad q is (y_L, -y_L b^T s^T, y_R^T, -s^T b y_R^T) in (B_2, A_21, C_2, A_12), moved by U, V, X, Y"
    after = B_part + A_21_part + C_part + A_12_part
    step = trace_identity(before, after, text, (), _values(), r"\mathrm{d} q")
    return (step.labelled("gradient", "at-rest"),)


def _values() -> tuple[Values, ...]:
    """Two instances by hand: n = 2 nodes, one and two states to spare."""

    def matrix(rows: int, columns: int, first: int) -> sp.ImmutableMatrix:
        return sp.ImmutableMatrix(rows, columns, lambda p, c: (first + 2 * p - 3 * c) % 5 - 2)

    def at(spare: int) -> Values:
        tall, wide, column = partial(matrix, spare, 2), partial(matrix, 2, spare), partial(matrix, spare, 1)
        named = {"A_{21}": tall(1), "V": tall(3), "A_{12}": wide(2), "Y": wide(4), "B_2": column(1), "U": column(2)}
        rows = {"C_2": matrix(1, spare, 3), "X": matrix(1, spare, 4)}
        return Values({**named, **rows, "s": sp.ImmutableMatrix([[1, 2], [2, -1]]), "b": matrix(2, 1, 3)}, {})

    return at(1), at(2)


def _flow_of_y(rate: sp.Expr) -> tuple[Step, ...]:
    """Along -grad(P q^2) = -2 P q grad q: y_R' = -2 P q (1 + b^T s s b) y_L, and y_L' likewise with y_R."""
    down = -2 * P * q
    back, square = support_words((1, "b' s'")), support_words((1, "b' s s b"))
    rates = {
        "B_2": Y_L.scaled(down),
        "A_{21}": (Y_L * back).scaled(-down),
        "C_2": Y_R.T.scaled(down),
        "A_{12}": (support_words((1, "s' b")) * Y_R.T).scaled(-down),
    }

    def moved(before: Combination, other: Combination, name: str, text: str) -> Step:
        expected = (other + other * square).scaled(down)
        return same(derivative(before, rates), expected, SYMMETRIC, text, name)

    velocity = -2 * P * q - 2 * P * q * h_inverse
    gamma = equation(
        velocity,
        -Gamma * q,
        "b^T s s b is the number h_{-2}, so that both velocities are -Gamma q times the other vector",
        {Gamma: rate},
    )
    found = "n = 1, x_1 = 1, b = 1, y_L = y_R = 1, P = 1: y_R' = -2 (1 + 1) = -4, and -Gamma q = -2 without h_{-2}"
    return (
        moved(Y_R, Y_L, "y_R'", "the flow moves B_2 and A_21, and y_R with them").labelled(
            "y_R", "gradient", "plateau"
        ),
        moved(Y_L, Y_R, "y_L'", "the flow moves C_2 and A_12, and y_L with them").labelled(
            "y_L", "gradient", "plateau"
        ),
        gamma.refuted_by(found).labelled("Gamma", "y_R", "y_L", "at-rest"),
    )


def _halves() -> tuple[Step, ...]:
    """y_+- = (y_R +- y_L)/2: y_+' = -Gamma q y_+, y_-' = Gamma q y_-, and q = |y_+|^2 - |y_-|^2."""
    right, left, right_rate, left_rate = sp.symbols(r"y_R y_L \dot{y}_R \dot{y}_L")
    flow = {right_rate: -Gamma * q * left, left_rate: -Gamma * q * right}
    plus, minus = support_words((1, "y_+")), support_words((1, "y_-"))
    inner = (plus - minus).T * (plus + minus)
    halves = "y_R = y_+ + y_- and y_L = y_+ - y_-: the cross terms cancel in the trace"
    values = [Values({"y_+": sp.ImmutableMatrix([1, 2]), "y_-": sp.ImmutableMatrix([3, -1])}, {})]
    return (
        equation(
            (right_rate + left_rate) / 2,
            -Gamma * q * (right + left) / 2,
            "y_+' is -Gamma q y_+ in each component",
            flow,
        ).labelled("plus", "Gamma"),
        equation(
            (right_rate - left_rate) / 2, Gamma * q * (right - left) / 2, "y_-' is Gamma q y_- in each component", flow
        ).labelled("minus", "Gamma"),
        trace_identity(inner, plus.T * plus - minus.T * minus, halves, (), values, "q").labelled("difference"),
    )


def _decay() -> tuple[Step, ...]:
    """p = |y_+|^2, m = |y_-|^2: p' = -2 Gamma q p, m' = 2 Gamma q m, q = p - m."""
    rate, kappa = sp.symbols("Gamma kappa", positive=True)
    p, m, f = (sp.Function(name, positive=True)(t) for name in "pmf")
    along = {sp.Derivative(p, t): -2 * rate * (p - m) * p, sp.Derivative(m, t): 2 * rate * (p - m) * m}
    fading = {sp.Derivative(f, t): -4 * rate * kappa * f}
    closed = kappa * (1 + f) / (1 - f)
    return (
        equation(
            sp.Derivative(p * m, t),
            sp.Integer(0),
            "p = |y_+|^2, m = |y_-|^2: the product p m = kappa^2 is constant",
            along,
        ).labelled("product", "plus", "minus", "difference"),
        equation(
            sp.Derivative(p - m, t), -2 * rate * (p - m) * (p + m), "q = p - m never changes sign and decays", along
        ).labelled("falls", "plus", "minus", "difference"),
        equation(
            sp.Derivative(closed, t),
            -2 * rate * (closed - kappa**2 / closed) * closed,
            "p' = -2 Gamma (p - kappa^2/p) p is solved by kappa (1 + f)/(1 - f), f a multiple of exp(-4 Gamma kappa t)",
            fading,
        ).labelled("closed", "product"),
        equation(
            closed - kappa**2 / closed,
            4 * kappa * f / (1 - f**2),
            "q = p - kappa^2/p tends to 0 with f, like exp(-4 Gamma kappa t), and L with it",
        ).labelled("tends", "closed", "comparison"),
    )


def _symmetric(rate: sp.Expr) -> tuple[Step, ...]:
    """y_- = 0: q' = -2 Gamma q^2, and L t^2 -> P / (4 Gamma^2)."""
    q_0, speed = sp.symbols("q_0 Gamma", positive=True)
    closed = 1 / (1 / q_0 + 2 * speed * t)
    return (
        equation(
            sp.Derivative(closed, t),
            -2 * speed * closed**2,
            "q' = -2 Gamma q^2, where y_- = 0, is solved by 1/(1/q_0 + 2 Gamma t)",
        ).labelled("closed-symmetric", "plus", "difference"),
        equation(
            sp.Limit(P * closed**2 * t**2, t, sp.oo), P / (4 * speed**2), "L t^2 = P q^2 t^2 as t tends to infinity"
        ).labelled("limit", "closed-symmetric", "comparison", "plateau"),
        equation(
            P / (4 * speed**2),
            N / (16 * at_0**4 * (1 + h_inverse) ** 2),
            "N is |c|^2, P = pi(0)^4 / N, and Gamma is 2 P (1 + h_{-2})",
            {speed: rate.subs(P, at_0**4 / N), P: at_0**4 / N},
        ).labelled("constant", "limit", "Gamma", "plateau", "lags"),
    )


def _third_order() -> tuple[Step, ...]:
    """The third-order response of the complement is z r, a multiple of e_0, and a tangent vector."""
    left, right = support_words((1, "C_2"), (z, "c R A_{12}")), support_words((1, "B_2"), (z, "A_{21} R b"))
    y_L, y_R = support_words((1, "C_2"), (-1, "c S^{-1} A_{12}")), support_words((1, "B_2"), (-1, "A_{21} S^{-1} b"))
    A_22, R, b, c = (support_words((1, text)) for text in ("A_{22}", "R", "b", "c"))
    twice, once = support_words((1, "S^{-1} S^{-1}")), support_words((1, "S^{-1}"))
    X, Y = support_words((1, "A_{12} A_{22}")) * y_R, y_L * support_words((1, "A_{22} A_{21}"))
    middle = once * support_words((1, "A_{12} A_{22} A_{21}")) * once
    added, main = (left * A_22 * right).scaled(z), (y_L * A_22 * y_R).scaled(z)
    at_lag_0 = c * twice * X + Y * twice * b
    tangent = c * R * twice * X + Y * twice * R * b + (c * R * middle * R * b).scaled(z)
    text = "zR = S^{-1}(R - I) leaves z r, words without z and R at lag 0, and first-order changes of b, c and S"
    c_0, r = sp.symbols("c_0 r", nonzero=True)
    c_1 = sp.Symbol("c_1")
    return (
        same(added, main - at_lag_0 + tangent, support_rules(), text).labelled("third-order", "at-rest"),
        solution(
            c_0 * q + c_1 * r,
            q,
            -c_1 * r / c_0,
            "q e_0 + r e_1 is in the range of T iff c is orthogonal to it: then L = 0",
        ).labelled("settled", "third-order", "lags", "plateau"),
    )
