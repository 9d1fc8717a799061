"""certify and check on the command line: what is stated, what is confirmed, and what is undecided."""

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.bounds import Bounds
from tests.certificates import OLD, SMALL, is_true, run, small_text, written
from verifier.certificate.certificate import QUANTITIES, read_certificate
from verifier.ground.enclosure_text import enclosure_text, magnitude, parse_enclosure, radius_text
from verifier.ground.files import json_text

ROOT = Path(__file__).parent.parent


def test_an_old_certificate_is_confirmed_and_a_new_one_states_the_same():
    result = run("check", OLD)
    assert result.exit_code == 0
    assert "now called" not in result.stderr
    old, new = json.loads(OLD.read_text()), json.loads(small_text())
    old["problem"]["training"]["step_size"] = old["problem"]["training"].pop("step")
    parts = ("problem", "digits", "start", "end", "radius", "claims")
    assert [old[part] for part in parts] == [new[part] for part in parts]
    assert new.keys() - old.keys() == {"rule", "promised"}


def test_certify_writes_a_certificate_that_check_confirms(tmp_path):
    problem, path = tmp_path / "small.toml", tmp_path / "c.json"
    problem.write_text(SMALL)
    result = run("certify", problem, "--digits", 12, "--json", path)
    assert result.exit_code == 0
    assert "CERTIFIED" in result.output
    certificate = read_certificate(str(path))
    assert set(certificate.claims) == set(QUANTITIES)
    assert is_true(certificate)
    assert json.loads(path.read_text())["beside"]["versions"]
    assert run("check", path).exit_code == 0
    report = json.loads(run("check", path, "--json", "-").stdout)
    assert report["verdict"] == "CERTIFIED"


def test_a_long_run_is_not_repeated_and_says_so(tmp_path):
    path = written(tmp_path, small_text())
    result = run("check", path, "--seconds", 0)
    assert result.exit_code == 3
    assert "NOT RUN" in result.output
    assert "CERTIFIED  " not in result.output.replace("start                 CERTIFIED", "")
    assert "UNDECIDED" in result.output


def test_a_lost_run_is_undecided_and_says_where(tmp_path):
    problem = tmp_path / "steep.toml"
    problem.write_text(SMALL.replace('"1/20"', '"9/2"').replace("steps = 12", "steps = 200"))
    result = run("certify", problem)
    assert result.exit_code == 3
    assert "UNDECIDED, lost at step" in result.stderr
    assert "smaller step size" in result.stderr
    problem.write_text(SMALL)
    limited = run("certify", problem, "--digits", 100, "--max-bits", 64)
    assert limited.exit_code == 3
    assert "do not suffice" in limited.stderr


@pytest.mark.parametrize(("old", "new"), [("weights = [1]", 'weights = ["1e400"]'), ("width = 2", "width = 70")])
def test_what_is_too_large_is_undecided(tmp_path, old, new):
    problem = tmp_path / "large.toml"
    problem.write_text(SMALL.replace(old, new))
    result = run("certify", problem)
    assert result.exit_code == 3
    assert "UNDECIDED, lost at step 0" in result.stderr


def test_an_integrator_and_a_listed_teacher_have_no_bound_at_every_lag(tmp_path):
    for teacher in ("nodes = [1]\nweights = [1]", 'response = [1, "1/2", "1/4", "1/9"]'):
        problem = tmp_path / "p.toml"
        text = SMALL.replace('nodes = ["1/2"]\nweights = [1]', teacher)
        problem.write_text(text.replace("horizon = 20", "horizon = 4"))
        result = run("certify", problem, "--digits", 12, "--json", tmp_path / "c.json")
        assert result.exit_code == 0
        assert "not certified" in result.output
        assert "error_at_every_lag" not in read_certificate(str(tmp_path / "c.json")).claims
        assert run("check", tmp_path / "c.json").exit_code == 0


def test_two_inputs_and_outputs(tmp_path):
    teacher = 'A = [["1/2"]]\nB = [[1, 0]]\nC = [[1], ["1/2"], [0]]'
    problem = tmp_path / "p.toml"
    problem.write_text(SMALL.replace('nodes = ["1/2"]\nweights = [1]', teacher))
    assert run("certify", problem, "--digits", 12, "--json", tmp_path / "c.json").exit_code == 0
    assert "asymmetry" not in read_certificate(str(tmp_path / "c.json")).claims
    assert run("check", tmp_path / "c.json").exit_code == 0


def test_the_second_route_loads_neither_flint_nor_shadowing(tmp_path):
    path = written(tmp_path, small_text())
    code = (
        "import sys; from verifier.cli import main\n"
        f"try: main(['check', {path!r}])\nexcept SystemExit as end: assert end.code == 0, end.code\n"
        "loaded = [m for m in sys.modules if m.split('.')[0] == 'flint' or 'shadow' in m]; assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


@given(st.fractions(), st.fractions(min_value=0, max_value=10), st.integers(1, 30))
def test_enclosures_survive_being_written(middle, radius, digits):
    value = Bounds(middle - radius, middle + radius)
    read = parse_enclosure(enclosure_text(value, digits), "here")
    assert value.within(read)
    text, meant = radius_text(radius)
    assert Fraction(text) == meant >= radius


@given(st.fractions(min_value=Fraction(1, 10**9)).filter(lambda x: x > 0))
def test_magnitude(value):
    assert Fraction(10) ** magnitude(value) <= value < Fraction(10) ** (magnitude(value) + 1)


def test_a_certificate_is_read_as_it_was_written(tmp_path):
    certificate = read_certificate(written(tmp_path, small_text()))
    assert json_text(certificate.to_json()) == small_text()
    with pytest.raises(ValueError, match="round the end state"):
        replace(certificate, end=replace(certificate.end, A=((Fraction(1, 3),) * 2,) * 2)).to_json()
