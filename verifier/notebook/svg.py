"""Figures that a notebook shows as SVG, the same bytes from the same numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from verifier.ground.plots import panels, svg_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Curve = tuple[Sequence[Any], Sequence[Any]]
"""The x and the y of a curve: numbers of any kind that float() takes."""


@dataclass(frozen=True)
class Picture:
    """A drawing, and one line that says what is drawn where no drawing can be shown."""

    svg: str
    described: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.described}


@dataclass(frozen=True)
class Panel:
    """One pair of axes: named curves, a title, the scales ("linear", "log"), the curves drawn as points."""

    curves: Mapping[str, Curve]
    x: str
    y: str
    title: str = ""
    scales: tuple[str, str] = ("linear", "linear")
    points: Sequence[str] = ()


def framed(figure: Figure, described: str) -> Picture:
    """A figure of `verifier.ground.plots`, or any other, as a notebook shows it."""
    svg = svg_text(figure)
    lines = (line.rstrip() for line in svg[svg.index("<svg") :].splitlines())
    return Picture("\n".join(lines) + "\n", described)


def picture(*drawn: Panel) -> Picture:
    """Draws the panels; raises ValueError when there is none, or when one has no curve."""
    if not drawn or not all(panel.curves for panel in drawn):
        raise ValueError("picture: nothing to draw; give at least one panel with at least one curve")
    figure, axes = panels(len(drawn))
    for pair, panel in zip(axes, drawn, strict=True):
        _draw(pair, panel)
    return framed(figure, "; ".join(_described(panel) for panel in drawn))


def _draw(axes: Axes, panel: Panel) -> None:
    for name, (xs, ys) in panel.curves.items():
        line, marker = ("", "o") if name in panel.points else ("-", "")
        axes.plot([float(x) for x in xs], [float(y) for y in ys], label=name, linestyle=line, marker=marker, ms=4)
    axes.set(xlabel=panel.x, ylabel=panel.y, title=panel.title, xscale=panel.scales[0], yscale=panel.scales[1])
    axes.grid(True, alpha=0.3)
    if len(panel.curves) > 1:
        axes.legend(fontsize="small")


def _described(panel: Panel) -> str:
    return f"{panel.title or panel.y}: {panel.y} against {panel.x} ({', '.join(panel.curves)})"
