"""certify and check on the command line: claims, tampering, malformed files, and the second route's independence."""

import copy
import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.bounds import Bounds
from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import response_of_system
from numerics.rigour.end_state import drift_bound, measure
from numerics.rigour.interval_run import interval_run
from verifier.certificate.certificate import QUANTITIES, read_certificate
from verifier.certificate.recheck import recheck, verdict
from verifier.claim.verdict import Verdict
from verifier.cli import main
from verifier.ground.enclosure_text import enclosure_text, magnitude, parse_enclosure, radius_text
from verifier.ground.errors import InputError
from verifier.ground.files import json_text
from verifier.problem.problem import parse_problem

ROOT = Path(__file__).parent.parent

SMALL = """
[teacher]
nodes = ["1/2"]
weights = [1]
[student]
width = 2
scale = "1/4"
seed = 3
[training]
length = 3
step_size = "1/20"
steps = 12
[claim]
horizon = 20
"""


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@cache
def small_text():
    """The certificate of SMALL, 12 digits, as its file's text."""
    from verifier.certificate.certification import certificate, rigorous_run

    problem = parse_problem(SMALL, "small")
    return json_text(certificate(problem, rigorous_run(problem, 12), 12)[0].to_json())


@cache
def truth():
    """The exact end within 1e-100, and everything that follows from it."""
    problem = parse_problem(SMALL, "small")
    done = interval_run(problem.exact.run, 500)
    values = dict(measure(done.end, problem.exact, Balls(500)).values)
    return done.end, {**values, "drift_bound": drift_bound(problem.exact.run.step_size, done.energy)}


def is_true(certificate):
    """Whether everything that a certificate states is so: by the exact run, not by `recheck`."""
    end, values = truth()
    if certificate.start != certificate.problem.exact.run.start:
        return False
    pairs = zip(vars(end.model).values(), vars(certificate.end).values(), strict=True)
    gap = sum((x - y) ** 2 for X, Y in pairs for r, s in zip(X, Y, strict=True) for x, y in zip(r, s, strict=True))
    inside = gap <= certificate.radius**2
    stated = all(values[name].within(certificate.enclosure(name)) for name in certificate.claims)
    return inside and stated and rule_is_true(certificate) and promise_is_true(certificate)


def rule_is_true(certificate):
    """The 1-point rule h_j = w x^j, j < 2: x = h_1 / h_0 and w = h_0 at the exact end, to 1e-90."""
    A, B, C = ([list(row) for row in X] for X in truth()[0].model.parts)
    h = [g[0][0] for g in response_of_system(LinearRNN(A, B, C), 2)]
    ((node, weight),) = certificate.rule
    pairs = ((h[1] / h[0], node), (h[0], weight))
    return all(abs(exact - Fraction(box["mid"])) < Fraction(box["rad"]) for exact, box in pairs)


def promise_is_true(certificate):
    lag, bound = certificate.promised
    A, B, C = truth()[0].model.parts
    h = response_of_system(LinearRNN(A, B, C), lag + 1)[lag][0][0]
    return abs(h - Fraction(1, 2) ** lag) <= bound


def written(tmp_path, content):
    path = tmp_path / "certificate.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def places(content):
    """Where numbers stand: (keys, text) of every string of start, end, radius and claims."""
    found = [(("radius",), content["radius"])]
    for part in ("start", "end"):
        for name, rows in content[part].items():
            found += [((part, name, i, j), text) for i, row in enumerate(rows) for j, text in enumerate(row)]
    for name, value in content["claims"].items():
        found += [(("claims", name, key), value[key]) for key in ("mid", "rad")]
    for part, value in content["rule"][0].items():
        found += [(("rule", 0, part, key), value[key]) for key in ("mid", "rad")]
    return [*found, *((("promised", key), content["promised"][key]) for key in ("lag", "at_most"))]


def changed(content, keys, text):
    content = copy.deepcopy(content)
    inner = content
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = text
    return content


OLD = Path(__file__).parent / "data" / "certificate-with-step.json"
"""Of SMALL, written when a problem file's `step_size` was called `step`."""


def test_an_old_certificate_is_confirmed_and_a_new_one_states_the_same():
    result = run("check", OLD)
    assert result.exit_code == 0
    assert "now called" not in result.stderr
    old, new = json.loads(OLD.read_text()), json.loads(small_text())
    old["problem"]["training"]["step_size"] = old["problem"]["training"].pop("step")
    parts = ("problem", "digits", "start", "end", "radius", "claims")
    assert [old[part] for part in parts] == [new[part] for part in parts]
    assert new.keys() - old.keys() == {"rule", "promised"}


def test_an_old_certificate_with_another_step_is_refuted(tmp_path):
    content = changed(json.loads(OLD.read_text()), ("problem", "training", "step"), "1/21")
    assert run("check", written(tmp_path, content)).exit_code == 1


@given(st.data())
@settings(max_examples=60)
def test_any_changed_digit_is_refuted_or_still_true(tmp_path_factory, data):
    content = json.loads(small_text())
    keys, text = data.draw(st.sampled_from(places(content)))
    position = data.draw(st.sampled_from([i for i, letter in enumerate(text) if letter.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[position]]))
    tampered = text[:position] + digit + text[position + 1 :]
    path = written(tmp_path_factory.mktemp("tampered"), changed(content, keys, tampered))
    try:
        certificate = read_certificate(path)
    except InputError:
        assert keys[0] in ("start", "radius")  # a denominator became 0, or a radius too large for the digits
        return
    answer = verdict(list(recheck(certificate, longest=60)))
    assert answer is (Verdict.CERTIFIED if is_true(certificate) else Verdict.REFUTED)


@pytest.mark.parametrize("change", ["sign", "seed", "step", "node"])
def test_other_changes_are_refuted(tmp_path, change):
    content = json.loads(small_text())
    if change == "sign":
        content["end"]["A"][0][0] = content["end"]["A"][0][0].removeprefix("-") + "1"
    else:
        table, key, value = {
            "seed": ("student", "seed", "4"),
            "step": ("training", "step_size", "1/21"),
            "node": ("teacher", "nodes", ["1/3"]),
        }[change]
        content["problem"][table][key] = value
    result = run("check", written(tmp_path, content))
    assert result.exit_code == 1
    assert "REFUTED" in result.output


@pytest.mark.parametrize(
    "damage",
    [
        lambda c: c.pop("radius"),
        lambda c: c.update(radius="-1"),
        lambda c: c.update(radius=0.5),
        lambda c: c.update(format="something else"),
        lambda c: c["end"].update(A=[["1"]]),
        lambda c: c["end"].pop("B"),
        lambda c: c["claims"].update(loss="1"),
        lambda c: c["claims"].update(lost={"mid": "1", "rad": "1"}),
        lambda c: c["problem"]["training"].update(steps="many"),
        lambda c: c["problem"].pop("teacher"),
        lambda c: c.update(unknown="1"),
        lambda c: c.update(digits="1e900"),
        lambda c: c.update(digits="40"),
        lambda c: c.update(claims={}),
        lambda c: c.update(rule={}),
        lambda c: c.update(rule=[{"node": {"mid": "1", "rad": "1"}}]),
        lambda c: c.update(promised={"lag": "1/2", "at_most": "1"}),
        lambda c: c.update(promised={"lag": "1"}),
    ],
)
def test_malformed_files_are_named_in_one_line(tmp_path, damage):
    content = json.loads(small_text())
    damage(content)
    result = run("check", written(tmp_path, content))
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 10**5])
def test_what_is_no_certificate_is_refused(tmp_path, text):
    assert run("check", written(tmp_path, text)).exit_code == 2


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


def test_a_key_that_stands_twice_is_refused(tmp_path):
    text = small_text().replace('"radius":', '"radius": "1", "radius":', 1)
    result = run("check", written(tmp_path, text))
    assert result.exit_code == 2
    assert "the key 'radius' stands twice" in result.stderr


FORGED = 300


def test_no_forged_certificate_is_accepted_in_any_row(tmp_path):
    """Every number moved beyond what it claims, radii shrunk, a perfect student claimed: no false row is confirmed."""
    honest, random = json.loads(small_text()), Random(1)
    for _ in range(FORGED):
        keys, text = random.choice([place for place in places(honest) if place[0][0] not in ("start", "promised")])
        forged = changed(honest, keys, forged_number(honest, keys, text, random))
        certificate = read_certificate(written(tmp_path, forged))
        if is_true(certificate):
            continue
        findings = {finding.part: finding.verdict for finding in recheck(certificate, longest=60)}
        row = {"end": "end", "radius": "end", "rule": "nodes and weights"}.get(
            keys[0], keys[-2] if len(keys) > 1 else ""
        )
        assert findings[row] is Verdict.REFUTED, (keys, findings)


def forged_number(honest, keys, text, random):
    """A radius a millionth as large, or a middle moved by some radii."""
    if keys[-1] in ("rad", "radius"):
        return str(Fraction(text) / 10**6)
    inner = honest
    for key in keys[:-1]:
        inner = inner[key]
    radius = Fraction(inner["rad"]) if keys[0] in ("claims", "rule") else Fraction(honest["radius"])
    moved = Fraction(text) + radius * random.choice([-1, 1]) * random.randint(3, 10**6)
    return str(moved) if keys[0] != "end" else str(round(moved * 10**24)) + "e-24"


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
