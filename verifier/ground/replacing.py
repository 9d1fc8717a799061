"""A file put in the place of another: whole or not at all, through no link, and with nothing left beside it.

The new content is written to a temporary file of the same folder, flushed to the disk, and renamed. The temporary file
has a random name, is opened O_EXCL | O_NOFOLLOW and locked while it is written; one that nobody holds locked was left
by a process that was killed, and the next who writes into the folder removes it.
"""

import fcntl
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_TEMPORARY = re.compile(r"\.verifier-[0-9a-f]{16}\.tmp", re.ASCII)
_PRIVATE, _USUAL = 0o600, 0o666


def put(target: Path, data: bytes) -> None:
    """Makes `data` the content of `target`, a path without links; a file that is there keeps its mode and owner.

    Raises OSError when that cannot be done; the folder is then as it was.
    """
    with _opened(target.parent) as folder:
        sweep(folder)
        before = _status(target.name, folder)
        with _temporary(folder, _USUAL if before is None else _PRIVATE) as (name, file):
            _write_all(file, data)
            if before is not None:
                _keep(file, before)
            os.fsync(file)
            os.replace(name, target.name, src_dir_fd=folder, dst_dir_fd=folder)
        with suppress(OSError):  # there are file systems that cannot flush a folder
            os.fsync(folder)


def require_room(parent: Path) -> None:
    """Raises OSError unless a file can be made in the folder, which is tried; what was left there is swept."""
    with _opened(parent) as folder:
        sweep(folder)
        with _temporary(folder, _PRIVATE):
            pass


def sweep(folder: int) -> None:
    """Removes the temporary files of killed processes of this user from an open folder."""
    with suppress(OSError):
        for name in filter(_TEMPORARY.fullmatch, os.listdir(folder)):
            with suppress(OSError):
                _remove_if_stale(name, folder)


def _remove_if_stale(name: str, folder: int) -> None:
    """Raises OSError (BlockingIOError) where a living process holds it."""
    file = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    try:
        status = os.fstat(file)
        if stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid():
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(name, dir_fd=folder)
    finally:
        os.close(file)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _temporary(folder: int, mode: int) -> Iterator[tuple[str, int]]:
    """The name and the handle of a new file, locked; removed at the end unless it was renamed."""
    name, file = _locked(folder, mode)
    try:
        yield name, file
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)
        os.close(file)


def _locked(folder: int, mode: int) -> tuple[str, int]:
    """Somebody who sweeps may take the file between its making and its locking: then another is made."""
    while True:
        name = f".verifier-{secrets.token_hex(8)}.tmp"
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.open(name, flags, mode, dir_fd=folder)
        with suppress(OSError):  # there are file systems without locks
            fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file).st_nlink:
            return name, file
        os.close(file)


def _status(name: str, folder: int) -> os.stat_result | None:
    with suppress(FileNotFoundError):
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    return None


def _keep(file: int, before: os.stat_result) -> None:
    """Owner first, since a change of owner clears bits of the mode; who may not give a file away keeps it."""
    with suppress(OSError):
        os.fchown(file, before.st_uid, before.st_gid)
    os.fchmod(file, stat.S_IMODE(before.st_mode))


def _write_all(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]
