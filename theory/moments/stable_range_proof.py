"""Why the range of `theory.moments.stable_range` is what it is, for every number of nodes.

Each family changes the teacher's A = diag(x) by v and keeps b = (sqrt w_i); gamma = v^T R b = 1/pi, phi = v^T R v with
R = 1/(x - A). Its first deviation is read off at infinity, and its spectrum from a completed square at x = 1 and -1.
"""

import sympy as sp

from theory.kernel.derivation import Derivation, Step
from theory.kernel.steps import equation
from theory.moments.moment_sharpness import LAGRANGE, coupled_response
from theory.moments.stable_threshold import stable_threshold_proof

G, gamma, phi, pi, tau, y, u, c = sp.symbols("G gamma phi pi tau y u c")
share = sp.Symbol("theta", nonnegative=True)

SQUARES = "a real symmetric matrix whose form is a sum of squares has no negative eigenvalue"
AFFINE = "linearity: where k lags agree, a polynomial of degree k has integrals that differ by lc (h_k - g_k)"


def stable_range_proof() -> Derivation:
    """The deviations and the spectra of the three families, for a share theta in [0, 1] of the far end."""
    steps = (*coupled_response(), *_rank_one(), *_coupling_scaled(), *_spectrum(), *_far_ends(), *_degrees())
    return Derivation(
        "every number of nodes, each of the four cases, every share of the range", steps, (LAGRANGE, SQUARES, AFFINE)
    )


def threshold_and_range_proof() -> Derivation:
    """All of stable-threshold: the measure forced at k >= 2 ind + 1, the robust bound, the range at k = 2 ind."""
    threshold, range_ = stable_threshold_proof(), stable_range_proof()
    cited = tuple(dict.fromkeys(threshold.cited + range_.cited))
    return Derivation(f"{threshold.scope}; {range_.scope}", threshold.steps + range_.steps, cited)


def _rank_one() -> tuple[Step, ...]:
    """A + tau v v^T: with y = v^T s, s = R (b + tau v y)."""
    found = sp.solve(sp.Eq(y, gamma + tau * phi * y), y)[0]
    difference = tau * gamma * found
    N, s = sp.symbols("N s")
    series = tau / ((1 - s * u) ** 2 * (1 - tau * u * N))
    return (
        equation(found, gamma / (1 - tau * phi), "A + tau v v^T: y = v^T R (b + tau v y), solved", name="y"),
        equation(difference, tau / (pi**2 * (1 - tau * phi)), "H = b^T R (b + tau v y)", {gamma: 1 / pi}, "H - G"),
        equation(series.subs(u, 0), tau, "coefficient of u^{2n}, u = 1/x: lag 2n - 1", name="h_{2n-1} - g_{2n-1}"),
    )


def _coupling_scaled() -> tuple[Step, ...]:
    """In a basis that ends with v/|v|: A = [[J, b e], [b e^T, a]], and the coupling b becomes c b."""
    b, kappa = sp.symbols("b kappa")
    N = sp.Symbol("N", positive=True)
    drop = ((c * b) ** 2 - b**2) * kappa**2
    rule = "the coupled student with t = c b against t = b; v^T A^{n-1} beta = 1 gives b kappa = 1/sqrt(N)"
    return (
        equation((1 + c) / 2 * b + (1 - c) / 2 * (-b), c * b, "a mean of A and of its reflection across v: coupling"),
        equation((1 + c) / 2 + (1 - c) / 2, sp.Integer(1), "the rest of A is kept: its spectrum stays in [-1, 1]"),
        equation(drop, -(1 - c**2) / N, rule, {kappa: 1 / (b * sp.sqrt(N))}, "h_{2n-2} - g_{2n-2}"),
    )


def _spectrum() -> tuple[Step, ...]:
    """The form of I - A, one node at a time, as squares plus a remainder in the added state or along v."""
    p, v, t, state, along = sp.symbols("p_i v_i t y z", real=True)
    gap, above = sp.symbols(r"\delta_i \phi_+", positive=True)
    form = gap * p**2 - 2 * t * v * p * state
    square = gap * (p - t * state * v / gap) ** 2 - t**2 * v**2 / gap * state**2
    projected = gap * (p - state * v / gap) ** 2 + 2 * state * v * p - state**2 * v**2 / gap
    best = (2 * state * along - state**2 * above).subs(state, along / above)
    return (
        equation(form, square, "delta_i = 1 - x_i: the coupled I - A is >= 0 when 1 - alpha - t^2 phi(1) is"),
        equation(gap * p**2, projected, "for any y: p^T (I - A) p >= 2 y z - y^2 phi(1), with z = v^T p"),
        equation(best, along**2 / above, "at y = z / phi(1): I - A - tau v v^T >= 0 when 1/phi(1) - tau is"),
    )


def _far_ends() -> tuple[Step, ...]:
    above, below = sp.symbols(r"\phi_+ \phi_-")
    t_squared = share * 2 / (above - below)
    alpha = -t_squared * (above + below) / 2
    rule = "one end is a node: I - A along v; at theta = 1 a mode reaches the other end"
    return (
        equation(1 - alpha - t_squared * above, 1 - share, "no end is a node: I - A at the share theta <= 1"),
        equation(1 + alpha + t_squared * below, 1 - share, "and I + A"),
        equation(1 / above - share / above, (1 - share) / above, rule),
    )


def _degrees() -> tuple[Step, ...]:
    """Polynomials >= 0 on [-1, 1] and 0 on the extremal spectrum: of degree k, they bound h_k for every width."""
    n = sp.Symbol("n", integer=True, positive=True)
    none, one, both = (r"\deg (1 - x^2) \rho^2", r"\deg (1 \mp x) \rho^2", r"\deg \rho^2")
    return (
        equation(2 + 2 * (n - 1), 2 * n, "no end: zero on the n + 1 modes of theta = 1; degree k = 2 ind", name=none),
        equation(1 + 2 * (n - 1), 2 * (n - 1) + 1, "one end: zero on its n modes; degree k = 2 ind", name=one),
        equation(2 * (n - 1), 2 * (n - 2) + 2, "both: zero on the n - 1 modes left at c = 0; degree k", name=both),
    )
