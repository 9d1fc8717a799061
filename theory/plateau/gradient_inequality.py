r"""|grad L| >= c L^{3/4} near the fitted student: what the converged regime rests on, and where it fails.

Near theta* with pi(0) != 0 a similarity splits A into M (n x n, near S) and N (near 0), analytically in theta; y_R and
y_L^T are the parts of B and C that go with N, p the nodes and weights of M's part. Exactly, and for every lag,

    h_j = F_j(p) + E_j,   E_j = y_L^T N^j y_R,   F_j(p) = sum_a W_a X_a^j,

and theta -> (p, y_L, y_R, N) is a submersion (`splitting`). With Pi_p the projection on the range of F'(p),
v = (I - Pi_p) R, gamma <= 1 a lower bound of |c_0| / |c| (c the coefficients of pi^2: c_0 = pi(0)^2), nu >= |N| small:
if |Pi_p R| > tau |R| then |grad_p| does it; else |R_0| >= (const) |R|, |grad_y| >= (const) |R| |y| and |R| <= C |y|^2.
"""

import sympy as sp

from theory.kernel.derivation import Step, within
from theory.kernel.ranges import at_most_on_box
from theory.kernel.steps import at_most, equation, less
from theory.kernel.vector_fields import derivative, same, term
from theory.plateau.plateau_tangent import confluent_vandermonde
from theory.plateau.splitting import splitting_steps

slack = sp.Symbol("sigma_1", nonnegative=True)
HALF = sp.Rational(5, 2)
"""|R| <= (5/2) |q|, and |R| <= (5/2) |E|."""


def three_quarters_steps(vanishing_node: bool = False) -> tuple[Step, ...]:
    """The inequality, for pi(0) != 0; a control sets a node to zero."""
    return (
        _annihilator(vanishing_node),
        *within("split", splitting_steps()),
        *_gradients(),
        *_first_lag_is_felt(),
        *_first_lag_dominates(),
        *_residual_is_quadratic(),
        *_combined(),
    )


def _annihilator(vanishing_node: bool) -> Step:
    """c^T T = 0 and c_0 = pi(0)^2 > 0: |(I - Pi) e_0| >= gamma = pi(0)^2 / |c|, the part of e_0 along c."""
    at_0 = sp.Symbol(r"\pi(0)", real=True, nonzero=True)
    c_0 = sp.Integer(0) if vanishing_node else at_0**2
    rule = "c^T T = 0 and c_0 = pi(0)^2: S is invertible, and e_0 is not in the range of T"
    step = less(sp.Integer(0), sp.Symbol("c_0"), rule, {sp.Symbol("c_0"): c_0})
    return step.refuted_by(_blind()).labelled("first-lag", "double-zero", "zero-free")


def _blind() -> str:
    """n = 1 with the node 0: the first lag is in the range of T."""
    T = confluent_vandermonde([sp.Integer(0)], 3)
    inside = T.row_join(sp.Matrix([1, 0, 0])).rank() == T.rank()
    return f"n = 1, node 0: pi^2 = x^2, c = [0, 0, 1], c_0 = 0, e_0 {'in' if inside else 'outside'} the range of T"


def _gradients() -> tuple[Step, ...]:
    """d/dy_L sum_j R_j^2 = 2 sum_j R_j N^j y_R, with F constant: at least 2 (|R_0| - 2 nu |R|) |y_R| for nu <= 1/2."""
    nu = sp.Symbol("nu", nonnegative=True)
    along = derivative(term("y_L' P_j y_R"), {"y_L": term("u_L"), "y_R": term("u_R")})
    moves = "E_j moves by this, P_j = N^j, with F_j constant: grad_{y_L} L = 2 sum_j R_j N^j y_R, and so for y_R"
    return (
        same(along, term("u_L' P_j y_R") + term("y_L' P_j u_R"), (), moves, r"\mathrm{d}E_j").labelled(
            "y-gradient", "split/submersion"
        ),
        at_most(
            nu / (1 - nu),
            2 * nu,
            "the sum of nu^j over j >= 1, |N| <= nu <= 1/2: |grad_y| >= 2 (|R_0| - 2 nu |R|) |y|",
            {nu: 1 / (2 + slack)},
        ).labelled("later-lags", "y-gradient", "norms"),
    )


def _first_lag_is_felt() -> tuple[Step, ...]:
    """k = 2n + 1: v is a multiple of c(p), so |v_0| >= gamma |v|. Put tau = theta gamma / 4 and nu = phi gamma / 8."""
    gamma, theta, phi, tau, nu = sp.symbols("gamma theta phi tau nu", real=True)
    return (
        at_most_on_box(
            gamma / 2,
            gamma * (1 - tau) - tau,
            {gamma: (0, 1), theta: (0, 1)},
            "k = 2n + 1, over |R|: |R_0| >= gamma (1 - tau) |R| - tau |R| >= gamma |R| / 2, tau <= gamma / 4",
            {tau: theta * gamma / 4},
        ).labelled("felt", "first-lag", "rank", "case"),
        at_most_on_box(
            gamma / 2,
            2 * (gamma / 2 - 2 * nu),
            {gamma: (0, 1), phi: (0, 1)},
            "over |R| |y|: |grad_y| >= 2 (|R_0| - 2 nu |R|) |y| >= (gamma / 2) |R| |y| for nu <= gamma / 8",
            {nu: phi * gamma / 8},
        ).labelled("steep-if-felt", "felt", "later-lags"),
    )


def _first_lag_dominates() -> tuple[Step, ...]:
    """Symmetric, or d = n + 1: |E_j| <= nu^j |q|, so v = q (I - Pi) e_0 up to eta (|R| + |q|), for every k >= 2n + 1.

    eta and tau are small with the ball; eta = theta gamma^2 / 12, tau = phi gamma^2 / 12, g = gamma^2.
    """
    g, theta, phi, eta, tau, nu = sp.symbols("g theta phi eta tau nu", real=True)
    bound, shrink, most = sp.symbols("b_j lambda nu", nonnegative=True)
    quarter, low = sp.Rational(1, 4), g / 2
    return (
        at_most(
            shrink * bound,
            most * bound,
            "y_L = y_R, N = N^T, eigenvalues lambda <= nu: from b_j = nu^j q to b_{j+1}, and so for d = n + 1",
            {most: shrink + slack},
        ).labelled("lags-shrink", "case"),
        at_most_on_box(
            1 + eta,
            HALF * (1 - eta - tau),
            {eta: (0, quarter), tau: (0, quarter)},
            "over |q|: (1 - tau) |R| <= |v| <= |q| + eta (|R| + |q|), eta, tau <= 1/4: |R| <= (5/2) |q|",
        ).labelled("below-q", "lags-shrink", "norms"),
        at_most_on_box(
            low,
            g - eta - HALF * (eta + tau),
            {g: (0, 1), theta: (0, 1), phi: (0, 1)},
            "over |q|: |R_0| >= gamma^2 |q| - eta |q| - (5/2) (eta + tau) |q| >= gamma^2 |q| / 2 >= gamma^2 |R| / 5",
            {eta: theta * g / 12, tau: phi * g / 12},
        ).labelled("dominates", "below-q", "first-lag"),
        at_most_on_box(
            low / HALF,
            2 * (low / HALF - 2 * nu),
            {g: (0, 1), theta: (0, 1)},
            "over |R| |y|: |grad_y| >= (gamma^2 / 5) |R| |y| for nu <= gamma^2 / 20",
            {nu: theta * g / 20},
        ).labelled("steep-if-dominated", "dominates", "later-lags"),
    )


def _residual_is_quadratic() -> tuple[Step, ...]:
    """|R| <= (5/2) |E| and |E| <= |y|^2: there the residual is as small as y squared."""
    left, right, E, R, square = sp.symbols("l r E R nu^2", nonnegative=True)
    return (
        at_most(
            R,
            HALF * E,
            "3 |R| / 4 <= |v| <= |E| + (|R| + |E|) / 4, as |p - p*| <= const (|R| + |E|) and v is flat to second order",
            {E: (sp.Rational(3, 4) * R - R / 4 + slack) / (1 + sp.Rational(1, 4))},
        ).labelled("below-E", "taylor", "implicit", "split/submersion"),
        at_most_on_box(
            sp.Integer(1),
            4 * (1 - square),
            {square: (0, sp.Rational(1, 4))},
            "|E| <= |y_L| |y_R| (sum_j nu^{2j})^{1/2} <= 2 |y_L| |y_R|: 1 / (1 - nu^2) <= 4 for nu <= 1/2",
        ).labelled("E-bound", "norms"),
        at_most(
            2 * left * right, left**2 + right**2, "|E| is at most |y|^2 = |y_L|^2 + |y_R|^2", {left: right + slack}
        ).labelled("quadratic", "below-E", "E-bound"),
    )


def _combined() -> tuple[Step, ...]:
    """Either |grad L| >= const |R|, or |grad L| >= const |R| |y| with |y|^2 >= (2/5) |R|: L^{3/4} bounds both."""
    R, rest, loss = sp.symbols("R upsilon L", positive=True)
    y_squared, power = sp.Symbol("|y|^2", positive=True), sp.Rational(3, 2)
    return (
        at_most(
            R ** (2 * power) / HALF,
            R**2 * y_squared,
            "where |Pi_p R| <= tau |R|, |R| <= (5/2) |y|^2 and (|R| |y|)^2 is at least this",
            {y_squared: R / HALF + rest},
        ).labelled("slow-part", "quadratic", "steep-if-felt", "steep-if-dominated"),
        at_most(
            R ** (2 * power),
            R**2,
            "elsewhere |grad L| >= const |R|, from p alone, and |R|^{3/2} is below |R| < 1",
            {R: 1 / (1 + rest)},
        ).labelled("fast-part", "split/submersion", "implicit"),
        equation(
            R**power,
            loss ** sp.Rational(3, 4),
            "|R|^{3/2} is L^{3/4}, so |grad L| >= c L^{3/4} in both parts",
            {R: sp.sqrt(loss)},
        ).labelled("three-quarters", "slow-part", "fast-part"),
    )
