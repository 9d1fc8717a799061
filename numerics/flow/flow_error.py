r"""How far a flow can be from a path that nearly follows it: e' <= nu e + defect, along the whole path.

nu bounds the one-sided Lipschitz constant of -grad L: <x - y, G(y) - G(x)> <= nu |x - y|^2 where Hess L >= -nu between
x and y. Over a stretch of length h on which nu and the defect are constant bounds, e(t) <= e^{nu h} (e(0) + h defect).
nu is taken on a ball with room for e = 2 (e(0) + h defect), and e^{nu h} < 2: so e never leaves that ball (continuity).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import arb

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.protocol import Rows
from numerics.arithmetics.rationals import ball, exact_value
from numerics.flow.taylor_path import BITS, TaylorPath
from numerics.model.linear_rnn import LinearRNN
from numerics.rigour.certified_run import recentred
from numerics.rigour.curvature import curvature

REACH = Fraction(1, 16)
"""How far from a student its curvature is relied on at most."""

SPAN = Fraction(1, 64)
"""How far the path goes at most within one stretch: shorter is sharper, for the bound of nu is for all of it."""

PIECES = 1 << 10
"""Into how many stretches one step of the path is cut at most."""

OneSidedLipschitz = Callable[[LinearRNN[Any], Sequence[Rows], Fraction], arb]
"""(student, response, radius) -> nu with Hess L >= -nu on the ball of that radius about the student."""


class Unfollowed(ArithmeticError):  # noqa: N818
    """The error could not be bounded along the path: it is too large for the curvature that was found."""


@dataclass(frozen=True)
class Approximation:
    """For 0 <= t <= ``duration`` the path solves the flow of the loss with response ``g`` up to ``defect``."""

    path: TaylorPath
    duration: Fraction
    defect: arb
    g: tuple[Rows, ...]


@dataclass(frozen=True)
class Carried:
    """The error at the end of a path, at most, and anywhere along it; ``growth`` is what an error was multiplied by."""

    radius: arb
    largest: arb
    growth: arb


def one_sided_lipschitz(model: LinearRNN[Any], g: Sequence[Rows], radius: Fraction) -> arb:
    """nu >= 0 with Hess L >= -nu within `radius` of an exact student, rigorously."""
    here = curvature(model, g, radius, sharp_below=float("inf"))
    with arb_bits(BITS):
        return (here.nu + here.lipschitz * ball(radius)).upper()


def carried(near: Approximation, start: arb, one_sided: OneSidedLipschitz = one_sided_lipschitz) -> Carried:
    """The distance of the flow from the path up to its duration, if it is at most `start` at t = 0.

    Raises:
        Unfollowed: no cutting into at most `PIECES` stretches bounds it.
    """
    with arb_bits(BITS):
        speed, pieces = near.path.speed(near.duration), 1
        while pieces <= PIECES:
            far = speed * ball(near.duration) / pieces
            found = _in_pieces(near, start, pieces, far, one_sided) if far <= ball(SPAN) else None
            if found is not None:
                return found
            pieces *= 2
    raise Unfollowed("the error is too large for the curvature along the path")


def _in_pieces(near: Approximation, start: arb, pieces: int, far: arb, one_sided: OneSidedLipschitz) -> Carried | None:
    """The error carried through equal stretches, on each of which the path goes no further than `far`; None if lost."""
    error, length = Carried(start, start, arb(1)), near.duration / pieces
    for piece in range(pieces):
        middle, off = recentred(near.path.at((piece + Fraction(1, 2)) * length), Balls(near.path.bits))
        grown = (error.radius + ball(length) * near.defect).upper()
        reach = far / 2 + off + 2 * grown
        if not reach <= ball(REACH):
            return None
        growth = (one_sided(middle, near.g, _above(reach)) * ball(length)).exp().upper()
        if not growth < 2:
            return None
        radius = (growth * grown).upper()
        error = Carried(radius, error.largest.max(radius), (error.growth * growth).upper())
    return error


def _above(value: arb) -> Fraction:
    """A positive fraction of few bits that is at least the value."""
    return exact_value((value.upper() + arb(2) ** -BITS).upper())
