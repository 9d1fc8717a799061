"""The benchmark times methods that agree, and refuses to time one that is wrong."""

import pytest

from benchmarks import budgets, peers_cases, peers_descent, peers_recovery, step
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


def test_the_cases_beside_peers_name_what_is_not_installed(monkeypatch, capsys):
    monkeypatch.setattr(peers_recovery, "find_spec", lambda name: name if name == "scipy" else None)
    monkeypatch.setattr(peers_cases, "FIELD", peers_cases.FIELD[:1])
    peers_cases.main()
    said = capsys.readouterr().out
    assert said.count("is not installed") == 3
    assert "certified boxes" in said


def test_the_distance_from_the_truth_is_that_of_the_worst_pole():
    case = peers_cases.Field("two-nodes-noise.csv", (1, 0.9), "1e-6")
    assert peers_cases.furthest(case, [1, 0.8]) == pytest.approx(0.1)
    assert peers_cases.said_by(case, lambda _: [1, 0.9]) == ("0.0e+00", "nothing")
    assert peers_cases.said_by(case, lambda _: 1 / 0)[0] == "-"
