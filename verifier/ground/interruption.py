"""SIGTERM as an interruption like Ctrl-C, for the time of a block: what is under way is kept, then the process ends."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """Within the block SIGTERM raises KeyboardInterrupt; the handler that was there comes back afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def interrupts_ignored(*also: int) -> Iterator[None]:
    """Within the block Ctrl-C is ignored, by this process and by those it starts: they are left to their parent."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, *also)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def undisturbed() -> AbstractContextManager[None]:
    """A block that neither Ctrl-C nor SIGTERM interrupts: for the moment in which a state is written."""
    return interrupts_ignored(signal.SIGTERM)


def left_to_the_parent() -> None:
    """Makes a worker process deaf to Ctrl-C where being so is not inherited, and lets it end with its parent.

    A worker whose parent was killed (SIGKILL) would otherwise wait for work for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)
