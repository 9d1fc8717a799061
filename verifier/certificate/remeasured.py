"""Every part of a certificate, measured again by the checker at the end that it found itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from numerics.checker import quantities, response, rule
from numerics.checker.balls import Ball, Exact, Fixed, Interval
from numerics.checker.descent import End
from numerics.checker.model import Student, markov
from numerics.checker.spectrum import spectral_radius
from numerics.checker.teacher import markov_parameters
from verifier.certificate.certificate import Certificate
from verifier.claim.verdict import Verdict
from verifier.ground.enclosure_text import parse_enclosure
from verifier.ground.numbers import decimal_text
from verifier.problem.problem import Problem


@dataclass(frozen=True)
class Remeasured:
    """The end of the run as it was found anew, and what is measured there; ``in_time`` hears lags, and may stop."""

    certificate: Certificate
    end: End
    fixed: Fixed
    in_time: Callable[[int], None]

    @property
    def student(self) -> Student:
        """All students that the exact end may be."""
        return Student(*(Ball(X.rows, self.end.radius) for X in self.end.student.parts))

    @property
    def distance(self) -> Interval:
        """Between the exact end and the middle that the certificate states."""
        stated = (self.fixed.ball(X) for X in self.certificate.end.parts)
        apart = [self.fixed.subtract(X, Y) for X, Y in zip(self.end.student.parts, stated, strict=True)]
        found = self.fixed.norm(*apart)
        far = Fraction(self.end.radius, 1 << self.fixed.bits)
        return Interval(max(Fraction(0), found.lower - far), found.upper + far)

    def judged(self, part: str) -> tuple[Verdict, str]:
        """What is found of one part, against what the certificate says of it."""
        if part == "nodes and weights":
            return self._rule()
        if part == "promised":
            return self._promise()
        found, claimed = self._measures[part](), self.certificate.enclosure(part)
        if found is None:
            return Verdict.UNDECIDED, "not confirmed: it is not defined for this problem, or no decay was found"
        if claimed.lower <= found.lower and found.upper <= claimed.upper:
            return Verdict.CERTIFIED, "confirmed"
        if found.upper < claimed.lower or claimed.upper < found.lower:
            return Verdict.REFUTED, f"it is {_shown(found.lower)}, outside the enclosure claimed"
        return Verdict.UNDECIDED, "the checker is not sharp enough to tell"

    @property
    def _measures(self) -> Mapping[str, Callable[[], Interval | None]]:
        student, fixed, training = self.student, self.fixed, self.certificate.problem.training
        start = Student(*(fixed.ball(X) for X in self.certificate.start.parts))
        return {
            "loss": lambda: quantities.loss(student, taught(self.certificate.problem), fixed),
            "balancedness": lambda: fixed.norm(quantities.balancedness(student, fixed)),
            "drift": lambda: quantities.drift(student, start, fixed),
            "drift_bound": lambda: quantities.drift_bound(training.step_size, self.end.energy, fixed.bits),
            "asymmetry": lambda: quantities.asymmetry(student, fixed) if self._square else None,
            "spectral_radius": lambda: spectral_radius(student.A, fixed),
            "extrapolation_error": self._largest_error,
            "error_at_every_lag": self._error_at_every_lag,
        }

    @property
    def _square(self) -> bool:
        return self.certificate.problem.teacher.inputs == self.certificate.problem.teacher.outputs

    @cached_property
    def _teacher(self) -> Student | None:
        realisation = self.certificate.problem.teacher.realisation
        return None if realisation is None else Student(*(self.fixed.ball(X) for X in realisation))

    def _largest_error(self) -> Interval:
        horizon = self.certificate.problem.horizon
        if self._teacher is None:
            return response.largest_of_list(
                self.student, self.certificate.problem.teacher.response[:horizon], self.fixed
            )
        return response.largest_error(self.student, self._teacher, horizon, self.fixed, self.in_time)[0]

    def _error_at_every_lag(self) -> Interval | None:
        if self._teacher is None:
            return None
        return response.error_at_every_lag(self.student, self._teacher, self.fixed, self.in_time)

    def _rule(self) -> tuple[Verdict, str]:
        nodes, weights = zip(*self.certificate.rule, strict=True)
        h = [_interval(h_j, self.fixed) for h_j in markov(self.student, 2 * len(nodes), self.fixed)]
        answer = rule.holds([self._box(x) for x in nodes], [self._box(w) for w in weights], h)
        if answer is None:
            return Verdict.UNDECIDED, "the checker is not sharp enough to tell"
        if answer:
            return Verdict.CERTIFIED, f"the boxes hold the rule with the first {2 * len(nodes)} lags of the student"
        return Verdict.REFUTED, "another rule has the first lags of the student"

    def _box(self, text: Mapping[str, str]) -> Interval:
        bounds = parse_enclosure(text, "rule")
        return Interval(bounds.lower, bounds.upper)

    def _promise(self) -> tuple[Verdict, str]:
        assert self.certificate.promised is not None
        lag, bound = self.certificate.promised
        if self._teacher is None:
            return Verdict.UNDECIDED, "not confirmed: no teacher to compare with at that lag"
        error = response.error_at(self.student, self._teacher, lag, self.fixed)
        if error.upper <= bound:
            return (
                Verdict.CERTIFIED,
                f"the error at lag {lag} is {_shown(error.upper)}, at most this; the formula is not repeated",
            )
        if error.lower > bound:
            return Verdict.REFUTED, f"the error at lag {lag} is {_shown(error.lower)}"
        return Verdict.UNDECIDED, "the checker is not sharp enough to tell"


def taught(problem: Problem) -> list[Exact]:
    """The teacher's lags that are trained on, exact: C A^j B, or as they are listed."""
    teacher, length = problem.teacher, problem.training.length
    if teacher.realisation is None:
        return [list(g) for g in teacher.response[:length]]
    return markov_parameters(*teacher.realisation, length)


def _interval(h_j: Ball, fixed: Fixed) -> Interval:
    ((middle,),), unit = h_j.rows, Fraction(1, 1 << fixed.bits)
    return Interval((middle - h_j.radius) * unit, (middle + h_j.radius) * unit)


def _shown(value: Fraction) -> str:
    return decimal_text(value, 6)
