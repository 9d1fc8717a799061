"""What a user does in a folder of his own: small problems, commands, refusals of one line, runs that are stopped."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from numerics.descent.descent import Iterate, descend
from verifier.cli import main

SMALL = """[teacher]
nodes = ["1/2"]
weights = [1]
[student]
width = 3
scale = "1/10"
seed = 1
[training]
length = 4
step_size = "1/20"
steps = 30
[claim]
horizon = 60
"""
UNSTABLE = """[teacher]
nodes = [3]
weights = [1]
[student]
width = 2
scale = "1/100"
seed = 1
[training]
length = 3
step_size = "1/1000"
steps = 20
"""


def call(*arguments: object) -> Result:
    """The command line, in this process."""
    return CliRunner().invoke(main, [*map(str, arguments)])


def refused(result: Result, code: int = 2) -> str:
    """The one line of a refusal; nothing on standard output."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if " left  " not in line]
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("verifier: ")
    assert lines[0].isprintable()
    return lines[0]


def snapshot(folder: Path) -> dict[str, object]:
    """All that is in a folder, links as links."""
    return {
        path.name: os.readlink(path) if path.is_symlink() else path.is_file() and path.read_bytes()
        for path in folder.iterdir()
    }


def interrupted_at(step: int) -> Callable[..., Iterator[Iterate[Any]]]:
    """A descent that is stopped at a step; 0 is before the first."""

    def stopped(run: Any, arithmetic: Any, first: int = 0) -> Iterator[Iterate[Any]]:
        for iterate in descend(run, arithmetic, first):
            if iterate.step == step:
                raise KeyboardInterrupt
            yield iterate

    return stopped
