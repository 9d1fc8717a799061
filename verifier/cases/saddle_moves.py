"""Saddles of one to three modes with a move off the block each: exact instances of the second variation."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random

from flint import fmpq_mat

from theory.model.rationals import to_flint
from theory.saddles.saddle_instances import Saddle, Triple
from verifier.cases.critical_points import drawn, rational

Move = tuple[Saddle, Triple]


def entries(random: Random, rows: int, columns: int) -> fmpq_mat:
    """A matrix of small rationals."""
    return fmpq_mat(rows, columns, [to_flint(rational(random, 3)) for _ in range(rows * columns)])


def padding(random: Random, spare: int) -> fmpq_mat:
    """N: zero, a Jordan block, or full."""
    kind = random.choice(("zero", "jordan", "full"))
    if kind == "full":
        return entries(random, spare, spare)
    value = to_flint(rational(random, 5)) if kind == "jordan" else 0
    return fmpq_mat(
        [[value if p == q else int(q == p + 1 and kind == "jordan") for q in range(spare)] for p in range(spare)]
    )


def off_block(random: Random, m: int, spare: int) -> Triple:
    """A move of A_12, A_21, B_2, C_2."""
    d = m + spare
    D, Y, X = entries(random, d, d), entries(random, d, 1), entries(random, 1, d)
    for p in range(d):
        Y[p, 0], X[0, p] = (Y[p, 0], X[0, p]) if p >= m else (0, 0)
        for q in range(d):
            D[p, q] = D[p, q] if (p < m) != (q < m) else 0
    return D, Y, X


def moves(random: Random, count: int) -> Iterator[Move]:
    """Up to `count` saddles of one, two and three modes each, one to three states to spare, with a move off the block.

    Left out are those where a node of the student is an eigenvalue of N or has no weight.
    """
    for m in (1, 2, 3):
        points = drawn(random, m, 2, positive=False)
        for _ in range(count):
            N, modes = padding(random, random.randint(1, 3)), next(points)
            saddle = Saddle(modes, tuple(rational(random, 3) or Fraction(1) for _ in range(m)), N)
            if saddle.apart:
                yield saddle, off_block(random, m, saddle.spare)
