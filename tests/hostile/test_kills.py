"""A few kills of each command, the same ones every time, and the judge of kills itself."""

import json
import signal
from random import Random

import pytest

from tests.hostile.kills import VICTIMS, Victim, allowed, chain, half, timeless, undisturbed


@pytest.mark.parametrize("kind", VICTIMS)
def test_killed_and_started_again_is_undisturbed(kind, tmp_path):
    (right := tmp_path / "right").mkdir()
    (killed := tmp_path / "killed").mkdir()
    expected = undisturbed(VICTIMS[kind], right)
    kills = 2 if kind in ("descend", "sweep") else 1  # those that resume
    assert chain(VICTIMS[kind], killed, kills, *expected, Random(f"{kind} 1")) == ""


def test_the_judge_sees_another_result_and_what_is_left_over(tmp_path):
    victim = Victim(("list", "--json", "r.json"), {"left.txt": "x"}, ("r.json",), 0.1)
    found, names = undisturbed(victim, tmp_path)
    assert chain(victim, tmp_path, 0, found, names, Random(1)) == ""
    assert chain(victim, tmp_path, 0, {"r.json": []}, names, Random(1)) == "another result"
    assert chain(victim, tmp_path, 0, found, {"r.json"}, Random(1)) == "left over: ['left.txt']"


def test_half_a_result_is_seen(tmp_path):
    path = tmp_path / "r.json"
    assert not half(path, {})
    path.write_text('{"a": [')
    assert half(path, {})
    path.write_text(json.dumps({"a": 1, "seconds": "2"}))
    assert not half(path, {"a": 1})
    assert half(path, {"a": 2})
    assert timeless([{"date": 1, "b": {"seconds": 2}}]) == [{"b": {}}]


def test_which_codes_a_signal_may_leave():
    assert allowed(signal.SIGKILL, b"") == {0, -9}
    assert allowed(signal.SIGTERM, b"stopped") == {0, 130}
    assert allowed(signal.SIGINT, b"") == {0, 130, -2}
