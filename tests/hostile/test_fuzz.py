"""A bounded sample of hostile files, the same in continuous integration every time; a campaign tries a million."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile.mutations import hurt, struck
from tests.hostile.subjects import PROBLEM, Subject, subjects
from tests.hostile.trial import violation
from verifier.ground.errors import InputError

KINDS = ("problem", "sweep", "certificate", "checkpoint", "result", "moments", "arrays", "student", "student arrays",
         "database")  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder, and the kinds of files by name."""
    folder = tmp_path_factory.mktemp("hostile")
    return folder, subjects(folder)


@pytest.mark.parametrize("kind", KINDS)
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=40 if settings().max_examples < 1000 else 20_000)
def test_a_hostile_file_is_taken_or_refused_in_one_line(made, kind, random):
    folder, kinds = made
    assert violation(kinds[kind], folder / f"input.{kinds[kind].ending}", random) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_file_is_taken_and_a_wrong_one_refused(made, kind):
    """The fuzzer is no use if everything is refused, or nothing."""
    folder, kinds = made
    path, outcomes = folder / f"either.{kinds[kind].ending}", set()
    for number in range(200):
        random = Random(f"{kind} {number}")
        path.write_bytes(kinds[kind].made(random))
        try:
            kinds[kind].used(str(path), random)
            outcomes.add("taken")
        except InputError:
            outcomes.add("refused")
        if len(outcomes) == 2:
            return
    raise AssertionError(f"all 200 were {outcomes}")


def raises(_path, _random):
    raise ValueError("two\nlines")


def says_too_much(_path, _random):
    error = InputError("a", "b", "c")
    error.args = ("two\nlines",)
    raise error


def burns(_path, _random):
    sum(i * i for i in range(2 * 10**6))


@pytest.mark.parametrize(("used", "said"), [(raises, "ValueError"), (says_too_much, "a message"), (burns, "seconds")])
def test_the_judge_sees_what_is_wrong(used, said, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.hostile.trial.MOST_SECONDS", 0.05)
    found = violation(Subject("x", lambda random: b"data", used), tmp_path / "x", Random(1))
    assert said in found
    assert "data" in found


def test_a_blow_changes_a_copy():
    before = repr(PROBLEM)
    trees = [struck(PROBLEM, Random(number)) for number in range(300)]
    assert repr(PROBLEM) == before
    assert len({repr(tree) for tree in trees}) > 100
    assert len({hurt("[a]\n", Random(number)) for number in range(200)}) > 10


def test_every_reader_has_a_subject():
    """What commands read is a kind of file here; a new one must be added."""
    root = Path(__file__).parent.parent.parent / "verifier" / "commands"
    readers = {path.stem for path in root.glob("*.py") if "type=READ" in path.read_text(encoding="utf-8")}
    assert readers == {
        "bound", "certify", "check", "descend", "examine", "recover", "report", "saddles", "sweep",
    }  # fmt: skip
