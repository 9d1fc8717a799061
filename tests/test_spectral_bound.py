"""The far node that no loss sees."""

from fractions import Fraction

import pytest
from hypothesis import given

from tests.oracles import scalar_response
from tests.strategies import measures, positive_rationals
from theory.moments.discrete_measure import Measure, loss
from theory.robust.spectral_bound import far_node_student, spectral_bound_proof
from verifier.claims.robust.spectral_bound_needed import Instance, counterexample_to_large_error


@given(measures(3), positive_rationals(), positive_rationals())
def test_far_node_is_unseen(atoms, level, beyond):
    teacher = Measure(*atoms)
    for k in (1, 4):
        R = 1 + beyond
        h = scalar_response(far_node_student(teacher, k, level, R).realization, k + 1)
        assert h[k] - teacher.moment(k) == level * R
        total = sum(((a - b) ** 2 for a, b in zip(h[:k], teacher.moments(k), strict=True)), Fraction(0))
        assert total == level**2 * (1 - R ** (-2 * k)) / (1 - R**-2)
        assert total <= k * level**2
        assert total == loss(teacher + Measure.of([(R, level / R ** (k - 1))]), teacher, k)


def test_by_hand():
    """g = (1, 0, 0), k = 2, s = 1, R = 10: weight 1/10, h = (11/10, 1, 10)."""
    student = far_node_student(Measure.of([(0, 1)]), 2, Fraction(1), Fraction(10))
    assert scalar_response(student.realization, 3) == [Fraction(11, 10), 1, 10]


def test_misuse():
    with pytest.raises(ValueError, match="must be positive"):
        far_node_student(Measure.of([(0, 1)]), 1, Fraction(1), Fraction(-2))


def test_proof():
    assert spectral_bound_proof().holds is True


@pytest.mark.parametrize(("heavier", "fails"), [(Fraction(1), False), (Fraction(1001, 1000), True)])
def test_the_loss_is_held_against_its_bound_where_it_attains_it(heavier: Fraction, fails: bool) -> None:
    """One lag, s = 1/10: the loss is s^2 exactly, and a thousandth more weight is too much."""
    case = Instance(Measure.of([(0, 1)]), 1, Fraction(1, 10), Fraction(2), Fraction(2), heavier)
    assert (counterexample_to_large_error(case) is not None) == fails
