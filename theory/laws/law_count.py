"""How many independent conservation laws a model of one size has: bounded from both sides, hence exactly known.

From below: the Jacobian rank of laws that are checked to be conserved. From above: D minus the rank of the Lie algebra
that the outputs' gradients generate. Where they meet, the count is proved on an open dense set of parameters for that
size, for laws that are local, continuously differentiable and common to all losses of the outputs, and every such law
is locally a function of those given. It says nothing about special parameters (where ranks drop), about invariants
that are discrete or global, about descent with a positive step, or about what one fixed loss conserves besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from sympy import MatrixSymbol

from theory.balance.balancedness import SIGNS, Q, Signs
from theory.laws.conserved_functions import broken_law, jacobian_rank, outputs, polynomials
from theory.laws.lie_algebra_rank import lie_algebra_rank
from theory.model.gradient import STUDENT
from theory.model.matrix_products import MatrixProducts
from theory.words.matrix_words import Combination, words
from theory.words.symbols import A, B, C, d, m, p

LARGEST_COORDINATE = 9
"""Of a random point: small numbers, so that a reader can use the point again."""

FIRST_ORDER = 4
"""How many Taylor coefficients are tried first."""


@dataclass(frozen=True)
class LawCount:
    """The bounds found at one integer ``point``, with ``order`` Taylor coefficients.

    ``broken_law`` names a law given that is not conserved; then nothing is known from below.
    """

    dimension: int
    lower: int
    upper: int
    point: tuple[int, ...]
    order: int
    broken_law: str | None = None

    @property
    def proved(self) -> bool:
        """Whether the two bounds meet, with nothing wrong in the laws."""
        return self.lower == self.upper and not self.broken_law


def rnn_laws(length: int, signs: Signs = SIGNS) -> tuple[Combination, ...]:
    """The laws of a linear RNN trained on `length` lags: the entries of Q; where A is not seen (length 1), those of A
    and of Q without A."""
    _, _, inputs, outputs = signs
    return (words(Q(STUDENT, signs)),) if length > 1 else (words(A), words(inputs * B * B.T + outputs * C.T * C))


def two_layer_laws() -> tuple[Combination, ...]:
    """The laws of x -> U V x: the entries of U^T U - V V^T."""
    U, V = MatrixSymbol("U", p, d), MatrixSymbol("V", d, m)
    return (words(U.T * U - V * V.T),)


def integer_point(model: MatrixProducts, source: Random) -> tuple[int, ...]:
    """A point with coordinates from -9 to 9, none of them 0."""
    sizes = (source.randint(1, LARGEST_COORDINATE) for _ in range(model.dimension))
    return tuple(source.choice((-1, 1)) * size for size in sizes)


def count_laws(
    model: MatrixProducts, laws: Sequence[Combination], source: Random, point: Sequence[int] | None = None
) -> LawCount:
    """The last, and tightest, of `tightening_bounds`.

    >>> from theory.model.matrix_products import linear_rnn
    >>> found = count_laws(linear_rnn(width=2, length=2), rnn_laws(length=2), Random(0))
    >>> found.lower, found.upper, found.proved
    (3, 3, True)
    """
    *_, last = tightening_bounds(model, laws, source, point)
    return last


def tightening_bounds(
    model: MatrixProducts, laws: Sequence[Combination], source: Random, point: Sequence[int] | None = None
) -> Iterator[LawCount]:
    """Bounds the number of independent laws at one integer point: from below by `laws`, from above by brackets.

    Args:
        model: the D parameters, and the outputs as products of matrices.
        laws: expressions in the matrices, conserved or not; whether they are is checked first.
        source: draws the point where none is given, and the combinations of brackets.
        point: D integers, or None.

    Returns:
        One count after the other, each with twice as many Taylor coefficients, until the bounds meet or there are
        more than twice as many as parameters.

    Raises:
        ValueError: the point has not D coordinates.
    """
    where = tuple(point) if point is not None else integer_point(model, source)
    candidates = polynomials(model, laws)
    broken = broken_law(candidates, outputs(model))
    lower = 0 if broken else jacobian_rank(candidates, where)
    order = FIRST_ORDER
    while order <= 2 * model.dimension + FIRST_ORDER:
        upper = model.dimension - lie_algebra_rank(model, where, order, source)
        found = LawCount(model.dimension, lower, upper, where, order, broken)
        yield found
        if found.proved:
            return
        order *= 2
