"""Many runs over any `concurrent.futures` executor: a cell's result depends on the cell and on nothing else.

Float64 cells that differ in their seed only go as one batch (numerics/descent/batch.py); all others go one by one.
"""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import AbstractContextManager
from dataclasses import replace
from fractions import Fraction
from itertools import groupby
from threading import Lock

from numerics.arithmetics.float64 import Float64
from numerics.arithmetics.protocol import Rows
from numerics.descent.batch import BatchRun, descend, largest_deviations, member
from numerics.descent.end import end_of
from numerics.descent.sweep_cell import Cell, Result, measured, run_alone
from numerics.model.linear_rnn import LinearRNN
from numerics.model.start import start
from numerics.model.teacher import ports

Batch = tuple[Cell, ...]
"""Cells that are computed and recorded together."""

Open = Callable[[], AbstractContextManager[Executor]]
"""Opens an executor for the time of a `with` block."""

MOST_SEEDS = 64
"""The largest batch."""

MOST_ENTRIES = 2**21
"""Wide students come in smaller batches, so that none of its arrays has many more entries."""

ONE_PRECISION = Lock()
"""The precisions of mpmath and FLINT belong to the process: threads take turns at cells that use them."""


def batches(cells: Sequence[Cell]) -> list[Batch]:
    """The cells in batches, in their order: float64 neighbours alike but for the seed together, 64 at most."""
    return [batch for _, group in groupby(cells, key=_shared) for batch in _split(list(group))]


def _split(group: list[Cell]) -> list[Batch]:
    most = max(1, min(MOST_SEEDS, MOST_ENTRIES // (group[0].width * (group[0].width + group[0].length))))
    return [tuple(group[i : i + most]) for i in range(0, len(group), most)]


def _shared(cell: Cell) -> Cell:
    """What the cells of a batch have in common."""
    return replace(cell, seed=0, number=0) if cell.arithmetic == "float64" else cell


def cost(batch: Batch) -> float:
    """About how long a batch takes, in units that are the same throughout a sweep of one arithmetic."""
    return sum((cell.steps * cell.length * 3 + cell.horizon) * (cell.width + 5) ** 2 for cell in batch)


def run_batch(batch: Batch) -> tuple[Result, ...]:
    """The results of a batch, in its order; a cell that raises is recorded as failed and stops nothing."""
    if len(batch) == 1 and batch[0].arithmetic != "float64":
        with ONE_PRECISION:
            return (_caught(lambda: run_alone(batch[0])),)
    try:
        return _together(batch)
    except Exception as error:  # the boundary: whatever a cell raises is its outcome
        if len(batch) == 1:
            return (_failed(error),)
        return tuple(result for cell in batch for result in run_batch((cell,)))


def _caught(action: Callable[[], Result]) -> Result:
    try:
        return action()
    except Exception as error:  # the boundary, as above
        return _failed(error)


def _failed(error: Exception) -> Result:
    return Result(failure=" ".join(f"{type(error).__name__}: {error}".split())[:200])


def _together(batch: Batch) -> tuple[Result, ...]:
    exact = batch[0].exact
    m, p = ports(exact.teacher)
    starts = [start(cell.seed, cell.width, cell.scale, m, p) for cell in batch]
    run = descend([replace(exact.run, start=theta) for theta in starts])
    apart = largest_deviations(run.model, exact.teacher_stream(Float64()), batch[0].horizons).tolist()
    return tuple(_measured(cell, starts[i], run, i, apart[i]) for i, cell in enumerate(batch))


def _measured(cell: Cell, begin: LinearRNN[Rows], run: BatchRun, index: int, apart: list[float]) -> Result:
    if (step := run.diverged[index]) is not None:
        return Result(diverged=step)
    found = {lags: _finite(value) for lags, value in zip(cell.horizons, apart, strict=True)}
    model, double = member(run.model, index), Float64()
    end = end_of(begin, model, Fraction(float(run.loss[index])), double)
    return Result(measured(cell, model, end, found, double))


def _finite(value: float) -> Fraction | None:
    return Fraction(value) if value < float("inf") else None


def results_of(
    work: Sequence[Batch],
    open_executor: Open,
    window: int,
    perform: Callable[[Batch], tuple[Result, ...]] = run_batch,
) -> Generator[tuple[Batch, tuple[Result, ...]], None, None]:
    """The batches with their results, in the order in which they finish.

    When a worker process dies it takes the executor with it. Batches that were under way are then tried again, each in
    an executor of its own: one that kills its worker once more is recorded as failed, and the rest go on.

    Args:
        work: what is to be computed.
        open_executor: opens an executor of `concurrent.futures` for the time of a `with` block.
        window: how many batches are under way at a time, at most.
        perform: computes one batch, in the executor.

    Returns:
        Pairs of a batch and its results, one result for each of its cells.
    """
    waiting = deque(work)
    while waiting:
        lost: list[Batch] = []
        with open_executor() as executor:
            yield from _until_broken(executor, waiting, window, perform, lost)
        for batch in lost:
            with open_executor() as executor:
                yield batch, _result(executor.submit(perform, batch), batch) or _lost(batch, "its worker process died")


def _until_broken(
    executor: Executor,
    waiting: deque[Batch],
    window: int,
    perform: Callable[[Batch], tuple[Result, ...]],
    lost: list[Batch],
) -> Generator[tuple[Batch, tuple[Result, ...]], None, None]:
    """Works off ``waiting`` until it is empty or the executor breaks; what was under way then is added to ``lost``."""
    running: dict[Future[tuple[Result, ...]], Batch] = {}
    while running or (waiting and not lost):
        while waiting and not lost and len(running) < window:
            batch = waiting.popleft()
            try:
                running[executor.submit(perform, batch)] = batch
            except BrokenExecutor:
                lost.append(batch)
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            batch = running.pop(future)
            result = _result(future, batch)
            if result is None:
                lost.append(batch)
            else:
                yield batch, result


def _result(future: Future[tuple[Result, ...]], batch: Batch) -> tuple[Result, ...] | None:
    """What came of a batch; None when the executor broke."""
    try:
        return future.result()
    except BrokenExecutor:
        return None
    except Exception as error:  # lost on the way to or from a worker; its text may name a machine, its type does not
        return _lost(batch, f"lost by the executor ({type(error).__name__})")


def _lost(batch: Batch, why: str) -> tuple[Result, ...]:
    return (Result(failure=why),) * len(batch)
