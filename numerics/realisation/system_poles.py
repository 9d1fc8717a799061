"""The poles of a realisation (A, B, C) with their residue matrices: h_j = sum_i R_i x_i^j where all are simple."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import acb, acb_mat, arb_mat, fmpq_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import flint_matrix
from numerics.moments.partial_fractions import Pole, poles
from numerics.realisation.block_hankel import Lags
from numerics.realisation.realisation import Realisation


@dataclass(frozen=True)
class SystemPole:
    """A pole, its order (in the minimal polynomial of A), how many states it takes, and its p x m residue matrix.

    `residue` holds one Pole for each entry: its weight, or its coefficients where the order is above 1.
    """

    value: acb
    exact: Fraction | None
    order: int
    states: int
    residue: tuple[tuple[Pole, ...], ...]


def minimal_polynomial(found: Realisation) -> fmpq_poly:
    """Of the exact A; 1 where there is no state."""
    return flint_matrix(found.A).minpoly() if found.states else fmpq_poly([1])


def exact_poles(found: Realisation, lags: Lags, bits: int) -> list[SystemPole]:
    """The poles of an exact realisation: each entry of the lags obeys the minimal polynomial of A."""
    if not found.states:
        return []
    minimal, characteristic = minimal_polynomial(found), flint_matrix(found.A).charpoly()
    outputs, inputs = range(len(lags[0])), range(len(lags[0][0]))
    extended = _continued(found, lags, int(minimal.degree()))
    entries = [[poles(minimal, [lag[a][b] for lag in extended], bits) for b in inputs] for a in outputs]
    everywhere = poles(characteristic, [Fraction(0)] * int(characteristic.degree()), bits)
    return [
        SystemPole(pole.value, pole.exact, pole.multiplicity, _states(pole, everywhere),
                   tuple(tuple(entries[a][b][i] for b in inputs) for a in outputs))
        for i, pole in enumerate(entries[0][0])
    ]  # fmt: skip


def _continued(found: Realisation, lags: Lags, count: int) -> Lags:
    """At least `count` lags; a realisation has as many lags as it has states, or more."""
    if len(lags) < count:
        raise ValueError(f"exact_poles: {len(lags)} lags are fewer than the degree {count} of the minimal polynomial")
    return lags


def _states(pole: Pole, everywhere: Sequence[Pole]) -> int:
    return next(other.multiplicity for other in everywhere if other.value.overlaps(pole.value))


def enclosed_poles(found: Realisation, bits: int) -> list[SystemPole] | None:
    """The poles of a measured realisation, all simple; None where the balls do not tell them apart.

    With A V = V diag(x), the residue of x_i is the i-th column of C V times the i-th row of V^{-1} B.
    """
    with arb_bits(bits):
        A, B, C = (acb_mat(arb_mat([list(row) for row in M])) for M in (found.A, found.B, found.C))
        try:
            values, V = A.eig(right=True)
            left, right = C * V, V.inv() * B
        except (ValueError, ZeroDivisionError):
            return None
        return [
            SystemPole(value, None, 1, 1, tuple(
                tuple(Pole(value, 1, left[a, i] * right[i, b]) for b in range(B.ncols())) for a in range(C.nrows())))
            for i, value in enumerate(values)
        ]  # fmt: skip
