"""The command line as a shell starts it: streams closed or full, other encodings, no home."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Environment:
    """Redirections as the shell writes them, and variables to set or (None) to unset."""

    redirections: str = ""
    variables: Mapping[str, str | None] = field(default_factory=dict)

    def run(self, arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
        """The command, ended."""
        variables = {**os.environ, "PYTHONPATH": str(ROOT), **self.variables}
        variables = {name: value for name, value in variables.items() if value is not None}
        line = f'"$0" -m verifier "$@" {self.redirections}'
        return subprocess.run(
            ["/bin/sh", "-c", line, sys.executable, *arguments],
            cwd=folder, env=variables, capture_output=True, timeout=120, check=False,
        )  # fmt: skip


ENVIRONMENTS: Mapping[str, Environment] = {
    "as usual": Environment(),
    "stdin closed": Environment("<&-"),
    "stdout closed": Environment(">&-"),
    "stderr closed": Environment("2>&-"),
    "all closed": Environment("<&- >&- 2>&-"),
    "stdout full": Environment(">/dev/full"),
    "stderr full": Environment("2>/dev/full"),
    "both full": Environment(">/dev/full 2>/dev/full"),
    "a reader that goes": Environment("| true"),
    "ASCII": Environment(variables={"PYTHONIOENCODING": "ascii"}),
    "latin-1": Environment(variables={"PYTHONIOENCODING": "latin-1"}),
    "the C locale": Environment(variables={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    "narrow": Environment(variables={"COLUMNS": "1", "TERM": "dumb"}),
    "no columns": Environment(variables={"COLUMNS": "0"}),
    "no home": Environment(variables={"HOME": None, "TERM": None}),
    "a home that is not there": Environment(variables={"HOME": "/nowhere", "XDG_CONFIG_HOME": "/nowhere"}),
}
