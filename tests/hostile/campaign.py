"""A long campaign: ``python -m tests.hostile.campaign 1000000`` tries so many inputs, and prints what violates.

Every input comes from a seed and its number: ``--seed S --only KIND --number N`` makes one again.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.hostile.subjects import subjects
from tests.hostile.trial import violation

SHARES = {"problem": 20, "sweep": 20, "certificate": 20, "checkpoint": 15, "result": 10, "moments": 20, "arrays": 3,
          "student": 10, "student arrays": 10, "database": 3}  # fmt: skip
"""How the inputs are shared out; the slow readers get fewer."""


def main() -> int:
    """Tries the inputs in turn; 1 where there was a violation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--only", choices=SHARES)
    parser.add_argument("--number", type=int)
    asked = parser.parse_args()
    turns = [asked.only] if asked.only else [kind for kind, share in SHARES.items() for _ in range(share)]
    tried, violations, end = dict.fromkeys(SHARES, 0), 0, time.monotonic() + asked.seconds
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as name:
        kinds = subjects(Path(name))
        for number in range(asked.count) if asked.number is None else [asked.number]:
            if time.monotonic() > end:
                break
            kind = turns[number % len(turns)]
            path = Path(name) / f"input.{kinds[kind].ending}"
            if found := violation(kinds[kind], path, Random(f"{asked.seed} {kind} {number}")):
                violations += 1
                print(f"{kind} {number} (seed {asked.seed}): {found}", flush=True)
            tried[kind] += 1
            if number % 20000 == 0:
                print(number, violations, file=sys.stderr, flush=True)
    print(f"{sum(tried.values())} inputs, {violations} violations; {tried}")
    return int(violations > 0)


if __name__ == "__main__":
    sys.exit(main())
