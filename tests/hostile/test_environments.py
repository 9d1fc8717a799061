"""The matrix: every environment ends in a code that means what it says, without a traceback, its results written."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.environments import ENVIRONMENTS, ROOT, Environment

LOST = {"stdout closed", "all closed", "stdout full", "both full"}
"""Where the table cannot be shown; a pipe's exit code is its last command's."""


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_results_are_written_whatever_can_be_said(name, tmp_path):
    done = ENVIRONMENTS[name].run(["list", "--json", "r.json"], tmp_path)
    assert done.returncode == (3 if name in LOST else 0), done
    assert b"Traceback" not in done.stderr
    assert json.loads((tmp_path / "r.json").read_text())["claims"]
    assert os.listdir(tmp_path) == ["r.json"]


@pytest.mark.parametrize("name", ["ASCII", "latin-1", "the C locale", "narrow"])
def test_a_text_with_signs_is_shown_in_any_encoding(name, tmp_path):
    done = ENVIRONMENTS[name].run(["show", "gradient"], tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Adjoint form" in done.stdout


def test_json_on_standard_output_is_utf_8_in_any_encoding(tmp_path):
    wide, narrow = (
        ENVIRONMENTS[name].run(["show", "gradient", "--json", "-"], tmp_path) for name in ("as usual", "ASCII")
    )
    assert wide.stdout == narrow.stdout
    assert json.loads(wide.stdout)["id"] == "gradient"


@pytest.mark.parametrize("redirections", [">&-", ">/dev/full", "2>&-", "2>/dev/full", "<&- >&- 2>&-"])
def test_bad_input_is_bad_input_in_silence_too(redirections, tmp_path):
    assert Environment(redirections).run(["descend", "none.toml"], tmp_path).returncode == 2


@pytest.mark.parametrize("arguments", [["list", "--json", "-"], ["laws", "--width", "1", "--length", "2"], ["--help"]])
def test_a_reader_that_goes_away_refutes_nothing(arguments, tmp_path):
    command = [sys.executable, "-m", "verifier", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=-1, stderr=-1) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 3


def test_a_terminal_of_ten_columns(tmp_path):
    leader, follower = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "10"}
    command = [sys.executable, "-m", "verifier", "show", "gradient"]
    with subprocess.Popen(command, env=environment, stdout=follower, stderr=-1, stdin=-3) as process:
        os.close(follower)
        seen = b""
        try:
            while piece := os.read(leader, 65536):
                seen += piece
        except OSError:  # the other end is closed
            pass
        assert process.wait(60) == 0
    os.close(leader)
    assert b"Adjoint" in seen


def test_a_folder_that_is_gone(tmp_path):
    (tmp_path / "gone").mkdir()
    line = ["list", "--json", "r.json"]
    done = subprocess.run(
        ["/bin/sh", "-c", 'rmdir ../gone; "$0" -m verifier "$@"', sys.executable, *line],
        cwd=tmp_path / "gone", env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no folder in which even root can make no file")
def test_a_folder_that_is_read_only_stops_no_run_that_asks_for_no_output(tmp_path):
    problem = tmp_path / "p.toml"
    problem.write_text((ROOT / "examples" / "two-modes.toml").read_text().replace("20000", "3"))
    done = Environment().run(["descend", str(problem), "--arithmetic", "float64"], Path("/proc"))
    assert done.returncode == 0, done
    assert b"no state can be kept in this folder" in done.stderr
    for option in ("--json", "--checkpoint"):
        refused = Environment().run(["descend", str(problem), option, "r.json"], Path("/proc"))
        assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
    assert os.listdir(tmp_path) == ["p.toml"]
