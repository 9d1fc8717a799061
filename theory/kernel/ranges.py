r"""Inequalities where the letters run through intervals: at the corners of a box, or along a half-line by Sturm.

`at_most_on_box` needs a difference that is of degree one in each letter, after its monomial factors are taken out: such
a function is smallest at a corner. `positive_until` counts the real roots of a polynomial with rational coefficients.
"""

from collections.abc import Mapping
from itertools import product

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import Given, compared, printed

Box = Mapping[sp.Symbol, tuple[sp.Expr | int, sp.Expr | int]]
"""The least and the largest value of each letter."""


def at_most_on_box(before: sp.Expr, after: sp.Expr, box: Box, rule: str, given: Given | None = None) -> Step:
    """before <= after for all letters in their intervals, after the replacements `given`: compared at the corners.

    Undecided where the difference is not of degree one in each letter, up to powers of letters that are not negative.

    >>> s, t = sp.symbols("s t", real=True)
    >>> at_most_on_box(s * t, s, {s: (0, 1), t: (0, 1)}, "t <= 1").holds
    True
    >>> at_most_on_box(s, s * t, {s: (0, 1), t: (0, 1)}, "wrong").counterexample
    'at s = 1, t = 0 the difference is -1'
    """
    gap = sp.expand(sp.sympify(after - before).subs(dict(given or {})))
    letters = sorted(gap.free_symbols, key=str)
    powers, rest = sp.Poly(gap, *letters).terms_gcd()
    signed = all(sp.sympify(box[letter][0]) >= 0 for letter, power in zip(letters, powers, strict=True) if power)
    affine = all(power <= 1 for monomial in rest.monoms() for power in monomial)
    corners = [dict(zip(letters, ends, strict=True)) for ends in product(*(box[letter] for letter in letters))]
    low = next((corner for corner in corners if gap.subs(corner) < 0), None)
    # at a corner where a monomial factor is zero the rest still has to be non-negative: it is affine there
    below = any(rest.as_expr().subs(corner) < 0 for corner in corners)
    holds = False if low is not None else True if affine and signed and not below else None
    place = ", ".join(f"{sp.latex(letter)} = {value}" for letter, value in (low or {}).items())
    text = f"at {place} the difference is {gap.subs(low)}" if low is not None else ""
    where = ", ".join(rf"{ends[0]} \le {sp.latex(letter)} \le {ends[1]}" for letter, ends in box.items())
    left, right = printed(before, given), rf"{printed(after, given)} \quad \left( {where} \right)"
    return compared(left, right, rule, holds, r"\le", counterexample=text)


def positive_until(polynomial: sp.Expr, letter: sp.Symbol, end: sp.Rational, rule: str) -> Step:
    """0 < polynomial for every letter <= end: it is positive at the end, and has no root below (Sturm's count).

    >>> a = sp.Symbol("a")
    >>> positive_until(a**2 - 1, a, sp.Integer(-2), "beyond -1").holds
    True
    >>> positive_until(a**2 - 1, a, sp.Rational(-1, 2), "wrong").counterexample
    'at a = -1/2 it is -3/4'
    """
    found = sp.Poly(sp.expand(polynomial), letter)
    value, roots = found.eval(end), found.count_roots(None, end)
    holds = bool(value > 0) and roots == 0
    wrong = f"it has {roots} roots there" if value > 0 else f"at {sp.latex(letter)} = {end} it is {value}"
    right = rf"{printed(polynomial)} \quad \left( {sp.latex(letter)} \le {sp.latex(end)} \right)"
    return compared("0", right, rule, holds, "<", counterexample="" if holds else wrong)
