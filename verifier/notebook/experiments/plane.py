"""One mode in the plane (a, s): the two nullclines of h_j = s a^j, and runs of descent across them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from numerics.arithmetics.arb import Midpoints
from numerics.arithmetics.precision import guarded_bits
from numerics.descent.descent import descend
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import response_of_measure
from theory.origin.nullclines import SingleMode
from verifier.notebook.svg import Curve, Panel, Picture, picture

Point = tuple[float, float]
KEPT = 150
"""So many points of a path are drawn at first, where it is fast, and about as many of the rest."""


@dataclass(frozen=True)
class Paths:
    """For each start (a_0, b_0), s_0 = b_0^2, the points (a, s) of its path, and how far from (l, w) it ends."""

    mode: SingleMode
    points: dict[tuple[Fraction, Fraction], tuple[Point, ...]]
    distances: tuple[float, ...]


def paths(
    mode: SingleMode, starts: Sequence[tuple[Fraction, Fraction]], step_size: Fraction, steps: int, digits: int = 50
) -> Paths:
    """Descent of the student of width one, A = a, B = C = b, from each start; a small step stands for the flow."""
    arithmetic = Midpoints(guarded_bits(digits, steps))
    g = response_of_measure([mode.node], [mode.weight], mode.length)
    found: dict[tuple[Fraction, Fraction], tuple[Point, ...]] = {}
    distances = []
    for a, b in starts:
        run = Run(LinearRNN(((a,),), ((b,),), ((b,),)), g, step_size, steps)
        models = [iterate.model for iterate in descend(run, arithmetic)]
        found[a, b] = tuple(_point(model) for model in models[:KEPT] + models[KEPT :: max(1, steps // KEPT)])
        distances.append(_distance(models[-1], mode, arithmetic))
    return Paths(mode, found, tuple(distances))


def _point(model: LinearRNN[Any]) -> Point:
    return float(model.A[0, 0]), float(model.C[0, 0]) * float(model.B[0, 0])


def _distance(model: LinearRNN[Any], mode: SingleMode, arithmetic: Midpoints) -> float:
    """max(|a - l|, |s - w|), subtracted before anything is rounded to a float."""
    a, s = model.A, arithmetic.multiply(model.C, model.B)
    gaps = (
        arithmetic.subtract(a, arithmetic.matrix([[mode.node]])),
        arithmetic.subtract(s, arithmetic.matrix([[mode.weight]])),
    )
    return max(abs(float(gap[0, 0])) for gap in gaps)


def phase_portrait(found: Paths, right: Fraction, top: Fraction) -> Picture:
    """The paths, and the nullclines for 0 < a <= right as far as they lie below the top."""
    mode = found.mode
    places = [right * i / 200 for i in range(1, 201)]
    curves: dict[str, Curve] = {
        r"$s_*$: $s' = 0$": _below(top, [(a, mode.s_nullcline(a)) for a in places]),
        r"$s_A$: $a' = 0$": _below(top, [(a, mode.a_nullcline(a)) for a in places]),
        "teacher": ([mode.node], [mode.weight]),
    }
    for (a, b), points in found.points.items():
        curves[f"from ({a}, {b**2})"] = ([p[0] for p in points], [p[1] for p in points])
    return picture(Panel(curves, "a", "s", str(mode), points=("teacher",)))


def _below(top: Fraction, points: Sequence[tuple[Fraction, Fraction]]) -> Curve:
    kept = [(a, s) for a, s in points if s <= top]
    return [a for a, _ in kept], [s for _, s in kept]
