"""The reference: formulas become MathML, code is left alone, the first page leads somewhere, no formula is unread."""

import ast
import re
from pathlib import Path

import pytest

from tests.test_readme import PAGES
from verifier.report.mathml import mathml
from verifier.upkeep.reference import (
    PACKAGES,
    TEMPLATES,
    build,
    formulas_of,
    linked_files,
    page_name,
    relinked,
    typeset,
)
from verifier.upkeep.reference import PAGES as INCLUDED

ROOT = Path(__file__).parent.parent
FRONT = (ROOT / TEMPLATES / "front.md").read_text(encoding="utf-8")
SOURCES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def docstrings(source: str) -> list[str]:
    """All docstrings of a source."""
    nodes = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return [ast.get_docstring(node) or "" for node in ast.walk(ast.parse(source)) if isinstance(node, nodes)]


def unread(texts: list[str]) -> list[str]:
    """The formulas that would be shown as they were written, or with a macro left in them."""
    return [latex for text in texts for latex in formulas_of(text) if re.search(r"<code>|\\", mathml(latex))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_formula_of_a_docstring_is_read(path: Path) -> None:
    assert unread(docstrings(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("page", INCLUDED)
def test_every_formula_of_a_page_is_read(page: str) -> None:
    assert unread([(ROOT / page).read_text(encoding="utf-8")]) == []


def test_a_formula_that_cannot_be_read_is_seen() -> None:
    assert unread([r"$x_$ and $\nosuchmacro x$, `$\nosuchmacro$`"]) == ["x_", r"\nosuchmacro x"]


def test_every_page_is_included_and_what_it_shows_comes_along() -> None:
    assert {ROOT / page for page in INCLUDED} >= set(PAGES)
    assert len({page_name(page) for page in INCLUDED}) == len(INCLUDED)
    assert ROOT / "docs" / "two-modes.svg" in linked_files(ROOT / "README.md")


def test_the_first_page_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)]+)\)", FRONT)
    modules = [link.removesuffix(".html") for link in links if link.endswith(".html")]
    assert len(modules) > len(PACKAGES)
    assert [name for name in modules if not ((ROOT / f"{name}.py").exists() or (ROOT / name).is_dir())] == []
    assert [link for link in links if link.endswith(".md") and not (ROOT / TEMPLATES / link).exists()] == []


def test_formulas_do_not_meet_markdown() -> None:
    def starred(text: str) -> str:
        return text.replace("*", "<em>").replace("_", "<em>")

    assert typeset(r"a $x_1 * y_1$ b", starred) == f"a {mathml('x_1 * y_1')} b"
    assert typeset("$$\nx_1\n$$", starred) == f"<span>{mathml('x_1', part=True)}</span>"


def test_code_and_prices_stay() -> None:
    fenced = "```sh\necho $HOME $PATH\n```"
    for text in (fenced, "`$a$`", "costs $5 or $ 6", "    $x$ indented"):
        assert typeset(text, str) == text


def test_a_sign_that_begins_no_tag_is_a_sign() -> None:
    assert typeset("sum_{j<k} < 2, <https://a.b>", str) == "sum_{j&lt;k} < 2, <https://a.b>"


def test_what_belongs_to_the_html_stays_with_it() -> None:
    class Html(str):
        toc_html = "none"

    def to_html(text: str) -> Html:
        html = Html(text)
        html.toc_html = "<ul>"
        return html

    assert typeset("$x$", to_html).toc_html == "<ul>"


def test_links_between_pages_and_into_the_reference() -> None:
    assert (
        relinked("[a](../docs/verdicts.md), [b](theory/kernel.html)") == "[a](verdicts.html), [b](theory/kernel.html)"
    )


def test_the_reference_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pdoc", reason="needs the extra 'docs'")
    monkeypatch.chdir(ROOT)
    build(tmp_path, ("numerics.model.linear_rnn",))
    first = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Where to begin" in first
    assert "<math" in first
    assert not re.search(r"<(?:script|link|img)[^>]*https?://", first)
    assert (tmp_path / "mathematics.html").read_text(encoding="utf-8").count("<math") > 100
