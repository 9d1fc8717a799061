"""What the robust bound gives away at a lag: a worst student, what a dual polynomial proves, what the formula says."""

from dataclasses import dataclass
from fractions import Fraction

from numerics.robust import robust_bound
from numerics.robust.best_bound import extremal_pair
from theory.moments.discrete_measure import Measure
from theory.robust.dual_bound import dual_bound


@dataclass(frozen=True)
class Slack:
    """At one lag: the worst student found and its error, what a dual polynomial proves, what the formula says."""

    lag: int
    student: Measure
    error: Fraction
    proved: Fraction | None
    formula: Fraction

    def __str__(self) -> str:
        proved = "not proved" if self.proved is None else f"at most {float(self.proved):.5f}"
        return f"worst student {float(self.error):.5f}, best bound {proved}, formula {float(self.formula):.5f}"


def slack_at(lag: int, teacher: Measure, length: int = 5, delta: Fraction = Fraction(1, 100)) -> Slack:
    """The best bound at one lag for residuals of at most `delta` on `length` lags."""
    interval, response = (Fraction(-1), Fraction(1)), teacher.moments(lag + 1)
    pair = extremal_pair(response, length, lag, delta, interval)
    worst = Measure(pair.nodes, pair.weights)
    reached = max(abs(worst.moment(j) - response[j]) for j in range(length))
    q = robust_bound.annihilator(teacher.nodes)
    proved = dual_bound(pair.polynomial, lag, response, reached, interval)
    formula = robust_bound.robust_constant(lag, q, interval, robust_bound.one_norm) * reached
    return Slack(lag, worst, worst.moment(lag) - response[lag], proved, formula)
