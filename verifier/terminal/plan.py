"""What a command reads and writes, known before it computes: two of its files are never one, and each can be written.

A command declares its files by the types of its options and arguments (`verifier.terminal.file_types`); what it works
out itself it adds with `also_writes`. Paths are compared as the files they lead to, links resolved.
"""

import os
import stat
from contextlib import suppress
from dataclasses import dataclass

import click

from verifier.ground.errors import InputError
from verifier.ground.files import STANDARD_OUTPUT, require_writable

Identity = tuple[object, ...]
"""What two paths have in common exactly when they lead to the same file."""

_KEY = "verifier.terminal.plan"


@dataclass(frozen=True)
class Place:
    """A file of a command: the name of the option or argument that gives it, and its path."""

    name: str
    path: str
    written: bool

    @property
    def identities(self) -> set[Identity]:
        """Its file by device and inode, and by its resolved name, since it may not be there yet."""
        if self.path == STANDARD_OUTPUT:
            standard: set[Identity] = {("standard output" if self.written else "standard input",)}
            return standard | (_status(1, self.written) if self.written else set())
        try:
            name = os.path.realpath(self.path)
            return set() if self.written and name == os.devnull else {("name", name)} | _status(self.path, self.written)
        except (OSError, ValueError):  # it cannot be opened either, and whoever tries says so
            return {("name", self.path)}

    @property
    def to_stdout(self) -> bool:
        """Whether what is written goes to standard output, by whatever name."""
        return self.written and (self.path == STANDARD_OUTPUT or bool(_status(self.path, True) & _status(1, True)))


@dataclass(frozen=True)
class Plan:
    """The files of a command so far. Reading a file twice is no conflict; writing what is read or written is one."""

    places: tuple[Place, ...] = ()

    def joined(self, place: Place) -> "Plan":
        """The plan with one more file; raises InputError when that is a file it has, or cannot be written."""
        self.require_apart(place)
        if place.written:
            require_writable(place.path)
        return Plan((*self.places, place))

    def require_apart(self, place: Place) -> None:
        """Raises InputError when the file is one of the plan's that it must not be."""
        mine = place.identities
        for other in self.places:
            twice_standard = place.path == other.path == STANDARD_OUTPUT
            if (place.written or other.written or twice_standard) and mine & other.identities:
                names = f"{other.name}, {place.name}"
                raise InputError(names, f"{place.path} would be both", "give each a file of its own")
        if place.written and place.path != STANDARD_OUTPUT and mine & _redirected():
            raise InputError(place.name, f"{place.path} is where a standard stream goes", "give it a file of its own")


def reads(name: str, path: str) -> None:
    """Joins a file that is read to the plan of the command under way."""
    _join(Place(name, path, written=False))


def also_writes(name: str, path: str) -> None:
    """Joins a file that is written to the plan of the command under way.

    Raises:
        InputError: it is a file that the command reads or writes already, or it cannot be written.
    """
    _join(Place(name, path, written=True))


def may_write(name: str, path: str) -> bool:
    """Whether a file that is written only if need be can be; raises InputError where it is another of the command."""
    place = Place(name, path, written=True)
    try:
        _join(place)
    except InputError:
        _plan().require_apart(place)
        return False
    return True


def stdout_is_taken() -> bool:
    """Whether the command under way writes a result to standard output, so that nothing else belongs there."""
    return any(place.to_stdout for place in _plan().places)


def _plan() -> Plan:
    context = click.get_current_context(silent=True)
    found = context.meta.get(_KEY) if context else None
    return found if isinstance(found, Plan) else Plan()


def _join(place: Place) -> None:
    plan = _plan().joined(place)
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[_KEY] = plan


def _redirected() -> set[Identity]:
    """The regular files to which the shell has sent standard output and standard error."""
    found: set[Identity] = set()
    for handle in (1, 2):
        with suppress(OSError):
            found |= _status(handle, True) if stat.S_ISREG(os.fstat(handle).st_mode) else set()
    return found


def _status(file: str | int, written: bool) -> set[Identity]:
    """Device and inode; nothing for what is not there, and for /dev/null, which may be written to twice."""
    try:
        found = os.stat(file)
    except (OSError, ValueError):
        return set()
    if stat.S_ISCHR(found.st_mode) and written and found.st_rdev == os.stat(os.devnull).st_rdev:
        return set()
    return {("inode", found.st_dev, found.st_ino)}
