"""A pole of a sampled system as a mode of the continuous one: rate, frequency, damping."""

from dataclasses import dataclass
from fractions import Fraction

from flint import acb, arb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball


@dataclass(frozen=True)
class Mode:
    r"""The mode e^{rate t} that is sampled as x^j = e^{rate j dt}: rate = log(x) / dt.

    `frequency` = Im(rate) / 2 pi, in cycles per unit of dt; `damping` = -Re(rate) / |rate|. The principal logarithm is
    taken: faster modes, frequencies apart by 1 / dt, have the same samples (aliasing).
    """

    rate: acb
    frequency: arb
    damping: arb


def mode_of(pole: acb, dt: Fraction, bits: int) -> Mode | None:
    """The mode of a pole sampled every `dt` > 0; None where the pole may be 0: it has no logarithm.

    >>> mode_of(acb(1) / 2, Fraction(1), 64).rate.real < 0
    True
    """
    if pole.contains(0):
        return None
    with arb_bits(bits):
        rate = pole.log() / ball(dt)
        return Mode(rate, rate.imag / (2 * arb.pi()), -rate.real / abs(rate))
