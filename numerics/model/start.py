"""The start of a run: a scale times a fixed pseudo-random rational direction, the same bits everywhere.

The stream is SplitMix64 (Steele, Lea, Flood, Fast splittable pseudorandom number generators, OOPSLA 2014). All words
are 64 bits wide, products and sums modulo 2^64, >> shifts zeros in, the first state is the seed modulo 2^64:

    state <- state + 0x9E3779B97F4A7C15
    z <- (state xor (state >> 30)) * 0xBF58476D1CE4E5B9
    z <- (z xor (z >> 27)) * 0x94D049BB133111EB
    word = z xor (z >> 31)

A word gives the entry (word >> 43) / 2^20 - 1: its top 21 bits, a multiple of 2^-20 in [-1, 1). Entries are drawn in
the order A row by row, B row by row, C row by row.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN

WORD = 2**64
FRACTION_BITS = 20


def splitmix64(seed: int) -> Iterator[int]:
    """The stream of 64-bit words that follows from the seed.

    >>> hex(next(splitmix64(0)))
    '0xe220a8397b1dcdaf'
    """
    state = seed % WORD
    while True:
        state = (state + 0x9E3779B97F4A7C15) % WORD
        z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 % WORD
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % WORD
        yield z ^ (z >> 31)


def directions(seed: int) -> Iterator[Fraction]:
    """The stream of dyadic rationals in [-1, 1) with 20 fractional bits.

    >>> next(directions(0))
    Fraction(803861, 1048576)
    """
    for word in splitmix64(seed):
        yield Fraction(word >> (64 - FRACTION_BITS - 1), 2**FRACTION_BITS) - 1


def start(seed: int, width: int, scale: Fraction, inputs: int = 1, outputs: int = 1) -> LinearRNN[Rows]:
    """The start of a run: `scale` times the pseudo-random rational direction that the seed and the sizes fix.

    Args:
        seed: an integer; the first state of the generator is the seed modulo 2^64.
        width: d.
        scale: eps, an exact number.
        inputs: m.
        outputs: p.

    Returns:
        A is d x d, B d x m, C p x d, rows of fractions: the same bits everywhere.

    Raises:
        ValueError: a dimension below 1.

    >>> start(0, 1, Fraction(1, 2)).A
    ((Fraction(803861, 2097152),),)
    """
    if min(width, inputs, outputs) < 1:
        raise ValueError(f"start: width {width}, inputs {inputs}, outputs {outputs}; each must be at least 1")
    stream = (scale * entry for entry in directions(seed))

    def matrix(rows: int, columns: int) -> Rows:
        return tuple(tuple(islice(stream, columns)) for _ in range(rows))

    return LinearRNN(matrix(width, width), matrix(width, inputs), matrix(outputs, width))
