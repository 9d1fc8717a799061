"""Equations between sums whose limits may be letters: summand by summand, in another order, or picked by deltas."""

import sympy as sp
from sympy.concrete.delta import deltasummation

from theory.kernel.derivation import Step
from theory.kernel.steps import Given, compared, printed


def exchanged(before: sp.Expr, after: sp.Expr, rule: str, name: str = "") -> Step:
    """before = after as finite sums of the same terms in another order, whatever the limits are.

    Each side is a sum of sums, or a product of sums with indices of their own. Sums are opened until terms and limits
    stand apart; both must then be the same.

    >>> i, j, m, n = sp.symbols("i j m n", integer=True, positive=True)
    >>> x, y = sp.IndexedBase("x"), sp.IndexedBase("y")
    >>> row, column = sp.Sum(x[i], (i, 1, m)), sp.Sum(y[j], (j, 1, n))
    >>> exchanged(row * column, sp.Sum(y[j] * row, (j, 1, n)), "distributed").holds
    True
    >>> exchanged(row * column, sp.Sum(x[i] * y[i], (i, 1, m)), "wrong").holds
    False
    """
    (left, left_limits), (right, right_limits) = _opened(before), _opened(after)
    holds = set(left_limits) == set(right_limits) and sp.powsimp(left - right) == 0
    wrong = "" if holds else f"opened, the sides are sums of {sp.latex(left)} and of {sp.latex(right)}"
    return compared(printed(before), printed(after), rule, holds, name=name, counterexample=wrong)


def termwise(before: sp.Expr, after: sp.Expr, rule: str, given: Given | None = None, name: str = "") -> Step:
    """before = after as combinations of sums: over the same limits the summands agree, after `given` in each of them.

    >>> i, n = sp.symbols("i n", integer=True, positive=True)
    >>> x, y, z = map(sp.IndexedBase, "xyz")
    >>> left, right = sp.Sum(x[i], (i, 1, n)), sp.Sum(y[i], (i, 1, n)) + sp.Sum(z[i], (i, 1, n))
    >>> termwise(left, right, "split", {x[i]: y[i] + z[i]}).holds, termwise(left, right, "wrong").holds
    (True, False)
    """
    summands: dict[tuple[sp.Tuple, ...], sp.Expr] = {}
    for term in sp.Add.make_args(before - after):
        factor, total = term.as_coeff_Mul()
        rewritten = total.function
        for old, new in (given or {}).items():
            rewritten = rewritten.subs(old, new)
        summands[total.limits] = summands.get(total.limits, sp.Integer(0)) + factor * rewritten
    gap = next((value for value in map(sp.expand, summands.values()) if value != 0), sp.Integer(0))
    wrong = "" if gap == 0 else f"a summand differs by {sp.latex(gap)}"
    return compared(printed(before, given), printed(after, given), rule, gap == 0, name=name, counterexample=wrong)


def contracted(before: sp.Sum, after: sp.Expr, rule: str, name: str = "") -> Step:
    """before = after where `before` is a sum, or a sum of sums, in which Kronecker deltas pick the terms that stay.

    >>> a, b, n = sp.symbols("a b n", integer=True, positive=True)
    >>> x = sp.IndexedBase("x")
    >>> contracted(sp.Sum(x[b] * sp.KroneckerDelta(a, b), (b, 1, n)), x[a], "picked").holds
    True
    """
    found, limits = _opened(before)
    for limit in limits:
        found = deltasummation(found, tuple(limit), True)
    wrong = "" if found == after else f"the deltas leave {sp.latex(found)}"
    return compared(printed(before), printed(after), rule, found == after, name=name, counterexample=wrong)


def _opened(expression: sp.Expr) -> tuple[sp.Expr, tuple[sp.Tuple, ...]]:
    """The term and the limits of a sum of sums, or of a product of sums; raises ValueError where two share an index."""
    if isinstance(expression, sp.Sum):
        term, limits = _opened(expression.function)
        limits = (*limits, *expression.limits)
    elif isinstance(expression, sp.Mul):
        parts = [_opened(factor) for factor in expression.args]
        term, limits = sp.Mul(*(part for part, _ in parts)), tuple(limit for _, found in parts for limit in found)
    else:
        return expression, ()
    if len({limit[0] for limit in limits}) < len(limits):
        raise ValueError(f"exchanged: an index is summed over twice in {expression}; give each sum its own")
    return term, limits
