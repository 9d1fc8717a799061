"""The answer of a recovery in one sentence: what a reader sees first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numerics.recovery.recovery_result import Recovery


def sentence(found: Recovery) -> str:
    """What is certified, and under which hypothesis; or what is missing."""
    if found.missing:
        return found.missing
    if found.degree == 0:
        return "the sequence is 0, and has no pole"
    count = len(found.poles)
    poles = "1 pole" if count == 1 else f"{count} poles"
    multiple = "" if count == found.degree else f", {found.degree} with multiplicity"
    if found.accuracy:
        held = f"{poles} enclosed {_digits(found.digits)}, for every truth of degree {found.degree} within the accuracy"
    elif all(pole.exact is not None for pole in found.poles):
        held = f"{poles}{multiple}, exactly"
    else:
        held = f"{poles}{multiple}, to {found.digits} certified digits"
    return f"{held}{_sign(found)}{_feedthrough(found)}"


def _digits(digits: int) -> str:
    return "to 1 digit" if digits == 1 else f"to {digits} digits" if digits else "in boxes that do not meet"


def _sign(found: Recovery) -> str:
    return {True: "; a positive measure", False: "; no positive measure", None: ""}[found.positive]


def _feedthrough(found: Recovery) -> str:
    return "" if found.feedthrough is None else "; a feedthrough D"
