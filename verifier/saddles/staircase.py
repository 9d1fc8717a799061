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


def staircase(result: WayResult, measured: MeasuredPlateaus | None = None) -> "Figure":
    """Loss against steps of descent: each saddle a horizontal line at its loss, as long as its plateau is predicted.

    A saddle without a prediction (a scale of 1 or more, no rate) ends the staircase; the last line is drawn at the loss
    where the way ends.
    """
    figure, (axes,) = panels(1)
    rows = [row for row in result.rows if row.steps is not None]
    lengths = [float(row.steps.mid()) for row in rows if row.steps is not None]
    ends = list(accumulate(lengths, initial=0.0))
    heights = [float(row.loss.mid()) for row in rows]
    if lengths:
        last = heights[-1] if result.way.lost else 0.0
        across = [x for pair in pairwise(ends) for x in pair] + [ends[-1], 1.15 * ends[-1]]
        axes.plot(across, [y for height in heights for y in (height, height)] + [last, last], label="predicted")
    for row, begin, length in zip(rows, ends, lengths, strict=False):
        label = f"$m = {row.modes}$, next ${'+' if row.next_sign > 0 else '-'}$"
        axes.annotate(label, (begin + length / 2, float(row.loss.mid())), ha="center", va="bottom", fontsize="small")
    if measured is not None and measured.losses:
        every = max(1, len(measured.losses) // MOST_POINTS)
        axes.plot(range(0, len(measured.losses), every), measured.losses[::every], label="measured", lw=1)
    axes.set_xlabel("steps of descent")
    axes.set_ylabel("loss $L$")
    axes.set_title("from saddle to saddle", fontsize="medium")
    axes.grid(True, alpha=0.3)
    axes.legend(fontsize="small")
    return figure
