"""What lag 0 means: a feedthrough D where a pole is 0, and weights as of lag 0 where the numbers begin later."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from flint import acb, arb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.moments.partial_fractions import Pole
from numerics.recovery.recovery_result import Recovery


def with_feedthrough(found: Recovery, moments: Sequence[Fraction], errors: Sequence[Fraction]) -> Recovery:
    """With D = h_0 where a simple pole is 0, or cannot be told from 0: then h_j = C A^{j-1} B from lag 1 on.

    Systems with D are indexed so: the node 0 carries what the other poles leave of h_0, in one lag only.
    """
    if not any(pole.multiplicity == 1 and pole.value.contains(0) for pole in found.poles):
        return found
    with arb_bits(found.bits + 64):
        return replace(found, feedthrough=acb(ball(moments[0]) + arb(0, 1) * ball(errors[0])))


def indexed_from(start: int, found: Recovery) -> Recovery:
    """The answer where the first number is h_start: w x^start was found for each pole x, and w is wanted.

    A pole 0 shows in no lag but 0. Positivity is that of the weights found, an odd start moves signs; what forces an
    extrapolation is judged where x^start cannot be negative, and says nothing of a mass at 0.
    """
    if start == 0:
        return found
    with arb_bits(found.bits + 64):
        shifted = tuple(_shifted(pole, start) for pole in found.poles)
    note = f"the first number is h_{start}: a pole 0 would not show; coefficients of multiple poles count from it"
    lags = tuple((lag + start, value) for lag, value in found.extrapolation)
    odd = start % 2 == 1
    return replace(
        found,
        start=start,
        poles=shifted,
        positive=_positive(shifted) if found.degree and odd else None if odd else found.positive,
        forcing=None if odd else found.forcing,
        feedthrough=None,
        extrapolation=lags,
        notes=(*found.notes, note),
    )


def _shifted(pole: Pole, start: int) -> Pole:
    if pole.weight is None or pole.value.contains(0):
        return replace(pole, weight=None, exact_weight=None) if pole.value.contains(0) else pole
    exact = pole.exact and pole.exact_weight is not None and pole.exact_weight / pole.exact**start
    weight = acb(ball(exact)) if exact else pole.weight / pole.value**start
    coefficients = (exact,) if exact else ()
    return replace(
        pole, weight=weight, exact_weight=exact or None, coefficients=(weight,), exact_coefficients=coefficients
    )


def _positive(poles: Sequence[Pole]) -> bool | None:
    """Whether all poles are simple and real with weights above 0; None where the enclosures do not decide it."""
    if any(pole.multiplicity > 1 for pole in poles):
        return False
    weights = [pole.weight for pole in poles]
    if any(w is None or (p.value.imag.contains(0) and not p.value.imag.is_zero())
           for p, w in zip(poles, weights, strict=True)):  # fmt: skip
        return None
    if all(p.value.imag.is_zero() and w is not None and w.real > 0 for p, w in zip(poles, weights, strict=True)):
        return True
    return False if any(not p.value.imag.contains(0) or (w is not None and w.real < 0)
                        for p, w in zip(poles, weights, strict=True)) else None  # fmt: skip
