"""What notebooks 05 to 08 draw and tabulate, on cases that can be redone by hand, and where it must fail."""

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from numerics.memory.wide_training import WideTask
from theory.kernel.derivation import Conclusion, Derivation, Premise
from theory.kernel.steps import equation
from theory.origin.nullclines import SingleMode
from verifier.cases.near_zero import Case
from verifier.claim.verdict import Verdict
from verifier.ground.errors import InputError
from verifier.notebook import recorded as records
from verifier.notebook.experiments.escape import escape, factor
from verifier.notebook.experiments.experiment import Experiment
from verifier.notebook.experiments.flow_enclosed import enclosed, stepped
from verifier.notebook.experiments.horizon import by_scale, errors
from verifier.notebook.experiments.near_zero_one import ends
from verifier.notebook.experiments.plane import paths
from verifier.notebook.experiments.rigour import (
    bits_a_step,
    certified,
    digits_lost,
    narrowed,
    outcome,
    problem,
    second_route,
    tampered,
)
from verifier.notebook.experiments.several_modes import exponent, krylov_angles, plateaus, staircase
from verifier.notebook.experiments.wide import kernels
from verifier.notebook.passages import passage, rests_on
from verifier.notebook.recorded import Row, errors_rise, of_width, recorded, recorded_details, scale_rows

HALF, ONE = Fraction(1, 2), Fraction(1)
SHORT = Experiment(
    (HALF,), (ONE,), width=2, scale=Fraction(1, 10**6), length=3, step_size=Fraction(1, 20), steps=60, digits=20
)
PAIR = Experiment((ONE, Fraction(-9, 10)), (ONE, HALF), scale=Fraction(1, 10**4), steps=700, digits=30)
SMALL_RUN = """
[teacher]
nodes = ["1/2"]
weights = [1]
[student]
width = 2
scale = "1e-3"
seed = 1
[training]
length = 3
step_size = "1/20"
steps = 80
[claim]
horizon = 20
"""


x, y = sp.symbols("x y")
SQUARE = equation((x + y) ** 2, x**2 + 2 * x * y + y**2, "first").labelled("square")
PRODUCT = equation(x * (x - 1), x**2 - x, "second").labelled("product", "square", "lemma")
PROOF = Derivation(
    "d = 1", (SQUARE, PRODUCT), (Premise("lemma", "a lemma"),), (), Conclusion("all is multiplied out", ("product",))
)


def test_a_passage_shows_its_lines_and_no_others():
    assert "(2)" in passage(PROOF, "product", 2).markdown
    assert "first" not in passage(PROOF, "product", "product").markdown
    with pytest.raises(ValueError, match="there are 2"):
        passage(PROOF, 1, 3)


def test_what_a_proof_rests_on_is_said_once_with_what_it_arrives_at():
    said = rests_on(PROOF).markdown
    assert "**Hence:** all is multiplied out." in said
    assert "Cited, not checked here: a lemma" in said
    assert "(1)" not in said


def test_a_passage_of_a_proof_that_fails_is_not_shown():
    with pytest.raises(ValueError, match="'wrong' is false"):
        passage(replace(PROOF, steps=(SQUARE, equation(x, y, "wrong").labelled("product", "square", "lemma"))), 1, 1)


def test_the_escape_has_the_rates_of_the_linearisation():
    """g_0 = 1, step 1/20: factors 11/10 and 9/10."""
    found = escape(SHORT)
    assert factor(found.u, 40) == pytest.approx(1.1, abs=1e-6)
    assert factor(found.v, 10) == pytest.approx(0.9, abs=1e-6)


@given(st.fractions(0, 1, max_denominator=4), st.fractions(Fraction(1, 2), 1, max_denominator=4))
def test_paths_come_to_the_teacher(a, b):
    (distance,) = paths(SingleMode(HALF, ONE, 2), [(a, b)], Fraction(1, 20), 600, digits=20).distances
    assert distance < 1e-9


def test_a_path_on_the_wrong_side_does_not():
    """The valley of single-mode: k = 3, l = w = 1, a_0 = -3/2, s_0 near s_*(a_0)."""
    (distance,) = paths(SingleMode(ONE, ONE, 3), [(Fraction(-3, 2), Fraction(11, 25))], Fraction(1, 100), 400).distances
    assert distance > 1


def test_the_end_from_near_zero_is_nearer_for_smaller_starts():
    first, second = ends(replace(SHORT, steps=600), [Fraction(1, 100), Fraction(1, 10**4)])
    assert second.distance < first.distance / 20
    assert second.asymmetry < first.asymmetry / 50


def test_the_plateau_follows_its_laws():
    case = Case((Fraction(4, 5),), (ONE,), 4, 3)
    runs = plateaus(case, [Fraction(1, 10**4), Fraction(1, 10**6)], 30)
    assert [round(exponent(runs, name), 2) for name in ("loss", "error", "asymmetry")] == [4, 2, 1]


def test_modes_arrive_one_by_one_and_a_short_run_is_refused():
    first, second = staircase(PAIR, 10).arrivals(0.1)
    assert 0 < first < second
    with pytest.raises(ValueError, match="more steps"):
        staircase(replace(PAIR, steps=10), 5).arrivals(0.1)


def test_the_learnt_support_is_near_the_krylov_space():
    ((_, angle),) = krylov_angles(PAIR, [Fraction(1, 10**4)])
    assert 0 < angle < 1e-3


def test_large_starts_fit_and_stray():
    run = replace(PAIR, step_size=Fraction(1, 100), steps=2000)
    found = by_scale(run, [Fraction(1, 10**4), ONE], 20)
    assert found["scale 0.0001"].largest < 1e-3 < 0.1 < found["scale 1"].largest
    assert min(lag for lag, _ in errors(run, 20).at) >= run.length


def test_shadowing_loses_fewer_digits_than_balls():
    steps = [20, 60, 80]
    lost = digits_lost(problem(SMALL_RUN), steps, 100, 300)
    assert bits_a_step(lost["shadowing"], steps) < bits_a_step(lost["naive balls"], steps)


def test_a_certificate_is_confirmed_and_a_forged_one_is_not():
    made = certified(problem(SMALL_RUN), 15)
    assert outcome(second_route(made)) is Verdict.CERTIFIED
    assert outcome(second_route(tampered(made, "loss", "7"))) is Verdict.REFUTED
    assert outcome(second_route(narrowed(made))) is Verdict.REFUTED


def test_the_enclosed_flow_contains_the_logistic_curve_and_no_other():
    found = enclosed(HALF, ONE, HALF, 12)
    assert found.contains_the_solution
    assert not replace(found, exact=tuple(b + 1 for b in found.exact)).contains_the_solution


def test_descent_is_within_its_bound_of_the_flow():
    found = stepped(HALF, ONE, Fraction(1, 20), [Fraction(1, 40), Fraction(1, 80)])
    assert found.within
    assert not replace(found, distances=tuple(1000 * d for d in found.distances)).within


def test_kernels_approach_their_limit():
    """sigma = 1/2: the diagonal is 1, 5/4, 9/16."""
    found = kernels(HALF, [100], 3, 60, 1)
    assert [found.limit(lag) for lag in range(3)] == [1, 1.25, 0.5625]
    assert np.diag(found.means[100]) == pytest.approx([1, 1.25, 0.5625], rel=0.2)


def test_a_wide_start_forgets_and_a_near_zero_start_does_not():
    task = WideTask(Fraction(9, 10), 50, 4, 12)
    wide = task.learnt(ONE, Fraction(1, 500), 600)
    small = task.learnt(Fraction(1, 1000), Fraction(1, 20), 1000)
    assert max(wide.residual, small.residual) < 1e-4
    assert small.missed < 1e-3 < 0.5 < wide.missed


def test_the_record_is_read_back_with_its_verdict():
    record = recorded("non-linear")
    assert record.claim.verdict is Verdict.SUPPORTED
    assert errors_rise(scale_rows(record))
    assert record.result.versions["jax"] != "not installed"


def test_the_record_is_of_the_claim_as_it_stands():
    from verifier.claim.registry import load

    record, claim = recorded("non-linear").claim, load("non-linear")
    assert (record.statement, list(record.hypotheses)) == (claim.statement, list(claim.hypotheses))
    assert [test.name for test in record.tests] == [check.name for check in claim.checks]
    assert sorted(one.name for one in record.controls) == sorted(control.name for control in claim.controls)


def test_errors_that_do_not_rise_are_seen():
    rows = (Row(8, 0.1, (0.1,), 3, 0.0), Row(8, 1.0, (0.1,), 3, 0.0))
    assert not errors_rise(rows)
    assert not errors_rise(rows[:1])


def test_what_is_not_recorded_is_asked_for(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="no check or control"):
        recorded_details(recorded("non-linear"), "absent")
    with pytest.raises(ValueError, match="choose among"):
        of_width(scale_rows(recorded("non-linear")), 7)
    monkeypatch.setattr(records, "RECORDS", tmp_path)
    with pytest.raises(InputError):
        recorded("absent")
    (tmp_path / "other.json").write_text(json.dumps({"claims": 1}))
    with pytest.raises(InputError):
        recorded("other")
