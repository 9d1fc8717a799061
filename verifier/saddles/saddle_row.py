r"""One saddle on the way from zero as the table shows it: where it is, what it says of the next mode, for how long.

A plateau is predicted to last log(1/eps)/lambda_m in time, and log(1/eps)/log(1 + eta lambda_m) steps of descent, to
leading order: what is left out does not grow with log(1/eps) (claim `waits`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import arb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.saddles.way import Rest
from verifier.ground.ball_text import enclosure_json

BITS = 128
DIGITS = 30


@dataclass(frozen=True)
class SaddleRow:
    """Saddle `modes`: balls where it is ``enclosed``; else what was measured in float64, as balls of radius 0.

    ``nodes`` and ``weights`` are text where they are complex. ``rate`` is lambda_m > 0 where the next mode grows at
    all; ``rate_enclosed`` is False where it was read off the student (weights of both signs). ``unstable`` counts the
    negative directions of the Hessian in nodes and weights. ``time`` and ``steps`` are the plateau predicted; None for
    a scale eps >= 1, of which nothing is predicted.
    """

    modes: int
    enclosed: bool
    nodes: tuple[arb, ...] | tuple[str, ...]
    weights: tuple[arb, ...] | tuple[str, ...]
    loss: arb
    deficit: arb
    next_sign: int
    rate: arb
    rate_enclosed: bool
    unstable: int | None
    time: arb | None
    steps: arb | None

    def to_json(self) -> dict[str, object]:
        """Numbers as {"mid", "rad"}, with "how" for how they were found."""
        predicted = {"time": _json(self.time), "steps": _json(self.steps)}
        return {
            "modes": str(self.modes),
            "how": "enclosed" if self.enclosed else "measured",
            "nodes": [_json(x) for x in self.nodes],
            "weights": [_json(w) for w in self.weights],
            "loss": _json(self.loss),
            "deficit": _json(self.deficit),
            "next_sign": {1: "+", -1: "-", 0: "undecided"}[self.next_sign],
            "rate": _json(self.rate),
            "rate_how": "enclosed" if self.rate_enclosed else "measured",
            "negative_directions_in_block": None if self.unstable is None else str(self.unstable),
            "predicted_plateau": predicted,
        }


def saddle_row(rest: Rest, g: Sequence[Fraction], scale: Fraction, step_size: Fraction) -> SaddleRow:
    """The row of a point on the way that is no fit, for a start of this scale and descent with this step."""
    target = np.array([float(value) for value in g])
    point, student = rest.point, rest.student
    enclosed = point.rate if point else None
    with arb_bits(BITS):
        rate = abs(arb(student.rate(target)) if enclosed is None else enclosed)
        residual = [arb(float(R)) for R in student.residual(target)]
        loss, deficit = (point.loss, point.deficit) if point else (sum((R * R for R in residual), arb(0)), -residual[0])
        time, steps = _predicted(rate, scale, step_size)
    nodes, weights = (point.nodes, point.weights) if point else _measured(rest)
    return SaddleRow(
        len(student.signs), point is not None, nodes, weights, loss, deficit, rest.next_sign(target), rate,
        enclosed is not None, point.unstable_in_block if point else None, time, steps,
    )  # fmt: skip


def _predicted(rate: arb, scale: Fraction, step_size: Fraction) -> tuple[arb | None, arb | None]:
    """log(1/eps)/lambda and log(1/eps)/log(1 + eta lambda); nothing where eps >= 1 or the rate is not known above 0."""
    if scale >= 1 or not (rate > 0 and rate.is_finite()):
        return None, None
    units = -ball(scale).log()
    return units / rate, units / (1 + ball(step_size) * rate).log()


def _measured(rest: Rest) -> tuple[tuple[str, ...], tuple[str, ...]]:
    nodes, weights = rest.student.modes()
    return tuple(map(_complex_text, nodes)), tuple(map(_complex_text, weights))


def _complex_text(value: complex) -> str:
    number = complex(value)
    return f"{number.real:.6g}" + (f"{number.imag:+.6g}i" if number.imag else "")


def _json(value: arb | str | None) -> dict[str, str] | str | None:
    if isinstance(value, arb):
        return enclosure_json(value, DIGITS) if value.is_finite() else None
    return value


def shown(value: arb | str | None, digits: int) -> str:
    """A number for the table: as many of the digits as are certain, "0" for a ball about 0, "-" for none."""
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    if not value.is_finite():
        return "-"
    if value.contains(0):
        return "0" if value.rad() < arb(10) ** -digits else "undecided"
    return str(value.str(digits, radius=False))
