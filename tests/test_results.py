"""The JSON of a run: no floats, read back to the same verdicts; exit codes follow from it."""

import json
from dataclasses import replace

import pytest

from tests.test_verdict import claim, control
from verifier.claim.claim import Settings, Status
from verifier.claim.registry import discover
from verifier.claim.verdict import Verdict
from verifier.ground.errors import InputError
from verifier.ground.files import json_text
from verifier.run.claim_result import claim_result
from verifier.run.results import RunResult, to_json
from verifier.run.results_reader import from_json
from verifier.run.schedule import run_units
from verifier.run.unit import units_of

PACKAGE = "tests.example_claims"


def result(*claims):
    return RunResult(claims, Settings(), {"python": "3"}, "2000-01-01T00:00:00+00:00", 1.5)


def run(*names):
    claims = [discover(PACKAGE)[name] for name in names]
    outcomes = run_units([u for c in claims for u in units_of(c, PACKAGE)], Settings(), 1, lambda *_: None)
    return result(*(claim_result(c, outcomes) for c in claims))


def test_round_trip():
    before = run("even-squares", "raises", "lets-through")
    text = json_text(to_json(before))
    after = from_json(json.loads(text), "here")
    assert after.verdicts == before.verdicts
    assert after.exit_code == before.exit_code
    assert json_text(to_json(after)) == text
    assert [c.tests[0].evidence for c in after.claims] == [c.tests[0].evidence for c in before.claims]


def test_short_times_survive_the_round_trip():
    """Two items of 0.4 ms are written 0.000 each; their claim must not be written 0.001."""
    before = run("even-squares")
    short = tuple(replace(test, seconds=0.0004) for test in (*before.claims[0].tests, *before.claims[0].tests))
    brief = replace(before, claims=(replace(before.claims[0], tests=short, controls=()),))
    text = json_text(to_json(brief))
    assert json_text(to_json(from_json(json.loads(text), "here"))) == text


def test_the_schema_of_the_command_line():
    document = to_json(run("even-squares"))
    assert {"claims", "argument", "versions", "digits", "seed", "profile", "seconds"} <= set(document)
    (record,) = document["claims"]
    assert {"id", "status", "verdict", "evidence", "controls", "seconds"} <= set(record)
    assert [c["name"] for c in record["controls"]] == ["exponent-zero"]
    assert record["controls"][0]["verdict"] == "REFUTED"


@pytest.mark.parametrize(
    ("names", "code"),
    [(["even-squares"], 0), (["raises"], 3), (["lets-through"], 1), (["raises", "lets-through"], 1), ([], 3)],
)
def test_exit_codes_of_runs(names, code):
    assert run(*names).exit_code == code


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (claim(Status.THEOREM, [Verdict.PROVED], control(Verdict.REFUTED)), 0),
        (claim(Status.THEOREM, [Verdict.PROVED], control(Verdict.NOT_RUN)), 0),
        (claim(Status.THEOREM, [Verdict.NOT_RUN], control(Verdict.REFUTED)), 0),
        (claim(Status.THEOREM, [Verdict.PROVED], control(Verdict.ERROR)), 3),
        (claim(Status.THEOREM, [Verdict.PROVED], control(Verdict.UNDECIDED)), 1),
        (claim(Status.THEOREM, [Verdict.REFUTED]), 1),
        (claim(Status.THEOREM, [Verdict.ERROR]), 3),
        (claim(Status.THEOREM, [Verdict.SUPPORTED]), 3),
    ],
)
def test_exit_codes_of_claims(found, code):
    assert result(found).exit_code == code


@pytest.mark.parametrize("document", [None, [], {}, {"claims": 3}, {**to_json(result()), "profile": "hasty"}])
def test_what_is_no_result_is_an_input_error(document):
    with pytest.raises(InputError, match="is not the result of a run"):
        from_json(document, "here")


def test_a_tampered_verdict_is_worked_out_anew():
    document = to_json(run("lets-through"))
    document["claims"][0]["verdict"] = "PROVED"
    assert from_json(document, "here").verdicts["lets-through"] is Verdict.UNDECIDED


def test_a_float_in_the_results_is_refused():
    with pytest.raises(ValueError, match="a float"):
        json_text({"a": [{"b": 0.5}]})


def test_settings_come_back():
    before = replace(run("even-squares"), settings=Settings(seed=4, digits=12))
    assert from_json(to_json(before), "here").settings == before.settings
