"""Sweeps: the same content whatever the executor, the order and the jobs; failures are recorded and stop nothing."""

import csv
import json
import os
import random
import signal
import sqlite3
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

import pytest

import numerics.descent.sweep
from numerics.arithmetics.by_name import arithmetic
from numerics.descent.sweep import MOST_SEEDS, batches, results_of, run_batch
from numerics.descent.sweep_cell import Cell, Result
from numerics.model.linear_rnn import LinearRNN
from tests.sweeps import call, content, text
from verifier.ground.numbers import decimal_text, root_text
from verifier.problem.problem import parse_problem
from verifier.sweep.executors import SerialExecutor, executor_named
from verifier.sweep.sweep_file import Key, read_sweep
from verifier.sweep.sweep_row import COLUMNS, row_of
from verifier.sweep.sweep_store import open_store
from verifier.sweep.sweep_summary import median, summary

TEACHER = LinearRNN(((Fraction(1, 2),),), ((Fraction(1),),), ((Fraction(1),),))
CELL = Cell(TEACHER, 3, Fraction(1, 10), 1, 4, Fraction(1, 20), 40, 20)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.toml").write_text(text())
    return tmp_path


def test_a_measurement_by_hand():
    """One state, no step: h_j = c a^j b and Q = b^2 - c^2 from the three numbers of the start."""
    cell = replace(CELL, width=1, steps=0)
    (((a,),), ((b,),), ((c,),)) = cell.exact.run.start.parts
    exact = run_batch((replace(cell, arithmetic="mpmath", digits=40),))[0].measurement
    h = [c * a**j * b for j in range(20)]
    apart = [(h[j] - Fraction(1, 2**j)) ** 2 for j in range(20)]

    def near(x, y):
        return abs(x - y) <= abs(y) / 10**38

    assert near(exact.end.loss, sum(apart[:4]))
    assert exact.end.squared_drift == 0
    assert near(exact.end.squared_asymmetry, (b - c) ** 2 / 2)
    assert list(exact.squared_deviations) == [4, 8, 16, 20]
    assert all(near(found, max(apart[:lags])) for lags, found in exact.squared_deviations.items())
    assert near(exact.singular_values[0] ** 2, h[0] ** 2 + h[1] ** 2)  # the Hankel matrix is 1 x 2


@pytest.mark.parametrize("teacher", [TEACHER, (((Fraction(1), Fraction(0)),),) * 20])
def test_arithmetics_measure_the_same(teacher):
    cell = replace(CELL, teacher=teacher, steps=200)
    double, fine, finer = (
        run_batch((replace(cell, arithmetic=name, digits=30),))[0].measurement for name in ("float64", "arb", "mpmath")
    )
    assert fine.squared_deviations.keys() == double.squared_deviations.keys()
    for name in ("loss", "squared_drift", "squared_asymmetry"):
        if teacher is not TEACHER and name == "squared_asymmetry":
            assert (double.end.squared_asymmetry, fine.end.squared_asymmetry) == (None, None)
            continue
        values = [getattr(found.end, name) for found in (double, fine, finer)]
        assert float(values[0]) == pytest.approx(float(values[2]), rel=1e-9)
        assert abs(values[1] - values[2]) < Fraction(1, 10**27)
    assert [float(x) for x in double.singular_values] == pytest.approx([float(x) for x in fine.singular_values])


def test_a_batch_is_its_cells_one_by_one():
    cells = tuple(replace(CELL, seed=seed) for seed in range(5))
    assert run_batch(cells) == tuple(run_batch((cell,))[0] for cell in cells)


def test_batches_hold_neighbours_that_differ_in_their_seed():
    cells = [replace(CELL, seed=s, width=w, number=s) for w in (2, 3) for s in range(MOST_SEEDS + 1)]
    assert [len(batch) for batch in batches(cells)] == [MOST_SEEDS, 1, MOST_SEEDS, 1]
    assert [cell for batch in batches(cells) for cell in batch] == cells
    wide = [replace(cell, width=400) for cell in cells[:20]]
    assert [len(batch) for batch in batches(wide)] == [12, 8]
    assert all(len(batch) == 1 for batch in batches([replace(cell, arithmetic="arb") for cell in cells]))


def test_what_fails_is_recorded_and_the_rest_goes_on():
    endless = replace(CELL, teacher=(((Fraction(1),),),) * 4)  # the horizon is beyond the known lags
    huge = replace(CELL, teacher=LinearRNN(TEACHER.A, ((Fraction(10**400),),), TEACHER.C))
    wild = replace(CELL, step_size=Fraction(10**6))
    for name in ("float64", "mpmath", "arb"):
        found = [run_batch((replace(cell, arithmetic=name),))[0] for cell in (endless, wild, CELL)]
        assert found[0].failure.startswith("ValueError: ")
        assert found[1].diverged >= 1
        assert found[2].measurement is not None
    assert run_batch((huge,))[0].failure.startswith("OverflowError: ")


def test_a_response_that_overflows_is_told_so():
    result = run_batch((replace(CELL, scale=Fraction(3), width=8, steps=0, horizon=2000),))[0]
    assert list(result.measurement.squared_deviations.values())[-1] is None
    row = row_of(1, Key(1, 8, 4, Fraction(3), Fraction(1, 20), 0, 1), result, 15)
    assert row["largest_deviation"] == "overflow"
    assert summary([row])[0][-1] == "-"


def mortal(batch):
    """Kills its process at seed 2."""
    if batch[0].seed == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return (Result(diverged=batch[0].seed),)


def test_a_worker_that_dies_takes_nobody_along():
    work = [(replace(CELL, seed=seed),) for seed in range(6)]
    spawned = get_context("spawn")
    found = results_of(work, lambda: ProcessPoolExecutor(2, mp_context=spawned), 4, mortal)
    by_seed = {batch[0].seed: result for batch, (result,) in found}
    assert by_seed.pop(2) == Result(failure="its worker process died")
    assert by_seed == {seed: Result(diverged=seed) for seed in (0, 1, 3, 4, 5)}


def unsendable(batch):
    raise ValueError(f"at {batch[0].seed}")


def test_what_an_executor_loses_is_a_failure_of_the_cell():
    for executor in (SerialExecutor, lambda: ThreadPoolExecutor(2)):
        ((_, (result,)),) = results_of([(CELL,)], executor, 2, unsendable)
        assert result == Result(failure="lost by the executor (ValueError)")


def test_threads_do_not_disturb_each_others_precision():
    """mpmath and FLINT keep their precision per process: with 20 and 60 digits side by side no bit changes."""
    cells = [
        replace(CELL, arithmetic=name, digits=digits, steps=60) for name in ("mpmath", "arb") for digits in (20, 60)
    ]
    alone = {(cell,): run_batch((cell,)) for cell in cells}
    assert dict(results_of([(cell,) for cell in cells], lambda: ThreadPoolExecutor(4), 4)) == alone


def test_results_do_not_depend_on_executor_order_and_jobs(folder):
    for i, options in enumerate((["serial"], ["threads", "--jobs", 3], ["processes"], ["processes", "--jobs", 1])):
        result = call("sweep", "s.toml", "--out", f"{i}.sqlite", "--export", f"{i}.csv", "--executor", *options)
        assert result.exit_code == 0, result.output
        assert content(f"{i}.sqlite") == content("0.sqlite")
        assert Path(f"{i}.csv").read_bytes() == Path("0.csv").read_bytes()
    assert len(content("0.sqlite")) == 2 * 2 * 2 * 2 * 2 * 2
    work = batches(read_sweep("s.toml").cells())
    shuffled = random.Random(1).sample(work, len(work))
    open_executor, window = executor_named("serial", 1)
    assert dict(results_of(shuffled, open_executor, window)) == {batch: run_batch(batch) for batch in work}


@pytest.mark.parametrize("computation", ['arithmetic = "arb"\ndigits = 25', 'arithmetic = "mpmath"'])
def test_many_digits(folder, computation):
    Path("s.toml").write_text(text(seeds=1, computation=computation))
    assert call("sweep", "s.toml", "--out", "a.sqlite", "--executor", "threads").exit_code == 0
    row = dict(zip(COLUMNS, content("a.sqlite")[0], strict=True))
    assert len(row["loss"].replace(".", "")) >= 25


def test_content_agrees_with_descend(folder):
    """The first cell, run by `verifier descend` at 30 digits."""
    Path("s.toml").write_text(text(computation='arithmetic = "arb"\ndigits = 30'))
    call("sweep", "s.toml", "--out", "a.sqlite", "--executor", "serial", "--json", "a.json")
    first = json.loads(Path("a.json").read_text())["cells"][0]
    problem = """[teacher]\nnodes = ["1/2"]\nweights = [1]\n[student]\nwidth = 2\nscale = "1/10"\nseed = 3\n
    [training]\nlength = 3\nstep_size = "1/20"\nsteps = 30\n[claim]\nhorizon = 20"""
    Path("p.toml").write_text(problem)
    assert call("descend", "p.toml", "--arithmetic", "arb", "--digits", "30", "--json", "p.json").exit_code == 0
    single = json.loads(Path("p.json").read_text())
    assert [first[name] for name in ("loss", "drift", "asymmetry")] == [
        single[name] for name in ("loss", "drift", "asymmetry")
    ]
    assert first["largest_deviation"] == single["largest_deviation"]["value"]
    assert parse_problem(problem, "p").student.width == int(first["width"])


def test_export_json_and_summary_say_the_same(folder):
    result = call(
        "sweep", "s.toml", "--out", "a.sqlite", "--executor", "serial", "--json", "a.json", "--export", "a.csv"
    )
    assert "64 finished, 0 diverged, 0 failed" in result.stdout
    assert "64 of 64 cells" in result.stderr
    with open("a.csv", newline="") as file:
        exported = list(csv.DictReader(file))
    document = json.loads(Path("a.json").read_text())
    assert [{name: value or "" for name, value in cell.items()} for cell in document["cells"]] == exported
    assert document["counts"] == {"finished": "64", "diverged": "0", "failed": "0"}
    assert call("sweep", "s.toml", "--out", "a.sqlite", "--export", "-").stdout == Path("a.csv").read_text()


def test_divergence_is_an_outcome_and_a_failure_is_code_3(folder, monkeypatch):
    Path("s.toml").write_text(text(step="1000"))
    result = call("sweep", "s.toml", "--out", "a.sqlite", "--executor", "serial")
    assert result.exit_code == 0
    assert "32 finished, 32 diverged, 0 failed" in result.stdout
    monkeypatch.setattr("numerics.descent.sweep.descend", unsendable)
    result = call("sweep", "s.toml", "--out", "b.sqlite", "--executor", "serial")
    assert result.exit_code == 3
    assert "0 finished, 0 diverged, 64 failed" in result.stdout


def test_nothing_is_run_twice(folder, monkeypatch):
    together = numerics.descent.sweep._together
    call("sweep", "s.toml", "--out", "a.sqlite", "--executor", "serial")
    before = content("a.sqlite")
    with sqlite3.connect("a.sqlite") as connection:
        connection.execute("DELETE FROM cells WHERE cell % 3 = 1")
    connection.close()
    run = []
    monkeypatch.setattr("numerics.descent.sweep._together", lambda batch: run.extend(batch) or together(batch))
    assert call("sweep", "s.toml", "--out", "a.sqlite", "--executor", "serial").exit_code == 0
    assert sorted(cell.number for cell in run) == [number for number in range(1, 65) if number % 3 == 1]
    assert content("a.sqlite") == before
    run.clear()
    assert call("sweep", "s.toml", "--out", "a.sqlite").exit_code == 0
    assert run == []


def test_an_unwritable_row_is_an_error_in_one_line(folder):
    with open_store("a.sqlite", read_sweep("s.toml")) as store:
        store.connection.execute("DROP TABLE cells")
        with pytest.raises(Exception, match=r"a\.sqlite: could not be written"):
            store.add([dict.fromkeys(COLUMNS)])


def test_rows_are_rounded_from_exact_numbers():
    result = run_batch((replace(CELL, arithmetic="arb", digits=30),))[0]
    row = row_of(5, Key(1, 3, 4, Fraction(1, 10), Fraction(1, 20), 40, 1), result, 30)
    assert list(row) == list(COLUMNS)
    assert row["loss"] == decimal_text(result.measurement.end.loss, 30)
    assert row["asymmetry"] == root_text(result.measurement.end.squared_asymmetry, 30)
    assert arithmetic("arb", 30, 40).name == "arb"


def test_the_median_is_a_value_that_occurred():
    assert str(median(["5", "1E-30", "2"])) == "2"
    assert median(["overflow", "overflow", "1"]) is None
    assert median([None, "1"]) == 1
