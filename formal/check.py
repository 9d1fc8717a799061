"""Compile every theorem of this folder, print it with its axioms, and compare both with the record.

    python3 formal/check.py            check, and fail on any difference
    python3 formal/check.py --store    check, and renew the record claims.json

Standard library only.  The sources stay clean: everything is compiled in build/formal.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import record as recorded

BUILD = recorded.FOLDER.parent / "build" / "formal"
CLASSICAL = {"propositional_extensionality", "functional_extensionality_dep", "constructive_indefinite_description"}
PACKAGES = (
    "coq libcoq-mathcomp-algebra libcoq-mathcomp-real-closed libcoq-mathcomp-algebra-tactics libcoq-mathcomp-analysis"
)
_HEADER = re.compile(r"\(\*\s*(?:Claim\s+)?([a-z]+(?:-[a-z]+)*)")
_THEOREM = re.compile(r"^Theorem (\w+)", re.MULTILINE)
_READ = re.compile(r"^(Theorem|Definition|Fixpoint|Variables?|Hypothes[ie]s|Hypothesis|Notation|Let)\b")


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


def theorems(folder: Path) -> dict[str, list[str]]:
    """File stem -> its theorems, of every file but lemmas_*.v and definitions*.v, whose theorems are no claims."""
    claims = [path for path in sorted(folder.glob("*.v")) if not path.stem.startswith(("lemmas_", "definitions"))]
    empty = [path.name for path in claims if not _THEOREM.search(path.read_text(encoding="utf-8"))]
    if empty:
        raise CheckError(f"{empty[0]}: states no Theorem; call it lemmas_{empty[0]} if it only helps others")
    return {path.stem: _THEOREM.findall(path.read_text(encoding="utf-8")) for path in claims}


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


def sentences(text: str) -> list[str]:
    """The sentences of a source, without comments."""
    return re.split(r"\.\s", re.sub(r"\(\*.*?\*\)", "", text, flags=re.DOTALL))


def lines_to_read(folder: Path, name: str) -> int:
    """Lines that are not proof: definitions*.v that the file needs, and its own definitions and statements."""
    total = 0
    for source in recorded.sources(name, folder):
        text = (folder / source).read_text(encoding="utf-8")
        if source.startswith("definitions"):
            total += sum(1 for line in text.splitlines() if line.strip())
        elif source == f"{name}.v":
            total += sum(len(s.strip().splitlines()) for s in sentences(text) if _READ.match(s.strip()))
    return total


def entry(folder: Path, build: Path, name: str, found: list[str], version: str) -> dict[str, Any]:
    """What is recorded of one file."""
    text = (folder / f"{name}.v").read_text(encoding="utf-8")
    header = _HEADER.match(text)
    if not header:
        raise CheckError(f"{name}.v: its first comment does not begin with a claim's name")
    missing = re.search(r"Missing: (.*?)(?=\n\s*\n|\*\))", text[: text.index("*)") + 2], re.DOTALL)
    axioms: dict[str, list[str]] = {}
    statements: dict[str, str] = {}
    for word, what in printed(build, name, found).items():
        axioms[word], statements[word] = what["axioms"], what["statement"]
    return {
        "claim": header.group(1),
        "missing": " ".join(missing.group(1).split()) if missing else "",
        "theorems": axioms,
        "statements": {series(version): statements},
        "lines_to_read": lines_to_read(folder, name),
        "sha256": recorded.hashes(name, build),
    }


def series(version: str) -> str:
    """The versions that print alike: 8.16 for 8.16.1."""
    return ".".join(version.split(".")[:2])


def difference(name: str, old: dict[str, Any] | None, new: dict[str, Any]) -> str | None:
    """The first respect in which a file is not what the record says, or None."""
    if old is None:
        return f"{name}.v: not in the record"
    for key in ("claim", "missing", "theorems", "lines_to_read", "sha256"):
        if old[key] != new[key]:
            return f"{name}.v: {key} is {new[key]}, recorded {old[key]}"
    for version, statements in new["statements"].items():
        if version in old["statements"] and old["statements"][version] != statements:
            return f"{name}.v: as printed by {version} the statement differs from the record"
    return None


def merged(old: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    """The new entry, with the statements that other versions printed of the same sources."""
    if old is None or old["sha256"] != new["sha256"]:
        return new
    return {**new, "statements": {**old["statements"], **new["statements"]}}


def assistants(versions: set[str], files: dict[str, Any]) -> list[str]:
    """Those versions that have checked every file as it now is: a changed source is unchecked by the others."""
    return sorted(each for each in versions if all(series(each) in item["statements"] for item in files.values()))


def kernel_check(build: Path, names: list[str]) -> None:
    """The independent checker on every compiled file of this folder (not again on those of mathcomp)."""
    files = [word for name in names for word in ("-norec", f"formal.{name}")]
    run(["coqchk", "-silent", "-Q", ".", "formal", *files], build, "coqchk")


def check(folder: Path, build: Path, store: bool, chk: bool, jobs: int) -> dict[str, Any]:
    """Compiles, prints, compares; returns the record of this run."""
    version, started = assistant(), time.monotonic()
    compile_all(folder, build, jobs)
    compiled = time.monotonic() - started
    path = folder / "claims.json"
    old = recorded.load(path) if path.is_file() else {"files": {}, "assistants": []}
    new = {name: entry(folder, build, name, found, version) for name, found in theorems(folder).items()}
    for name, item in new.items():
        for word, axioms in item["theorems"].items():
            strange = set(axioms) - CLASSICAL
            if strange:
                raise CheckError(f"{name}.v: {word} rests on {sorted(strange)}; only {sorted(CLASSICAL)} are allowed")
            print(f"{word}  [{item['claim']}{', in part' if item['missing'] else ''}]")
            print(f"  {item['statements'][series(version)][word]}")
            print(f"  axioms: {', '.join(axioms) if axioms else 'none'}")
    differences = [text for name in new if (text := difference(name, old["files"].get(name), new[name]))]
    differences += [f"{name}.v: recorded, but gone" for name in old["files"] if name not in new]
    if chk:
        kernel_check(build, sorted(path.stem for path in folder.glob("*.v")))
    lines = sum(len(source.read_text(encoding="utf-8").splitlines()) for source in folder.glob("*.v"))
    count = sum(len(item["theorems"]) for item in new.values())
    whole = {item["claim"] for item in new.values()} - {item["claim"] for item in new.values() if item["missing"]}
    print(
        f"Rocq {version}: {count} theorems in {len(new)} files serve {len({i['claim'] for i in new.values()})} claims, "
        f"{len(whole)} of them whole; {lines} lines; compiled in {compiled:.0f} s, checked in "
        f"{time.monotonic() - started:.0f} s{'' if chk else ' (without coqchk)'}."
    )
    if differences and not store:
        more = f" (and {len(differences) - 1} more)" if len(differences) > 1 else ""
        raise CheckError(f"{differences[0]}{more}; if that is meant, python3 formal/check.py --store")
    files = {name: merged(old["files"].get(name), item) for name, item in new.items()}
    return {"assistants": assistants({*old["assistants"], version}, files), "files": files}


def table(files: dict[str, Any]) -> str:
    """The table of README.md: claim, file, theorems, axioms, lines to read."""
    rows = ["| claim | file | theorems | axioms | lines |", "| --- | --- | --- | --- | ---: |"]
    for name, item in sorted(files.items(), key=lambda pair: (pair[1]["claim"], pair[0])):
        axioms = {axiom for found in item["theorems"].values() for axiom in found}
        rows.append(
            f"| {item['claim']}{' (in part)' if item['missing'] else ''} | [{name}.v]({name}.v) "
            f"| {', '.join(item['theorems'])} | {'classical, 3' if axioms else 'none'} | {item['lines_to_read']} |"
        )
    return "\n".join(rows) + "\n"


def with_table(text: str, files: dict[str, Any]) -> str:
    """The text of README.md with its table renewed."""
    start, end = "<!-- table: made by check.py -->\n", "<!-- end of table -->"
    return text[: text.index(start) + len(start)] + table(files) + text[text.index(end) :]


def main() -> int:
    """The command; 0 when all is as recorded, 1 with one line otherwise."""
    parser = argparse.ArgumentParser(description="Check the theorems of formal/ and compare them with the record.")
    parser.add_argument("--store", action="store_true", help="renew the record")
    parser.add_argument("--no-chk", action="store_true", help="leave coqchk out")
    parser.add_argument("--folder", type=Path, default=recorded.FOLDER, help="where the sources are")
    parser.add_argument("--build", type=Path, default=BUILD, help="where they are compiled")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    try:
        found = check(options.folder, options.build, options.store, not options.no_chk, options.jobs)
    except CheckError as error:
        print(f"formal: {error}", file=sys.stderr)
        return 1
    if options.store:
        text = json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        (options.folder / "claims.json").write_text(text, encoding="utf-8")
        readme = options.folder / "README.md"
        if readme.is_file():
            readme.write_text(with_table(readme.read_text(encoding="utf-8"), found["files"]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
