"""Certificates that somebody has changed: refuted where they state something false, refused where malformed."""

import json
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.certificates import OLD, changed, is_true, places, run, small_text, written
from verifier.certificate.certificate import read_certificate
from verifier.certificate.recheck import recheck, verdict
from verifier.claim.verdict import Verdict
from verifier.ground.errors import InputError


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
