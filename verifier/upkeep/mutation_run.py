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
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from multiprocessing import Process, Value
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from verifier.upkeep.forked_pytest import pytest_in
from verifier.upkeep.line_tests import LineTests
from verifier.upkeep.mutants import Mutant, drawn

FOLDER = Path("build/mutants")
COVERAGE = "[run]\nsource = theory,numerics,verifier/claims\ndata_file = ../coverage.sqlite\n"
PATIENCE = 30
"""Seconds, beside twice what they once took, after which tests count as having noticed by not ending."""

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


def copied(root: Path, tree: Path) -> Path:
    """A copy of the tracked files, in which mutants are made; the tree itself is never touched."""
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
        (folder / "profile.log").write_text(pytest_in(tree, options, None), encoding="utf-8")


def tried(mutant: Mutant, tree: Path, tests: LineTests) -> Trial:
    """Makes the mutant in the copy, runs the tests that may notice it, and restores the file."""
    file, begun, chosen = tree / mutant.path, time.perf_counter(), tests.of(mutant, tree)
    source, times = file.read_text(encoding="utf-8"), file.stat()
    file.write_text(mutant.applied(source), encoding="utf-8")
    try:
        killer = _killer(tree, chosen, PATIENCE + int(2 * tests.seconds(chosen))) if chosen else ""
    finally:
        file.write_text(source, encoding="utf-8")
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    return Trial(mutant, killer, len(chosen), time.perf_counter() - begun)


def _killer(tree: Path, tests: Sequence[str], limit: int) -> str:
    """The first of the tests that fails, or takes for ever; "" where none does."""
    printed = pytest_in(tree, ["-x", "--tb=no", "-p", "no:cacheprovider", *tests], limit)
    failed = _FAILED.search(printed)
    if failed or re.search(r"\d passed", printed):
        return failed[1] if failed else ""
    return printed.strip().rpartition("\n")[2] or "a test does not end"


def read(kept: Path) -> dict[str, str]:
    """What became of each mutant tried before: a run that was interrupted goes on from there."""
    trials = map(json.loads, kept.read_text(encoding="utf-8").splitlines() if kept.exists() else ())
    return {str(Mutant(**trial["mutant"])): trial["killed_by"] for trial in trials}


def worker(mutants: Sequence[Mutant], taken: "Synchronized[int]", tree: Path, kept: Path, limit: float) -> None:
    """Takes one mutant after the other that no other worker took; prints each trial, and keeps it in a line."""
    tests = LineTests(kept.parent, limit)
    while (mutant := _next(mutants, taken)) is not None:
        trial = tried(mutant, tree, tests)
        print(trial, flush=True)
        with kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(trial)) + "\n")


def _next(mutants: Sequence[Mutant], taken: "Synchronized[int]") -> Mutant | None:
    with taken.get_lock():
        taken.value += 1
        return mutants[taken.value - 1] if taken.value <= len(mutants) else None


def run(mutants: Sequence[Mutant], root: Path, kept: Path, limit: float, jobs: int) -> list[str]:
    """Tries the mutants that were not yet, and gives back the survivors among all of them."""
    known, trees = read(kept), [copied(root, kept.parent / f"tree-{job}") for job in range(jobs)]
    profiled(trees[0], kept.parent)
    left, taken = [mutant for mutant in mutants if str(mutant) not in known], Value("i", 0)
    processes = [Process(target=worker, args=(left, taken, tree, kept, limit)) for tree in trees]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    known = read(kept)
    return [str(mutant) for mutant in mutants if not known.get(str(mutant))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--under", default="", help="draw from files whose path begins so")
    parser.add_argument("--limit", type=float, default=240, help="seconds of tests of the line; as many of others")
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    mutants = drawn(Path(), asked.seed, asked.count, asked.under)
    survivors = run(mutants, Path(), FOLDER / f"seed-{asked.seed}.jsonl", asked.limit, asked.jobs)
    print(f"\n{len(mutants)} mutants drawn with seed {asked.seed}, {len(survivors)} survived:")
    print("\n".join(survivors))


if __name__ == "__main__":
    main()
