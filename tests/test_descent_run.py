"""A run of descent on a problem: resumed to the bit in every arithmetic, damaged or foreign checkpoints refused."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given

import verifier.descent.descent_run
from numerics.arithmetics.by_name import arithmetic
from numerics.descent.descent import Divergence
from tests.strategies import rationals
from verifier.descent.checkpoint import restore, save
from verifier.descent.descent_result import measured
from verifier.descent.descent_run import DescentRun, finish, state
from verifier.ground.dyadic import dyadic_text, parse_dyadic
from verifier.ground.errors import InputError
from verifier.problem.problem import parse_problem

PROBLEM = """
[teacher]
{teacher}
[student]
width = 3
scale = "1/10"
seed = 5
[training]
length = 4
step_size = "{step}"
steps = {steps}
[claim]
horizon = {horizon}
"""
MEASURE = 'nodes = ["1/2"]\nweights = [1]'
SYSTEM = 'A = [["1/2"]]\nB = [["1/4", 1]]\nC = [[1], [0], ["1/2"]]'


def problem(teacher=MEASURE, step="1/20", steps=40, horizon=20):
    return parse_problem(PROBLEM.format(teacher=teacher, step=step, steps=steps, horizon=horizon), "p")


def run_in(tmp_path, name="mpmath", of=None, digits=20):
    of = of or problem()
    return DescentRun(of, arithmetic(name, digits, max(1, of.training.steps)), str(tmp_path / "checkpoint.json"))


def silent(_done, _whole, _text):
    pass


def interrupt_at(step):
    def report(done, _whole, _text):
        if done == step:
            raise KeyboardInterrupt

    return report


@pytest.mark.parametrize("name", ["mpmath", "arb", "float64"])
@pytest.mark.parametrize("teacher", [MEASURE, SYSTEM, "response = [1, 0, 0, 1]"])
def test_resumed_is_uninterrupted_to_the_bit(name, teacher, tmp_path, monkeypatch):
    monkeypatch.setattr(verifier.descent.descent_run, "SECONDS_BETWEEN_REPORTS", 0)
    run = run_in(tmp_path, name, problem(teacher, horizon=4))
    whole = state(run, finish(run, silent))
    for step in (7, 19):  # twice, the second time counted from the first
        with pytest.raises(KeyboardInterrupt):
            finish(run, interrupt_at(step))
    assert restore(run.checkpoint, run.name, "").step == 26
    assert state(run, finish(run, silent)) == whole


def test_checkpoints_are_written_while_running(tmp_path, monkeypatch):
    monkeypatch.setattr(verifier.descent.descent_run, "SECONDS_BETWEEN_CHECKPOINTS", 0)
    run = run_in(tmp_path)
    finish(run, silent)
    assert restore(run.checkpoint, run.name, "").step == 40


def test_a_checkpoint_of_another_run_is_refused(tmp_path):
    run = run_in(tmp_path)
    save(run.checkpoint, state(run, finish(run, silent)))
    others = [
        run_in(tmp_path, of=problem(steps=41)),
        run_in(tmp_path, of=problem(step="1/21")),
        run_in(tmp_path, "arb"),
        run_in(tmp_path, digits=30),
    ]
    for other in others:
        with pytest.raises(InputError, match="of another problem, arithmetic or number of digits"):
            finish(other, silent)
    finish(run, silent)


@pytest.mark.parametrize("change", ["digit", "step", "truncated", "empty", "list", "binary"])
def test_a_damaged_checkpoint_is_refused(change, tmp_path):
    run = run_in(tmp_path)
    save(run.checkpoint, state(run, finish(run, silent)))
    path = tmp_path / "checkpoint.json"
    text = path.read_text()
    document = json.loads(text)
    if change == "digit":
        entry = document["A"][1][1]
        document["A"][1][1] = entry.replace("p-", "1p-")
    document["step"] = "39" if change == "step" else document["step"]
    damaged = {"truncated": text[:-20], "empty": "", "list": "[1]"}.get(change, json.dumps(document))
    path.write_bytes(b"\xff\x00" if change == "binary" else damaged.encode())
    with pytest.raises(InputError) as caught:
        finish(run, silent)
    assert caught.value.remedy


def test_divergence_names_its_step(tmp_path):
    for name in ("mpmath", "arb", "float64"):
        with pytest.raises(Divergence) as caught:
            finish(run_in(tmp_path, name, problem(step="30", steps=1000)), silent)
        assert 0 < caught.value.step < 100


def test_a_teacher_too_large_for_float64_is_an_input_error(tmp_path):
    huge = problem('nodes = [1]\nweights = ["1e1000"]')
    with pytest.raises(InputError, match="use mpmath"):
        finish(run_in(tmp_path, "float64", huge), silent)


def test_zero_steps_measure_the_start(tmp_path):
    run = run_in(tmp_path, of=problem(steps=0))
    result = measured(run, finish(run, silent), 20)
    assert (result.step, result.drift) == ("0", "0")


def test_measures_by_hand(tmp_path):
    """A student of one state: h_j = c a^j b; drift and loss follow from three numbers."""
    text = PROBLEM.format(teacher=MEASURE, step="1/20", steps=1, horizon=20).replace("width = 3", "width = 1")
    run = run_in(tmp_path, of=parse_problem(text, "p"))
    last = finish(run, silent)
    (((a,),), ((b,),), ((c,),)) = (run.arithmetic.fractions(X) for X in vars(last.model).values())
    result = measured(run, last, 12)
    loss = sum((c * a**j * b - Fraction(1, 2**j)) ** 2 for j in range(4))
    assert float(result.loss) == pytest.approx(float(loss), rel=1e-10)
    assert float(result.asymmetry) ** 2 == pytest.approx(float((b - c) ** 2 / 2), rel=1e-9)
    (((b_0,),), ((c_0,),)) = run.exact.run.start.B, run.exact.run.start.C
    assert float(result.drift) == pytest.approx(float(abs(b**2 - c**2 - b_0**2 + c_0**2)), rel=1e-9)
    assert float(result.deviations["10"]) == pytest.approx(float(abs(c * a**10 * b - Fraction(1, 2**10))), rel=1e-9)


def test_several_inputs_have_a_rank_but_no_nodes(tmp_path):
    run = run_in(tmp_path, of=problem(SYSTEM, steps=400))
    result = measured(run, finish(run, silent), 20)
    assert result.asymmetry is None
    assert result.modes.nodes == ()
    assert int(result.modes.rank) >= 1


@given(rationals(10**40, 1))
def test_dyadic_text_round_trip(numerator):
    for exponent in (0, 1, 200):
        value = numerator / 2**exponent
        assert parse_dyadic(dyadic_text(value)) == value


def test_dyadic_text_refuses_what_it_cannot_say():
    with pytest.raises(ValueError, match="power of two"):
        dyadic_text(Fraction(1, 3))
    for text in ("1/2", "0x1p3", "0xp-1", "nan", "0x1p-1\n"):
        with pytest.raises(ValueError, match="dyadic"):
            parse_dyadic(text)


def test_a_run_is_a_value(tmp_path):
    run = run_in(tmp_path)
    assert replace(run, checkpoint="x").name == run.name
