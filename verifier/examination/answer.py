"""An examination in one sentence, with its verdict: what a reader asked for, before any table."""

from dataclasses import dataclass
from fractions import Fraction

from numerics.arithmetics.rationals import bounds_of
from numerics.forcing.extrapolation import Extrapolation
from numerics.forcing.forced_interval import ForcedInterval
from verifier.claim.verdict import Verdict
from verifier.examination.examine import Examination
from verifier.ground.numbers import rounded_down as down
from verifier.ground.numbers import rounded_up as up


@dataclass(frozen=True)
class Answer:
    """A verdict and a sentence.

    CERTIFIED: within the tolerance at every lag below the horizon, proved. REFUTED: further away than the tolerance, or
    two teachers that agree on the lags and differ by more than twice the tolerance, shown. UNDECIDED: neither.
    """

    verdict: Verdict
    sentence: str


def answer_to(found: Examination) -> Answer:
    """The answer: by the teacher where one was given, else by what the lags force."""
    if found.taught is not None:
        return _by_the_teacher(found)
    if found.forced is None:
        return Answer(Verdict.UNDECIDED, _not_covered(found))
    return _by_force(found, found.forced)


def _by_force(found: Examination, forced: Extrapolation) -> Answer:
    asked, tolerance = found.question, found.question.tolerance
    given = f"if the data come from positive modes in [{asked.spectrum.low}, {asked.spectrum.high}]"
    last = asked.horizon - 1
    if forced.every is not None and forced.every <= tolerance:
        return Answer(Verdict.CERTIFIED, f"Forced: within {up(forced.every)} at every lag, {given}: proved.")
    worst = forced.worst.error_at_most
    if worst <= tolerance:
        return Answer(Verdict.CERTIFIED, f"Forced: within {up(worst)} up to lag {last}, {given}: proved.")
    wrong, reach = forced.proved_wrong(tolerance), forced.reach(tolerance)
    if reach < asked.lags:
        known = f"the trained lags themselves are known to {up(forced.lags[reach].error_at_most)} only"
        return Answer(Verdict.UNDECIDED, f"Not decided: {known}, and {up(tolerance)} is asked for.")
    before = f"within {up(max(at.error_at_most for at in forced.lags[:reach]))} up to lag {reach - 1}" if reach else ""
    if wrong is not None:
        return Answer(
            Verdict.REFUTED,
            f"It does not extrapolate: at lag {wrong.lag} it is off by at least {down(wrong.error_at_least)}, {given}: "
            f"proved{f' ({before})' if before else ''}.{_asymmetric(found)}",
        )
    split = next((at for at in found.sharp if spread(at) > 2 * tolerance), None)
    if split is not None:
        return Answer(
            Verdict.REFUTED,
            f"Not forced beyond lag {reach - 1}: two positive measures that agree on the {asked.lags} lags differ by "
            f"{down(spread(split))} at lag {split.lag}{f'; {before}: proved, {given}' if before else ''}.",
        )
    return Answer(
        Verdict.UNDECIDED, f"Forced {before}, {given}: proved; beyond that the bounds exceed {up(tolerance)}."
    )


def _not_covered(found: Examination) -> str:
    size = "fitted by size (d + n <= k) only"
    pairs = len(found.facts.complex_modes)
    if found.distance is not None:
        low, high = found.question.spectrum.low, found.question.spectrum.high
        why = "it grows faster than such data" if found.facts.radius.lower > max(-low, high) else "a negative weight"
        if pairs:
            why = f"complex poles ({pairs} pair{'s' if pairs > 1 else ''} felt by the trained lags)"
        return (
            f"Not covered: {why}; no positive measure on [{low}, {high}] has these lags: the nearest is more than "
            f"{down(found.distance)} times the accuracy away, proved; {size}."
        )
    return f"Not covered: {found.obstacle}; {size}."


def _by_the_teacher(found: Examination) -> Answer:
    against, tolerance = found.taught, found.question.tolerance
    assert against is not None
    about = f"|h_j - g_j| <= {up((against.every or against.error).upper)}"
    if against.every is not None and against.every.upper <= tolerance:
        return Answer(Verdict.CERTIFIED, f"It extrapolates: {about} at every lag: proved.{_promised(found)}")
    if against.error.upper <= tolerance:
        about = f"|h_j - g_j| <= {up(against.error.upper)}"
        said = f"It extrapolates up to lag {against.horizon - 1}: {about}: proved.{_promised(found)}"
        return Answer(Verdict.CERTIFIED, said)
    if against.error.lower > tolerance:
        off = f"at lag {against.lag} it is off by {down(against.error.lower)}"
        return Answer(Verdict.REFUTED, f"It does not extrapolate: {off}: proved.{_missing(found)}")
    return Answer(Verdict.UNDECIDED, f"Undecided: the error below the horizon is between two bounds; {about}.")


def _promised(found: Examination) -> str:
    """What the lags alone would have said."""
    if found.forced is None or found.forced.every is None or found.forced.every > found.question.tolerance:
        return ""
    return f" Its {found.question.lags} lags alone force {up(found.forced.every)} for positive teachers."


def _missing(found: Examination) -> str:
    """The first hypotheses that fail."""
    against = found.taught
    failed = [h.text for h in against.hypotheses if not h.holds and h.text.startswith("k >=")] if against else []
    lags = f" What is missing: {failed[0]}." if failed else ""
    return f"{lags}{_asymmetric(found)}"


def _asymmetric(found: Examination) -> str:
    """What a student lacks whose response strays although it fits."""
    asymmetry = found.facts.least_asymmetry or found.facts.asymmetry
    if asymmetry is None or asymmetry.lower**2 <= found.question.tolerance:
        return ""
    balanced = " (Q = 0 does not make up for it)" if found.facts.balancedness.upper**2 < asymmetry.lower / 10**6 else ""
    return f" What is missing: symmetry, A = A^T and B = C^T; its asymmetry is {up(asymmetry.upper)}{balanced}."


def spread(at: ForcedInterval) -> Fraction:
    """By how much the two measures that were shown differ: a lower bound of the interval's length."""
    ends = [end.measure.enclosed(at.lag) for end in (at.lower, at.upper) if end.measure is not None]
    if len(ends) < 2:
        return Fraction(0)
    return bounds_of(ends[1] - ends[0]).lower
