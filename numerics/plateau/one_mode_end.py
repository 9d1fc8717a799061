"""Where the flow of the one-mode teacher g_j = w l^j has got to after a time, in float64: nothing here is rigorous."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from numerics.flow.stiff_flow import distance, flow, response
from numerics.model.linear_rnn import LinearRNN
from numerics.plateau.one_mode import one_mode_student


@dataclass(frozen=True)
class FlowEnd:
    """The distance from (l e e^T, sqrt|w| e, sqrt|w| e^T), and h_0, ..., h_k."""

    distance: float
    response: tuple[float, ...]


def end_from(
    direction: LinearRNN[tuple[tuple[int, ...], ...]],
    eps: Fraction,
    node: Fraction,
    weight: Fraction,
    length: int,
    time: float,
) -> FlowEnd:
    """The flow on k = `length` lags from eps times a direction of integers; e lies along B_0 + C_0^T."""
    whole = LinearRNN(*(np.array(part, dtype=float) for part in direction.parts))
    start = LinearRNN(*(float(eps) * part for part in whole.parts))
    (end,) = flow(start, [float(weight * node**j) for j in range(length)], [time])
    limit = one_mode_student(whole, float(node), float(weight))
    return FlowEnd(distance(end, limit), tuple(map(float, response(end, length + 1))))


def planar_end(
    a: Fraction, s: Fraction, node: Fraction, weight: Fraction, length: int, time: float
) -> tuple[float, float]:
    """(a, s) after the time, h_j = s a^j, for the teacher w l^j."""
    return one_node_end(a, s, [weight * node**j for j in range(length)], time)


def one_node_end(a: Fraction, s: Fraction, g: Sequence[Fraction], time: float) -> tuple[float, float]:
    """(a, s) after the time, h_j = s a^j, for any teacher: the flow at width 1 from A = a, B = C = sqrt s."""
    root = np.array([[float(s) ** 0.5]])
    (end,) = flow(LinearRNN(np.array([[float(a)]]), root, root), list(map(float, g)), [time])
    return float(end.A.item()), float((end.C @ end.B).item())
