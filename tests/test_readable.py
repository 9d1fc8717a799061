"""Formulas on a terminal: nothing is lost on the way."""

import re

import pytest

from verifier.claim.catalogue import catalogue
from verifier.claim.derivation_store import load
from verifier.ground.readable import formula, prose

CLAIMS = catalogue()


def shown(claim_id: str) -> list[str]:
    """Everything that `verifier show` converts for a claim."""
    claim, proof = CLAIMS[claim_id], load(claim_id)
    texts = [claim.statement, *claim.hypotheses, *(control.changes for control in claim.controls)]
    steps = [f"{step.before} {step.relation} {step.after}" for step in proof.steps] if proof else []
    return [*map(prose, texts), *map(formula, steps)]


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_every_macro_is_known(claim_id: str) -> None:
    assert [re.findall(r"\\\S+", text) for text in shown(claim_id) if "\\" in text] == []


def test_an_unknown_macro_is_shown_not_dropped() -> None:
    assert formula(r"a \unheardof b") == r"a \unheardof b"


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\|Q\|_F \ne 0", "‖Q‖_F ≠0"),
        (r"\left(a + b\right)^{2}", "(a + b)^2"),
        (r"\frac{1}{1 - x}", "1/(1 - x)"),
        (r"\frac{\partial}{\partial x} f", "∂/(∂x) f"),
        (r"\sqrt{2} \sqrt{a + b}", "√2 √(a + b)"),
        (r"x^{i + j}", "x^{i + j}"),
    ],
)
def test_by_hand(latex: str, text: str) -> None:
    assert formula(latex) == text
