"""Matrix words as power series in z: R = (I - zA)^-1 = I + zA + z^2 A^2 + ..., order by order."""

from itertools import product

from sympy import Integer, Poly

from theory.words.matrix_words import RESOLVENT, Combination, Letter, Word, combination
from theory.words.symbols import z


def coefficients(series: Combination, length: int) -> tuple[Combination, ...]:
    """The coefficients of z^0, ..., z^(length - 1), words in A and the other letters only.

    >>> from theory.words.matrix_words import words
    >>> from sympy import Identity
    >>> from theory.words.symbols import A, d
    >>> [str(term) for term in coefficients(words((Identity(d) - z * A).I), 3)]
    ['I', 'A', 'A A']
    """
    found: list[list[tuple[Word, Integer]]] = [[] for _ in range(length)]
    for word, value in series.terms.items():
        for (power,), factor in Poly(value, z).terms():
            for degree, expanded in _expansions(word, length - power):
                found[degree + power].append((expanded, factor))
    return tuple(combination(terms) for terms in found)


def _expansions(word: Word, length: int) -> list[tuple[int, Word]]:
    """(degree, word) for every choice of one power of A in place of each resolvent, degrees below `length`."""
    choices = [_powers(letter, length) for letter in word]
    chosen = [(sum(len(part) for part, resolvent in choice if resolvent), choice) for choice in product(*choices)]
    return [(degree, sum((part for part, _ in choice), ())) for degree, choice in chosen if degree < length]


def _powers(letter: Letter, length: int) -> list[tuple[Word, bool]]:
    if letter.name != RESOLVENT.name:
        return [((letter,), False)]
    return [((Letter("A", letter.transposed),) * power, True) for power in range(max(length, 0))]
