r"""How fast the Krylov space of a symmetric student moves: no faster than the first Lanczos number outside it.

Let (S, u) follow the symmetric flow, A = S, B = C^T = u/sqrt2. The monic Lanczos vectors v_0 = u and
v_{l+1} = S v_l - a_l v_l - b_l^2 v_{l-1} are orthogonal, |v_l| = b_l |v_{l-1}|; q_l = v_l/|v_l| and
K_n = span(v_0, ..., v_{n-1}). Let w_l be what v_l' would be with a_i and b_i^2 held fixed. Then v_l' - w_l lies in
span(v_0, ..., v_{l-1}), and w_l = sum_i X_il v_i with X_il polynomial in the a_i, b_i^2 and R_j: nothing is divided by.
So for l < n, with Pi the projection on K_n,

    |(1 - Pi) q_l'| = |sum_{i >= n} X_il b_{l+1} ... b_i q_i| <= C b_n ,      |Pi(t) - Pi(0)| <= n C int b_n ,

however small b_1, ..., b_{n-1} are.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation, noncommutative, same_powers
from theory.kernel.sums import contracted
from theory.kernel.vector_fields import same, term
from theory.words.rewriting import rule

S, dS, P = sp.symbols("S S' Pi", commutative=False)
v, v_before, v_next, w, w_before, dv, dv_before = sp.symbols(
    "v_l v_{l-1} v_{l+1} w_l w_{l-1} v'_l v'_{l-1}", commutative=False
)
a, beta, da, dbeta = sp.symbols(r"a_l beta_l a'_l \beta'_l", real=True)
i, j, c, l = sp.symbols("i j c l", integer=True)  # noqa: E741
n, k = sp.symbols("n k", integer=True, positive=True)
more, slack = sp.symbols("sigma tau_0", nonnegative=True)
b_n, K, X, C, eps, tau, kappa, t = sp.symbols("b_n K X C epsilon tau kappa t", positive=True)
T, N = sp.IndexedBase("T"), sp.IndexedBase("N")

SYMMETRIC = Premise(
    "symmetric", r"$A = S = S^T$, $B = C^T = u/\sqrt2$, and $\theta$ follows the gradient flow (`symmetric-invariant`)"
)
BOUNDED = Premise("bounded", r"on $[0, T]$ the numbers $|a_l|, b_l, |R_j|$ are at most a constant $K \ge 1$")
FULL = Premise("full", r"$u, Su, \ldots, S^{n-1} u$ are independent on $[0, T]$: $K_n$ has dimension $n$")
SMALL = Premise("small", r"$b_n \le \kappa \epsilon$ on $[0, T]$ and $T \le \tau \log(1/\epsilon)$")
LANCZOS = Premise(
    "lanczos",
    "Lanczos: the monic vectors are orthogonal, beta_l = b_l^2 = |v_l|^2/|v_{l-1}|^2, beta_0 = |u|^2, and "
    "S^c u = sum_i (T^c)_{i0} v_i with T tridiagonal: 1 below, a_i on, beta_i above the diagonal",
)
ANGLE = Premise(
    "angle",
    "the sine of the largest angle between spaces of one dimension is the norm of the difference of their projections "
    "(Kato, Perturbation Theory for Linear Operators, I.6): at most the integral of the norm of its derivative",
)


def krylov_proof(frozen: sp.Expr = dS, outside: int = 0) -> Derivation:
    """The speed of K_n and what it adds up to, for every n, d, k and every symmetric start.

    A control lets S stand still (`frozen` = 0 for S'), or counts a vector of K_n among those `outside` it.
    """
    return Derivation(
        "every n, every d >= n, every k; symmetric students",
        (*_flow(), *_frozen(frozen), *_polynomial(), *_outside(outside), *_angle()),
        (LANCZOS, ANGLE),
        (SYMMETRIC, BOUNDED, FULL, SMALL),
        Conclusion(
            r"$|(1 - \Pi) q_l'| \le C b_n$ for $l < n$, $\Pi$ the projection on $K_n$, with a constant $C$ that "
            r"depends on $K$, $n$ and $k$ alone; so the sine of the largest angle between $K_n(t)$ and $K_n(0)$ is at "
            r"most $n C \kappa \tau \epsilon \log(1/\epsilon)$",
            ("outside", "rotation", "total"),
        ),
    )


def _flow() -> tuple[Step, ...]:
    """u' = -2 sum_j R_j S^j u and S' = -sum_j R_j sum_i (S^i u)(S^{j-1-i} u)^T, as the gradient has it."""
    x, y, s = sp.symbols("x y s", real=True)
    half = {s: 1 / sp.sqrt(2)}
    of_A = "dL/dA = 2 sum R_j c_i b^T with c_i = S^i u s = x s and b = S^(j-1-i) u s = y s: the terms of -S'"
    of_B = "dL/dB = 2 sum R_j c_j with c_j = S^j u s = x s, and u = sqrt2 B: the terms of -u'"
    return (
        equation(2 * (x * s) * (y * s), x * y, of_A, half).labelled("S-moves", "symmetric"),
        equation(sp.sqrt(2) * 2 * x * s, 2 * x, of_B, half).labelled("u-moves", "symmetric"),
    )


def _frozen(frozen: sp.Expr) -> tuple[Step, ...]:
    """v_l' - w_l is made of earlier vectors, by induction on l."""
    moved = dS * v + S * dv - a * dv - beta * dv_before - da * v - dbeta * v_before
    held = frozen * v + S * w - a * w - beta * w_before
    rest = S * (dv - w) - a * (dv - w) - beta * (dv_before - w_before) - da * v - dbeta * v_before
    return (
        noncommutative(
            moved - held,
            rest,
            "the three-term recursion differentiated, less its form with a_l and beta_l held: v_{l+1}' - w_{l+1}",
        ).labelled("frozen", "lanczos"),
        at_most(
            (l - 1 - slack) + 1,
            l,
            "if v_l' - w_l is a polynomial in S of degree <= l - 1 applied to u, the next is one of degree <= l: it "
            "lies in span(v_0, ..., v_l); it is 0 for l = 0",
        ).labelled("earlier", "frozen"),
    )


def _polynomial() -> tuple[Step, ...]:
    """w_l = sum_i X_il v_i: sums and products of the a_i, beta_i and R_j, at most k - 1 of them with i >= n."""
    picked = sp.Sum(T[i] * N[i] * sp.KroneckerDelta(i, l), (i, 0, c))
    three = v_next + a * v + beta * v_before
    shifted = S * v - a * v - beta * v_before
    degree = "w_l has degree <= l + k - 1 in S, as u' has degree <= k - 1 and S' v_l <= k - 2: terms with i >= n, l < n"
    return (
        contracted(picked, T[l] * N[l], "<S^c u, v_l> = (T^c)_{l0} |v_l|^2, as the v_i are orthogonal").labelled(
            "scalar", "lanczos"
        ),
        noncommutative(
            S * v, three, "S v_i = v_{i+1} + a_i v_i + beta_i v_{i-1}: coefficients 1, a_i, beta_i", {v_next: shifted}
        ).labelled("shift", "lanczos"),
        at_most(
            X + K * X + K**2 * X + K * X + K**2 * X + K * X,
            6 * K**2 * X,
            "so the X_il of w_{l+1} are sums of 1, a_i, beta_i, a_l, beta_l times earlier ones, and of R_j times "
            "numbers bounded alike: by induction a constant bounds them all (K >= 1)",
            {K: 1 + more},
        ).labelled("bounded-coefficients", "scalar", "shift", "S-moves", "u-moves", "frozen", "bounded"),
        at_most(l + k - 1 - n + 1, k - 1, degree, {l: n - 1 - sp.Symbol("rho", integer=True, nonnegative=True)})
        .labelled("count", "shift", "S-moves", "u-moves"),
    )  # fmt: skip


def _outside(outside: int) -> tuple[Step, ...]:
    """|v_i|/|v_l| <= K^{i - l - 1} b_n for l < n <= i."""
    V, b_i, s, at_n, before_n = sp.symbols("V b_i s V_n V_{n-1}", positive=True)
    lag, given = sp.Symbol("p", integer=True), {at_n: before_n * (1 if outside else b_n)}
    return (
        equation(at_n**2 / before_n**2, b_n**2, "beta_n: |v_n| = V_n is b_n |v_{n-1}|", given).labelled(
            "at-n", "lanczos", "full"
        ),
        at_most(b_i * V, K * V, "|v_i| = b_i |v_{i-1}| elsewhere", {K: b_i + slack}).labelled(
            "step", "at-n", "bounded"
        ),
        same_powers(
            K ** (i - n) * K ** (n - 1 - lag),
            K ** (i - 1 - lag),
            "i - n steps from n on and n - 1 - p up to n - 1, p = l: |v_i|/|v_l| <= K^(i-l-1) b_n",
        ).labelled("steps", "step"),
        at_most(
            (k - 1 - slack) * X * s * b_n,
            C * b_n,
            "q_l' is w_l/|v_l| and multiples of v_0, ..., v_l, so (1 - Pi) q_l' = sum_(i >= n) X_il (|v_i|/|v_l|) q_i: "
            "at most k - 1 terms, each <= X s b_n with s = K^(n+k); C = (k - 1) X s",
            {C: (k - 1) * X * s},
        ).labelled("outside", "earlier", "bounded-coefficients", "count", "steps"),
    )


def _angle() -> tuple[Step, ...]:
    """The projection turns no faster than sqrt n C b_n, and the integral of that over a logarithmic time."""
    square, Y, root = (rule("P P", (1, "P")),), sp.Symbol("Y", commutative=False), sp.Symbol("q")
    twice = "P = Pi, D = Pi': P^2 = P, differentiated, is D = D P + P D; between two P it says P D P = 2 P D P, so 0"
    blocks = "in blocks; (1 - Pi) Pi' (1 - Pi) = 0 likewise: |Pi'| = |(1 - Pi) Pi' Pi|, of the columns (1 - Pi) q_l'"
    return (
        same(term("P D P P") + term("P P D P"), term("P D P").scaled(2), square, twice).labelled(
            "no-turn-within", "full"
        ),
        noncommutative((1 - P) * Y * P + P * Y * (1 - P) + P * Y * P + (1 - P) * Y * (1 - P), Y, blocks).labelled(
            "blocks", "no-turn-within"
        ),
        at_most(root * C * b_n, root**2 * C * b_n, "n = q^2 columns of size at most C b_n", {root: 1 + more}).labelled(
            "rotation", "blocks", "outside"
        ),
        equation(
            sp.Integral(n * C * kappa * eps, (t, 0, tau * sp.log(1 / eps))),
            n * C * kappa * eps * tau * sp.log(1 / eps),
            "the integral of the speed, b_n <= kappa eps, up to the time tau log(1/eps)",
        ).labelled("total", "rotation", "small", "angle"),
    )
