r"""The Jacobi matrix of a symmetric student obeys a polynomial flow, in which no off-diagonal entry ever vanishes.

With the monic Krylov vectors S v_l = v_{l+1} + a_l v_l + beta_l v_{l-1}, v_0 = u, let w_l be the derivative of v_l with
the coefficients a, beta frozen: w_0 = u' = f(S) u, w_{l+1} = S' v_l + (S - a_l) w_l - beta_l w_{l-1}, f = -2 r. Then
v_l' - w_l lies in the span of v_0, ..., v_{l-1}, to which v_l is orthogonal. With w_l = sum_i X_il v_i,

    beta_0' = 2 beta_0 X_00,   beta_l' = 2 beta_l (X_ll - X_{l-1,l-1}),
    a_l' = <v_l, S' v_l>/|v_l|^2 + 2 (beta_{l+1} X_{l+1,l} - beta_l X_{l,l-1}).

In the basis of the v_l all of this is polynomial in the a_l and beta_l: S is the matrix T with ones below the diagonal.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import equation, less, noncommutative

t = sp.Symbol("t", real=True)
norm, beta = sp.symbols("N_l beta_l", positive=True)
"""N_l = |v_l|^2."""

SYMMETRIC_FLOW = Premise(
    "symmetric-flow",
    "the claims gradient and symmetric-invariant: a symmetric student stays symmetric, u' = -2 r(S) u, and "
    "S' = -sum_j R_j sum_{i<j} (S^i u)(S^{j-1-i} u)^T",
)
LANCZOS = Premise(
    "lanczos",
    "Lanczos: as long as they are not 0 the monic Krylov vectors are orthogonal, S v_l = v_{l+1} + a_l v_l + beta_l "
    "v_{l-1}, a_l = <v_l, S v_l>/|v_l|^2 and beta_l = |v_l|^2/|v_{l-1}|^2; S^n u is a combination of v_0, ..., v_n",
)
UNIQUE = Premise(
    "linear-equation", "y' = c(t) y with continuous c has y = y(0) exp(int c), which is never 0 unless y(0) is"
)


def jacobi_flow_proof(off: int = 2, start: int = 1) -> Derivation:
    """The flow. Controls: another factor at the entries below the diagonal (`off`), or beta_l = 0 at the start."""
    return Derivation(
        "every width, every k, every l below the Krylov dimension of the start",
        (*_frozen(), *_norms(), *_diagonal(off), *_polynomial(), *_never_zero(start)),
        (SYMMETRIC_FLOW, LANCZOS, UNIQUE),
        (
            Premise("symmetric", "$m = p = 1$, $A = S$ symmetric, $B = C^T = u/\\sqrt2$, $u \\ne 0$"),
            Premise("dimension", r"$\beta_1, \ldots, \beta_l > 0$ at the start"),
        ),
        Conclusion(
            r"$\beta_0' = 2 \beta_0 X_{00}$, $\beta_l' = 2 \beta_l (X_{ll} - X_{l-1,l-1})$ and "
            r"$a_l' = \langle v_l, S' v_l \rangle / |v_l|^2 + 2 (\beta_{l+1} X_{l+1,l} - \beta_l X_{l,l-1})$, all "
            r"polynomials in the entries; so $\beta_0, \ldots, \beta_l$ stay positive: the Krylov dimension is kept",
            ("first", "ratio", "diagonal", "coordinates", "never-zero"),
        ),
    )


def _frozen() -> tuple[Step, ...]:
    """e_l = v_l' - w_l obeys the recursion with sources in the span of v_{l-1} and v_l."""
    S, dS, v, w, e, v_0, w_0, e_0 = sp.symbols("S S' v_l w_l e_l v_{l-1} w_{l-1} e_{l-1}", commutative=False)
    a, b, da, db = sp.symbols("a_l beta_l a_l' beta_l'")
    whole = dS * v + S * (w + e) - da * v - a * (w + e) - db * v_0 - b * (w_0 + e_0)
    frozen = dS * v + S * w - a * w - b * w_0
    return (
        noncommutative(
            whole - frozen,
            S * e - a * e - b * e_0 - da * v - db * v_0,
            "v_{l+1}' = (S v_l - a_l v_l - beta_l v_{l-1})' with v_l' = w_l + e_l, less w_{l+1}: from e_0 = 0 on, e_l "
            "stays in the span of v_0, ..., v_{l-1} (S e_l in that of v_0, ..., v_l)",
        ).labelled("lower", "lanczos", "symmetric-flow", "symmetric"),
    )


def _norms() -> tuple[Step, ...]:
    """(|v_l|^2)' = 2 <v_l, w_l> = 2 X_ll |v_l|^2; and the quotient of two of them."""
    X, Y = (sp.Symbol(name, real=True) for name in ("X_{ll}", "X_{l-1,l-1}"))
    top, bottom = (sp.Function(name, positive=True)(t) for name in ("p", "q"))
    along = {sp.Derivative(top, t): 2 * X * top, sp.Derivative(bottom, t): 2 * Y * bottom}
    inner = sp.Symbol("E", real=True)
    return (
        equation(
            2 * (X * norm + inner),
            2 * X * norm,
            "N_l' = 2 <v_l, w_l + e_l>, and v_l is orthogonal to e_l (E = 0); l = 0: beta_0' = 2 beta_0 X_00",
            {inner: sp.Integer(0)},
        ).labelled("first", "lower", "lanczos"),
        equation(
            sp.Derivative(top / bottom, t),
            2 * (X - Y) * top / bottom,
            "beta_l = p/q with p = N_l and q = N_{l-1}: beta_l' = 2 beta_l (X_ll - X_{l-1,l-1})",
            along,
        ).labelled("ratio", "first", "lanczos"),
    )


def _diagonal(off: int) -> tuple[Step, ...]:
    """a_l |v_l|^2 = <v_l, S v_l>: the part of v_l' along v_l cancels, those along its neighbours are left."""
    names = ("a_l", "beta_l", "beta_{l+1}", "X_{ll}", "X_{l+1,l}", "X_{l,l-1}", "s_l")
    a, b, c, X, up, down, inner = (sp.Symbol(name, real=True) for name in names)
    along_next, along_last = up * c * norm, -down * norm
    turned = along_next + a * X * norm + b * along_last
    return (
        equation(
            inner + 2 * turned - 2 * a * X * norm,
            norm * (inner / norm + off * (c * up - b * down)),
            "a_l' N_l = s_l + 2 <v_l', S v_l> - a_l N_l', s_l = <v_l, S' v_l>; by S v_l = v_{l+1} + a_l v_l "
            "+ beta_l v_{l-1}, where <v_l', v_{l+1}> = X_{l+1,l} N_{l+1} and <v_l', v_{l-1}> = -<v_l, w_{l-1}> = "
            "-X_{l,l-1} N_l",
        ).labelled("diagonal", "lower", "first", "lanczos"),
    )


def _polynomial() -> tuple[Step, ...]:
    """<v_l, S^n u> = (T^n)_{l0} |v_l|^2 with |v_l|^2 = P beta_l, P = beta_0 ... beta_{l-1}: no division."""
    entry, product = (sp.Symbol(name, real=True) for name in ("(T^n)_{l0}", "P"))
    return (
        equation(
            entry * norm,
            product * beta * entry,
            "S^n u = sum_i (T^n)_{i0} v_i: S' v_l = -sum_j R_j sum_i <S^{j-1-i} u, v_l> S^i u, and the recursion of "
            "the w_l, have polynomial coordinates; R_j = beta_0 (T^j)_{00}/2 - g_j",
            {norm: product * beta},
        ).labelled("coordinates", "lanczos", "symmetric-flow"),
    )


def _never_zero(start: int) -> tuple[Step, ...]:
    """(log beta_l)' is a polynomial in the entries, bounded over any bounded time."""
    rate = sp.Symbol("I", real=True)
    wrong = "d = 2, S = 0, u = (1, 0): beta_1 = 0 for ever, the student keeps one node"
    step = less(
        sp.Integer(0),
        start * beta * sp.exp(rate),
        "beta_l(t) = beta_l(0) exp(I), I = 2 int (X_ll - X_{l-1,l-1}): positive if it was at the start",
    )
    return (
        step.refuted_by(None if start else wrong).labelled(
            "never-zero", "ratio", "first", "coordinates", "linear-equation", "dimension"
        ),
    )
