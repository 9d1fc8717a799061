"""A recovery as a reader sees it: the verdict, what is certified and on which hypotheses, as lines and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.claim.verdict import Verdict
from verifier.ground.ball_text import complex_json, complex_text, enclosure_json
from verifier.ground.numbers import decimal_text

if TYPE_CHECKING:
    from fractions import Fraction

    from flint import acb

    from numerics.moments.recovery_result import Recovery

SHOWN_DIGITS = 20
"""Digits on a terminal; the JSON has all."""


def verdict_of(found: Recovery) -> Verdict:
    """CERTIFIED when nothing is missing, UNDECIDED otherwise."""
    return Verdict.UNDECIDED if found.missing else Verdict.CERTIFIED


def lines_of(found: Recovery) -> list[str]:
    """What was found, in sentences."""
    lines = [f"moments: {found.count}", f"degree: {_degree(found)}"]
    lines += [f"missing: {found.missing}"] if found.missing else []
    lines += [f"positive measure: {_three_valued(found.positive)}"]
    if found.signature:
        lines.append(f"Hankel matrix: {found.signature[0]} positive and {found.signature[1]} negative eigenvalues")
    lines += [f"extrapolation forced: {_forced(found)}"]
    if (widest := _widest(found)) is not None:
        lines.append(f"forced as well for any student of at most {widest} states that fits")
    if found.degree:
        lines.append(f"certified digits: {found.digits}{_lost(found)}")
        lines.append(f"routes that agree: {', '.join(found.routes) or 'interval Newton (Krawczyk) on the moments'}")
    lines += [f"hypothesis: {text}" for text in found.hypotheses]
    return lines + [f"note: {text}" for text in found.notes]


def pole_rows(found: Recovery) -> list[tuple[str, str, str]]:
    """Pole, multiplicity and weight, for a terminal."""
    digits = min(SHOWN_DIGITS, max(found.digits, 1) + 2)
    return [
        (_text(pole.value, pole.exact, digits), str(pole.multiplicity), _text(pole.weight, pole.exact_weight, digits))
        for pole in found.poles
    ]


def extrapolation_rows(found: Recovery) -> list[tuple[str, str]]:
    """Lag and enclosed response, for a terminal."""
    from flint import acb

    return [(str(lag), complex_text(acb(value), SHOWN_DIGITS)) for lag, value in found.extrapolation]


def to_json(found: Recovery) -> dict[str, object]:
    """The document of `verifier recover --json`: numbers as text, enclosures as midpoint and radius."""
    digits = found.digits + 3
    forcing, polynomial = found.forcing, found.polynomial
    return {
        "verdict": verdict_of(found).value,
        "missing": found.missing,
        "moments": str(found.count),
        "accuracy": str(found.accuracy),
        "degree": None if found.degree is None else str(found.degree),
        "degree_at_least": str(found.degree_at_least),
        "degree_confirmed": found.confirmed,
        "characteristic_polynomial": polynomial and [str(value) for value in polynomial.coeffs()],
        "nodes": [_json(pole.value, pole.exact, digits) for pole in found.poles],
        "multiplicities": [str(pole.multiplicity) for pole in found.poles],
        "weights": [pole.weight and _json(pole.weight, pole.exact_weight, digits) for pole in found.poles],
        "positive": found.positive,
        "signature": found.signature and [str(number) for number in found.signature],
        "forced": forcing is not None,
        "forced_by": forcing and ("stable threshold" if forcing.stable_only else "k > 2n"),
        "moments_that_force": forcing and str(forcing.least_count),
        "forced_up_to_width": None if (widest := _widest(found)) is None else str(widest),
        "digits": str(found.digits),
        "digits_lost": None if found.digits_lost is None else str(found.digits_lost),
        "working_bits": str(found.bits),
        "routes": list(found.routes),
        "hypotheses": list(found.hypotheses),
        "notes": list(found.notes),
        "extrapolation": [
            {"lag": str(lag), "value": enclosure_json(value, max(digits, SHOWN_DIGITS))}
            for lag, value in found.extrapolation
        ],
    }


def _degree(found: Recovery) -> str:
    if found.degree is None:
        return f"not determined, at least {found.degree_at_least}"
    return f"{found.degree}" if found.confirmed else f"{found.degree}, not confirmed by a further moment"


def _three_valued(answer: bool | None) -> str:
    return {True: "yes", False: "no: no positive measure has these moments", None: "not decided"}[answer]


def _forced(found: Recovery) -> str:
    if found.forcing is None:
        return "no"
    who = "every symmetric student with spectrum in [-1, 1]" if found.forcing.stable_only else "every symmetric student"
    return f"yes, for {who} that fits: {found.forcing.least_count} moments suffice"


def _widest(found: Recovery) -> int | None:
    """The width d = k - n up to which students of any kind that fit extrapolate, when 2n <= k."""
    return None if found.degree is None or 2 * found.degree > found.count else found.count - found.degree


def _lost(found: Recovery) -> str:
    return "" if found.digits_lost is None else f"; from moments to nodes {found.digits_lost} digits are lost"


def _text(ball: acb | None, exact: Fraction | None, digits: int) -> str:
    if ball is None:
        return "-"
    if exact is not None:
        return str(exact) if len(str(exact)) <= 2 * SHOWN_DIGITS else decimal_text(exact, digits)
    return complex_text(ball, digits)


def _json(ball: acb, exact: Fraction | None, digits: int) -> object:
    return complex_json(ball, digits) if exact is None else str(exact)
