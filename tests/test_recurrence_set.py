"""The recurrence of every truth obeys every cut and stays in the regions; with bounds too small it would not."""

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest
from flint import fmpq, fmpq_mat

from numerics.arithmetics.rationals import to_flint
from numerics.recovery import recurrence_set
from numerics.recovery.located_nodes import rule_by_recurrences
from numerics.recovery.recovery_result import endpoints
from numerics.recovery.recurrence_region import Cut, Measured, Region, cut_by, dot, excluded, product, upper_bound
from numerics.recovery.recurrence_set import recurrences
from tests.inclusion import Complex, moments, times

CLOSE = ((Fraction(9, 10), Fraction(1)), (Fraction(7, 10), Fraction(2)))
"""Two atoms of the hand-made truth."""


def truth(atoms: Sequence[tuple[Fraction, Fraction]], count: int) -> list[Fraction]:
    return [sum((w * x**j for x, w in atoms), Fraction(0)) for j in range(count)]


def recurrence_of(nodes: Sequence[Complex]) -> list[fmpq]:
    """prod (x - x_i), of conjugate pairs or real nodes, scaled to a largest coefficient of 1."""
    parts: list[Complex] = [(Fraction(1), Fraction(0))]
    for node in nodes:
        shifted = [(Fraction(0), Fraction(0)), *parts]
        scaled = [*(times(node, part) for part in parts), (Fraction(0), Fraction(0))]
        parts = [(a[0] - b[0], a[1] - b[1]) for a, b in zip(shifted, scaled, strict=True)]
    assert not any(imaginary for _, imaginary in parts)
    largest = max((real for real, _ in parts), key=abs)
    return [to_flint(real / largest) for real, _ in parts]


def inside(polynomial: Sequence[fmpq], region: Region) -> bool:
    """Whether it is the centre plus s_l times the axes with every |s_l| <= 1, exactly."""
    if polynomial[region.face] != 1:
        return False
    free = [i for i in range(region.degree + 1) if i != region.face]
    axes = fmpq_mat([[axis[i] for axis in region.axes] for i in free])
    s = axes.solve(fmpq_mat([[polynomial[i] - region.centre[i]] for i in free]))
    return all(abs(s[i, 0]) <= 1 for i in range(region.degree))


def measured(random: Random) -> tuple[list[Complex], Measured]:
    """Two or three nodes, some a conjugate pair; 8 to 20 lags, every datum off by all that is allowed."""
    accuracy = Fraction(1, 10 ** random.randint(2, 6))
    real = [Fraction(random.randint(-95, 95), 100) for _ in range(random.randint(1, 2))]
    nodes: list[Complex] = [(value, Fraction(0)) for value in dict.fromkeys(real)]
    pair = (Fraction(random.randint(-60, 60), 100), Fraction(random.randint(5, 60), 100))
    nodes += [pair, (pair[0], -pair[1])] if random.random() < 0.5 else [(Fraction(97, 100), Fraction(0))]
    atoms = [(node, (Fraction(random.randint(50, 200), 100), Fraction(0))) for node in nodes]
    lags = [h + accuracy * random.choice((-1, 1)) for h in moments(atoms, random.randint(8, 20))]
    return nodes, Measured.of(lags, [accuracy] * len(lags))


@pytest.mark.parametrize("seed", range(12))
def test_the_recurrence_of_the_truth_is_kept_and_obeys_the_cuts(seed: int) -> None:
    nodes, data = measured(Random(seed))
    p = recurrence_of(nodes)
    left = recurrences(data, len(nodes))
    held = [(region, cuts) for region, cuts in left if inside(p, region)]
    assert held
    for _, cuts in held:
        assert all(abs(dot(cut.functional, p)) <= cut.bound for cut in cuts)


def test_bounds_that_are_too_small_lose_a_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: cuts at a third of their bound."""

    def third(*args: object) -> Cut:
        cut = cut_by(*args)  # type: ignore[arg-type]
        return Cut(cut.functional, cut.bound / 3)

    monkeypatch.setattr(recurrence_set, "cut_by", third)
    lost = 0
    for seed in range(12):
        nodes, data = measured(Random(seed))
        left = recurrences(data, len(nodes))
        lost += not any(inside(recurrence_of(nodes), region) for region, _ in left)
    assert lost


def test_a_cut_by_hand() -> None:
    """Data (1, 1), errors 1/10, p = p_0 + p_1 x with p_1 = 1, |p_0| <= 1, filter (1): |p_0 + 1| <= 1/10 (1 + 1)."""
    unit = Region(1, (fmpq(0), fmpq(1)), ((fmpq(1), fmpq(0)),))
    data = Measured.of([Fraction(1), Fraction(1)], [Fraction(1, 10)] * 2)
    cut = cut_by([fmpq(1)], unit, data)
    assert (cut.functional, cut.bound) == ((1, 1), fmpq(1, 5))
    assert upper_bound([fmpq(1), fmpq(0)], unit, [cut], [fmpq(1)]) == fmpq(-4, 5)
    assert not excluded(unit, [cut], [fmpq(1)])
    positive = Region(1, (fmpq(1, 2), fmpq(1)), ((fmpq(1, 2), fmpq(0)),))
    assert excluded(positive, [cut], [fmpq(1)])


def test_products_of_polynomials() -> None:
    assert product([fmpq(1), fmpq(2)], [fmpq(0), fmpq(0), fmpq(3)]) == [0, 0, 3, 6]


def test_close_nodes_under_a_coarse_error() -> None:
    data = truth(CLOSE, 24)
    errors = [Fraction(1, 200)] * 24
    noisy = [h + (-1) ** j * e for j, (h, e) in enumerate(zip(data, errors, strict=True))]
    rule = rule_by_recurrences(noisy, errors, 2, 200)
    assert rule is not None
    for (node, weight), (x, w) in zip(rule, sorted(CLOSE), strict=True):
        for ball, value in ((node.real, x), (weight.real, w)):
            low, high = endpoints(ball)
            assert low <= value <= high
        assert endpoints(node.real)[1] - endpoints(node.real)[0] < Fraction(1, 8)


def test_no_sequence_of_the_degree() -> None:
    noisy = [h + (Fraction(1, 10) if j == 5 else 0) for j, h in enumerate(truth(CLOSE, 12))]
    with pytest.raises(ValueError, match="no sequence of degree 2"):
        rule_by_recurrences(noisy, [Fraction(1, 1000)] * 12, 2, 200)
