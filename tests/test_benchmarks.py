"""The benchmark times methods that agree, and refuses to time one that is wrong."""

import pytest

from benchmarks import budgets, peers_descent, step
from benchmarks.textbook import adjoint_step
from verifier.cli import main


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


def test_every_budget_is_of_a_command_that_exists(tmp_path):
    commands = set(main.list_commands(None))
    found = list(budgets.budgets(tmp_path))
    assert {budget.arguments[0] for budget in found} <= commands
    assert budgets.measured(found[0], tmp_path)[1] == 0


def test_the_moments_of_the_budget_are_legendres(tmp_path):
    lines = budgets.legendre_moments(tmp_path).read_text().split()
    assert (len(lines), lines[:3]) == (100, ["2/1", "0", "2/3"])
