"""The command line end to end: what goes where, the exit codes, bad input in one line, interruption and resumption."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import verifier.commands.run
import verifier.commands.show
from verifier.claim.catalogue import catalogue
from verifier.claim.registry import load
from verifier.cli import LazyGroup, exit_code, main
from verifier.ground.errors import InputError, VerifierError
from verifier.ground.readable import prose

ROOT = Path(__file__).parent.parent
CLAIMS = catalogue()
SMALL = """
[teacher]
nodes = ["1/2"]
weights = [1]
[student]
width = 4
scale = "1/10"
seed = 1
[training]
length = 4
step_size = "1/20"
steps = {steps}
[claim]
horizon = 101
"""


def call(*arguments):
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder with a small problem in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(SMALL.format(steps=50))
    return tmp_path


@pytest.fixture
def examples(monkeypatch):
    """The claims of tests/example_claims in the place of the real ones."""
    package = "tests.example_claims"
    monkeypatch.setattr(verifier.commands.run, "load", lambda claim_id: load(claim_id, package))
    units_of = verifier.commands.run.units_of
    monkeypatch.setattr(verifier.commands.run, "units_of", lambda claim: units_of(claim, package))


def bad(result):
    """The one line of an error on standard error, exit code 2, nothing on standard output."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("verifier: ")
    return line


def test_list_names_every_claim():
    result = call("list")
    assert result.exit_code == 0
    assert all(claim_id in result.stdout for claim_id in CLAIMS)
    rows = json.loads(call("list", "--json", "-").stdout)["claims"]
    assert [row["id"] for row in rows] == list(CLAIMS)


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_show_says_what_is_claimed_proved_and_refuted(claim_id):
    claim, result = CLAIMS[claim_id], call("show", claim_id)
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert all(" ".join(prose(part).split()) in text for part in (claim.statement, *claim.hypotheses))
    assert all(control.reason in text for control in claim.controls)
    shown = json.loads(call("show", claim_id, "--json", "-").stdout)
    assert (shown["proof"] is not None) == (claim.proof is not None)
    for step in shown["proof"]["steps"] if shown["proof"] else []:
        assert " ".join(prose(step["rule"]).split()) in text


def test_run_all_as_claimed(examples, folder):
    result = call("run", "--only", "even-squares", "--jobs", "1", "--json", "out.json")
    assert result.exit_code == 0, result.output
    assert "All as claimed" in result.stdout
    assert "1 of 1 false neighbours refuted" in result.stdout
    assert "several modes from the origin: open" in result.stdout
    document = json.loads((folder / "out.json").read_text())
    assert document["claims"][0]["verdict"] == "SUPPORTED"
    assert "time left" in result.stderr or "s left" in result.stderr
    assert "left" not in result.stdout


def test_json_on_standard_output_is_all_there_is(examples):
    result = call("run", "--only", "even-squares", "--jobs", "1", "--json", "-")
    assert json.loads(result.stdout)["exit_code"] == "0"


def test_run_is_deterministic_for_a_seed(examples):
    def claims(*options):
        document = json.loads(call("run", "--only", "even-squares", "--json", "-", *options).stdout)
        return [item["details"] for claim in document["claims"] for item in claim["evidence"]]

    assert claims("--seed", "3", "--jobs", "1") == claims("--seed", "3", "--jobs", "2") != claims("--seed", "4")


def test_run_with_a_control_that_is_not_refuted(examples):
    result = call("run", "--only", "lets-through", "--jobs", "1")
    assert result.exit_code == 1
    assert "'not-refuted' not refuted" in result.stdout
    assert "'wrong-reason' refuted for another reason" in result.stdout


def test_run_with_an_error_is_not_a_refutation(examples):
    result = call("run", "--only", "raises", "--jobs", "1")
    assert result.exit_code == 3
    assert "ZeroDivisionError: the check itself is broken" in " ".join(result.stdout.split())
    assert "Traceback" not in result.output


def test_run_interrupted_says_what_was_finished(examples, monkeypatch):
    def stop(*_arguments):
        raise verifier.commands.run.Interrupted([])

    monkeypatch.setattr(verifier.commands.run, "whole_run", stop)
    result = call("run", "--only", "raises")
    assert result.exit_code == 130
    assert "finished 0 of 2" in result.stderr


BAD_USAGE = {
    "unknown command": (["lst"], "did you mean 'list'?"),
    "unknown option": (["list", "--jason", "-"], "--jason"),
    "unknown claim": (["show", "noether-identiti"], "noether-identiti"),
    "unknown claim to run": (["run", "--only", "nosuchclaim"], "no claim is called"),
    "no jobs": (["run", "--jobs", "0"], "--jobs"),
    "absurd jobs": (["run", "--jobs", "1000000000"], "--jobs"),
    "unknown profile": (["run", "--profile", "hasty"], "hasty"),
    "no folder for the result": (["run", "--json", "none/x.json"], "does not exist"),
    "missing argument": (["descend"], "PROBLEM.toml"),
    "missing file": (["descend", "none.toml"], "no such file"),
    "folder": (["descend", "."], "directory"),
    "absurd digits": (["descend", "small.toml", "--digits", "1000000000"], "--digits"),
    "digits zero": (["descend", "small.toml", "--digits", "0"], "--digits"),
    "float64 digits": (["descend", "small.toml", "--arithmetic", "float64", "--digits", "50"], "use mpmath"),
    "unknown arithmetic": (["descend", "small.toml", "--arithmetic", "mpfr"], "mpfr"),
    "checkpoint to standard output": (["descend", "small.toml", "--checkpoint", "-"], "name a file"),
    "checkpoint that is the problem": (["descend", "small.toml", "--checkpoint", "small.toml"], "would be both"),
}


@pytest.mark.parametrize("name", BAD_USAGE)
def test_bad_usage_is_one_line_and_writes_nothing(name, folder):
    arguments, said = BAD_USAGE[name]
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert said in bad(call(*arguments))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_nearest_claim_is_suggested():
    name = next(iter(CLAIMS))
    assert f"did you mean {name!r}?" in bad(call("show", name[:-1]))


def test_a_bad_problem_is_one_line_and_writes_nothing(folder):
    (folder / "small.toml").write_text(SMALL.format(steps=50).replace('"1/20"', '"1/0"'))
    line = bad(call("descend", "small.toml", "--json", "out.json"))
    assert line.startswith("verifier: small.toml [training] step_size: '1/0' divides by zero")
    assert [path.name for path in folder.iterdir()] == ["small.toml"]


def test_no_command_shows_the_help():
    result = call()
    assert result.exit_code == 2
    assert "descend" in result.output


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (InputError("a", "b", "c"), 2, "verifier: a: b; c\n"),
        (VerifierError("a", "b"), 3, "verifier: a: b\n"),
        (click.UsageError("two\nlines"), 2, "verifier: two lines\n"),
        (KeyboardInterrupt(), 130, "verifier: interrupted\n"),
    ],
)
def test_errors_and_their_exit_codes(error, code, said, capsys):
    def fails():
        raise error

    assert exit_code(fails) == code
    assert capsys.readouterr().err == said


def test_a_defect_is_an_error_and_not_a_refutation(capsys):
    assert exit_code(lambda: {}["missing"]) == 3
    assert "a defect of the verifier" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_defect():
    code = "import sys; from verifier.cli import main; main(['list'])"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 3


def test_a_module_without_a_command_is_no_command(monkeypatch):
    monkeypatch.setattr(LazyGroup, "list_commands", lambda *_: ["list"])
    assert LazyGroup().get_command(None, "show") is None


def test_descend_reports_and_tidies(folder):
    result = call("descend", "small.toml", "--digits", "20", "--json", "out.json")
    assert result.exit_code == 0, result.output
    for said in ("loss", "drift of Q", "asymmetry", "Hankel rank", "at j = 10", "at j = 100", "node learnt"):
        assert said in result.stdout
    document = json.loads((folder / "out.json").read_text())
    assert document["problem"]["student"] == {"width": "4", "scale": "1/10", "seed": "1"}
    assert set(document["deviations"]) == {"10", "100"}
    assert sorted(path.name for path in folder.iterdir()) == ["out.json", "small.toml"]


def test_arithmetics_agree(folder):
    def loss(*options):
        return float(json.loads(call("descend", "small.toml", "--json", "-", *options).stdout)["loss"])

    assert loss() == loss("--arithmetic", "arb") == pytest.approx(loss("--arithmetic", "float64"), rel=1e-9)


def test_divergence_is_told_with_its_step(folder):
    (folder / "small.toml").write_text(SMALL.format(steps=1000).replace('"1/20"', "30"))
    result = call("descend", "small.toml", "--json", "out.json")
    assert result.exit_code == 3
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("verifier: ")]
    document = json.loads((folder / "out.json").read_text())
    assert document["outcome"] == "diverged"
    assert f"diverged at step {document['step']};" in line
    assert "nan" not in result.output.lower()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_killed_and_resumed_is_uninterrupted_to_the_bit(number, folder):
    (folder / "small.toml").write_text(SMALL.format(steps=4000))
    arguments = ["descend", "small.toml", "--checkpoint", "kept.json", "--json"]
    command = [sys.executable, "-m", "verifier", *arguments, "unused.json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert b"step" in process.stderr.readline()
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"the state is in kept.json" in said
    assert b"Traceback" not in said
    stopped = json.loads((folder / "kept.json").read_text())
    assert 0 < int(stopped["step"]) < 4000
    resumed = json.loads(call(*arguments, "-").stdout)
    (folder / "kept.json").unlink()
    whole = json.loads(call(*arguments, "-").stdout)
    assert {**resumed, "seconds": ""} == {**whole, "seconds": ""}
    assert not (folder / "unused.json").exists()
