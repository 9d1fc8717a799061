"""Every command goes through the one place for its files, and every reader through the one for documents."""

import re

import click
import pytest

from tests.hostile.environments import ROOT
from verifier.cli import main
from verifier.terminal.file_types import READ, WRITE, Reads, Writes, WritesFolder

NAMES = main.list_commands(click.Context(main))
OF_FILES = re.compile(r"PATH|FILE|DIR|MOMENTS|[A-Z]+\.[a-z]+")
"""How an option or argument that names a file calls its value."""


def command(name):
    return main.get_command(click.Context(main), name)


def undeclared(found):
    """The options and arguments that name files and do not say whether they are read or written."""
    named = [param for param in found.params if OF_FILES.fullmatch(param.metavar or "")]
    return [param.name for param in named if not isinstance(param.type, (Reads, Writes, WritesFolder))]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_declares_its_files(name):
    assert undeclared(command(name)) == []


def test_an_undeclared_file_is_seen():
    @click.command()
    @click.argument("path", metavar="STUDENT.json")
    @click.option("--json", "json_path", metavar="PATH", type=WRITE)
    @click.option("--from", "other", metavar="FILE.csv", type=READ)
    def one(path, json_path, other):
        pass

    assert undeclared(one) == ["path"]


BY_HAND = re.compile(r"\bjson\.loads?\(|\btomllib\.loads?\(|(?<![\w.])open\(|\.read_text\(|\.read_bytes\(")
ALLOWED = {
    "verifier/ground/documents.py": "the one place where JSON and TOML of a user are parsed",
    "verifier/ground/files.py": "the one place where a user's bytes are read",
    "verifier/claim/catalogue.py": "reads the repository's own file",
    "verifier/claim/derivation_store.py": "reads the repository's own files",
    "verifier/claim/formal_record.py": "reads the repository's own file",
    "verifier/sweep/sweep_figure.py": "reads a value of a row whose seal was found right",
}


def by_hand(source):
    return [line.strip() for line in source.splitlines() if BY_HAND.search(line)]


def test_nobody_reads_a_users_file_by_hand():
    apart = ("verifier/notebook", "verifier/upkeep")
    found = {
        str(path.relative_to(ROOT)): by_hand(path.read_text(encoding="utf-8"))
        for path in (ROOT / "verifier").rglob("*.py")
    }
    found = {name: lines for name, lines in found.items() if lines and not name.startswith(apart)}
    assert {name: lines for name, lines in found.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) <= set(found), "a permission that nobody needs"


def test_reading_by_hand_is_seen():
    assert by_hand("x = json.loads(text)\ny = Path(p).read_text()\nz = read_text(p)") == [
        "x = json.loads(text)",
        "y = Path(p).read_text()",
    ]
