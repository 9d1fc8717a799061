"""The benchmark times methods that agree, and refuses to time one that is wrong."""

import pytest

from benchmarks import peers_descent, step
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


def test_descent_beside_pytorch_is_skipped_with_its_reason_or_timed(monkeypatch, capsys):
    monkeypatch.setattr(peers_descent, "find_spec", lambda _name: None)
    peers_descent.main()
    said = capsys.readouterr().out
    assert said.count("skipped: torch is not installed") == 2
    assert "ours, one batch" in said


def test_a_wrong_peer_is_not_timed():
    def twice_as_far(model, steps):
        return peers_descent.ours(model, 2 * steps)

    peers_descent.require_agreement(peers_descent.ours, 2)
    with pytest.raises(ArithmeticError, match="twice_as_far differs by"):
        peers_descent.require_agreement(twice_as_far, 2)
