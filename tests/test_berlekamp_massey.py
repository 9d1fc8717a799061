"""Shortest recurrences: exact round trips, and the modular bound beside the rational answer."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.rationals import to_fraction
from numerics.moments.berlekamp_massey import linear_complexity_modulo, shortest_recurrence
from tests.strategies import rationals


def hankel_rank(sequence: list[Fraction], rows: int) -> int:
    """By elimination on Fractions: the naive reference."""
    columns = len(sequence) + 1 - rows
    matrix = [[sequence[i + j] for j in range(columns)] for i in range(rows)]
    rank = 0
    for j in range(columns):
        pivot = next((i for i in range(rank, rows) if matrix[i][j]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        for i in range(rank + 1, rows):
            factor = matrix[i][j] / matrix[rank][j]
            matrix[i] = [a - factor * b for a, b in zip(matrix[i], matrix[rank], strict=True)]
        rank += 1
    return rank


@given(st.lists(rationals(), min_size=1, max_size=5), st.data())
def test_finds_a_recurrence_of_the_generated_sequence(coefficients: list[Fraction], data: st.DataObject) -> None:
    n = len(coefficients)
    sequence = data.draw(st.lists(rationals(), min_size=n, max_size=n))
    while len(sequence) < 2 * n + 3:
        sequence.append(sum((c * h for c, h in zip(coefficients, sequence[-n:], strict=True)), Fraction(0)))
    found = shortest_recurrence(sequence)
    assert found.degree <= n
    assert found.confirmed
    p = [to_fraction(value) for value in found.polynomial.coeffs()]
    assert all(
        sum((c * h for c, h in zip(p, sequence[j:], strict=False)), Fraction(0)) == 0
        for j in range(len(sequence) - found.degree)
    )


@given(st.lists(st.one_of(st.just(Fraction(0)), rationals()), min_size=1, max_size=11))
def test_complexity_is_the_rank_of_every_hankel_matrix(sequence: list[Fraction]) -> None:
    degree, count = shortest_recurrence(sequence).degree, len(sequence)
    rank = min(degree, count + 1 - degree)
    for rows in range(1, count + 1):
        assert hankel_rank(sequence, rows) == min(rows, count + 1 - rows, rank)


@given(st.lists(st.one_of(st.just(Fraction(0)), rationals()), min_size=1, max_size=12))
def test_the_modular_rank_never_exceeds_the_rational_one(sequence: list[Fraction]) -> None:
    count = len(sequence)
    exact = shortest_recurrence(sequence).degree
    for prime in (13, 2147483629):
        modular = linear_complexity_modulo(sequence, prime)
        assert min(modular, count + 1 - modular) <= min(exact, count + 1 - exact)
    assert modular == exact  # numbers this small have no minor that the large prime divides


def test_an_unlucky_prime_sees_less() -> None:
    assert linear_complexity_modulo([Fraction(13), Fraction(26), Fraction(0)], prime=13) == 0


def test_misuse_is_refused() -> None:
    with pytest.raises(ValueError, match="divides a denominator"):
        linear_complexity_modulo([Fraction(1, 13)], prime=13)
    with pytest.raises(ValueError, match="too large"):
        linear_complexity_modulo([Fraction(1)], prime=2**31 + 11)


@pytest.mark.parametrize(
    ("sequence", "degree", "unique"),
    [([0], 0, True), ([3], 1, False), ([0, 0, 0, 1], 4, False), ([0, 1, 0, 0], 2, True), ([1, 1, 2, 3, 5], 2, True)],
)
def test_by_hand(sequence: list[int], degree: int, unique: bool) -> None:
    found = shortest_recurrence([Fraction(value) for value in sequence])
    assert (found.degree, found.unique) == (degree, unique)
