"""Sweep files and usage: what is right is read exactly, what is wrong is one line and writes nothing."""

import importlib.util
import sqlite3
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest

from tests.sweeps import call, text
from verifier.ground.extras import install_line
from verifier.sweep.sweep_file import parse_sweep, read_sweep

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.toml").write_text(text())
    return tmp_path


def bad(result, code=2):
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("verifier: ")
    return line


WRONG = {
    "not TOML": ("[teacher", "[[teacher", "is not TOML"),
    "unknown table": ("[training]", "[traning]", "did you mean 'training'?"),
    "unknown key": ("width", "wdith", "did you mean 'width'?"),
    "missing key": ("horizon = 20", "", None),
    "value twice": ("[2, 3]", "[2, 2]", "width[1]: 2 stands twice"),
    "equal fractions": ('"1/20", "1/30"', '"1/20", "0.05"', "stands twice"),
    "empty axis": ("[2, 3]", "[]", "is empty"),
    "axis of axes": ("[2, 3]", "[[2], 3]", "is not an integer"),
    "negative scale": ('"1/10"', '"-1/10"', "must exceed 0"),
    "zero width": ("[2, 3]", "[0, 3]", "width[0]: width = 0 is out of bounds"),
    "one over zero": ('"1/10"', '"1/0"', "divides by zero"),
    "no seeds": ("count = 2", "count = 0", "count = 0 is out of bounds"),
    "too many seeds": ("count = 2", "count = 99999", "cells are too many"),
    "seed beyond": ("first = 3", "first = 18446744073709551615", "the last seed"),
    "unknown seed key": ("count = 2", "number = 2", "did you mean"),
    "unknown arithmetic": ("[computation]", '[computation]\narithmetic = "mpfr"', "take float64, arb, mpmath"),
    "arithmetic that is a list": ("[computation]", '[computation]\narithmetic = ["arb"]', "is unknown"),
    "digits of float64": ("[computation]", "[computation]\ndigits = 50", "digits do not go with float64"),
    "absurd digits": ("[computation]", '[computation]\narithmetic = "arb"\ndigits = 100000', "digits"),
    "the same teacher": (
        'A = [["1/3"]]\nB = [[1, "1/2"]]\nC = [[1], [2]]',
        'A = [["1/2"]]\nB = [[1]]\nC = [[1]]',
        "again",
    ),
    "teacher of lags": ('A = [["1/3"]]\nB = [[1, "1/2"]]\nC = [[1], [2]]', "response = [1, 2, 3]", "length"),
    "teacher that is none": ('[[teacher]]\nnodes = ["1/2"]\nweights = [1]\n', "", None),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_bad_sweep_is_one_line_and_writes_nothing(name, folder):
    before, after, said = WRONG[name]
    changed = text().replace(before, after, 1)
    assert changed != text()
    Path("s.toml").write_text(changed)
    if said is None:  # still a sweep
        assert read_sweep("s.toml").horizon >= 20
        return
    line = bad(call("sweep", "s.toml", "--out", "a.sqlite", "--json", "a.json"))
    assert said in line
    assert line.startswith("verifier: s.toml")
    assert [path.name for path in folder.iterdir()] == ["s.toml"]


BAD_USAGE = {
    "no out": ([], "--out"),
    "out to standard output": (["--out", "-"], "name a file"),
    "out in no folder": (["--out", "none/a.sqlite"], "does not exist"),
    "out that is the sweep": (["--out", "s.toml"], "would be both"),
    "unknown executor": (["--out", "a.sqlite", "--executor", "cluster"], "take serial, threads, processes or dask"),
    "dask without a port": (["--out", "a.sqlite", "--executor", "dask://host"], "dask://host:port"),
    "no jobs": (["--out", "a.sqlite", "--jobs", "0"], "--jobs"),
    "export in no folder": (["--out", "a.sqlite", "--export", "none/a.csv"], "does not exist"),
    "plot in no folder": (["--out", "a.sqlite", "--plot", "none/a.svg"], "does not exist"),
}


@pytest.mark.parametrize("name", BAD_USAGE)
def test_bad_usage_is_one_line_and_writes_nothing(name, folder):
    arguments, said = BAD_USAGE[name]
    assert said in bad(call("sweep", "s.toml", *arguments))
    assert [path.name for path in folder.iterdir()] == ["s.toml"]
    assert Path("s.toml").read_text() == text()


EXTRAS = [("distributed", "--executor", "dask://h:1"), ("matplotlib", "--plot", "a.svg")]


@pytest.mark.parametrize(("module", "option", "value"), EXTRAS)
def test_an_absent_extra_is_one_line_with_its_install_line(module, option, value, folder, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == module else find(name, *rest))
    line = bad(call("sweep", "s.toml", "--out", "a.sqlite", option, value))
    assert install_line(module) in line
    assert [path.name for path in folder.iterdir()] == ["s.toml"]


def test_a_file_of_another_sweep_or_program_is_refused_and_kept(folder):
    assert call("sweep", "s.toml", "--out", "a.sqlite", "--executor", "serial").exit_code == 0
    with sqlite3.connect("foreign.sqlite") as connection:
        connection.execute("CREATE TABLE cells (x)")
    connection.close()
    Path("other.toml").write_text(text(steps=31))
    for path, sweep, said in (
        ("a.sqlite", "other.toml", "another sweep"),
        ("foreign.sqlite", "s.toml", "another program"),
    ):
        kept = Path(path).read_bytes()
        assert said in bad(call("sweep", sweep, "--out", path))
        assert Path(path).read_bytes() == kept


def test_equal_sweeps_have_one_digest():
    same = text().replace('["1/10", "1/20"]', '["0.1", "0.05"]')
    assert parse_sweep(text(), "a").digest == parse_sweep(same, "b").digest
    for other in (text(seeds=3), text(steps=31), text(computation='arithmetic = "arb"')):
        assert parse_sweep(other, "c").digest != parse_sweep(text(), "a").digest


def test_a_problem_file_is_a_sweep_of_one_cell():
    path = ROOT / "examples" / "two-modes.toml"
    (cell,) = parse_sweep(path.read_text(), "p").cells()
    assert (cell.width, cell.steps, cell.scale, cell.arithmetic) == (10, 20000, Fraction(1, 10**5), "float64")
    assert len(read_sweep(str(ROOT / "examples" / "sweep.toml")).keys) == 128


def test_the_step_size_was_once_called_step(folder, capsys):
    """An old sweep file means what it meant, under the same name, and its database is gone on with."""
    example = (ROOT / "examples" / "sweep.toml").read_text()
    assert parse_sweep(example, "s").digest == "8c4e4e465415fbc4a9f049adf4de22062713f783bf6b75ef74c0b8e2c72a9dc5"
    assert capsys.readouterr().err == ""
    assert parse_sweep(example.replace("step_size =", "step ="), "s") == parse_sweep(example, "s")
    assert capsys.readouterr().err == "verifier: s [training]: 'step' is now called 'step_size'; both are read\n"
    assert call("sweep", "s.toml", "--out", "s.sqlite", "--executor", "serial", "--export", "new.csv").exit_code == 0
    with closing(sqlite3.connect("s.sqlite")) as connection, connection:
        connection.execute("ALTER TABLE cells RENAME COLUMN step_size TO step")
        connection.execute("DELETE FROM cells WHERE cell = 1")
    assert call("sweep", "s.toml", "--out", "s.sqlite", "--executor", "serial", "--export", "old.csv").exit_code == 0
    assert Path("old.csv").read_text() == Path("new.csv").read_text()
