"""The one SQLite file of a sweep. Every finished batch is one transaction: a kill loses only what was under way.

Each row has a seal, and the file the digest of its sweep: what was altered, by whatever hand, is refused and not
reported. Several processes may share the file; it is made by whoever comes first.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from verifier.ground.errors import InputError, VerifierError
from verifier.ground.versions import versions
from verifier.sweep.sweep_file import Sweep
from verifier.sweep.sweep_row import COLUMNS, Row, given

APPLICATION_ID = 0x53574550
"""What marks an SQLite file as ours (the letters SWEP)."""

FORMAT = "sweep 1"

PATIENCE = 60.0
"""Seconds to wait for somebody who is reading or writing the file."""

MOST_OF_A_VALUE = 1 << 20
"""The longest value, in bytes, that is read from a file."""

SEALS = "CREATE TABLE seals (cell INTEGER PRIMARY KEY, seal TEXT NOT NULL)"
"""Beside the cells, not among them: a file that was made before there were seals is read, and its cells run again."""

OF_THE_PLACE = frozenset({"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_BUSY",
                          "SQLITE_LOCKED", "SQLITE_PERM", "SQLITE_NOMEM"})  # fmt: skip
"""The errors of SQLite that say something of the disk and nothing of the file."""


@dataclass(frozen=True)
class Store:
    """The open file of a sweep: its rows by cell number."""

    connection: sqlite3.Connection
    path: str
    sweep: Sweep
    digest: str

    def finished(self) -> set[int]:
        """The numbers of the cells that have an outcome; raises InputError where a row was altered."""
        return {int(str(row["cell"])) for row in self._sealed()}

    def rows(self) -> list[Row]:
        """All rows, by cell number; raises InputError where one was altered."""
        return list(self._sealed())

    def add(self, rows: Iterable[Row]) -> None:
        """Writes the rows in one transaction, on the disk when this returns.

        Raises:
            VerifierError: the disk is full, or the file was taken away.
        """
        values = [tuple(row[name] for name in COLUMNS) for row in rows]
        try:
            with self.connection as connection:
                places = ", ".join("?" * len(COLUMNS))
                connection.executemany(f"INSERT OR REPLACE INTO cells VALUES ({places})", values)
                seals = [(row[0], _seal(self.digest, row)) for row in values]
                connection.executemany("INSERT OR REPLACE INTO seals VALUES (?, ?)", seals)
        except sqlite3.Error as error:
            raise _unwritten(self.path, error) from error

    def _sealed(self) -> Iterator[Row]:
        """The rows with a seal, each compared with it and with the cell of the sweep that it says it is."""
        keys = self.sweep.keys
        query = "SELECT cells.*, seals.seal FROM cells LEFT JOIN seals USING (cell) ORDER BY cells.cell"
        try:
            for *values, seal in self.connection.execute(query):
                row, number = dict(zip(COLUMNS, values, strict=True)), values[0]
                known = 1 <= number <= len(keys) and row.items() >= given(number, keys[number - 1]).items()
                if not known or (seal is not None and seal != _seal(self.digest, values)):
                    remedy = "delete that row and it is run again, or name another file with --out"
                    raise InputError(self.path, f"the row of cell {number} was altered", remedy)
                if seal is not None:
                    yield row
        except (sqlite3.Error, UnicodeError) as error:
            raise _unread(self.path, error) from error


@contextmanager
def open_store(path: str, sweep: Sweep) -> Iterator[Store]:
    """The file of a sweep, made if there is none.

    Args:
        path: an SQLite file, or a path where there is nothing yet; a name, whatever SQLite reads into it.
        sweep: what is to be kept there; a file of another sweep is refused.

    Returns:
        The open file, for the time of a `with` block.

    Raises:
        InputError: the path holds something else than this sweep, or was altered; it is then left as it is.
        VerifierError: the disk is full, or the place cannot be written.
    """
    with closing(_opened(path, sweep)) as connection:
        yield Store(connection, path, sweep, sweep.digest)


def _opened(path: str, sweep: Sweep) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(os.path.abspath(path), timeout=PATIENCE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_OF_A_VALUE)
        with connection:  # one transaction: whoever else opens the file waits, and finds it made
            connection.execute("BEGIN IMMEDIATE")
            _make(connection, path, sweep)
    except (sqlite3.Error, UnicodeError) as error:
        raise _unread(path, error) from error
    return connection


def _make(connection: sqlite3.Connection, path: str, sweep: Sweep) -> None:
    """Makes the tables that are missing from an empty file or from an old one; refuses any other file."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    found = {name: kind for kind, name in connection.execute("SELECT type, name FROM sqlite_master")}
    if not found and application in (0, APPLICATION_ID):
        _create(connection, sweep)
        return
    if application != APPLICATION_ID:
        raise _foreign(path, "another program's database")
    tables = {name for name, kind in found.items() if kind == "table"}
    if tables - {"seals"} != {"about", "cells"} or any(kind not in ("table", "index") for kind in found.values()):
        raise _foreign(path, "its tables are others")
    about = dict(connection.execute("SELECT name, value FROM about"))
    if about.get("format") != FORMAT or about.get("digest") != sweep.digest:
        raise InputError(path, "holds another sweep than the one asked for", "name another file with --out")
    columns = [name for _, name, *_ in connection.execute("PRAGMA table_xinfo(cells)")]
    if ["step_size" if name == "step" else name for name in columns] != list(COLUMNS):
        raise _foreign(path, "its columns are others")
    if "seals" not in tables:
        connection.execute(SEALS)


def _create(connection: sqlite3.Connection, sweep: Sweep) -> None:
    about = {"format": FORMAT, "digest": sweep.digest, "sweep": json.dumps(sweep.source)}
    about |= {"versions": json.dumps(versions())}
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
    connection.execute(f"CREATE TABLE cells ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
    connection.execute(SEALS)


def _seal(digest: str, values: Sequence[object]) -> str:
    """Against damage and edits, not against forgery: any changed value changes it."""
    return hashlib.sha256(json.dumps([digest, *values], default=repr).encode()).hexdigest()[:32]


def _foreign(path: str, cause: object) -> InputError:
    return InputError(path, f"is not the file of a sweep ({cause})", "name another with --out")


def _unread(path: str, error: Exception) -> VerifierError:
    """What an error of SQLite says: of the place, or of the file."""
    name = getattr(error, "sqlite_errorname", "")
    ours = any(name.startswith(code) for code in OF_THE_PLACE)
    return _unwritten(path, error) if ours else _foreign(path, error)


def _unwritten(path: str, error: Exception) -> VerifierError:
    return VerifierError(path, f"could not be written ({error})", "free the place; then go on")
