"""The proofs in small steps prove the same as those in one stroke, and fail with them."""

import pytest

from theory.balance.balancedness import noether_identity, one_sign_flipped
from theory.balance.descent_drift import one_step
from theory.balance.line_by_line import drift_line_by_line, noether_line_by_line


def test_every_line_holds():
    assert noether_line_by_line().holds
    assert drift_line_by_line().holds


@pytest.mark.parametrize("signs", one_sign_flipped())
def test_a_wrong_sign_fails_in_both_ways_of_telling_it(signs):
    assert noether_line_by_line(signs).holds is noether_identity(signs).holds is False
    assert drift_line_by_line(signs).holds is one_step(signs).holds is False
