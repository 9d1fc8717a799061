"""The cyclic permutation: balanced, fitting, not extrapolating; its neighbours fail for three different reasons."""

import pytest

from theory.balance.balancedness import Q
from theory.model.linear_rnn import impulse_response
from theory.orbit.balanced_cycle import balanced_is_not_enough, cycle, projection, shift, two_ahead, why_no_example


@pytest.mark.parametrize("width", range(1, 10))
def test_the_response_is_periodic(width):
    theta = cycle(width)
    assert theta.A.T * theta.A == theta.A * theta.A.T == theta.A**0
    assert Q(theta).is_zero_matrix
    assert [h[0, 0] for h in impulse_response(theta, 3 * width + 1)] == [
        int(j % width == 0) for j in range(3 * width + 1)
    ]
    assert why_no_example(theta, width, width + 1) is None


@pytest.mark.parametrize("width", range(2, 7))
def test_neighbours_fail_for_their_own_reasons(width):
    assert why_no_example(shift(width), width, width + 3)[0] == "not-balanced"
    assert why_no_example(projection(width), width, width + 3)[0] == "extrapolates"
    assert why_no_example(cycle(width), width + 1, width + 3)[0] == "does-not-fit"
    assert why_no_example(cycle(width), width, width)[0] == "extrapolates"


def test_the_derivation_and_another_permutation():
    """A e_j = e_{j+2}: by hand at d = 2, e_1 is reached from e_1, not from e_0."""
    found = balanced_is_not_enough()
    assert found.holds is True
    assert "every width" in found.scope
    refuted = balanced_is_not_enough(two_ahead)
    assert refuted.holds is False
    assert refuted.first_failure.counterexample == "at d = 2, i = 1 the sides are 0 and 1"


@pytest.mark.parametrize("width", [1, 2, 3, 7, 24])
def test_the_cycle_is_symmetric_up_to_width_two_only(width):
    assert (cycle(width).A == cycle(width).A.T) is (width <= 2)
