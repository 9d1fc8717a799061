"""Which tests execute a line of the source, as coverage once saw it, and how long each takes."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from verifier.upkeep.mutants import Mutant

STORED = (
    "tests/test_catalogue.py", "tests/test_cli.py", "tests/test_readme.py", "tests/test_docs.py", "tests/test_rooms.py",
    "tests/test_notebooks.py", "tests/test_later_experiments.py", "tests/test_experiments.py", "tests/test_figures.py",
    "tests/test_report", "tests/test_reference.py", "tests/test_benchmarks.py", "tests/test_derivation_store.py",
    "tests/test_claims.py::test_its_proof_is_the_stored_one", "tests/formal",
)  # fmt: skip
"""How the ids begin of tests that know the right answer from a stored copy of it, or look at pages only."""

_TIME = re.compile(r"^([\d.]+)s (?:call|setup) +(\S.*)$", re.MULTILINE)
_CLAIM = re.compile(r"\[([a-z-]+)(?:: .*)?\]$")


class LineTests:
    """Read from a folder with `coverage.sqlite` (contexts by test) and `profile.log` (pytest --durations=0).

    A mutant meets at most `limit` seconds, as once measured, of the tests of its line, and as much again of others.
    """

    def __init__(self, folder: Path, limit: float) -> None:
        from coverage import CoverageData

        self._limit = limit
        self._data = CoverageData(str(folder / "coverage.sqlite"))
        self._data.read()
        self._seconds: dict[str, float] = {}
        for seconds, test in _TIME.findall((folder / "profile.log").read_text(encoding="utf-8")):
            self._seconds[test] = self._seconds.get(test, 0.0) + float(seconds)
        self._names = {context.partition("|")[0] for context in self._data.measured_contexts()} | {*self._seconds}

    def of(self, mutant: Mutant, root: Path) -> list[str]:
        """The tests of the mutant's line; then the others of its file and of the claims that import it."""
        contexts = self._data.contexts_by_lineno(self._measured(mutant.path))
        last = mutant.line + mutant.before.count("\n")
        line = self._cheapest(test for at in range(mutant.line, last + 1) for test in contexts.get(at, ()))
        claims = {Path(path).stem.replace("_", "-") for path in importers(root, mutant.path)}
        of_claims = [test for test in self._names if (named := _CLAIM.search(test)) and named[1] in claims]
        wider = self._cheapest([*(test for tests in contexts.values() for test in tests), *of_claims])
        return [*line, *(test for test in wider if test not in set(line))]

    def seconds(self, tests: Iterable[str]) -> float:
        """How long the tests took."""
        return sum(self._seconds.get(test, 0.0) for test in tests)

    def _measured(self, path: str) -> str:
        return next((name for name in self._data.measured_files() if name.endswith(f"/{path}")), path)

    def _cheapest(self, contexts: Iterable[str]) -> list[str]:
        """The ids of the tests, the cheapest first, as far as the limit goes; the dearest alone may exceed it."""
        names = {context.partition("|")[0] for context in contexts} - {""}
        chosen: list[str] = []
        total = 0.0
        for name in sorted(names, key=lambda name: (self._seconds.get(name, 0.0), name)):
            total += self._seconds.get(name, 0.0)
            if not name.startswith(STORED) and (total <= self._limit or not chosen):
                chosen.append(name)
        return chosen


def importers(root: Path, path: str) -> set[str]:
    """The claims' files that import a file, directly or through others; itself where it is a claim's."""
    found, new = {path}, {path}
    while new:
        names = {name.removesuffix(".py").replace("/", ".") for name in new}
        new = {file for file, imported in _imports(root).items() if imported & names} - found
        found |= new
    return {file for file in found if file.startswith("verifier/claims/")}


@cache
def _imports(root: Path) -> dict[str, set[str]]:
    """What each file of the tree imports."""
    files = [file for package in ("theory", "numerics", "verifier") for file in (root / package).rglob("*.py")]
    return {str(file.relative_to(root)): set(_imported(file)) for file in files}


def _imported(file: Path) -> Iterator[str]:
    """The dotted names that a file imports; of `from a import b` both a and a.b, for b may be a module."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
