"""Problem files: what is right is read exactly, what is wrong is said in one line with its place and the remedy."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import positive_rationals, rationals
from verifier.ground.errors import InputError
from verifier.problem.problem import DEFAULT_HORIZON, parse_problem, read_problem

MEASURE = 'nodes = ["4/5", "-2/5"]\nweights = [1, "1/2"]'
PARTS = {
    "teacher": MEASURE,
    "student": 'width = 6\nscale = "1e-5"\nseed = 1',
    "training": 'length = 5\nstep_size = "1/50"\nsteps = 2500',
    "claim": "horizon = 1000",
}


def text(**changes):
    return "\n".join(f"[{name}]\n{body}" for name, body in {**PARTS, **changes}.items() if body is not None)


def test_the_example_is_read_exactly():
    problem = read_problem(str(Path(__file__).parent.parent / "examples" / "two-modes.toml"))
    diagonal, weights, ones = problem.teacher.realisation
    assert diagonal == ((Fraction(4, 5), 0), (0, Fraction(-2, 5)))
    assert (weights, ones) == (((1,), (Fraction(1, 2),)), ((1, 1),))
    assert (problem.student.width, problem.student.scale, problem.student.seed) == (10, Fraction(1, 10**5), 1)
    assert (problem.training.length, problem.training.step_size, problem.training.steps) == (6, Fraction(1, 100), 20000)
    assert problem.horizon == 1001


def test_matrices_of_several_inputs_and_outputs():
    teacher = 'A = [["1/2", 0], [0, 1]]\nB = [[1, 2, 3], [4, 5, 6]]\nC = [[1, 0], [0, 1]]'
    read = parse_problem(text(teacher=teacher), "p").teacher
    assert (read.inputs, read.outputs, read.known_lags) == (3, 2, None)


def test_a_response_bounds_length_and_horizon():
    response = "response = [[[1, 2]], [[3, 4]], [[5, 6]]]"
    training = 'length = 3\nstep_size = "1/50"\nsteps = 1'
    problem = parse_problem(text(teacher=response, training=training, claim=None), "p")
    assert (problem.teacher.inputs, problem.teacher.outputs, problem.horizon) == (2, 1, 3)
    with pytest.raises(InputError, match="length"):
        parse_problem(text(teacher=response, claim=None), "p")
    with pytest.raises(InputError, match="horizon"):
        parse_problem(text(teacher=response, training=training, claim="horizon = 4"), "p")


def test_the_claim_is_optional():
    assert parse_problem(text(claim=None), "p").horizon == DEFAULT_HORIZON


def test_equal_problems_have_one_digest_and_others_another():
    same = text(teacher='weights = ["1.0", "0.5"]\nnodes = ["0.8", "-0.4"]')
    assert parse_problem(text(), "p").digest == parse_problem(same, "q").digest
    others = {parse_problem(text(student=f'width = 6\nscale = "1e-5"\nseed = {seed}'), "p").digest for seed in (2, 3)}
    assert len(others | {parse_problem(text(), "p").digest}) == 3


STUDENT, TRAINING = PARTS["student"], PARTS["training"]
WRONG = {
    "unknown table": ({"teachers": "x = 1"}, "did you mean 'teacher'?"),
    "unknown key": ({"student": STUDENT + "\nwdith = 3"}, "did you mean 'width'?"),
    "missing table": ({"student": None}, "'student' is missing"),
    "missing key": ({"training": "length = 5"}, "'step_size' is missing"),
    "table that is none": ({"claim": None, "teacher": MEASURE + "\n[training.x]"}, "training"),
    "zero width": ({"student": STUDENT.replace("6", "0")}, "width = 0"),
    "negative width": ({"student": STUDENT.replace("6", "-1")}, "width = -1"),
    "absurd width": ({"student": STUDENT.replace("6", "1000000000")}, "width = 1000000000"),
    "width that is text": ({"student": STUDENT.replace("6", '"6"')}, "is not an integer"),
    "width that is true": ({"student": STUDENT.replace("6", "true")}, "is not an integer"),
    "long width": ({"student": STUDENT.replace("6", "9" * 5000)}, "is not TOML"),
    "zero scale": ({"student": STUDENT.replace("1e-5", "0")}, "must exceed 0"),
    "negative seed": ({"student": STUDENT.replace("seed = 1", "seed = -1")}, "seed = -1"),
    "length zero": ({"training": TRAINING.replace("length = 5", "length = 0")}, "length = 0"),
    "step zero": ({"training": TRAINING.replace("1/50", "0")}, "step"),
    "step negative": ({"training": TRAINING.replace("1/50", "-1/50")}, "must exceed 0"),
    "nan": ({"training": TRAINING.replace("1/50", "nan")}, "'nan' is not an exact number"),
    "toml nan": ({"training": TRAINING.replace('"1/50"', "nan")}, "'nan' is not an exact number"),
    "one over zero": ({"training": TRAINING.replace("1/50", "1/0")}, "divides by zero"),
    "exponent": ({"training": TRAINING.replace("1/50", "1e999999999")}, "exponent"),
    "negative steps": ({"training": TRAINING.replace("2500", "-1")}, "steps = -1"),
    "horizon zero": ({"claim": "horizon = 0"}, "horizon = 0"),
    "weights too few": ({"teacher": 'nodes = ["4/5", 0]\nweights = [1]'}, "1 weights for 2 nodes"),
    "weights missing": ({"teacher": "nodes = [1]"}, "'weights' is missing"),
    "node twice": ({"teacher": "nodes = [1, 1]\nweights = [1, 2]"}, "stands twice"),
    "weight zero": ({"teacher": "nodes = [1]\nweights = [0]"}, "leave that node out"),
    "empty teacher": ({"teacher": ""}, "is empty"),
    "empty nodes": ({"teacher": "nodes = []\nweights = []"}, "is empty"),
    "nodes not a list": ({"teacher": "nodes = 1\nweights = 1"}, "is not a list"),
    "two ways": ({"teacher": MEASURE + "\nresponse = [1]"}, "does not go with"),
    "A not square": ({"teacher": "A = [[1, 2]]\nB = [[1]]\nC = [[1]]"}, "not square"),
    "A ragged": ({"teacher": "A = [[1, 2], [3]]\nB = [[1]]\nC = [[1]]"}, "row 0 has 2"),
    "B too short": ({"teacher": "A = [[1, 2], [3, 4]]\nB = [[1]]\nC = [[1, 2]]"}, "B has 1 rows"),
    "C too narrow": ({"teacher": "A = [[1, 2], [3, 4]]\nB = [[1], [2]]\nC = [[1]]"}, "C has 1 columns"),
    "response of two shapes": ({"teacher": "response = [1, [[1, 2]]]"}, "the same shape"),
}


def test_a_decimal_is_what_was_written():
    """As in JSON: 0.02 is 1/50, with or without quotation marks."""
    written = [TRAINING.replace('"1/50"', step) for step in ('"0.02"', "0.02")]
    quoted, bare = (parse_problem(text(training=training), "a.toml") for training in written)
    assert bare.training.step_size == Fraction(1, 50)
    assert bare == quoted


@pytest.mark.parametrize("name", WRONG)
def test_one_line_with_place_and_remedy(name):
    changes, said = WRONG[name]
    with pytest.raises(InputError) as caught:
        parse_problem(text(**changes), "wrong.toml")
    line = str(caught.value)
    assert said in line
    assert line.startswith("wrong.toml")
    assert len(line.splitlines()) == 1
    assert caught.value.remedy


def test_not_toml_not_utf8_missing_folder_and_deep(tmp_path):
    (tmp_path / "latin.toml").write_bytes("ä".encode("latin-1"))
    (tmp_path / "prose.toml").write_text("This is not TOML")
    (tmp_path / "deep.toml").write_text("x = " + "[" * 100_000)
    for name, said in {
        "latin.toml": "is not UTF-8",
        "prose.toml": "is not TOML",
        "deep.toml": "deep",
        "none.toml": "no such file",
        "": "is a directory",
    }.items():
        with pytest.raises(InputError, match=said):
            read_problem(str(tmp_path / name))


@given(nodes=st.lists(rationals(), min_size=1, max_size=5, unique=True), data=st.data())
def test_a_measure_is_its_realisation(nodes, data):
    weights = data.draw(st.tuples(*[positive_rationals()] * len(nodes)))
    shown = [", ".join(f'"{number}"' for number in numbers) for numbers in (nodes, weights)]
    A, B, C = parse_problem(text(teacher=f"nodes = [{shown[0]}]\nweights = [{shown[1]}]"), "p").teacher.realisation
    assert [A[i][i] for i in range(len(A))] == nodes
    assert [row[0] for row in B] == list(weights)
    assert set(C[0]) == {Fraction(1)}


def test_the_step_size_was_once_called_step(capsys):
    """An old file means what it meant, under the same name, and one line says what the key is called now."""
    path = str(Path(__file__).parent / "data" / "problem-with-step.toml")
    problem = read_problem(path)
    assert (problem.training.step_size, problem.training.steps) == (Fraction(1, 20), 12)
    assert problem.digest == "40afc9fc2eff52fb75ddce0e6addc78883f8e33ff255513e8b6d9f085e837bb4"
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "[training]: 'step' is now called 'step_size'; both are read" in err
    assert parse_problem(Path(path).read_text().replace("step =", "step_size ="), "p") == problem
    assert capsys.readouterr().err == ""


def test_the_step_size_is_given_once():
    with pytest.raises(InputError, match="'step' and 'step_size' are one thing"):
        parse_problem(text(training=PARTS["training"] + '\nstep = "1/50"'), "p")


@given(st.text(max_size=60))
def test_any_text_is_a_problem_or_an_input_error(prose):
    with pytest.raises(InputError):
        parse_problem(prose, "prose")
