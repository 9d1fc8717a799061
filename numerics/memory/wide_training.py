"""What a random start comes to on k lags of g_j = node^j: its response, its residuals, what it misses beyond them."""

from collections import deque
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from numerics.arithmetics.float64 import Float64
from numerics.descent.descent import descend
from numerics.descent.run import Run
from numerics.memory.tangent_kernel import WideStart
from numerics.model.linear_rnn import LinearRNN, exact_values, impulse_response
from numerics.model.teacher import response_of_measure

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Learnt:
    """A response (h_0, h_1, ...) and the teacher's, of one length; the first ``length`` lags were trained on."""

    response: Array
    teacher: Array
    length: int

    @property
    def residual(self) -> float:
        """The largest |h_j - g_j| over the lags trained on."""
        return float(np.abs((self.response - self.teacher)[: self.length]).max())

    @property
    def missed(self) -> float:
        """norm(h - g) / norm(g) over the lags beyond."""
        gap = np.linalg.norm((self.response - self.teacher)[self.length :])
        return float(gap / np.linalg.norm(self.teacher[self.length :]))


@dataclass(frozen=True)
class WideTask:
    """One random direction of `width` states, to be trained on the first ``length`` of ``horizon`` lags of node^j."""

    node: Fraction
    width: int
    length: int
    horizon: int
    seed: int = 1
    sigma: Fraction = Fraction(1, 2)

    def learnt(self, factor: Fraction, step_size: Fraction, steps: int) -> Learnt:
        """Descent in double precision from `factor` times the direction."""
        double, drawn = (
            Float64(),
            WideStart(self.sigma).draw(self.width, np.random.default_rng((self.seed, self.width))),
        )
        g = response_of_measure([self.node], [Fraction(1)], self.horizon)
        begin = LinearRNN(*(float(factor) * part for part in drawn.parts))
        run = Run(exact_values(begin, double), g[: self.length], step_size, steps)
        with threadpool_limits(limits=1):  # small matrices: more threads would only wait for each other
            (last,) = deque(descend(run, double), maxlen=1)
            h = impulse_response(last.model, self.horizon, double)
        return Learnt(np.array([X.item() for X in h]), np.array([float(X[0][0]) for X in g]), self.length)
