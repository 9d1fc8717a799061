"""A certificate re-verified by the checker: the run repeated in integers, every claim measured again at its end."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from numerics.checker.balls import Fixed
from numerics.checker.descent import Outgrown, descend
from numerics.checker.start import start
from verifier.certificate.certificate import Certificate
from verifier.certificate.listed_teacher import require_certifiable
from verifier.certificate.remeasured import Remeasured, taught
from verifier.claim.verdict import Verdict

EXTRA_DIGITS = 25
"""The checker works more precisely than the claims are stated, so that it can decide about their last digits."""

MOST_BITS = 1 << 16
"""Beyond it the run is lost: the error bound has grown by more than 10^19000."""

Hear = Callable[[int], None]


@dataclass(frozen=True)
class Finding:
    """What the checker says of one part of a certificate."""

    part: str
    verdict: Verdict
    text: str


class _Late(Exception):  # noqa: N818
    """The time allowed is over."""


def recheck(certificate: Certificate, longest: float, hear: Hear = lambda step: None) -> Iterator[Finding]:
    """Every part of a certificate, judged anew: in integers, without the code that made it.

    Args:
        certificate: as read; nothing else is known of the run.
        longest: seconds for everything; what is not done by then is NOT RUN.
        hear: hears the number of each step.

    Returns:
        The findings, one at a time: of the start, of end and radius, of each claim. Each is CERTIFIED, REFUTED,
        UNDECIDED or NOT RUN.

    Raises:
        InputError: the teacher is a list of more lags than a certificate is written for.
    """
    require_certifiable(certificate.problem)
    until = time.monotonic() + longest

    def in_time(_number: int) -> None:
        if time.monotonic() > until:
            raise _Late

    def step_in_time(step: int) -> None:
        in_time(step)
        hear(step)

    yield _start(certificate)
    parts = ["end", *certificate.parts]
    try:
        for finding in _after_the_start(certificate, step_in_time, in_time):
            yield finding
            parts.pop(0)
    except _Late:
        text = f"not done within {longest:g} s (--seconds allows more)"
        yield from (Finding(part, Verdict.NOT_RUN, text) for part in parts)


def _after_the_start(certificate: Certificate, hear: Hear, in_time: Hear) -> Iterator[Finding]:
    """The run repeated, its end and every claim."""
    found = _repeated(certificate, hear, in_time)
    if found is None:
        text = "the error bound grows beyond what the checker follows, or descent diverges"
        yield from (Finding(part, Verdict.UNDECIDED, text) for part in ("end", *certificate.parts))
        return
    yield _end(certificate, found)
    for part in certificate.parts:
        yield Finding(part, *found.judged(part))


def verdict(findings: list[Finding]) -> Verdict:
    """Refuted if a part is; certified if all are; else undecided."""
    found = {finding.verdict for finding in findings}
    if Verdict.REFUTED in found:
        return Verdict.REFUTED
    return Verdict.CERTIFIED if found == {Verdict.CERTIFIED} else Verdict.UNDECIDED


def _start(certificate: Certificate) -> Finding:
    problem = certificate.problem
    made = start(**vars(problem.student), inputs=problem.teacher.inputs, outputs=problem.teacher.outputs)
    same = [[list(row) for row in X] for X in certificate.start.parts] == [list(X) for X in made]
    if same:
        return Finding("start", Verdict.CERTIFIED, "equals the one that seed, width and scale fix")
    return Finding("start", Verdict.REFUTED, "differs from the one that seed, width and scale fix")


def _repeated(certificate: Certificate, hear: Hear, in_time: Hear) -> Remeasured | None:
    """The run in integers, with more bits until its end is known better than the certificate states it."""
    problem, training = certificate.problem, certificate.problem.training
    made = start(**vars(problem.student), inputs=problem.teacher.inputs, outputs=problem.teacher.outputs)
    response = taught(problem)
    wanted = (certificate.digits + EXTRA_DIGITS) * 10 // 3 + 64
    bits = 2 * wanted
    while bits <= MOST_BITS:
        try:
            end = descend(made, response, training.step_size, training.steps, bits, hear, wanted)
        except Outgrown:
            bits += bits // 2
            continue
        return Remeasured(certificate, end, Fixed(end.bits), in_time)
    return None


def _end(certificate: Certificate, found: Remeasured) -> Finding:
    """Whether the exact end lies within the radius of the certificate's."""
    distance = found.distance
    steps = certificate.problem.training.steps
    if distance.upper <= certificate.radius:
        return Finding("end", Verdict.CERTIFIED, f"{steps} steps in integers end inside")
    if distance.lower > certificate.radius:
        return Finding("end", Verdict.REFUTED, "the exact end lies outside the radius")
    return Finding("end", Verdict.UNDECIDED, "the integers straddle the radius")
