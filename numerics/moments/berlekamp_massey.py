"""The shortest linear recurrence of a sequence, exactly; its length modulo a prime as a fast lower bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from flint import fmpq, fmpq_mat, fmpq_poly, fmpz_mat, fmpz_poly

from numerics.arithmetics.rationals import to_flint

LARGE_PRIME = 2147483629
"""The largest prime below 2^31 - 18: products of two residues fit into 63 bits."""

PRIMES = (LARGE_PRIME, 2147483587, 2147483579)
"""Tried in turn, for one that divides no denominator."""


@dataclass(frozen=True)
class LinearRecurrence:
    """A shortest recurrence sum_i p_i h_{j+i} = 0, j = 0, 1, ..., with its monic characteristic polynomial p.

    `degree` is the linear complexity L = deg p, `count` the number of terms it was derived from. It is the only one of
    its degree exactly when 2 L <= count; then L is the rank of every Hankel matrix of the sequence with L rows or more.
    """

    polynomial: fmpq_poly
    count: int

    @property
    def degree(self) -> int:
        """L, the number of states of the smallest realisation."""
        return int(self.polynomial.degree())

    @property
    def unique(self) -> bool:
        """Whether the terms leave only one recurrence of this length."""
        return 2 * self.degree <= self.count

    @property
    def confirmed(self) -> bool:
        """Whether at least one term more than those needed to solve for it satisfies the recurrence."""
        return 2 * self.degree < self.count


def shortest_recurrence(sequence: Sequence[Fraction]) -> LinearRecurrence:
    """The shortest recurrence: guessed modulo a prime, solved p-adically, checked exactly; else by Berlekamp-Massey.

    Of a sequence of complexity L <= k / 2 the Hankel matrix with L rows is regular (Kronecker). So where the complexity
    modulo a prime is such an L, the rank is at least L, one linear system gives the only recurrence of length L that
    the first 2L terms leave, and where all other terms obey it, it is the shortest.

    >>> found = shortest_recurrence([Fraction(v) for v in (0, 1, 1, 2, 3, 5, 8)])
    >>> found.degree, found.polynomial, found.confirmed
    (2, x^2 + (-1)*x + (-1), True)
    """
    length = modular_complexity(sequence)
    if length and 2 * length <= len(sequence):
        polynomial = _solved(sequence, length)
        if _obeyed(polynomial, sequence):
            return LinearRecurrence(polynomial, len(sequence))
    return berlekamp_massey(sequence)


def modular_complexity(sequence: Sequence[Fraction]) -> int | None:
    """The linear complexity modulo a prime that divides no denominator; None where none of those tried will do."""
    for prime in PRIMES:
        if all(value.denominator % prime for value in sequence):
            return linear_complexity_modulo(sequence, prime)
    return None


def rank_modulo_prime(moments: Sequence[Fraction]) -> int:
    """A lower bound of the rank of the Hankel matrices of the data, in len^2 word operations; 0 if no prime serves."""
    complexity = modular_complexity(moments)
    return 0 if complexity is None else min(complexity, len(moments) + 1 - complexity)


def _solved(sequence: Sequence[Fraction], length: int) -> fmpq_poly:
    """The monic p with sum_i p_i h_{j+i} = 0 for j < length, by Dixon's lifting; the system is regular."""
    scale = lcm(*(value.denominator for value in sequence[: 2 * length]))
    terms = [int(value * scale) for value in sequence[: 2 * length]]
    hankel = fmpq_mat(fmpz_mat([terms[i : i + length] for i in range(length)]))
    found = hankel.solve(fmpq_mat(length, 1, [-terms[length + i] for i in range(length)]), algorithm="dixon")
    return fmpq_poly([*(found[i, 0] for i in range(length)), fmpq(1)])


def _obeyed(polynomial: fmpq_poly, sequence: Sequence[Fraction]) -> bool:
    """Whether sum_i p_i h_{j+i} = 0 for every j: coefficients of one product of integer polynomials."""
    scale = lcm(*(value.denominator for value in sequence))
    reversed_terms = fmpz_poly([int(value * scale) for value in reversed(sequence)])
    product = polynomial.numer() * reversed_terms
    return all(product[j] == 0 for j in range(int(polynomial.degree()), len(sequence)))


def berlekamp_massey(sequence: Sequence[Fraction]) -> LinearRecurrence:
    """The same over the rationals throughout: at most len * L products (Massey, IEEE Trans. Inf. Theory 15, 1969)."""
    terms = [to_flint(value) for value in sequence]
    connection, previous = fmpq_poly([1]), fmpq_poly([1])
    length, gap, last = 0, 1, fmpq(1)
    for place in range(len(terms)):
        discrepancy = sum((c * terms[place - i] for i, c in enumerate(connection.coeffs())), fmpq(0))
        if discrepancy == 0:
            gap += 1
            continue
        corrected = connection - fmpq_poly([0] * gap + [discrepancy / last]) * previous
        if 2 * length <= place:
            previous, last, gap, length = connection, discrepancy, 1, place + 1 - length
        else:
            gap += 1
        connection = corrected
    return LinearRecurrence(fmpq_poly([connection[length - i] for i in range(length + 1)]), len(terms))


def linear_complexity_modulo(sequence: Sequence[Fraction], prime: int = LARGE_PRIME) -> int:
    """L of the sequence modulo `prime`; min(L, len + 1 - L) never exceeds the rank of the rational Hankel matrices.

    A minor that is not 0 modulo the prime is not 0, so this is a lower bound that costs len^2 word operations.
    Raises ValueError when the prime divides a denominator, or is too large for 63-bit products.

    >>> linear_complexity_modulo([Fraction(1, 2**j) + 1 for j in range(9)])
    2
    """
    if prime >= 2**31:
        raise ValueError(f"linear_complexity_modulo: the prime {prime} is too large; use one below 2^31")
    if any(value.denominator % prime == 0 for value in sequence):
        raise ValueError(f"linear_complexity_modulo: {prime} divides a denominator; use another prime")
    residues = [value.numerator % prime * pow(value.denominator, -1, prime) % prime for value in sequence]
    backwards = np.array(residues[::-1], dtype=np.int64)
    connection, previous = np.zeros(len(residues) + 1, np.int64), np.zeros(len(residues) + 1, np.int64)
    connection[0] = previous[0] = 1
    length, gap, last = 0, 1, 1
    for place in range(len(residues)):
        window = backwards[len(residues) - 1 - place :][: length + 1]
        discrepancy = int((connection[: len(window)] * window % prime).sum() % prime)
        if discrepancy == 0:
            gap += 1
            continue
        factor = discrepancy * pow(last, -1, prime) % prime
        corrected = connection.copy()
        corrected[gap:] = (corrected[gap:] - factor * previous[: len(previous) - gap]) % prime
        if 2 * length <= place:
            previous, last, gap, length = connection, discrepancy, 1, place + 1 - length
        else:
            gap += 1
        connection = corrected
    return length
