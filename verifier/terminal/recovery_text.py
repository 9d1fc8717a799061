"""A recovery as a reader sees it: the verdict, what is certified and on which hypotheses, as lines and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.claim.verdict import Verdict
from verifier.ground.ball_text import complex_json, complex_text, enclosure_json
from verifier.ground.numbers import decimal_text
from verifier.terminal.console import coloured, console, print_table
from verifier.terminal.recovery_answer import sentence

if TYPE_CHECKING:
    from fractions import Fraction

    from flint import acb

    from numerics.moments.partial_fractions import Pole
    from numerics.recovery.recovery_result import Recovery

LEAST_DIGITS = 6
"""Digits of the middle of a wide enclosure: rounding it further would widen it."""

SHOWN_DIGITS = 20
"""Digits on a terminal; the JSON has all."""


def verdict_of(found: Recovery) -> Verdict:
    """CERTIFIED when nothing is missing, UNDECIDED otherwise."""
    return Verdict.UNDECIDED if found.missing else Verdict.CERTIFIED


def lines_of(found: Recovery) -> list[str]:
    """What was found, in sentences."""
    lines = [f"moments: {found.count}", f"degree: {_degree(found)}"]
    lines += [_feedthrough(found)] if found.feedthrough is not None else []
    lines += [f"positive measure: {_three_valued(found.positive)}"]
    if found.signature:
        lines.append(f"Hankel matrix: {found.signature[0]} positive and {found.signature[1]} negative eigenvalues")
    lines += [f"extrapolation forced: {_forced(found)}"]
    if (widest := _widest(found)) is not None:
        lines.append(f"forced as well for any student of at most {widest} states that fits")
    if found.degree:
        lines.append(f"certified digits: {found.digits}{_lost(found)}")
        many = "routes that agree" if len(found.routes) > 1 else "route"
        lines.append(f"{many}: {', '.join(found.routes)}")
    lines += [f"hypothesis: {text}" for text in found.hypotheses]
    return lines + [f"note: {text}" for text in found.notes]


def pole_headings(found: Recovery) -> tuple[str, str, str]:
    """The headings of `pole_rows`: where the answer is undecided, they say what the poles are conditional on."""
    unless = " (if the numbers are exact)" if found.missing and not found.accuracy else ""
    simple = all(pole.multiplicity == 1 for pole in found.poles)
    return f"pole{unless}", "multiplicity", "weight" if simple else "weight, or coefficients of binom(j, m) x^(j-m)"


def pole_rows(found: Recovery) -> list[tuple[str, str, str]]:
    """Pole, multiplicity and weight (of a multiple pole: its coefficients, m = 0, 1, ...), for a terminal."""
    digits = min(SHOWN_DIGITS, max(found.digits + 2, LEAST_DIGITS))
    return [
        (number_text(pole.value, pole.exact, digits), str(pole.multiplicity), _coefficients(pole, digits))
        for pole in found.poles
    ]


def _coefficients(pole: Pole, digits: int) -> str:
    if pole.multiplicity == 1:
        return number_text(pole.weight, pole.exact_weight, digits)
    exact = pole.exact_coefficients or (None,) * pole.multiplicity
    return ", ".join(number_text(c, e, digits) for c, e in zip(pole.coefficients, exact, strict=True))


def mode_rows(found: Recovery, dt: Fraction) -> list[tuple[str, ...]]:
    """Pole, rate log(x) / dt, frequency and damping, for a terminal."""
    digits = min(SHOWN_DIGITS, max(found.digits + 2, LEAST_DIGITS))
    return [
        (number_text(pole.value, pole.exact, digits), *mode_cells(pole.value, dt, found.bits, digits))
        for pole in found.poles
    ]


def mode_cells(pole: acb, dt: Fraction, bits: int, digits: int) -> tuple[str, ...]:
    """Rate, frequency and damping of the mode that a pole samples; - where there is none."""
    from flint import acb

    from numerics.realisation.modes import mode_of

    mode = mode_of(pole, dt, bits + 64)
    parts = (None, None, None) if mode is None else (mode.rate, acb(mode.frequency), acb(mode.damping))
    return tuple(number_text(part if part is not None and part.is_finite() else None, None, digits) for part in parts)


def show(found: Recovery, dt: Fraction | None) -> None:
    """Prints the answer on the terminal: first in a sentence, then the poles, then what else there is to know."""
    out = console()
    out.print(coloured(verdict_of(found)).append(f": {sentence(found)}", style="default"), soft_wrap=True)
    if found.poles:
        print_table(pole_headings(found), pole_rows(found))
    if found.poles and dt:
        print_table(("pole", "rate log(x)/dt", "frequency", "damping"), mode_rows(found, dt))
    out.print(*lines_of(found), *fit_lines(found), sep="\n", soft_wrap=True)
    if found.extrapolation:
        print_table(("lag", "response"), extrapolation_rows(found))


def fit_lines(found: Recovery) -> list[str]:
    """The best fit with its residual, each line marked as what it is."""
    if found.fit is None:
        return []
    within = f"{float(found.fit.beyond):.3g} of the accuracy"
    fit = f"best fit of {len(found.fit.rule)} poles by least squares"
    missed = f"largest residual {float(found.fit.residual):.3g} ({within})"
    lines = [f"NOT CERTIFIED: {fit}, {missed}; other poles may fit nearly as well"]
    for node, weight in found.fit.rule:
        lines.append(f"  not certified: pole {_short(node)}, weight {_short(weight)}")
    return lines


def _short(value: acb) -> str:
    real, imaginary = float(value.real.mid()), float(value.imag.mid())
    return f"{real:.6g}" + (f" {imaginary:+.6g} i" if imaginary else "")


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
        "start": str(found.start),
        "feedthrough": found.feedthrough and _json(found.feedthrough, None, digits),
        "nodes": [_json(pole.value, pole.exact, digits) for pole in found.poles],
        "multiplicities": [str(pole.multiplicity) for pole in found.poles],
        "weights": [pole.weight and _json(pole.weight, pole.exact_weight, digits) for pole in found.poles],
        "coefficients": [_coefficients_json(pole, digits) for pole in found.poles],
        "fit": _fit_json(found),
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


def _coefficients_json(pole: Pole, digits: int) -> list[object]:
    exact = pole.exact_coefficients or (None,) * len(pole.coefficients)
    return [_json(c, e, digits) for c, e in zip(pole.coefficients, exact, strict=True)]


def _fit_json(found: Recovery) -> dict[str, object] | None:
    """The fit as decimal text, with the word that it certifies nothing."""
    if found.fit is None:
        return None
    rule = [{"node": _short(node), "weight": _short(weight)} for node, weight in found.fit.rule]
    return {"certified": False, "residual": decimal_text(found.fit.residual, 6), "rule": rule}


def _feedthrough(found: Recovery) -> str:
    others = len(found.poles) - 1
    exact = any(pole.exact == 0 for pole in found.poles)
    one = "the pole 0 is" if exact else "if the pole near 0 is 0, it is"
    return (f"feedthrough: D = {number_text(found.feedthrough, None, SHOWN_DIGITS)}; {one} no mode of a system with D: "
            f"its other {others} poles give C A^(j-1) B at every lag j >= 1")  # fmt: skip


def _degree(found: Recovery) -> str:
    if found.degree is None:
        return f"not determined, at least {found.degree_at_least}"
    return f"{found.degree}" if found.confirmed else f"{found.degree}, not confirmed by a further moment"


def _three_valued(answer: bool | None) -> str:
    return {True: "yes", False: "no: no positive measure has these moments", None: "not decided"}[answer]


def _forced(found: Recovery) -> str:
    if found.forcing is None:
        return "no"
    spectrum = f" with spectrum in {_support(found)}" if found.forcing.stable_only else ""
    return f"yes, for every symmetric student{spectrum} that fits: {found.forcing.least_count} moments suffice"


def _support(found: Recovery) -> str:
    from numerics.moments.truncated_moments import interval_text

    return interval_text(found.support)


def _widest(found: Recovery) -> int | None:
    """The width d = k - n up to which students of any kind that fit extrapolate, when 2n <= k."""
    return None if found.degree is None or 2 * found.degree > found.count else found.count - found.degree


def _lost(found: Recovery) -> str:
    return "" if found.digits_lost is None else f"; from moments to nodes {found.digits_lost} digits are lost"


def number_text(ball: acb | None, exact: Fraction | None, digits: int) -> str:
    """An exact number where it is short, else an enclosure; - for none."""
    if ball is None:
        return "-"
    if exact is not None:
        return str(exact) if len(str(exact)) <= 2 * SHOWN_DIGITS else decimal_text(exact, digits)
    return complex_text(ball, digits)


def _json(ball: acb, exact: Fraction | None, digits: int) -> object:
    return complex_json(ball, digits) if exact is None else str(exact)
