r"""The whole gradient flow from a general start near zero, in float64: does it fit, and how asymmetric does it end?

Nothing is assumed of the start (`numerics.model.start`): A, B, C are unrelated. The asymmetry is the norm of theta_a,
the difference of A, B, C to their mirror images, halved. Nothing here is rigorous.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.integrate import solve_ivp

from numerics.flow.stiff_flow import Array, gradient, response
from numerics.model.linear_rnn import LinearRNN
from numerics.model.start import start
from numerics.saddles.plateau_lengths import Passed, passages

RELATIVE, ABSOLUTE = 1e-9, 1e-14
FIRST, LONGER, ROUNDS = 50.0, 3.0, 10
"""The loss is looked at after 50 units of time, then after three times as many more, and so on, ten times at most:
until t = 1.5 10^6."""


@dataclass(frozen=True)
class Ended:
    """Where the flow was stopped: at the target, or at the longest time; ``error`` is |h_k - g_k| at the first lag that
    was not fitted."""

    time: float
    loss: float
    asymmetry: float
    error: float


@dataclass(frozen=True)
class GeneralFlow:
    """The flow from `scale` times the direction of `seed`, width d, on the first `lags` lags of a teacher."""

    nodes: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]
    lags: int
    width: int
    scale: Fraction
    seed: int

    @property
    def g(self) -> Array:
        """g_0, ..., g_k: the lags that are fitted and one more."""
        x, w = (np.array([float(value) for value in values]) for values in (self.nodes, self.weights))
        return np.array([np.sum(w * x**j) for j in range(self.lags + 1)])

    def pieces(self, rounds: int = ROUNDS) -> Iterator[tuple[Array, Array]]:
        """Times and students (a column each) of the integrator's steps, a longer piece each time.

        Raises:
            ArithmeticError: the integration failed.
        """
        begin, fitted = start(self.seed, self.width, self.scale), self.g[:-1]
        theta = np.array([float(entry) for part in begin.parts for row in part for entry in row])

        def velocity(_: float, now: Array) -> Array:
            return -np.concatenate([part.ravel() for part in gradient(_model(now, self.width), fitted).parts])

        time, duration = 0.0, FIRST
        for _ in range(rounds):
            found = solve_ivp(velocity, (0.0, duration), theta, "LSODA", rtol=RELATIVE, atol=ABSOLUTE)
            if not found.success:
                raise ArithmeticError(f"general_start: {found.message} beyond t = {time}")
            yield time + found.t, found.y
            theta, time, duration = found.y[:, -1], time + duration, duration * LONGER

    def to(self, target: float, rounds: int = ROUNDS) -> Ended:
        """Where it is after the first piece whose loss is at most `target`, or after the last piece."""
        for times, students in self.pieces(rounds):
            ended = _ended(_model(students[:, -1], self.width), self.g, float(times[-1]))
            if ended.loss <= target:
                break
        return ended

    def passed(self, heights: Sequence[float], rounds: int = ROUNDS) -> Passed:
        """When it crosses these levels of the loss, in time, and the signs of the Hankel matrix between."""
        return passages(self._seen(rounds), list(self.g[:-1]), heights)

    def _seen(self, rounds: int) -> Iterator[tuple[float, list[float]]]:
        fitted = self.g[:-1]
        for times, students in self.pieces(rounds):
            for time, theta in zip(times, students.T, strict=True):
                yield float(time), (response(_model(theta, self.width), self.lags) - fitted).tolist()


def _ended(model: LinearRNN[Array], g: Array, time: float) -> Ended:
    off = response(model, len(g)) - g
    halves = ((model.A - model.A.T) / 2, (model.B - model.C.T) / 2, (model.C - model.B.T) / 2)
    asymmetry = float(np.sqrt(sum(np.sum(part**2) for part in halves)))
    return Ended(time, float(np.sum(off[:-1] ** 2)), asymmetry, float(abs(off[-1])))


def _model(theta: Array, width: int) -> LinearRNN[Array]:
    A, B, C = np.split(theta, [width**2, width**2 + width])
    return LinearRNN(A.reshape(width, width), B.reshape(width, 1), C.reshape(1, width))
