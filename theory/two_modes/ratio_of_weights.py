r"""Two nodes 0 <= x_1 < x_2: the one-node fit is unique for all weights if a polynomial U is positive.

With :math:`N_x = \sum_{j<k} (a x)^j`, :math:`D = \sum_{j<k} a^{2j}` the polynomial :math:`p = 2 N' D - N D'` of the
teacher :math:`w_1 \delta_{x_1} + w_2 \delta_{x_2}` is :math:`w_1 q_{x_1} + w_2 q_{x_2}`, and
:math:`q_x = 2 N_x' D - N_x D' = (x - a) \kappa_x(a)`. So p = 0 fixes the ratio of the weights,

    w_2 / w_1 = rho(a) = (a - x_1) kappa_1 / ((x_2 - a) kappa_2),    x_1 < a < x_2,

and rho rises exactly where :math:`U = \kappa_1 \kappa_2 - (x_2 - a)(a - x_1)(\kappa_2' \kappa_1 - \kappa_1'
\kappa_2)/(x_2 - x_1)` is positive.
"""

from collections.abc import Iterator
from fractions import Fraction

from flint import Ordering, fmpq_poly, fmpz_mpoly, fmpz_mpoly_ctx

from theory.model.rationals import to_flint, to_fraction
from theory.two_modes.bernstein import Coefficients, boxes, coefficients

DEPTH = 4
"""How often a box is halved at most: k = 10 needs two cuts."""


def polynomial_kappa(lags: int) -> fmpz_mpoly:
    """kappa_x(a) in the letters a, x, y (y does not occur).

    Raises:
        ArithmeticError: q_x is not divisible by x - a; it always is.

    >>> polynomial_kappa(2)
    2
    """
    a, x, _ = _letters()
    one = a**0
    N = sum(((a * x) ** j for j in range(1, lags)), one)
    D = sum((a ** (2 * j) for j in range(1, lags)), one)
    quotient, rest = divmod(2 * N.derivative(0) * D - N * D.derivative(0), x - a)
    if rest != 0:
        raise ArithmeticError(f"polynomial_kappa: k = {lags}: x - a leaves the rest {rest}")
    return quotient


def polynomial_u(lags: int) -> fmpz_mpoly:
    """U(a, x_1, x_2) in the letters a, x, y."""
    a, x, y = _letters()
    first = polynomial_kappa(lags)
    second = first.compose(a, y, x)
    quotient, rest = divmod(second.derivative(0) * first - first.derivative(0) * second, y - x)
    if rest != 0:
        raise ArithmeticError(f"polynomial_u: k = {lags}: x_2 - x_1 leaves the rest {rest}")
    return first * second - (y - a) * (a - x) * quotient


def kappa_is_positive(lags: int) -> bool:
    """Whether every coefficient of kappa is positive, so that kappa > 0 for a >= 0, x >= 0 (its constant term is 2)."""
    kappa = polynomial_kappa(lags)
    return bool(min(kappa.coeffs()) > 0 and kappa.to_dict().get((0, 0, 0), 0) > 0)


def on_the_box(lags: int) -> Coefficients:
    """U on 0 <= x_1 <= a <= x_2 <= 1 in the coordinates x_2 = t, a = t alpha, x_1 = t alpha beta of the unit box."""
    t, alpha, beta = _letters()
    moved = polynomial_u(lags).compose(t * alpha, t * alpha * beta, t)
    return coefficients(moved.to_dict())


def settled_boxes(lags: int) -> Iterator[Coefficients]:
    """The boxes into which the domain of U is cut; U > 0 on it if each has a positive least coefficient.

    >>> [float(box.least) for box in settled_boxes(4)]
    [4.0]
    """
    yield from boxes(on_the_box(lags), DEPTH)


def value_of_u(lags: int, a: Fraction, x_1: Fraction, x_2: Fraction) -> Fraction:
    """U at a point, from its definition and not from the expanded polynomial.

    >>> value_of_u(2, Fraction(1, 2), Fraction(0), Fraction(1))
    Fraction(4, 1)
    """
    kappas = [_kappa_at(lags, x) for x in (x_1, x_2)]
    (first, slope_1), (second, slope_2) = ([to_fraction(p(to_flint(a))) for p in pair] for pair in kappas)
    return first * second - (x_2 - a) * (a - x_1) * (slope_2 * first - slope_1 * second) / (x_2 - x_1)


def _kappa_at(lags: int, node: Fraction) -> tuple[fmpq_poly, fmpq_poly]:
    """kappa_x and its derivative as polynomials in a, for one node."""
    x = to_flint(node)
    N, D = fmpq_poly([x**j for j in range(lags)]), fmpq_poly([1 - j % 2 for j in range(2 * lags - 1)])
    kappa = (2 * N.derivative() * D - N * D.derivative()) // fmpq_poly([x, -1])
    return kappa, kappa.derivative()


def _letters() -> tuple[fmpz_mpoly, fmpz_mpoly, fmpz_mpoly]:
    return tuple(fmpz_mpoly_ctx.get(("a", "x", "y"), Ordering.lex).gens())
