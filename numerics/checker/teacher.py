"""The lags of a teacher, exactly."""

from fractions import Fraction

from numerics.checker.balls import Exact


def markov_parameters(A: Exact, B: Exact, C: Exact, length: int) -> list[Exact]:
    """C A^j B for j < length.

    >>> half = [[Fraction(1, 2)]]
    >>> markov_parameters(half, half, half, 2)
    [[[Fraction(1, 4)]], [[Fraction(1, 8)]]]
    """
    found, column = [], B
    for _ in range(length):
        found.append(_product(C, column))
        column = _product(A, column)
    return found


def _product(X: Exact, Y: Exact) -> Exact:
    columns = list(zip(*Y, strict=True))
    return [[sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) for column in columns] for row in X]
