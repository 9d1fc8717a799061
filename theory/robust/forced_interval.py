r"""What k inexact lags force at every later one, for any number of positive modes on an interval [a, b].

    g_j = sum_i omega_i lambda_i^j,   omega_i >= 0,   lambda_i in [a, b],        g_i = h_i + u_i  for i < k.

A polynomial q of degree below k with q >= x^j on [a, b] gives g_j <= <q, h> + <q, u>, and <q, u> is at most its price:
sum |q_i| delta_i when |u_i| <= delta_i, and ||q|| sqrt(ell) when sum u_i^2 <= ell. Three ways to such polynomials:
any that is checked; x^j mod e where e has real roots and one sign; and x^J for all j >= J, J even, inside [-1, 1].
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation
from theory.kernel.sums import exchanged, termwise

_i, _k, _N = sp.symbols("i k N", integer=True, positive=True)
_l = sp.Symbol("l", integer=True, positive=True)
_half = sp.Symbol("nu", integer=True, nonnegative=True)
_omega, _lambda, _q, _h, _u = (sp.IndexedBase(name) for name in ("omega", "lambda", "q", "h", "u"))

REMAINDER = Premise(
    "divided-differences",
    "mean value theorem for divided differences: x^j - (x^j mod e) = e(x) (j choose m) xi^{j-m}, e monic with the m "
    "real roots z_l, xi between the least and the largest of x and the z_l (j >= m)",
)


def proof(parity: int = 0, share: sp.Expr = sp.S.One) -> Derivation:
    """The bound by a polynomial, its price for both kinds of accuracy, and the polynomials x^j mod e.

    `parity` is that of j - m and `share` the part of the price that is paid. Controls ask for 1 and for one half.
    """
    steps = (*_duality(), *_prices(share), *_remainder(parity), _tail())
    return Derivation(
        "every k >= 1, any number of positive modes on [a, b], every lag, every q of degree below k",
        steps,
        (REMAINDER,),
        (
            Premise("modes", r"$g_j = \sum_i \omega_i \lambda_i^j$ with $\omega_i \ge 0$ and $\lambda_i \in [a, b]$"),
            Premise("above", r"$q(x) = \sum_{i<k} q_i x^i \ge x^j$ on $[a, b]$"),
            Premise("accuracy", r"$u_i = g_i - h_i$ with $|u_i| \le \delta_i$ for $i < k$, or $\sum u_i^2 \le \ell$"),
            Premise("contacts", rf"$e \le 0$ on $[a, b]$, $m \le k$ and $j - m = {sp.latex(2 * _half + parity)}$"),
            Premise("unit", r"for the bound of all later lags: $[a, b] \subseteq [-1, 1]$ and $J$ even"),
        ),
        Conclusion(
            r"$g_j \le \sum_{i<k} q_i h_i + P(q)$, $P(q) = \sum_i |q_i| \delta_i$ or $\lVert q \rVert \sqrt{\ell}$; "
            r"$q = x^j \bmod e$ is such a polynomial; and $|g_j| \le g_J$ for every $j \ge J$",
            ("from-above", "on-lags", "one-price", "cauchy-schwarz", "remainder", "tail"),
        ),
    )


def _duality() -> tuple[Step, ...]:
    """g_j <= sum_i omega_i q(lambda_i) = sum_l q_l g_l = <q, h> + <q, u>."""
    weight, excess = sp.symbols("omega_i delta", nonnegative=True)
    power = sp.Symbol("lambda_i^j", real=True)
    g = sp.Sum(_omega[_i] * _lambda[_i] ** _l, (_i, 1, _N))
    before = sp.Sum(_q[_l] * g, (_l, 0, _k - 1))
    after = sp.Sum(_omega[_i] * sp.Sum(_q[_l] * _lambda[_i] ** _l, (_l, 0, _k - 1)), (_i, 1, _N))
    g_l = sp.IndexedBase("g")
    lags = (_l, 0, _k - 1)
    return (
        at_most(
            weight * power,
            weight * (power + excess),
            "one mode: q(lambda_i) = lambda_i^j + delta, delta >= 0; summed: g_j is at most the sum of omega_i q",
        ).labelled("from-above", "modes", "above"),
        exchanged(before, after, "finite sums change places: that sum is sum_l q_l g_l").labelled("exchanged", "modes"),
        termwise(
            sp.Sum(_q[_l] * g_l[_l], lags),
            sp.Sum(_q[_l] * _h[_l], lags) + sp.Sum(_q[_l] * _u[_l], lags),
            "g_l = h_l + u_l on the given lags",
            {g_l[_l]: _h[_l] + _u[_l]},
        ).labelled("on-lags", "exchanged", "accuracy"),
    )


def _prices(share: sp.Expr) -> tuple[Step, ...]:
    """<q, u> <= sum |q_l| delta_l; and (W q_l - V u_l)^2 summed is W (U W - V^2) >= 0."""
    size, room, left = sp.symbols("a_l delta_l tau", nonnegative=True)
    U, V = sp.symbols("U V", real=True)
    W, q, u = sp.Symbol("W", nonnegative=True), sp.Symbol("q_l", real=True), sp.Symbol("u_l", real=True)
    expanded = W**2 * q**2 - 2 * W * V * q * u + V**2 * u**2
    return (
        at_most(
            size * room,
            share * size * (room + left),
            "one lag, a_l = |q_l|: an error delta_l within the accuracy delta_l + tau costs at most its price",
        ).labelled("one-price", "accuracy"),
        equation((W * q - V * u) ** 2, expanded, "one lag of a sum of squares").labelled("square", "accuracy"),
        equation(
            expanded,
            W * (U * W - V**2),
            "summed over the lags, U, V, W the sums of q_l^2, q_l u_l, u_l^2: not negative, so V^2 <= U W <= U ell",
            {q**2: U, u**2: W, q * u: V},
        ).labelled("cauchy-schwarz", "square"),
    )


def _remainder(parity: int) -> tuple[Step, ...]:
    """x^j - q_j = e binom xi^{j-m} <= 0 when e <= 0 and j - m is even."""
    xi, binomial = sp.Symbol("xi", real=True), sp.Symbol("binom", positive=True)
    e = sp.Symbol("epsilon", nonnegative=True)
    return (
        at_most(
            -e * binomial * xi ** (2 * _half + parity),
            sp.Integer(0),
            "e(x) = -epsilon, xi^{j-m} >= 0: the remainder is not positive, so x^j mod e lies above x^j",
        ).labelled("remainder", "contacts", "divided-differences"),
    )


def _tail() -> Step:
    """|x| = 1/(1 + b): one power more is not larger."""
    b, power = sp.symbols("b p", nonnegative=True)
    return at_most(
        power / (1 + b),
        power,
        "|x| = 1/(1 + b), p = |x|^j: |x|^{j+1} <= |x|^j, so |x|^j <= x^J for j >= J, J even; weighted and summed",
    ).labelled("tail", "modes", "unit")
