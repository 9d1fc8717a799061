"""Runs units in parallel processes, the dearest first; the results do not depend on how many processes there are."""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from verifier.claim.claim import Settings
from verifier.claim.verdict import Evidence, Verdict
from verifier.ground.interruption import interrupts_ignored, left_to_the_parent, terminated_as_interrupted
from verifier.run.unit import Outcome, Unit, perform
from verifier.terminal.progress import Reporter

MAXIMAL_JOBS = 256
"""The most processes a user may ask for."""


class Interrupted(KeyboardInterrupt):
    """The user stopped the run; `finished` are the outcomes there were."""

    def __init__(self, finished: list[Outcome]) -> None:
        super().__init__()
        self.finished = finished


def run_units(units: Sequence[Unit], settings: Settings, jobs: int, report: Reporter) -> list[Outcome]:
    """Runs units in parallel processes; what they return does not depend on how many there are.

    Args:
        units: what is to be run; the dearest are begun first.
        settings: profile, seed and digits, the same for all.
        jobs: processes; with 1 everything happens in this one.
        report: hears of every unit that is finished.

    Returns:
        The outcomes in the order of `units`.

    Raises:
        Interrupted: Ctrl-C or SIGTERM, after the workers have been ended; it carries what was finished.
    """
    finished: list[Outcome] = []
    whole = sum(unit.seconds for unit in units)
    try:
        with terminated_as_interrupted():
            for outcome in _outcomes(units, settings, jobs):
                finished.append(outcome)
                done = sum(item.unit.seconds for item in finished)
                report(done, whole, f"{len(finished)} of {len(units)}: {outcome.unit.claim_id}, {outcome.unit.name}")
    except KeyboardInterrupt as interruption:
        raise Interrupted(finished) from interruption
    return sorted(finished, key=lambda outcome: units.index(outcome.unit))


def _outcomes(units: Sequence[Unit], settings: Settings, jobs: int) -> Iterator[Outcome]:
    dearest_first = sorted(units, key=lambda unit: -unit.seconds)
    if jobs == 1:
        yield from (perform(unit, settings) for unit in dearest_first)
        return
    with processes(jobs, left_to_the_parent) as executor:
        with interrupts_ignored():  # the processes are started here
            futures = {executor.submit(perform, unit, settings): unit for unit in dearest_first}
        for future in as_completed(futures):
            yield _outcome(future, futures[future])


def _outcome(future: Future[Outcome], unit: Unit) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        return Outcome(unit, Evidence(Verdict.ERROR, "a worker process died (out of memory?)", "worker-died"), 0.0)
    except Exception as error:  # an outcome that cannot travel between processes
        return Outcome(unit, Evidence(Verdict.ERROR, f"{type(error).__name__}: {error}", "worker-failed"), 0.0)


@contextmanager
def processes(jobs: int, initializer: Callable[[], None]) -> Iterator[ProcessPoolExecutor]:
    """A pool of fresh processes (nothing is inherited, on any platform), ended at once when the block is left early."""
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=initializer)
    already = set(multiprocessing.active_children())
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - already:
            process.terminate()
        raise
    executor.shutdown()
