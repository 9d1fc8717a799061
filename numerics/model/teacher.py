"""The teacher's response g_0, g_1, ...: from nodes and weights, from matrices, or as an explicit list. All exact."""

from collections.abc import Sequence
from fractions import Fraction

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.protocol import Rows, exact_rows
from numerics.model.linear_rnn import LinearRNN, impulse_response


def moment(nodes: Sequence[Fraction], weights: Sequence[Fraction], lag: int) -> Fraction:
    r"""The moment $\sum_i w_i x_i^j$ of a discrete measure, with $0^0 = 1$.

    Args:
        nodes: $x_i$, at least one.
        weights: $w_i$, as many.
        lag: j.

    Returns:
        An exact number.

    Raises:
        ValueError: no nodes, or another number of weights.

    >>> moment([Fraction(4, 5), Fraction(-2, 5)], [Fraction(1), Fraction(1, 2)], 1)
    Fraction(3, 5)
    """
    if not nodes or len(nodes) != len(weights):
        raise ValueError(f"teacher: {len(nodes)} nodes and {len(weights)} weights; give one weight for each node")
    return sum((w * x**lag for x, w in zip(nodes, weights, strict=True)), Fraction(0))


def response_of_measure(nodes: Sequence[Fraction], weights: Sequence[Fraction], length: int) -> list[Rows]:
    r"""The impulse response $g_j = \sum_i w_i x_i^j$ of a teacher with nodes and weights.

    Args:
        nodes: $x_i$, at least one.
        weights: $w_i$, as many.
        length: how many lags.

    Returns:
        $g_0, g_1, ...$ as 1 x 1 matrices, exact.

    Raises:
        ValueError: no nodes, or another number of weights.
    """
    return [((moment(nodes, weights, lag),),) for lag in range(length)]


def response_of_system(model: LinearRNN[Rows], length: int) -> list[Rows]:
    """The p x m Markov parameters C A^j B of an exact system.

    Raises:
        ValueError: matrices whose shapes do not fit.
    """
    A, B, C = exact_rows(model.A), exact_rows(model.B), exact_rows(model.C)
    if not len(A) == len(A[0]) == len(B) == len(C[0]):
        shapes = ", ".join(f"{len(X)} x {len(X[0])}" for X in (A, B, C))
        raise ValueError(f"teacher: A, B, C of shapes {shapes}; they must be n x n, n x m and p x n")
    exact = Exact()
    system = LinearRNN(exact.matrix(A), exact.matrix(B), exact.matrix(C))
    return [exact.fractions(h) for h in impulse_response(system, length, exact)]


def response_of_values(values: Sequence[Sequence[Sequence[Fraction]] | Fraction | int]) -> list[Rows]:
    """An explicit list of lags, each a number (m = p = 1) or the rows of a p x m matrix.

    Raises:
        ValueError: an empty list, or matrices of different shapes.

    >>> response_of_values([1, Fraction(1, 2)])
    [((Fraction(1, 1),),), ((Fraction(1, 2),),)]
    """
    response = [exact_rows([[value]] if isinstance(value, Fraction | int) else value) for value in values]
    if len({(len(g), len(g[0])) for g in response}) != 1:
        raise ValueError("teacher: the response must hold at least one lag, and all lags must have one shape")
    return response
