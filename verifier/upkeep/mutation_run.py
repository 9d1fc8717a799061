"""Tries mutants against the tests: `python -m verifier.upkeep.mutation_run --seed 1 --count 300` (`make mutants`).

The tests run once under coverage, which says which of them execute a line. A mutant is then made in a copy of the tree
and meets the tests of its line, cheapest first; if it survives those, the tests of its file and those of the claims
that import it. Left out is what compares with stored copies: whoever changes a formula stores them anew, and what
counts is whether the mathematics notices.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from verifier.upkeep.line_tests import LIMIT, LineTests
from verifier.upkeep.mutants import Mutant, drawn

FOLDER = Path("build/mutants")
SETTINGS = {"HYPOTHESIS_PROFILE": "ci", "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
COVERAGE = "[run]\nsource = theory,numerics,verifier/claims\ndata_file = ../coverage.sqlite\n"
BATCH = 400
"""Tests on one command line."""

_FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)


@dataclass(frozen=True)
class Trial:
    """What became of a mutant: the test that noticed it ("" for a survivor), of how many, in how many seconds."""

    mutant: Mutant
    killed_by: str
    tests: int
    seconds: float

    def __str__(self) -> str:
        fate = f"killed by {self.killed_by}" if self.killed_by else f"SURVIVED {self.tests} tests"
        return f"{self.mutant}\n    {fate} ({self.seconds:.0f} s)"


def copied(root: Path, folder: Path) -> Path:
    """A copy of the tracked files, in which mutants are made; the tree itself is never touched."""
    tree = folder / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, tree / name)
    return tree


def profiled(tree: Path, folder: Path) -> None:
    """Runs all tests once under coverage, unless that was done: `coverage.sqlite` and `profile.log` in the folder."""
    (folder / "coverage.ini").write_text(COVERAGE, encoding="utf-8")
    options = ["--cov", "--cov-config=../coverage.ini", "--cov-context=test", "--cov-report=", "--durations=0"]
    if not (folder / "profile.log").exists():
        done = _pytest(tree, options, None)
        (folder / "profile.log").write_text(done, encoding="utf-8")


def tried(mutant: Mutant, tree: Path, tests: LineTests) -> Trial:
    """Makes the mutant in the copy, runs the tests that may notice it, and restores the file."""
    file, begun, met = tree / mutant.path, time.perf_counter(), 0
    source, times = file.read_text(encoding="utf-8"), file.stat()
    file.write_text(mutant.applied(source), encoding="utf-8")
    try:
        for chosen in tests.rounds(mutant, tree):
            killer = next(filter(None, (_killer(tree, batch) for batch in _batches(chosen))), "")
            met += len(chosen)
            if killer:
                break
    finally:
        file.write_text(source, encoding="utf-8")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    return Trial(mutant, killer, met, time.perf_counter() - begun)


def _batches(tests: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (tests[start : start + BATCH] for start in range(0, len(tests), BATCH))


def _killer(tree: Path, tests: Sequence[str]) -> str:
    """The first of the tests that fails, or takes for ever; "" where none does."""
    try:
        printed = _pytest(tree, ["-x", "--tb=no", "-p", "no:cacheprovider", *tests], 3 * LIMIT)
    except subprocess.TimeoutExpired:
        return "time: a test does not end"
    failed = _FAILED.search(printed)
    if failed or " passed" in printed:
        return failed[1] if failed else ""
    return "collection: " + printed.strip().rpartition("\n")[2]


def _pytest(tree: Path, options: Sequence[str], limit: float | None) -> str:
    command = [sys.executable, "-m", "pytest", *options]
    settings = {**os.environ, **SETTINGS, "PYTHONPATH": "."}
    return subprocess.run(
        command, cwd=tree, env=settings, capture_output=True, text=True, timeout=limit, check=False
    ).stdout


def results(folder: Path, seed: int) -> Path:
    """Where the trials of a seed are kept, a line each: a run that was interrupted goes on there."""
    return folder / f"seed-{seed}.jsonl"


def run(root: Path, folder: Path, seed: int, count: int, under: str) -> list[str]:
    """Tries the mutants not yet tried, prints each, and gives back the survivors among all that were."""
    tree = copied(root, folder)
    profiled(tree, folder)
    tests, kept = LineTests(folder), results(folder, seed)
    before = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
    known = {str(Mutant(**trial["mutant"])): trial["killed_by"] for trial in map(json.loads, before)}
    for mutant in drawn(root, seed, count, under):
        if str(mutant) not in known:
            trial = tried(mutant, tree, tests)
            known[str(mutant)] = trial.killed_by
            print(trial, flush=True)
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(trial)) + "\n")
    return [mutant for mutant, killer in known.items() if not killer]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--under", default="", help="draw from files whose path begins so")
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    survivors = run(Path(), FOLDER, asked.seed, asked.count, asked.under)
    print(f"\n{asked.count} mutants drawn with seed {asked.seed}, {len(survivors)} survived:")
    print("\n".join(survivors))


if __name__ == "__main__":
    main()
