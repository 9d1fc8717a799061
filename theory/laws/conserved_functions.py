"""Functions conserved by every gradient field of a model: decided exactly, polynomial by polynomial.

A law is an entry of a polynomial in the model's matrices and their transposes (such as Q). It is conserved by the flow
of every loss of the outputs iff its gradient is orthogonal to that of every output, an identity of polynomials.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

from flint import Ordering, fmpz_mat, fmpz_mpoly, fmpz_mpoly_ctx
from sympy import Expr

from theory.model.matrix_products import Entries, MatrixProducts, multiply, transpose
from theory.words.matrix_words import Combination, Word


def parameters(model: MatrixProducts) -> dict[str, Entries]:
    """The matrices of the model with the parameters themselves as entries: A_00, A_01, ..."""
    names = [
        f"{name}_{row}{column}"
        for name, (rows, columns) in model.shapes.items()
        for row in range(rows)
        for column in range(columns)
    ]
    return model.matrices(fmpz_mpoly_ctx.get(names, Ordering.lex).gens())


def polynomials(model: MatrixProducts, laws: Sequence[Combination]) -> list[fmpz_mpoly]:
    """The different entries, other than 0, of the matrices `laws` as polynomials in the parameters.

    Raises ValueError when a law has a coefficient that is not an integer.
    """
    matrices = parameters(model)
    entries = [entry for law in laws for row in _evaluate(law, matrices) for entry in row]
    return [entry for i, entry in enumerate(entries) if entry != 0 and entry not in entries[:i]]


def _evaluate(law: Combination, matrices: dict[str, Entries]) -> Entries:
    terms = [_scale(coefficient, _product(word, matrices)) for word, coefficient in law.terms.items()]
    return reduce(lambda X, Y: [list(map(add, *rows)) for rows in zip(X, Y, strict=True)], terms) if terms else []


def _scale(coefficient: Expr, X: Entries) -> Entries:
    if not coefficient.is_Integer:
        raise ValueError(
            f"the coefficient {coefficient} of a law is not an integer; multiply the law by its denominator"
        )
    return [[int(coefficient) * entry for entry in row] for row in X]


def _product(word: Word, matrices: dict[str, Entries]) -> Entries:
    factors = [transpose(matrices[name]) if transposed else matrices[name] for name, transposed in word]
    return reduce(multiply, factors)


def outputs(model: MatrixProducts) -> list[fmpz_mpoly]:
    """The entries of all products of the model."""
    matrices = parameters(model)
    products = (reduce(multiply, [matrices[name] for name in factors]) for factors in model.products)
    return [entry for product in products for row in product for entry in row]


def gradient(function: fmpz_mpoly) -> list[fmpz_mpoly]:
    """The partial derivatives by all parameters."""
    return [function.derivative(number) for number in range(function.context().nvars())]


def broken_law(laws: Sequence[fmpz_mpoly], functions: Sequence[fmpz_mpoly]) -> str | None:
    """The first law that some output's gradient field changes, with the rate of change; None when there is none.

    >>> from theory.model.matrix_products import two_layer_network
    >>> model = two_layer_network(1, 1, 1)
    >>> U, V = outputs(model)[0].context().gens()
    >>> broken_law([U**2 - V**2], outputs(model)), broken_law([U**2], outputs(model))
    (None, 'U_00^2 changes at rate 2*U_00*V_00 along the gradient of U_00*V_00')
    """
    slopes = [(law, [(i, x) for i, x in enumerate(gradient(law)) if x != 0]) for law in laws]
    for function in functions:
        field = gradient(function)
        for law, slope in slopes:
            rate = reduce(add, (x * field[i] for i, x in slope), 0 * function)
            if rate != 0:
                return f"{law} changes at rate {rate} along the gradient of {function}"
    return None


def jacobian_rank(laws: Sequence[fmpz_mpoly], point: Sequence[int]) -> int:
    """The rank over the rationals, at an integer point, of the Jacobian matrix: that many laws are independent there,
    and so on an open dense set."""
    rows = [[int(x(*point)) for x in gradient(law)] for law in laws]
    return int(fmpz_mat(rows).rank()) if rows else 0
