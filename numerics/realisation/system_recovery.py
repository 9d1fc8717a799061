"""Several inputs and outputs: from matrix lags, exact or measured, to a realisation (A, B, C, D) and its poles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from flint import arb, arb_mat

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.realisation.block_hankel import Lags, block_sizes
from numerics.realisation.realisation import Realisation, exact_realisation, measured_realisation
from numerics.realisation.system_poles import SystemPole, enclosed_poles, exact_poles
from numerics.recovery.recovery_routes import wanted_bits

GIVEN_STATES = "the true response has {n} states: data within any accuracy > 0 never exclude more"


@dataclass(frozen=True)
class SystemRecovery:
    """What k matrix lags (p x m) determine: h_j = C A^j B; or, where `D` is separated, h_0 = D, h_j = C A^{j-1} B.

    `missing` says what would decide, `hypotheses` what is taken for granted. Poles are empty where they could not be
    told apart.
    """

    count: int
    outputs: int
    inputs: int
    realisation: Realisation | None
    D: tuple[tuple[Fraction, ...], ...] | None = None
    poles: tuple[SystemPole, ...] = ()
    accuracy: Fraction = Fraction(0)
    start: int = 0
    bits: int = 0
    hypotheses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    missing: str = ""


def recover_system(lags: Lags, accuracy: Fraction = Fraction(0), digits: int = 50, start: int = 0) -> SystemRecovery:
    """The smallest realisation of matrix lags, and its poles.

    Args:
        lags: k matrices p x m, h_start first.
        accuracy: how far each entry may be from the truth; 0 when the lags are the truth.
        digits: decimals of the poles of exact lags.
        start: 0, or 1: then h_j = C A^{j-1} B, and D = h_0 stays unknown.

    Returns:
        A, B, C, and D = h_0 where the lags from 1 on need fewer states without it; what is missing, what is assumed.

    Raises:
        ValueError: no lags, an accuracy below 0, another start.
    """
    if not lags or accuracy < 0 or start not in (0, 1):
        raise ValueError("recover_system: give lags, an accuracy of 0 or more, and 0 or 1 as the first lag")
    bits = wanted_bits(digits) + 128 + accuracy.denominator.bit_length()
    found = SystemRecovery(len(lags), len(lags[0]), len(lags[0][0]), None, accuracy=accuracy, start=start, bits=bits)
    return _measured(found, lags, accuracy, bits) if accuracy else _exact(found, lags, bits)


def _exact(found: SystemRecovery, lags: Lags, bits: int) -> SystemRecovery:
    realisation = exact_realisation(lags)
    if realisation is None:
        return replace(found, missing="the lags do not determine the number of states; more lags are needed")
    later = exact_realisation(lags[1:]) if found.start == 0 and len(lags) > 2 else None
    if later is not None and later.states < realisation.states:
        D = tuple(tuple(row) for row in lags[0])
        found, realisation, lags = replace(found, D=D), later, lags[1:]
    n = realisation.states
    unconfirmed = (f"nothing confirms {n} states: no lag is left over",) if not realisation.confirmed and n else ()
    found = replace(found, realisation=realisation, notes=unconfirmed)
    return replace(found, poles=tuple(exact_poles(realisation, lags, bits)))


def _measured(found: SystemRecovery, lags: Lags, accuracy: Fraction, bits: int) -> SystemRecovery:
    realisation = measured_realisation(lags, accuracy, bits)
    if realisation is None:
        return replace(found, missing="at this accuracy all lags may be 0; measure more sharply")
    heights, widths = block_sizes(len(lags))
    n, full = realisation.states, min(heights * found.outputs, widths * found.inputs)
    if n == full:
        return replace(found, missing=f"there are at least {n} states, as many as so few lags can show; give more lags")
    if not _overlaps(realisation, lags, accuracy, bits):
        why = f"no realisation of {n} states is within the accuracy of all the lags; measure more sharply"
        return replace(found, missing=why)
    poles = enclosed_poles(realisation, bits)
    notes = () if poles is not None else ("the balls do not tell the poles apart",)
    hypotheses = (GIVEN_STATES.format(n=n),)
    return replace(found, realisation=realisation, poles=tuple(poles or ()), hypotheses=hypotheses, notes=notes)


def _overlaps(found: Realisation, lags: Lags, accuracy: Fraction, bits: int) -> bool:
    """Whether C A^j B in balls meets every lag within the accuracy."""
    with arb_bits(bits):
        A, state, C = (arb_mat([list(row) for row in M]) for M in (found.A, found.B, found.C))
        error = arb(0, ball(accuracy).abs_upper())
        for lag in lags:
            if not _meets(C * state, lag, error):
                return False
            state = A * state
        return True


def _meets(values: arb_mat, lag: Sequence[Sequence[Fraction]], error: arb) -> bool:
    return all(values[a, b].overlaps(ball(value) + error) for a, row in enumerate(lag) for b, value in enumerate(row))
