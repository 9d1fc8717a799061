"""A certificate re-verified by another route: every step and quantity in mpmath intervals, no FLINT, no shadowing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from numerics.arithmetics.bounds import Bounds, sum_of_squares
from numerics.arithmetics.interval import Intervals
from numerics.arithmetics.precision import guarded_bits
from numerics.descent.descent import Divergence
from numerics.rigour.end_state import drift_bound, measure
from numerics.rigour.interval_run import IntervalRun, interval_run, seconds
from numerics.rigour.response_error import Ball
from verifier.certificate.certificate import Certificate
from verifier.certificate.listed_teacher import require_certifiable
from verifier.claim.verdict import Verdict
from verifier.ground.enclosure_text import enclosure_line

EXTRA_DIGITS = 25
"""The second route works more precisely than the claims are stated, so that it can decide about their last digits."""

ATTEMPTS = 3


@dataclass(frozen=True)
class Finding:
    """What the second route says of one part of a certificate."""

    part: str
    verdict: Verdict
    text: str


def recheck(
    certificate: Certificate, longest: float, progress: Callable[[int], None] = lambda step: None
) -> Iterator[Finding]:
    """Every part of a certificate, judged by a second route: mpmath intervals, no FLINT, no shadowing.

    Args:
        certificate: as read; nothing else is known of the run.
        longest: seconds; a run that would take longer is not repeated.
        progress: hears the number of each step.

    Returns:
        The findings, one at a time: of the start, of end and radius, of each claim. Each is CERTIFIED, REFUTED,
        UNDECIDED or, for a run that was not repeated, NOT RUN.
    """
    problem = certificate.problem
    require_certifiable(problem)
    yield _start(certificate)
    bits, needed = _bits(certificate), seconds_needed(certificate)
    run = _repeated(certificate, bits, progress) if needed <= longest else None
    if needed > longest:
        steps = f"{problem.training.steps} steps would take about {needed:.0f} s in intervals"
        text = f"not repeated: {steps} (--seconds allows more)"
        yield Finding("end", Verdict.NOT_RUN, text)
    else:
        yield _end(certificate, run)
    state = run.end if run is not None else Ball(certificate.end, certificate.radius)
    yield from _claims(certificate, state, run, bits)


def seconds_needed(certificate: Certificate) -> float:
    """About how long it takes to repeat the run of a certificate in intervals."""
    run = certificate.problem.exact.run
    return seconds(run, _bits(certificate) + run.steps)


def _bits(certificate: Certificate) -> int:
    return guarded_bits(certificate.digits + EXTRA_DIGITS, max(1, certificate.problem.training.steps))


def verdict(findings: list[Finding]) -> Verdict:
    """Refuted if a part is; undecided if a part is, or if the run was not repeated; else certified."""
    found = {finding.verdict for finding in findings}
    if Verdict.REFUTED in found:
        return Verdict.REFUTED
    return Verdict.CERTIFIED if found == {Verdict.CERTIFIED} else Verdict.UNDECIDED


def _start(certificate: Certificate) -> Finding:
    if certificate.start == certificate.problem.exact.run.start:
        return Finding("start", Verdict.CERTIFIED, "equals the one that seed, width and scale fix")
    return Finding("start", Verdict.REFUTED, "differs from the one that seed, width and scale fix")


def _repeated(certificate: Certificate, bits: int, progress: Callable[[int], None]) -> IntervalRun | None:
    """The run in intervals, with more bits until it is sharper than the certificate; None where that fails."""
    exact = certificate.problem.exact.run
    extra = exact.steps + 64
    sharp = Fraction(1, 10 ** (certificate.digits + EXTRA_DIGITS // 2))
    for _ in range(ATTEMPTS):
        try:
            run = interval_run(exact, bits + extra, progress)
            if run.end.radius <= sharp:
                return run
        except Divergence:
            return None
        except ValueError:
            pass
        extra *= 2
    return None


def _end(certificate: Certificate, run: IntervalRun | None) -> Finding:
    """Whether the exact end lies within the radius of the certificate's."""
    if run is None:
        return Finding("end", Verdict.UNDECIDED, "the intervals burst before the last step")
    intervals = Intervals(64 + 4 * (certificate.digits + EXTRA_DIGITS))
    ours, theirs = run.end.model, certificate.end
    apart = [
        intervals.subtract(intervals.box(X, run.end.radius), intervals.matrix(Y))
        for X, Y in zip(ours.parts, theirs.parts, strict=True)
    ]
    distance, allowed = sum_of_squares(apart, intervals), certificate.radius**2
    if distance.upper <= allowed:
        return Finding("end", Verdict.CERTIFIED, f"{certificate.problem.training.steps} steps in intervals end inside")
    if distance.lower > allowed:
        return Finding("end", Verdict.REFUTED, "the exact end lies outside the radius")
    return Finding("end", Verdict.UNDECIDED, "the intervals straddle the radius")


def _claims(certificate: Certificate, state: Ball, run: IntervalRun | None, bits: int) -> Iterator[Finding]:
    """Each claim against what follows from the state alone."""
    found = measure(state, certificate.problem.exact, Intervals(bits))
    values = dict(found.values)
    if run is not None:
        values["drift_bound"] = drift_bound(certificate.problem.exact.run.step_size, run.energy)
    for name in certificate.claims:
        if name in values:
            yield _compared(name, values[name], certificate.enclosure(name))
        elif name == "drift_bound":
            yield Finding(name, Verdict.NOT_RUN, "needs the whole run")
        else:
            reason = found.missing.get(name, "it is not defined for this problem")
            yield Finding(name, Verdict.UNDECIDED, f"not confirmed: {reason}")


def _compared(name: str, found: Bounds, claimed: Bounds) -> Finding:
    if found.within(claimed):
        return Finding(name, Verdict.CERTIFIED, "confirmed")
    if not found.meets(claimed):
        return Finding(name, Verdict.REFUTED, f"it is {enclosure_line(found, 6)}, outside the enclosure claimed")
    return Finding(name, Verdict.UNDECIDED, "the second route is not sharp enough to tell")
