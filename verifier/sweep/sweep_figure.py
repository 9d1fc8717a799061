"""The picture of a sweep: laws in the start's scale, and the error against the horizon, by medians over the seeds."""

import json
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.ground.plots import Number, draw_extrapolation, draw_power_laws, panels
from verifier.sweep.sweep_file import Sweep
from verifier.sweep.sweep_row import Row
from verifier.sweep.sweep_summary import median

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LAWS = (("loss", "loss"), ("asymmetry", "asymmetry"), ("largest_deviation", r"$\max_j |h_j - g_j|$"))

MOST_PANELS = 24

Setting = tuple[str | int | None, ...]
FIXED = ("teacher", "width", "length", "step_size", "steps")


def sweep_figure(sweep: Sweep, rows: Sequence[Row]) -> "Figure":
    """Two panels for each teacher, width, length, step and number of steps: laws in eps, and extrapolation.

    Cells that diverged or failed are left out; the title says how many. No more than `MOST_PANELS` panels are drawn.
    """
    finished = [row for row in rows if row["outcome"] == "finished"]
    settings: dict[Setting, list[Row]] = {}
    for row in finished:
        settings.setdefault(tuple(row[name] for name in FIXED), []).append(row)
    shown = list(settings.items())[: MOST_PANELS // 2]
    title = f"{len(finished)} of {len(rows)} cells finished; medians over the seeds"
    if len(shown) < len(settings):
        title += f"; the first {len(shown)} of {len(settings)} settings"
    figure, axes = panels(2 * len(shown), title)
    for i, (setting, cells) in enumerate(shown):
        by_scale = _by_scale(cells)
        laws = {label: _law(name, by_scale) for name, label in LAWS}
        draw_power_laws(
            axes[2 * i], {label: law for label, law in laws.items() if law}, r"scale $\epsilon$ of the start"
        )
        axes[2 * i].set_title("teacher {}, d = {}, k = {}, step {}, {} steps".format(*setting), fontsize="medium")
        draw_extrapolation(axes[2 * i + 1], _errors(by_scale), int(str(setting[2])))
    return figure


def _by_scale(cells: Sequence[Row]) -> dict[Fraction, list[Row]]:
    gathered: dict[Fraction, list[Row]] = {}
    for row in cells:
        gathered.setdefault(Fraction(str(row["scale"])), []).append(row)
    return dict(sorted(gathered.items()))


def _law(name: str, by_scale: dict[Fraction, list[Row]]) -> list[tuple[Number, Number]]:
    medians = [(scale, median([row[name] for row in rows])) for scale, rows in by_scale.items()]
    return [(scale, value) for scale, value in medians if value is not None]


def _errors(by_scale: dict[Fraction, list[Row]]) -> dict[str, list[tuple[Number, Number]]]:
    return {f"eps = {scale}": _error_curve(rows) for scale, rows in by_scale.items()}


def _error_curve(rows: Sequence[Row]) -> list[tuple[Number, Number]]:
    """The median over the seeds of the largest deviation, by horizon."""
    curves = [json.loads(str(row["deviations"])) for row in rows]
    medians = [(Decimal(lags), median([curve[lags] for curve in curves])) for lags in curves[0]]
    return [(lags, value) for lags, value in medians if value is not None]
