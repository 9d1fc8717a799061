"""One exact run made rigorous: radii with and without shadowing, a certificate, its second route, and tampering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import log2, log10
from typing import TYPE_CHECKING

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.rationals import bounds_of
from numerics.descent.descent import descend
from numerics.descent.run import Run
from numerics.rigour.certified_run import recentred
from numerics.rigour.shadowing import shadow
from verifier.certificate.certificate import Certificate
from verifier.certificate.certification import certificate, rigorous_run
from verifier.certificate.recheck import Finding, recheck, verdict
from verifier.ground import plots
from verifier.ground.enclosure_text import enclosure_text, radius_text
from verifier.notebook.markdown import Shown, table
from verifier.notebook.svg import Panel, Picture, picture
from verifier.problem.problem import Problem, parse_problem

if TYPE_CHECKING:
    from flint import arb

    from verifier.claim.verdict import Verdict

LONGEST = 600.0
"""Seconds that the second route may take: far more than any notebook asks for."""


def problem(text: str) -> Problem:
    """The problem that a problem file with this text states."""
    return parse_problem(text, "the problem above")


def digits_lost(given: Problem, steps: Sequence[int], bits: int, more_bits: int) -> dict[str, list[float]]:
    """Decimal digits by which the radius exceeds 2^-bits after each number of steps (the last is the largest).

    Naive balls get `more_bits`, which they need; shadowing gets `bits`.
    """
    run = replace(given.exact.run, steps=steps[-1])
    shadowed = [_lost(shadow(replace(run, steps=count), bits).radius, bits) for count in steps]
    return {"naive balls": _naive(run, steps, more_bits), "shadowing": shadowed}


def _naive(run: Run, steps: Sequence[int], bits: int) -> list[float]:
    balls = Balls(bits)
    iterates = descend(run, balls)
    wanted = set(steps)
    return [_lost(recentred(iterate.model, balls)[1], bits) for iterate in iterates if iterate.step in wanted]


def _lost(radius: arb, bits: int) -> float:
    return plots.log10(bounds_of(radius).upper) + bits * log10(2)


def bits_a_step(lost: Sequence[float], steps: Sequence[int]) -> float:
    """Bits lost a step between the last two places."""
    return (lost[-1] - lost[-2]) * log2(10) / (steps[-1] - steps[-2])


def lost_curves(lost: dict[str, list[float]], steps: Sequence[int]) -> Picture:
    """Digits lost by steps, for both ways."""
    curves = {name: (steps, digits) for name, digits in lost.items()}
    return picture(Panel(curves, "step", "digits lost", "what a rigorous run costs"))


def certified(given: Problem, digits: int) -> Certificate:
    """What `verifier certify` writes."""
    return certificate(given, rigorous_run(given, digits), digits)[0]


def claims_table(made: Certificate, digits: int = 6) -> Shown:
    """The certificate's claims, rounded outward to a few digits, and the radius about the end state."""
    rows = [("distance of the exact end from the one written", f"at most {radius_text(made.radius)[0]}")]
    for name in made.claims:
        text = enclosure_text(made.enclosure(name), digits)
        rows.append((name.replace("_", " "), f"{float(text['mid']):.{digits - 1}e} up to {float(text['rad']):.1e}"))
    return table(("quantity", "certified"), rows)


def second_route(made: Certificate) -> tuple[Finding, ...]:
    """Every step and every claim again, in integers, by a checker that shares no code with certify."""
    return tuple(recheck(made, LONGEST))


def findings_table(findings: Sequence[Finding]) -> Shown:
    """What the second route says, part by part."""
    return table(
        ("part", "verdict", "finding"), [(f.part.replace("_", " "), f.verdict.value, f.text) for f in findings]
    )


def outcome(findings: Sequence[Finding]) -> Verdict:
    """Of the certificate as a whole."""
    return verdict(list(findings))


def tampered(made: Certificate, quantity: str, middle: str) -> Certificate:
    """The same certificate with another middle in one of its claims."""
    return replace(made, claims={**made.claims, quantity: {**made.claims[quantity], "mid": middle}})


def narrowed(made: Certificate) -> Certificate:
    """The same certificate, which now says that the exact end is the decimal number written."""
    return replace(made, radius=Fraction(0))
