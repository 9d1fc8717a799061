r"""The way from zero for one teacher: origin, one mode, two modes, ..., until the student fits or the way is lost.

From each critical point the flow among students of one more mode is followed in float64 (`signed_flow`) until it rests;
the critical point near by is then enclosed (`mode_point`). So each point is certain, that the way meets it is measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import arb

from numerics.saddles.mode_point import ModePoint, mode_point, origin
from numerics.saddles.signed_flow import MOST_VELOCITIES, NOTHING, Array, SignedStudent, flowed, with_next_mode

AMPLITUDE = 1e-3
"""With how much of the next mode the flow leaves a critical point."""

ROUNDS = 14
"""How often the time is lengthened, by `LONGER`, before the way is given up."""

LONGER = 2.5

RESTING = 1e-6
"""Below this gradient norm a critical point is looked for; it is accepted when no node or weight is further away than
`NEAR`, relatively. A thousandth of it is taken for rest where no point can be enclosed."""

NEAR = 1e-3


@dataclass(frozen=True)
class Rest:
    """Where the way rests: the student in float64, and the critical point enclosed next to it, if it was.

    ``point`` is None where nodes are complex, or where interval Newton fails; ``time`` is how long the flow took from
    the point before, which depends on `AMPLITUDE`.
    """

    student: SignedStudent
    point: ModePoint | None
    time: float

    def rate(self, g: Array) -> float:
        """lambda_m: the middle of its enclosure where there is one, else read off the student in float64."""
        enclosed = self.point.rate if self.point else None
        return self.student.rate(g) if enclosed is None else float(enclosed.mid())

    def next_sign(self, g: Array) -> int:
        """The sign of the next mode: certain where a point is enclosed whose deficit is not 0; 0 where it is open."""
        if self.point is not None:
            return self.point.next_sign or 0
        return int(np.sign(-self.student.residual(g)[0]))


@dataclass(frozen=True)
class Way:
    """The rests in their order, the origin first, and why there are no more: empty where the last one fits."""

    rests: tuple[Rest, ...]
    lost: str


def way_from_zero(g: Sequence[Fraction], most: int, bits: int = 192) -> Way:
    """The critical points that the flow from near zero passes, of at most `most` modes.

    Args:
        g: the teacher's response g_0, ..., g_{k-1}, exact numbers.
        most: the number of modes after which the way is not followed further.
        bits: the precision of the enclosures.

    Returns:
        The origin and what comes after it, in order. Nothing is raised where the way is lost: `Way.lost` says why.

    >>> way = way_from_zero([1 + Fraction((-1) ** j, 2) for j in range(5)], 2)
    >>> [float(rest.point.deficit.str(5, radius=False)) for rest in way.rests], way.lost
    ([1.5, 0.4, 0.0], '')
    """
    target = np.array([float(value) for value in g])
    rests = [Rest(NOTHING, origin(g, bits), 0.0)]
    while not _fitted(rests[-1], target):
        if len(rests) > most:
            return Way(tuple(rests), f"the student of {most} mode(s) does not fit, and more were not looked for")
        lost = _obstacle(rests[-1], target)
        if lost:
            return Way(tuple(rests), lost)
        found = _next(rests[-1].student, g, target, bits)
        if isinstance(found, str):
            return Way(tuple(rests), found)
        rests.append(found)
    return Way(tuple(rests), "")


def _fitted(rest: Rest, g: Array) -> bool:
    """Whether no residual differs from 0, as far as can be seen; `ModePoint.fits` decides it for a known teacher."""
    if rest.point is not None:
        return all(R.contains(0) for R in rest.point.residual)
    return bool(np.sum(rest.student.residual(g) ** 2) <= 1e-12 * np.sum(g**2))


def _obstacle(rest: Rest, g: Array) -> str:
    """Why no next mode grows, if none does: the deficit is 0, or a node is."""
    deficit = rest.point.deficit if rest.point else arb(float(-rest.student.residual(g)[0]))
    if deficit == 0 or (rest.point and rest.point.next_sign is None) or not np.isfinite(rest.student.rate(g)):
        return "the deficit g_0 - h_0 is 0 to all digits: the next mode grows at no rate"
    return ""


def _next(student: SignedStudent, g: Sequence[Fraction], target: Array, bits: int) -> Rest | str:
    """The first point at which the flow with one more mode rests, or how far it was followed in vain."""
    now, total = with_next_mode(student, target, AMPLITUDE), 0.0
    duration, budget = 10 / abs(student.rate(target)), iter(range(MOST_VELOCITIES))
    for _ in range(ROUNDS):
        try:
            now, total = flowed(now, target, duration, budget), total + duration
        except ArithmeticError:
            return f"the flow with {len(now.signs)} mode(s) could not be followed beyond t = {total:.3g}"
        if now.speed(target) < RESTING:
            point = _near(now, g, bits)
            if point is not None or (now.is_complex and now.speed(target) < RESTING / 1000):
                return Rest(now, point, total)
        duration *= LONGER
    if now.speed(target) < RESTING / 1000:
        return Rest(now, None, total)
    size = float(np.max(np.abs(now.modes()[0])))
    return (
        f"the flow with {len(now.signs)} mode(s) does not rest until t = {total:.3g}: "
        f"largest node {size:.3g}, gradient {now.speed(target):.1g}"
    )


def _near(student: SignedStudent, g: Sequence[Fraction], bits: int) -> ModePoint | None:
    if student.is_complex:
        return None
    nodes, weights = student.modes()
    point = mode_point([float(x) for x in nodes.real], [float(w) for w in weights.real], g, bits)
    if point is None:
        return None
    pairs = zip((*point.nodes, *point.weights), (*nodes.real, *weights.real), strict=True)
    return point if all(abs(float(ball.mid()) - seen) <= NEAR * (1 + abs(seen)) for ball, seen in pairs) else None
