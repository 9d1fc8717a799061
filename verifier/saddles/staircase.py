"""The picture: the loss as a staircase whose steps have the predicted lengths, and a run's own loss beside it."""

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from verifier.ground.plots import panels
from verifier.saddles.measured_plateaus import MeasuredPlateaus
from verifier.saddles.way_result import WayResult

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_POINTS = 2000
"""Of a run's loss, drawn at equal distances."""

FALL = 1e-3
"""How far below the last saddle's loss the picture reaches, as a factor."""


def staircase(result: WayResult, measured: MeasuredPlateaus | None = None) -> "Figure":
    """Loss against steps of descent: each saddle a horizontal line at its loss, as long as its plateau is predicted.

    A saddle without a prediction (a scale of 1 or more, no rate) ends the staircase. Where the way ends at a fit, the
    last line falls by `FALL`, below which nothing is drawn.
    """
    figure, (axes,) = panels(1)
    rows = [row for row in result.rows if row.steps is not None]
    ends = list(accumulate((float(row.steps.mid()) for row in rows if row.steps is not None), initial=0.0))
    heights = [float(row.loss.mid()) for row in rows]
    floor = heights[-1] * (1 if result.way.lost else FALL) if heights else FALL
    for row, begin in zip(rows, ends, strict=False):
        label = f"$m = {row.modes}$, next ${'+' if row.next_sign > 0 else '-'}$"
        axes.annotate(label, (begin, float(row.loss.mid())), ha="left", va="bottom", fontsize="small")
    if rows:
        axes.plot(
            [x for pair in pairwise(ends) for x in pair] + [ends[-1]], [*_twice(heights), floor], label="predicted"
        )
    if measured is not None:
        every = max(1, len(measured.losses) // MOST_POINTS)
        seen = [(step, loss) for step, loss in enumerate(measured.losses) if step % every == 0 and loss >= floor]
        axes.plot([step for step, _ in seen], [loss for _, loss in seen], label="measured", lw=1)
    axes.set_yscale("log")
    axes.set_xlabel("steps of descent")
    axes.set_ylabel("loss $L$")
    axes.set_title("from saddle to saddle", fontsize="medium")
    axes.grid(True, alpha=0.3)
    if axes.lines:
        axes.legend(fontsize="small")
    return figure


def _twice(values: list[float]) -> list[float]:
    return [value for value in values for _ in range(2)]
