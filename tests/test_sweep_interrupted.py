"""A sweep that is killed, or loses a worker of its cluster, ends with the content of an undisturbed one."""

import importlib.util
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.sweeps import call, content

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


TWO_HUNDRED = """
[teacher]
nodes = ["1/2"]
weights = [1]
[student]
width = 3
scale = ["1/10", "1/20"]
seed = {{ count = 2 }}
[training]
length = [3, 4, 5, 6, 7]
step_size = ["1/20", "1/30", "1/40", "1/50", "1/60"]
steps = [{steps}, 11]
[claim]
horizon = 20
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The content of 200 cells that nothing disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "s.toml").write_text(TWO_HUNDRED.format(steps=500))
    assert call("sweep", folder / "s.toml", "--out", folder / "w.sqlite", "--executor", "serial").exit_code == 0
    rows = content(folder / "w.sqlite")
    assert len(rows) == 200
    return rows


def command(*arguments):
    return [sys.executable, "-m", "verifier", "sweep", *map(str, arguments)]


def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def eventually(found, seconds=20):
    """The first answer of `found` that is true; what is not there yet, or half written, is asked for again."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(sqlite3.OperationalError, OSError, ValueError):
            if answer := found():
                return answer
        time.sleep(0.02)
    raise AssertionError(f"nothing in {seconds} s")


def wait_for_cells(path, count):
    """Until so many cells are in the file of a running sweep."""
    eventually(lambda: Path(path).exists() and len(content(path)) >= count)


def test_killed_half_way_and_started_again_is_undisturbed(folder, undisturbed):
    Path("s.toml").write_text(TWO_HUNDRED.format(steps=500))
    with subprocess.Popen(
        command("s.toml", "--out", "k.sqlite"), env=environment(), stderr=subprocess.DEVNULL
    ) as process:
        wait_for_cells("k.sqlite", 40)
        process.send_signal(signal.SIGKILL)
    half = content("k.sqlite")
    assert 40 <= len(half) < 200
    assert call("sweep", "s.toml", "--out", "k.sqlite", "--executor", "serial").exit_code == 0
    assert content("k.sqlite") == undisturbed
    assert set(half) < set(undisturbed)


@pytest.mark.parametrize("executor", ["serial", "threads", "processes"])
def test_terminated_says_what_is_kept(executor, folder):
    Path("s.toml").write_text(TWO_HUNDRED.format(steps=4000))
    arguments = command("s.toml", "--out", "k.sqlite", "--executor", executor)
    with subprocess.Popen(arguments, env=environment(), stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        wait_for_cells("k.sqlite", 2)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert f"{len(content('k.sqlite'))} of 200 cells are in k.sqlite".encode() in said
    assert b"Traceback" not in said


@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="needs the extra 'cluster' (distributed)")
def test_a_dask_worker_killed_on_the_way_changes_nothing(folder, undisturbed):
    Path("s.toml").write_text(TWO_HUNDRED.format(steps=500))
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--no-nanny", "--nthreads", "1", "--no-dashboard"]
    quiet = {"env": environment(), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen([*scheduler, "--no-dashboard", "--scheduler-file", "at.json"], **quiet)]
    try:
        started += [subprocess.Popen([*worker, "--scheduler-file", "at.json"], **quiet) for _ in range(2)]
        address = eventually(lambda: json.loads(Path("at.json").read_text())["address"]).replace("tcp", "dask")
        sweep = subprocess.Popen(command("s.toml", "--out", "d.sqlite", "--executor", address), **quiet)
        started.append(sweep)
        wait_for_cells("d.sqlite", 20)
        started[1].kill()
        assert len(content("d.sqlite")) < 200
        assert sweep.wait(timeout=30) == 0
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert content("d.sqlite") == undisturbed
