r"""Bounds on words in matrices: |X + Y| <= |X| + |Y| and |X Y| <= |X| |Y|, with the sizes of the letters given."""

from collections.abc import Mapping

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import compared

Sizes = Mapping[sp.Symbol, sp.Expr]
"""A bound on the norm of each letter; sizes are non-negative."""


def majorant(words: sp.Expr, sizes: Sizes) -> sp.Expr:
    """The triangle inequality and |X Y| <= |X| |Y|: the bound of |words| from the sizes of the letters.

    >>> X, Y = sp.symbols("X Y", commutative=False)
    >>> x, y = sp.symbols("x y", positive=True)
    >>> majorant(X * Y - 2 * Y, {X: x, Y: y})
    x*y + 2*y
    """
    total = sp.Integer(0)
    for term in sp.Add.make_args(sp.expand(words)):
        numbers, letters = term.args_cnc()
        product = abs(sp.prod(numbers, start=sp.Integer(1)))
        for letter in letters:
            base, power = letter.as_base_exp()
            product *= sizes[base] ** power
        total += product
    return sp.expand(total)


def bounded(words: sp.Expr, sizes: Sizes, claimed: sp.Expr, rule: str) -> Step:
    """|words| <= claimed, where `claimed` is what the majorant gives, in another form.

    >>> X, Y = sp.symbols("X Y", commutative=False)
    >>> x, y = sp.symbols("x y", positive=True)
    >>> bounded((X + Y) * X, {X: x, Y: y}, x * (x + y), "sizes").holds
    True
    >>> bounded((X + Y) * X, {X: x, Y: y}, x**2, "wrong").counterexample
    'the triangle inequality gives x^{2} + x y'
    """
    gap = sp.expand(sp.powsimp(sp.expand(claimed) - majorant(words, sizes)))
    wrong = "" if gap == 0 else f"the triangle inequality gives {sp.latex(majorant(words, sizes))}"
    where = ", ".join(
        f"|{sp.latex(letter)}| \\le {sp.latex(size)}" for letter, size in sizes.items() if words.has(letter)
    )
    left = rf"\left. \left| {sp.latex(words)} \right| \right|_{{{where}}}"
    return compared(left, sp.latex(claimed), rule, gap == 0, r"\le", counterexample=wrong)
