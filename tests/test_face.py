"""What `import verifier` offers: names that load nothing until they are used, and results that can be shown."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import verifier
from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import response_of_system
from tests.test_trained_student import with_torch
from verifier.cli import main
from verifier.data.state_space import arrays_of_system
from verifier.data.values import as_array
from verifier.face.result import Result, text_table
from verifier.ground.errors import InputError, VerifierError
from verifier.student.trained import TrainedStudent

TRAINING = {"width": 4, "scale": "1/10", "seed": 1, "length": 4, "step_size": "1/20", "steps": 30, "horizon": 20}


def test_every_name_is_there_and_documented() -> None:
    assert sorted(verifier.__all__) == dir(verifier)
    for name in verifier.__all__:
        assert getattr(verifier, name).__doc__


def test_another_name_is_not() -> None:
    with pytest.raises(AttributeError, match="it offers"):
        verifier.nothing  # noqa: B018


def test_the_import_loads_nothing() -> None:
    program = "import sys, verifier; print(sorted(m for m in sys.modules if m.split('.')[0] in {'numpy', 'flint', "
    program += "'sympy', 'mpmath', 'click', 'scipy', 'numerics', 'theory'}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.fixture(scope="module")
def teacher() -> "verifier.Teacher":
    return verifier.Teacher.of_modes(["1/2"], [1])


@pytest.fixture(scope="module")
def student() -> TrainedStudent:
    return verifier.Student.of_matrices([["1/2"]], [[1]], [[1]])


def test_constructors_agree(teacher: "verifier.Teacher") -> None:
    for other in (
        verifier.Teacher.of_matrices(np.array([[0.5]]), [[1]], [[Fraction(1)]]),
        verifier.Teacher.of_modes(np.array([0.5]), [1.0]),
    ):
        assert other.realisation == teacher.realisation
    listed = verifier.Teacher.of_response([1, "1/2", 0.25])
    assert listed.response == (((1,),), ((Fraction(1, 2),),), ((Fraction(1, 4),),))


def test_complex_nodes_of_numpy() -> None:
    found = verifier.Teacher.of_modes([0.25 + 0.5j], [1 - 2j])
    assert found.source == {"nodes": ["1/4+1/2i"], "weights": ["1-2i"]}


class System:
    """What scipy.signal and python-control have in common."""

    def __init__(self, A: object, B: object, C: object, D: object, dt: object) -> None:
        self.A, self.B, self.C, self.D, self.dt = A, B, C, D, dt


def response(system: System, length: int) -> list[Fraction]:
    found = arrays_of_system(system)
    model = LinearRNN(*(found[name].matrix() for name in "ABC"))
    return [h[0][0] for h in response_of_system(model, length)]


def test_a_system_keeps_its_response() -> None:
    proper = System([[0.5]], [[2.0]], [[3.0]], [[0.0]], 1)
    direct = System([[0.5]], [[2.0]], [[3.0]], [[7.0]], 1)
    assert response(proper, 3) == [6, 3, Fraction(3, 2)]
    assert response(direct, 4) == [7, 6, 3, Fraction(3, 2)]


@pytest.mark.parametrize("wrong", [System([[1]], [[1]], [[1]], [[1]], None), System([[1]], [[1]], [[1]], [[1]], 0), 3])
def test_what_is_no_discrete_system_is_refused(wrong: object) -> None:
    with pytest.raises(InputError, match="system"):
        arrays_of_system(wrong)


def test_scipy_systems_are_taken() -> None:
    from scipy import signal

    found = verifier.Student.of_system(signal.StateSpace([[0.5]], [[1.0]], [[2.0]], [[0.0]], dt=1))
    assert ((Fraction(1, 2),),) == found.A


@pytest.mark.parametrize("wrong", [[[1], [1, 2]], [float("nan")], [object()], [], ["x"], [None]])
def test_values_that_are_no_numbers_are_refused_in_one_line(wrong: object) -> None:
    with pytest.raises(InputError) as raised:
        as_array(wrong, "A")
    assert "\n" not in str(raised.value)


def test_a_run_and_its_certificate(teacher: "verifier.Teacher") -> None:
    problem = verifier.Problem.of(teacher, **TRAINING)
    run = verifier.descend(problem, digits=20)
    made = verifier.certify(problem, digits=20)
    assert json.loads(run.to_json())["loss"] == run.value.loss
    assert verifier.check(made).verdict == "CERTIFIED"
    assert "<table>" in made._repr_html_()
    with pytest.raises(InputError, match="no picture"):
        made.plot()


def test_divergence_is_an_error_of_one_line(teacher: "verifier.Teacher") -> None:
    wild = verifier.Problem.of(teacher, **{**TRAINING, "step_size": 10**6, "steps": 300})
    with pytest.raises(VerifierError, match="diverged"):
        verifier.descend(wild)


def test_pictures_are_figures(teacher: "verifier.Teacher", student: TrainedStudent) -> None:
    run = verifier.descend(verifier.Problem.of(teacher, **TRAINING), digits=15, arithmetic="float64")
    for result in (run, verifier.examine(student, lags=3, loss="1e-6", horizon=20)):
        assert len(result.plot().axes) >= 2


def test_the_command_says_the_same(student: TrainedStudent, tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"A": [["1/2"]], "B": [[1]], "C": [[1]]}')
    arguments = ["examine", str(tmp_path / "s.json"), "--lags", "3", "--loss", "1e-6", "--horizon", "20"]
    told = json.loads(CliRunner().invoke(main, [*arguments, "--json", "-"]).stdout)
    found = json.loads(verifier.examine(student, lags=3, loss="1e-6", horizon=20).to_json())
    assert {**told, "seconds": ""} == {**found, "seconds": ""}


def test_text_is_escaped_in_a_notebook() -> None:
    shown = Result(0, "", ("<b>",), (text_table(("<i>",), [("&",)]),), {})._repr_html_()
    assert "<b>" not in shown
    assert "&lt;b&gt;" in shown
    assert "&lt;i&gt;" in shown
    assert "<td>&amp;</td>" in shown


def test_claims_are_listed_and_run() -> None:
    assert "forced-interval" in [claim.id for claim in verifier.all_claims()]
    assert verifier.verify(["gradient"]).value.exit_code == 0
    with pytest.raises(InputError, match="did you mean"):
        verifier.verify(["gradiant"])


@with_torch
def test_tensors_are_taken_with_their_gradients() -> None:
    import torch

    rnn, readout = torch.nn.RNN(1, 2, bias=False), torch.nn.Linear(2, 1, bias=False)
    found = verifier.Student.of_matrices(rnn.weight_hh_l0, rnn.weight_ih_l0, readout.weight)
    assert float(found.A[0][1]) == rnn.weight_hh_l0[0, 1].item()
