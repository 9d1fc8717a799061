"""One identity between matrix expressions as a step of a proof: for all sizes by words, and again at concrete ones."""

from collections.abc import Iterable
from typing import Any

from sympy import cancel, expand, latex
from sympy.matrices.expressions import Inverse, MatrixSymbol, Transpose
from sympy.printing.latex import LatexPrinter

from theory.kernel.derivation import Step
from theory.kernel.steps import compared
from theory.words.evaluation import Values, evaluate, show
from theory.words.matrix_words import words
from theory.words.rewriting import Rule, normal_form


def identity(
    before: Any, after: Any, by: str, rules: tuple[Rule, ...], values: Iterable[Values], name: str = ""
) -> Step:
    """The step ``before = after``, for all sizes at once and at each of `values`; `name` is what the left side is.

    True when the normal forms agree and every concrete instance agrees; False with the first instance that does not;
    None (undecided) when the normal forms differ and no instance was found that tells them apart.
    """
    left, right = words(before), words(after)
    found = next((text for text in (disagreement(before, after, instance) for instance in values) if text), "")
    same = normal_form(left - right, rules).is_zero
    holds = False if found else same or None
    return compared(show_latex(before), show_latex(after), by, holds, name=name, counterexample=found)


def entrywise(before: Any, after: Any, by: str, values: Values, name: str = "") -> Step:
    """The step ``before = after`` for matrices of one size with symbols as entries: every entry is compared.

    `values` gives each MatrixSymbol an explicit matrix, and these are printed: what holds there is claimed there only.

    >>> from sympy import ImmutableMatrix, MatrixSymbol, symbols
    >>> X = MatrixSymbol("X", 2, 2)
    >>> two = Values({"X": ImmutableMatrix(2, 2, symbols("x:4"))}, {})
    >>> entrywise(X * (X + X.T), X * X + X * X.T, "product", two).holds, entrywise(X * X.T, X.T * X, "wrong", two).holds
    (True, False)
    """
    left, right = evaluate(before, values), evaluate(after, values)
    gaps = [entry for entry in (left - right).applyfunc(lambda entry: cancel(expand(entry))) if entry != 0]
    found = f"at {values} an entry differs by {gaps[0]}" if gaps else ""
    where = ", ".join(f"{name} = {latex(matrix)}" for name, matrix in values.matrices.items())
    shown = rf"\left. {show_latex(before)} \right|_{{{where}}}"
    return compared(shown, show_latex(after), by, not gaps, name=name, counterexample=found)


def disagreement(before: Any, after: Any, instance: Values) -> str:
    """Empty where two matrix expressions agree at concrete values, else the values and both sides."""
    left, right = evaluate(before, instance), evaluate(after, instance)
    return "" if left == right else f"{instance}: left {show(left)}, right {show(right)}"


class _Printer(LatexPrinter):  # type: ignore[misc]
    """sympy's LaTeX, with R for the resolvent and I for the identity."""

    def _print_Inverse(self, expression: Inverse) -> str:
        return str(words(expression))

    def _print_Transpose(self, expression: Transpose) -> str:
        inner = self._print(expression.arg)
        return f"{inner}^{{T}}" if isinstance(expression.arg, MatrixSymbol) else f"\\left( {inner} \\right)^{{T}}"

    def _print_Identity(self, expression: Any) -> str:
        return "I"


def show_latex(expression: Any) -> str:
    r"""LaTeX of a matrix expression as this mathematics writes it.

    >>> from theory.words.symbols import A, B
    >>> from theory.model.gradient import resolvent
    >>> print(show_latex(2 * resolvent(A) * B - B))
    2 R B - B
    """
    text: str = _Printer().doprint(expression)
    return text
