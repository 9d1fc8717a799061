"""The start that seed, width and scale fix, made once more: SplitMix64, 21 bits an entry, A, B, C row by row."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from numerics.checker.balls import Exact

MASK = (1 << 64) - 1


def start(seed: int, width: int, scale: Fraction, inputs: int, outputs: int) -> tuple[Exact, Exact, Exact]:
    """A (d x d), B (d x m), C (p x d).

    >>> start(0, 1, Fraction(1, 2), 1, 1)[0]
    [[Fraction(803861, 2097152)]]
    """
    stream = (scale * Fraction((word >> 43) - (1 << 20), 1 << 20) for word in _words(seed))
    A, B, C = ([list(islice(stream, columns)) for _ in range(rows)]
               for rows, columns in ((width, width), (width, inputs), (outputs, width)))  # fmt: skip
    return A, B, C


def _words(state: int) -> Iterator[int]:
    while True:
        state = state + 0x9E3779B97F4A7C15 & MASK
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        yield z ^ z >> 31
