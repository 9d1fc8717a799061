"""Every command that the README shows is run, and its table of claims is the registry's.

Commands of the verifier run for real, in an empty folder that sees the examples. `make` and `pip` would set up another
environment inside this one, so these lines are held against what `make --dry-run` would do, word for word.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from verifier.claims_table import BEGIN, END, with_table
from verifier.registry import discover

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
LINES = [line for language, block in BLOCKS if language == "sh" for line in block.splitlines() if line.strip()]
COMMANDS = [shlex.split(line, comments=True) for line in LINES]
OF_THE_VERIFIER = [words for words in COMMANDS if words[0] == "verifier"]


def test_every_block_is_of_a_kind_that_is_run() -> None:
    assert {language for language, _ in BLOCKS} == {"sh"}
    rest = [words for words in COMMANDS if words[0] not in ("verifier", "make")]
    assert all(words[0] in ("python3", ".venv/bin/python", ".venv/bin/verifier") for words in rest)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with the examples beside it; commands of the README share it, in their order."""
    place = tmp_path_factory.mktemp("reader")
    (place / "examples").symlink_to(ROOT / "examples")
    return place


def test_the_verifiers_commands_succeed(folder: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for words in OF_THE_VERIFIER:
        run = subprocess.run(words, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True)
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


def test_the_table_of_claims_is_the_registrys() -> None:
    assert with_table(README, discover().values()) == README, "run `make derivations`"


def test_a_stale_table_is_seen() -> None:
    stale = README.replace("| claim |", "| name |", 1)
    assert with_table(stale, discover().values()) != stale


def test_a_missing_marker_is_an_error() -> None:
    with pytest.raises(ValueError, match="markers"):
        with_table(README.replace(BEGIN, ""), ())
    with pytest.raises(ValueError, match="markers"):
        with_table(README.replace(END, ""), ())
