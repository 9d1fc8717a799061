"""Matrix identities for all sizes at once: linear combinations of words in letters that do not commute.

A matrix expression is a sum of words such as A R B over scalars (polynomials in z, 1/z, the step, ...). Two
expressions with the same words are equal whatever the sizes of the matrices; `rewriting` adds hypotheses as rules.
sympy never checks symbolic shapes; `words` does, and raises where they do not fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from sympy import Expr, Integer, expand, latex
from sympy.matrices.expressions import (
    Identity,
    Inverse,
    MatAdd,
    MatMul,
    MatPow,
    MatrixExpr,
    MatrixSymbol,
    Transpose,
    ZeroMatrix,
)

from theory.words.symbols import z


class Letter(NamedTuple):
    """A matrix, or its transpose, as a letter."""

    name: str
    transposed: bool = False

    @property
    def T(self) -> Letter:
        """The transposed letter."""
        return Letter(self.name, not self.transposed)

    def __str__(self) -> str:
        """LaTeX: a sign as an index, as in y_+, is bound to its letter by braces."""
        name = re.sub(r"_([+-])$", r"_{\1}", self.name)
        return f"{name}^{{T}}" if self.transposed else name


Word = tuple[Letter, ...]

RESOLVENT = Letter("R")
"""R = (I - zA)^-1."""


@dataclass(frozen=True)
class Combination:
    """A linear combination of words: ``terms`` maps each word to its coefficient, zeros left out.

    >>> from theory.words.symbols import A, B
    >>> print(words(2 * A * B - A * B))
    A B
    """

    terms: Mapping[Word, Expr]

    def __add__(self, other: Combination) -> Combination:
        return combination([*self.terms.items(), *other.terms.items()])

    def __sub__(self, other: Combination) -> Combination:
        return self + other.scaled(Integer(-1))

    def __mul__(self, other: Combination) -> Combination:
        return combination((u + v, a * b) for u, a in self.terms.items() for v, b in other.terms.items())

    def scaled(self, factor: Expr) -> Combination:
        """Every coefficient times `factor`."""
        return combination((word, factor * value) for word, value in self.terms.items())

    @property
    def T(self) -> Combination:
        """The transpose: words reversed, letters transposed."""
        return Combination({transposed(word): value for word, value in self.terms.items()})

    @property
    def is_zero(self) -> bool:
        """Whether nothing is left. For a normal form: whether the expression vanishes for all sizes."""
        return not self.terms

    def __str__(self) -> str:
        r"""LaTeX, words in a fixed order; the empty word is the identity I."""
        ordered = sorted(self.terms.items(), key=lambda term: (len(term[0]), term[0]))
        return " ".join(_print(word, value, first=not i) for i, (word, value) in enumerate(ordered)) or "0"


def _print(word: Word, value: Expr, first: bool) -> str:
    negative = value.could_extract_minus_sign()
    size = -value if negative else value
    factor = "" if size == 1 else f"\\left({latex(size)}\\right)" if size.is_Add else latex(size)
    body = " ".join(part for part in (factor, " ".join(map(str, word)) or "I") if part)
    return f"- {body}" if negative else body if first else f"+ {body}"


def combination(terms: Iterable[tuple[Word, Expr]]) -> Combination:
    """Collects equal words and drops the zeros."""
    total: dict[Word, Expr] = {}
    for word, value in terms:
        total[word] = total.get(word, Integer(0)) + value
    expanded = {word: expand(value) for word, value in total.items()}
    return Combination({word: value for word, value in expanded.items() if value != 0})


def word(text: str) -> Word:
    """A word from its letters, a prime for the transpose.

    >>> word("A R' B")
    (Letter(name='A', transposed=False), Letter(name='R', transposed=True), Letter(name='B', transposed=False))
    """
    return tuple(Letter(part.rstrip("'"), part.endswith("'")) for part in text.split())


def transposed(letters: Word) -> Word:
    """The transpose of a word: (A B)^T = B^T A^T."""
    return tuple(letter.T for letter in reversed(letters))


def words(expression: Any) -> Combination:
    """The combination of words that a sympy matrix expression is; (I - zA)^-1 becomes the letter R.

    Raises ValueError where shapes do not fit, and for anything but sums, products, powers, transposes and resolvents.
    """
    if isinstance(expression, ZeroMatrix):
        return Combination({})
    if isinstance(expression, Identity):
        return combination([((), Integer(1))])
    if isinstance(expression, MatrixSymbol):
        return combination([((Letter(expression.name),), Integer(1))])
    if isinstance(expression, Transpose):
        return words(expression.arg).T
    if isinstance(expression, Inverse):
        return _resolvent(expression)
    if isinstance(expression, MatAdd):
        return _sum(expression)
    if isinstance(expression, MatMul):
        return _product(expression)
    if isinstance(expression, MatPow) and expression.exp.is_Integer and expression.exp > 0:
        return _product(MatMul(*[expression.base] * int(expression.exp), evaluate=False))
    raise ValueError(f"{expression}: only sums, products, powers, transposes and (I - zA)^-1 can be read as words")


def _resolvent(expression: Inverse) -> Combination:
    """(I - zA)^-1 as the letter R; with another scalar, (I - sA)^-1, as a letter R(s) that no rule mentions."""
    inner = words(expression.arg).terms
    for transpose in (False, True):
        scalar = -inner.get((Letter("A", transpose),), Integer(0))
        if len(inner) == 2 and inner.get(()) == 1 and scalar != 0:
            name = RESOLVENT.name if scalar == z else f"R({latex(scalar)})"
            return combination([((Letter(name, transpose),), Integer(1))])
    raise ValueError(f"{expression}: the only inverse with a rule is that of I - zA")


def _sum(expression: MatAdd) -> Combination:
    if len({term.shape for term in expression.args}) != 1:
        raise ValueError(f"{expression}: a sum of matrices of different shapes")
    total = Combination({})
    for term in expression.args:
        total = total + words(term)
    return total


def _product(expression: MatMul) -> Combination:
    factors = [factor for factor in expression.args if isinstance(factor, MatrixExpr)]
    for left, right in pairwise(factors):
        if left.shape[1] != right.shape[0]:
            raise ValueError(f"{expression}: {left} and {right} cannot be multiplied, their shapes do not fit")
    product = combination([((), Integer(1))])
    for factor in expression.args:
        product = product * words(factor) if isinstance(factor, MatrixExpr) else product.scaled(factor)
    return product
