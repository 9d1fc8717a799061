"""The rooms: the table of docs/architecture.md allows every import between them, and no circle.

An import counts wherever it stands: at the top, in a function, for type checkers only, or by name (import_module).
"""

import ast
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from verifier.upkeep.rooms import (
    PACKAGES,
    PAGE,
    Row,
    drawn,
    introduced,
    main,
    picture,
    picture_file,
    row_of,
    rows_of,
    stands_for,
)

ROOT = Path(__file__).parent.parent
MOST_FILES = 15
APART = ("verifier/notebook", "verifier/upkeep")
"""What serves notebooks and the upkeep of pages only."""

TEXT = (ROOT / PAGE).read_text(encoding="utf-8")
ROWS = rows_of(TEXT)
FOLDERS = {str(path.parent.relative_to(ROOT)) for package in PACKAGES for path in (ROOT / package).rglob("__init__.py")}
FILES = {room: [path for path in sorted((ROOT / room).glob("*.py")) if path.name != "__init__.py"] for room in FOLDERS}
ROOMS = sorted(room for room, files in FILES.items() if files)


def imported(source: str) -> Iterator[str]:
    """The modules that a source imports, dotted, the names taken from them included: a name may be a module too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


def room_of(module: str) -> str | None:
    """The folder of ours that a dotted name leads into; None for other people's modules."""
    parts = module.split(".")
    paths = ("/".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((path for path in paths if path in FOLDERS), None)


def entered(sources: Iterable[str], room: str) -> set[str]:
    """The other rooms that the sources of a room import from."""
    return {found for source in sources for name in imported(source) if (found := room_of(name))} - {room}


ARROWS = {room: entered((path.read_text(encoding="utf-8") for path in FILES[room]), room) for room in ROOMS}


def forbidden(room: str, used: Iterable[str], rows: Iterable[Row] = ROWS) -> list[str]:
    """The rooms that a room uses although its row does not say so."""
    row = row_of(room, rows)
    allowed = row.may_use if row else ()
    return sorted(other for other in used if not any(stands_for(entry, other) for entry in allowed))


def stale(row: Row) -> list[str]:
    """The entries of a row that no room it stands for uses; a star must be used in three rooms or more."""
    used = {other for room in ROOMS if stands_for(row.room, room) for other in ARROWS[room]}
    count = {entry: sum(stands_for(entry, other) for other in used) for entry in row.may_use}
    return [entry for entry, number in count.items() if number < (3 if "*" in entry else 1)]


def overfull(room: str, number: int) -> list[str]:
    """The room with its number of files where that is more than a reader overlooks."""
    return [f"{room}: {number} files"] if number > MOST_FILES else []


def test_every_room_has_a_row_and_every_row_a_room() -> None:
    assert [room for room in ROOMS if row_of(room, ROWS) is None] == []
    assert [row.room for row in ROWS if not any(row_of(room, ROWS) is row for room in ROOMS)] == []
    assert len({row.room for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_uses_what_its_row_allows(room: str) -> None:
    assert forbidden(room, ARROWS[room]) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.room)
def test_every_allowed_arrow_is_used(row: Row) -> None:
    assert stale(row) == []


def test_the_rooms_form_no_circle() -> None:
    assert len(list(TopologicalSorter(ARROWS).static_order())) >= len(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_uses_only_rooms_above_it_in_the_table(room: str) -> None:
    place = {name: ROWS.index(row) for name in ROOMS if (row := row_of(name, ROWS))}
    assert [other for other in ARROWS[room] if place[other] >= place[room]] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_can_be_overlooked(room: str) -> None:
    assert overfull(room, len(FILES[room])) == []


@pytest.mark.parametrize("room", ROOMS)
def test_theory_and_numerics_never_meet(room: str) -> None:
    package = room.split("/")[0]
    others = {"theory": ("numerics", "verifier"), "numerics": ("theory", "verifier")}.get(package, ())
    assert [other for other in ARROWS[room] if other.split("/")[0] in others] == []


@pytest.mark.parametrize("room", [room for room in ROOMS if not room.startswith(APART)])
def test_the_product_uses_nothing_of_notebooks_and_upkeep(room: str) -> None:
    assert [other for other in ARROWS[room] if other.startswith(APART)] == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room.startswith("verifier/claims/")])
def test_a_claim_lives_where_its_theory_lives(room: str) -> None:
    assert f"theory/{room.split('/')[-1]}" in ARROWS[room]


def of(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.room)
def test_a_room_says_what_it_is_for_and_what_it_may_use(row: Row) -> None:
    source = of(ROOT / row.room.removesuffix("/*") / "__init__.py")
    assert introduced(source, row) == source, "run `make derivations`"


@pytest.mark.parametrize("room", [room for room in ROOMS if room.startswith("verifier/claims/")])
def test_a_room_of_claims_names_its_theory(room: str) -> None:
    assert f"`theory/{room.split('/')[-1]}`" in of(ROOT / room / "__init__.py")


@pytest.mark.parametrize("package", ["theory", "numerics"])
def test_the_readme_names_the_rooms(package: str) -> None:
    rooms = ", ".join(row.room.split("/")[1] for row in ROWS if row.room.startswith(f"{package}/"))
    assert f"| {rooms} |" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("package", PACKAGES)
def test_the_picture_of_a_package_is_that_of_the_table(package: str) -> None:
    assert f"({picture_file(package).name})" in TEXT
    assert of(ROOT / picture_file(package)) == picture(package, ROWS), "run `make derivations`"


def test_the_command_tells_the_rooms_and_draws_them(tmp_path: Path) -> None:
    for folder in ("docs", "theory/x", "theory/y"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / PAGE).write_text("| `theory/x` | What. | nothing |\n| `theory/y` | Why. | `theory/x` |\n")
    for room in ("x", "y"):
        (tmp_path / "theory" / room / "__init__.py").write_text('"""Old.\n\nOlder.\n\nMore.\n"""\n')
    main(tmp_path)
    assert of(tmp_path / "theory/y/__init__.py") == '"""Why.\n\nIt may use `theory/x`.\n\nMore.\n"""\n'
    drawing = of(tmp_path / picture_file("theory"))
    assert [name in drawing for name in (">x<", ">y<")] == [True, True]


# --- by hand: what is wrong is seen


def test_a_forbidden_import_is_seen_wherever_it_hides() -> None:
    hidden = (
        "import numerics.model.hankel",
        "def f():\n    if x:\n        from numerics.model.hankel import rank",
        "if TYPE_CHECKING:\n    from numerics.model import hankel",
        "from numerics import model",
        "importlib.import_module('numerics.model.hankel')",
    )
    for source in hidden:
        assert forbidden("theory/model", entered([source], "theory/model")) == ["numerics/model"]
    assert forbidden("theory/model", entered(["from theory.kernel.steps import equation"], "theory/model")) == []


def test_a_room_without_a_row_may_use_nothing() -> None:
    assert forbidden("theory/attic", ["theory/kernel"]) == ["theory/kernel"]


def test_a_circle_is_seen() -> None:
    with pytest.raises(CycleError):
        list(TopologicalSorter({**ARROWS, "theory/kernel": {"theory/plateau"}}).static_order())


def test_an_arrow_that_nobody_uses_is_seen() -> None:
    assert stale(Row("theory/balance", "", ("theory/kernel", "theory/plateau"))) == ["theory/plateau"]
    assert stale(Row("theory/words", "", ("theory/*",))) == ["theory/*"]


def test_an_overfull_room_is_seen() -> None:
    assert overfull("theory/attic", MOST_FILES + 1) == ["theory/attic: 16 files"]


def test_the_pictures_leave_out_what_longer_ways_say() -> None:
    rows = (Row("a/x", "", ()), Row("a/y", "", ("a/x",)), Row("a/z", "", ("a/x", "a/y", "b/*")))
    assert drawn("a", rows) == {"x": [], "y": ["x"], "z": ["y"]}
