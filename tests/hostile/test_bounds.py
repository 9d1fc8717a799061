"""Bounds before work, and words before a long silence (points 9 and 10)."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import verifier.descent.descent_run
from numerics.descent.descent import descend
from tests.hostile.environments import ROOT
from tests.hostile.users import SMALL, call, refused


def bounded(arguments, seconds=6.0, megabytes=600):
    """The line of a refusal that comes at once, of a process that may not have more memory."""
    limit = f'ulimit -v {1024 * megabytes + 400_000}; exec "$0" -m verifier "$@"'
    begun = os.times()
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    command = ["/bin/sh", "-c", limit, sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=variables, check=False)
    ended = os.times()
    assert done.returncode == 2, done
    assert ended.children_user - begun.children_user < seconds
    (line,) = done.stderr.splitlines()
    return line


def test_9_a_long_list_of_moments_is_refused_at_once(folder):
    Path("m.csv").write_text("1\n" * (15 << 20))
    assert "at most 1000000 are read" in bounded(["recover", "m.csv"])
    Path("m.json").write_text("[" + "1," * (15 << 20) + "1]")
    assert "are read" in bounded(["recover", "m.json"])


def test_9_a_dotted_key_and_many_teachers_take_no_time(folder):
    Path("p.toml").write_text(f"{'a.' * 20_000}a = 1\n")
    assert "parts" in bounded(["descend", "p.toml"], 3)
    teachers = "".join(f'[[teacher]]\nnodes = ["1/{n}"]\nweights = [1]\n' for n in range(2, 5002))
    Path("s.toml").write_text(teachers + teachers[: teachers.index("[[", 5)] + SMALL.partition("weights = [1]\n")[2])
    assert "is teacher 1 again" in bounded(["sweep", "s.toml", "--out", "a.sqlite"], 5)


def test_9_a_pipe_that_nobody_writes_into_is_not_waited_for(folder, monkeypatch):
    monkeypatch.setattr("verifier.ground.files.PATIENCE", 0.2)
    os.mkfifo("pipe")
    assert "nothing came" in refused(call("descend", "pipe"))
    Path("p.toml").replace("kept.toml")

    def feed():
        with open("pipe", "w") as pipe:
            pipe.write(SMALL)

    monkeypatch.setattr("verifier.ground.files.PATIENCE", 10)
    thread = threading.Thread(target=feed)
    thread.start()
    assert call("descend", "pipe", "--arithmetic", "float64").exit_code == 0
    thread.join()


def test_9_a_pipe_that_nobody_reads_is_not_written_to_for_ever(folder, monkeypatch):
    monkeypatch.setattr("verifier.ground.files.PATIENCE", 0.2)
    os.mkfifo("pipe")
    assert "could not be written" in refused(call("list", "--json", "pipe"), code=3)


@pytest.mark.parametrize("seconds", ["nan", "-1", "NaN"])
def test_9_seconds_that_are_none(seconds, folder):
    assert "--seconds" in refused(call("check", "p.toml", "--seconds", seconds))


def test_10_an_estimate_comes_first_and_a_silence_is_broken(folder, monkeypatch):
    import verifier.terminal.progress as progress

    def slow(run, arithmetic, first=0):
        time.sleep(0.5)
        yield from descend(run, arithmetic, first)

    monkeypatch.setattr(progress, "SILENCE", 0.1)
    monkeypatch.setattr(verifier.descent.descent_run, "descend", slow)
    monkeypatch.setattr(verifier.descent.descent_run, "seconds_of_a_step", lambda *_: 400.0)
    said = call("descend", "p.toml").stderr.splitlines()
    assert said[0] == f"verifier: this takes about 3 h; {verifier.descent.descent_run.SHORTER}"
    assert "still at work" in said[1]
    assert "preparing the start and the teacher's response" in said[1]


def test_10_a_wide_student_on_many_lags_says_at_once_how_long(folder):
    wide = (
        SMALL.replace("width = 3", "width = 150")
        .replace("length = 4", "length = 2000")
        .replace("steps = 30", "steps = 10000")
    )
    Path("p.toml").write_text(wide.replace('["1/2"]', '["1"]'))
    command = [sys.executable, "-m", "verifier", "descend", "p.toml"]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=-1, stdout=-3) as process:
        first = process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert b"this takes about" in first
    assert process.returncode == 130
