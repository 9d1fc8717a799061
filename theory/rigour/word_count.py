r"""Derivatives of h_j = C A^j B from counting words: scalars bound matrices letter by letter, and attain the bound.

(C + s dC)(A + s dA)^j (B + s dB) is a sum of words; the size of each is at most the product of its letters' norms, and
these multiply up to (c + s gamma)(a + s alpha)^j (b + s beta). Its derivatives at s = 0 bound those of h_j.
"""

from collections.abc import Callable

import sympy as sp

from theory.kernel.derivation import Premise, Step
from theory.kernel.majorant import bounded
from theory.kernel.steps import at_most, equation, same_powers

COUNTED_BY = (
    Premise(
        "spectral-theorem",
        "spectral theorem: the form of a symmetric matrix lies between its extreme eigenvalues; |M| = max |eigenvalue|",
    ),
    Premise("submultiplicativity", "submultiplicativity: |XYZ|_F <= ||X|| |Y|_F ||Z||; triangle inequality"),
    Premise("cauchy-schwarz", "Cauchy-Schwarz inequality"),
)
"""The lemmas by which counted words bound derivatives."""

LAG_ZERO = ("lag-zero-1", "lag-zero-2", "lag-zero-3")
"""The labels of `lag_zero`."""

WordCount = Callable[[sp.Expr, sp.Expr, sp.Expr, sp.Expr], sp.Matrix]


_a, _b, _c = sp.symbols("a b c", positive=True)


_alpha, _beta, _gamma = sp.symbols("alpha beta gamma", nonnegative=True)


_j = sp.Symbol("j", integer=True, positive=True)


_s = sp.Symbol("s", real=True)


def second_words(lag: sp.Expr, a: sp.Expr, b: sp.Expr, c: sp.Expr) -> sp.Matrix:
    """The symmetric 3 x 3 matrix, in the order A, B, C, whose largest eigenvalue is kappa_j."""
    AA = lag * (lag - 1) * a ** (lag - 2) * b * c
    AB, AC = lag * a ** (lag - 1) * c, lag * a ** (lag - 1) * b
    return sp.Matrix([[AA, AB, AC], [AB, 0, a**lag], [AC, a**lag, 0]])


def words_become_scalars() -> tuple[Step, ...]:
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


def first_derivative_of_scalars() -> Step:
    """The first derivative of the majorant: by Cauchy-Schwarz at most gamma_j times the norm of the direction."""
    after = _j * _a ** (_j - 1) * _b * _c * _alpha + _a**_j * (_c * _beta + _b * _gamma)
    rule = "one letter: by Cauchy-Schwarz at most gamma_j = |(j a^{j-1} b c, a^j c, a^j b)| times the step"
    return _derivative_of_scalars(1, after, rule).labelled("first-derivative", "majorant", "cauchy-schwarz")


def second_derivative_of_scalars(words: WordCount) -> tuple[Step, ...]:
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


def third_derivative_of_scalars() -> Step:
    """The third derivative of the majorant, which bounds |D^3 h_j| by mu_j times the cube of the step."""
    pure = _j * (_j - 1) * (_j - 2) * _a ** (_j - 3) * _b * _c * _alpha**3
    mixed = 3 * _j * (_j - 1) * _a ** (_j - 2) * _alpha**2 * (_c * _beta + _b * _gamma)
    after = pure + mixed + 6 * _j * _a ** (_j - 1) * _alpha * _beta * _gamma
    rule = "the same for three letters: mu_j bounds |D^3 h_j|"
    return _derivative_of_scalars(3, after, rule).labelled("third-derivative", "majorant")


def lag_zero() -> tuple[Step, ...]:
    """h_0 = C B has no letter A: its derivatives are the counts at j = 0, where no term with a factor j is left."""
    words = (_c + _s * _gamma) * (_b + _s * _beta)
    counts = ((1, _c * _beta + _b * _gamma), (2, 2 * _beta * _gamma), (3, sp.Integer(0)))
    names = {1: "one letter", 2: "two letters", 3: "three letters"}
    return tuple(
        equation(
            sp.Subs(sp.Derivative(words, (_s, order)), _s, 0), count, f"lag 0, {names[order]}: the counts at j = 0"
        ).labelled(f"lag-zero-{order}", "before-B", "closing")
        for order, count in counts
    )


def mixed_products() -> tuple[Step, ...]:
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
