"""The table of rooms in docs/architecture.md, read, drawn and told to the rooms: `python -m verifier.upkeep.rooms`.

A row says what a room is for and which rooms it may import. `theory/*` stands for every room of theory. The pictures
stand beside the page; the docstring of a room's `__init__` begins with the two sentences of its row.
"""

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from html import escape
from pathlib import Path

from verifier.claim.claim_graph import Parents, within
from verifier.ground.files import write_text
from verifier.report.claim_drawing import HEIGHT, Drawing, draw

PAGE = Path("docs/architecture.md")
PACKAGES = ("theory", "numerics", "verifier")
WIDTH = 118

_ROW = re.compile(r"^\| `([\w/*]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
_SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w:.0f} {h:.0f}" width="{w:.0f}" height="{h:.0f}">
<title>The rooms of {package}: arrows lead from a room to what builds on it</title>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
<path d="M0 0L8 4L0 8z" fill="#57606a"/></marker></defs>
<rect width="100%" height="100%" fill="#ffffff"/>
<g fill="none" stroke="#57606a">
{arrows}
</g>
<g fill="#f6f8fa" stroke="#57606a">
{boxes}
</g>
<g fill="#1f2328" font-family="sans-serif" font-size="12.5" text-anchor="middle">
{names}
</g>
</svg>
"""


@dataclass(frozen=True)
class Row:
    """A room (or all that a star stands for), the sentence that says what it is for, and the rooms it may use."""

    room: str
    purpose: str
    may_use: tuple[str, ...]


def rows_of(page: str) -> tuple[Row, ...]:
    """The rows of the table, from the top.

    >>> rows_of("| `a/b` | What is true. | `a/*`, `c` |")
    (Row(room='a/b', purpose='What is true.', may_use=('a/*', 'c')),)
    """
    return tuple(
        Row(room, purpose, tuple(re.findall(r"`([\w/*]+)`", used))) for room, purpose, used in _ROW.findall(page)
    )


def row_of(room: str, rows: Iterable[Row]) -> Row | None:
    """The row of a room: its own, else the one whose star stands for it; None where the table does not know it."""
    fitting = [row for row in rows if stands_for(row.room, room)]
    return min(fitting, key=lambda row: "*" in row.room, default=None)


def stands_for(pattern: str, room: str) -> bool:
    """Whether an entry of the table means a room; a star means one name and no deeper room.

    >>> stands_for("theory/*", "theory/model"), stands_for("theory/*", "theory"), stands_for("a/*", "a/b/c")
    (True, False, False)
    """
    return pattern.count("/") == room.count("/") and fnmatchcase(room, pattern)


def drawn(package: str, rows: Sequence[Row]) -> Parents:
    """The arrows of a package that its picture shows: none that a longer way of arrows makes superfluous.

    >>> drawn("a", [Row("a/x", "", ()), Row("a/y", "", ("a/x",)), Row("a/z", "", ("a/x", "a/y", "b"))])
    {'x': [], 'y': ['x'], 'z': ['y']}
    """
    short = {row.room: row.room.removeprefix(f"{package}/") for row in rows if row.room.split("/")[0] == package}
    uses = {short[row.room]: [short.get(other, other) for other in row.may_use] for row in rows if row.room in short}
    own = within(uses)
    return {
        room: [near for near in used if not any(near in _reached(other, own) for other in used)]
        for room, used in own.items()
    }


def _reached(room: str, uses: Parents) -> set[str]:
    """All that a room uses, at first hand or through others."""
    return {*uses[room]} | {far for near in uses[room] for far in _reached(near, uses)}


def picture(package: str, rows: Sequence[Row]) -> str:
    """The rooms of a package as SVG, the same bytes for the same table."""
    drawing: Drawing = draw(drawn(package, rows))
    arrows = [f'<path d="{arrow.path}" marker-end="url(#tip)"/>' for arrow in drawing.arrows]
    boxes = [
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{HEIGHT:.0f}" rx="5"/>'
        for box in drawing.boxes
    ]
    names = [
        f'<text x="{box.x + box.width / 2:.1f}" y="{box.y + 17.5:.1f}">{escape(box.id)}</text>' for box in drawing.boxes
    ]
    parts = {"arrows": "\n".join(arrows), "boxes": "\n".join(boxes), "names": "\n".join(names)}
    return _SVG.format(w=drawing.width, h=drawing.height, package=package, **parts)


def picture_file(package: str) -> Path:
    """Where the picture of a package stands: beside the page."""
    return PAGE.with_name(f"rooms-{package}.svg")


def introduction(row: Row) -> str:
    """What a room says of itself: what it is for and, in a second paragraph, what it may use.

    >>> introduction(Row("a/z", "What is true.", ("a/x", "a/y", "b/*")))
    'What is true.\\n\\nIt may use `a/x`, `a/y` and `b/*`.'
    """
    *others, last = [f"`{entry}`" for entry in row.may_use] or ["no other room"]
    uses = f"It may use {', '.join(others)}{' and ' * bool(others)}{last}."
    return "\n\n".join(textwrap.fill(part, WIDTH, break_on_hyphens=False) for part in (row.purpose, uses))


def introduced(source: str, row: Row) -> str:
    """The source of an `__init__` whose docstring begins with the row's two paragraphs; the others are left.

    >>> introduced('\"\"\"Old.\\n\\nOlder.\\n\\nMore.\\n\"\"\"\\n', Row("a/x", "New.", ()))
    '\"\"\"New.\\n\\nIt may use no other room.\\n\\nMore.\\n\"\"\"\\n'
    """
    _, docstring, rest = source.split('"""', maxsplit=2)
    kept = docstring.strip().split("\n\n")[2:]
    return '"""{}\n"""{}'.format("\n\n".join([introduction(row), *kept]), rest)


def main(root: Path = Path()) -> None:
    """Draws the pictures anew, and brings the rooms' docstrings up to date, in the repository at `root`."""
    rows = rows_of((root / PAGE).read_text(encoding="utf-8"))
    for package in PACKAGES:
        write_text(str(root / picture_file(package)), picture(package, rows))
    for row in rows:
        file = root / row.room.removesuffix("/*") / "__init__.py"
        write_text(str(file), introduced(file.read_text(encoding="utf-8"), row))


if __name__ == "__main__":
    main()
