"""From the first moments back to nodes and weights: chooses between exact and measured data, and doubts the former."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from numerics.moments.exact_recovery import recover_exact
from numerics.moments.measured_recovery import recover_measured
from numerics.moments.recovery_result import Recovery
from numerics.moments.rounded_data import implied_accuracy

DEFAULT_DIGITS = 50


def recover(
    moments: Sequence[Fraction], digits: int | None = None, *, accuracy: Fraction | None = None, horizon: int = 0
) -> Recovery:
    r"""The nodes and weights of $h_j = \sum_i w_i x_i^j$, as far as the first moments determine them.

    Exact data whose degree nothing confirms (k = 2n, where any numbers with a non-singular Hankel matrix have a
    recurrence) and that look rounded are answered, but UNDECIDED: exactness needs exact data.

    Args:
        moments: $h_0, ..., h_{k-1}$, exact.
        digits: decimals that every node and weight shall have; 50 when None, or what measured data can bear.
        accuracy: how far a moment may be from the truth; None or 0 when the moments are the truth.
        horizon: up to which lag the response is continued; 0 for not at all.

    Returns:
        Degree, poles with certified digits, whether a positive measure has these moments, whether a symmetric
        student that fits them must extrapolate; and, in `missing`, what would decide the rest.

    Raises:
        ValueError: no moments, fewer than one digit, or a negative accuracy.

    >>> recover([Fraction(v) for v in ("0.333", "0.211", "0.142", "0.087")]).missing.split(":")[0]
    'the degree 2 is not confirmed'
    """
    if accuracy is not None and accuracy < 0:
        raise ValueError("recover: the accuracy is negative; give the largest distance from the truth")
    if accuracy:
        return recover_measured(moments, accuracy, digits, horizon)
    found = recover_exact(moments, digits or DEFAULT_DIGITS, horizon)
    return found if found.confirmed or found.forcing else _doubted(found, moments)


def _doubted(found: Recovery, moments: Sequence[Fraction]) -> Recovery:
    """With what is not confirmed said, and the second reading of numbers that look rounded."""
    accuracy = implied_accuracy(moments)
    reading = "" if accuracy is None else _read_as_rounded(found, moments, accuracy)
    if found.degree is None:
        return replace(found, missing=f"{found.missing}; {reading}" if reading else found.missing)
    n = found.degree
    unconfirmed = f"the degree {n} is not confirmed: almost any {2 * n} numbers have one of {n}"
    found = replace(
        found, hypotheses=(*found.hypotheses, f"the true sequence has degree {n}; one more moment would tell")
    )
    if found.positive:
        found = replace(
            found, notes=(*found.notes, f"among positive measures h_{2 * n} may also be larger, by any amount")
        )
    if not reading:
        return replace(found, notes=(unconfirmed, *found.notes))
    return replace(found, missing=found.missing or f"{unconfirmed}; {reading}")


def _read_as_rounded(found: Recovery, moments: Sequence[Fraction], accuracy: Fraction) -> str:
    """What the same numbers say when they are taken to be rounded in their last place."""
    rounded = recover_measured(moments, accuracy)
    bear = f"bear {rounded.digits} digits" if rounded.degree else "bear no digit of a node"
    lost = "" if found.digits_lost is None else f" (the way from moments to nodes loses {found.digits_lost})"
    return (f"the data look rounded to within {float(accuracy):.1e}: so read, they certify a degree of at least "
            f"{rounded.degree_at_least} and {bear}{lost}; give their accuracy, or unrounded numbers")  # fmt: skip
