"""``verifier examine`` and ``verifier bound`` as users call them, and the trials behind their bounds."""

import json
import os
from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np
import pytest
from click.testing import CliRunner, Result

from tests.examined_trials import examined, exception_to, random_trial, reached
from verifier.cli import main

TRIALS = 1000 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 12
TEACHER = '[teacher]\nnodes = ["4/5", "-2/5"]\nweights = [1, "1/2"]\n'


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["examine", *arguments])


def trained(scale: float, seed: int, d: int = 8, k: int = 7) -> dict[str, np.ndarray]:
    """Plain descent in numpy on the first lags of two positive modes, until the loss is 10^-8."""
    random = np.random.default_rng(seed)
    A, B, C = (scale * random.standard_normal(shape) for shape in ((d, d), (d, 1), (1, d)))
    if scale >= 1:
        A, B, C = 0.8 * A / np.sqrt(d), B / np.sqrt(d), C / np.sqrt(d)
    g = np.array([0.8**j + 0.5 * (-0.4) ** j for j in range(k)])
    for _ in range(20_000):
        b = [B]
        for _ in range(k - 1):
            b.append(A @ b[-1])
        R = np.array([(C @ x).item() for x in b]) - g
        if R @ R < 1e-8:
            break
        adjoint = [C.T * R[k - 1]]
        for j in range(k - 2, -1, -1):
            adjoint.insert(0, A.T @ adjoint[0] + C.T * R[j])
        A = A - 0.04 * sum(adjoint[j + 1] @ b[j].T for j in range(k - 1))
        B, C = B - 0.04 * adjoint[0], C - 0.04 * sum(R[j] * b[j].T for j in range(k))
    assert R @ R < 1e-8
    return {"A": A, "B": B, "C": C}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student from near zero, one from a start of scale 1, a cycle, a complex layer, and the teacher."""
    place: Path = tmp_path_factory.mktemp("students")
    np.savez(place / "student.npz", **trained(1e-3, 0))
    np.savez(place / "large.npz", **trained(1.0, 3))
    unit = np.eye(8)[:, :1]
    np.savez(place / "cycle.npz", A=np.roll(np.eye(8), 1, axis=0), B=unit, C=unit.T)
    poles = np.array([0.9 * np.exp(0.7j), 0.8 * np.exp(1.9j)])
    np.savez(place / "lru.npz", Lambda=poles, B=np.ones((2, 1)) * (1 + 1j), C=np.ones((1, 2)) * (1 - 0.3j), D=[0.2])
    (place / "teacher.toml").write_text(TEACHER)
    return place


def test_a_student_from_near_zero_is_forced_at_every_lag(folder: Path) -> None:
    told = call(str(folder / "student.npz"), "--lags", "7", "--loss", "1e-8", "--json", "-")
    found = json.loads(told.output)
    assert told.exit_code == 0
    assert found["verdict"] == "CERTIFIED"
    assert "at every lag, if the data come from positive modes in [-1, 1]: proved" in found["answer"]
    assert Fraction(found["forced"]["at_every_lag"]) < Fraction(1, 100)


def true_error(folder: Path, name: str) -> float:
    with np.load(folder / name) as held:
        A, B, C = held["A"], held["B"], held["C"]
    h = [(C @ np.linalg.matrix_power(A, j) @ B).item() for j in range(60)]
    return max(abs(h[j] - 0.8**j - 0.5 * (-0.4) ** j) for j in range(60))


def test_a_large_start_gets_a_band_that_holds_its_real_error(folder: Path) -> None:
    told = call(str(folder / "large.npz"), "--lags", "7", "--loss", "1e-8", "--json", "-")
    found = json.loads(told.output)
    error = true_error(folder, "large.npz")
    assert error > 100 * true_error(folder, "student.npz")
    assert float(found["forced"]["below_the_horizon"]) >= error
    strict = call(str(folder / "large.npz"), "--lags", "7", "--loss", "1e-8", "--within", "1/100")
    assert strict.exit_code == 1
    assert "REFUTED It does not extrapolate: at lag 7" in strict.output


def test_a_cycle_is_told_what_is_missing(folder: Path) -> None:
    told = call(str(folder / "cycle.npz"), "--lags", "7", "--loss", "1e-8")
    assert told.exit_code == 1
    assert "at lag 8 it is off by at least 0.9" in told.output
    assert "What is missing: symmetry" in told.output
    assert "Q = 0 does not make up for it" in told.output


def test_a_complex_layer_is_told_so(folder: Path) -> None:
    told = call(str(folder / "lru.npz"), "--lags", "7", "--loss", "1e-8")
    assert told.exit_code == 3
    assert "Not covered: complex poles (2 pairs" in told.output
    assert "d + n <= k" in told.output
    assert "times the accuracy away, proved" in told.output


def test_two_lags_do_not_force_two_modes(folder: Path) -> None:
    told = call(str(folder / "student.npz"), "--lags", "3", "--accuracy", "1e-4")
    assert told.exit_code == 1
    assert "two positive measures that agree on the 3 lags differ by" in told.output


def test_with_its_teacher_theorems_are_told_hypothesis_by_hypothesis(folder: Path) -> None:
    told = call(str(folder / "student.npz"), "--lags", "7", "--teacher", str(folder / "teacher.toml"))
    assert told.exit_code == 0
    assert "It extrapolates: |h_j - g_j| <=" in told.output
    assert "k >= 2n + 1: 7 and 5" in told.output
    assert "C_1 sqrt(L) + C_2 asymmetry^2" in told.output


def test_a_true_response_serves_as_well(folder: Path) -> None:
    (folder / "true.csv").write_text("\n".join(str(Fraction(4, 5) ** j + Fraction(-2, 5) ** j / 2) for j in range(30)))
    told = call(str(folder / "student.npz"), "--lags", "7", "--response", str(folder / "true.csv"))
    assert told.exit_code == 0
    assert "up to lag 29" in told.output


def test_the_picture_is_the_same_bytes_again(folder: Path) -> None:
    first, again = (
        call(str(folder / "student.npz"), "--lags", "7", "--loss", "1e-8", "--horizon", "30", "--plot", "-").output
        for _ in range(2)
    )
    assert first.startswith("<?xml")
    assert first == again


def test_one_channel_of_several(folder: Path) -> None:
    """Two uncoupled modes: each channel from an input to its own output is one positive mode."""
    np.savez(folder / "two.npz", A=np.diag([0.5, 0.25]), B=np.eye(2), C=np.eye(2))
    asked = (str(folder / "two.npz"), "--lags", "4", "--loss", "1e-10")
    whole, one = call(*asked), call(*asked, "--channel", "2", "2")
    assert (whole.exit_code, one.exit_code) == (3, 0)
    assert "several inputs or outputs" in whole.output
    assert "output 2, input 2 alone" in one.output
    assert call(*asked, "--channel", "3", "1").exit_code == 2


def test_several_channels_against_their_teacher(folder: Path) -> None:
    np.savez(folder / "two.npz", A=np.diag([0.5, 0.25]), B=np.eye(2), C=np.eye(2))
    (folder / "two.toml").write_text(
        '[teacher]\nA = [["1/2", 0], [0, "1/4"]]\nB = [[1, 0], [0, 1]]\nC = [[1, 0], [0, 1]]\n'
    )
    told = call(str(folder / "two.npz"), "--lags", "4", "--teacher", str(folder / "two.toml"))
    assert told.exit_code == 0
    assert "at every lag: proved" in told.output


REFUSED = {
    "no loss": (["--lags", "7"], "nobody says how well"),
    "too few lags": (["--lags", "1", "--loss", "1"], "at least 2"),
    "two accuracies": (["--lags", "7", "--loss", "1", "--accuracy", "1"], "does not go with"),
    "no interval": (["--lags", "7", "--loss", "1", "--spectrum", "1", "-1"], "is no interval"),
    "negative loss": (["--lags", "7", "--loss", "-1"], "is negative"),
    "unknown key": (["--lags", "7", "--loss", "1", "--keys", "E=A"], "none of A, B, C, D"),
    "no such array": (["--lags", "7", "--loss", "1", "--keys", "A=W,B=B,C=C"], "'W'"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_asked_is_refused_in_one_line(folder: Path, name: str) -> None:
    arguments, cause = REFUSED[name]
    told = call(str(folder / "student.npz"), *arguments)
    assert told.exit_code == 2
    assert cause in told.stderr
    assert told.stderr.count("\n") == 1


@pytest.mark.parametrize("seed", range(TRIALS))
def test_the_truth_is_inside_every_bound(seed: int) -> None:
    trial = random_trial(Random(seed))
    assert exception_to(trial, examined(trial)) == ""


def test_most_ends_are_reached() -> None:
    counts = [reached(examined(random_trial(Random(seed)))) for seed in range(4)]
    assert 2 * sum(hit for hit, _ in counts) >= sum(due for _, due in counts) > 0


def test_a_wrong_bound_is_seen() -> None:
    """The examination of one student does not fit another teacher."""
    first, other = random_trial(Random(1)), random_trial(Random(2))
    assert exception_to(type(other)(first.student, other.teacher, first.lags), examined(first)) != ""


def bound(folder: Path, text: str, *arguments: str) -> Result:
    (folder / "asked.toml").write_text(text)
    return CliRunner().invoke(main, ["bound", str(folder / "asked.toml"), *arguments])


def test_the_constants_are_told_and_the_formula_is_above_the_best(folder: Path) -> None:
    told = bound(folder, TEACHER, "--lags", "7", "--loss", "1e-8", "--at", "7", "--at", "9", "--json", "-")
    rows = json.loads(told.output)["constants"]
    assert told.exit_code == 0
    assert [row["lag"] for row in rows] == ["7", "9"]
    for row in rows:
        assert 0 < Fraction(row["reached"]) <= Fraction(row["sharp"]) <= Fraction(row["formula"])
        assert Fraction(row["reached"]) > Fraction(row["sharp"]) * Fraction(9, 10)


OUTSIDE = {
    "complex": ("[teacher]\nA = [[0, -1], [1, 0]]\nB = [[1], [0]]\nC = [[1, 0]]\n", "7", "complex poles"),
    "negative": ('[teacher]\nnodes = ["1/2"]\nweights = [-1]\n', "7", "negative"),
    "unstable": ("[teacher]\nnodes = [2]\nweights = [1]\n", "7", "outside [-1, 1]"),
    "too few": (TEACHER, "4", "need 2n + 1 = 5"),
    "repeated": ('[teacher]\nA = [["1/2", 1], [0, "1/2"]]\nB = [[0], [1]]\nC = [[1, 0]]\n', "7", "repeated poles"),
    "a list": ("[teacher]\nresponse = [1, 2]\n", "7", "a list of lags"),
    "channels": ("[teacher]\nA = [[0]]\nB = [[1, 2]]\nC = [[1]]\n", "7", "2 inputs and 1 outputs"),
    "stable only": ("[teacher]\nnodes = [1]\nweights = [1]\n", "2", "spectrum in [-1, 1] only"),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_the_theory_does_not_cover_is_a_sentence(folder: Path, name: str) -> None:
    text, lags, said = OUTSIDE[name]
    told = bound(folder, text, "--lags", lags, "--loss", "1e-8")
    assert "Outside the theory: " in told.output
    assert said in told.output


def test_a_covered_teacher_has_no_such_sentence(folder: Path) -> None:
    assert "Outside" not in bound(folder, TEACHER, "--lags", "5", "--loss", "1e-8").output
