r"""Past theta_1: a short path in a long time, no growth of asymmetry, no capture, and the exit.

Let V be a small ball about theta_1, M the critical points near it (theta_1 with any unused block N, in any basis),
lambda_1 > 0. L is Morse-Bott at theta_1: dim M = d^2 is the number of zeros of Hess L. So |grad L| >= c dist(., M) and
|grad L|^2 >= c |L - L_1|; the length in V is bounded, though the time is log(1/eps)/lambda_1.
"""

import sympy as sp

from theory.kernel.derivation import Premise, Step, within
from theory.kernel.steps import at_most, equation, less
from theory.origin.lojasiewicz import path_to_the_limit

d, c, C, length, eps, lam, t = sp.symbols("d c C ell epsilon lambda_1 t", positive=True)
small = sp.Symbol("o", nonnegative=True)

MORSE_BOTT = Premise(
    "morse-bott",
    "Morse-Bott: where the critical points near a point are a manifold M whose tangent space is the kernel of Hess L, "
    "|grad L| >= c dist(., M) and |L - L_1| <= C |grad L|^2 near it; for the symmetric students likewise, which are "
    "the fixed points of an isometry that L is invariant under",
)
UNSTABLE = Premise(
    "unstable",
    "unstable manifold: backward orbits that tend to theta_1 like exp(rho t) with rho > 0 below lambda_1 and below the "
    "rate from Lojasiewicz's exponent 1/2 form a manifold of dimension d - 1; it consists of symmetric students (the "
    "symmetric flow has one of that dimension), and is the orbit under O(d - 1) of the orbit of width 2",
)
SADDLE = Premise(
    "saddle",
    "the claims every-saddle and one-node-fit: at theta_1 Hess L has d^2 zeros, d - 1 values -lambda_1 (symmetric), "
    "d - 1 values lambda_1 (antisymmetric) and two positive planar ones; every point of M is critical",
)
BOOTSTRAP = Premise(
    "bootstrap",
    "first exit: the bounds of theta_a and of the time each use the other, up to the first time at which |theta_a| "
    "exceeds twice its bound; not machine-checked beyond the two bounds",
)


def passage_steps(deficit: sp.Expr | None = None) -> tuple[Step, ...]:
    """Length, asymmetry, no capture, exit. A control lets the deficit g_0 - h_0 at theta_1 be another expression."""
    return (*_manifold(), *_path(), *_asymmetry(), *_no_capture(deficit), *_exit())


def _manifold() -> tuple[Step, ...]:
    """A with the simple eigenvalue a, B on its eigenline, C fixed by h_0: d^2 - 1 + 1; the kernel likewise."""
    return (
        equation(
            (d**2 - 1) + 1,
            1 + 2 * (d - 1) + (d - 1) ** 2,
            "dim M: A with the eigenvalue a, B on its line, C from h_0 = s; the kernel: 2 (d - 1) off the block, "
            "(d - 1)^2 in N, one for the scale of B against C",
        ).labelled("dimension", "saddle"),
    )


def _path() -> tuple[Step, ...]:
    """|grad L| >= c |L - L_1|^{1/2}: the length in V is at most (2/c)(sqrt(L_in - L_1) + sqrt(L_1 - L_out))."""
    distance, slope = sp.symbols("dist |\\nabla{L}|", positive=True)
    return (
        *within("above", path_to_the_limit("morse-bott", sp.Rational(1, 2))),
        at_most(
            distance,
            slope / c,
            "the same below L_1, backwards; and dist(theta, M) <= |grad L|/c: int dist dt is at most the length over c",
            {slope: c * distance + small},
        ).labelled("short", "above/path", "dimension", "morse-bott"),
    )


def _asymmetry() -> tuple[Step, ...]:
    """theta_a' = -H theta_a with H >= -C (|grad L| + |theta_a|^2): it grows by a bounded factor."""
    size, more, distance = sp.symbols("|\\theta_a| E dist", positive=True)
    grown = size * sp.exp(C * length + small)
    return (
        at_most(
            -C * distance,
            sp.Symbol("lambda", nonnegative=True) - C * distance,
            "on M, among symmetric students, the antisymmetric block of Hess L has eigenvalues near lambda_1 or 0 (its "
            "kernel has constant dimension): H >= -C dist(., M), so H >= -C (|grad L| + |theta_a|^2)",
        ).labelled("block", "saddle", "morse-bott", "dimension"),
        equation(
            grown,
            size * more * sp.exp(small),
            "Gronwall: |theta_a| at the exit is at most a constant times that at the entry: O(eps)",
            {more: sp.exp(C * length)},
        ).labelled("asymmetry-bounded", "block", "short", "comparison", "bootstrap"),
    )


def _no_capture(deficit: sp.Expr | None) -> tuple[Step, ...]:
    """|D|' >= (lambda_1/2) |D| in V: from c eps on, it leaves V within (2/lambda_1) log(const/eps)."""
    mass = sp.Symbol("g_0-h_0", positive=True)
    a, s, size, room = sp.symbols("a s |D| Delta", positive=True)
    return (
        less(
            sp.Integer(0),
            2 * sp.Symbol("m") * (1 + s / a**2),
            "lambda_1 = 2 (g_0 - h_0)(1 + s/a^2), m = g_0 - h_0",
            {sp.Symbol("m"): mass if deficit is None else deficit},
        ).labelled("rate", "along", "R", "saddle"),
        at_most(
            lam * size / 2,
            (lam - small) * size - C * eps**2,
            "<D, D'>/|D| >= (lambda_1 - C diam V) |D| - C |theta_a|^2, the errors o |D| and C eps^2 being at most "
            "lambda_1 |D|/4 each, as |D| >= c eps",
            {small: lam / 4 - sp.Symbol("tau_1", nonnegative=True), eps: sp.sqrt(lam * size / (4 * C))},
        ).labelled("grows-at-the-fit", "rate", "across", "bivectors", "bivector-arrives", "asymmetry-bounded"),
        equation(
            c * eps * sp.exp(lam * t / 2),
            room,
            "|D| is below Delta in V, so V is left before this time, O(log 1/eps); L < L_1 at the exit, as the path is "
            "short",
            {t: 2 * sp.log(room / (c * eps)) / lam},
        ).labelled("leaves", "grows-at-the-fit", "short", "bootstrap"),
    )


def _exit() -> tuple[Step, ...]:
    """Limits q of exits as eps -> 0: the backward orbit of q stays in V and tends to theta_1 exponentially."""
    late = sp.Symbol("zeta", positive=True)
    return (
        at_most(
            c * sp.sqrt(late),
            C * sp.sqrt(late),
            "the passage takes ever longer: the backward orbit of q stays in V, ends on M within C sqrt(zeta) of "
            "theta_1 for entries as late as one likes (zeta -> 0), so at theta_1, exponentially: q is on the unstable "
            "manifold",
            {C: c + small},
        ).labelled("exit", "leaves", "short", "unstable", "asymmetry-bounded"),
    )
