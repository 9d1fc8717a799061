"""One run of gradient descent on a user's problem: interruptible, and resumed to the bit from its checkpoint."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, TypeVar

from numerics.arithmetics.protocol import Arithmetic, Rows
from numerics.descent.descent import Iterate, descend
from numerics.model.deviation import response_stream
from numerics.model.linear_rnn import LinearRNN, exact_values, in_arithmetic
from numerics.model.start import start
from numerics.model.teacher import response_of_system
from verifier.descent.checkpoint import Checkpoint, restore, save
from verifier.ground.errors import InputError
from verifier.ground.interruption import terminated_as_interrupted
from verifier.ground.numbers import decimal_text
from verifier.problem.problem import Problem
from verifier.problem.teacher import Teacher
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
    def start(self) -> LinearRNN[Rows]:
        """theta_0, exact."""
        student, teacher = self.problem.student, self.problem.teacher
        return start(student.seed, student.width, student.scale, teacher.inputs, teacher.outputs)

    def restored(self) -> Checkpoint:
        """Where the run goes on: the checkpoint, or theta_0 when there is none; raises InputError for a foreign one."""
        found = restore(self.checkpoint, self.name, "remove it, or name another file with --checkpoint")
        return found or Checkpoint(self.name, 0, *vars(self.start).values())

    def training_response(self) -> list[M]:
        """g_0, ..., g_{k-1} in the arithmetic, each rounded once; raises InputError when one does not fit."""
        try:
            lags = exact_response(self.problem.teacher, self.problem.training.length)
            return [self.arithmetic.matrix(g) for g in lags]
        except OverflowError as error:
            raise InputError("teacher", f"its response overflows {self.arithmetic.name}", "use mpmath") from error

    def teacher_stream(self) -> Iterator[M]:
        """g_0, g_1, ... in the arithmetic, as far as they are known."""
        teacher, arithmetic = self.problem.teacher, self.arithmetic
        if teacher.realisation is None:
            return (arithmetic.matrix(g) for g in teacher.response)
        return response_stream(in_arithmetic(LinearRNN(*teacher.realisation), arithmetic), arithmetic)


def exact_response(teacher: Teacher, length: int) -> list[Rows]:
    """The teacher's first lags, exact."""
    if teacher.realisation is None:
        return list(teacher.response[:length])
    return response_of_system(LinearRNN(*teacher.realisation), length)


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
    begin, training = run.restored(), run.problem.training
    model = in_arithmetic(LinearRNN(begin.A, begin.B, begin.C), run.arithmetic)
    iterates = descend(model, run.training_response(), training.step, training.steps, run.arithmetic, begin.step)
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
    loss = sum_of_squares(iterate.residuals, run.arithmetic)
    return f"step {iterate.step} of {run.problem.training.steps}, loss {decimal_text(loss, 3)}"


def sum_of_squares(blocks: Sequence[M], arithmetic: Arithmetic[M]) -> Fraction:
    """The sum of the squares of all entries, exact for the numbers as they are stored."""
    entries = (entry for X in blocks for row in arithmetic.fractions(X) for entry in row)
    return sum((entry * entry for entry in entries), Fraction(0))
