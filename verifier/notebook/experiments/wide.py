"""Wide random starts: the tangent kernel at growing width, and what a wide start learns beside a near-zero one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from numerics.memory.tangent_kernel import WideStart, sampled_kernels
from numerics.memory.wide_training import Learnt, WideTask
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


def contest_curves(task: WideTask, found: dict[str, Learnt]) -> Picture:
    """The responses learnt from several starts, and the teacher's."""
    lags = range(task.horizon)
    curves: dict[str, Curve] = {name: (lags, one.response.tolist()) for name, one in found.items()}
    curves["teacher"] = (lags, next(iter(found.values())).teacher.tolist())
    title = f"trained on lags 0 to {task.length - 1}, width {task.width}"
    return picture(Panel(curves, "lag j", "response", title, points=("teacher",)))
