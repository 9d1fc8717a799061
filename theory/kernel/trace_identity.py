"""One identity between traces as a step of a proof: for all sizes by words, and again at concrete ones.

A scalar such as norm(XB)^2 is the trace of the words B^T X^T X B. Words of different sizes may stand in one sum.
"""

from collections.abc import Iterable
from functools import reduce
from operator import mul
from typing import Any

from sympy import Expr, ImmutableMatrix, Integer

from theory.kernel.derivation import Step
from theory.kernel.steps import compared
from theory.words.evaluation import Values
from theory.words.matrix_words import RESOLVENT, Combination, Word
from theory.words.rewriting import Rule
from theory.words.symbols import z
from theory.words.trace_words import trace_form


def trace_identity(
    before: Combination, after: Combination, by: str, rules: tuple[Rule, ...], values: Iterable[Values], name: str = ""
) -> Step:
    """The step ``tr before = tr after``, for all sizes at once and at each of `values`; `name` is the left side's name.

    True when the trace forms agree and every concrete instance agrees; False with the first instance that does not;
    None (undecided) when the forms differ and no instance was found that tells them apart.
    """
    found = next((text for text in (_disagreement(before, after, instance) for instance in values) if text), "")
    same = trace_form(before - after, rules).is_zero
    left, right = (rf"\mathrm{{tr}} \left( {side} \right)" for side in (before, after))
    return compared(left, right, by, False if found else same or None, name=name, counterexample=found)


def _disagreement(before: Combination, after: Combination, instance: Values) -> str:
    left, right = trace_at(before, instance), trace_at(after, instance)
    return "" if left == right else f"{instance}: left {left}, right {right}"


def trace_at(inside: Combination, instance: Values) -> Expr:
    """The trace of a combination of words at concrete matrices; sympy raises ShapeError where shapes do not fit."""
    traces = ((value.subs(instance.scalars), _product(word, instance).trace()) for word, value in inside.terms.items())
    return sum((value * trace for value, trace in traces), Integer(0))


def _product(word: Word, instance: Values) -> Any:
    if not word:
        raise ValueError("trace_at: the empty word is an identity of unknown size; write it as a product of letters")
    named = {letter.name: _matrix(letter.name, instance) for letter in word}
    return reduce(mul, [named[letter.name].T if letter.transposed else named[letter.name] for letter in word])


def _matrix(name: str, instance: Values) -> Any:
    """The matrix that a letter stands for; R = (I - zA)^-1 where it is not given."""
    if name in instance.matrices or name != RESOLVENT.name:
        return instance.matrices[name]
    A_, z_ = instance.matrices["A"], instance.scalars[z]
    return (ImmutableMatrix.eye(A_.shape[0]) - z_ * A_).inv()
