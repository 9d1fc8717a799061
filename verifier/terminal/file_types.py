"""The types of options and arguments that name files: declaring one is all that a command does to have it guarded."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verifier.ground.errors import InputError
from verifier.ground.files import STANDARD_OUTPUT
from verifier.terminal.plan import also_writes, reads

if TYPE_CHECKING:
    ParamType = click.ParamType[Any]
else:  # generic for type checkers only, in releases of click that are still in use
    ParamType = click.ParamType


class Reads(ParamType):
    """A file that is read; ``-`` is standard input."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The path, joined to the plan of the command."""
        reads(_name(param), str(value))
        return str(value)


class Writes(ParamType):
    """A file that is written; ``-`` is standard output."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The path; raises InputError when it collides with another file of the command or cannot be written."""
        also_writes(_name(param), str(value))
        return str(value)


class WritesDatabase(Writes):
    """An SQLite file that is written, with the journals that SQLite keeps beside it."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As of a file; raises InputError for ``-``, too."""
        if value == STANDARD_OUTPUT:
            raise InputError(_name(param), "a database cannot go to standard output", "name a file")
        if os.path.exists(value) and not os.path.isfile(value):
            raise InputError(str(value), "is not the name of a file", "name a file for the database")
        for ending in ("", "-journal"):
            super().convert(f"{value}{ending}", param, ctx)
        return str(value)


class WritesFolder(ParamType):
    """A folder, new or not, in which the files named here are written."""

    name = "folder"

    def __init__(self, *files: str) -> None:
        self.files = files

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The folder; raises InputError where it is none, cannot be made, or its files cannot be written."""
        folder = Path(str(value))
        try:
            first = _first_new(folder)
            if value and (first is not None or folder.is_dir()):
                for path in [folder / file for file in self.files] if first is None else [first]:
                    also_writes(_name(param), str(path))
                return folder
        except (OSError, ValueError):  # a loop of links, a name that is too long
            pass
        raise InputError(str(value) or "''", "is no folder that can be written to", "name one, new or not")


def _first_new(folder: Path) -> Path | None:
    """The first part of a path to be made, which nothing must be in the way of; None for a path that exists."""
    whole = folder.absolute()
    if os.path.lexists(whole):
        return None
    parts = [place for place in (whole, *whole.parents) if not os.path.lexists(place)]
    for part in parts:
        if len(os.fsencode(part.name)) > os.pathconf(parts[-1].parent, "PC_NAME_MAX"):
            raise ValueError(f"{part.name}: the name is too long")
    return parts[-1]


READ, WRITE, DATABASE = Reads(), Writes(), WritesDatabase()


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "file"
    return param.opts[0] if isinstance(param, click.Option) else param.human_readable_name
