"""The table of rooms in docs/architecture.md, read; the pictures beneath it, drawn: `python -m verifier.upkeep.rooms`.

A row says what a room is for and which rooms it may import. `theory/*` stands for every room of theory.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from verifier.ground.files import write_text
from verifier.upkeep.marked_text import replaced

BEGIN, END = "<!-- pictures: written by `make derivations` -->", "<!-- end of pictures -->"
PAGE = Path("docs/architecture.md")
_ROW = re.compile(r"^\| `([\w/*]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)


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


def pictures(rows: Sequence[Row]) -> str:
    """One Mermaid flowchart for each package: what a room uses stands above it.

    An arrow is left out where a longer way of arrows says as much, so that the order can be seen.
    """
    packages = dict.fromkeys(row.room.split("/")[0] for row in rows)
    return "\n\n".join("\n".join(["```mermaid", "flowchart TB", *_lines(name, rows), "```"]) for name in packages)


def _lines(package: str, rows: Sequence[Row]) -> Iterator[str]:
    uses = {row.room: set(row.may_use) for row in rows if row.room.split("/")[0] == package}
    own = {room: {other for other in used if other in uses} for room, used in uses.items()}
    name = {room: f"r{number}" for number, room in enumerate(own)}
    yield from (f'    {name[room]}["{room.removeprefix(f"{package}/")}"]' for room in own)
    for room in own:
        beyond = {far for near in own[room] for far in _reached(near, own)}
        yield from (f"    {name[used]} --> {name[room]}" for used in own if used in own[room] - beyond)


def _reached(room: str, uses: dict[str, set[str]]) -> set[str]:
    """All that a room uses, at first hand or through others."""
    return uses[room] | {far for near in uses[room] for far in _reached(near, uses)}


def main(page: Path = PAGE) -> None:
    """Draws the pictures in the page anew."""
    text = page.read_text(encoding="utf-8")
    write_text(str(page), replaced(text, BEGIN, END, pictures(rows_of(text))))


if __name__ == "__main__":
    main()
