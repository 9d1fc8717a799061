"""docs/mathematics.md: every claim stands in it once, under its own section; nothing invented; its formulas convert."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest
from latex2mathml.converter import convert

from verifier.claim.registry import discover

PAGE = (Path(__file__).parent.parent / "docs" / "mathematics.md").read_text(encoding="utf-8")
CLAIMS = discover()
SECTION_OF = {claim.id: claim.section for claim in CLAIMS.values()}


def headings(page: str) -> Iterator[tuple[str, str]]:
    """(number of the section, id) of every heading `### id: title`."""
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        number = section.split(".", 1)[0]
        yield from ((number, claim) for claim in re.findall(r"^### ([a-z-]+): ", section, re.MULTILINE))


def misplaced(page: str, section_of: Mapping[str, str]) -> list[str]:
    """What is wrong with the headings: a claim without one, with two, in another section, or of no claim."""
    found = sorted(headings(page))
    due = sorted((section, claim) for claim, section in section_of.items())
    return [f"{claim} in section {number}" for number, claim in {*found} ^ {*due}] + [
        f"{claim} twice" for number, claim in {*found} if found.count((number, claim)) > 1
    ]


def test_every_claim_stands_once_under_its_section() -> None:
    assert misplaced(PAGE, SECTION_OF) == [], (
        "docs/mathematics.md: one heading `### id: title` under the claim's section"
    )


def test_a_claim_left_out_misplaced_doubled_or_invented_is_seen() -> None:
    heading = "### stable-threshold: "
    assert misplaced(PAGE.replace(heading, "#### "), SECTION_OF)
    assert misplaced(PAGE.replace(heading, "### unstable-threshold: "), SECTION_OF)
    assert misplaced(PAGE.replace("## 5. ", "## 4b. "), SECTION_OF)
    assert misplaced(f"{PAGE}\n{heading}again\n", SECTION_OF)
    assert misplaced(PAGE.replace("## 6. ", f"{heading}again\n\n## 6. ", 1), SECTION_OF) == ["stable-threshold twice"]


def unknown_claims(page: str, known: Collection[str]) -> list[str]:
    """The names between backticks that no claim has."""
    return [name for name in re.findall(r"`([a-z]+(?:-[a-z]+)*)`", page) if name not in known]


def test_only_claims_that_exist_are_named() -> None:
    assert unknown_claims(PAGE, CLAIMS) == []


def test_a_name_that_no_claim_has_is_seen() -> None:
    assert unknown_claims("`gradient`, `no-such-claim`, `verifier show ID`", CLAIMS) == ["no-such-claim"]


def lacking(page: str, claim: str, status: str) -> list[str]:
    """What is missing under the heading of a claim: its kind, its statement, a proof or a reason, where it stops."""
    part = re.split(r"^##", page.split(f"\n### {claim}: ", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    wanted = (rf"\*{status.capitalize()}\b", r"\*\*Statement\.", r"\*\*(Proof|Why)\b", r"\*\*Where it stops\.")
    return [start for start in wanted if not re.search(f"^{start}", part, re.MULTILINE)]


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_claim_has_its_kind_its_statement_its_reason_and_its_limit(claim: str) -> None:
    assert lacking(PAGE, claim, CLAIMS[claim].status) == []


def test_a_claim_without_a_proof_or_of_another_kind_is_seen() -> None:
    assert lacking(
        "\n### a-b: Title\n\n*Theorem.*\n\n**Statement.** x\n\n### c: \n**Proof.**", "a-b", "observation"
    ) == [
        r"\*Observation\b",
        r"\*\*(Proof|Why)\b",
        r"\*\*Where it stops\.",
    ]


# --- formulas and links


def formulas(page: str) -> list[str]:
    """What stands between dollar signs, single or double."""
    return [inline or display for display, inline in re.findall(r"\$\$(.+?)\$\$|\$([^$]+)\$", page, re.DOTALL)]


def not_typeset(page: str) -> list[str]:
    """What latex2mathml leaves of LaTeX, inside and outside of the formulas."""
    outside = re.sub(r"\$\$.+?\$\$|\$[^$]+\$", "", page, flags=re.DOTALL)
    left = re.findall(r"\\\w+|\$", outside)
    return left + [formula for formula in formulas(page) if "\\" in convert(formula)]


def hurt_by_markdown(page: str) -> list[str]:
    """Formulas that a Markdown renderer may change or not see.

    A backslash before a sign is lost, stars and an underscore after a sign turn into emphasis, <j into a tag; a dollar
    that touches a letter or a star is a dollar.
    """
    inside = re.compile(r"\\[^a-zA-Z]|\*|[^\w\s]_|<\S|\S<")
    touching = re.findall(
        r"[^\s(\[](?=\0)|\0(?=[^\s.,;:)\]])", re.sub(r"\$\$.+?\$\$|\$[^$]+\$", "\0", page, flags=re.DOTALL)
    )
    return touching + [formula for formula in formulas(page) if inside.search(formula)]


def test_every_formula_can_be_typeset() -> None:
    assert len(formulas(PAGE)) > 500
    assert not_typeset(PAGE) == []
    assert hurt_by_markdown(PAGE) == []


def test_a_formula_that_cannot_be_typeset_is_seen() -> None:
    assert not_typeset(r"$\alpha$ and $$\beta$$") == []
    assert all(not_typeset(page) for page in (r"$\nosuchmacro x$", r"\alpha outside", "one $"))
    assert all(hurt_by_markdown(page) for page in (r"$\{x\}$", "$s_*$", "$(a)_i$", "$i<j$", "*$k$*", "$n$th"))
    assert hurt_by_markdown("($a_i < b$), $$c_{ij}$$.") == []


def anchors(page: str) -> set[str]:
    """The anchors that GitHub gives to the headings."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^##+ (.*)$", page, re.M)}


def test_every_section_and_claim_stands_in_the_contents_and_every_link_leads_somewhere() -> None:
    assert sorted(re.findall(r"\]\(#([^)]*)\)", PAGE)) == sorted(anchors(PAGE) - {"contents"})


def test_an_anchor_by_hand() -> None:
    assert anchors("## 5. The moment problem\n### a-b: After 1/eps\n") == {"5-the-moment-problem", "a-b-after-1eps"}
