r"""Gradient descent repeated in integers, with a bound of the distance to the exact run.

The theorem. Let Phi(x) = x - eta grad L(x). For computed students x_0, x_1, ... put tau_t >= |x_{t+1} - Phi(x_t)|, and
let e_0 >= |x_0 - theta_0|, theta_t the exact iterates. Where Hess L lies in [-nu, beta] on the ball of radius e_t about
x_t, the derivative I - eta Hess L of Phi has at most the norm max(1 + eta nu, eta beta - 1) there, so

    |x_{t+1} - theta_{t+1}| <= e_{t+1} := max(1 + eta nu, eta beta - 1) e_t + tau_t          (mean value inequality).

tau_t is the radius of one step in balls from the exact point x_t; nu and beta are those of `curvature`. As the error
grows, bits that it has made worthless are dropped, and the error grows by what that moves the student.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from numerics.checker.balls import Ball, Exact, Fixed, Interval, rounded_up
from numerics.checker.curvature import BITS, ONE, Around, curvature
from numerics.checker.model import Student, gradient

GUARD = 32
"""The error is kept at 2^`GUARD` units or more: rounding hardly adds to it, and no step carries idle bits."""

Hear = Callable[[int], None]


@dataclass(frozen=True)
class End:
    """After the last step the exact student lies within ``radius`` units of 2^-``bits`` of the middle of ``student``.

    ``energy`` encloses sum |grad L(theta_t)|^2 over the steps taken.
    """

    student: Student
    radius: int
    bits: int
    energy: Interval


class Outgrown(ArithmeticError):  # noqa: N818
    """The bound of the error has outgrown the ball on which it holds: more bits are needed from ``step`` on."""

    def __init__(self, step: int) -> None:
        super().__init__(f"at step {step} the bound of the error is too large to be followed")
        self.step = step


def descend(
    start: Sequence[Exact],
    response: Sequence[Exact],
    eta: Fraction,
    steps: int,
    bits: int,
    hear: Hear,
    wanted: int = 0,
) -> End:
    """The run, and what is known of its end.

    Args:
        start: A, B, C, exact.
        response: the lags that are trained on, exact.
        eta: the step size.
        steps: how many.
        bits: of the fixed-point arithmetic at the start.
        hear: hears the number of each step before it is taken; may raise to stop.
        wanted: the error at the end is to be at most 2^-wanted.

    Raises:
        Outgrown: the bits do not suffice; as soon as that is certain.
    """
    now, around, gone = _Now.begin(start, response, bits), Around(0, 0, -1, 0), 0
    for step in range(steps):
        hear(step)
        if gone + now.far > around.spare:
            now = now.shortened(response)
            around, gone = curvature(now.student, response, around.next_spare, now.fixed.bits), 0
            if now.far > around.spare or now.known < wanted:
                raise Outgrown(step)
        now, length = _advanced(now, around, eta)
        gone += length
    if now.known < wanted:
        raise Outgrown(steps)
    return End(now.student, now.error, now.fixed.bits, now.energy.interval)


@dataclass(frozen=True)
class _Energy:
    """sum |G_t|^2 in units of 4^-bits, and a bound of how far it is from the exact one."""

    bits: int
    middle: int = 0
    spread: int = 0

    def with_gradient(self, G: Student, moved: int) -> "_Energy":
        """One gradient more: known within its radius, and the exact iterate's within `moved` units of it."""
        far = G.radius + moved
        return _Energy(self.bits, self.middle + sum(X.squared for X in G.parts), self.spread + far * (2 * G.size + far))

    def shortened(self, places: int) -> "_Energy":
        """The same with fewer bits."""
        return _Energy(self.bits - places, self.middle >> 2 * places, rounded_up(self.spread, 2 * places) + 1)

    @property
    def interval(self) -> Interval:
        """Between which fractions it lies."""
        unit = Fraction(1, 4**self.bits)
        return Interval(max(0, self.middle - self.spread) * unit, (self.middle + self.spread) * unit)


@dataclass(frozen=True)
class _Now:
    """The computed student, the bound of its error, both in units of ``fixed``, and the energy so far."""

    fixed: Fixed
    student: Student
    g: tuple[Ball, ...]
    error: int
    energy: _Energy

    @classmethod
    def begin(cls, start: Sequence[Exact], response: Sequence[Exact], bits: int) -> "_Now":
        """Before the first step."""
        fixed = Fixed(bits)
        student = Student(*(fixed.ball(X) for X in start))
        g = tuple(fixed.ball(g_j) for g_j in response)
        return cls(fixed, student.middle, g, student.radius, _Energy(bits))

    @property
    def far(self) -> int:
        """The bound of the error in the units in which curvature is bounded."""
        return _coarse(self.error, self.fixed.bits)

    @property
    def known(self) -> int:
        """The error is at most 2^-known."""
        return self.fixed.bits - self.error.bit_length()

    def shortened(self, response: Sequence[Exact]) -> "_Now":
        """Without the bits that the error has made worthless; the same where there are few of them."""
        places = self.error.bit_length() - 2 * GUARD
        if places < GUARD:
            return self
        fixed = Fixed(self.fixed.bits - places)
        student = Student(
            *(Ball(tuple(tuple(x >> places for x in row) for row in X.rows), 0) for X in self.student.parts)
        )
        count = sum(len(row) for X in student.parts for row in X.rows)
        g = tuple(fixed.ball(g_j) for g_j in response)
        return _Now(fixed, student, g, rounded_up(self.error, places) + count, self.energy.shortened(places))


def _advanced(now: _Now, around: Around, eta: Fraction) -> tuple[_Now, int]:
    """One step, and its length in the units in which curvature is bounded."""
    fixed = now.fixed
    G = gradient(now.student, now.g, fixed)
    pairs = zip(now.student.parts, G.parts, strict=True)
    stepped = Student(*(fixed.subtract(X, fixed.scale(eta, Y)) for X, Y in pairs))
    growth = max(ONE + _times(eta, around.nu), _times(eta, around.beta) - ONE)
    error = rounded_up(now.error * growth, BITS) + stepped.radius
    energy = now.energy.with_gradient(G, rounded_up(around.beta * now.error, BITS))
    return _Now(fixed, stepped.middle, now.g, error, energy), _coarse(_times(eta, G.size) + stepped.radius, fixed.bits)


def _coarse(value: int, bits: int) -> int:
    return rounded_up(value, bits - BITS) if bits > BITS else value << BITS - bits


def _times(eta: Fraction, value: int) -> int:
    """eta value, rounded up."""
    return -(-eta.numerator * value // eta.denominator)
