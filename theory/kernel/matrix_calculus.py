"""The derivative of the trace of one product with respect to a matrix: printed unevaluated, found by sympy."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sympy import Trace, ZeroMatrix
from sympy.matrices.expressions import MatrixExpr, MatrixSymbol

from theory.kernel.derivation import Step
from theory.kernel.matrix_identity import disagreement, show_latex
from theory.kernel.steps import compared
from theory.kernel.vector_fields import Field, substitute
from theory.words.evaluation import Values
from theory.words.matrix_words import Combination, words
from theory.words.rewriting import Rule, normal_form


@cache
def trace_gradient(product: MatrixExpr, letter: MatrixSymbol) -> MatrixExpr:
    """The gradient of tr(product) by sympy's matrix calculus.

    sympy answers 0 for the derivative of a SUM of traces, so one product is differentiated at a time. Each is derived
    once per process: it is a pure function.
    """
    found = Trace(product).diff(letter).doit()
    return ZeroMatrix(*letter.shape) if found == 0 else found


def slope(product: MatrixExpr, letter: MatrixSymbol, after: Any, by: str, values: Iterable[Values] = ()) -> Step:
    r"""d tr(product) / d letter = after, for all sizes by words and at each of `values`.

    >>> from theory.words.symbols import A, B, C, W
    >>> step = slope(W.T * C * A * B, A, C.T * W * B.T, "matrix calculus")
    >>> step.before, step.holds
    ('\\frac{\\partial}{\\partial A} \\mathrm{tr} \\left( W^{T} C A B \\right)', True)
    >>> slope(W.T * C * A * B, A, W.T * C * B, "shapes do not fit").holds is None
    True
    """
    gradient = trace_gradient(product, letter)
    found = next((text for text in (disagreement(gradient, after, instance) for instance in values) if text), "")
    same = (words(gradient) - words(after)).is_zero
    return compared(
        _unevaluated(product, letter), show_latex(after), by, False if found else same or None, "=", "", found
    )


def slope_at(
    product: MatrixExpr, letter: MatrixSymbol, at: Field, after: Combination, by: str, rules: tuple[Rule, ...] = ()
) -> Step:
    r"""The same at a point: matrices replaced by words, `after` compared by the rules. Undecided where they differ.

    >>> from sympy import MatrixSymbol
    >>> from theory.words.symbols import A, d
    >>> from theory.kernel.vector_fields import term
    >>> B, C, at = MatrixSymbol("B", d, 1), MatrixSymbol("C", 1, d), {"C": term("u'"), "B": term("u")}
    >>> slope_at(C * A * B, A, at, term("u u'"), "").holds, slope_at(C * A * B, A, at, term("u"), "").holds
    (True, None)
    """
    found = substitute(words(trace_gradient(product, letter)), at)
    where = ", ".join(f"{name} = {value}" for name, value in at.items())
    left = rf"\left. {_unevaluated(product, letter)} \right|_{{{where}}}"
    return compared(left, str(after), by, normal_form(found - after, rules).is_zero or None)


def _unevaluated(product: MatrixExpr, letter: MatrixSymbol) -> str:
    return rf"\frac{{\partial}}{{\partial {letter.name}}} \mathrm{{tr}} \left( {show_latex(product)} \right)"
