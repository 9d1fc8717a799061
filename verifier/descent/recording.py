"""What a run of descent looked like on its way: kept at steps that grow geometrically, for the pictures."""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from typing import Generic, TypeVar

from numerics.arithmetics.protocol import Rows
from numerics.descent.descent import Iterate
from numerics.descent.end import stored_asymmetry, stored_size
from numerics.model.deviation import response_stream
from verifier.descent.descent_run import DescentRun

M = TypeVar("M")

RATIO = Fraction(11, 10)
"""Each step recorded is about so many times the one before."""

MOST_BLOCK_ROWS = 8
"""Of the Hankel matrix whose singular values are followed; it is made of the lags trained on."""


@dataclass(frozen=True)
class Snapshot:
    """One recorded step: exact for the numbers as they were computed; ``response`` holds lags of the student."""

    step: int
    loss: Fraction
    squared_asymmetry: Fraction | None
    response: tuple[Rows, ...]


@dataclass
class Recording(Generic[M]):
    """Shown every iterate of a run, keeps some: the first it sees, then about each tenth more, and the last."""

    run: DescentRun[M]
    snapshots: list[Snapshot] = field(default_factory=list)

    def watch(self, iterate: Iterate[M]) -> None:
        """Keeps the iterate if it is due."""
        due = self.snapshots[-1].step * RATIO if self.snapshots else -1
        if iterate.step > due or iterate.step == self.run.problem.training.steps:
            self.snapshots.append(snapshot(self.run, iterate))


def snapshot(run: DescentRun[M], iterate: Iterate[M]) -> Snapshot:
    """What is kept of an iterate."""
    arithmetic, model = run.arithmetic, iterate.model
    asymmetry = stored_asymmetry(run.exact.run.start, model, arithmetic)
    lags = islice(response_stream(model, arithmetic), min(run.problem.training.length, 2 * MOST_BLOCK_ROWS))
    response = tuple(arithmetic.fractions(h) for h in lags)
    return Snapshot(iterate.step, stored_size(arithmetic, *iterate.residuals), asymmetry, response)
