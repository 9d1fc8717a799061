"""The pictures, as functions that return matplotlib figures: curves of a run, laws in eps, extrapolation, states.

Everything that spans decades is drawn by its logarithm, taken before anything is rounded to a float: a loss of 10^-400
has its place. Zeros are left out. An SVG is the same bytes for the same data.
"""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import nan
from typing import TYPE_CHECKING

from verifier.ground.files import write_text
from verifier.ground.numbers import decimal_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Number = Fraction | Decimal | float
Points = Sequence[tuple[Number, Number]]
"""(abscissa, ordinate) pairs."""

HASH_SALT = "balancedness-verifier"
PANEL = (5.2, 3.8)
"""Inches across and up."""


def log10(value: Number) -> float:
    """The decimal logarithm of a number of any size; nan for what has none: zero, negative or infinite numbers.

    >>> log10(Fraction(1, 10**400)), log10(100.0)
    (-400.0, 2.0)
    """
    number = Decimal(decimal_text(value, 20)) if isinstance(value, Fraction) else Decimal(value)
    return float(number.log10()) if number.is_finite() and number > 0 else nan


def panels(count: int, title: str = "") -> "tuple[Figure, list[Axes]]":
    """A figure of ``count`` panels, two in a row; with none, its title only."""
    from matplotlib.figure import Figure

    across, down = max(1, min(count, 2)), max(1, (count + 1) // 2)
    figure = Figure(figsize=(PANEL[0] * across, PANEL[1] * down), layout="constrained")
    axes = figure.subplots(down, across, squeeze=False).flatten().tolist()
    for spare in axes[count:]:
        figure.delaxes(spare)
    if title:
        figure.suptitle(title)
    return figure, axes[:count]


def _decades(axes: "Axes", across: str, up: str) -> None:
    """Labels both axes, whose coordinates are decimal logarithms, in powers of ten."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    for axis, label in ((axes.xaxis, across), (axes.yaxis, up)):
        axis.set_major_locator(MaxNLocator(nbins=6, integer=True))
        axis.set_major_formatter(FuncFormatter(lambda value, _position: f"$10^{{{value:g}}}$"))
        axis.set_label_text(label)
    axes.grid(True, alpha=0.3)


def draw_curves(axes: "Axes", curves: Mapping[str, Points], across: str, up: str, marker: str = "") -> None:
    """One line for each curve, both coordinates by their logarithms; a legend if there is more than one."""
    for label, points in curves.items():
        axes.plot([log10(x) for x, _ in points], [log10(y) for _, y in points], marker=marker, ms=3, label=label)
    _decades(axes, across, up)
    if len(curves) > 1:
        axes.legend(fontsize="small")


def slope(points: Points) -> float:
    """The least-squares slope of log10 y against log10 x; nan with fewer than two abscissae.

    >>> slope([(1, 3.0), (10, 300.0), (100, 30000.0)])
    2.0
    """
    pairs = [(log10(x), log10(y)) for x, y in points]
    pairs = [(x, y) for x, y in pairs if x == x and y == y]
    if len({x for x, _ in pairs}) < 2:
        return nan
    centre, level = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
    rise = sum((x - centre) * (y - level) for x, y in pairs)
    return float(rise / sum((x - centre) ** 2 for x, _ in pairs))


def draw_power_laws(axes: "Axes", laws: Mapping[str, Points], across: str) -> None:
    """Each quantity against ``across``; the legend gives its slope between the two smallest abscissae."""
    for label, points in laws.items():
        smallest = sorted(points, key=lambda point: log10(point[0]))[:2]
        line = [log10(x) for x, _ in points], [log10(y) for _, y in points]
        axes.plot(*line, marker="o", ms=4, label=f"{label}: {slope(smallest):.3f}")
    _decades(axes, across, "")
    axes.legend(fontsize="small", title="slope at the left end", title_fontsize="small")


def draw_extrapolation(axes: "Axes", curves: Mapping[str, Points], length: int) -> None:
    """Errors against the lag or horizon, with the end of the lags that were trained on."""
    draw_curves(axes, curves, "lags", r"$|h_j - g_j|$", marker=".")
    axes.axvline(log10(float(length)), color="grey", ls="--", lw=1)
    axes.set_title(f"extrapolation (dashed: k = {length} lags trained on)", fontsize="medium")


def draw_singular_values(axes: "Axes", spectra: Mapping[str, Sequence[Number]], up: str) -> None:
    """Each spectrum by index, largest first, relative to its largest."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    for label, values in spectra.items():
        heights = [log10(value) - log10(values[0]) for value in values]
        axes.plot(range(1, len(values) + 1), heights, marker="o", ms=4, label=label)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _position: f"$10^{{{value:g}}}$"))
    axes.set_xlabel("index")
    axes.set_ylabel(up)
    axes.grid(True, alpha=0.3)
    if len(spectra) > 1:
        axes.legend(fontsize="small")


def power_laws(laws: Mapping[str, Points], across: str = r"$\epsilon$") -> "Figure":
    """Laws in the start's scale: each quantity against eps on logarithmic axes, with slopes."""
    figure, (axes,) = panels(1)
    draw_power_laws(axes, laws, across)
    return figure


def svg_text(figure: "Figure") -> str:
    """The figure as SVG, without a date and with fixed identifiers."""
    import matplotlib

    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": HASH_SALT}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def save_svg(figure: "Figure", path: str) -> None:
    """Writes the figure as SVG, all or nothing; ``-`` is standard output."""
    write_text(path, svg_text(figure))
