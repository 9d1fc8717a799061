"""``verifier laws``: the count, the words around it, and bad sizes."""

import json

import pytest
from click.testing import CliRunner

from theory.laws.law_count import LawCount
from verifier.cli import main
from verifier.commands.laws import meaning


def laws(*arguments):
    return CliRunner().invoke(main, ["laws", *map(str, arguments)])


def test_json():
    result = laws("--width", 5, "--length", 5, "--json", "-")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert {name: found[name] for name in ("count", "proved", "lower", "upper")} == {
        "count": "15",
        "proved": True,
        "lower": "15",
        "upper": "15",
    }
    assert found["parameters"] == "35"
    assert len(found["point"]) == 35


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (("--width", 2, "--length", 2), 3),
        (("--width", 2, "--length", 1), 7),
        (("--width", 3, "--length", 3, "--inputs", 2, "--outputs", 2), 6),
        (("--width", 6, "--length", 4), 21),
    ],
)
def test_words_say_what_is_proved_and_what_is_not(arguments, count):
    result = laws(*arguments)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{count} conservation laws: proved")
    assert "Not proved:" in result.stdout
    assert result.stderr == ""


def test_one_lag_names_its_own_laws():
    assert "the entries of A and of B B^T - C^T C" in laws("--width", 2, "--length", 1).stdout


def test_undecided_is_not_called_proved():
    found = LawCount(dimension=8, lower=3, upper=4, point=(1,) * 8, order=16)
    assert not found.proved
    assert meaning(found, 2)[0].startswith("Proved: at least 3 and at most 4")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--width", 0, "--length", 2),
        ("--width", -3, "--length", 2),
        ("--width", 10**9, "--length", 2),
        ("--width", 10**30, "--length", 2),
        ("--width", 2, "--length", 0),
        ("--width", 2, "--length", 33),
        ("--width", 9, "--length", 9),
        ("--width", 2, "--length", 2, "--inputs", 0),
        ("--width", 2, "--length", 2, "--outputs", 1000),
        ("--width", "two", "--length", 2),
        ("--width", 2),
        ("--width", 2, "--length", 2, "--json", "no/such/folder/laws.json"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments):
    result = laws(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_same_seed_gives_the_same_point():
    first, second, other = (
        json.loads(laws("--width", 2, "--length", 2, "--seed", seed, "--json", "-").stdout) for seed in (1, 1, 2)
    )
    assert first["point"] == second["point"] != other["point"]
