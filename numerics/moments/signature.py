"""The signs that the Hankel matrix of every truth has at least, when its moments are known within errors (Weyl)."""

from collections.abc import Sequence
from fractions import Fraction

from numerics.moments.certified_pencil import growth
from numerics.moments.truncated_moments import inertia

MAXIMAL_ROWS = 64
"""Rows of the Hankel matrix whose rank is certified; further moments are still used to narrow and to contradict."""


def rows_of(count: int) -> int:
    """How many rows of the Hankel matrix of so many moments are looked at."""
    return min((count + 1) // 2, MAXIMAL_ROWS)


def signature_within(moments: Sequence[Fraction], errors: Sequence[Fraction]) -> tuple[int, int]:
    r"""How many positive and how many negative eigenvalues the Hankel matrix of the truth has at least.

    The truth's matrix is within E = (e_{i+j}) of that of the data, entry by entry, hence within the largest row sum of
    E in norm: eigenvalues of the data beyond it keep their signs (Weyl). Where moments grow or decay like s^j the same
    is asked of h_j / s^j, whose matrix is congruent: by Sylvester's law it has the same signs.
    """
    scale = Fraction(2) ** growth(moments)
    plain = _within(moments, errors)
    if scale == 1:
        return plain
    scaled = _within(*([value / scale**j for j, value in enumerate(values)] for values in (moments, errors)))
    return max(plain[0], scaled[0]), max(plain[1], scaled[1])


def _within(moments: Sequence[Fraction], errors: Sequence[Fraction]) -> tuple[int, int]:
    rows = rows_of(len(moments))
    norm = max(sum(errors[i : i + rows], Fraction(0)) for i in range(rows))
    return inertia(moments, rows, norm)[0], inertia(moments, rows, -norm)[1]
