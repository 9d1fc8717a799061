"""The way from zero: critical points enclosed, against tables, hand-made points, and a direct integration."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from flint import arb, arb_mat
from hypothesis import assume, example, given
from hypothesis import strategies as st

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.flow.stiff_flow import flow, gradient, response
from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import moment
from numerics.saddles.interval_newton import enclosed_zero, negative_pivots
from numerics.saddles.mode_point import ModePoint, mode_point, origin
from numerics.saddles.plateau_lengths import growth, levels
from numerics.saddles.signed_flow import NOTHING, SignedStudent, flowed, with_next_mode
from numerics.saddles.way import way_from_zero

Texts = tuple[str, ...]


def lags(nodes: Texts, weights: Texts, length: int) -> list[Fraction]:
    """g_0, ..., g_{k-1}."""
    x, w = list(map(Fraction, nodes)), list(map(Fraction, weights))
    return [moment(x, w, j) for j in range(length)]


# Each line: teacher, k; a_1, s_1; r_0; lambda_1, as far as a published-on-paper table of one-node saddles has them.
ONE_NODE = [
    (("1", "-9/10"), ("1", "1/2"), 5, ".972218", "1.145481", "-.354519", "1.56831"),
    (("4/5", "-3/5"), ("1", "1"), 5, ".55230", "1.75284", "-.24716", "3.33489"),
    (("1", "-1/2"), ("1", "1"), 5, ".845945", "1.537321", "-.462679", "2.91324"),
    (("1", "-1"), ("1", "1/2"), 5, "1", "1.1", "-.4", "1.68"),
    (("3/2", "-3/2"), ("9/10", "1/10"), 5, "1.5674", ".8125", "-.1875", None),
    (("1", "3/10"), ("1", "1/2"), 5, ".899755", "1.394721", "-.105279", ".573311"),
    (("1", "-9/10"), ("1", "1/2"), 4, ".836059", "1.310068", "-.189932", "1.0918"),
    (("1", "-9/10"), ("1", "1/2"), 6, ".931926", "1.208112", "-.291888", None),
    (("1", "1/2"), ("1", "1"), 4, ".814207", "1.945564", "-.054436", ".428385"),
    (("9/10", "1/5"), ("1/2", "1"), 6, ".614560", "1.389887", "-.110113", "1.03067"),
    (("99/100", "1/10"), ("1/10", "1"), 8, ".220401", "1.094561", "-.005439", None),
    (("1", "-1"), ("1", "1/2"), 6, ".917174", None, "-.272250", None),
    (("1", "-1"), ("1", "1/3"), 8, ".968687", None, "-.218522", None),
]


def rounds_to(value: arb, text: str | None) -> bool:
    """Whether the ball lies within one unit of the last place of the text (tables cut or round)."""
    if text is None:
        return True
    unit = Fraction(1, 10 ** len(text.partition(".")[2]))
    with arb_bits(128):
        return bool(abs(value - ball(Fraction(text))) < ball(unit))


@pytest.mark.parametrize(("nodes", "weights", "length", "a", "s", "first", "rate"), ONE_NODE)
def test_the_table_of_one_node_saddles(
    nodes: Texts, weights: Texts, length: int, a: str, s: str | None, first: str, rate: str | None
) -> None:
    found = way_from_zero(lags(nodes, weights, length), 2)
    point = found.rests[1].point
    assert found.lost == ""
    assert point is not None
    assert point.rate is not None
    seen = [(point.nodes[0], a), (point.weights[0], s), (point.residual[0], first), (point.rate, rate)]
    assert all(rounds_to(value, text) for value, text in seen)
    assert point.unstable_in_block == 0


TWO_NODES = [
    (("1", "-9/10", "3/10"), ("1", "1/2", "4/5"), 7, "-.812279 .923075 .735292 1.438710 .108783 .958318"),
    (("1", "-9/10", "3/10"), ("1", "1/2", "4/5"), 8, "-.789748 .932239 .768907 1.407200 .114009 .954473"),
    (("19/20", "1/5", "-7/10"), ("1", "1", "3/5"), 7, "-.457676 .887616 1.211800 1.354298 .068690 .576609"),
    (("19/20", "1/5", "-7/10"), ("1", "1", "3/5"), 8, "-.442232 .895515 1.240089 1.326459 .071372 .601788"),
]


@pytest.mark.parametrize(("nodes", "weights", "length", "row"), TWO_NODES)
def test_the_table_of_two_node_saddles(nodes: Texts, weights: Texts, length: int, row: str) -> None:
    found = way_from_zero(lags(nodes, weights, length), 3)
    point = found.rests[2].point
    assert point is not None
    assert point.rate is not None
    seen = [*point.nodes, *point.weights, point.loss, point.rate]
    assert all(rounds_to(value, text) for value, text in zip(seen, row.split(), strict=True))


def test_a_saddle_worked_by_hand() -> None:
    """Nodes 1, -1, weights 1, 1/2, k = 5: a = 1, s = 11/10, R = (-2, 3, -2, 3, -2)/5, lambda_1 = 42/25."""
    point = mode_point([0.98], [1.2], lags(("1", "-1"), ("1", "1/2"), 5), 128)
    assert point is not None
    assert point.rate is not None
    exact = [Fraction(1), Fraction(11, 10), Fraction(42, 25), *(Fraction(n, 5) for n in (-2, 3, -2, 3, -2))]
    balls = [point.nodes[0], point.weights[0], point.rate, *point.residual]
    with arb_bits(256):
        assert all(x.overlaps(ball(value)) for x, value in zip(balls, exact, strict=True))
    assert all(x.rad() < 1e-30 for x in balls)


def test_a_node_at_zero_is_enclosed_and_has_no_rate() -> None:
    """Nodes 1/2, -1/2 of equal weight: a = 0, s = 2 is critical, and nothing is missing there."""
    point = mode_point([0.0], [2.0], lags(("1/2", "-1/2"), ("1", "1"), 6), 128)
    assert point is not None
    assert point.deficit.contains(0)
    assert point.next_sign is None
    assert point.rate is None


DIRECT = [*(row[:3] for row in ONE_NODE[:5]), TWO_NODES[0][:3], (("3/2", "-3/2"), ("9/10", "1/10"), 6)]


@pytest.mark.parametrize(("nodes", "weights", "length"), DIRECT)
def test_six_digits_of_a_direct_integration(nodes: Texts, weights: Texts, length: int) -> None:
    """The flow of symmetric students of m states from a tiny start rests at the m-mode saddle; nothing else is used.

    The rate is the largest eigenvalue of the flow there, padded by a zero state, by central differences.
    """
    g = lags(nodes, weights, length)
    target = [float(value) for value in g]
    for m, rest in enumerate(way_from_zero(g, len(nodes)).rests[1 : len(nodes)], start=1):
        end = _integrated(m, target)
        point = rest.point
        assert point is not None
        assert point.rate is not None
        values, vectors = np.linalg.eigh(end.A)
        seen = [*values, *(vectors.T @ end.B[:, 0]) ** 2, target[0] - response(end, 1)[0], _growth(end, target)]
        due = [*point.nodes, *point.weights, point.deficit, abs(point.rate)]
        assert seen == pytest.approx([float(x.mid()) for x in due], rel=1e-6)


def _integrated(m: int, target: list[float]) -> LinearRNN[np.ndarray]:
    draw = np.random.default_rng(m)
    A, B = draw.normal(size=(m, m)), draw.normal(size=(m, 1))
    begin = LinearRNN(1e-3 * (A + A.T), 1e-3 * B, 1e-3 * B.T)
    return flow(begin, target, [600.0])[0]


def _growth(end: LinearRNN[np.ndarray], target: list[float]) -> float:
    """The largest eigenvalue of minus the Hessian at the student with one more state, unused."""
    m, g = len(end.B) + 1, np.array(target)
    theta = np.concatenate([np.pad(end.A, (0, 1)).ravel(), np.pad(end.B[:, 0], (0, 1)), np.pad(end.C[0], (0, 1))])

    def velocity(at: np.ndarray) -> np.ndarray:
        A, B, C = np.split(at, [m * m, m * m + m])
        G = gradient(LinearRNN(A.reshape(m, m), B[:, None], C[None, :]), g)
        return -np.concatenate([part.ravel() for part in G.parts])

    step = 1e-4
    columns = [(velocity(theta + step * e) - velocity(theta - step * e)) / (2 * step) for e in np.eye(len(theta))]
    return float(np.linalg.eigvals(np.array(columns)).real.max())


fractions = st.fractions(-1, 1, max_denominator=12)
weights_of = st.fractions(Fraction(1, 8), 2, max_denominator=8)


@given(st.lists(st.tuples(fractions, weights_of), min_size=1, max_size=3, unique_by=lambda pair: pair[0]))
@example([(Fraction(0), Fraction(1))])
@example([(Fraction(-1), Fraction(2)), (Fraction(1), Fraction(1, 8))])
def test_a_teacher_is_a_critical_point_of_its_own(pairs: list[tuple[Fraction, Fraction]]) -> None:
    """From a start next to it the enclosure holds the rule, has no residual, and is a minimum among its like."""
    pairs = sorted(pairs)
    assume(all(late - early >= Fraction(1, 5) for (early, _), (late, _) in pairwise(pairs)))
    x, w = [node for node, _ in pairs], [weight for _, weight in pairs]
    g = [moment(x, w, j) for j in range(2 * len(x) + 1)]
    point = mode_point([float(v) + 1e-7 for v in x], [float(v) - 1e-7 for v in w], g, 160)
    assert point is not None
    with arb_bits(160):
        assert point.fits([ball(v) for v in x], [ball(v) for v in w]) is True
        assert point.fits([ball(v + Fraction(1, 100)) for v in x], [ball(v) for v in w]) is False
        assert point.fits([ball(x[0])] * (len(x) + 1), [ball(w[0])] * (len(x) + 1)) is False
    assert all(R.contains(0) for R in point.residual)
    assert point.unstable_in_block == 0


@given(st.lists(st.integers(-9, 9), min_size=4, max_size=4), st.integers(4, 12))
def test_pivots_have_the_signs_of_the_eigenvalues(entries: list[int], shift: int) -> None:
    """L D L^T with integers: Sylvester."""
    a, b, c, d = entries
    L = np.array([[1, 0, 0], [a, 1, 0], [b, c, 1]])
    D = np.diag([shift, d or 1, -shift])
    assert negative_pivots(arb_mat((L @ D @ L.T).tolist())) == 1 + ((d or 1) < 0)


def test_no_zero_is_enclosed_where_there_is_none_or_it_is_double() -> None:
    def double(box: list[arb]) -> tuple[list[arb], arb_mat]:
        return [box[0] * box[0]], arb_mat([[2 * box[0]]])

    def singular(box: list[arb]) -> tuple[list[arb], arb_mat]:
        return [box[0] + box[1], 2 * box[0] + 2 * box[1] - 1], arb_mat([[1, 1], [2, 2]])

    assert enclosed_zero(double, [arb(1)]) is None
    assert enclosed_zero(singular, [arb(1), arb(1)]) is None


def test_equal_nodes_and_vanishing_weights_are_no_critical_point() -> None:
    g = lags(("1/2",), ("1",), 5)
    assert mode_point([0.5, -0.3], [1.0, 1e-9], g, 128) is None
    assert mode_point([0.5, 0.5], [0.5, 0.5], g, 128) is None


@pytest.mark.parametrize("weights", [("1", "1/2", "4/5"), ("1", "-1/2", "-1/3")])
def test_students_on_the_way_stay_balanced(weights: Texts) -> None:
    """Q is conserved, and 0 at the start but for the square of the amplitude: so the rate is that of a balanced one."""
    found = way_from_zero(lags(("4/5", "3/10", "-3/5"), weights, 7), 3)
    for rest in found.rests[1:]:
        A, B, C = rest.student.model.parts
        Q = A @ A.T - A.T @ A + B @ B.T - C.T @ C
        assert np.linalg.norm(Q) < 1e-4


def test_weights_of_both_signs_have_no_rate_in_closed_form() -> None:
    """The balanced student of such weights is not diagonal: sum |s_i|/a_i^2 would give 0.0922 for 0.1305."""
    found = way_from_zero(lags(("4/5", "3/10", "-3/5"), ("1", "-1/2", "-1/3"), 7), 3)
    rest = found.rests[2]
    assert rest.point is not None
    assert rest.point.rate is None
    assert rest.point.next_sign == -1
    g = np.array([float(v) for v in lags(("4/5", "3/10", "-3/5"), ("1", "-1/2", "-1/3"), 7)])
    pairs = zip(rest.point.nodes, rest.point.weights, strict=True)
    diagonal = 2 * float(rest.point.deficit.mid()) * (1 + sum(float(abs(s).mid() / a.mid() ** 2) for a, s in pairs))
    assert rest.rate(g) == pytest.approx(-0.13055, rel=1e-4)
    assert diagonal == pytest.approx(-0.09222, rel=1e-3)


def test_a_way_that_is_lost_says_why() -> None:
    flat = way_from_zero(lags(("1/2", "-1/2"), ("1", "-1"), 6), 2)
    assert len(flat.rests) == 1
    assert "is 0 to all digits" in flat.lost
    outside = way_from_zero(lags(("3/2", "-3/2"), ("9/10", "1/10"), 6), 2)
    point = outside.rests[1].point
    assert point is not None
    assert point.next_sign == -1
    assert "2 mode(s)" in outside.lost
    spurious = way_from_zero(lags(("1/2", "-1/4"), ("1", "1"), 6), 1)
    assert "1 mode(s) does not fit" in spurious.lost


def test_the_first_mode_of_a_negative_teacher_is_negative() -> None:
    g = np.array([-1.0, -0.5, -0.25])
    student = with_next_mode(NOTHING, g, 1e-2)
    end = flowed(student, g, 40.0)
    assert end.signs == (-1,)
    assert end.modes()[0] == pytest.approx([0.5])
    assert end.modes()[1] == pytest.approx([-1.0])
    assert isinstance(end, SignedStudent)
    assert end.speed(g) < 1e-6


def test_the_origin() -> None:
    point = origin([Fraction(3, 2), Fraction(1)], 64)
    assert isinstance(point, ModePoint)
    assert point.next_sign == 1
    assert point.unstable_in_block == 0
    assert point.rate is not None
    assert point.rate == 3
    assert point.loss == arb("3.25")


def test_levels_and_growth() -> None:
    assert levels([5.0, 1.0]) == [3.0, 0.5]
    assert growth([Fraction(1, 10), Fraction(1, 1000)], [7.0, 7.0]) == 0
