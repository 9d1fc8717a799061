r"""How far a nearly fitting symmetric student can be from its teacher at lag j: the constant C1 in C1 sqrt(loss).

    |h_j - g_j| <= max_{s in {s_min, s_max}} || r_j + s c ||_2 sqrt(ell),      x^j = s_j q + r_j,

q the annihilator of the teacher's nodes with coefficients c, s_min and s_max the extremes of s_j on the interval that
holds the student's spectrum. The student's width does not enter. Everything is exact (fmpq) or an outward ball (arb).
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import prod

from flint import arb, fmpq, fmpq_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import exact_value
from numerics.robust.extremes import maximum, minimum


def annihilator(nodes: Sequence[Fraction], power: int = 2) -> fmpq_poly:
    """q = prod (x - x_i)^power; the square is what is non-negative everywhere.

    >>> annihilator([Fraction(1, 2)])
    x^2 + (-1)*x + 1/4
    """
    return prod((_linear(node) ** power for node in nodes), start=fmpq_poly([1]))


def divide(lag: int, q: fmpq_poly) -> tuple[fmpq_poly, fmpq_poly]:
    """Quotient s_j and remainder r_j of x^j by q, exactly.

    >>> divide(3, annihilator([Fraction(1)]))
    (x + 2, 3*x + (-2))
    """
    quotient, remainder = divmod(fmpq_poly([0] * lag + [1]), q)
    return quotient, remainder


def two_norm(coefficients: Sequence[arb]) -> arb:
    """Upper bound of the Euclidean norm, which pairs with sqrt(sum R_m^2)."""
    return sum((c.abs_upper() ** 2 for c in coefficients), start=arb(0)).sqrt()


def one_norm(coefficients: Sequence[arb]) -> arb:
    """Upper bound of the sum of absolute values, which pairs with max |R_m|."""
    return sum((c.abs_upper() for c in coefficients), start=arb(0))


def robust_constant(
    lag: int,
    q: fmpq_poly,
    interval: tuple[Fraction, Fraction],
    norm: Callable[[Sequence[arb]], arb] = two_norm,
    bits: int = 64,
) -> Fraction:
    r"""An upper bound of $C_1(j) = \max_{s \in \{s_{min}, s_{max}\}} \|r_j + s c\|$, with $x^j = s_j q + r_j$.

    A symmetric student with the loss L, trained on more than deg q lags, then has $|h_j - g_j| \le C_1(j) \sqrt{L}$. Up
    to lag deg q the residual itself was trained, and $C_1 = 1$.

    Args:
        lag: j.
        q: a polynomial that is not negative on the interval and vanishes on the teacher's nodes.
        interval: what holds the student's spectrum.
        norm: dual to the norm of the residuals that is known: `two_norm` for the root of L, `one_norm` for the largest.
        bits: the precision with which the extremes of $s_j$ are enclosed.

    Returns:
        An exact rational, rounded up.

    Raises:
        ValueError: the enclosure is not finite; more bits may help.
    """
    if lag < q.length():
        return Fraction(1)
    quotient, remainder = divide(lag, q)
    with arb_bits(bits + 2 * lag):
        extremes = (minimum(quotient, *interval, bits), maximum(quotient, *interval, bits))
        return max(upper_fraction(norm(_combine(remainder, extreme, q))) for extreme in extremes)


def upper_fraction(ball: arb) -> Fraction:
    """The upper end of a ball, exactly; raises ValueError when it is not finite."""
    if not ball.is_finite():
        raise ValueError("bound: the enclosure is not finite; raise the precision")
    return exact_value(ball.upper())


def _combine(remainder: fmpq_poly, extreme: arb, q: fmpq_poly) -> list[arb]:
    """Coefficients of r_j + s c, up to the degree of q, the last included."""
    return [arb(remainder[m]) + extreme * arb(q[m]) for m in range(q.length())]


def _linear(node: Fraction) -> fmpq_poly:
    return fmpq_poly([fmpq(-node.numerator, node.denominator), 1])
