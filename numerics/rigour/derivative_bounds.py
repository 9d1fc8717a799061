r"""How large the derivatives of h_j = C A^j B can be when the operator norms of A, B, C are at most a, b, c.

Words are counted: the m-th derivative is m! times the sum of the words in which m letters are replaced. With the
Frobenius norm on (dA, dB, dC), and Frobenius norm of the value,

    gamma_j = |(j a^{j-1} b c, a^j c, a^j b)|,   kappa_j = largest eigenvalue of the matrix `second_words`,
    mu_j = j(j-1)(j-2) a^{j-3} b c + (6/5) j(j-1) a^{j-2} (b + c) + (6/5) j a^{j-1}.

The 6/5: alpha^2 beta <= 2/5 and alpha beta gamma <= 1/5 where alpha^2 + beta^2 + gamma^2 <= 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from typing import Any

from flint import arb, arb_mat


@dataclass(frozen=True)
class Norms:
    """Upper bounds a, b, c of the operator norms of A, B, C."""

    a: arb
    b: arb
    c: arb

    def within(self, radius: arb) -> "Norms":
        """The bounds that hold on the whole ball of `radius` about the student."""
        return Norms(self.a + radius, self.b + radius, self.c + radius)


def first_derivative(lag: int, norms: Norms) -> arb:
    """gamma_j, a bound of the first derivative of h_j."""
    a, b, c = norms.a, norms.b, norms.c
    by_A = lag * _power(a, lag - 1) * b * c
    return (by_A**2 + a ** (2 * lag) * (b**2 + c**2)).sqrt().upper()


def second_derivative(lag: int, norms: Norms) -> arb:
    """kappa_j, a bound of the second derivative of h_j; attained by scalars (d = m = p = 1)."""
    return largest_eigenvalue(second_words(lag, norms.a, norms.b, norms.c))


def third_derivative(lag: int, norms: Norms) -> arb:
    """mu_j, a bound of the third derivative of h_j."""
    a, b, c = norms.a, norms.b, norms.c
    pure = lag * (lag - 1) * (lag - 2) * _power(a, lag - 3) * b * c
    mixed = lag * (lag - 1) * _power(a, lag - 2) * (b + c) + lag * _power(a, lag - 1)
    return (pure + 6 * mixed / 5).upper()


def second_words(lag: int, a: Any, b: Any, c: Any) -> list[list[Any]]:
    """The words of $h_j = C A^j B$ in which two letters are replaced, counted by the kinds of the two letters.

    Args:
        lag: j.
        a: a bound of the norm of A; any kind of number.
        b: a bound of the norm of B.
        c: a bound of the norm of C.

    Returns:
        A symmetric 3 x 3 matrix, its rows and columns in the order A, B, C.
    """
    AA = lag * (lag - 1) * _power(a, lag - 2) * b * c
    AB, AC = lag * _power(a, lag - 1) * c, lag * _power(a, lag - 1) * b
    return [[AA, AB, AC], [AB, 0 * a, a**lag], [AC, a**lag, 0 * a]]


def largest_eigenvalue(matrix: Sequence[Sequence[Any]], iterations: int = 5) -> Any:
    """An upper bound of the largest eigenvalue of a matrix with entries >= 0 (Collatz and Wielandt).

    For every positive vector x it is at most max_i (M x)_i / x_i; x is found by a few steps of power iteration, shifted
    so that it does not alternate.
    """
    rough = [[float(entry) for entry in row] for row in matrix]
    scale = max(map(max, rough)) or 1.0
    x = [1.0] * len(rough)
    for _ in range(iterations):
        x = [0.3 * own + sum(map(mul, row, x)) / scale for own, row in zip(x, rough, strict=True)]
        x = [value / max(x) + 1e-30 for value in x]
    exact = [type(matrix[0][0])(value) for value in x]
    ratios = [sum(map(mul, row, exact)) / value for row, value in zip(matrix, exact, strict=True)]
    return max(ratio.upper() if isinstance(ratio, arb) else ratio for ratio in ratios)


def operator_norm(X: arb_mat, squarings: int = 2) -> arb:
    """An upper bound of ||X||: ||(X^T X)^{2^s}||_F to the power 1/2^{s+1}, at most d^{1/2^{s+2}} times too large."""
    power = X.transpose() * X
    for _ in range(squarings):
        power = power * power
    bound = frobenius_norm(power)
    for _ in range(squarings + 1):
        bound = bound.sqrt()
    return bound.upper()


def frobenius_norm(X: arb_mat) -> arb:
    """A ball around ||X||_F.

    The square of a ball around 0 may reach below 0, and its root would not be a number: there the root of the greatest
    square bounds the norm, and 0 bounds it from below.
    """
    square = sum((entry * entry for entry in X.entries()), start=arb(0))
    return square.sqrt() if square > 0 else arb(0).union(square.abs_upper().sqrt())


def _power(base: Any, exponent: int) -> Any:
    """base^exponent; a negative exponent stands beside a factor 0, so it may be anything finite."""
    return base ** max(exponent, 0)
