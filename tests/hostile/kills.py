"""Kills at random moments: ``python -m tests.hostile.kills 300`` sends so many signals, and compares what is left.

A command is started, killed at a random moment or when its first file appears, started again, and in the end left to
finish. What it has written then is what it writes undisturbed, byte for byte but for seconds and dates, and nothing
else is in its folder. On the way a result is there whole or not at all, and a state that is promised exists.
"""

import argparse
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

ROOT = Path(__file__).parent.parent.parent
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
PATIENCE = 60.0
"""Seconds after which a command that was told to end is said to hang."""

PROBLEM = """[teacher]
nodes = ["1/2", "-1/3"]
weights = [1, "1/2"]
[student]
width = 4
scale = "1/10"
seed = 1
[training]
length = 4
step_size = "1/20"
steps = {steps}
[claim]
horizon = 101
"""
SWEEP = """[teacher]
nodes = ["1/2"]
weights = [1]
[student]
width = [2, 3]
scale = ["1/10", "1/20"]
seed = { count = 2 }
[training]
length = [3, 4]
step_size = ["1/20", "1/30"]
steps = 400
[claim]
horizon = 20
"""


@dataclass(frozen=True)
class Victim:
    """A command, its input, the results that it is asked for, and for how long it is worth killing."""

    arguments: Sequence[str]
    inputs: Mapping[str, str]
    results: Sequence[str]
    seconds: float


VICTIMS: Mapping[str, Victim] = {
    "descend": Victim(
        ("descend", "p.toml", "--json", "r.json"), {"p.toml": PROBLEM.format(steps=1500)}, ("r.json",), 2.0
    ),
    "certify": Victim(
        ("certify", "p.toml", "--json", "r.json"), {"p.toml": PROBLEM.format(steps=300)}, ("r.json",), 2.0
    ),
    "sweep": Victim(
        ("sweep", "s.toml", "--out", "r.sqlite", "--executor", "serial", "--export", "r.csv"),
        {"s.toml": SWEEP}, ("r.sqlite", "r.csv"), 1.5,
    ),
    "run": Victim(("run", "--only", "stable-threshold", "--jobs", "1", "--json", "r.json"), {}, ("r.json",), 1.5),
}  # fmt: skip


def content(path: Path) -> object:
    """What a result says, without seconds and dates; raises where it is not whole."""
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("SELECT * FROM cells ORDER BY cell").fetchall()
    text = path.read_text()
    return timeless(json.loads(text)) if path.suffix == ".json" else text


def timeless(document: object) -> object:
    """A document without what the clock wrote."""
    if isinstance(document, dict):
        return {key: timeless(value) for key, value in document.items() if key not in ("seconds", "date")}
    return [timeless(value) for value in document] if isinstance(document, list) else document


def started(victim: Victim, folder: Path) -> subprocess.Popen[bytes]:
    """The command under way, deaf to nothing, whatever this process ignores."""

    def hearing() -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)

    command = [sys.executable, "-m", "verifier", *victim.arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=folder, env=environment, preexec_fn=hearing, **pipes)


def wait_for(process: subprocess.Popen[bytes], victim: Victim, folder: Path, random: Random) -> None:
    """Until the moment of the kill: at a random time, or when a new file appears."""
    before, at_birth = set(os.listdir(folder)), random.randrange(3) == 0
    end = time.monotonic() + (20 if at_birth else random.uniform(0, victim.seconds))
    while time.monotonic() < end and process.poll() is None:
        if at_birth and set(os.listdir(folder)) - before:
            return
        time.sleep(0.0005 if at_birth else 0.005)


def kill(victim: Victim, folder: Path, expected: Mapping[str, object], random: Random) -> str:
    """Starts and kills once; what is wrong afterwards, or ""."""
    with started(victim, folder) as process:
        wait_for(process, victim, folder, random)
        number = random.choice(SIGNALS)
        process.send_signal(number)
        try:
            _, said = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            return f"{number.name}: it hangs"
    if b"Traceback" in said and os.fsencode(ROOT / "verifier") not in said:
        return ""  # Python itself was interrupted while it started: of us nothing had run
    wrong = [] if process.returncode in allowed(number, said) else [f"exit code {process.returncode}"]
    wrong += ["a traceback"] if b"Traceback" in said else []
    promised = re.search(rb"the state is in (\S+), and", said)
    wrong += ["a promised state is not there"] if promised and not (folder / os.fsdecode(promised[1])).exists() else []
    wrong += [
        f"half of {name}"
        for name in victim.results
        if not name.endswith(".sqlite") and half(folder / name, expected[name])
    ]
    return f"{number.name}: {', '.join(wrong)}; {said[-500:]!r}" if wrong else ""


def allowed(number: signal.Signals, said: bytes) -> set[int]:
    """It may have finished; Python itself, before it hears us, dies of the signal and says nothing."""
    if number is signal.SIGKILL:
        return {0, -number}
    return {0, 130} if said else {0, 130, -number}


def half(path: Path, expected: object) -> bool:
    """Whether a result is there and is not whole."""
    try:
        return path.exists() and content(path) != expected
    except ValueError:
        return True


def undisturbed(victim: Victim, folder: Path) -> tuple[dict[str, object], set[str]]:
    """The results of a victim that nobody kills, and all that is in its folder then."""
    for name, text in victim.inputs.items():
        (folder / name).write_text(text)
    with started(victim, folder) as process:
        _, said = process.communicate()
    assert process.returncode == 0, said
    return {name: content(folder / name) for name in victim.results}, set(os.listdir(folder))


def chain(
    victim: Victim, folder: Path, kills: int, expected: Mapping[str, object], left: set[str], random: Random
) -> str:
    """So many kills, then a run to the end: what was wrong on the way or is left at the end, or ""."""
    for name, text in victim.inputs.items():
        (folder / name).write_text(text)
    for _ in range(kills):
        if wrong := kill(victim, folder, expected, random):
            return wrong
    found, names = undisturbed(victim, folder)
    if found != expected:
        return "another result"
    return "" if names == left else f"left over: {sorted(names ^ left)}"


def main() -> int:
    """Kills; 1 where something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    asked, random, done, violations = parser.parse_args(), Random(), dict.fromkeys(VICTIMS, 0), 0
    random.seed(asked.seed)
    with tempfile.TemporaryDirectory() as name:
        right = {}
        for kind, victim in VICTIMS.items():
            (folder := Path(name) / kind).mkdir()
            right[kind] = undisturbed(victim, folder)
        while sum(done.values()) < asked.count:
            kind, kills = random.choice(list(VICTIMS)), random.randrange(1, 5)
            with tempfile.TemporaryDirectory(dir=name) as folder:
                wrong = chain(VICTIMS[kind], Path(folder), kills, *right[kind], random)
            done[kind] += kills
            violations += bool(wrong)
            print(sum(done.values()), violations, file=sys.stderr, flush=True)
            if wrong:
                print(f"{kind}: {wrong}", flush=True)
    print(f"{sum(done.values())} kills, {violations} violations; {done}")
    return int(violations > 0)


if __name__ == "__main__":
    sys.exit(main())
