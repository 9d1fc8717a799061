r"""How far gradient fields and their brackets reach at one point: a rigorous lower bound, computed modulo a prime.

Along a path x' = X(t, x), X(t, .) = sum_w <W_w(t), grad w(.)> with polynomial controls W_w, the pulled-back fields
K(t) Y(x(t)), where K' = -K DX(t, x(t)) and K(0) = I, have as derivative the pull-back of [X(t, .), Y]. So their Taylor
coefficients at t = 0 are combinations of iterated brackets at x(0): rationals whose denominators divide powers of
order!, hence computable modulo a prime above `order`, where a rank never exceeds the rank over the rationals. The rank
at one point never exceeds that at almost all points. (That random controls reach the full rank is never assumed.)

Counting conservation laws as D minus the rank of the generated Lie algebra: Marcotte, Gribonval, Peyre, "Abide by the
law and follow the flow: conservation laws for gradient flows", NeurIPS 2023. The evaluation by power series is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from flint import nmod_mat, nmod_poly

from theory.laws.gradient_fields import generators, gradient, hessian
from theory.laws.power_series import PRIME, Series, convolution
from theory.model.matrix_products import Entries, MatrixProducts, identity


def lie_algebra_rank(model: MatrixProducts, point: Sequence[int], order: int, source: Random) -> int:
    """A lower bound of the rank at `point` of the Lie algebra that the gradients of all outputs of `model` generate.

    `order` is the number of Taylor coefficients used, `source` draws the controls. Raises ValueError when the point has
    not D coordinates or the order is not between 1 and the prime.

    >>> from theory.model.matrix_products import linear_rnn
    >>> lie_algebra_rank(linear_rnn(width=2, length=2), [1, 2, 3, 5, 1, 2, 3, 4], 8, Random(0))
    5
    """
    if len(point) != model.dimension:
        raise ValueError(f"the point has {len(point)} coordinates; give one for each of {model.dimension} parameters")
    if not 1 <= order < PRIME:
        raise ValueError(f"order = {order}: it must be at least 1 and below the prime {PRIME}")
    series = Series(order)
    controls = _random_controls(model, series, source)
    matrices = model.matrices(flow(model, point, controls, order))
    fields = generators(model, matrices, series)
    pulled = pull_back(hessian(model, matrices, controls, series), fields, series)
    spanning = [int(entry) for matrix in pulled for entry in matrix.transpose().entries()]
    return int(nmod_mat(len(spanning) // model.dimension, model.dimension, spanning, PRIME).rank())


def _random_controls(model: MatrixProducts, series: Series, source: Random) -> list[Entries]:
    rows, columns = model.output_shape
    return [[[series.random(source) for _ in range(columns)] for _ in range(rows)] for _ in model.products]


def flow(model: MatrixProducts, point: Sequence[int], controls: Sequence[Entries], order: int) -> list[nmod_poly]:
    """The solution of x' = X(t, x), x(0) = point, as power series: each Picard step gains one coefficient."""
    start = [Series(order).constant(value) for value in point]
    path = start
    for known in range(1, order):
        series = Series(known + 1)
        velocity = gradient(model, model.matrices(path), controls, series)
        path = [value + series.integral(speed) for value, speed in zip(start, velocity, strict=True)]
    return path


def pull_back(derivative: Entries, fields: Entries, series: Series) -> list[nmod_mat]:
    """The Taylor coefficients of K Y, where K' = -K DX and K(0) = I, for the derivative DX and the fields Y."""
    DX, Y = series.coefficients(derivative), series.coefficients(fields)
    K = Series(1).coefficients(identity(len(fields), series.constant(1), series.constant(0)))
    for n in range(series.order - 1):
        K.append(convolution(K, DX, n) * pow(-(n + 1), -1, PRIME))
    return [convolution(K, Y, n) for n in range(series.order)]
