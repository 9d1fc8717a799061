"""Why the range of `theory.moments.stable_range` is what it is, for every number of nodes.

Each family changes the teacher's A = diag(x) by v and keeps b = (sqrt w_i); gamma = v^T R b = 1/pi, phi = v^T R v with
R = 1/(x - A). Its first deviation is read off at infinity, and its spectrum from a completed square at x = 1 and -1.
"""

from itertools import product

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step, joined
from theory.kernel.steps import equation, printed
from theory.moments.moment_sharpness import LAGRANGE, coupled_response
from theory.moments.stable_range import far_end
from theory.moments.stable_threshold import sign_of_the_deviation, stable_threshold_proof

G, gamma, phi, pi, tau, y, u, c = sp.symbols("G gamma phi pi tau y u c")
share = sp.Symbol("theta", nonnegative=True)
ABOVE, BELOW = sp.symbols(r"\phi(1) \phi(-1)")
N = sp.Symbol("N", positive=True)
"""The numbers of which the range is made: phi at the ends, and the sum of the v_i^2."""

SQUARES = Premise("squares", "a real symmetric matrix whose form is a sum of squares has no negative eigenvalue")
AFFINE = Premise(
    "linearity", "linearity: where k lags agree, a polynomial of degree k has integrals that differ by lc (h_k - g_k)"
)
COUPLED = Premise("coupled", "one more state, of self-feedback alpha, coupled by t v to the teacher's modes")
FOR_THE_RANGE = Premise("nodes", r"for the range: $n \ge 1$ distinct nodes in $[-1, 1]$ with positive weights")


def stable_range_proof(apart: int = 2) -> Derivation:
    """The deviations and the spectra of the three families, for a share theta in [0, 1] of the far end.

    `apart` times 1/(phi(1) - phi(-1)) is the far end of t^2 where no end is a node; a control doubles it.
    """
    steps = (
        *coupled_response(),
        *_rank_one(),
        *_coupling_scaled(),
        *_spectrum(),
        *_far_ends(apart),
        sign_of_the_deviation().labelled("sign", "nodes"),
        *_degrees(),
    )
    return Derivation(
        "every number of nodes, each of the four cases, every share of the range",
        steps,
        (LAGRANGE, SQUARES, AFFINE),
        (FOR_THE_RANGE, COUPLED),
        Conclusion(
            r"at $k = 2 \mathrm{ind}$ every deviation $h_k - g_k$ between $0$ and the far end is reached by a stable "
            f"student, and none beyond; the far end is {far_ends_text(apart)}; "
            r"that is $\sigma / \sum_i v_i^2 / e(x_i)$",
            RANGE,
        ),
    )


RANGE = (
    "difference", "rank-one", "first-deviation", "rest-kept", "scaled-coupling", "scaled-deviation", "upper-end",
    "lower-end", "one-end", "mirrored-end", "one-formula", "sign", "degree-none", "degree-one", "degree-both",
)  # fmt: skip
"""The steps in which the argument for the range ends."""


def far_ends_text(apart: int = 2) -> str:
    """The far end of h_k - g_k in the four cases, from the expressions that the steps and `extreme_deviation` use."""
    cases = product((False, True), (False, True))
    none, right, left, both = (f"${printed(_far_end(*ends, apart))}$" for ends in cases)
    one = f"{left} where only $-1$ is one, {right} where only $1$ is"
    return f"{none} where no end is a node, {one}, {both} where both are"


def _far_end(left: bool, right: bool, apart: int = 2) -> sp.Expr:
    return far_end(left, right, ABOVE, BELOW, N, apart)


def threshold_and_range_proof(lags: sp.Expr | None = None, power: int = 2, apart: int = 2) -> Derivation:
    """All of stable-threshold: the measure forced at k >= 2 ind + 1, the robust bound, the range at k = 2 ind."""
    threshold, range_ = stable_threshold_proof(lags, power), stable_range_proof(apart)
    return joined(threshold, range_, "range")


def _rank_one() -> tuple[Step, ...]:
    """A + tau v v^T: with y = v^T s, s = R (b + tau v y)."""
    N, s = sp.symbols("N s")
    found = gamma / (1 - tau * phi)
    series = tau / ((1 - s * u) ** 2 * (1 - tau * u * N))
    return (
        equation(found, gamma + tau * phi * found, "y = v^T R (b + tau v y) for A + tau v v^T", name="y").labelled(
            "added-along-v", "nodes"
        ),
        equation(
            tau * gamma * found, tau / (pi**2 * (1 - tau * phi)), "H = b^T R (b + tau v y)", {gamma: 1 / pi}, "H - G"
        ).labelled("rank-one", "added-along-v", "gamma"),
        equation(
            sp.Subs(series, u, 0), tau, "coefficient of u^{2n}, u = 1/x: lag 2n - 1", name="h_{2n-1} - g_{2n-1}"
        ).labelled("first-deviation", "rank-one"),
    )


def _coupling_scaled() -> tuple[Step, ...]:
    """In a basis that ends with v/|v|: A = [[J, b e], [b e^T, a]], and the coupling b becomes c b."""
    b, kappa, rest = sp.symbols("b kappa r")
    drop = ((c * b) ** 2 - b**2) * kappa**2
    rule = "the coupled student with t = c b against t = b; v^T A^{n-1} beta = 1 gives b kappa = 1/sqrt(N)"
    return (
        equation(
            (1 + c) / 2 * b + (1 - c) / 2 * (-b), c * b, "a mean of A and of its reflection across v: the coupling"
        ).labelled("scaled-coupling", "nodes"),
        equation(
            (1 + c) / 2 * rest + (1 - c) / 2 * rest, rest, "the rest of A is kept: its spectrum stays in [-1, 1]"
        ).labelled("rest-kept", "nodes"),
        equation(
            drop, (1 - c**2) * _far_end(True, True), rule, {kappa: 1 / (b * sp.sqrt(N))}, "h_{2n-2} - g_{2n-2}"
        ).labelled("scaled-deviation", "scaled-coupling"),
    )


def _spectrum() -> tuple[Step, ...]:
    """The form of I - A, one node at a time, as squares plus a remainder in the added state or along v."""
    p, v, t, state, along = sp.symbols("p_i v_i t y z", real=True)
    gap, above = sp.symbols(r"\delta_i \phi_+", positive=True)
    form = gap * p**2 - 2 * t * v * p * state
    square = gap * (p - t * state * v / gap) ** 2 - t**2 * v**2 / gap * state**2
    projected = gap * (p - state * v / gap) ** 2 + 2 * state * v * p - state**2 * v**2 / gap
    best = sp.Subs(2 * state * along - state**2 * above, state, along / above)
    return (
        equation(form, square, "delta_i = 1 - x_i: the coupled I - A is >= 0 when 1 - alpha - t^2 phi(1) is").labelled(
            "squares-coupled", "squares", "coupled"
        ),
        equation(gap * p**2, projected, "for any y: p^T (I - A) p >= 2 y z - y^2 phi(1), with z = v^T p").labelled(
            "squares-along-v", "squares", "nodes"
        ),
        equation(best, along**2 / above, "at y = z / phi(1): I - A - tau v v^T >= 0 when 1/phi(1) - tau is").labelled(
            "best-y", "squares-along-v"
        ),
    )


def _far_ends(apart: int) -> tuple[Step, ...]:
    """At the share theta of the far end what is left of I - A and I + A is 1 - theta times a positive number."""
    t_squared = share * _far_end(False, False, apart)
    alpha = -t_squared * (ABOVE + BELOW) / 2
    v, x = sp.symbols("v_i x_i", real=True)
    rule = "is a node: {} along v, tau the share theta of the far end; at theta = 1 a mode reaches the other end"
    return (
        equation(1 - alpha - t_squared * ABOVE, 1 - share, "no end is a node: I - A at the share theta <= 1").labelled(
            "upper-end", "squares-coupled"
        ),
        equation(1 + alpha + t_squared * BELOW, 1 - share, "no end is a node: I + A").labelled(
            "lower-end", "squares-coupled"
        ),
        equation(1 / ABOVE - share * _far_end(True, False), (1 - share) / ABOVE, "-1 " + rule.format("I - A")).labelled(
            "one-end", "best-y"
        ),
        equation(
            share * _far_end(False, True) - 1 / BELOW, -(1 - share) / BELOW, "1 " + rule.format("I + A, mirrored,")
        ).labelled("mirrored-end", "best-y"),
        equation(
            v**2 / ((1 - x) * (1 + x)),
            (v**2 / (1 - x) - v**2 / (-1 - x)) / apart,
            "one node of phi(1) - phi(-1): with one factor or none instead of 1 - x^2 the other cases are read off",
        ).labelled("one-formula", "upper-end", "one-end", "mirrored-end"),
    )


def _degrees() -> tuple[Step, ...]:
    """Polynomials >= 0 on [-1, 1] and 0 on the extremal spectrum: of degree k, they bound h_k for every width.

    Each is a product of squared factors, one for every mode inside, and of the factors for the ends; its degree is
    counted from these and compared with 2 ind.
    """
    n = sp.Symbol("n", integer=True, positive=True)
    cases = (
        ("none", "no end is a node: zero on the n + 1 modes of theta = 1, both ends among them", 2, n - 1, 0),
        ("one", "one end is a node: zero on its n modes, the other end among them", 1, n - 1, 1),
        ("both", "both are nodes: zero on the n - 1 modes left at c = 0", 0, n - 1, 2),
    )
    return tuple(
        equation(
            simple + 2 * inside,
            2 * (n - ends) + ends,
            f"{text}; the degree is k = 2 ind",
            name=r"\deg",
        ).labelled(f"degree-{case}", "linearity", "nodes")
        for case, text, simple, inside, ends in cases
    )
