"""What a run of descent looked like on its way: kept at steps that grow geometrically, for the pictures."""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import Generic, TypeVar

from numerics.arithmetics.protocol import Rows
from numerics.descent.descent import Iterate
from numerics.model.asymmetry import antisymmetric_part
from numerics.model.deviation import response_stream
from verifier.descent.descent_run import DescentRun, sum_of_squares

M = TypeVar("M")

RATIO = Fraction(11, 10)
"""Each step recorded is about so many times the one before."""

MOST_BLOCK_ROWS = 8
"""Of the Hankel matrix whose singular values are followed; it is made of the lags trained on."""


@dataclass(frozen=True)
class Moment:
    """One recorded step: exact for the numbers as they were computed; ``response`` holds lags of the student."""

    step: int
    loss: Fraction
    squared_asymmetry: Fraction | None
    response: tuple[Rows, ...]


@dataclass
class Recording(Generic[M]):
    """Shown every iterate of a run, keeps some: the first it sees, then about each tenth more, and the last."""

    run: DescentRun[M]
    moments: list[Moment] = field(default_factory=list)

    def watch(self, iterate: Iterate[M]) -> None:
        """Keeps the iterate if it is due."""
        due = self.moments[-1].step * RATIO if self.moments else -1
        if iterate.step > due or iterate.step == self.run.problem.training.steps:
            self.moments.append(moment(self.run, iterate))


def moment(run: DescentRun[M], iterate: Iterate[M]) -> Moment:
    """What is kept of an iterate."""
    arithmetic, model = run.arithmetic, iterate.model
    square = run.problem.teacher.inputs == run.problem.teacher.outputs
    parts = vars(antisymmetric_part(model, arithmetic)).values() if square else ()
    asymmetry = sum_of_squares(list(parts), arithmetic) if square else None
    lags = islice(response_stream(model, arithmetic), min(run.problem.training.length, 2 * MOST_BLOCK_ROWS))
    response = tuple(arithmetic.fractions(h) for h in lags)
    return Moment(iterate.step, sum_of_squares(iterate.residuals, arithmetic), asymmetry, response)
