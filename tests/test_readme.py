"""Every command that the README and the pages of docs/ show is run, and the README's table of claims is up to date.

Commands of the verifier run for real, in an empty folder that sees the examples; a file that a page shows (its name on
the first line, behind #) is saved there first. `make` and `pip` would set up another environment inside this one, so
these lines are held against what `make --dry-run` would do, word for word.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.claim.catalogue import catalogue
from verifier.ground.extras import is_installed
from verifier.upkeep.claims_table import BEGIN, END, with_table

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
SAVED = ("toml", "csv")
"""The kinds of blocks that a reader saves as a file."""

NEEDED = {"import torch": "torch", ".pt": "torch", ".safetensors": "safetensors"}
"""What a Python block, or a word of a command, says about packages that not everybody has."""


def blocks_of(text: str) -> list[tuple[str, str]]:
    """(language, content) of each fenced block."""
    return re.findall(r"^```(\w*)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def commands_of(text: str) -> list[list[str]]:
    """The words of each line of the sh blocks, comments left out."""
    lines = [line for language, block in blocks_of(text) if language == "sh" for line in block.splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


COMMANDS = commands_of(README)


def can_run(text: str) -> bool:
    """Whether what a block of Python or a command needs is installed."""
    return all(is_installed(package) for sign, package in NEEDED.items() if sign in text)


def run_python(text: str, folder: Path) -> None:
    """Runs the Python blocks of a page, one after the other, as one program."""
    program = "\n".join(block for language, block in blocks_of(text) if language == "python" and can_run(block))
    run = subprocess.run([sys.executable, "-c", program], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_of_a_kind_that_is_run(page: Path) -> None:
    blocks = blocks_of(page.read_text(encoding="utf-8"))
    assert {language for language, _ in blocks} <= {"sh", "python", *SAVED}
    assert all(re.match(r"# [\w.-]+\n", block) for language, block in blocks if language in SAVED)
    own = ("python3", ".venv/bin/python", ".venv/bin/verifier") if page.name == "README.md" else ()
    kinds = {words[0] for words in commands_of(page.read_text(encoding="utf-8"))}
    assert kinds <= {"verifier", "make", *own}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_verifiers_commands_succeed(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for language, block in blocks_of(text):
        if language in SAVED:
            (tmp_path / block.split()[1]).write_text(block, encoding="utf-8")
    run_python(text, tmp_path)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for words in commands_of(text):
        if words[0] == "verifier" and can_run(" ".join(words)):
            run = subprocess.run(words, cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True)
            assert run.returncode == 0, f"{shlex.join(words)}: {run.stderr}"
            assert run.stdout


def test_make_does_what_the_plain_commands_do() -> None:
    """Whatever stands in the README without make is in the recipes that make would run."""
    recipes = subprocess.run(
        ["make", "--dry-run", "--always-make", "verify", "test"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    wanted = [words for words in COMMANDS if words[0] not in ("verifier", "make")]
    made = [[word for word in shlex.split(line) if word != "--quiet"] for line in recipes]
    assert wanted
    assert [words for words in wanted if words not in made] == []


def test_the_table_of_claims_is_the_catalogues() -> None:
    assert with_table(README, catalogue().values()) == README, "run `make derivations`"


def test_a_stale_table_is_seen() -> None:
    stale = README.replace("| claim |", "| name |", 1)
    assert with_table(stale, catalogue().values()) != stale


def test_a_missing_marker_is_an_error() -> None:
    with pytest.raises(ValueError, match="markers"):
        with_table(README.replace(BEGIN, ""), ())
    with pytest.raises(ValueError, match="markers"):
        with_table(README.replace(END, ""), ())
