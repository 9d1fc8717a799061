"""What a float64 student near or after its plateau shows: q, the loss, the errors beyond the trained lags."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from numerics.flow.stiff_flow import response
from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import moment
from numerics.plateau.plateau_coordinates import ComplementCoordinates, complement_coordinates
from numerics.plateau.residual_component import residual_component, squared_size

DIGITS = 30
"""Digits of the coordinates of a float64 student."""


@dataclass(frozen=True)
class Snapshot:
    """A time of the flow, and there: the residuals' component q, the loss, errors at two lags, the complement."""

    time: float
    q: float
    loss: float
    errors: tuple[float, float]
    complement: ComplementCoordinates


def snapshot(
    time: float,
    model: LinearRNN[NDArray[np.float64]],
    nodes: Sequence[Fraction],
    weights: Sequence[Fraction],
    length: int,
    lag: int,
) -> Snapshot:
    """A student with one input and output, trained on `length` = 2n + 1 lags of the measure of these nodes and weights.

    The errors are h_j - g_j at j = `lag` and `lag` + 1, both beyond the trained lags.
    """
    g = [float(moment(nodes, weights, j)) for j in range(lag + 2)]
    deviation = response(model, lag + 2) - np.array(g)
    residuals = deviation[:length]
    rows = LinearRNN(*(tuple(tuple(map(Fraction, row)) for row in part.tolist()) for part in model.parts))
    return Snapshot(
        time,
        residual_component(residuals, [float(x) for x in nodes]),
        squared_size(residuals),
        (float(deviation[-2]), float(deviation[-1])),
        complement_coordinates(rows, len(nodes), DIGITS),
    )
