"""Equality of remainders modulo a symbol: Mod((j mod d) + 1, d) = (j + 1) mod d, for all integers at once."""

from collections.abc import Iterator
from itertools import product

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import compared, printed


def remainder(before: sp.Expr, after: sp.Expr, rule: str, name: str = "") -> Step:
    """before = after, built from `sympy.Mod(..., evaluate=False)`; false with the first small instance that differs.

    >>> i, d = sp.Symbol("i", integer=True), sp.Symbol("d", integer=True, positive=True)
    >>> inner = sp.Mod(i + 1, d, evaluate=False)
    >>> remainder(sp.Mod(inner - 1, d, evaluate=False), sp.Mod(i, d, evaluate=False), "there and back").holds
    True
    >>> remainder(sp.Mod(inner + 1, d, evaluate=False), sp.Mod(i, d, evaluate=False), "wrong").counterexample
    'at d = 3, i = 1 the sides are 0 and 1'
    """
    found = next(_differences(before, after), "")
    holds = False if found else before.doit() == after.doit() or None
    return compared(printed(before), printed(after), rule, holds, name=name, counterexample=found)


def _differences(before: sp.Expr, after: sp.Expr) -> Iterator[str]:
    letters = sorted((before - after).free_symbols, key=str)
    for values in product((1, 2, 3), repeat=len(letters)):
        chosen = dict(zip(letters, map(sp.Integer, values), strict=True))
        left, right = before.subs(chosen).doit(), after.subs(chosen).doit()
        if left != right:
            where = ", ".join(f"{letter} = {value}" for letter, value in chosen.items())
            yield f"at {where} the sides are {left} and {right}"
