r"""Equality of finite sums whose bounds are symbols: an index moved or turned round, terms split off at the ends.

Every summand is brought to a normal form in which its first function of the index has the bare index as argument; sums
of one summand over ranges that differ by a number of terms then differ by those terms. A sum over lower > upper is
empty for upper = lower - 1 only, which is all that a proof by induction needs.
"""

from collections.abc import Iterator
from itertools import product

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.printing.latex import LatexPrinter

from theory.kernel.derivation import Step
from theory.kernel.steps import compared

Ranges = dict[sp.Expr, list[tuple[sp.Expr, sp.Expr, sp.Expr]]]
"""For each summand in normal form: coefficient, lower and upper bound of the sums over it."""

INDEX = sp.Symbol("i", integer=True)


def same_sum(before: sp.Expr, after: sp.Expr, rule: str, name: str = "") -> Step:
    """before = after, finite sums over integer bounds, for all values of the symbols in the bounds.

    False with an instance; undecided where the ranges differ by a number of terms that is not fixed.

    >>> i, j, n = sp.symbols("i j n", integer=True)
    >>> f = sp.Function("f", commutative=False)
    >>> turned = sp.Sum(f(n - 1 - j), (j, 0, n - 1))
    >>> same_sum(turned, sp.Sum(f(i), (i, 0, n - 1)), "i = n - 1 - j").holds
    True
    >>> same_sum(f(0) + sp.Sum(f(i + 1), (i, 0, n - 1)), sp.Sum(f(i), (i, 0, n)), "one more").holds
    True
    >>> same_sum(sp.Sum(f(i), (i, n, n - 1)), sp.Integer(0), "empty").holds
    True
    >>> same_sum(sp.Sum(f(i), (i, 0, n)), sp.Sum(f(i), (i, 0, n - 1)), "wrong").counterexample
    'at n = 1 the sides differ by f(1)'
    """
    gap = sp.expand(before - after)
    found = next(_differences(gap), "")
    holds = False if found else _remainder(gap) == 0 or None
    left, right = (_Printer().doprint(side) for side in (before, after))
    return compared(left, right, rule, holds, name=name, counterexample=found)


class _Printer(LatexPrinter):  # type: ignore[misc]
    """sympy's LaTeX, with an index for the argument of a function: f_i for f(i)."""

    def _print_Function(self, expression: AppliedUndef, exp: str | None = None) -> str:
        index = ", ".join(map(self._print, expression.args))
        power = f"^{{{exp}}}" if exp else ""
        return f"{expression.func.__name__}_{{{index}}}{power}"


def _differences(gap: sp.Expr) -> Iterator[str]:
    """The sides written out at small values of the symbols, where they differ."""
    letters = sorted((letter for letter in gap.free_symbols if letter.is_integer), key=str)
    for values in product((1, 2, 3), repeat=len(letters)):
        chosen = dict(zip(letters, map(sp.Integer, values), strict=True))
        found = sp.expand(gap.subs(chosen).doit())
        if found != 0 and not found.has(sp.Sum):
            where = ", ".join(f"{letter} = {value}" for letter, value in chosen.items())
            yield f"at {where} the sides differ by {found}"


def _remainder(gap: sp.Expr) -> sp.Expr:
    """0 where the sums cancel but for finitely many terms, and these cancel too; None where that is not settled."""
    ranges: Ranges = {}
    rest = sp.Integer(0)
    for term in sp.Add.make_args(gap):
        coefficient, factors = term.as_coeff_mul()
        sums = [factor for factor in factors if isinstance(factor, sp.Sum)]
        if not sums:
            rest += term
            continue
        if len(factors) != 1 or len(sums[0].limits) != 1:
            return None
        _collect(sums[0], coefficient, ranges)
    for summand, parts in ranges.items():
        ends = _ends(summand, parts)
        if ends is None:
            return None
        rest += ends
    return sp.expand(rest)


def _collect(total: sp.Sum, coefficient: sp.Expr, ranges: Ranges) -> None:
    ((index, low, high),) = total.limits
    if sp.expand(high - low) == -1:
        return
    for summand in sp.Add.make_args(sp.expand(total.function)):
        number, inside = summand.as_coeff_Mul()
        sign, shift = _place(inside, index)
        moved = inside.subs(index, sign * (INDEX - shift), simultaneous=True)
        first, last = (sp.expand(sign * end + shift) for end in ((low, high) if sign > 0 else (high, low)))
        ranges.setdefault(moved.expand(), []).append((coefficient * number, first, last))


def _place(summand: sp.Expr, index: sp.Symbol) -> tuple[sp.Expr, sp.Expr]:
    """(sign, shift) of the argument sign * index + shift of the summand's first function of the index; else (1, 0)."""
    for factor in sp.Mul.make_args(summand):
        if isinstance(factor, AppliedUndef) and factor.has(index):
            sign = factor.args[0].expand().coeff(index)
            if sign in (1, -1):
                return sign, sp.expand(factor.args[0] - sign * index)
    return sp.Integer(1), sp.Integer(0)


def _ends(summand: sp.Expr, parts: list[tuple[sp.Expr, sp.Expr, sp.Expr]]) -> sp.Expr | None:
    """What is left of sums over one summand: terms at the ends; None where a range is not fixed against the first."""
    _, low, high = parts[0]
    if sp.expand(sum(coefficient for coefficient, *_ in parts)) != 0:
        return None
    total = sp.Integer(0)
    for coefficient, start, stop in parts:
        above, below = sp.expand(stop - high), sp.expand(low - start)
        if not (above.is_Integer and below.is_Integer):
            return None
        total += coefficient * (_run(summand, high, int(above)) + _run(summand, start - 1, int(below)))
    return total


def _run(summand: sp.Expr, last: sp.Expr, count: int) -> sp.Expr:
    """The terms at last + 1, ..., last + count; for a count below 0 minus those at last, ..., last + count + 1."""
    places = range(1, count + 1) if count > 0 else range(count + 1, 1)
    return (1 if count > 0 else -1) * sum((summand.subs(INDEX, last + place) for place in places), sp.Integer(0))
