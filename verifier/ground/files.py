"""A user's files: read within bounds, written whole or not at all; what cannot be is refused in one line.

A path ``-`` is standard input where something is read and standard output where something is written.
"""

import json
import os
import re
import select
import stat
import sys
import time
from pathlib import Path

from verifier.ground.errors import InputError, VerifierError
from verifier.ground.replacing import put, require_room

MAXIMAL_BYTES = 64 * 1024 * 1024
"""The largest file that is read."""

PATIENCE = 10.0
"""Seconds to wait for the other end of a named pipe, to read from it or to write to it."""

STANDARD_OUTPUT = "-"

_SURROGATE = re.compile("[\ud800-\udfff]")
_OPEN = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def read_bytes(path: str, most: int | None = None) -> bytes:
    """The bytes of a file or pipe, at most `most` (or `MAXIMAL_BYTES`) of them.

    Raises:
        InputError: it is missing, a folder, too large, or a pipe into which nobody writes for `PATIENCE` seconds. What
            is too large is refused before it is read.
    """
    most = MAXIMAL_BYTES if most is None else most
    try:
        handle = os.open(path, os.O_RDONLY | _OPEN)
        try:
            return _read(handle, path, most)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        cause = f"cannot be read ({cause_of(error).lower()})"
        raise InputError(path or "''", cause, "give the path of a readable file") from error


def too_large(place: str, most: int) -> InputError:
    """The error for a file of more than `most` bytes."""
    limit = f"{most // 1024**2} MiB" if most >= 1024**2 else f"{most} bytes"
    return InputError(place, "the file is too large", f"at most {limit} are read")


def _read(handle: int, path: str, most: int) -> bytes:
    """All there is; what says its size is judged by it."""
    kind, data = os.fstat(handle), bytearray()
    regular = stat.S_ISREG(kind.st_mode)
    while not (regular and kind.st_size > most):
        if not regular:
            _await_data(handle, path)
        try:
            piece = os.read(handle, 1 << 20)
        except BlockingIOError:
            continue
        if not piece:
            return bytes(data)
        data += piece
        if len(data) > most:
            break
    raise too_large(path, most)


def _await_data(handle: int, path: str) -> None:
    """Until there is something to read, or the other end is closed: only poll tells it from one not yet opened."""
    poll = select.poll()
    poll.register(handle, select.POLLIN)
    if not poll.poll(1000 * PATIENCE):
        raise InputError(path, f"nothing came for {PATIENCE:.0f} s", "give a file, or a pipe that is written to")


def read_standard_input(most: int | None = None) -> bytes:
    """All of standard input, waiting for whoever writes there as long as it takes; raises InputError as above."""
    most = MAXIMAL_BYTES if most is None else most
    try:
        data = sys.stdin.buffer.read(most + 1)
    except (OSError, AttributeError, ValueError) as error:
        raise InputError("standard input", "cannot be read (it is closed)", "give a file, or pipe into it") from error
    if len(data) > most:
        raise too_large("standard input", most)
    return data


def read_text(path: str, most: int | None = None) -> str:
    """The UTF-8 text of a file; raises InputError as `read_bytes` does, and where it is not UTF-8."""
    return decoded(read_bytes(path, most), path)


def decoded(data: bytes, place: str) -> str:
    """UTF-8 bytes as text; raises InputError with the first byte that is none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(place, f"byte {error.start} is not UTF-8", "save the file as UTF-8 text") from error


def require_writable(path: str | None) -> None:
    """Raises InputError at once when `path` could not be written at the end; ``-`` and None always can.

    Links are followed. In the folder where the file will be a temporary one is made and removed: permissions, full
    tables and file systems that are read only show then, and not after the work.
    """
    if path is None or path == STANDARD_OUTPUT:
        return
    if not path or path.endswith("/"):
        raise InputError(path or "''", "is not the name of a file", "name a file to write, or - for standard output")
    try:
        kind = _kind(path)
        target = Path(os.path.realpath(path))
        _require_replaceable(path, target, kind)
        if kind is None or stat.S_ISREG(kind):
            require_room(target.parent)
    except (OSError, ValueError) as error:
        cause = f"cannot be written ({cause_of(error).lower()})"
        raise InputError(path, cause, "choose a place where you may write") from error


def _kind(path: str) -> int | None:
    """The mode of what is there, links followed; None for what is not there yet."""
    try:
        return os.stat(path).st_mode
    except FileNotFoundError:
        return None


def _require_replaceable(path: str, target: Path, kind: int | None) -> None:
    if kind is None and not target.parent.is_dir():
        raise InputError(path, f"the folder {str(target.parent)!r} does not exist", "make it first")
    if kind is not None and (stat.S_ISDIR(kind) or stat.S_ISBLK(kind) or stat.S_ISSOCK(kind)):
        raise InputError(path, "is not the name of a file", "name a file to write, or - for standard output")
    if kind is not None and not os.access(path, os.W_OK):
        raise InputError(path, "cannot be written (permission denied)", "choose a place where you may write")


def write_text(path: str, text: str) -> None:
    """Writes all of `text` in UTF-8 or nothing. ``-`` is standard output.

    A link is followed; a device or pipe, which cannot be replaced, is written to directly.
    Raises VerifierError (exit code 3) when the disk is full or the place is taken away.
    """
    data = text.encode("utf-8", "backslashreplace")
    if path == STANDARD_OUTPUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        kind = _kind(path)
        if kind is None or stat.S_ISREG(kind):
            put(Path(os.path.realpath(path)), data)
        else:
            _write_to_device(path, data)
    except (OSError, ValueError) as error:
        remedy = "free the place and try again"
        raise VerifierError(path, f"could not be written ({cause_of(error)})", remedy) from error


def _write_to_device(path: str, data: bytes) -> None:
    """Opened without waiting, since nobody may ever read from a pipe; ENXIO is raised when its reader does not come."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            handle = os.open(path, os.O_WRONLY | _OPEN)
            break
        except OSError:
            if not stat.S_ISFIFO(os.stat(path).st_mode) or time.monotonic() > end:
                raise
            time.sleep(0.05)
    with open(handle, "wb") as file:
        os.set_blocking(handle, True)
        file.write(data)


def cause_of(error: Exception) -> str:
    """What the system says of a failure."""
    return str(getattr(error, "strerror", None) or error)


def json_text(value: object) -> str:
    """The JSON of `value`, one way only: two spaces, keys in the order given, a final newline.

    Lone surrogates, which UTF-8 does not have (they stand for the bytes of an undecodable file name), are escaped.
    Raises ValueError on a float: numbers are text there, since a float is not what was computed.
    """
    _refuse_floats(value, "$")
    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _refuse_floats(value: object, place: str) -> None:
    if isinstance(value, float):
        raise ValueError(f"{place}: a float in the results; write it as text")
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    for key, item in items:
        _refuse_floats(item, f"{place}.{key}")


def write_json(path: str, value: object) -> None:
    """Writes `value` as JSON, all or nothing."""
    write_text(path, json_text(value))
