r"""The response of an exact student as balls, lag after lag: h_j = (C A^{qN}) (A^r B), j = q N + r.

Balls are multiplied N + J/N times in a row and not J times, so that little precision is lost to wrapping; it is doubled
until every lag is known well enough.
"""

from flint import arb, arb_mat

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.protocol import Rows
from numerics.arithmetics.rationals import flint_matrix
from numerics.model.linear_rnn import LinearRNN

MOST_BITS = 1 << 15


def enclosed_response(model: LinearRNN[Rows], length: int, bits: int = 256) -> list[arb]:
    """Balls around h_0, ..., h_{length-1} of a student with one input and one output, each of radius below 2^-bits.

    Raises:
        ValueError: the response grows so fast that even `MOST_BITS` bits do not suffice.
    """
    working = 2 * bits
    while working <= MOST_BITS:
        with arb_bits(working):
            found = _response(model, length)
        if all(value.is_finite() and value.rad() < arb(2) ** -bits for value in found):
            return found
        working *= 2
    raise ValueError(f"response: {length} lags cannot be enclosed with {MOST_BITS} bits; take a shorter horizon")


def _response(model: LinearRNN[Rows], length: int) -> list[arb]:
    A, B, C = (arb_mat(flint_matrix(X)) for X in model.parts)
    few = 1 << ((length.bit_length() + 1) // 2)
    columns = [B]
    while len(columns) < few:
        columns.append(A * columns[-1])
    stride, rows = A**few, [C]
    while len(rows) * few < length:
        rows.append(rows[-1] * stride)
    return [(row * column)[0, 0] for row in rows for column in columns][:length]
