"""No enclosure excludes the truth, however the data err within their accuracy; and the fuzz sees it where one would."""

import os
from fractions import Fraction
from random import Random

import pytest
from flint import acb, arb

from numerics.moments.prony_map import jacobian
from numerics.recovery import krawczyk
from numerics.recovery.krawczyk import Krawczyk
from tests.inclusion import Measured, counterexample_to_inclusion, drawn, drawn_unevenly, moments

CASES = 100_000 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 120
LOST_BY_DERIVATIVES = "1:75"
"""A drawn case whose truth is lost when the narrowing takes derivatives for slopes."""

ONE, NOUGHT = Fraction(1), Fraction(0)


def test_no_truth_is_excluded() -> None:
    found = (counterexample_to_inclusion(drawn(Random(f"inclusion:{number}"))) for number in range(CASES))
    assert [text for text in found if text] == []


@pytest.mark.parametrize("stated", [False, True])
def test_no_truth_is_excluded_by_errors_of_every_size(stated: bool) -> None:
    cases = (drawn_unevenly(Random(f"uneven:{number}")) for number in range(CASES // 4))
    assert [text for case in cases if (text := counterexample_to_inclusion(case, stated))] == []


def test_derivatives_in_place_of_slopes_lose_a_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mean value form about a centre outside the box: the fault that this fuzz was written for."""
    case = drawn(Random(LOST_BY_DERIVATIVES))
    assert counterexample_to_inclusion(case) is None
    wrong = krawczyk._value_and_derivative
    monkeypatch.setattr(Krawczyk, "image_by_slopes", lambda self, box: self._image(box, wrong))
    assert counterexample_to_inclusion(case) is not None


def test_the_derivative_form_refuses_a_centre_outside_its_box() -> None:
    point = [(acb(1), acb(1))]
    operator = Krawczyk.at(point, [acb(1), acb(1)], jacobian(point, 2).inv())
    with pytest.raises(ValueError, match="the centre must lie in the box"):
        operator.image([acb(arb(3, 1)), acb(arb(1, 1))])


def test_two_nodes_with_every_datum_off_by_the_whole_accuracy() -> None:
    """1 + (9/10)^j, each lag off by 1e-6, up and down."""
    atoms = (((ONE, NOUGHT), (ONE, NOUGHT)), ((Fraction(9, 10), NOUGHT), (ONE, NOUGHT)))
    accuracy = Fraction(1, 10**6)
    for seed in range(20):
        random = Random(seed)
        data = tuple(value + accuracy * random.choice((-1, 1)) for value in moments(atoms, 20))
        assert counterexample_to_inclusion(Measured(atoms, data, accuracy)) is None
