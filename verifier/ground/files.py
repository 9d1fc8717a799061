"""Reading a user's file within bounds, and writing so that a reader never meets half a file."""

import contextlib
import json
import os
import sys
from pathlib import Path

from verifier.ground.errors import InputError, VerifierError

MAXIMAL_BYTES = 64 * 1024 * 1024
"""The largest file that is read."""

STANDARD_OUTPUT = "-"


def read_bytes(path: str) -> bytes:
    """The bytes of a file; raises InputError when it is missing, a folder or too large."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAXIMAL_BYTES + 1)
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise InputError(path, f"cannot be read ({cause.lower()})", "give the path of a readable file") from error
    if len(data) > MAXIMAL_BYTES:
        raise InputError(path, "the file is too large", f"at most {MAXIMAL_BYTES // 1024**2} MiB are read")
    return data


def read_text(path: str) -> str:
    """The UTF-8 text of a file; raises InputError when it is missing, a folder, too large or not UTF-8."""
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(path, f"byte {error.start} is not UTF-8", "save the file as UTF-8 text") from error


def require_writable(path: str | None) -> None:
    """Raises InputError at once when `path` could not be written at the end; ``-`` and None always can."""
    if path is None or path == STANDARD_OUTPUT:
        return
    target = Path(path)
    if not path or target.is_dir():
        raise InputError(path or "''", "is not the name of a file", "name a file to write, or - for standard output")
    if not target.parent.is_dir():
        raise InputError(path, f"the folder {str(target.parent)!r} does not exist", "make it first")
    if not os.access(target.parent, os.W_OK) or (target.exists() and not os.access(target, os.W_OK)):
        raise InputError(path, "cannot be written", "choose a place where you may write")


def write_text(path: str, text: str) -> None:
    """Writes all of `text` or nothing: beside the target first, then in its place. ``-`` is standard output.

    A link is followed; a device or pipe, which cannot be replaced, is written to directly.
    Raises VerifierError (exit code 3) when the disk is full or the place is taken away.
    """
    if path == STANDARD_OUTPUT:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    target = Path(path).resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8")
        else:
            _replace(target, text)
    except OSError as error:
        raise VerifierError(path, f"could not be written ({error.strerror})", "free the place and try again") from error


def _replace(target: Path, text: str) -> None:
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with open(beside, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)


def json_text(value: object) -> str:
    """The JSON of `value`, one way only: two spaces, keys in the order given, a final newline.

    Raises ValueError on a float: numbers are text there, since a float is not what was computed.
    """
    _refuse_floats(value, "$")
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _refuse_floats(value: object, place: str) -> None:
    if isinstance(value, float):
        raise ValueError(f"{place}: a float in the results; write it as text")
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else ()
    for key, item in items:
        _refuse_floats(item, f"{place}.{key}")


def write_json(path: str, value: object) -> None:
    """Writes `value` as JSON, all or nothing."""
    write_text(path, json_text(value))
