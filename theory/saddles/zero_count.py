r"""How many real zeros a polynomial with few exponents can have: Descartes' rule for z and for -z together.

Two consecutive exponents at the distance g let P(z) or P(-z) change sign at most delta(g) times together, delta(g) = 1
for an odd g and 2 for an even one; leaving an exponent out never adds to the sum. So the non-zero real zeros of P, each
with its multiplicity, are at most the sum of delta over the gaps.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

import sympy as sp
from flint import fmpq_mat, fmpq_poly

from theory.kernel.derivation import Step
from theory.kernel.ranges import at_most_on_box
from theory.model.rationals import to_flint, to_fraction, to_sympy


def cost(parity: sp.Expr) -> sp.Expr:
    """delta(g) = (3 + (-1)^g) / 2, given (-1)^g."""
    return (3 + parity) / 2


def counting_steps() -> tuple[Step, Step]:
    """One gap gives at most delta(g) changes of sign; two gaps made one give no more than the two."""
    sign, x, y = sp.symbols("sigma x y", real=True)
    ends = (-1, 1)
    one = "sigma the product of two signs, x = (-1)^g: (1 - sigma)/2 changes in P(z), (1 - sigma x)/2 in P(-z)"
    return (
        at_most_on_box((1 - sign) / 2 + (1 - sign * x) / 2, cost(x), {sign: ends, x: ends}, one).labelled(
            "one-gap", "descartes"
        ),
        at_most_on_box(
            cost(x * y), cost(x) + cost(y), {x: ends, y: ends}, "a zero coefficient makes one gap of two, g + g'"
        ).labelled("merged", "one-gap"),
    )


def most_zeros(exponents: Sequence[int], of_even: int = 2) -> int:
    """The sum of delta over the gaps of ascending exponents; a control counts `of_even` for an even gap.

    >>> most_zeros([0, 2]), most_zeros([0, 1, 5, 6])
    (2, 4)
    """
    return sum(1 if (high - low) % 2 else of_even for low, high in pairwise(exponents))


def real_zeros(polynomial: fmpq_poly) -> int:
    """How many real zeros other than 0 a polynomial has, each counted with its multiplicity: Sturm on its factors.

    >>> real_zeros(fmpq_poly([0, 4, -4, 1])), real_zeros(fmpq_poly([1, 0, 1]))
    (2, 0)
    """
    x = sp.Symbol("x")
    exact = sp.Poly([to_sympy(to_fraction(c)) for c in reversed(polynomial.coeffs())], x)
    found = ((factor, power) for factor, power in exact.sqf_list()[1] if factor.degree() > 0)
    return sum(power * int(factor.count_roots() - (factor.eval(0) == 0)) for factor, power in found)


def hidden_residuals(own: Sequence[Fraction], nodes: Iterable[Fraction], lags: int) -> int:
    """The dimension of the residuals R != 0 with the given nodes that r(a_i) = r'(a_i) = 0 does not exclude.

    R_j is a combination of c^j over the distinct numbers c among the student's nodes `own` and the teacher's; the
    conditions are 2m linear equations in its coefficients. 0 says: a critical student with these nodes fits.

    >>> hidden_residuals([Fraction(1, 2), Fraction(2)], [Fraction(-1), Fraction(1)], 5)
    1
    >>> hidden_residuals([Fraction(1, 2), Fraction(2)], [Fraction(-1), Fraction(1)], 6)
    0
    """
    together = sorted({*own, *nodes})
    powers = fmpq_mat([[to_flint(c**j) for j in range(lags)] for c in together])
    values = [
        [to_flint(a**j) for a in own] + [to_flint(j * a ** (j - 1)) if j else 0 for a in own] for j in range(lags)
    ]
    return int(powers.rank() - (powers * fmpq_mat(values)).rank())
