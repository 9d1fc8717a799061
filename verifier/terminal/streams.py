"""One way of talking: standard streams that take everything, and remember what they could not pass on.

A stream may be closed, full, a pipe without a reader, or of an encoding that lacks a letter. None of these stops a
command: results go on to their files, and the exit code says at the end what happened. What was to be said on standard
error is lost without consequence; of results that were lost on standard output the command line makes exit code 3.
"""

import errno
import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO


class Guard(io.RawIOBase):
    """The bytes of a stream. ``lost`` says why what was written did not arrive; "" while all did."""

    def __init__(self, stream: TextIO | None) -> None:
        super().__init__()
        self._stream: Any = stream
        self._target: Any = None if stream is None else getattr(stream.buffer, "raw", stream.buffer)
        self.lost = "it is closed" if stream is None else ""
        self.written = False
        self.reader_gone = False

    def writable(self) -> bool:
        """It takes everything."""
        return True

    def write(self, data: Any) -> int:
        """Takes all of the data, whatever becomes of them."""
        rest = memoryview(data).cast("B")
        self.written, size = True, len(rest)
        while rest and not self.lost:
            try:
                rest = rest[self._pass_on(rest) :]
            except (OSError, ValueError) as error:
                self.lost = str(getattr(error, "strerror", None) or error).lower()
                self.reader_gone = getattr(error, "errno", None) == errno.EPIPE
        return size

    def _pass_on(self, data: memoryview) -> int:
        count: int | None = self._target.write(data)
        if count is None:  # a pipe that does not block is full: wait for its reader
            select.select([], [self._target], [])
        return count or 0

    def isatty(self) -> bool:
        """Whether somebody reads it on a terminal."""
        with suppress(OSError, ValueError, AttributeError):
            return bool(self._stream.isatty())
        return False

    def fileno(self) -> int:
        """The handle of the stream; raises OSError where it has none."""
        if self._stream is None:
            raise OSError(errno.EBADF, "the stream is closed")
        return int(self._stream.fileno())

    def text(self) -> TextIO:
        """The stream as text; a letter that its encoding lacks is written as its escape, on any line ending."""
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        return io.TextIOWrapper(
            io.BufferedWriter(self), encoding, "backslashreplace", newline="\n", line_buffering=True
        )


@contextmanager
def guarded() -> Iterator[Guard]:
    """Within the block nothing that is written to standard output or standard error raises; yields the first's guard.

    Closed handles are filled first: a file that is opened later would else take the place of standard output, and be
    written over by what was meant for a reader.
    """
    _fill_closed_handles()
    before = sys.stdout, sys.stderr
    if not all(stream is None or hasattr(stream, "buffer") for stream in before):  # somebody else's, without bytes
        yield Guard(None)
        return
    for stream in before:
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    out, error = Guard(before[0]), Guard(before[1])
    sys.stdout, sys.stderr = out.text(), error.text()
    try:
        yield out
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdout, sys.stderr = before


def _fill_closed_handles() -> None:
    for handle in (0, 1, 2):
        try:
            os.fstat(handle)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest that is free
