"""The database of a sweep, right and with its rows, columns and tables altered."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from random import Random

from tests.hostile.mutations import NASTY, as_toml, blows
from tests.sweeps import call
from verifier.sweep.sweep_file import parse_sweep
from verifier.sweep.sweep_row import COLUMNS
from verifier.sweep.sweep_store import open_store
from verifier.sweep.sweep_summary import counts, summary

SWEEP: dict[str, object] = {
    "teacher": [{"nodes": ["1/2"], "weights": [1]}, {"A": [["1/3"]], "B": [[1]], "C": [[1]]}],
    "student": {"width": [2, 3], "scale": ["1/10"], "seed": {"first": 3, "count": 2}},
    "training": {"length": [3], "step_size": ["1/20"], "steps": 3},
    "claim": {"horizon": 6},
    "computation": {"arithmetic": "float64"},
}
BLOWS = (
    "UPDATE cells SET {column} = ? WHERE cell = {row}",
    "UPDATE cells SET {column} = ? WHERE cell = {row}",
    "UPDATE about SET value = ? WHERE name = '{name}'",
    "UPDATE seals SET seal = ? WHERE cell = {row}",
    "UPDATE about SET name = ?",
    "DELETE FROM {table} WHERE ? IS NOT 7",
    "DROP TABLE {table} -- ?",
    "ALTER TABLE {table} ADD COLUMN extra -- ?",
    "ALTER TABLE cells RENAME COLUMN {column} TO other -- ?",
    "CREATE TRIGGER t AFTER INSERT ON cells BEGIN DELETE FROM about; END -- ?",
    "CREATE VIEW v AS SELECT * FROM {table} -- ?",
    "INSERT OR REPLACE INTO seals VALUES ({row}, ?)",
    "INSERT INTO cells (cell, teacher, width, length, scale, step_size, steps, seed, outcome) "
    "VALUES ({number}, 1, 2, 3, ?, '1/20', 3, '3', 'finished')",
    "PRAGMA application_id = {number} -- ?",
    "PRAGMA user_version = {number} -- ?",
)


def database(right: bytes, random: Random) -> bytes:
    """The file of a finished sweep, altered by SQL or byte by byte."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(right)
        for _ in range(blows(random)):
            with suppress(sqlite3.Error):
                _strike(connection, random)
        data = bytearray(connection.serialize())
    for _ in range(random.choice((0, 0, 0, 1, 8))):
        data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data[: random.choice((len(data), len(data), len(data), 100, 0))])


def _strike(connection: sqlite3.Connection, random: Random) -> None:
    places = {"column": random.choice(list(COLUMNS)), "table": random.choice(("cells", "about", "seals"))}
    numbers = {"row": random.randrange(1, 9), "number": random.choice((0, -1, 1, 9, 999999, 2**31 - 1))}
    blow = random.choice(BLOWS).format(**places, **numbers, name=random.choice(("digest", "format", "sweep")))
    value = random.choice(NASTY)
    storable = value is None or isinstance(value, (float, bool)) or (isinstance(value, str) and value.isprintable())
    with connection:
        connection.execute(blow, () if "--" in blow else (value if storable else b"\xff\x00",))


def use_database(path: str, random: Random) -> None:
    """Opens it, and reads all that is reported of it."""
    with open_store(path, THE_SWEEP) as store:
        store.finished()
        rows = store.rows()
    counts(rows)
    summary(rows)


THE_SWEEP = parse_sweep(as_toml(SWEEP, Random(1)), "s")


def right_database(folder: Path) -> bytes:
    """The file of the small sweep, finished."""
    (folder / "right.toml").write_text(as_toml(SWEEP, Random(1)))
    done = call("sweep", folder / "right.toml", "--out", folder / "right.sqlite", "--executor", "serial")
    assert done.exit_code == 0, done.output
    return (folder / "right.sqlite").read_bytes()
