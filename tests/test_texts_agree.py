"""The formulas of a claim are written twice, in its file and in docs/mathematics.md: each must stand in both.

A constant, a sign or an exponent changed in a statement, a hypothesis or the premise of a proof is a formula that the
page does not have. Notation may differ where it says the same: spaces, the size of brackets, a fraction or a slash.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from tests.test_mathematics import PAGE, formulas
from verifier.claim.claim import Claim
from verifier.claim.registry import discover

CLAIMS = discover()
HINT = "write it in docs/mathematics.md as the claim has it, or mend one of the two"

SAME = (
    (r"\\[,;!]|\\q?quad|\\(?:Big|big|left|right)[lr]?(?![a-z])|\\mathrm|\s|~", ""),
    (r"\\[lr]Vert|\\\|", r"\\Vert"),
    (r"\\Vert_F", r"\\Vert"),
    (r"\\lbrace", r"\\{"),
    (r"\^\{?\\ast\}?", "^*"),
    (r"\\text\{for \}", ""),
    (r"\\rbrace", r"\\}"),
    (r"\\[cl]?dots", "..."),
    (r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"\1/\2"),
    (r"\\frac(\d)(\d)", r"\1/\2"),
    (r"\{(.)\}", r"\1"),
    (r"\\sqrt\{([^{}])\}", r"\\sqrt\1"),
    (r"[.,;:]$", ""),
)
"""What is taken for the same notation: a pattern, and what stands for it."""


def plain(formula: str) -> str:
    """A formula without what does not change its meaning.

    >>> plain(r"\\lVert G \\rVert_F \\le \\frac{1}{2} ,"), plain(r"\\|G\\| \\le 1/2")
    ('\\\\VertG\\\\Vert\\\\le1/2', '\\\\VertG\\\\Vert\\\\le1/2')
    """
    for pattern, same in SAME:
        formula = re.sub(pattern, same, formula)
    return formula


def pieces(formula: str) -> set[str]:
    """The formula, and the parts of it that commas and colons separate."""
    return {plain(part) for between in (r"$^", r"\\q?quad", r"[,:;]|\\q?quad") for part in re.split(between, formula)}


def commas(formula: str) -> set[str]:
    """The parts of a formula that only commas separate."""
    return set(map(plain, formula.split(",")))


def part_of(claim: Claim, page: str = PAGE) -> str:
    """What the page says of a claim: under its heading, at the head of its section, and in section 1."""
    sections = {part.split(".")[0]: part for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]}
    own = re.split(r"^###? ", page.split(f"\n### {claim.id}: ", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    heads = (re.split(r"^### ", sections[section], flags=re.MULTILINE)[0] for section in ("1", claim.section))
    return "\n".join((own, *heads))


def strangers(claim: Claim, texts: Iterable[str], page: str = PAGE) -> Iterator[str]:
    """The formulas of the texts, a claim's, that the page does not have for it."""
    known = {piece for formula in formulas(part_of(claim, page)) for piece in pieces(formula)}
    for text in texts:
        yield from (
            formula for formula in formulas(text) if plain(formula) not in known and not commas(formula) <= known
        )


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_every_formula_of_a_claim_stands_on_the_page(claim: Claim) -> None:
    assert list(strangers(claim, (claim.statement, *claim.hypotheses))) == [], HINT


@pytest.mark.parametrize("claim", [claim for claim in CLAIMS.values() if claim.proof], ids=lambda claim: claim.id)
def test_every_formula_that_a_proof_is_given_stands_on_the_page_or_in_the_claim(claim: Claim) -> None:
    """But k, which is printed from the expression that the steps use (`lags`)."""
    given = [premise.text for premise in claim.proof.derive().hypotheses if not premise.label.endswith("lags")]
    said = "".join(f"\n{text}" for text in (claim.statement, *claim.hypotheses))
    heading = f"\n### {claim.id}: "
    assert list(strangers(claim, given, PAGE.replace(heading, f"{heading}{said}\n"))) == [], HINT


@pytest.mark.parametrize(
    ("claim", "right", "wrong"),
    [
        ("moment-uniqueness", r"$k \ge 2n + 1$", r"$k \ge 2n$"),
        ("balancedness-conserved", "- C^T C", "+ C^T C"),
        ("signature-symmetry", "$Q = 0$", "$Q = 1$"),
        ("single-mode", r"M = \max(", r"M = \min("),
        ("robust-extrapolation", r"\sqrt{\ell}", r"\ell"),
        ("gradient", "l_{j+1} b_j^T", "l_j b_j^T"),
        ("descent-drift", r"\sqrt{2} \eta^2", r"\sqrt{3} \eta^2"),
    ],
)
def test_a_changed_formula_is_seen(claim: str, right: str, wrong: str) -> None:
    statement = CLAIMS[claim].statement
    hypotheses = tuple(text.replace(right, wrong) for text in CLAIMS[claim].hypotheses)
    changed = replace(CLAIMS[claim], statement=statement.replace(right, wrong), hypotheses=hypotheses)
    assert (changed.statement, changed.hypotheses) != (statement, CLAIMS[claim].hypotheses)
    assert list(strangers(changed, (changed.statement, *changed.hypotheses))) != []
