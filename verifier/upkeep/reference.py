"""The reference (``make docs``): docstrings and pages as HTML, every formula typeset, nothing loaded from a network.

pdoc renders the docstrings; formulas between dollar signs become MathML, which browsers show by themselves. The pages
of docs/ are rendered beside it, and the first page says where to begin.
"""

import re
import shutil
import sys
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from verifier.report.mathml import mathml

PACKAGES = ("theory", "numerics", "verifier")
PAGES = ("README.md", "docs/architecture.md", "docs/mathematics.md", "docs/verdicts.md", "docs/your-own-teacher.md",
         "docs/your-own-model.md", "docs/python.md", "docs/certificate.md", "docs/trust.md", "docs/how-this-differs.md",
         "docs/mutants.md", "CONTRIBUTING.md", "CHANGELOG.md")  # fmt: skip
TEMPLATES = Path("docs/reference")

_PIECE = re.compile(
    r"(?P<code>^```.*?^```|`[^`]+`|^(?: {4}|\t)[^\n]*$)"
    r"|\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^\s$](?:[^$]*?[^\s$])?)\$|(?P<less><(?=\w)(?!https?:))",
    re.DOTALL | re.MULTILINE,
)
_LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)(#[^)\s]*)?\)")


def typeset(text: str, to_html: Callable[[str], Any]) -> Any:
    """Markdown as HTML by `to_html`, which sees neither a formula nor a `<` that begins no tag; code is left alone.

    Args:
        text: Markdown with LaTeX between single dollar signs, or between double ones where a formula stands alone.
        to_html: what turns the rest into HTML; its result keeps its type and its attributes (a table of contents).

    Returns:
        The HTML, every formula in the place where it stood, as MathML.

    >>> typeset("$x^2$ for j<k, `$HOME`", str)
    '<math><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math> for j&lt;k, `$HOME`'
    """
    formulas: list[str] = []

    def kept(found: re.Match[str]) -> str:
        if found["code"] or found["less"]:
            return found["code"] or "&lt;"
        shown = found["display"]
        formulas.append(f"<span>{mathml(shown.strip(), part=True)}</span>" if shown else mathml(found["inline"]))
        return f"zq{len(formulas) - 1}formula"

    html = to_html(_PIECE.sub(kept, text))
    whole = type(html)(re.sub(r"zq(\d+)formula", lambda found: formulas[int(found[1])], html))
    for name, value in getattr(html, "__dict__", {}).items():
        setattr(whole, name, value)
    return whole


def formulas_of(text: str) -> list[str]:
    """The LaTeX of a Markdown text, in its order, code left out.

    >>> formulas_of("$x$, `$y$`, $$z^2$$")
    ['x', 'z^2']
    """
    return [
        found["display"] or found["inline"] for found in _PIECE.finditer(text) if found["display"] or found["inline"]
    ]


def page_name(path: str) -> str:
    """Where a page of ours stands in the reference.

    >>> page_name("docs/verdicts.md"), page_name("README.md")
    ('verdicts.html', 'readme.html')
    """
    return f"{Path(path).stem.lower()}.html"


def relinked(text: str) -> str:
    """Links between pages of the repository as links between those of the reference; files are found beside them.

    >>> relinked("[a](docs/verdicts.md#x), [b](https://a.md), ![c](docs/two-modes.svg)")
    '[a](verdicts.html#x), [b](https://a.md), ![c](two-modes.svg)'
    """

    def moved(found: re.Match[str]) -> str:
        path = Path(found[1])
        name = {".md": page_name(found[1]), ".html": found[1]}.get(path.suffix, path.name)
        return f"]({name}{found[2] or ''})"

    return _LINK.sub(moved, text)


def linked_files(path: Path) -> list[Path]:
    """The files of the repository, pages apart, that a page links to."""
    links = (found[1] for found in _LINK.finditer(path.read_text(encoding="utf-8")))
    return [path.parent / link for link in links if not link.endswith(".md") and (path.parent / link).is_file()]


def title_of(text: str) -> str:
    """The first heading of a page."""
    return next(found[1] for found in re.finditer(r"^# (.+)$", text, re.MULTILINE))


def build(output: Path, modules: Sequence[str] = PACKAGES) -> None:
    """Writes the reference into a folder; run it at the root of the repository, where the extra `docs` is installed.

    Args:
        output: the folder, made where it is missing; what is there is written over.
        modules: what is documented, by dotted names; a package stands for all its modules.
    """
    import pdoc
    from pdoc import render, render_helpers

    original = render_helpers.to_html
    rendered = cache(lambda text: typeset(text, original))
    render.configure(docformat="google", template_directory=TEMPLATES, footer_text=escape("balancedness-verifier"))
    titles = {page_name(path): title_of(Path(path).read_text(encoding="utf-8")) for path in PAGES}
    front = (TEMPLATES / "front.md").read_text(encoding="utf-8")
    render.env.filters["to_html"] = rendered
    render.env.globals.update(pages=titles, packages=PACKAGES, front=rendered(relinked(front)))
    pdoc.pdoc(*modules, output_directory=output)
    template = render.env.get_template("page.html.jinja2")
    for path in map(Path, PAGES):
        body = rendered(relinked(path.read_text(encoding="utf-8")))
        name = page_name(str(path))
        (output / name).write_text(template.render(title=titles[name], body=body), encoding="utf-8")
        for file in linked_files(path):
            shutil.copy(file, output / file.name)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
