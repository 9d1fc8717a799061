"""Progress with the time left, on standard error: a bar on a terminal, a plain line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from verifier.terminal.console import console

SECONDS_BETWEEN_LINES = 5.0
"""How often a plain line is written."""

LEAST_PART = 1e-6
"""How much of the whole must be done before the rest can be told from it."""


class Reporter(Protocol):
    """Told how much of the whole is done, and what was done last."""

    def __call__(self, done: float, whole: float, text: str) -> None: ...


def time_left(done: float, whole: float, elapsed: float) -> str:
    """The time left if the rest goes as the first part did, in words.

    >>> time_left(1, 4, 60.0), time_left(0, 4, 1.0), time_left(4, 4, 9.0)
    ('3 min 0 s left', 'time left unknown', '0 s left')
    """
    if done <= LEAST_PART * whole:
        return "time left unknown"
    seconds = round(elapsed * (whole - done) / done)
    return f"{seconds // 60} min {seconds % 60} s left" if seconds >= 60 else f"{seconds} s left"


@dataclass
class _Lines:
    """A plain line at the beginning, every few seconds, and at the end."""

    begun: float = field(default_factory=time.monotonic)
    last: float = float("-inf")

    def __call__(self, done: float, whole: float, text: str) -> None:
        now = time.monotonic()
        if now - self.last >= SECONDS_BETWEEN_LINES or done >= whole:
            self.last = now
            left = time_left(done, whole, now - self.begun)
            print(f"{100 * done / max(whole, 1e-9):3.0f} %  {left}  {text}", file=sys.stderr, flush=True)


@dataclass
class _Bar:
    """A bar of `rich`; the time left is ours, so that both forms agree."""

    progress: Progress
    begun: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.task = self.progress.add_task("", total=None, left="")

    def __call__(self, done: float, whole: float, text: str) -> None:
        left = time_left(done, whole, time.monotonic() - self.begun)
        self.progress.update(self.task, completed=done, total=max(whole, 1e-9), description=text, left=left)


@contextmanager
def reporting() -> Iterator[Reporter]:
    """A reporter for the time of a `with` block."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[left]}"), TextColumn("{task.description}"))
    with Progress(*columns, console=console(error=True), transient=True) as progress:
        yield _Bar(progress)
