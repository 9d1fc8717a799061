"""Pictures of curves as SVG, the same bytes from the same numbers; matplotlib is loaded only when one is drawn."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Points = tuple[Sequence[Any], Sequence[Any]]
"""The x and the y of a curve: numbers of any kind that float() takes."""

STYLE: Mapping[Any, Any] = {
    "svg.hashsalt": "balancedness",
    "svg.fonttype": "path",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "legend.frameon": False,
}


@dataclass(frozen=True)
class Picture:
    """One or more panels side by side, shown as SVG."""

    svg: str
    described: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.described}


@dataclass(frozen=True)
class Panel:
    """One pair of axes: named curves, their scales ("linear", "log", "symlog"), and the curves drawn as points only."""

    curves: Mapping[str, Points]
    x: str
    y: str
    title: str = ""
    scales: tuple[str, str] = ("linear", "linear")
    dotted: Sequence[str] = field(default=())


def picture(*panels: Panel) -> Picture:
    """Draws the panels; raises ValueError when there is none, or when one has no curve."""
    if not panels or not all(panel.curves for panel in panels):
        raise ValueError("picture: nothing to draw; give at least one panel with at least one curve")
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(dict(STYLE)):
        figure = Figure(figsize=(4.6 * len(panels) + 1, 3.4), layout="constrained")
        for axes, panel in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels, strict=True):
            _draw(axes, panel)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    svg = re.sub(r"[ \t]+\n", "\n", out.getvalue())
    return Picture(svg[svg.index("<svg") :], "; ".join(_described(panel) for panel in panels))


def _draw(axes: Any, panel: Panel) -> None:
    for name, (xs, ys) in panel.curves.items():
        style = {"linestyle": "", "marker": "o", "markersize": 4} if name in panel.dotted else {"linewidth": 1.6}
        axes.plot([float(x) for x in xs], [float(y) for y in ys], label=name, **style)
    axes.set(xlabel=panel.x, ylabel=panel.y, title=panel.title, xscale=panel.scales[0], yscale=panel.scales[1])
    if len(panel.curves) > 1:
        axes.legend()


def _described(panel: Panel) -> str:
    return f"{panel.title or panel.y}: {panel.y} against {panel.x} ({', '.join(panel.curves)})"
