"""Networks differentiated by jax: the linear one is numerics.descent.descent, the others follow their definitions."""

import sys
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.arithmetics.float64 import Float64
from numerics.descent.descent import descend
from numerics.descent.run import Run
from numerics.memory.nonlinear import descend_all, loss, random_start, run
from numerics.memory.recurrent_cells import Cell, Gated, Linear, Tanh
from numerics.model.start import start
from numerics.model.teacher import response_of_measure
from verifier.cases.memory_tasks import GATED_LATCH, LATCH, Outcome, students
from verifier.claim.claim import Profile, Settings
from verifier.claim.registry import load
from verifier.claim.verdict import Verdict
from verifier.claims.memory.non_linear import FITTED, MISFIT, STRAYS, judged, linear_difference
from verifier.run.unit import perform, units_of


@pytest.fixture
def jax() -> Any:
    return pytest.importorskip("jax", reason="the extra nonlinear is not installed")


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def by_definition(cell: Cell, p: Mapping[str, Any], inputs: Any) -> Any:
    """The outputs on one sequence, written out."""
    s, outputs = np.zeros(p["C"].shape[1]), []
    for x in inputs:
        if cell.name == "gru":
            both = np.append(s, x)
            z, r = (sigmoid(p[f"W_{gate}"] @ both + p[f"b_{gate}"]) for gate in "zr")
            s = (1 - z) * s + z * np.tanh(p["W_c"] @ np.append(r * s, x) + p["b_c"])
        else:
            s = p["A"] @ s + p["B"][:, 0] * x
            s = np.tanh(s) if cell.name == "tanh" else s
        outputs.append(p["C"][0] @ s)
    return np.array(outputs)


@pytest.mark.parametrize("cell", [Linear(), Tanh(), Gated()], ids=lambda cell: cell.name)
def test_outputs_follow_the_definition(cell: Cell, jax: Any) -> None:
    parameters, inputs = random_start(cell, 4, 1.0, 3), np.random.default_rng(1).normal(size=(3, 7))
    states, outputs = run(cell, parameters, inputs)
    assert states.shape == (3, 7, 4)
    assert outputs == pytest.approx(np.array([by_definition(cell, parameters, xs) for xs in inputs]), abs=1e-13)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10**6))
def test_the_linear_cell_descends_like_descent(seed: int) -> None:
    pytest.importorskip("jax", reason="the extra nonlinear is not installed")
    double = Float64()
    linear = Run(
        start(seed, 4, Fraction(1, 5)),
        response_of_measure([Fraction(3, 5)], [Fraction(1)], 4),
        Fraction(1, 40),
        50,
    )
    *_, last = descend(linear, double)
    model, g = linear.start_in(double), linear.response_in(double)
    begin = {"A": model.A, "B": model.B, "C": model.C}
    impulse, targets = np.eye(1, 4), np.array([[rows[0, 0] for rows in g]])
    (end,) = descend_all(Linear(), [begin], impulse, targets, 1 / 40, 50)
    assert max(np.abs(end[name] - getattr(last.model, name)).max() for name in begin) < 1e-12
    assert loss(Linear(), end, impulse, targets) == pytest.approx(last.loss, rel=1e-9)


@pytest.mark.parametrize("cell", [Tanh(), Gated()], ids=lambda cell: cell.name)
def test_a_step_goes_down_the_slope_of_finite_differences(cell: Cell, jax: Any) -> None:
    parameters, generator = random_start(cell, 3, 1.0, 5), np.random.default_rng(2)
    inputs, targets, eta, tiny = generator.normal(size=(2, 5)), generator.normal(size=(2, 5)), 1e-3, 1e-6
    (end,) = descend_all(cell, [parameters], inputs, targets, eta, 1)
    for name in parameters:
        index = (0,) * parameters[name].ndim
        values = []
        for sign in (1, -1):
            moved = {key: np.array(value) for key, value in parameters.items()}
            moved[name][index] += sign * tiny
            values.append(loss(cell, moved, inputs, targets))
        slope = (values[0] - values[1]) / (2 * tiny)
        assert (parameters[name] - end[name])[index] / eta == pytest.approx(slope, abs=1e-6)


def test_seeds_side_by_side_are_seeds_alone(jax: Any) -> None:
    starts = [random_start(Tanh(), 3, 0.5, seed) for seed in (1, 2)]
    inputs, targets = np.ones((1, 3)), np.zeros((1, 3))
    together = descend_all(Tanh(), starts, inputs, targets, 0.1, 5)
    alone = [descend_all(Tanh(), [begin], inputs, targets, 0.1, 5)[0] for begin in starts]
    for one, other in zip(together, alone, strict=True):
        assert all(one[name] == pytest.approx(other[name], abs=1e-14) for name in one)


def test_double_precision_is_put_back(jax: Any) -> None:
    before = jax.config.jax_enable_x64
    with pytest.raises(ValueError, match="smaller step"):
        descend_all(Linear(), [random_start(Linear(), 2, 3.0, 1)], np.eye(1, 6), np.ones((1, 6)), 100.0, 50)
    assert run(Linear(), random_start(Linear(), 2, 1.0, 1), np.eye(1, 2))[1].dtype == np.float64
    assert jax.config.jax_enable_x64 == before


def test_the_comparison_with_descent_can_fail(jax: Any) -> None:
    assert linear_difference(4).verdict is Verdict.REFUTED


def test_without_jax_the_claim_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jax", None)
    outcomes = [perform(unit, Settings(Profile.FULL)) for unit in units_of(load("non-linear"))]
    assert {outcome.evidence.verdict for outcome in outcomes} == {Verdict.NOT_RUN}
    assert all("[nonlinear]" in outcome.evidence.summary for outcome in outcomes)


def seen(loss: float, error: float) -> Outcome:
    return Outcome(loss, (0.0, 0.0, error), 1)


def test_the_judge_has_three_answers() -> None:
    good, bad = seen(FITTED / 2, 0.05), seen(FITTED / 2, 0.5)
    assert judged(LATCH, 0.01, [good, good, bad]).verdict is Verdict.SUPPORTED
    assert judged(LATCH, 0.01, [good, bad, bad]).reason == STRAYS
    assert judged(LATCH, 0.01, [good, seen(2 * FITTED, 0.5)]).verdict is Verdict.UNDECIDED
    assert judged(LATCH, 0.01, [good, seen(2 * FITTED, 0.5)]).reason == MISFIT


@pytest.mark.parametrize("task", [LATCH, GATED_LATCH], ids=lambda task: task.cell)
def test_a_student_that_is_the_teacher_makes_no_error(task: Any, jax: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher = {name: np.array(value) for name, value in task.teacher.items()}
    monkeypatch.setattr("verifier.cases.memory_tasks.descend_all", lambda *_: [teacher])
    (student,) = students(task, 0.01, 1)
    assert (student.loss, student.errors, student.dimension) == (0.0, (0.0, 0.0, 0.0), 1)
