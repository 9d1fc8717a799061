r"""|grad L| >= c L^{3/4} near the fitted student: what the converged regime rests on, and where it fails.

Near theta* with pi(0) != 0 a similarity splits A into M (n x n, near S) and N (near 0), analytically in theta; y_R and
y_L^T are the parts of B and C that go with N, p the nodes and weights of M's part. Exactly, and for every lag,

    h_j = F_j(p) + E_j,   E_j = y_L^T N^j y_R,   F_j(p) = sum_a W_a X_a^j,

and theta -> (p, y_L, y_R, N) is a submersion. With Pi_p the projection on the range of F'(p), v = (I - Pi_p) R,
gamma <= 1 a lower bound of |c_0| / |c| (c the coefficients of pi^2: c_0 = pi(0)^2), nu >= |N| small:
if |Pi_p R| > tau |R| then |grad_p| does it; else |R_0| >= (const) |R|, |grad_y| >= (const) |R| |y| and |R| <= C |y|^2.
"""

from itertools import product

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import at_most, equation
from theory.moments.annihilator import coefficients, node_polynomial
from theory.plateau.plateau_tangent import LARGEST, confluent_vandermonde

slack = sp.Symbol("sigma_1", nonnegative=True)


def three_quarters_steps(vanishing_node: bool = False) -> tuple[Step, ...]:
    """The inequality, for pi(0) != 0; a control sets a node to zero."""
    return (
        _splits_in_blocks(),
        _splits(),
        _submersion(),
        _gradients(),
        _annihilator(vanishing_node),
        *_first_lag_is_felt(),
        *_first_lag_dominates(),
        *_residual_is_quadratic(),
        *_combined(),
    )


def _splits_in_blocks() -> Step:
    """First order of T^-1 A T in non-commuting blocks: T_1 = [[0, -S^-1 A_12], [A_21 S^-1, 0]], A_0 = diag(S, 0)."""
    S, upper, lower = sp.symbols("S A_12 A_21", commutative=False)
    right = sp.expand(upper - S * S**-1 * upper)
    left = sp.expand(lower - lower * S**-1 * S)
    rule = "S^-1 exists as pi(0) != 0: A_1 + A_0 T_1 - T_1 A_0 has no off-diagonal block, whatever the sizes"
    return Step(r"A_{12} - S S^{-1} A_{12}", r"0 = A_{21} - A_{21} S^{-1} S", rule, right == 0 and left == 0)


def _splits(n: int = 2, width: int = 4) -> Step:
    """T = [[I, -S^-1 A_12], [A_21 S^-1, I]] splits A up to second order, and y_R = B_2 - A_21 S^-1 beta."""
    e = sp.Symbol("e")
    S, beta = sp.diag(*sp.symbols(f"x1:{n + 1}", nonzero=True)), sp.Matrix(sp.symbols(f"b1:{n + 1}"))
    A_12, A_21 = sp.Matrix(n, width - n, sp.symbols("p:4")), sp.Matrix(width - n, n, sp.symbols("q:4"))
    A_22, B_2 = sp.Matrix(width - n, width - n, sp.symbols("r:4")), sp.Matrix(sp.symbols("s:2"))
    A = sp.Matrix(sp.BlockMatrix([[S, e * A_12], [e * A_21, e * A_22]]))
    one = sp.eye(n), sp.eye(width - n)
    T = sp.Matrix(sp.BlockMatrix([[one[0], -e * S.inv() * A_12], [e * A_21 * S.inv(), one[1]]]))
    back = sp.Matrix(sp.BlockMatrix([[one[0], e * S.inv() * A_12], [-e * A_21 * S.inv(), one[1]]]))
    split = (back * A * T).applyfunc(lambda entry: sp.expand(entry).coeff(e, 1))
    y_R = (back * sp.Matrix([*beta, *(e * B_2)])).applyfunc(lambda entry: sp.expand(entry).coeff(e, 1))[n:, :]
    inverse = (back * T).applyfunc(lambda entry: sp.expand(entry).coeff(e, 1))
    holds = split[:n, n:].is_zero_matrix and split[n:, :n].is_zero_matrix and inverse.is_zero_matrix
    holds = holds and (split[n:, n:] - A_22).expand().is_zero_matrix
    holds = holds and (y_R - (B_2 - A_21 * S.inv() * beta)).applyfunc(sp.cancel).is_zero_matrix
    return Step(
        r"T^{-1} A T",
        r"\mathrm{diag}(M, N) + O(\rho^2), \quad y_R = B_2 - A_{21} S^{-1} \beta + O(\rho^2)",
        f"S is invertible since pi(0) != 0: the first order of the splitting, every entry, n = {n}, d = {width}",
        bool(holds),
    )


def _submersion(n: int = 2, width: int = 4) -> Step:
    """The first order of p, y_L, y_R, N at theta* in A_aa, B_a, B_2, C_2, A_22: a Jacobian of determinant prod b_a.

    dX_a = dA_aa and dW_a = b_a (dB_a + dC_a) + .. are steps of `plateau_tangent`, y_R the step before; A_12, A_21 drop.
    """
    dA, dB, dC = (
        sp.Matrix(width, width, sp.symbols("alpha:16")),
        *(sp.Matrix(sp.symbols(f"{x}:4")) for x in ("u", "v")),
    )
    roots, S = sp.symbols(f"b1:{n + 1}", positive=True), sp.diag(*sp.symbols(f"x1:{n + 1}", nonzero=True))
    weights = [roots[a] * (dB[a] + dC[a]) for a in range(n)]
    y_R = dB[n:, :] - dA[n:, :n] * S.inv() * sp.Matrix(roots)
    y_L = dC[n:, :] - (sp.Matrix(roots).T * S.inv() * dA[:n, n:]).T
    image = sp.Matrix([*(dA[a, a] for a in range(n)), *weights, *y_R, *y_L, *dA[n:, n:]])
    letters = [*(dA[a, a] for a in range(n)), *dB[:n, :], *dB[n:, :], *dC[n:, :], *dA[n:, n:]]
    determinant = image.jacobian(letters).det()
    holds = determinant.is_positive and sp.expand(determinant - sp.prod(roots)) == 0
    rule = f"so theta -> (p, y_L, y_R, N) is a submersion at theta* (b_a > 0); n = {n}, d = {width}"
    return Step(r"\det \partial(p, y_R, y_L, N) / \partial(A_{aa}, B, C_2, A_{22})", r"\prod_a b_a", rule, bool(holds))


def _gradients() -> Step:
    """d/dy_L sum_j R_j^2 = 2 sum_j R_j N^j y_R, with F constant: two dimensions, four lags, every entry."""
    N = sp.Matrix(2, 2, sp.symbols("n:4"))
    y_L, y_R = sp.Matrix(sp.symbols("l:2")), sp.Matrix(sp.symbols("r:2"))
    residuals = [sp.Symbol(f"F_{j}") + (y_L.T * N**j * y_R)[0, 0] for j in range(4)]
    loss = sum(R**2 for R in residuals)
    claimed = sum((2 * R * N**j * y_R for j, R in enumerate(residuals)), sp.zeros(2, 1))
    holds = all(sp.expand(sp.diff(loss, y) - g) == 0 for y, g in zip(y_L, claimed, strict=True))
    return Step(
        r"\nabla_{y_L} L",
        r"2 \sum_j R_j N^j y_R",
        "linear in y_L, and likewise for y_R: at least 2 (|R_0| - 2 nu |R|) |y_R| for nu <= 1/2",
        holds,
    )


def _annihilator(vanishing_node: bool) -> Step:
    """c^T T = 0 and c_0 = pi(0)^2 > 0: |(I - Pi) e_0| >= gamma = pi(0)^2 / |c|."""
    checked: list[bool] = []
    wrong: list[str] = []
    for n in range(1, LARGEST + 1):
        nodes = list(sp.symbols(f"x1:{n + 1}", nonzero=True, real=True))
        nodes[0] = sp.Integer(0) if vanishing_node else nodes[0]
        c = sp.Matrix([coefficients(node_polynomial(nodes) ** 2, 2 * n + 1)])
        T = confluent_vandermonde(nodes, 2 * n + 1)
        checked.append((c * T).expand().is_zero_matrix and bool(c[0].is_positive))
        if not checked[-1] and not wrong:
            seen = T.row_join(sp.Matrix([1] + [0] * 2 * n)).rank() == T.rank()
            where = "in" if seen else "outside"
            wrong.append(f"n = {n}, nodes {nodes}: c = {c.tolist()[0]}, c_0 = {c[0]}, e_0 {where} the range of T")
    text = "" if all(checked) else wrong[0]
    rule = f"pi^2 has double zeros at the nodes, and c_0 = pi(0)^2; symbolic nodes, n <= {LARGEST}"
    return Step(r"c^T T = 0, \quad c_0", "0", rule, all(checked), ">", text)


def _first_lag_is_felt() -> tuple[Step, ...]:
    """k = 2n + 1: v is a multiple of c(p), so |v_0| >= gamma |v|. Put tau = theta gamma / 4 and nu = phi gamma / 8."""
    gamma, theta, phi = sp.symbols("gamma theta phi", real=True)
    tau, nu = theta * gamma / 4, phi * gamma / 8
    unit = {gamma: (0, 1), theta: (0, 1), phi: (0, 1)}
    return (
        _on_box(
            sp.cancel((gamma * (1 - tau) - tau - gamma / 2) / gamma),
            unit,
            "k = 2n + 1: |R_0| >= gamma (1 - tau) |R| - tau |R| >= gamma |R| / 2 for tau <= gamma / 4, gamma <= 1",
        ),
        _on_box(
            sp.cancel((2 * (gamma / 2 - 2 * nu) - gamma / 2) / gamma),
            unit,
            "so |grad_y| >= 2 (|R_0| - 2 nu |R|) |y| >= (gamma / 2) |R| |y| for nu <= gamma / 8",
        ),
    )


def _first_lag_dominates() -> tuple[Step, ...]:
    """Symmetric, or d = n + 1: |E_j| <= nu^j |q|, so v = q (I - Pi) e_0 up to eta (|R| + |q|), for every k >= 2n + 1.

    eta and tau are small with the ball; eta = theta gamma^2 / 12, tau = phi gamma^2 / 12, g = gamma^2.
    """
    g, theta, phi, eta, tau = sp.symbols("g theta phi eta tau", real=True)
    bound, shrink = sp.symbols("b_j lambda", nonnegative=True)
    powers = at_most(
        shrink * bound,
        sp.expand((shrink + slack) * bound),
        "y_L = y_R = y, N = N^T, eigenvalues lambda <= nu: b_j = nu^j q to b_{j+1}; |E_j| <= nu^j q, as for d = n + 1",
    )
    half = sp.Rational(5, 2)
    return (
        powers,
        _on_box(
            half * (1 - eta - tau) - (1 + eta),
            {eta: (0, sp.Rational(1, 4)), tau: (0, sp.Rational(1, 4))},
            "(1 - tau) |R| <= |v| <= |q| + eta (|R| + |q|), eta, tau <= 1/4: |R| <= (5/2) |q|",
        ),
        _on_box(
            sp.cancel((g / 2 - theta * g / 12 - half * (theta + phi) * g / 12) / g),
            {theta: (0, 1), phi: (0, 1)},
            "|R_0| >= gamma^2 |q| - eta |q| - (5/2) (eta + tau) |q| >= gamma^2 |q| / 2 >= gamma^2 |R| / 5",
        ),
        _on_box(
            sp.cancel((2 * (g / 5 - 2 * theta * g / 20) - g / 5) / g),
            {theta: (0, 1)},
            "so |grad_y| >= (gamma^2 / 5) |R| |y| for nu <= gamma^2 / 20",
        ),
    )


def _residual_is_quadratic() -> tuple[Step, ...]:
    """|R| <= (5/2) |E| and |E| <= |y|^2: there the residual is as small as y squared."""
    left, right, E, R, square = sp.symbols("l r E R nu^2", nonnegative=True)
    return (
        equation(
            sp.solve(sp.Rational(3, 4) * R - (R + E) / 4 - E, R)[0],
            sp.Rational(5, 2) * E,
            "|v| <= |E| + kappa (|R| + |E|)^2 as |p - p*| <= const (|R| + |E|); kappa (|R| + |E|) <= 1/4, tau <= 1/4",
            name=r"R: 3 R / 4 = E + (R + E) / 4",
        ),
        _on_box(
            4 * (1 - square) - 1,
            {square: (0, sp.Rational(1, 4))},
            "|E| <= |y_L| |y_R| (sum_j nu^{2j})^{1/2} <= 2 |y_L| |y_R|: 1 / (1 - nu^2) <= 4 for nu <= 1/2",
        ),
        at_most(2 * left * right, left**2 + right**2, "|y|^2 = |y_L|^2 + |y_R|^2", {left: right + slack}),
    )


def _combined() -> tuple[Step, ...]:
    """Either |grad L| >= const |R|, or |grad L| >= const |R| |y| with |y|^2 >= (2/5) |R|: L^{3/4} bounds both."""
    R, rest = sp.symbols("R upsilon", positive=True)
    loss = sp.Symbol("L", positive=True)
    y_squared = sp.Rational(2, 5) * R + rest
    return (
        at_most(sp.Rational(2, 5) * R**3, R**2 * y_squared, "(|R| |y|)^2 >= (2/5) |R|^3 where |Pi_p R| <= tau |R|"),
        at_most(
            sp.Integer(0),
            sp.simplify((R**2 - R**3).subs(R, 1 / (1 + rest))),
            "elsewhere |grad L| >= const |R| >= const |R|^{3/2}: R^3 <= R^2 as |R| = 1/(1 + upsilon) < 1",
        ),
        equation(
            loss ** sp.Rational(3, 4),
            (sp.sqrt(loss) ** 3) ** sp.Rational(1, 2),
            "|R|^{3/2} = L^{3/4}",
            name=r"(\sqrt{L}^3)^{1/2}",
        ),
    )


def _on_box(gap: sp.Expr, box: dict[sp.Symbol, tuple[sp.Expr, sp.Expr]], rule: str) -> Step:
    """gap >= 0 on a box, decided at its corners: gap must be of degree one in each letter (multi-affine)."""
    letters = sorted(gap.free_symbols, key=str)
    affine = all(sp.degree(gap, letter) <= 1 for letter in letters)
    corners = [dict(zip(letters, ends, strict=True)) for ends in product(*(box[letter] for letter in letters))]
    low = [corner for corner in corners if gap.subs(corner) < 0]
    text = f"negative at {low[0]}" if low else ""
    return Step(sp.latex(gap), "0", f"{rule} (at the corners)", not low if affine else None, r"\ge", text)
