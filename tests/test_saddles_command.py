"""``verifier saddles``: what it says of teachers inside [-1, 1], outside, with negative weights, and of none at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from verifier.claim.standing import standing
from verifier.claim.verdict import Verdict
from verifier.cli import main

PROBLEM = """
[teacher]
{teacher}
[student]
width = {width}
scale = "{scale}"
seed = 1
[training]
length = {length}
step_size = "1/100"
steps = {steps}
"""


def saddles(
    folder: Path, teacher: str, length: int, *options: str, width: int = 4, scale: str = "1e-5", steps: int = 3000
) -> Result:
    """The command on a problem with this teacher."""
    path = folder / "problem.toml"
    path.write_text(PROBLEM.format(teacher=teacher, width=width, scale=scale, length=length, steps=steps))
    return CliRunner().invoke(main, ["saddles", str(path), *options])


def found(folder: Path, teacher: str, length: int, *options: str) -> dict[str, Any]:
    """Its JSON."""
    result = saddles(folder, teacher, length, "--json", "-", *options)
    assert result.exit_code == 0, result.stderr
    document: dict[str, Any] = json.loads(result.stdout)
    return document


TWO = 'nodes = [1, "-9/10"]\nweights = [1, "1/2"]'
OUTSIDE = 'nodes = ["3/2", "-3/2"]\nweights = ["9/10", "1/10"]'
MIXED = 'nodes = ["4/5", "3/10", "-3/5"]\nweights = [1, "-1/2", "-1/3"]'


def test_numbers_are_enclosures(tmp_path: Path) -> None:
    origin, saddle = found(tmp_path, TWO, 5)["saddles"]
    assert (origin["deficit"], origin["rate"]["mid"], origin["next_sign"]) == ({"mid": "1.5", "rad": "0"}, "3", "+")
    assert saddle["how"] == "enclosed"
    assert saddle["nodes"][0]["mid"].startswith("0.972218450123")
    assert float(saddle["nodes"][0]["rad"]) < 1e-25
    assert saddle["rate"]["mid"].startswith("1.568309128")
    assert float(saddle["predicted_plateau"]["time"]["mid"]) == pytest.approx(11.512925 / 1.5683091, rel=1e-6)
    assert saddle["negative_directions_in_block"] == "0"


def test_the_first_sentence_begins_with_the_conclusion(tmp_path: Path) -> None:
    one = saddles(tmp_path, 'nodes = ["1/2"]\nweights = [1]', 3)
    assert one.exit_code == 0
    assert one.stdout.startswith("DERIVED: starts in general position")
    several = found(tmp_path, 'nodes = ["1/2", "-1/3", "4/5"]\nweights = [1, 1, 1]', 7)
    assert several["sentence"].startswith("open: whether starts in general position")
    assert "PROVED: saddles without a node at 0 lack mass" in several["sentence"]


def test_two_modes_are_covered_by_their_claim_or_open(tmp_path: Path) -> None:
    covered = str(standing("near-zero-two-modes"))
    inside = found(tmp_path, 'nodes = ["9/10", "1/2"]\nweights = ["9/10", "1/10"]', 6)["sentence"]
    assert inside.startswith(f"{covered}: starts in general position")
    both = found(tmp_path, TWO, 6)["sentence"]
    assert both.startswith("CERTIFIED: starts in general position")
    low = found(tmp_path, 'nodes = ["57/125", "-499/500"]\nweights = [1, "9/20"]', 8)["sentence"]
    assert low.startswith("open: whether")
    assert "(Low) fails" in low
    odd = found(tmp_path, TWO, 5)["sentence"]
    assert odd.startswith("open: whether")
    assert "k is odd" in odd


def test_a_student_that_is_too_narrow_is_told(tmp_path: Path) -> None:
    result = saddles(tmp_path, TWO, 6, width=1)
    assert result.stdout.startswith("CERTIFIED: no student of width 1")


def test_no_verdict_is_better_than_that_of_its_claim(tmp_path: Path) -> None:
    for teacher, length in ((TWO, 5), (TWO, 6), (OUTSIDE, 6), (MIXED, 7)):
        for one in found(tmp_path, teacher, length)["statements"]:
            for claim in filter(None, one["claim"].split(", ")):
                assert one["how"] in (str(standing(claim)), "open", str(Verdict.CERTIFIED))


def test_outside_the_interval_it_says_so_with_the_sign(tmp_path: Path) -> None:
    document = found(tmp_path, OUTSIDE, 6)
    assert "lies outside [-1, 1]" in document["sentence"]
    assert "asymmetry grows, as g_0 < h_0, at saddle 1" in document["sentence"]
    assert "mass-deficit" not in document["sentence"]
    assert document["saddles"][1]["deficit"]["mid"].startswith("-0.01605160")
    assert document["saddles"][1]["next_sign"] == "-"
    assert "not followed to a fit" in document["ending"]


def test_negative_weights_and_a_rate_that_is_measured(tmp_path: Path) -> None:
    document = found(tmp_path, MIXED, 7)
    assert [row["next_sign"] for row in document["saddles"]] == ["+", "-", "-"]
    assert [row["rate_how"] for row in document["saddles"]] == ["enclosed", "enclosed", "measured"]
    assert document["ending"].startswith("The way ends at the teacher")


def test_complex_nodes_on_the_way_are_measured(tmp_path: Path) -> None:
    teacher = 'nodes = ["-3/5", "-3/10", "2/5"]\nweights = ["-1/2", "5/4", "-3/2"]'
    row = found(tmp_path, teacher, 7)["saddles"][2]
    assert row["how"] == "measured"
    assert all(node.endswith("i") for node in row["nodes"])


def test_a_matrix_and_a_response_are_teachers_too(tmp_path: Path) -> None:
    matrix = found(tmp_path, 'A = [[0, "1/2"], [1, 0]]\nB = [[1], [1]]\nC = [[1, 1]]', 6)
    assert matrix["ending"].startswith("The way ends at the teacher")
    response = found(tmp_path, 'response = [1, "1/2", "1/4", "1/8"]', 3)
    assert response["ending"].startswith("The way ends at the teacher")


def test_too_few_lags_do_not_pin_the_teacher(tmp_path: Path) -> None:
    assert "2 lags do not pin it" in found(tmp_path, 'nodes = ["1/2", "-1/4"]\nweights = [1, 1]', 2)["ending"]


def test_measured_plateaus_grow_as_the_predictions_do(tmp_path: Path) -> None:
    """From 1e-5 to 1e-9: prediction and measurement differ by constants, which drop out."""
    lengths = []
    for scale in ("1e-5", "1e-9"):
        result = saddles(tmp_path, TWO, 5, "--run", "--json", "-", scale=scale)
        document = json.loads(result.stdout)
        predicted = [float(row["predicted_plateau"]["steps"]["mid"]) for row in document["saddles"]]
        lengths.append(([float(length) for length in document["run"]["plateaus"]], predicted))
    (near, near_due), (far, far_due) = lengths
    grown = [late - early for early, late in zip(near, far, strict=True)]
    assert grown == pytest.approx([late - early for early, late in zip(near_due, far_due, strict=True)], rel=2e-3)


def test_a_plateau_that_is_not_left_is_said(tmp_path: Path) -> None:
    result = saddles(tmp_path, TWO, 5, "--run", steps=500)
    assert result.exit_code == 0
    assert "not left in 500" in result.stdout


def test_the_picture(tmp_path: Path) -> None:
    result = saddles(tmp_path, TWO, 5, "--run", "--plot", str(tmp_path / "way.svg"))
    assert result.exit_code == 0
    drawn = (tmp_path / "way.svg").read_text()
    assert drawn.lstrip().startswith("<?xml")
    assert "</svg>" in drawn
    assert saddles(tmp_path, TWO, 5, "--plot", "-").stdout.count("<svg") == 1


def test_notes_for_a_large_start_and_a_narrow_student(tmp_path: Path) -> None:
    result = saddles(tmp_path, TWO, 5, width=1, scale="2")
    assert "No plateau is predicted" in result.stdout
    assert "cannot hold the teacher" in result.stdout


@pytest.mark.parametrize(
    ("teacher", "length", "cause"),
    [
        ("nodes = [0, 1, 2, 3, 4, 5, 6]\nweights = [1, 1, 1, 1, 1, 1, 1]", 9, "7 nodes"),
        ("A = [[0, -1], [1, 0]]\nB = [[1], [0]]\nC = [[1, 0]]", 6, "is not real"),
        ("A = [[1, 1], [0, 1]]\nB = [[1], [1]]\nC = [[1, 0]]", 6, "is multiple"),
        ("A = [[1, 1], [0, 1]]\nB = [[1, 0], [1, 1]]\nC = [[1, 0]]", 6, "2 inputs"),
        ("response = [0, 0, 0]", 3, "nothing to learn"),
        ('response = [1, "1/2", "1/4", "1/7"]', 3, "not determined"),
        ("nodes = [2]\nweights = [1]", 101, "at most 100"),
        ("nodes = [2]\nweights = [1]", 60, "exceeds"),
    ],
)
def test_other_teachers_are_declined_in_one_line(tmp_path: Path, teacher: str, length: int, cause: str) -> None:
    result = saddles(tmp_path, teacher, length)
    assert result.exit_code == 2
    assert cause in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_step_that_is_too_large_ends_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "problem.toml"
    text = PROBLEM.format(teacher=TWO, width=4, scale="1", length=5, steps=3000).replace("1/100", "5")
    path.write_text(text)
    result = CliRunner().invoke(main, ["saddles", str(path), "--run"])
    assert result.exit_code == 3
    assert "take a step below 5" in result.stderr


def test_a_flat_origin_has_no_rate_and_an_empty_picture(tmp_path: Path) -> None:
    """Nodes 1/2, -1/2 with weights 1, -1: g_0 = 0."""
    result = saddles(tmp_path, 'nodes = ["1/2", "-1/2"]\nweights = [1, -1]', 6, "--plot", str(tmp_path / "way.svg"))
    assert result.exit_code == 0
    assert "the next mode grows at no rate" in result.stdout.replace("\n", " ")
    assert result.stderr == ""
