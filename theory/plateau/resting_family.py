r"""Curves of students that rest: L = 0 along theta(e), so that their error beyond the trained lags stays for ever.

A flow that starts there does not move; from-the-plateau then says that the error is O(e^2) when theta(e) - theta(0) is
O(e) and k >= 2n. Exact, with entries in Q(e); the teacher has one node, g_j = 1, n = 1.
"""

import sympy as sp

from theory.model.linear_rnn import LinearRNN, impulse_response, linear_rnn
from theory.plateau.slow_family import e


def resting_family(k: int) -> LinearRNN:
    """Students of the teacher g_j = 1 with L = 0 on k lags and h_k != 1, e > 0.

    k = 1: A = 1 + e. k = 2: a second node 0 of weight e^2. k >= 3: the node itself and a nilpotent chain of k + 1
    states through which B and C see lag k only.
    """
    if k == 1:
        return linear_rnn([[1 + e]], [[1]], [[1]])
    if k == 2:
        return linear_rnn([[1 / (1 - e**2), 0], [0, 0]], [[1], [e]], [[1 - e**2, e]])
    chain = [[1, *[0] * (k + 1)], *([0, *(e if q == p + 1 else 0 for q in range(k + 1))] for p in range(k + 1))]
    return linear_rnn(chain, [[1], *([0] for _ in range(k)), [e]], [[1, e, *[0] * k]])


def counterexample_to_second_order(student: LinearRNN, k: int, beyond: int = 3) -> str | None:
    """Where |h_j - 1| is of order e at a lag k <= j < k + beyond, as a line to redo by hand; None when all are O(e^2).

    Raises ValueError where L is not 0 along the curve: nothing is claimed of a student that moves.

    >>> counterexample_to_second_order(resting_family(1), 1)
    'A = [[e + 1]], B = [[1]], C = [[1]], k = 1: L = 0 for every e, h_1 - g_1 = e'
    >>> counterexample_to_second_order(resting_family(2), 2)
    """
    errors = [sp.cancel(h[0, 0] - 1) for h in impulse_response(student, k + beyond)]
    if any(errors[:k]):
        raise ValueError(f"resting family: the residuals are {errors[:k]}; take a curve with L = 0")
    for lag in range(k, k + beyond):
        if sp.cancel(errors[lag] / e).subs(e, 0) != 0:
            A, B, C = (part.tolist() for part in student.parts)
            return f"A = {A}, B = {B}, C = {C}, k = {k}: L = 0 for every e, h_{lag} - g_{lag} = {errors[lag]}"
    return None
