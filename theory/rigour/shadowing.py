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

from theory.kernel.derivation import Derivation, Step
from theory.kernel.steps import at_most, equation

WordCount = Callable[[sp.Expr, sp.Expr, sp.Expr, sp.Expr], sp.Matrix]
Growth = Callable[[sp.Expr, sp.Expr, sp.Expr], sp.Expr]

_a, _b, _c = sp.symbols("a b c", positive=True)
_alpha, _beta, _gamma = sp.symbols("alpha beta gamma", nonnegative=True)
_j = sp.Symbol("j", integer=True, positive=True)
_s = sp.Symbol("s", real=True)

CITED = (
    "mean value inequality: |Phi(x) - Phi(y)| <= sup |DPhi| |x - y|, the supremum over the segment",
    "spectral theorem: the form of a symmetric matrix lies between its extreme eigenvalues; |M| = max |eigenvalue|",
    "submultiplicativity: |XYZ|_F <= ||X|| |Y|_F ||Z||",
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
    steps = (
        *_words_become_scalars(),
        _second_derivative_of_scalars(words),
        _third_derivative_of_scalars(),
        _mixed_products(),
        _hessian_of_the_loss(),
        _hessian_from_below(),
        _one_step(factor),
        _defect(),
        *_whole_run(),
    )
    return Derivation("every width, every lag, any number of inputs and outputs, every step size", steps, CITED)


def _words_become_scalars() -> tuple[Step, ...]:
    """Every word of (C + s dC)(A + s dA)^j (B + s dB) comes once: bound it letter by letter, by induction on j."""
    A, B, C, dA, dB, dC, word = sp.symbols("A B C dA dB dC X", commutative=False)
    x = sp.Symbol("x", nonnegative=True)
    norms = {A: _a, B: _b, C: _c, dA: _alpha, dB: _beta, dC: _gamma, word: x}
    factors = (
        (C + _s * dC, _c + _s * _gamma, "the words of lag 0 before B: C and s dC"),
        (word * (A + _s * dA), x * (_a + _s * _alpha), "from j to j + 1: each word X, of size x, gives two"),
        (word * (B + _s * dB), x * (_b + _s * _beta), "and B closes each word, in two ways"),
    )
    rule = "the size of a word is the product of its letters' norms, its coefficient 1"
    steps = []
    for product, size, by in factors:
        total = sum(_size(term, norms) for term in sp.Add.make_args(sp.expand(product)))
        steps.append(equation(total, size, f"{by}; {rule}", name=rf"\left| {sp.latex(product)} \right|"))
    closing = "triangle inequality over the words: the sizes multiply up to the same product of numbers, for every j"
    grown = (_c + _s * _gamma) * (_a + _s * _alpha) ** _j * (_a + _s * _alpha) * (_b + _s * _beta)
    same = sp.simplify(sp.powsimp(grown - _along(_j + 1))) == 0
    left = r"\left\lVert \tfrac{d^m}{ds^m} (C + s\,dC)(A + s\,dA)^j(B + s\,dB) \right\rVert_F"
    return (*steps, Step(left, r"\tfrac{d^m}{ds^m} " + sp.latex(_along(_j)), closing, same, r"\le"))


def _size(word: sp.Expr, norms: dict[sp.Symbol, sp.Symbol]) -> sp.Expr:
    coefficient, letters = word.args_cnc()
    size = sp.Mul(*coefficient)
    for letter in letters:
        base, exponent = letter.as_base_exp()
        size *= norms[base] ** exponent
    return size


def _along(lag: sp.Expr) -> sp.Expr:
    """The scalar majorant (c + s gamma)(a + s alpha)^j (b + s beta)."""
    return (_c + _s * _gamma) * (_a + _s * _alpha) ** lag * (_b + _s * _beta)


def _second_derivative_of_scalars(words: WordCount) -> Step:
    """The second derivative of the majorant is the quadratic form of the word count; scalars attain it."""
    direction = sp.Matrix([_alpha, _beta, _gamma])
    form = (direction.T * words(_j, _a, _b, _c) * direction)[0, 0]
    before = sp.diff(_along(_j), _s, 2).subs(_s, 0)
    gap = sp.simplify(sp.expand((before - form) / _a ** (_j - 2)))
    return Step(
        r"\left. \frac{d^2}{ds^2} \right|_0 " + sp.latex(_along(_j)),
        sp.latex(sp.expand(form)),
        "the form of the word count, so that |D^2 h_j| <= kappa_j, its largest eigenvalue; equality for d = m = p = 1",
        gap == 0,
        counterexample=_first_difference(before, form),
    )


def _first_difference(before: sp.Expr, form: sp.Expr) -> str:
    """The smallest j at which the two differ, all letters 1."""
    ones = dict.fromkeys((_a, _b, _c, _alpha, _beta, _gamma), 1)
    for lag in range(1, 6):
        true, counted = (sp.simplify(side.subs(ones).subs(_j, lag)) for side in (before, form))
        if true != counted:
            return f"j = {lag}, A = B = C = dA = dB = dC = (1): the second derivative is {true}, counted are {counted}"
    return ""


def _third_derivative_of_scalars() -> Step:
    pure = _j * (_j - 1) * (_j - 2) * _a ** (_j - 3) * _b * _c * _alpha**3
    mixed = 3 * _j * (_j - 1) * _a ** (_j - 2) * _alpha**2 * (_c * _beta + _b * _gamma)
    after = pure + mixed + 6 * _j * _a ** (_j - 1) * _alpha * _beta * _gamma
    before = sp.diff(_along(_j), _s, 3).subs(_s, 0)
    gap = sp.simplify(sp.expand((before - after) / _a ** (_j - 3)))
    return Step(
        r"\left. \frac{d^3}{ds^3} \right|_0 " + sp.latex(_along(_j)),
        sp.latex(after),
        "the same, three letters",
        gap == 0,
    )


def _mixed_products() -> Step:
    """(alpha^2 beta)^2 <= 4/27 <= (2/5)^2 and (alpha beta gamma)^2 <= 1/27 <= (1/5)^2 on the unit sphere."""
    x, y, z = sp.symbols("x y z", nonnegative=True)
    two = sp.expand(4 * (x + y) ** 3 - 27 * x**2 * y - (x - 2 * y) ** 2 * (4 * x + y))
    means = (x + y + z) ** 3 - 27 * x * y * z
    squares = (x + y + z) * ((x - y) ** 2 + (y - z) ** 2 + (z - x) ** 2) / 2
    rest = 3 * (x * (y - z) ** 2 + y * (z - x) ** 2 + z * (x - y) ** 2)
    enough = sp.Rational(4, 27) <= sp.Rational(4, 25) and sp.Rational(1, 27) <= sp.Rational(1, 25)
    return Step(
        r"\alpha^2 \beta \le \frac{2}{5}, \quad \alpha \beta \gamma",
        r"\frac{1}{5}",
        "sums of squares in alpha^2, beta^2, gamma^2: 4(x+y)^3 - 27 x^2 y = (x-2y)^2 (4x+y), and the means of x, y, z",
        two == 0 and sp.expand(means - squares - rest) == 0 and bool(enough),
        r"\le",
    )


def _hessian_of_the_loss() -> Step:
    h, g = sp.Function("h_j")(_s), sp.Symbol("g_j")
    before = sp.diff((h - g) ** 2, _s, 2)
    after = 2 * sp.diff(h, _s) ** 2 + 2 * (h - g) * sp.diff(h, _s, 2)
    rule = "product rule, for every lag, output and input; summed over them"
    return Step(sp.latex(sp.Derivative((h - g) ** 2, (_s, 2))), sp.latex(after), rule, sp.expand(before - after) == 0)


def _hessian_from_below() -> Step:
    r"""2 p^2 + 2 R q >= -2|R| kappa when |q| <= kappa: with R q = |R| kappa (u - 1), 0 <= u <= 2."""
    p, size, kappa, u = sp.symbols("p |R_j| kappa_j u", nonnegative=True)
    gap = sp.expand(2 * p**2 + 2 * size * kappa * (u - 1) + 2 * size * kappa)
    return Step(
        r"2 |D h_j \delta|^2 + 2 \langle R_j, D^2 h_j[\delta, \delta] \rangle",
        r"-2 |R_j| \kappa_j, \quad |\delta| = 1",
        "Cauchy-Schwarz and the bound kappa_j; from above likewise, with 2 |grad h_j|^2 added",
        bool(gap.is_nonnegative),
        r"\ge",
    )


def _one_step(factor: Growth) -> Step:
    """|1 - eta mu| <= the factor for mu in [-nu, beta]: affine in mu, so a mean of its values at the ends."""
    eta, nu, beta = sp.symbols("eta nu beta_L", positive=True)
    t = sp.Symbol("t", nonnegative=True)
    mu = -(1 - t) * nu + t * beta
    means = sp.expand(1 - eta * mu - (1 - t) * (1 + eta * nu) - t * (1 - eta * beta)) == 0
    bound = factor(eta, nu, beta)
    above = [sp.simplify(sp.Max(bound, end) - bound) == 0 for end in (1 + eta * nu, sp.Abs(1 - eta * beta))]
    worst, values = 1 - eta * mu.subs(t, 0), {eta: 1, nu: 1, beta: 1}
    found = (
        f"eta = nu = beta = 1, mu = -nu: |1 - eta mu| = {abs(worst.subs(values))}, the factor says {bound.subs(values)}"
    )
    return Step(
        r"\lVert I - \eta \, \mathrm{Hess}\, L \rVert",
        sp.latex(bound),
        "1 - eta mu is a mean of 1 + eta nu and 1 - eta beta for every eigenvalue mu in [-nu, beta]",
        bool(means and all(above)),
        r"\le",
        "" if means and all(above) else found,
    )


def _defect() -> Step:
    """theta_{t+1} - exact_{t+1} = defect + (Phi(theta_t) - Phi(exact_t))."""
    there, image, exact = sp.symbols("theta_{t+1} Phi(theta_t) Phi(theta^*_t)")
    holds = sp.expand((there - exact) - ((there - image) + (image - exact))) == 0
    return Step(
        r"e_{t+1}",
        r"\max(1 + \eta \nu_t, |1 - \eta \beta_t|) \, e_t + \tau_t",
        "split at Phi(theta_t); mean value inequality on the segment, which lies in the (convex) ball of radius e_t",
        holds,
        r"\le",
    )


def _whole_run() -> tuple[Step, ...]:
    """e_T <= e_0 P_T + D_T, P_T the product of the factors q_t, D_T the defects, each amplified by later factors."""
    q, product, defects, tau, e_0, room = sp.symbols("q_T P_T D_T tau_T e_0 r", nonnegative=True)
    error = e_0 * product + defects - room
    later = "P_{T+1} = q_T P_T and D_{T+1} = q_T D_T + tau_T; P_0 = 1, D_0 = 0, e_T = e_0 P_T + D_T - r with r >= 0"
    return (
        at_most(sp.expand(q * error + tau), e_0 * (q * product) + (q * defects + tau), f"induction on T: {later}"),
        equation(e_0 * 1 + 0, e_0, "and it holds at T = 0", name=r"e_0 P_0 + D_0"),
    )
