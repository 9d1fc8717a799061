"""The one SQLite file of a sweep. Every finished batch is one transaction: a kill loses only what was under way."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from verifier.ground.errors import InputError, VerifierError
from verifier.ground.files import STANDARD_OUTPUT, require_writable
from verifier.ground.versions import versions
from verifier.sweep.sweep_file import Sweep
from verifier.sweep.sweep_row import COLUMNS, Row

APPLICATION_ID = 0x53574550
"""What marks an SQLite file as ours (the letters SWEP)."""

FORMAT = "sweep 1"

PATIENCE = 60.0
"""Seconds to wait for somebody who is reading the file."""


@dataclass(frozen=True)
class Store:
    """The open file: rows by cell number."""

    connection: sqlite3.Connection
    path: str

    def finished(self) -> set[int]:
        """The numbers of the cells that have an outcome."""
        return {number for (number,) in self.connection.execute("SELECT cell FROM cells")}

    def add(self, rows: Iterable[Row]) -> None:
        """Writes the rows in one transaction, on the disk when this returns.

        Raises:
            VerifierError: the disk is full, or the file was taken away.
        """
        places = ", ".join(f":{name}" for name in COLUMNS)
        try:
            with self.connection:
                self.connection.executemany(f"INSERT OR REPLACE INTO cells VALUES ({places})", list(rows))
        except sqlite3.Error as error:
            raise VerifierError(self.path, f"could not be written ({error})", "free the place; then go on") from error

    def rows(self) -> list[Row]:
        """All rows, by cell number."""
        found = self.connection.execute("SELECT * FROM cells ORDER BY cell")
        return [dict(zip(COLUMNS, values, strict=True)) for values in found]


@contextmanager
def open_store(path: str, sweep: Sweep) -> Iterator[Store]:
    """The file of a sweep, made if there is none.

    Args:
        path: an SQLite file, or a path where there is nothing yet.
        sweep: what is to be kept there; a file of another sweep is refused.

    Returns:
        The open file, for the time of a `with` block.

    Raises:
        InputError: the path cannot be written, or holds something else than this sweep; it is then left as it is.
    """
    require_writable(path)
    if path == STANDARD_OUTPUT:
        raise InputError("--out", "a database cannot go to standard output", "name a file")
    fresh = not Path(path).exists() or Path(path).stat().st_size == 0
    with closing(sqlite3.connect(path, timeout=PATIENCE)) as connection:
        try:
            if fresh:
                _create(connection, sweep)
            _require_same(connection, path, sweep)
        except sqlite3.Error as error:
            raise InputError(path, f"is not the file of a sweep ({error})", "name another with --out") from error
        yield Store(connection, path)


def _create(connection: sqlite3.Connection, sweep: Sweep) -> None:
    """Makes the tables in one transaction: a file that was killed here is still empty."""
    about = {"format": FORMAT, "digest": sweep.digest, "sweep": json.dumps(sweep.source)}
    about |= {"versions": json.dumps(versions())}
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        connection.execute(f"CREATE TABLE cells ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")


def _require_same(connection: sqlite3.Connection, path: str, sweep: Sweep) -> None:
    (found,) = connection.execute("PRAGMA application_id").fetchone()
    if found != APPLICATION_ID:
        raise InputError(path, "is not the file of a sweep (another program's database)", "name another with --out")
    about = dict(connection.execute("SELECT name, value FROM about"))
    if about.get("format") != FORMAT or about.get("digest") != sweep.digest:
        raise InputError(path, "holds another sweep than the one asked for", "name another file with --out")
