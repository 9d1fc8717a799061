"""Naive references: the definitions, entry by entry, in Fractions. Slow, obvious, and sharing no code with numerics."""

from collections.abc import Sequence
from fractions import Fraction

Matrix = Sequence[Sequence[Fraction]]


def product(X: Matrix, Y: Matrix) -> list[list[Fraction]]:
    """X Y by the definition."""
    assert all(len(row) == len(Y) for row in X)
    return [[sum((row[i] * Y[i][j] for i in range(len(Y))), Fraction(0)) for j in range(len(Y[0]))] for row in X]


def transposed(X: Matrix) -> list[list[Fraction]]:
    """X^T."""
    return [[row[j] for row in X] for j in range(len(X[0]))]


def plus(X: Matrix, Y: Matrix, factor: Fraction | int = 1) -> list[list[Fraction]]:
    """X + factor Y."""
    assert [len(row) for row in X] == [len(row) for row in Y]
    return [[x + factor * y for x, y in zip(*rows, strict=True)] for rows in zip(X, Y, strict=True)]


def zeros(rows: int, columns: int) -> list[list[Fraction]]:
    """The zero matrix."""
    return [[Fraction(0)] * columns for _ in range(rows)]


def power(A: Matrix, exponent: int) -> list[list[Fraction]]:
    """A^exponent by repeated multiplication, A^0 = I."""
    result = [[Fraction(int(i == j)) for j in range(len(A))] for i in range(len(A))]
    for _ in range(exponent):
        result = product(result, A)
    return result


def markov_parameter(A: Matrix, B: Matrix, C: Matrix, lag: int) -> list[list[Fraction]]:
    """C A^lag B."""
    return product(product(C, power(A, lag)), B)


def loss(A: Matrix, B: Matrix, C: Matrix, g: Sequence[Matrix]) -> Fraction:
    """The sum over lags and entries of (h_j - g_j)^2."""
    residuals = (plus(markov_parameter(A, B, C, j), g_j, -1) for j, g_j in enumerate(g))
    return sum((r * r for R in residuals for row in R for r in row), Fraction(0))


def balancedness(A: Matrix, B: Matrix, C: Matrix) -> list[list[Fraction]]:
    """A A^T - A^T A + B B^T - C^T C."""
    left = plus(product(A, transposed(A)), product(transposed(A), A), -1)
    return plus(left, plus(product(B, transposed(B)), product(transposed(C), C), -1))


def triple_sum_gradient(
    A: Matrix, B: Matrix, C: Matrix, g: Sequence[Matrix]
) -> tuple[list[list[Fraction]], list[list[Fraction]], list[list[Fraction]]]:
    """The gradient of the loss as the textbook writes it: sums over lags j and i < j of powers of A."""
    G_A, G_B, G_C = zeros(len(A), len(A)), zeros(len(B), len(B[0])), zeros(len(C), len(C[0]))
    for j, g_j in enumerate(g):
        R = plus(markov_parameter(A, B, C, j), g_j, -1)
        G_C = plus(G_C, product(R, transposed(product(power(A, j), B))), 2)
        G_B = plus(G_B, product(transposed(product(C, power(A, j))), R), 2)
        for i in range(j):
            left, right = transposed(product(C, power(A, i))), transposed(product(power(A, j - 1 - i), B))
            G_A = plus(G_A, product(product(left, R), right), 2)
    return G_A, G_B, G_C


def derivative_along(A: Matrix, B: Matrix, C: Matrix, g: Sequence[Matrix], direction: Sequence[Matrix]) -> Fraction:
    """d/ds of the loss at theta + s direction, s = 0, exactly and without a formula for the gradient.

    The loss is a polynomial in s of degree at most 2(k + 1), so central differences at enough integer points give its
    derivative: f'(0) = sum_{r=1}^{n} 2 (-1)^{r+1} n!^2 / ((n-r)! (n+r)!) (f(r) - f(-r)) / (2 r), exact up to degree 2n.
    """
    n = len(g) + 1
    total, weight = Fraction(0), Fraction(1)
    for r in range(1, n + 1):
        weight *= Fraction(n - r + 1, n + r)
        values = [loss(*(plus(X, D, s) for X, D in zip((A, B, C), direction, strict=True)), g) for s in (r, -r)]
        total += (1 if r % 2 else -1) * weight * (values[0] - values[1]) / r
    return total


def scalar_response(model, length: int) -> list[Fraction]:
    """h_0, ..., h_{length-1} of an exact model (fmpq_mat) with one input and one output."""
    A, B, C = ([[Fraction(int(x.p), int(x.q)) for x in row] for row in X.tolist()] for X in (model.A, model.B, model.C))
    return [markov_parameter(A, B, C, lag)[0][0] for lag in range(length)]
