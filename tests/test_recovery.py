"""Recovery: exact round trips, measured data around every truth, and the cases where confidence would be nonsense."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flint import acb, arb
from hypothesis import given
from hypothesis import strategies as st

from numerics.arithmetics.rationals import to_flint
from numerics.moments.partial_fractions import Pole
from numerics.moments.prony_map import jacobian, moment
from numerics.moments.truncated_moments import inertia
from numerics.recovery.recovery import recover
from numerics.recovery.recovery_result import Recovery, endpoints
from numerics.recovery.recovery_routes import RoutesDisagreeError, agree, gauss_rule, require_agreement
from tests.strategies import contractions, rationals
from theory.moments.classical_quadrature import FAMILIES
from theory.moments.discrete_measure import Measure
from verifier.cli import exit_code
from verifier.commands.recover import command
from verifier.ground.ball_text import enclosure_json

EIGHT = Measure.of([(Fraction(60 + 5 * i, 100), 1) for i in range(8)])


@st.composite
def measures(draw: st.DrawFn, largest: int = 4) -> Measure:
    """Distinct rational nodes in [-1, 1] with non-zero weights of either sign."""
    nodes = draw(st.sets(contractions(6), min_size=1, max_size=largest))
    weights = draw(st.lists(rationals().filter(bool), min_size=len(nodes), max_size=len(nodes)))
    return Measure(tuple(nodes), tuple(weights))


def contains(ball: arb, value: Fraction) -> bool:
    """Exactly: `arb.contains` would round the rational to a ball first."""
    low, high = endpoints(ball)
    return low <= value <= high


def atoms(found: Recovery) -> dict[Fraction | None, Fraction | None]:
    return {pole.exact: pole.exact_weight for pole in found.poles}


def of(*moments: int | str) -> list[Fraction]:
    return [Fraction(value) for value in moments]


@given(measures(), st.integers(0, 3))
def test_exact_round_trip(measure: Measure, more: int) -> None:
    n = len(measure.nodes)
    count, positive = 2 * n + more, all(w > 0 for w in measure.weights)
    found = recover(measure.moments(count), 20, horizon=count + 3)
    assert atoms(found) == dict(zip(measure.nodes, measure.weights, strict=True))
    assert (found.positive, found.confirmed) == (positive, more > 0)
    assert found.signature == (sum(w > 0 for w in measure.weights), sum(w < 0 for w in measure.weights))
    assert len(found.routes) == (3 if positive else 2)
    for lag, value in found.extrapolation:
        assert contains(value, measure.moment(lag))
    endpoints = sum(x in (-1, 1) for x in measure.nodes)
    assert (found.forcing is not None) == (positive and count >= 2 * n - endpoints + 1)


@given(measures(), st.integers(1, 9))
def test_any_number_of_moments_of_a_positive_measure_is_positive(measure: Measure, count: int) -> None:
    positive = Measure(measure.nodes, tuple(abs(w) for w in measure.weights))
    assert recover(positive.moments(count), 20).positive


@given(st.lists(rationals(), min_size=2, max_size=7))
def test_moments_called_positive_have_a_gauss_rule_and_others_an_obstacle(moments: list[Fraction]) -> None:
    """Obstacle: a Hankel matrix with a negative eigenvalue, or no recurrence of its rank."""
    found, rows = recover(moments, 20), (len(moments) + 1) // 2
    above, below, _ = inertia(moments, rows)
    if not found.positive:
        assert below or found.degree_at_least > above
        return
    assert below == 0
    rule = gauss_rule([*moments, Fraction(0)], above, 400) if above else []
    for lag in range(min(len(moments), 2 * above)):
        assert contains(moment(rule, lag).real, moments[lag])


@given(measures(3), st.integers(0, 2), st.randoms(use_true_random=False))
def test_measured_data_enclose_every_truth(measure: Measure, more: int, random: object) -> None:
    n, accuracy = len(measure.nodes), Fraction(1, 10**12)
    exact = measure.moments(2 * n + 1 + more)
    noisy = [h + accuracy * Fraction(random.randint(-100, 100), 100) for h in exact]  # type: ignore[attr-defined]
    found = recover(noisy, accuracy=accuracy, horizon=20)
    assert found.degree_at_least <= n
    if found.degree is None:
        return
    truth = dict(zip(measure.nodes, measure.weights, strict=True))
    for x, w in truth.items():
        assert any(contains(pole.value.real, x) and contains(pole.weight.real, w) for pole in found.poles)
    assert found.positive is None or found.positive == all(w > 0 for w in measure.weights)
    for lag, value in found.extrapolation:
        assert contains(value, measure.moment(lag))


def test_good_measurements_are_recovered_and_more_of_them_narrow_it() -> None:
    teacher = Measure.of([(Fraction(9, 10), 1), (Fraction(-1, 2), Fraction(7, 10)), (Fraction(1, 5), Fraction(2, 5))])
    data = [Fraction(round(h * 10**6), 10**6) for h in teacher.moments(60)]
    few, many = (recover(data[:k], accuracy=Fraction(1, 10**6)) for k in (7, 60))
    assert few.degree == many.degree == 3
    assert few.positive
    assert few.forcing
    assert few.digits >= 4
    radii = [max(float(pole.value.real.rad()) for pole in found.poles) for found in (few, many)]
    assert radii[1] < radii[0] < 1e-3


def test_measured_data_that_no_sequence_of_the_rank_explains() -> None:
    """Rank 1 is certified from h_0, ..., h_4; h_5, which the 3 x 3 Hankel matrix lacks, contradicts it."""
    found = recover(of(1, 1, 1, 1, 1, 2), accuracy=Fraction(1, 1000))
    assert found.degree is None
    assert found.degree_at_least == 2
    assert "no sequence of degree 1" in found.missing


def test_eight_close_nodes() -> None:
    found = recover(EIGHT.moments(17))
    assert atoms(found) == dict.fromkeys(EIGHT.nodes, Fraction(1))
    assert found.forcing
    assert found.digits_lost == 18


@pytest.mark.parametrize("rounded", [lambda h: Fraction(float(h)), lambda h: Fraction(repr(float(h)))])
def test_eight_close_nodes_rounded_to_float64_are_doubted(rounded: object) -> None:
    data = [rounded(h) for h in EIGHT.moments(16)]  # type: ignore[operator]
    found = recover(data)
    assert "not confirmed" in found.missing
    assert "look rounded" in found.missing
    measured = recover(data, accuracy=Fraction(1, 10**15))
    assert measured.degree is None
    assert measured.degree_at_least < 8


def test_more_digits_than_the_data_bear_are_undecided() -> None:
    data = [Fraction(round(h * 10**8), 10**8) for h in Measure.of([(1, 1), (Fraction(1, 2), 1)]).moments(8)]
    found = recover(data, 30, accuracy=Fraction(1, 10**8))
    assert "not 30" in found.missing


@pytest.mark.parametrize(
    ("moments", "multiplicity", "next_value"),
    [(of(0, 1, 0, 0, 0), 2, 0), (of(0, 1, 2, 3, 4), 2, 5), (of(0, 0, 1, 3, 6, 10, 15), 3, 21)],
)
def test_repeated_poles(moments: list[Fraction], multiplicity: int, next_value: int) -> None:
    found = recover(moments, horizon=10**6)
    assert [pole.multiplicity for pole in found.poles] == [multiplicity]
    assert found.positive is False
    assert found.extrapolation[0][1] == next_value
    m = 10**6 - 1
    expected = {2: 0 if next_value == 0 else m, 3: m * (m - 1) // 2}[multiplicity]
    assert found.extrapolation[-1][1].contains(expected)


def test_complex_poles() -> None:
    found = recover(of(1, 0, -1, 0, 1, 0))
    assert found.positive is False
    assert [pole.value.imag.contains(0) for pole in found.poles] == [False, False]
    assert found.signature == (1, 1)


@pytest.mark.parametrize(
    ("moments", "degree", "positive", "words"),
    [
        (of(0, 0, 0), 0, True, ""),
        (of(0), 0, True, ""),
        (of(5), None, True, "1 more"),
        (of(-5), None, False, "1 more"),
        (of(2, 1, 1), None, True, "1 more"),
        (of(1, 2, 4, 8, 17), None, False, "3 more"),
        (of(0, 0, 1), None, False, "3 more"),
        ([*of(*([0] * 3000)), Fraction(1)], None, False, "more moments"),
    ],
)
def test_small_and_undetermined(moments: list[Fraction], degree: int | None, positive: bool, words: str) -> None:
    found = recover(moments)
    assert (found.degree, found.positive) == (degree, positive)
    assert words in found.missing
    assert bool(words) == bool(found.missing)


@pytest.mark.parametrize(("moments", "least"), [(of(1, 1), 2), (of(2, 0, 2), 3), (of("3/2", 1, "5/4"), None)])
def test_the_stable_threshold(moments: list[Fraction], least: int | None) -> None:
    forcing = recover(moments).forcing
    assert (forcing.least_count if forcing else None) == least
    assert forcing is None or forcing.stable_only


def test_too_large_a_degree_is_said_quickly() -> None:
    found = recover([Fraction((7919 * j * j + j**3) % 10007, 1000) for j in range(4000)])
    assert found.degree is None
    assert "above the limit" in found.missing


def test_routes_that_exclude_each_other_are_a_defect() -> None:
    pole = [Pole(acb(1), 1, acb(2))]
    assert agree(pole, [(acb(1), acb(2))])
    for rule in ([], [(acb(1), acb(3))], [(acb(2), acb(2))], [(acb(1), acb(2)), (acb(1), acb(2))]):
        assert not agree(pole, rule)
        with pytest.raises(RoutesDisagreeError):
            require_agreement(pole, rule, "test")


@given(st.lists(rationals(), min_size=5, max_size=5), rationals())
def test_inertia_counts_eigenvalues(moments: list[Fraction], shift: Fraction) -> None:
    import numpy as np

    above, below, equal = inertia(moments, 3, shift)
    values = np.linalg.eigvalsh([[float(moments[i + j]) for j in range(3)] for i in range(3)]) - float(shift)
    assert above + below + equal == 3
    assert above >= sum(values > 1e-9)
    assert below >= sum(values < -1e-9)


def test_digits_lost_at_an_exact_power_of_ten() -> None:
    """Found by the deep profile: the condition of nodes 0 and 1 with weights 1 and 5/2 is exactly 10^0."""
    assert recover(Measure.of([(0, 1), (1, Fraction(5, 2))]).moments(4)).digits_lost is not None


def test_the_jacobian_is_the_derivative() -> None:
    assert jacobian([(acb(2), acb(3))], 3).tolist() == [[0, 1], [3, 2], [12, 4]]


@given(rationals(bound=10**6, denominators=997), st.integers(1, 12))
def test_printed_enclosures_contain_the_ball(value: Fraction, digits: int) -> None:
    ball = arb(to_flint(value)) + arb(0, 1) / 10**9
    low, high = endpoints(ball)
    shown = enclosure_json(ball, digits)
    middle, radius = Fraction(shown["mid"]), Fraction(shown["rad"])
    assert middle - radius <= low <= value <= high <= middle + radius


@pytest.mark.parametrize("digits", [1, 12, 90])
def test_a_large_rational_pole_is_recognised(digits: int) -> None:
    node = Fraction(10**80 + 1, 10**80 + 3)
    assert atoms(recover([node**j for j in range(4)], digits)) == {node: Fraction(1)}


@pytest.mark.parametrize(("n", "routes"), [(20, 3), (50, 2)])
def test_many_nodes_to_fifty_digits(n: int, routes: int) -> None:
    """Three routes up to 32 nodes; above, the Gauss rule and the sign changes of the recurrence."""
    found = recover(FAMILIES["Legendre"].moments(2 * n), 50)
    assert (found.degree, found.digits, len(found.routes)) == (n, 50, routes)


@pytest.mark.parametrize("misuse", [{"moments": []}, {"moments": of(1), "accuracy": Fraction(-1)}])
def test_misuse_is_refused(misuse: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="recover"):
        recover(**misuse)  # type: ignore[arg-type]


def run(path: str, *options: str, stdin: str | None = None) -> tuple[int, Result]:
    """The exit code as the command line gives it, and the output."""
    outcome = CliRunner().invoke(command, [path, *options], input=stdin, standalone_mode=False)

    def again() -> object:
        if outcome.exception:
            raise outcome.exception
        return outcome.return_value

    return exit_code(again), outcome


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2\n1\n1\n1\n1\n", 0),
        ("h, 2, 1", 2),
        ("2 1 1 1 1  # one line", 0),
        ('{"moments": ["2", 1, 1.0, "1/1", 1]}', 0),
        ("[2, 1, NaN]", 2),
        ("[[1]]", 3),
        ('{"nodes": [1]}', 2),
        ("[1, 2", 2),
        ("", 2),
        ("# nothing\n", 2),
        ("1,2\n3,4\n", 2),
        ("1/0\n", 2),
        ("\ufeff1\n1\n1\n", 0),
        ("1\n2\n", 0),
        ("5\n", 3),
        ("1\n" * 10_000, 0),
        ("1\n" * 20_001, 2),
    ],
)
def test_files(tmp_path: Path, text: str, code: int) -> None:
    path = tmp_path / "moments.csv"
    path.write_text(text, encoding="utf-8")
    found, outcome = run(str(path))
    assert found == code, outcome.output


def test_standard_input_and_json() -> None:
    code, outcome = run("-", "--json", "-", "--horizon", "8", stdin="2\n1\n5\n7\n17\n")
    document = json.loads(outcome.stdout)
    assert code == 0
    assert (document["nodes"], document["weights"]) == (["-1", "2"], ["1", "1"])
    assert (document["degree"], document["positive"], document["forced"]) == ("2", True, True)
    assert document["forced_by"] == "k > 2n"
    assert document["forced_up_to_width"] == "3"
    assert document["extrapolation"][0] == {"lag": "5", "value": {"mid": "31", "rad": "0"}}


@pytest.mark.parametrize("accuracy", ["0", "-1", "x"])
def test_a_useless_accuracy_is_refused(accuracy: str) -> None:
    code, _ = run("-", "--accuracy", accuracy, stdin="1\n1\n")
    assert code == 2
