"""How far two impulse responses are apart, lag by lag, beyond the lags that were fitted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Generic, TypeVar

from numerics.arithmetics.protocol import Arithmetic
from numerics.model.linear_rnn import LinearRNN

M = TypeVar("M")


@dataclass(frozen=True)
class Deviation(Generic[M]):
    """The p x m matrix h_j - g_j at lag j; ``overflow`` where its squares leave the range of the arithmetic."""

    lag: int
    difference: M
    overflow: bool = False


@dataclass(frozen=True)
class Deviations(Generic[M]):
    """The deviations at the lags asked for, and the largest (in the Frobenius norm) of all lags below the horizon.

    The first that overflows counts as the largest, for none beyond it can be compared.
    """

    at: tuple[Deviation[M], ...]
    largest: Deviation[M]


def response_stream(model: LinearRNN[M], arithmetic: Arithmetic[M]) -> Iterator[M]:
    """h_0, h_1, ... without end: one product with A each."""
    b = model.B
    while True:
        yield arithmetic.multiply(model.C, b)
        b = arithmetic.multiply(model.A, b)


def deviations(
    student: Iterable[M], teacher: Iterable[M], horizon: int, lags: Iterable[int], arithmetic: Arithmetic[M]
) -> Deviations[M]:
    """Compares two responses at all lags j < horizon and keeps those of ``lags`` that are below it.

    Raises:
        ValueError: a horizon below 1, or a response that ends before it.
    """
    wanted, kept = set(lags), []
    largest, size, count = None, None, 0
    for lag, h, g in zip(range(horizon), student, teacher, strict=False):
        difference, count = arithmetic.subtract(h, g), lag + 1
        squared = arithmetic.squared_norm(difference)
        found = Deviation(lag, difference, isinstance(squared, float) and not isfinite(squared))
        if largest is None or (not largest.overflow and (found.overflow or squared > size)):
            largest, size = found, squared
        if lag in wanted:
            kept.append(found)
    if largest is None or count < horizon:
        raise ValueError(f"horizon: {horizon} lags asked for, {count} given; ask for 1 to {count}")
    return Deviations(tuple(kept), largest)
