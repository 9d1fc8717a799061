"""Sweeps: made by several at once, altered, unsealed, on a full disk (point 7)."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.hostile.environments import Environment
from tests.hostile.users import call, refused
from tests.sweeps import content, text


def sweep(*more):
    return ("sweep", "s.toml", "--out", "a.sqlite", "--executor", "serial", *more)


def test_7_several_processes_make_one_file(folder):
    Path("s.toml").write_text(text(seeds=1))
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: Environment().run(sweep(), folder), range(3)))
    assert [process.returncode for process in done] == [0, 0, 0], done
    assert len(content("a.sqlite")) == 32


ALTERED = {
    "a number of no cell": "INSERT INTO cells SELECT 999999, teacher, width, length, scale, step_size, steps, seed, "
    "outcome, diverged_at, failure, loss, drift, asymmetry, hankel_rank, singular_values, largest_deviation, "
    "deviations FROM cells WHERE cell = 1",
    "an edited loss": "UPDATE cells SET loss = '1E-30' WHERE cell = 5",
    "a loss that is no number": "UPDATE cells SET loss = x'ff' WHERE cell = 5",
    "an edited step": "UPDATE cells SET step_size = '1/7' WHERE cell = 5",
    "an extra column": "ALTER TABLE cells ADD COLUMN extra",
    "no table": "DROP TABLE cells",
    "no about": "DROP TABLE about",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON cells BEGIN DELETE FROM about; END",
}


@pytest.mark.parametrize("name", ALTERED)
def test_7_an_altered_file_is_refused_and_left_as_it_is(name, folder):
    assert call(*sweep()).exit_code == 0
    with closing(sqlite3.connect("a.sqlite")) as connection, connection:
        connection.execute(ALTERED[name])
    before = Path("a.sqlite").read_bytes()
    refused(call(*sweep("--export", "e.csv")))
    assert (Path("a.sqlite").read_bytes(), Path("e.csv").exists()) == (before, False)


def test_7_rows_without_a_seal_are_run_again(folder):
    """A file that was made before rows had seals; a changed row cannot be told there, and is not believed."""
    assert call(*sweep()).exit_code == 0
    right = content("a.sqlite")
    with closing(sqlite3.connect("a.sqlite")) as connection, connection:
        connection.execute("DROP TABLE seals")
        connection.execute("UPDATE cells SET loss = '7' WHERE cell = 5")
    assert call(*sweep()).exit_code == 0
    assert content("a.sqlite") == right


def test_7_memory_is_a_name_and_an_empty_file_is_a_beginning(folder):
    assert call("sweep", "s.toml", "--out", ":memory:", "--executor", "serial").exit_code == 0
    assert len(content(str(folder / ":memory:"))) == 64
    Path("a.sqlite").touch()
    assert call(*sweep()).exit_code == 0


def test_7_a_full_disk_is_not_a_foreign_file(folder, monkeypatch):
    import verifier.sweep.sweep_store as store

    class Full(sqlite3.Connection):
        def execute(self, statement, *rest):
            if statement.startswith("CREATE"):
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorname = "SQLITE_FULL"
                raise error
            return super().execute(statement, *rest)

    real = sqlite3.connect
    monkeypatch.setattr(store.sqlite3, "connect", lambda *args, **kwargs: real(*args, factory=Full, **kwargs))
    line = refused(call(*sweep()), code=3)
    assert "could not be written (database or disk is full)" in line
