"""The proof assistant: its version, what it compiles, what it prints of a theorem, and its own independent checker.

Standard library only.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import record as recorded

PACKAGES = (
    "coq libcoq-mathcomp-algebra libcoq-mathcomp-real-closed libcoq-mathcomp-algebra-tactics libcoq-mathcomp-analysis"
)


class CheckError(Exception):
    """One line: place, cause, remedy."""


def run(command: list[str], folder: Path, place: str) -> str:
    """What a command prints; its last lines in the error if it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        said = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("COQ")]
        raise CheckError(f"{place}: {' '.join(' '.join(said).split())[:800]}")
    return done.stdout


def assistant() -> str:
    """The version of the assistant, such as 8.16.1."""
    if not shutil.which("coqc"):
        raise CheckError(f"coqc: not found; on Debian, apt-get install --no-install-recommends {PACKAGES}")
    found = re.search(r"version (\S+)", run(["coqc", "--version"], Path.cwd(), "coqc --version"))
    if not found:
        raise CheckError("coqc --version: no version in its output; another program of that name?")
    return found.group(1)


def series(version: str) -> str:
    """The versions that print alike: 8.16 for 8.16.1."""
    return ".".join(version.split(".")[:2])


def compile_all(folder: Path, build: Path, jobs: int) -> None:
    """Copies the sources of `folder` that changed into `build` and compiles them there."""
    build.mkdir(parents=True, exist_ok=True)
    names = {source.name for source in folder.glob("*.v")}
    for stale in build.glob("*.v"):
        if stale.name not in names:
            for product in build.glob(f"{stale.stem}.*"):
                product.unlink()
    for name in (*sorted(names), "_CoqProject"):
        target, text = build / name, (folder / name).read_bytes()
        if not target.is_file() or target.read_bytes() != text:
            target.write_bytes(text)
    run(["coq_makefile", "-f", "_CoqProject", *sorted(names), "-o", "rocq.mk"], build, "coq_makefile")
    run(["make", "-s", "-f", "rocq.mk", f"-j{jobs}"], build, "formal")


def printed(build: Path, name: str, found: list[str]) -> dict[str, dict[str, Any]]:
    """Theorem -> its statement as the assistant prints it, spaces normalised, and the axioms it rests on."""
    queries = "".join(f"Check {word}. Print Assumptions {word}.\n" for word in found)
    imports = "From mathcomp Require Import all_ssreflect all_algebra.\nLocal Open Scope ring_scope.\n"
    own = " ".join(source[:-2] for source in recorded.sources(name, build) if source[:-2] != name)
    query = build / f"print_{name}.v"
    query.write_text(
        f"{imports}From formal Require Import {own}.\nFrom formal Require Import {name}.\n"
        f"Unset Printing Implicit Defensive.\nSet Printing Width 100.\n{queries}",
        encoding="utf-8",
    )
    output = run(["coqc", "-w", "none", "-Q", ".", "formal", query.name], build, query.name)
    for product in (*build.glob(f"print_{name}.*"), *build.glob(f".print_{name}.*")):
        product.unlink()
    result, names = {}, "|".join(found)
    for word in found:
        match = re.search(
            rf"^{word}\s*:?\s(.*?)^(Closed under the global context|Axioms:)(.*?)(?=^(?:{names})\s*\n\s+:|\Z)",
            output,
            re.MULTILINE | re.DOTALL,
        )
        if not match:
            raise CheckError(f"{name}.v: the assistant did not print {word} as expected; read build/formal/{name}.v")
        axioms = sorted(
            {line.split()[0].split(".")[-1] for line in re.findall(r"^\S+.*", match.group(3), re.MULTILINE)}
        )
        result[word] = {"statement": " ".join(match.group(1).split()).removeprefix(": "), "axioms": axioms}
    return result


def kernel_check(build: Path, names: list[str]) -> None:
    """The independent checker on every compiled file of this folder (not again on those of mathcomp)."""
    files = [word for name in names for word in ("-norec", f"formal.{name}")]
    run(["coqchk", "-silent", "-Q", ".", "formal", *files], build, "coqchk")
