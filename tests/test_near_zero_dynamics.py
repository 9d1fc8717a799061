"""Beyond the plateau: decay of the complement, what is learnt and in which order, escape; and each judge."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from mpmath import mp

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.float64 import Float64
from numerics.descent.descent import gradient
from numerics.descent.escape import NoEscape, escape_time
from numerics.descent.fitting import NotFitted, run_to_fit
from numerics.descent.rank_path import rank_steps
from numerics.descent.run import Run
from numerics.descent.saddle_modes import mode_growth
from numerics.descent.safe_step import safe_step, smoothness_bound
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from numerics.model.start import start
from numerics.model.teacher import response_of_measure, response_of_values
from numerics.plateau.excursion import excursion
from numerics.plateau.krylov import support_angle
from numerics.plateau.learnt_block import found_signature, learnt_block
from numerics.plateau.plateau_coordinates import complement_coordinates
from numerics.plateau.plateau_decay import decayed
from numerics.plateau.snapshot import snapshot
from theory.origin.flat_saddle import escape_exponent, flat_saddle_proof
from theory.plateau.long_time import plateau_rate, settled_error, symmetric_limit
from theory.plateau.long_time_proof import converged_proof
from verifier.cases.near_zero import Case, drawn_case
from verifier.claim.claim import Settings
from verifier.claim.verdict import Evidence, Verdict
from verifier.claims.plateau import (
    beyond_the_theorem,
    incremental_rank,
    mixed_sign_teacher,
    near_zero_converged,
    near_zero_laws,
)

node_lists = st.lists(st.fractions(-1, 1, max_denominator=6).filter(bool), min_size=1, max_size=3, unique=True)
positive = st.fractions(Fraction(1, 4), 4, max_denominator=4)
ONE = Case((Fraction(4, 5),), (Fraction(1),), 4, 3)


@given(st.lists(st.tuples(st.fractions(-1, 1, max_denominator=4), positive), min_size=1, max_size=3), st.integers(1, 4))
def test_smoothness_bound_is_the_sum_of_squared_gradients(atoms: list[tuple[Fraction, Fraction]], length: int) -> None:
    """Against numerics' gradient: a teacher that differs at lag j alone has gradient -2 R_j grad h_j."""
    nodes, weights = zip(*atoms, strict=True)
    B = tuple((Fraction(float(w) ** 0.5),) for w in weights)
    A = tuple(tuple(x if i == j else Fraction(0) for j in range(len(nodes))) for i, x in enumerate(nodes))
    double = Float64()
    student = in_arithmetic(LinearRNN(A, B, (tuple(b[0] for b in B),)), double)
    g = [double.matrix(rows) for rows in response_of_measure(nodes, weights, length)]
    total = 0.0
    for j in range(length):
        shifted = [value - (lag == j) / 2 for lag, value in enumerate(g)]
        G = gradient(student, shifted, double)
        total += 2 * double.squared_norm(G.A, G.B, G.C)
    assert float(smoothness_bound(nodes, weights, length)) == pytest.approx(total, rel=1e-9)
    assert safe_step(nodes, weights, length) * smoothness_bound(nodes, weights, length) <= 1


def test_drawn_cases_keep_the_rule_and_repeat() -> None:
    cases = [drawn_case(i) for i in range(24)]
    assert cases == [drawn_case(i) for i in range(24)]
    assert len(set(cases)) == 24
    for case in cases:
        assert 2 * case.modes < case.length < case.width
        assert all(Fraction(3, 10) <= abs(x) <= 1 for x in case.nodes)
        assert case.lag % 2 == 0


@given(node_lists)
def test_settled_student_has_no_residual(nodes: list[Fraction]) -> None:
    """k = 2n + 1: c . (q e_0 + e_1) = 0 fixes q; the error is that combination of tangents, continued."""
    n, c = len(nodes), [Fraction(1)]
    for x in nodes:
        for _ in range(2):
            c = [(c[i - 1] if i else 0) - x * (c[i] if i < len(c) else 0) for i in range(len(c) + 1)]
    q = -c[1] / c[0]
    values = [-q, Fraction(-1), *(settled_error(nodes, lag) for lag in range(2, 2 * n + 1))]
    assert all(value == 0 for value in values[2:])
    after = settled_error(nodes, 2 * n + 1)
    sequence = [*values, after]
    assert sum(a * b for a, b in zip(c, sequence[: 2 * n + 1], strict=True)) == 0
    assert sum(a * b for a, b in zip(c, sequence[1 : 2 * n + 2], strict=True)) == 0


def test_settled_error_has_no_law_at_lags_0_and_1() -> None:
    with pytest.raises(ValueError, match="from 2 on"):
        settled_error([Fraction(1, 2)], 1)
    with pytest.raises(ValueError, match="distinct"):
        settled_error([Fraction(1, 2), Fraction(1, 2)], 6)


def test_rates_by_hand() -> None:
    """Node 1, weight 1: pi^2 = 1 - 2x + x^2, |c|^2 = 6, h_{-2} = 1: Gamma = 2/6 (1 + 1), L t^2 -> 6/(16 * 4)."""
    assert plateau_rate([Fraction(1)], [Fraction(1)]) == Fraction(2, 3)
    assert symmetric_limit([Fraction(1)], [Fraction(1)]) == Fraction(6, 64)


def test_proofs_hold_and_fail_where_they_must() -> None:
    assert converged_proof().holds is True
    assert converged_proof().gaps == ()
    assert "n = 1" in converged_proof(inverse_moment=False).first_failure.counterexample
    assert flat_saddle_proof().holds is True
    assert flat_saddle_proof().gaps == ()
    assert "g = (0, 0, 0, 1)" in flat_saddle_proof(sp.Integer(3)).first_failure.counterexample
    assert [escape_exponent(m) for m in (0, 1, 2)] == [0, -1, -2]


@given(positive, st.fractions(0, 4, max_denominator=4), positive, positive)
def test_decay_is_a_semigroup_with_a_constant_product(
    plus: Fraction, minus: Fraction, rate: Fraction, t: Fraction
) -> None:
    once = decayed(plus, minus, rate, 2 * t)
    half = decayed(plus, minus, rate, t)
    twice = decayed(Fraction(half[0]), Fraction(half[1]), rate, t)
    assert twice == pytest.approx(once, rel=1e-6, abs=1e-12)
    assert once[0] * once[1] == pytest.approx(float(plus * minus), rel=1e-9)


def test_decay_solves_its_equation() -> None:
    """p' = -2 Gamma (p - m) p at p = 3, m = 1, Gamma = 1/2: slope -6."""
    tiny = Fraction(1, 10**7)
    p, _ = decayed(Fraction(3), Fraction(1), Fraction(1, 2), tiny)
    assert (p - 3) / float(tiny) == pytest.approx(-6, rel=1e-4)
    with pytest.raises(ValueError, match="decay"):
        decayed(Fraction(0), Fraction(1), Fraction(1), Fraction(1))


def test_complement_coordinates_by_hand() -> None:
    """Diagonal A: y_R = B_2 and y_L = C_2; r weighs them with A_22."""
    model = LinearRNN(
        ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1, 4))),
        ((Fraction(1),), (Fraction(1, 2),)),
        ((Fraction(1), Fraction(1, 8)),),
    )
    found = complement_coordinates(model, 1, 30)
    assert (found.q, found.r) == (Fraction(1, 16), Fraction(1, 64))
    plus, minus = found.squared_norms
    assert (plus, minus, plus - minus) == (Fraction(25, 256), Fraction(9, 256), found.q)


def test_snapshot_by_hand() -> None:
    """A second mode 1/4 of weight 1/32 beside the node 1/2: h_j - g_j = 4^-j / 32, q = (1/4 - 1/2)^2 / (1/4) / 32."""
    model = LinearRNN(np.diag([0.5, 0.25]), np.array([[1.0], [0.25]]), np.array([[1.0, 0.125]]))
    seen = snapshot(7.0, model, [Fraction(1, 2)], [Fraction(1)], length=3, lag=4)
    assert seen.q == pytest.approx(1 / 128, rel=1e-12)
    assert seen.loss == pytest.approx((1 + 4**-2 + 4**-4) / 32**2, rel=1e-12)
    assert seen.errors == (4**-4 / 32, 4**-5 / 32)
    assert (seen.time, seen.complement.q) == (7.0, Fraction(1, 32))


def test_a_fitted_student_makes_no_excursion_and_a_neighbour_does() -> None:
    assert excursion(0.5, 3, [0.0] * 15, 3, 20, (1.0, 50.0)) == (0.0, 0.0)
    error, far = excursion(0.5, 2, [0.0, 0.0, 0.0, 0.0, 0.01, 0.0, 0.0, 0.0], 3, 20, (0.1, 50.0))
    assert error < 1e-6 < far < 0.02


def test_mode_growth_by_hand() -> None:
    """d = 1, B = 1/2, C = 0, g_0 = 1: C becomes 2 eta B, so B + C grows by 1 + 2 eta and B - C by 1 - 2 eta."""
    begin = LinearRNN(((Fraction(0),),), ((Fraction(1, 2),),), ((Fraction(0),),))
    eta = Fraction(1, 10)
    assert mode_growth(Run(begin, response_of_values([1]), eta, 1), Exact()) == ((1 + 2 * eta) ** 2, (1 - 2 * eta) ** 2)


def test_angle_by_hand() -> None:
    """What is learnt is e_1; the Krylov space is the line of (3, 4)/5: its sine is 4/5."""
    zero, one = Fraction(0), Fraction(1)
    end = LinearRNN(((one, zero), (zero, zero)), ((one,), (zero,)), ((one, zero),))
    begin = LinearRNN(((zero, zero), (zero, zero)), ((Fraction(2),), (Fraction(4),)), ((one, zero),))
    assert float(support_angle(begin, end, 1, 30)) == pytest.approx(0.8, rel=1e-15)


def test_angle_tells_the_symmetric_part_from_the_matrix() -> None:
    """A_0 = [[0, 2], [0, 0]] on u = e_1 gives 0, its symmetric part e_2: with 2 of 3 directions learnt it matters."""
    zero, one = Fraction(0), Fraction(1)
    A = ((zero, zero, zero), (2 * one, zero, 2 * one), (zero, zero, zero))
    begin = LinearRNN(A, ((one,), (zero,), (one,)), ((zero, zero, zero),))
    end = LinearRNN(((one, zero, one), (zero, one, zero), (one, zero, one)), begin.B, begin.C)
    assert float(support_angle(begin, end, 2, 30)) < 1e-25
    sideways = LinearRNN(((one, zero, zero), (zero, zero, zero), (zero, zero, 3 * one)), begin.B, begin.C)
    assert float(support_angle(begin, sideways, 2, 30)) == pytest.approx(1, rel=1e-12)


def test_signature_by_hand() -> None:
    """A = diag(1/2, 1/3), B = (1, 1), C = (1, -1) is signature-symmetric; C = (1, -4) is not: H = diag(1, -4)."""
    A = ((Fraction(1, 2), Fraction(0)), (Fraction(0), Fraction(1, 3)))
    B = ((Fraction(1),), (Fraction(1),))
    good = found_signature(LinearRNN(A, B, ((Fraction(1), Fraction(-1)),)), 30)
    assert (good.defect, good.positive, good.negative) == (0, 1, 1)
    bad = found_signature(LinearRNN(A, B, ((Fraction(1), Fraction(-4)),)), 30)
    assert (bad.defect, bad.positive, bad.negative) == (15, 1, 1)


@given(st.integers(0, 50))
def test_learnt_block_keeps_the_response_of_a_padded_student(seed: int) -> None:
    small, zero = start(seed, 2, Fraction(1)), Fraction(0)
    padded = LinearRNN((*((*row, zero) for row in small.A), (zero,) * 3), (*small.B, (zero,)), ((*small.C[0], zero),))
    block = learnt_block(padded, 2, 4, 40)

    def third(model: LinearRNN[tuple[tuple[Fraction, ...], ...]]) -> float:
        A, B, C = (np.array(part, dtype=float) for part in (model.A, model.B, model.C))
        return float((C @ A @ A @ B).item())

    assert third(block) == pytest.approx(third(padded), abs=1e-12)


def test_escape_from_one_mode_and_its_limit() -> None:
    """g = (1, 0), start u = v-free: norm grows by 1 + 2 eta a step, the loss halves near h_0 = 1 - 1/sqrt2."""
    begin = LinearRNN(((Fraction(0),),), ((Fraction(1, 10),),), ((Fraction(1, 10),),))
    run = Run(begin, response_of_values([1, 0]), Fraction(1, 1000), 10_000)
    found = escape_time(run, Float64())
    wanted = 1 - 2**-0.5
    assert float(found) == pytest.approx(np.log(wanted / 0.01 * 0.99 / (1 - wanted)) / 4, rel=5e-3)
    with pytest.raises(NoEscape):
        escape_time(replace(run, steps=10), Float64())


def test_rank_steps_come_in_order_and_stop_at_the_limit() -> None:
    nodes, weights = (Fraction(-3, 5), Fraction(7, 10)), (Fraction(3, 2), Fraction(5, 4))
    g, eta = response_of_measure(nodes, weights, 5), safe_step(nodes, weights, 5)
    run = Run(start(1, 6, Fraction(1, 10**3)), g, eta, 5000)
    first, second = rank_steps(run, 2, Float64())
    assert 0 < first < second
    assert rank_steps(replace(run, steps=first), 2, Float64()) == [first]


def test_a_run_that_does_not_fit_says_so() -> None:
    g = response_of_measure([Fraction(4, 5)], [Fraction(1)], 2)
    with pytest.raises(NotFitted, match="after 5 steps"):
        run_to_fit(Run(start(1, 2, Fraction(1, 100)), g, Fraction(1, 20), 5), Float64(), Fraction(1, 100))


def test_precision_is_left_as_it_was() -> None:
    before = mp.prec
    complement_coordinates(start(1, 3, Fraction(1)), 1, 60)
    decayed(Fraction(1), Fraction(1), Fraction(1), Fraction(1))
    assert mp.prec == before


def test_judge_of_the_order_of_learning() -> None:
    details = {str(ONE): "test"}
    due = 4 * np.log(10) / np.log1p(2 * float(ONE.eta))

    def verdict(table: list[list[int]], case: Case = ONE) -> Evidence:
        return incremental_rank.judge(case, (4, 8, 12), table, {**details, str(case): "test"})

    wait = round(due)
    assert verdict([[wait], [2 * wait], [3 * wait]]).verdict is Verdict.SUPPORTED
    assert verdict([[wait], [2 * wait], [4 * wait]]).reason == incremental_rank.NOT_LOGARITHMIC
    assert verdict([[2 * wait], [4 * wait], [6 * wait]]).reason == incremental_rank.WRONG_RATE
    assert verdict([[5, 5], [9, 9], [13, 13]]).reason == incremental_rank.TOGETHER


def test_judge_of_mixed_signs() -> None:
    case, End = mixed_sign_teacher.CHOSEN, mixed_sign_teacher.End
    scales = [Fraction(1, 10**e) for e in (3, 4)]
    ends = [End(s, s**2, (1, 1), 0.9, s**2, 2e-3) for s in scales]
    half = replace(ends[-1], balancedness=1e-3)

    def reason(ends: list[mixed_sign_teacher.End], half: mixed_sign_teacher.End = half) -> str:
        return mixed_sign_teacher.judge(case, ends, half, {}).reason

    assert reason(ends) == ""
    assert reason([replace(end, inertia=(2, 0)) for end in ends]) == mixed_sign_teacher.SIGNATURE
    assert reason([replace(end, asymmetry=1e-6) for end in ends]) == mixed_sign_teacher.ASYMMETRY
    assert reason([replace(end, defect=end.scale) for end in ends]) == mixed_sign_teacher.EXPONENT
    assert reason([replace(end, error=end.scale) for end in ends]) == mixed_sign_teacher.EXPONENT
    assert reason(ends, replace(half, balancedness=2e-3)) == mixed_sign_teacher.DRIFT


def test_tables_report_failures_and_do_not_pass_them() -> None:
    good = Evidence(Verdict.SUPPORTED, "fine", details={"a": "1"})
    bad = Evidence(Verdict.REFUTED, "not fine", "exponent", {"b": "2"})
    found = near_zero_converged.table([good, bad])
    assert (found.verdict, found.reason) == (Verdict.REFUTED, "exponent")
    assert found.details["a"] == "1"
    assert found.details["b"] == "2"
    assert "1 of 2" in found.summary


def test_a_table_of_plateaus_reports_a_case_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def judged(case: Case, scales: object, digits: int) -> Evidence:
        refuted = case.seed == 2
        return Evidence(
            Verdict.REFUTED if refuted else Verdict.SUPPORTED, "seen", "slope" * refuted, {"case": str(case)}
        )

    monkeypatch.setattr(near_zero_laws, "follow", judged)
    found = near_zero_laws.table({"one": ONE, "two": replace(ONE, seed=2)}, (4, 8), 50)
    assert (found.verdict, found.reason) == (Verdict.REFUTED, "slope")
    assert set(found.details) == {"one: case", "two: case"}


def test_a_run_without_its_stopping_rule_is_undecided() -> None:
    def fails(case: Case) -> Evidence:
        raise ArithmeticError("no plateau")

    assert near_zero_converged.attempt(fails, ONE).verdict is Verdict.UNDECIDED


def test_2n_lags_are_refuted_by_the_judge_of_one_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of k = 2n - 1 must fail where the student extrapolates."""
    real = beyond_the_theorem.case_of
    monkeypatch.setattr(beyond_the_theorem, "case_of", lambda index, missing: real(0, 0))
    assert beyond_the_theorem.one_lag_fewer.run(Settings()).reason == beyond_the_theorem.LEARNS
