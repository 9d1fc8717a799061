"""What a rigorous run starts from, what it ends with, and how it is repeated until it is precise enough."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import arb

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.precision import arb_bits
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN

MAXIMAL_BITS = 1 << 16
"""Where raising the precision stops, unless the caller sets another limit."""

ATTEMPTS = 6
"""How often a run is repeated at most."""


class Lost(ArithmeticError):  # noqa: N818
    """Nothing rigorous is known from ``step`` on. ``hopeless``: more bits would not help."""

    def __init__(self, step: int, cause: str, remedy: str, hopeless: bool = False) -> None:
        super().__init__(f"lost at step {step}: {cause}; {remedy}")
        self.step, self.cause, self.remedy, self.hopeless = step, cause, remedy, hopeless

    def __reduce__(self) -> tuple[type["Lost"], tuple[int, str, str, bool]]:
        return type(self), (self.step, self.cause, self.remedy, self.hopeless)


@dataclass(frozen=True)
class EndState:
    """After ``step`` steps the exact iterate lies within ``radius`` (Frobenius norm) of ``model``.

    ``model`` holds exact arb matrices; ``energy`` is a ball around sum |G_t|^2 over the steps taken; ``bits`` is the
    working precision. Of shadowing only: ``amplification``, the product of the growth factors, and ``anchors``, how
    often the curvature was computed.
    """

    step: int
    model: LinearRNN[Any]
    radius: arb
    energy: arb
    bits: int
    amplification: arb | None = None
    anchors: int = 0


def recentred(model: LinearRNN[Any], balls: Balls) -> tuple[LinearRNN[Any], arb]:
    """The midpoints, exactly, and a bound of how far the balls reach from them (Frobenius norm)."""
    parts = model.parts
    middle = [X.mid() for X in parts]
    spread = balls.squared_norm(*(balls.subtract(X, mid) for X, mid in zip(parts, middle, strict=True)))
    return LinearRNN(*middle), spread.upper().sqrt().upper()


def overlap(first: EndState, second: EndState) -> bool:
    """Whether two enclosures of the same state can have a common point; two correct ones always do."""
    balls = Balls(max(first.bits, second.bits))
    pairs = ((first.model.A, second.model.A), (first.model.B, second.model.B), (first.model.C, second.model.C))
    apart = balls.squared_norm(*(balls.subtract(X, Y) for X, Y in pairs))
    return not apart > (first.radius + second.radius) ** 2


def with_enough_bits(
    method: Callable[[Run, int], EndState], run: Run, digits: int, bits: int, limit: int = MAXIMAL_BITS
) -> EndState:
    """The end of a run by one method, with as many bits as it takes.

    Args:
        method: encloses the run with so many bits: `shadow`, or `enclose`.
        run: start, response, step size and number of steps, all exact.
        digits: the radius at the end is at most 10^-digits.
        bits: where the raising begins.
        limit: where it stops.

    Returns:
        The enclosed end state of the first attempt that is precise enough.

    Raises:
        Lost: where the run is lost although its precision was raised to `limit`, or where raising it is hopeless.
    """
    target = arb(10) ** -digits
    for _ in range(ATTEMPTS):
        try:
            end = method(run, min(bits, limit))
            if end.radius <= target:
                return end
            lost = Lost(end.step, f"the radius {end.radius.str(3, radius=False)} exceeds 1e-{digits}", "")
            more = _bits_between(target, end.radius) + 16 if end.radius.is_finite() else bits
        except Lost as error:
            lost, more = error, bits
        if lost.hopeless or bits >= limit:
            break
        bits += more
    remedy = (
        lost.remedy if lost.hopeless else f"{min(bits, limit)} bits do not suffice: raise the limit, or run fewer steps"
    )
    raise Lost(lost.step, lost.cause, remedy, lost.hopeless)


def _bits_between(small: arb, large: arb) -> int:
    """log2(large / small), rounded up."""
    with arb_bits(64):
        return int(float((large / small).log() / arb(2).log())) + 2
