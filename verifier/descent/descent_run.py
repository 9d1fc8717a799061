"""One run of gradient descent on a user's problem: interruptible, and resumed to the bit from its checkpoint."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from numerics.arithmetics.protocol import Arithmetic
from numerics.descent.descent import Iterate, descend
from numerics.descent.end import stored_size
from numerics.descent.exact_problem import ExactProblem
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN, exact_values
from verifier.descent.checkpoint import Checkpoint, restore, save
from verifier.ground.errors import InputError
from verifier.ground.interruption import terminated_as_interrupted
from verifier.ground.numbers import decimal_text
from verifier.problem.problem import Problem
from verifier.terminal.progress import Reporter

M = TypeVar("M")

SECONDS_BETWEEN_CHECKPOINTS = 5.0
SECONDS_BETWEEN_REPORTS = 0.25


@dataclass(frozen=True)
class DescentRun(Generic[M]):
    """A problem, the arithmetic it is computed in, and the file that an interruption leaves."""

    problem: Problem
    arithmetic: Arithmetic[M]
    checkpoint: str

    @property
    def name(self) -> str:
        """What a checkpoint must agree with: the problem and the arithmetic with its precision."""
        return f"{self.problem.digest} {self.arithmetic!r}"

    @property
    def exact(self) -> ExactProblem:
        """The run from theta_0 on, and its teacher."""
        return self.problem.exact

    def restored(self) -> Checkpoint:
        """Where the run goes on: the checkpoint, or theta_0 when there is none; raises InputError for a foreign one."""
        found = restore(self.checkpoint, self.name, "remove it, or name another file with --checkpoint")
        return found or Checkpoint(self.name, 0, *self.exact.run.start.parts)

    def from_checkpoint(self, begin: Checkpoint) -> Run:
        """The run from a checkpoint on; raises InputError when the response does not fit the arithmetic."""
        run = replace(self.exact.run, start=LinearRNN(begin.A, begin.B, begin.C))
        try:
            run.response_in(self.arithmetic)
        except OverflowError as error:
            raise InputError("teacher", f"its response overflows {self.arithmetic.name}", "use mpmath") from error
        return run


def finish(run: DescentRun[M], report: Reporter, watch: Callable[[Iterate[M]], None] | None = None) -> Iterate[M]:
    """Follows a run to its end, from its checkpoint on. Ctrl-C and SIGTERM leave a checkpoint.

    Args:
        run: the problem, the arithmetic and the checkpoint's file.
        report: hears of the progress a few times a second.
        watch: is shown every iterate on the way.

    Returns:
        The last iterate.

    Raises:
        InputError: the checkpoint is damaged or of another run.
        Divergence: the step where the loss left all bounds.
        KeyboardInterrupt: the run was interrupted, and its state has been kept.
    """
    begin = run.restored()
    iterates = descend(run.from_checkpoint(begin), run.arithmetic, begin.step)
    with terminated_as_interrupted():
        return _followed(run, iterates if watch is None else _shown(iterates, watch), begin.step, report)


def _shown(iterates: Iterator[Iterate[M]], watch: Callable[[Iterate[M]], None]) -> Iterator[Iterate[M]]:
    for iterate in iterates:
        watch(iterate)
        yield iterate


def _followed(run: DescentRun[M], iterates: Iterator[Iterate[M]], first: int, report: Reporter) -> Iterate[M]:
    latest, whole = next(iterates), run.problem.training.steps - first
    saved = told = time.monotonic()
    try:
        for latest in iterates:
            now = time.monotonic()
            if now - told >= SECONDS_BETWEEN_REPORTS:
                told = now
                report(latest.step - first, whole, _progress_text(run, latest))
            if now - saved >= SECONDS_BETWEEN_CHECKPOINTS:
                saved = now
                save(run.checkpoint, state(run, latest))
    except KeyboardInterrupt:
        save(run.checkpoint, state(run, latest))
        raise
    report(whole, whole, _progress_text(run, latest))
    return latest


def state(run: DescentRun[M], iterate: Iterate[M]) -> Checkpoint:
    """What must be kept of an iterate to go on from it."""
    model = exact_values(iterate.model, run.arithmetic)
    return Checkpoint(run.name, iterate.step, model.A, model.B, model.C)


def _progress_text(run: DescentRun[Any], iterate: Iterate[Any]) -> str:
    loss = stored_size(run.arithmetic, *iterate.residuals)
    return f"step {iterate.step} of {run.problem.training.steps}, loss {decimal_text(loss, 3)}"
