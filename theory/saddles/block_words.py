"""Words in matrices that consist of blocks: every letter is replaced by its blocks, and these are multiplied out."""

from collections.abc import Mapping, Sequence
from functools import reduce

from theory.kernel.vector_fields import ZERO, term
from theory.words.matrix_words import Combination, Letter

Blocks = tuple[tuple[Combination, ...], ...]
"""The blocks of a matrix, row by row, each a combination of words."""


def blocks(*rows: Sequence[str]) -> Blocks:
    """A matrix from the words of its blocks; an empty text is a block of zeros.

    >>> print(blocks(["S", ""])[0][0])
    S
    """
    return tuple(tuple(term(text) if text else ZERO for text in row) for row in rows)


def by_blocks(expression: Combination, letters: Mapping[str, Blocks]) -> Blocks:
    """The blocks of a combination of words, given those of each letter.

    >>> A, B = blocks(["S", ""], ["", "N"]), blocks(["b"], [""])
    >>> [[str(entry) for entry in row] for row in by_blocks(term("A A B"), {"A": A, "B": B})]
    [['S S b'], ['0']]
    """
    products = [
        _scaled(reduce(_product, (_of(letter, letters) for letter in word)), coefficient)
        for word, coefficient in expression.terms.items()
    ]
    return reduce(_sum, products)


def _of(letter: Letter, letters: Mapping[str, Blocks]) -> Blocks:
    found = letters[letter.name]
    return (
        tuple(tuple(entry.T for entry in column) for column in zip(*found, strict=True)) if letter.transposed else found
    )


def _product(left: Blocks, right: Blocks) -> Blocks:
    columns = tuple(zip(*right, strict=True))
    return tuple(
        tuple(sum((x * y for x, y in zip(row, column, strict=True)), ZERO) for column in columns) for row in left
    )


def _sum(left: Blocks, right: Blocks) -> Blocks:
    return tuple(tuple(x + y for x, y in zip(*rows, strict=True)) for rows in zip(left, right, strict=True))


def _scaled(matrix: Blocks, factor: object) -> Blocks:
    return tuple(tuple(entry.scaled(factor) for entry in row) for row in matrix)
