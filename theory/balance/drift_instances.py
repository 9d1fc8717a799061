"""The bounds of the drift on concrete directions and runs, exactly: what a check tries, and where they are attained."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sympy import Expr, ImmutableMatrix, Integer, Rational

from theory.balance.balancedness import Q
from theory.balance.drift_bounds import DECREASE, DRIFT_SQUARED, NORM_SQUARED
from theory.model.gradient import gradient
from theory.model.linear_rnn import LinearRNN, linear_rnn, loss, squared_norm
from theory.model.samples import describe

Run = tuple[LinearRNN, tuple[ImmutableMatrix, ...], Rational]
"""A start, a teacher's response and a step size."""


def sharp_direction() -> LinearRNN:
    """G_A = E_12, G_B = G_C = 0: norm(Q(G))_F = sqrt2 norm(G)^2."""
    return linear_rnn([[0, 1], [0, 0]], [[0], [0]], [[0, 0]])


def sharp_run() -> Run:
    """A = 0, B = e_2, C = e_1^T, g = (0, 1): a step of 1/2 reaches loss 0, the drift is sqrt2 = 2 sqrt2 (1/2) L_0.

    >>> theta, teacher, step = sharp_run()
    >>> counterexample_to_descent_bound(theta, teacher, step, steps=1)
    >>> counterexample_to_descent_bound(theta, teacher, step, steps=1, squared_constant=Rational(799, 100))
    'after 1 steps of 1/2: norm(Q_T - Q_0)^2 = 2, bound 799/400'
    """
    teacher = (ImmutableMatrix([[0]]), ImmutableMatrix([[1]]))
    return linear_rnn([[0, 0], [0, 0]], [[0], [1]], [[1, 0]]), teacher, Rational(1, 2)


def counterexample_to_norm_bound(G: LinearRNN, squared_constant: Any = NORM_SQUARED) -> str | None:
    """None when norm(Q(G))^2 <= constant^2 norm(G)^4 for a concrete direction, else the two numbers."""
    left, bound = squared_norm(Q(G)), squared_constant * _size(G) ** 2
    return None if left <= bound else f"G with {describe(G)}: squared norm of Q(G) is {left}, the bound {bound}"


def counterexample_to_sum_bound(
    theta: LinearRNN, gradient_at: Callable[[LinearRNN], LinearRNN], step: Any, steps: int = 3
) -> str | None:
    """None when norm(Q_T - Q_0) <= sqrt2 eta^2 sum_t norm(G_t)^2 along a concrete run, squared and exact."""
    first, step, travelled = theta, Rational(step), Integer(0)
    for _ in range(steps):
        G = gradient_at(theta)
        theta, travelled = theta.plus(G, -step), travelled + _size(G)
    return _exceeds(first, theta, NORM_SQUARED * step**4 * travelled**2, f"after {steps} steps of {step}")


def counterexample_to_descent_bound(
    theta: LinearRNN, teacher: Sequence[Any], step: Any, steps: int = 2, squared_constant: Any = DRIFT_SQUARED
) -> str | None:
    """None when norm(Q_T - Q_0) <= 2 sqrt2 eta (L_0 - L_T) along a concrete run, squared and exact.

    Raises ValueError when a step lowers the loss by less than eta norm(G)^2 / 2: the bound says nothing of such a run.
    """
    step, run = Rational(step), list(_descent(theta, teacher, Rational(step), steps))
    if not _covered(run, teacher, step):
        raise ValueError(
            f"counterexample_to_descent_bound: the descent lemma does not cover a step of {step}; take a smaller one"
        )
    decrease, where = loss(theta, teacher) - loss(run[-1][0], teacher), f"after {steps} steps of {step}"
    return _exceeds(theta, run[-1][0], squared_constant * step**2 * decrease**2, where)


def covered_step(theta: LinearRNN, teacher: Sequence[Any], steps: int = 2) -> Rational:
    """The first of 1, 1/2, 1/4, ... with which every step lowers the loss as the descent lemma says."""
    step = Rational(1)
    while not _covered(list(_descent(theta, teacher, step, steps)), teacher, step):
        step /= 2
    return step


def _descent(theta: LinearRNN, teacher: Sequence[Any], step: Rational, steps: int) -> Iterator[tuple[LinearRNN, Expr]]:
    """The points of the run, each with the squared norm of the gradient that leads on from it."""
    for t in range(steps + 1):
        G = gradient(theta, teacher)
        yield theta, _size(G)
        theta = theta.plus(G, -step) if t < steps else theta


def _covered(run: list[tuple[LinearRNN, Expr]], teacher: Sequence[Any], step: Rational) -> bool:
    losses = [loss(theta, teacher) for theta, _ in run]
    return all(losses[t + 1] <= losses[t] - DECREASE * step * run[t][1] for t in range(len(run) - 1))


def _exceeds(first: LinearRNN, last: LinearRNN, bound: Expr, where: str) -> str | None:
    drift = squared_norm(Q(last) - Q(first))
    return None if drift <= bound else f"{where}: norm(Q_T - Q_0)^2 = {drift}, bound {bound}"


def _size(G: LinearRNN) -> Expr:
    return sum((squared_norm(part) for part in G.parts), Integer(0))
