"""One run of descent on a problem, beside the predictions: the steps at which it leaves each saddle."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from numerics.arithmetics.by_name import arithmetic
from numerics.descent.descent import Iterate, descend
from numerics.saddles.plateau_lengths import Passed, levels, passages, seen_of
from verifier.saddles.way_result import WayResult
from verifier.terminal.progress import Reporter

GUARD_DIGITS = 20
STEPS_BETWEEN_REPORTS = 50


@dataclass(frozen=True)
class MeasuredPlateaus:
    """The losses on the way, step by step, and what was passed; plateaus that the run did not leave are missing."""

    steps: int
    losses: tuple[float, ...]
    passed: Passed

    def length(self, modes: int) -> float | None:
        """The length in steps of the plateau at the saddle of so many modes, if the run left it."""
        lengths = self.passed.lengths
        return lengths[modes] if modes < len(lengths) else None

    def to_json(self) -> dict[str, object]:
        """The lengths as text, rounded to a tenth of a step."""
        return {"steps_allowed": str(self.steps), "plateaus": [f"{length:.1f}" for length in self.passed.lengths]}


def measured_plateaus(result: WayResult, report: Reporter) -> MeasuredPlateaus:
    """Descends as the problem says, until the last saddle is left or its steps are done.

    Raises:
        Divergence: the loss left all bounds.
    """
    problem = result.problem
    digits = GUARD_DIGITS + 4 * len(str(problem.student.scale.denominator))
    engine = arithmetic("arb", digits, max(1, problem.training.steps))
    run, losses = problem.exact.run, []

    def watched() -> Iterator[Iterate[Any]]:
        for iterate in descend(run, engine):
            losses.append(float(iterate.loss))
            if iterate.step % STEPS_BETWEEN_REPORTS == 0:
                report(iterate.step, run.steps, f"step {iterate.step} of {run.steps}, loss {losses[-1]:.3g}")
            yield iterate

    response = [float(rows[0][0]) for rows in run.response]
    seen = passages(seen_of(watched(), engine), response, levels(result.losses))
    return MeasuredPlateaus(run.steps, tuple(losses), seen)
