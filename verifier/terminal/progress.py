"""Progress with the time left, on standard error: a bar on a terminal, a plain line now and then elsewhere."""

import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from verifier.terminal.console import console

SECONDS_BETWEEN_LINES = 5.0
"""How often a plain line is written."""

SILENCE = 8.0
"""Seconds without a line after which one says that the work goes on."""

LONG = 60.0
"""Seconds; what takes longer is announced with an estimate."""

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


def duration(seconds: float) -> str:
    """Seconds as a person says them.

    >>> duration(75), duration(10000), duration(1e6), duration(1e20)
    ('1 min', '3 h', '12 days', 'thousands of years')
    """
    for size, name in ((60, "s"), (3600, "min"), (172_800, "h"), (31_557_600, "days"), (3e10, "years")):
        if seconds < size:
            return f"{seconds / DIVISORS[name]:.0f} {name}"
    return "thousands of years"


DIVISORS: Mapping[str, float] = MappingProxyType({"s": 1, "min": 60, "h": 3600, "days": 86_400, "years": 31_557_600})


def forecast(seconds: float, remedy: str) -> None:
    """Says on standard error, before it begins, that what follows takes long: above `LONG` seconds."""
    if seconds > LONG:
        print(f"verifier: this takes about {duration(seconds)}; {remedy}", file=sys.stderr, flush=True)


@dataclass
class _Lines:
    """A plain line when something is done, every few seconds, and at the end; a thread breaks a longer silence.

    What is reported before anything is done is said only if it lasts.
    """

    begun: float = field(default_factory=time.monotonic)
    last: float = float("-inf")
    text: str = "beginning"

    def __call__(self, done: float, whole: float, text: str) -> None:
        now, self.text = time.monotonic(), text
        if done == 0 < whole:
            return
        if now - self.last >= SECONDS_BETWEEN_LINES or done >= whole:
            self.last = now
            left = time_left(done, whole, now - self.begun)
            print(f"{100 * done / max(whole, 1e-9):3.0f} %  {left}  {text}", file=sys.stderr, flush=True)

    def pulse(self, ended: threading.Event) -> None:
        """Says every few seconds without a report what is still under way."""
        said = self.begun
        while not ended.wait(SILENCE / 10):
            now = time.monotonic()
            if now - max(self.last, self.begun, said) >= SILENCE:
                said = now
                print(f"still at work after {now - self.begun:.0f} s: {self.text}", file=sys.stderr, flush=True)


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
def _with_a_pulse(lines: _Lines) -> Iterator[_Lines]:
    ended = threading.Event()
    thread = threading.Thread(target=lines.pulse, args=(ended,), daemon=True)
    thread.start()
    try:
        yield lines
    finally:
        ended.set()
        thread.join()


@contextmanager
def reporting() -> Iterator[Reporter]:
    """A reporter for the time of a `with` block."""
    if not sys.stderr.isatty():
        with _with_a_pulse(_Lines()) as lines:
            yield lines
        return
    columns = (BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[left]}"), TextColumn("{task.description}"))
    with Progress(*columns, console=console(error=True), transient=True) as progress:
        yield _Bar(progress)
