"""A failure to talk is no verdict; promised states are there; numbers of any size are shown (points 1, 2, 3)."""

import json
from pathlib import Path

import pytest

import verifier.descent.descent_run
from tests.hostile.environments import Environment
from tests.hostile.users import SMALL, call, interrupted_at


@pytest.mark.parametrize("redirections", ["2>&-", "2>/dev/full <&-"])
def test_1_a_good_certificate_stays_good_without_stderr(redirections, folder):
    assert call("certify", "p.toml", "--json", "c.json", "--digits", "10").exit_code == 0
    done = Environment(redirections).run(["check", "c.json", "--json", "r.json"], folder)
    assert done.returncode == 0
    assert json.loads(Path("r.json").read_text())["verdict"] == "CERTIFIED"


@pytest.mark.parametrize("redirections", [">&- 2>&-"])
def test_1_a_run_writes_its_results_without_streams(redirections, folder):
    done = Environment(redirections).run(
        ["run", "--only", "stable-threshold", "--jobs", "1", "--json", "r.json"], folder
    )
    assert done.returncode == (0 if redirections.startswith("2") else 3)
    assert json.loads(Path("r.json").read_text())["exit_code"] == "0"


def test_1_a_refutation_stays_one_when_nobody_listens(folder):
    assert call("certify", "p.toml", "--json", "c.json", "--digits", "10").exit_code == 0
    document = json.loads(Path("c.json").read_text())
    document["claims"]["loss"] = {"mid": "7", "rad": "0"}
    Path("c.json").write_text(json.dumps(document))
    assert Environment(">&- 2>&-").run(["check", "c.json"], folder).returncode == 1


def test_2_two_problems_of_one_name_keep_two_states(folder, monkeypatch):
    for name, steps in (("a", 30), ("b", 31)):
        Path(name).mkdir()
        Path(name, "t.toml").write_text(SMALL.replace("steps = 30", f"steps = {steps}"))
    whole = {name: call("descend", f"{name}/t.toml", "--json", "-").stdout for name in "ab"}
    with monkeypatch.context() as patch:
        patch.setattr(verifier.descent.descent_run, "descend", interrupted_at(20))
        said = {name: call("descend", f"{name}/t.toml") for name in "ab"}
    states = sorted(path.name for path in folder.glob("*.checkpoint.json"))
    assert len(states) == 2
    for name in "ab":
        assert said[name].exit_code == 130
        assert sum(f"the state is in {state}, and" in said[name].stderr for state in states) == 1
        resumed = call("descend", f"{name}/t.toml", "--json", "-").stdout
        assert {**json.loads(resumed), "seconds": ""} == {**json.loads(whole[name]), "seconds": ""}
    assert not list(folder.glob("*.checkpoint.json"))


def test_2_no_state_is_promised_that_is_not_there(folder, monkeypatch):
    monkeypatch.setattr(verifier.descent.descent_run, "descend", interrupted_at(0))
    result = call("descend", "p.toml")
    assert (result.exit_code, "the state is in" in result.stderr) == (130, False)
    assert "before the first step" in result.stderr
    assert not list(folder.glob("*checkpoint*"))


def test_2_a_long_name_and_a_problem_elsewhere(folder):
    long = "é" * 100 + ".toml"
    Path(long).write_text(SMALL)
    assert call("descend", long, "--arithmetic", "float64").exit_code == 0


def test_3_an_unstable_teacher_is_certified_descended_and_checked(folder):
    done = call("certify", "u.toml", "--digits", "10", "--json", "c.json")
    assert done.exit_code == 0, done.output
    assert "E+477" in done.stdout
    done = call("descend", "u.toml", "--arithmetic", "float64", "--json", "d.json")
    assert done.exit_code == 0, done.output
    assert json.loads(Path("d.json").read_text())["deviations"]["1000"] == "overflow"
    assert call("check", "c.json").exit_code == 0
    document = json.loads(Path("c.json").read_text())
    document["claims"]["extrapolation_error"] = {"mid": "1e400", "rad": "1e300"}
    Path("c.json").write_text(json.dumps(document))
    done = call("check", "c.json")
    assert done.exit_code == 1, done.output
    assert "E+477" in done.stdout


@pytest.mark.parametrize("step", ["1e1000", "1e-1000"])
@pytest.mark.parametrize("command", [["certify", "--digits", "5"], ["descend"], ["descend", "--arithmetic", "float64"]])
def test_3_steps_beyond_all_floats(step, command, folder):
    Path("p.toml").write_text(SMALL.replace("1/20", step).replace("steps = 30", "steps = 2"))
    result = call(*command, "p.toml")
    assert result.exit_code in {0, 2, 3}, result.output
    assert "Traceback" not in result.stderr
