"""The picture of an examination: the student's response, the band that the data force, the trained lags shaded."""

from typing import TYPE_CHECKING

from verifier.examination.examine import Examination
from verifier.ground.plots import panels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN_TIMES = 6
"""So many times the trained lags are drawn one by one in the first panel."""


def examination_figure(found: Examination) -> "Figure":
    """Response and band on the first lags; the largest possible error at every lag, by its logarithm."""
    from verifier.ground.plots import draw_curves

    figure, (left, *rest) = panels(2 if found.forced is not None else 1)
    count = min(found.question.horizon, SHOWN_TIMES * found.question.lags)
    if found.forced is not None:
        lags = found.forced.lags[:count]
        along = [at.lag for at in lags]
        lower, upper = ([float(getattr(at, end)) for at in lags] for end in ("lower", "upper"))
        left.fill_between(along, lower, upper, alpha=0.3, label="forced: $g_j$ lies here")
        left.plot(along, [float(at.response) for at in lags], ".-", ms=4, lw=1, label="$h_j$")
        errors = [(at.lag, at.error_at_most) for at in found.forced.lags if at.lag]
        draw_curves(rest[0], {"at most": errors}, "lag $j$", r"$|h_j - g_j|$")
    else:
        from numerics.model.teacher import response_of_system

        response = response_of_system(found.question.student.model, count)
        left.plot([float(h[0][0]) for h in response], ".-", ms=4, lw=1, label="$h_j$")
    left.axvspan(-0.5, found.question.lags - 0.5, color="grey", alpha=0.2, label="trained")
    left.set_xlabel("lag $j$")
    left.legend(fontsize="small")
    return figure
