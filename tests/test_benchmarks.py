"""The benchmark times methods that agree, and refuses to time one that is wrong."""

import pytest

from benchmarks import step
from benchmarks.textbook import adjoint_step


def test_all_methods_are_timed_and_agree():
    milliseconds = step.column(3, 4)
    assert set(milliseconds) == {step.TEXTBOOK, step.ADJOINT, *dict(step.ENGINES)}
    assert all(value > 0 for value in milliseconds.values())
    assert len(step.table({(3, 4): milliseconds}).rows) == 5


def test_a_wrong_method_is_not_timed(monkeypatch):
    def uphill(A, B, C, g, eta):
        return adjoint_step(A, B, C, g, -eta)

    monkeypatch.setattr(step, "adjoint_step", uphill)
    with pytest.raises(ArithmeticError, match="the methods differ"):
        step.column(3, 4)
