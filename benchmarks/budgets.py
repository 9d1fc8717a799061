"""The budgets, measured: every command that has one, beside its budget, on an otherwise idle machine.

    python -m benchmarks.budgets

Commands run as a reader would run them, in a folder of their own. Nothing passes or fails here: figures are printed.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


@dataclass(frozen=True)
class Budget:
    """A command of the verifier, what it does in words, and the seconds it may take."""

    what: str
    arguments: tuple[str, ...]
    seconds: float


def budgets(folder: Path) -> Iterator[Budget]:
    """All commands with a budget; files they read or write are in `folder`."""
    two, three = str(EXAMPLES / "two-modes.toml"), str(EXAMPLES / "three-modes.toml")
    yield Budget("list", ("list",), 0.5)
    yield Budget("descend, d = 10, k = 6, 20,000 steps, mpmath", ("descend", two), 60)
    yield Budget("descend, the same, arb", ("descend", two, "--arithmetic", "arb"), 10)
    yield Budget("certify, d = 10, k = 7, 40,000 steps", ("certify", three), 60)
    yield Budget("recover, 50 nodes, 50 digits", ("recover", str(legendre_moments(folder)), "--digits", "50"), 5)
    for width, length in ((5, 5), (6, 4)):
        size = ("--width", str(width), "--length", str(length))
        yield Budget(f"laws, d = {width}, k = {length}", ("laws", *size), 10)
    yield Budget("run, quick profile", ("run", "--jobs", "2", "--report", str(folder)), 90)


def legendre_moments(folder: Path) -> Path:
    """The first 100 moments of dx on [-1, 1], exact, in a file."""
    path = folder / "legendre.csv"
    path.write_text("\n".join(f"2/{lag + 1}" if lag % 2 == 0 else "0" for lag in range(100)) + "\n", encoding="utf-8")
    return path


def measured(budget: Budget, folder: Path) -> tuple[float, int]:
    """Seconds on the clock, and the exit code."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "verifier", *budget.arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return time.perf_counter() - begun, done.returncode


def main() -> None:
    """Prints the table."""
    print(f"{'what':<46} {'budget, s':>10} {'seconds':>9}  exit code", flush=True)
    with tempfile.TemporaryDirectory() as name:
        for budget in budgets(Path(name)):
            seconds, code = measured(budget, Path(name))
            print(f"{budget.what:<46} {budget.seconds:>10} {seconds:>9.2f}  {code}", flush=True)
        page = (Path(name) / "report.html").stat().st_size
        print(f"{'the page of that run, MB':<46} {5:>10} {page / 1e6:>9.2f}")


if __name__ == "__main__":
    main()
