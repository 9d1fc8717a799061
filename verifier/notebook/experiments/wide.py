"""Wide random starts: the tangent kernel at growing width, and what a wide start learns beside a near-zero one."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.arithmetics.float64 import Float64
from numerics.descent.descent import descend
from numerics.memory.tangent_kernel import WideStart, sampled_kernels
from numerics.model.linear_rnn import LinearRNN, impulse_response
from numerics.model.teacher import response_of_measure
from verifier.notebook.markdown import Shown, table
from verifier.notebook.svg import Curve, Panel, Picture, picture

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Kernels:
    """For each width the mean of K over some starts, and the root mean square of its entries off the diagonal."""

    start: WideStart
    means: dict[int, Array]
    off: dict[int, float]

    def limit(self, lag: int) -> float:
        """sigma^{2j} + j sigma^{2(j-1)}."""
        sigma = self.start.sigma
        return float(sigma ** (2 * lag) + (lag * sigma ** (2 * lag - 2) if lag else 0))


def kernels(sigma: Fraction, widths: Sequence[int], length: int, count: int, seed: int) -> Kernels:
    """Samples `count` starts at each width."""
    start = WideStart(sigma)
    drawn = {width: sampled_kernels(start, width, length, count, seed) for width in widths}
    beside = ~np.eye(length, dtype=bool)
    off = {width: float(np.sqrt((found[:, beside] ** 2).mean())) for width, found in drawn.items()}
    return Kernels(start, {width: found.mean(axis=0) for width, found in drawn.items()}, off)


def kernel_table(found: Kernels) -> Shown:
    """The mean of K_jj, width by width, under its limit."""
    lags = range(len(next(iter(found.means.values()))))
    rows = [("limit", *(f"{found.limit(lag):.3f}" for lag in lags))]
    rows += [(f"d = {width}", *(f"{K[lag, lag]:.3f}" for lag in lags)) for width, K in found.means.items()]
    return table(("", *(f"$K_{{{lag}{lag}}}$" for lag in lags)), rows)


def kernel_curves(found: Kernels) -> Picture:
    """The diagonal by lags, and the size off the diagonal by widths."""
    lags = range(len(next(iter(found.means.values()))))
    curves: dict[str, Curve] = {f"d = {width}": (lags, np.diag(K).tolist()) for width, K in found.means.items()}
    curves["limit"] = (lags, [found.limit(lag) for lag in lags])
    widths = list(found.off)
    slope = {"sampled": (widths, list(found.off.values())), "1/sqrt(d)": (widths, [width**-0.5 for width in widths])}
    return picture(
        Panel(curves, "lag j", "K_jj", "the kernel's diagonal", ("linear", "log"), ("limit",)),
        Panel(slope, "width d", "root mean square", "off the diagonal", ("log", "log"), ("sampled",)),
    )


@dataclass(frozen=True)
class Learnt:
    """What one start came to: its response up to the horizon, the largest residual on the k lags."""

    response: Array
    residual: float


@dataclass(frozen=True)
class Contest:
    """One random direction, from two scales, on k lags of g_j = node^j, in double precision."""

    node: Fraction
    width: int
    length: int
    horizon: int
    seed: int = 1
    sigma: Fraction = Fraction(1, 2)

    @property
    def teacher(self) -> Array:
        """g_0, ..., g_{horizon-1}."""
        return np.array([float(self.node**lag) for lag in range(self.horizon)])

    def learnt(self, factor: Fraction, step: Fraction, steps: int) -> Learnt:
        """Descent from `factor` times the direction."""
        double = Float64()
        g = [double.matrix(rows) for rows in response_of_measure([self.node], [Fraction(1)], self.length)]
        model = WideStart(self.sigma).draw(self.width, np.random.default_rng((self.seed, self.width)))
        begin = LinearRNN(*(float(factor) * part for part in (model.A, model.B, model.C)))
        (last,) = deque(descend(begin, g, step, steps, double), maxlen=1)
        response = np.array([h.item() for h in impulse_response(last.model, self.horizon, double)])
        gaps: Any = np.abs(response - self.teacher)[: self.length]
        return Learnt(response, float(gaps.max()))

    def missed(self, found: Learnt) -> float:
        """norm(h - g) / norm(g) over the lags that were not trained on."""
        beyond = slice(self.length, self.horizon)
        gap = np.linalg.norm((found.response - self.teacher)[beyond])
        return float(gap / np.linalg.norm(self.teacher[beyond]))


def contest_curves(contest: Contest, found: dict[str, Learnt]) -> Picture:
    """Both responses and the teacher's."""
    lags = range(contest.horizon)
    curves: dict[str, Curve] = {name: (lags, one.response.tolist()) for name, one in found.items()}
    curves["teacher"] = (lags, contest.teacher.tolist())
    title = f"trained on lags 0 to {contest.length - 1}, width {contest.width}"
    return picture(Panel(curves, "lag j", "response", title, points=("teacher",)))
