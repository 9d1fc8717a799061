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

from theory.annihilator import coefficients, node_polynomial
from theory.derivation import Step
from theory.plateau_tangent import LARGEST, confluent_vandermonde
from theory.steps import at_most, equation

slack = sp.Symbol("sigma_1", nonnegative=True)


def three_quarters_steps(vanishing_node: bool = False) -> tuple[Step, ...]:
    """The inequality, for pi(0) != 0; a control sets a node to zero."""
    return (
        _splits_in_blocks(),
        _splits(),
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
    checked = []
    for n in range(1, LARGEST + 1):
        nodes = list(sp.symbols(f"x1:{n + 1}", nonzero=True, real=True))
        nodes[0] = sp.Integer(0) if vanishing_node else nodes[0]
        c = sp.Matrix([coefficients(node_polynomial(nodes) ** 2, 2 * n + 1)])
        orthogonal = (c * confluent_vandermonde(nodes, 2 * n + 1)).expand().is_zero_matrix
        checked.append(orthogonal and bool(c[0].is_positive))
    text = "" if all(checked) else "n = 1, x_1 = 0: pi^2 = x^2, c = (0, 0, 1), c_0 = 0; e_0 is a column of T"
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
    size, shrink = sp.symbols("y lambda", nonnegative=True)
    powers = at_most(
        sp.expand(shrink**3 * size**2),
        sp.expand((shrink + slack) ** 3 * size**2),
        "y_L = y_R = y, N = N^T: |y^T N^j y| <= nu^j |y|^2 = nu^j q (eigenbasis; j = 3 shown); d = n + 1: E_j = N^j q",
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
    left, right, E, R, nu = sp.symbols("l r E R nu", nonnegative=True)
    geometric = sp.Sum(nu ** (2 * sp.Symbol("j", integer=True)), (sp.Symbol("j", integer=True), 0, sp.oo))
    bounded = sp.Integer(4) - geometric.subs(nu, sp.Rational(1, 2)).doit()
    return (
        equation(
            sp.solve(sp.Rational(3, 4) * R - (R + E) / 4 - E, R)[0],
            sp.Rational(5, 2) * E,
            "|v| <= |E| + kappa (|R| + |E|)^2 as |p - p*| <= const (|R| + |E|); kappa (|R| + |E|) <= 1/4, tau <= 1/4",
        ),
        at_most(sp.Integer(0), bounded, "|E| <= |y_L| |y_R| (sum_j nu^{2j})^{1/2} <= 2 |y_L| |y_R| for nu <= 1/2"),
        at_most(2 * left * right, left**2 + right**2, "|y|^2 = |y_L|^2 + |y_R|^2", {left: right + slack}),
    )


def _combined() -> tuple[Step, ...]:
    """Either |grad L| >= const |R|, or |grad L| >= const |R| |y| with |y|^2 >= (2/5) |R|: L^{3/4} bounds both."""
    R, rest = sp.symbols("R upsilon", positive=True)
    loss = sp.Symbol("L", positive=True)
    y_squared = sp.Rational(2, 5) * R + rest
    return (
        at_most(sp.Rational(2, 5) * R**3, R**2 * y_squared, "(|R| |y|)^2 >= (2/5) |R|^3 where |Pi_p R| <= tau |R|"),
        equation(R**2 - R**3, R**2 * (1 - R), "elsewhere |grad L| >= const |R| >= const |R|^{3/2}, as |R| <= 1"),
        equation(loss ** sp.Rational(3, 4), (sp.sqrt(loss) ** 3) ** sp.Rational(1, 2), "|R|^{3/2} = L^{3/4}"),
    )


def _on_box(gap: sp.Expr, box: dict[sp.Symbol, tuple[sp.Expr, sp.Expr]], rule: str) -> Step:
    """gap >= 0 on a box, decided at its corners: gap must be of degree one in each letter (multi-affine)."""
    letters = sorted(gap.free_symbols, key=str)
    affine = all(sp.degree(gap, letter) <= 1 for letter in letters)
    corners = [dict(zip(letters, ends, strict=True)) for ends in product(*(box[letter] for letter in letters))]
    low = [corner for corner in corners if gap.subs(corner) < 0]
    text = f"negative at {low[0]}" if low else ""
    return Step(sp.latex(gap), "0", f"{rule} (at the corners)", not low if affine else None, r"\ge", text)
