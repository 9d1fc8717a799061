"""One run of gradient descent on a user's problem: interruptible, and resumed to the bit from its checkpoint."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from numerics.arithmetics.protocol import Arithmetic
from numerics.descent.descent import Iterate, descend, seconds_of_a_step
from numerics.descent.end import stored_size
from numerics.descent.exact_problem import ExactProblem
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN, exact_values
from verifier.descent.checkpoint import Checkpoint, restore, save, shapes
from verifier.ground.errors import InputError, VerifierError
from verifier.ground.interruption import terminated_as_interrupted, undisturbed
from verifier.ground.numbers import decimal_text
from verifier.problem.problem import Problem
from verifier.terminal.progress import Reporter, forecast

M = TypeVar("M")

SECONDS_BETWEEN_CHECKPOINTS = 5.0
SECONDS_BETWEEN_REPORTS = 0.25


SHORTER = "fewer steps, a shorter training length, a narrower student or --arithmetic arb take less"


class Stopped(KeyboardInterrupt):
    """The user stopped the run; ``kept`` says where, and what has been kept of it."""

    def __init__(self, kept: str) -> None:
        super().__init__()
        self.kept = kept


@dataclass(frozen=True)
class DescentRun(Generic[M]):
    """A problem, the arithmetic it is computed in, and the file that an interruption leaves.

    Where ``keeps`` is false that file cannot be written: what is there is gone on from, and nothing is kept.
    """

    problem: Problem
    arithmetic: Arithmetic[M]
    checkpoint: str
    keeps: bool = True

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
        remedy = "remove it, or name another file with --checkpoint"
        start, found = self.exact.run.start, restore(self.checkpoint, self.name, remedy)
        if found is None:
            return Checkpoint(self.name, 0, *start.parts)
        if found.step > self.exact.run.steps or found.shapes != shapes(start.parts):
            raise InputError(self.checkpoint, "is not a state of this run", remedy)
        return found

    def from_checkpoint(self, begin: Checkpoint) -> Run:
        """The run from a checkpoint on; raises InputError when the response does not fit the arithmetic."""
        run = replace(self.exact.run, start=LinearRNN(begin.A, begin.B, begin.C))
        parts: dict[str, Callable[[], object]] = {
            "teacher: its response": lambda: run.response_in(self.arithmetic),
            "start: an entry": lambda: run.start_in(self.arithmetic),
            "step_size: it": lambda: self.arithmetic.scale(run.step_size, self.arithmetic.matrix([[1]])),
        }
        for part, made in parts.items():
            try:
                made()
            except OverflowError as error:
                raise InputError(part, f"overflows {self.arithmetic.name}", "use mpmath") from error
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
        Stopped: a KeyboardInterrupt that says what has been kept.
    """
    with terminated_as_interrupted():
        whole = run.problem.training.steps
        report(0, max(whole, 1), "preparing the start and the teacher's response")
        begin = run.restored()
        descent = run.from_checkpoint(begin)
        step = seconds_of_a_step(descent.start, run.problem.training.length, run.arithmetic)
        forecast(step * (whole - begin.step + 1), SHORTER)
        iterates = descend(descent, run.arithmetic, begin.step)
        return _followed(run, iterates if watch is None else _shown(iterates, watch), begin.step, report)


def _shown(iterates: Iterator[Iterate[M]], watch: Callable[[Iterate[M]], None]) -> Iterator[Iterate[M]]:
    for iterate in iterates:
        watch(iterate)
        yield iterate


def _followed(run: DescentRun[M], iterates: Iterator[Iterate[M]], first: int, report: Reporter) -> Iterate[M]:
    """The last iterate; what fails to be kept on the way is tried again and told at the end only."""
    latest, whole = None, run.problem.training.steps - first
    saved = told = time.monotonic()
    try:
        for latest in iterates:
            now = time.monotonic()
            if now - told >= SECONDS_BETWEEN_REPORTS:
                told = now
                report(latest.step - first, whole, _progress_text(run, latest))
            if now - saved >= SECONDS_BETWEEN_CHECKPOINTS:
                saved = now
                _keep(run, latest)
    except KeyboardInterrupt as interruption:
        with undisturbed():
            raise Stopped(_keep(run, latest)) from interruption
    assert latest is not None  # descend yields at least the iterate it begins with
    report(whole, whole, _progress_text(run, latest))
    return latest


def _keep(run: DescentRun[M], iterate: Iterate[M] | None) -> str:
    """Saves the state where that can be done, and says in words what is kept."""
    if iterate is None:
        return "before the first step; nothing was lost"
    if not run.keeps:
        return f"at step {iterate.step}; the state could not be kept, as was said"
    try:
        save(run.checkpoint, state(run, iterate))
    except VerifierError as error:
        return f"at step {iterate.step}; the state could not be kept: {error}"
    return f"at step {iterate.step}; the state is in {run.checkpoint}, and the same command goes on from there"


def state(run: DescentRun[M], iterate: Iterate[M]) -> Checkpoint:
    """What must be kept of an iterate to go on from it."""
    model = exact_values(iterate.model, run.arithmetic)
    return Checkpoint(run.name, iterate.step, model.A, model.B, model.C)


def _progress_text(run: DescentRun[Any], iterate: Iterate[Any]) -> str:
    loss = stored_size(run.arithmetic, *iterate.residuals)
    return f"step {iterate.step} of {run.problem.training.steps}, loss {decimal_text(loss, 3)}"
