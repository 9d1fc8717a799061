"""The steps that most proofs consist of, decided by sympy: an equation (exponents may be symbols), an inequality."""

import sympy as sp

from theory.kernel.derivation import Step


def equation(
    before: sp.Expr, after: sp.Expr, rule: str, given: dict[sp.Expr, sp.Expr] | None = None, name: str = ""
) -> Step:
    """before = after as rational expressions in their symbols, after the replacements `given`.

    `name` is LaTeX for what the left side is, shown in front of it (instead of it, where the two sides print alike).

    >>> x, y = sp.symbols("x y")
    >>> equation((x + y) ** 2, x**2 + 2 * x * y + y**2, "binomial").holds
    True
    >>> equation(x**2, x, "wrong").counterexample
    'the two sides differ by x^{2} - x'
    """
    gap = sp.factor_terms(sp.cancel(sp.expand(before - after).subs(given or {})))
    wrong = "" if gap == 0 else f"the two sides differ by {sp.latex(sp.expand(gap))}"
    return Step(_named(name, before, after), sp.latex(after), rule, gap == 0, counterexample=wrong)


def at_most(before: sp.Expr, after: sp.Expr, rule: str, given: dict[sp.Expr, sp.Expr] | None = None) -> Step:
    r"""before <= after, from what the symbols are assumed to be and `given`; undecided when that is not enough.

    >>> n = sp.Symbol("n", integer=True, nonnegative=True)
    >>> at_most(n, 2 * n, "n >= 0").holds, at_most(n + 1, n, "no").holds, at_most(2 * n, n + 1, "?").holds
    (True, False, None)
    """
    low, high = (side.subs(given or {}) for side in (before, after))
    gap = sp.expand(high - low)
    holds: bool | None = gap.is_nonnegative
    wrong = f"{sp.latex(low)} exceeds {sp.latex(high)} by {sp.latex(-gap)}" if holds is False else ""
    return Step(sp.latex(before), sp.latex(after), rule, holds, r"\le", wrong)


def same_powers(before: sp.Expr, after: sp.Expr, rule: str, name: str = "") -> Step:
    """before = after where exponents are symbols; false with an instance, undecided when sympy cannot settle it.

    >>> x, j = sp.Symbol("x", positive=True), sp.Symbol("j", integer=True)
    >>> same_powers(x * x**j, x ** (j + 1), "powers").holds, same_powers(x**j, x ** (j + 1), "wrong").holds
    (True, False)
    """
    gap = sp.powsimp(sp.expand(sp.expand_power_base(before - after)))
    gap = sp.simplify(sp.expand(sp.expand_power_exp(gap)))
    left = _named(name, before, after)
    if gap == 0:
        return Step(left, sp.latex(after), rule, True)
    letters = sorted(gap.free_symbols, key=str)
    instance = {letter: sp.Integer(value) for value, letter in enumerate(letters, start=2)}
    refuted = sp.simplify(gap.subs(instance)).is_zero is False
    text = f"at {instance} the sides differ by {gap.subs(instance)}" if refuted else ""
    return Step(left, sp.latex(after), rule, False if refuted else None, counterexample=text)


def _named(name: str, before: sp.Expr, after: sp.Expr) -> str:
    left: str = sp.latex(before)
    if not name:
        return left
    return name if left == sp.latex(after) else f"{name} = {left}"
