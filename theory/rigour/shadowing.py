r"""How far a computed run of descent can be from the exact one, from one-step defects and bounds of the Hessian.

theta_t computed, Phi(theta) = theta - eta grad L, tau_t >= |theta_{t+1} - Phi(theta_t)|, e_t >= |theta_t - exact|.
Where Hess L lies in [-nu, beta], nu >= 0, on the ball of radius e_t about theta_t (which holds the segment to the exact
iterate),

    e_{t+1} <= max(1 + eta nu, |1 - eta beta|) e_t + tau_t.

nu = 2 sum |R_j| kappa_j and beta = 2 sum |grad h_j|^2 + nu will do, kappa_j from counting the words of C A^j B with two
letters replaced; mu_j, from three letters, bounds how fast the Hessian changes.
"""

from collections.abc import Callable

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.majorant import bounded
from theory.kernel.steps import at_most, decided, equation, same_powers

WordCount = Callable[[sp.Expr, sp.Expr, sp.Expr, sp.Expr], sp.Matrix]
Growth = Callable[[sp.Expr, sp.Expr, sp.Expr], sp.Expr]

_a, _b, _c = sp.symbols("a b c", positive=True)
_alpha, _beta, _gamma = sp.symbols("alpha beta gamma", nonnegative=True)
_j = sp.Symbol("j", integer=True, positive=True)
_s = sp.Symbol("s", real=True)

CITED = (
    Premise(
        "mean-value", "mean value inequality: |Phi(x) - Phi(y)| <= sup |DPhi| |x - y|, the supremum over the segment"
    ),
    Premise(
        "spectral-theorem",
        "spectral theorem: the form of a symmetric matrix lies between its extreme eigenvalues; |M| = max |eigenvalue|",
    ),
    Premise("submultiplicativity", "submultiplicativity: |XYZ|_F <= ||X|| |Y|_F ||Z||; triangle inequality"),
    Premise("cauchy-schwarz", "Cauchy-Schwarz inequality"),
)
HYPOTHESES = (
    Premise(
        "norms",
        r"$\lVert A \rVert \le a$, $\lVert B \rVert \le b$, $\lVert C \rVert \le c$ where derivatives are taken",
    ),
    Premise(
        "spectrum",
        r"$\mathrm{Hess}\, L$ lies in $[-\nu, \beta]$, $\nu \ge 0$, on the ball of radius $e_t$ about $\theta_t$",
    ),
    Premise("defect", r"$\tau_t \ge |\theta_{t+1} - \Phi(\theta_t)|$, $\Phi(\theta) = \theta - \eta \nabla L$"),
)


def second_words(lag: sp.Expr, a: sp.Expr, b: sp.Expr, c: sp.Expr) -> sp.Matrix:
    """The symmetric 3 x 3 matrix, in the order A, B, C, whose largest eigenvalue is kappa_j."""
    AA = lag * (lag - 1) * a ** (lag - 2) * b * c
    AB, AC = lag * a ** (lag - 1) * c, lag * a ** (lag - 1) * b
    return sp.Matrix([[AA, AB, AC], [AB, 0, a**lag], [AC, a**lag, 0]])


def growth(eta: sp.Expr, nu: sp.Expr, beta: sp.Expr) -> sp.Expr:
    """max(1 + eta nu, |1 - eta beta|)."""
    return sp.Max(1 + eta * nu, sp.Abs(1 - eta * beta))


def proof(words: WordCount = second_words, factor: Growth = growth) -> Derivation:
    """The bound of the second derivative, the interval of the Hessian, the recursion of the error, step by step."""
    eta, nu, beta = sp.symbols("eta nu beta", nonnegative=True)
    return Derivation(
        "every width, every lag, any number of inputs and outputs, every step size",
        (
            *_words_become_scalars(),
            *_second_derivative_of_scalars(words),
            _third_derivative_of_scalars(),
            *_mixed_products(),
            _hessian_of_the_loss(),
            *_hessian_within(),
            *_one_step(factor),
            _error_splits(),
            *_whole_run(),
        ),
        CITED,
        HYPOTHESES,
        Conclusion(
            rf"$e_{{t+1}} \le {sp.latex(factor(eta, nu, beta))} \, e_t + \tau_t$, so $e_T \le e_0 P_T + D_T$; "
            r"$\nu = 2 \sum |R_j| \kappa_j$ and $\beta = 2 \sum |\nabla h_j|^2 + \nu$ will do; "
            r"$\mu_j$ bounds $D^3 h_j$",
            ("run", "start", "from-below", "from-above", "third-derivative", "two-equal", "all-different"),
        ),
    )


def _words_become_scalars() -> tuple[Step, ...]:
    """Every word of (C + s dC)(A + s dA)^j (B + s dB) comes once: bound it letter by letter, by induction on j."""
    A, B, C, dA, dB, dC, word = sp.symbols("A B C dA dB dC X", commutative=False)
    x, size = sp.Symbol("x", nonnegative=True), sp.Symbol("s", nonnegative=True)
    norms = {A: _a, B: _b, C: _c, dA: _alpha, dB: _beta, dC: _gamma, word: x}
    factors = (
        ("before-B", C + size * dC, _c + size * _gamma, "the words of lag 0 before B: C and s dC"),
        ("next-lag", word * (A + size * dA), x * (_a + size * _alpha), "from j to j + 1: a word X of size x gives two"),
        ("closing", word * (B + size * dB), x * (_b + size * _beta), "B closes each word, in two ways"),
    )
    rule = "the size of a word is the product of its letters' norms, its coefficient 1"
    steps = (
        bounded(product, norms, bound, f"{by}; {rule}").labelled(name, "norms", "submultiplicativity")
        for name, product, bound, by in factors
    )
    grown = sp.Mul(_c + _s * _gamma, (_a + _s * _alpha) ** _j, _a + _s * _alpha, _b + _s * _beta, evaluate=False)
    closing = "the sizes multiply up, and this product bounds d^m/ds^m of the product of matrices, for every j"
    return (
        *steps,
        same_powers(grown, _along(_j + 1), closing).labelled("majorant", "before-B", "next-lag", "closing"),
    )


def _along(lag: sp.Expr) -> sp.Expr:
    """The scalar majorant (c + s gamma)(a + s alpha)^j (b + s beta)."""
    return (_c + _s * _gamma) * (_a + _s * _alpha) ** lag * (_b + _s * _beta)


def _derivative_of_scalars(order: int, claimed: sp.Expr, rule: str) -> Step:
    """The derivative of the majorant at s = 0, both sides divided by the power a^(j - order) that they share."""
    power = _a ** (_j - order)
    before = sp.Subs(sp.Derivative(_along(_j), (_s, order)), _s, 0)
    return same_powers(before / power, sp.expand(claimed / power), rule)


def _second_derivative_of_scalars(words: WordCount) -> tuple[Step, ...]:
    """The second derivative of the majorant is the quadratic form of the word count; scalars attain it."""
    direction = sp.Matrix([_alpha, _beta, _gamma])
    form = (direction.T * words(_j, _a, _b, _c) * direction)[0, 0]
    rule = "the form of the word count: |D^2 h_j| <= kappa_j, its largest eigenvalue; equality for d = m = p = 1"
    step = _derivative_of_scalars(2, form, rule)
    return (step.refuted_by(_first_difference(form)).labelled("second-derivative", "majorant", "spectral-theorem"),)


def _first_difference(form: sp.Expr) -> str:
    """The smallest j at which the second derivative and the form differ, all letters 1."""
    ones = dict.fromkeys((_a, _b, _c, _alpha, _beta, _gamma), 1)
    for lag in range(1, 6):
        true = sp.diff(_along(sp.Integer(lag)), _s, 2).subs(_s, 0).subs(ones)
        counted = sp.simplify(form.subs(ones).subs(_j, lag))
        if true != counted:
            return f"j = {lag}, A = B = C = dA = dB = dC = (1): the second derivative is {true}, counted are {counted}"
    return ""


def _third_derivative_of_scalars() -> Step:
    pure = _j * (_j - 1) * (_j - 2) * _a ** (_j - 3) * _b * _c * _alpha**3
    mixed = 3 * _j * (_j - 1) * _a ** (_j - 2) * _alpha**2 * (_c * _beta + _b * _gamma)
    after = pure + mixed + 6 * _j * _a ** (_j - 1) * _alpha * _beta * _gamma
    rule = "the same for three letters: mu_j bounds |D^3 h_j|"
    return _derivative_of_scalars(3, after, rule).labelled("third-derivative", "majorant")


def _mixed_products() -> tuple[Step, ...]:
    """(alpha^2 beta)^2 <= 4/27 <= (2/5)^2 and (alpha beta gamma)^2 <= 1/27 <= (1/5)^2 on the unit sphere.

    x, y, z are the squares of alpha, beta, gamma, and x + y + z = 1.
    """
    x, y, z = sp.symbols("x y z", nonnegative=True)
    squares = (x + y + z) * ((x - y) ** 2 + (y - z) ** 2 + (z - x) ** 2) / 2
    rest = 3 * (x * (y - z) ** 2 + y * (z - x) ** 2 + z * (x - y) ** 2)
    return (
        equation(
            4 * (x + y) ** 3 - 27 * x**2 * y, (x - 2 * y) ** 2 * (4 * x + y), "x = alpha^2, y = beta^2: x^2 y <= 4/27"
        ).labelled("two-thirds", "third-derivative"),
        at_most(sp.Rational(4, 27), sp.Rational(2, 5) ** 2, "x + y <= 1, so (alpha^2 beta)^2 is at most 4/27").labelled(
            "two-equal", "two-thirds"
        ),
        equation(
            (x + y + z) ** 3 - 27 * x * y * z, squares + rest, "the means of x, y and z = gamma^2: x y z <= 1/27"
        ).labelled("means", "third-derivative"),
        at_most(
            sp.Rational(1, 27), sp.Rational(1, 5) ** 2, "x + y + z = 1, so (alpha beta gamma)^2 is at most 1/27"
        ).labelled("all-different", "means"),
    )


def _hessian_of_the_loss() -> Step:
    h, g = sp.Function("h_j")(_s), sp.Symbol("g_j")
    after = 2 * sp.Derivative(h, _s) ** 2 + 2 * (h - g) * sp.Derivative(h, (_s, 2))
    rule = "product rule, for every lag, output and input; summed over them"
    return equation(sp.Derivative((h - g) ** 2, (_s, 2)), after, rule).labelled("product-rule")


def _hessian_within() -> tuple[Step, ...]:
    r"""-2|R| kappa <= 2 p^2 + 2 R q <= 2 p^2 + 2|R| kappa when |q| <= kappa: R q = |R| kappa (u - 1), 0 <= u <= 2."""
    p, size, kappa, u, v = sp.symbols("p r_j kappa_j u v", nonnegative=True)
    rule = "r_j = |R_j|: by Cauchy-Schwarz <R_j, D^2 h_j> is r_j kappa_j times a number in [-1, 1],"
    uses = ("product-rule", "second-derivative", "cauchy-schwarz")
    return (
        at_most(
            -2 * size * kappa, 2 * p**2 + 2 * size * kappa * (u - 1), f"{rule} u - 1 with u >= 0; p = |D h_j delta|"
        ).labelled("from-below", *uses),
        at_most(
            2 * p**2 + 2 * size * kappa * (1 - v), 2 * p**2 + 2 * size * kappa, f"{rule} 1 - v with v >= 0"
        ).labelled("from-above", *uses),
    )


def _one_step(factor: Growth) -> tuple[Step, ...]:
    """|1 - eta mu| <= the factor for mu in [-nu, beta]: affine in mu, so a mean of its values at the ends."""
    eta, nu, beta = sp.symbols("eta nu beta_L", positive=True)
    t = sp.Symbol("t", nonnegative=True)
    mu = -(1 - t) * nu + t * beta
    bound = factor(eta, nu, beta)

    def largest_at_the_ends() -> bool:
        return all(sp.simplify(sp.Max(bound, end) - bound) == 0 for end in (1 + eta * nu, sp.Abs(1 - eta * beta)))

    def at_ones() -> str:
        values = {eta: 1, nu: 1, beta: 1}
        worst = abs((1 + eta * nu).subs(values))
        return f"eta = nu = beta = 1, mu = -nu: |1 - eta mu| = {worst}, the factor says {bound.subs(values)}"

    return (
        equation(
            1 - eta * mu,
            (1 - t) * (1 + eta * nu) + t * (1 - eta * beta),
            "1 - eta mu is a mean of 1 + eta nu and 1 - eta beta for every eigenvalue mu = -(1 - t) nu + t beta",
        ).labelled("mean-of-the-ends", "spectrum"),
        decided(
            f"${sp.latex(bound)}$ is at least $1 + \\eta \\nu$ and at least $|1 - \\eta \\beta_L|$",
            largest_at_the_ends,
            "the norm of I - eta Hess L is its largest absolute eigenvalue",
            at_ones,
        ).labelled("factor", "mean-of-the-ends", "spectral-theorem"),
    )


def _error_splits() -> Step:
    """theta_{t+1} - exact_{t+1} = defect + (Phi(theta_t) - Phi(exact_t)): the norms of the two add up."""
    there, image, exact = sp.symbols(r"\theta_{t+1} \Phi_t \Phi^*_t")
    defect, moved = sp.symbols("X_t Y_t")
    rule = "X_t is the defect; Y_t, from Phi at theta_t and at the exact iterate, is at most the factor times e_t"
    split = {defect: there - image, moved: image - exact}
    return equation(defect + moved, there - exact, rule, split).labelled(
        "splits", "defect", "factor", "mean-value", "submultiplicativity"
    )


def _whole_run() -> tuple[Step, ...]:
    """e_T <= e_0 P_T + D_T, P_T the product of the factors q_t, D_T the defects, each amplified by later factors."""
    q, product, defects, tau, e_0, room = sp.symbols("q_T P_T D_T tau_T e_0 r", nonnegative=True)
    error = e_0 * product + defects - room
    later = "P_{T+1} = q_T P_T and D_{T+1} = q_T D_T + tau_T; e_T = e_0 P_T + D_T - r with r >= 0"
    return (
        equation(
            e_0 * product + defects, e_0, "the bound holds at T = 0", {product: sp.Integer(1), defects: sp.Integer(0)}
        ).labelled("start", "splits"),
        at_most(q * error + tau, e_0 * (q * product) + (q * defects + tau), f"induction on T: {later}").labelled(
            "run", "splits", "start"
        ),
    )
