"""The numbers that the notebooks draw, on cases that can be redone by hand, and where they must fail."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.minima.realisation import teacher_of
from theory.moments.discrete_measure import Measure
from verifier.claim.argument import CHAINS
from verifier.notebook.chain import chain
from verifier.notebook.experiments.asymmetry import compared
from verifier.notebook.experiments.experiment import Experiment, refined, watch
from verifier.notebook.experiments.moments import free_responses, recovered, robust_errors, threshold_table, within
from verifier.notebook.experiments.one_step import one_step, written_out
from verifier.notebook.experiments.orbits import least_norm_curves, model, signature_table
from verifier.notebook.experiments.straying import least_widths, response_of, straying_responses

HALF = Fraction(1, 2)
SHORT = Experiment(
    (HALF,), (Fraction(1),), width=2, scale=HALF, length=3, step_size=Fraction(1, 20), steps=30, digits=20
)
entries = st.lists(st.lists(st.integers(-3, 3), min_size=2, max_size=2), min_size=2, max_size=2)


@given(entries, st.fractions(-2, 2, max_denominator=5))
def test_one_step_drifts_as_predicted(A, eta):
    step = one_step(A, [[1], [2]], [[0, 1]], [1, 0, 2], eta)
    assert step.noether.is_zero_matrix
    assert step.after == step.predicted


def test_one_step_by_hand():
    """A = 0, B = 1, C = 2, g = 0, k = 1: L = 4, G_B = 8, G_C = 4; Q = 1 - 4, Q(G) = 64 - 16."""
    step = one_step([[0]], [[1]], [[2]], [0], Fraction(1, 4))
    assert (step.before[0, 0], step.after[0, 0], step.predicted[0, 0]) == (-3, 0, 0)
    assert r"Q(\theta - \eta G) = \left[\begin{matrix}0\end{matrix}\right]" in written_out(step).markdown


def test_the_drift_of_a_run_stays_below_its_bound_and_falls_with_the_step():
    coarse, fine = refined(SHORT, (1, 2))
    assert within(coarse.drifts, coarse.bounds)
    assert fine.experiment.steps == 2 * coarse.experiment.steps
    assert fine.drifts[-1] < coarse.drifts[-1]


def test_what_is_watched_begins_and_ends_with_the_run():
    run = watch(SHORT)
    assert (run.steps[0], run.steps[-1]) == (0, SHORT.steps)
    assert run.drifts[0] == run.bounds[0] == 0
    assert run.losses[-1] < run.losses[0]


def test_the_error_of_a_trained_student_is_bounded():
    found = compared(watch(SHORT), 8)
    assert within(found.errors, found.bounds)
    assert found.squared_asymmetry > 0


def test_within_can_fail():
    assert within([1.0], [1.0])
    assert not within([1.0, 2.0], [1.0, 1.5])
    with pytest.raises(ValueError, match="shorter"):
        within([1.0], [])


def test_a_robust_bound_needs_its_lags():
    """g = (1, 0, 0, ...) against h = (1, 0, 1/4, ...): zero loss on two lags, and an error of 1/4 at lag 2."""
    pulse, pair = Measure.of([(0, 1)]), Measure.of([(HALF, HALF), (-HALF, HALF)])
    assert not within(*robust_errors(pulse, pair, 2, Fraction(1), 3))
    assert within(*robust_errors(pulse, pair, 3, Fraction(1), 9))


def test_free_responses_are_as_asked_for():
    (response,) = free_responses(Measure.of([(HALF, 1)]), [(Fraction(1), Fraction(3))], 4)
    assert response == [1, HALF, 1, 3]


def test_a_teacher_made_of_nodes_has_their_moments():
    nodes, weights = (HALF, Fraction(-1), Fraction(1, 3)), (Fraction(2), Fraction(1), Fraction(-1))
    assert response_of(teacher_of(nodes, weights), 6) == Measure(nodes, weights).moments(6)


def test_straying_students_fit_and_stray():
    teacher = teacher_of((Fraction(1),), (Fraction(1),))
    assert straying_responses(teacher, 2, [Fraction(5)], 3) == {Fraction(5): [1, 1, 5]}
    assert "| 3 | 2 | 3 |" in least_widths(teacher, [3]).markdown


def test_tables_say_what_is_known_by_hand():
    assert "| {1 at 1} | 3 | 2 | -2 |" in threshold_table([Measure.of([(1, 1)])]).markdown
    cycle = model([[0, 0, 1], [1, 0, 0], [0, 1, 0]], [[1], [0], [0]], [[1, 0, 0]])
    assert "| cycle | yes | 2 and 1 |" in signature_table({"cycle": cycle}, 20).markdown
    assert "| 1/2 | 2 |" in recovered([Fraction(2), Fraction(1), HALF], 20).markdown


def test_the_orbit_is_drawn_about_its_least_norm():
    assert "the orbit of B = 4, C = 1" in least_norm_curves(4, 1, 20, model([[0]], [[4]], [[1]])).described


def test_the_chain_has_a_row_for_every_link():
    for teachers, (_, links) in enumerate(CHAINS):
        assert len(chain(teachers).markdown.splitlines()) == 2 + len(links)
