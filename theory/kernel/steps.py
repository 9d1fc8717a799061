r"""The steps that most proofs consist of, decided by sympy: an equation, an inequality, a solution, an enumeration.

Each function compares two expressions and prints those two. A side may be unevaluated (`sympy.Subs`, `Derivative`,
`Integral`, `Sum`, `Limit`): it is printed as it stands and evaluated to be compared. `given` are replacements made on
both sides before they are compared; they are printed as :math:`|_{x = x_i}`. `name` is LaTeX for what the left side
stands for; it is printed in front of it as a definition, with := and not with =, for nothing is compared across it.
Sides that print alike are never shown twice: a step without a name is then refused (ValueError), as it would say 1 = 1.
"""

import re
from collections.abc import Callable, Mapping
from itertools import islice, product
from pathlib import Path

import sympy as sp

from theory.kernel.derivation import DEFINED, SEAL, Step

Given = Mapping[sp.Expr, sp.Expr]
UNEVALUATED = (sp.Subs, sp.Derivative, sp.Integral, sp.Sum, sp.Product, sp.Limit)
ROOT = Path(__file__).parents[2]
TRIED = (*map(sp.Integer, (2, 1, 0, -1, 3, -2)), sp.Rational(1, 2), sp.Rational(-1, 2))
MOST_LETTERS, MOST_TRIED = 6, 400
"""How inequalities are tried: these values for each symbol, in few symbols and not too often."""

SUBSTACK = re.compile(r"\\substack\{ (.*?) \}\}")
"""sympy's way of printing the point of a substitution; plain commas do for us."""


def equation(before: sp.Expr, after: sp.Expr, rule: str, given: Given | None = None, name: str = "") -> Step:
    """before = after as rational expressions in their symbols, after the replacements `given`.

    >>> x, y = sp.symbols("x y")
    >>> equation((x + y) ** 2, x**2 + 2 * x * y + y**2, "binomial").holds
    True
    >>> equation(x**2, x, "wrong").counterexample
    'the two sides differ by x^{2} - x'
    >>> step = equation(sp.Subs(sp.Derivative(x**2, x), x, y), 2 * y, "derivative at y", name="f'(y)")
    >>> step.holds, step.before.startswith("f'(y) :=")
    (True, True)
    """
    gap = sp.factor_terms(sp.cancel(sp.expand((evaluated(before) - evaluated(after)).subs(dict(given or {})))))
    wrong = "" if gap == 0 else f"the two sides differ by {sp.latex(sp.expand(gap))}"
    return compared(printed(before, given), printed(after, given), rule, gap == 0, name=name, counterexample=wrong)


def at_most(before: sp.Expr, after: sp.Expr, rule: str, given: Given | None = None, name: str = "") -> Step:
    r"""before <= after, from what the symbols are assumed to be and `given`; false where small values refute it.

    Undecided when neither the assumptions suffice nor one of some hundred small values of the symbols is against it.

    >>> n = sp.Symbol("n", integer=True, nonnegative=True)
    >>> at_most(n, 2 * n, "n >= 0").holds, at_most(n + 1, n, "no").holds
    (True, False)
    >>> at_most(2 * n, n + 1, "no").counterexample
    'at n = 2: 2 n exceeds n + 1 by 1'
    """
    return _ordered(before, after, rule, given, name, strict=False)


def less(before: sp.Expr, after: sp.Expr, rule: str, given: Given | None = None, name: str = "") -> Step:
    """before < after, from what the symbols are assumed to be and `given`; false where small values refute it.

    >>> n = sp.Symbol("n", integer=True, nonnegative=True)
    >>> less(n, n + 1, "next").holds, less(n + 1, n, "no").holds
    (True, False)
    """
    return _ordered(before, after, rule, given, name, strict=True)


def same_powers(before: sp.Expr, after: sp.Expr, rule: str, name: str = "") -> Step:
    """before = after where exponents are symbols; false with an instance, undecided when sympy cannot settle it.

    >>> x, j = sp.Symbol("x", positive=True), sp.Symbol("j", integer=True)
    >>> same_powers(x * sp.Pow(x, j, evaluate=False), x ** (j + 1), "powers").holds
    True
    >>> same_powers(x**j, x ** (j + 1), "wrong").holds
    False
    """
    gap = sp.powsimp(sp.expand(sp.expand_power_base(evaluated(before) - evaluated(after))))
    gap = sp.simplify(sp.expand(sp.expand_power_exp(gap)))
    letters = sorted(gap.free_symbols, key=str)
    instance = {letter: sp.Integer(value) for value, letter in enumerate(letters, start=2)}
    refuted = gap != 0 and sp.simplify(gap.subs(instance)).is_zero is False
    text = f"at {instance} the sides differ by {gap.subs(instance)}" if refuted else ""
    holds = True if gap == 0 else False if refuted else None
    return compared(printed(before), printed(after), rule, holds, name=name, counterexample=text)


def noncommutative(before: sp.Expr, after: sp.Expr, rule: str, given: Given | None = None, name: str = "") -> Step:
    """before = after as polynomials in letters that do not commute, after the replacements `given`.

    >>> X, Y = sp.symbols("X Y", commutative=False)
    >>> noncommutative((X + Y) ** 2, X**2 + X * Y + Y * X + Y**2, "expanded").holds
    True
    >>> noncommutative(X * Y, Y * X, "wrong").holds
    False
    """
    gap = sp.expand((before - after).subs(dict(given or {})))
    wrong = "" if gap == 0 else f"the two sides differ by {sp.latex(gap)}"
    return compared(printed(before, given), printed(after, given), rule, gap == 0, name=name, counterexample=wrong)


def solution(equals_zero: sp.Expr, unknown: sp.Symbol, value: sp.Expr, rule: str) -> Step:
    """equals_zero = 0 => unknown = value, for a polynomial in the unknown whose leading coefficient is not zero.

    That coefficient must be non-zero by what its symbols are assumed to be; small values that make it zero refute the
    step.

    >>> w, v = sp.Symbol("w", positive=True), sp.Symbol("v", nonnegative=True)
    >>> x = sp.Symbol("x", real=True)
    >>> solution(w * x**2, x, sp.Integer(0), "a positive weight").holds
    True
    >>> solution(v * x**2, x, sp.Integer(0), "perhaps no weight").counterexample
    'at v = 0 every x is a solution'
    """
    leading = sp.Poly(equals_zero, unknown).LC()
    zero = None if leading.is_nonzero else _instance(leading, lambda number: bool(number.is_zero))
    found = sp.solve(equals_zero, unknown)
    same = len(found) == 1 and sp.simplify(found[0] - value) == 0
    left, right = f"{printed(equals_zero)} = 0", f"{printed(unknown)} = {printed(value)}"
    wrong = "" if same else f"the solutions are {', '.join(map(str, found)) or 'none'}"
    if zero is not None and same:
        wrong = f"at {_place(zero)} every {sp.latex(unknown)} is a solution"
    holds = False if not same or zero is not None else True if leading.is_nonzero else None
    return compared(left, right, rule, holds, r"\Rightarrow", counterexample=wrong)


def decided(
    what: str, check: Callable[[], bool | None], rule: str, counterexample: Callable[[], str] | None = None
) -> Step:
    """A sentence whose truth `check` decides: a rank, an enumeration, every entry of a table. No formula is compared.

    The step names the file in which `check` stands, so that a reader can go and read what was decided. `check` answers
    True, False or None (undecided); `counterexample` is asked only when it answers False.

    >>> step = decided("Step is sealed", lambda: True, "looked at")
    >>> step.before, step.holds, step.relation
    ('Step is sealed', True, '')
    """
    answer = check()
    holds = None if answer is None else bool(answer)
    text = counterexample() if counterexample and holds is False else ""
    return Step(what, "", rule, holds, "", text, _file_of(check), seal=SEAL)


def compared(
    left: str, right: str, rule: str, holds: bool | None, relation: str = "=", name: str = "", counterexample: str = ""
) -> Step:
    """The step of two printed sides; for the functions of this room, which print what they compare.

    Raises:
        ValueError: the two sides of an equation print alike and have no name.
    """
    if relation == "=" and left == right:
        if not name:
            raise ValueError(
                f"both sides print as {left}: show an unevaluated side, name it, or use `decided` ({rule})"
            )
        return Step(name, right, rule, holds, DEFINED, counterexample, seal=SEAL)
    before = f"{name} {DEFINED} {left}" if name else left
    return Step(before, right, rule, holds, relation, counterexample, seal=SEAL)


def evaluated(expression: sp.Expr) -> sp.Expr:
    """The expression with its derivatives, integrals, sums, limits and substitutions carried out."""
    expression = sp.sympify(expression)
    return expression.doit() if expression.has(*UNEVALUATED) else expression


def printed(expression: sp.Expr, given: Given | None = None) -> str:
    r"""LaTeX of an expression, and of the replacements among `given` that concern it.

    >>> x, y = sp.symbols("x y")
    >>> print(printed(x**2, {x: y}))
    \left. x^{2} \right|_{x = y}
    """
    plain = sp.latex(expression).replace(r"\int\limits", r"\int")
    text = SUBSTACK.sub(lambda found: found[1].replace(r"\\", ", ") + "}", plain)
    if not given:
        return text
    shown = (sp.sympify(expression), evaluated(expression))
    seen = {old: new for old, new in given.items() if old != new and any(form.has(old) for form in shown)}
    if not seen:
        return text
    where = ", ".join(f"{sp.latex(old)} = {sp.latex(new)}" for old, new in seen.items())
    return rf"\left. {text} \right|_{{{where}}}"


def _ordered(before: sp.Expr, after: sp.Expr, rule: str, given: Given | None, name: str, *, strict: bool) -> Step:
    low, high = (evaluated(side).subs(dict(given or {})) for side in map(sp.sympify, (before, after)))
    gap = sp.expand(high - low)
    holds = _sign(gap, strict)
    instance = None if holds else _instance(gap, lambda found: bool(found.is_negative or (strict and found.is_zero)))
    holds = False if instance is not None else holds
    wrong = _excess(low, high, gap, instance or {}) if holds is False else ""
    relation = "<" if strict else r"\le"
    return compared(printed(before, given), printed(after, given), rule, holds, relation, name, wrong)


def _sign(gap: sp.Expr, strict: bool) -> bool | None:
    """Whether gap > 0 (>= 0): read off its terms, or off those of one fraction, or off its simplified form."""
    found: bool | None = gap.is_positive if strict else gap.is_nonnegative
    if found is None:
        above, below = (sp.expand(part) for part in sp.fraction(sp.together(gap)))
        if below.is_positive:
            found = above.is_positive if strict else above.is_nonnegative
    if found is None:
        simple = sp.simplify(gap)
        found = simple.is_positive if strict else simple.is_nonnegative
    return found


def _instance(expression: sp.Expr, wanted: Callable[[sp.Expr], bool]) -> dict[sp.Symbol, sp.Expr] | None:
    """Small values of the symbols, as they are assumed to be, at which the expression is what is `wanted`, if any."""
    letters = sorted(expression.free_symbols, key=str)
    if len(letters) > MOST_LETTERS:
        return None
    choices = [[value for value in TRIED if _fits(letter, value)] for letter in letters]
    tried = (dict(zip(letters, values, strict=True)) for values in islice(product(*choices), MOST_TRIED))
    return next((values for values in tried if wanted(expression.subs(values))), None)


def _place(instance: Given) -> str:
    return ", ".join(f"{sp.latex(letter)} = {value}" for letter, value in instance.items())


def _fits(letter: sp.Symbol, value: sp.Rational) -> bool:
    """Whether a number has every property that is assumed of a symbol."""
    return all(getattr(value, f"is_{name}") == wanted for name, wanted in letter.assumptions0.items())


def _excess(low: sp.Expr, high: sp.Expr, gap: sp.Expr, instance: Given) -> str:
    place = _place(instance)
    by = sp.latex(sp.simplify(-gap.subs(dict(instance))))
    said = f"{sp.latex(low)} exceeds {sp.latex(high)} by {by}" if by != "0" else "the two are equal"
    return f"at {place}: {said}" if place else said


def _file_of(check: Callable[[], bool | None]) -> str:
    """The file in which a function stands, as seen from the root of the repository."""
    function = getattr(check, "func", check)
    path = Path(function.__code__.co_filename)
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
