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
import sys
import time
from pathlib import Path
from typing import Any

import record as recorded
from audit import lines_to_read, with_table
from rocq import CheckError, assistant, compile_all, kernel_check, printed, series

BUILD = recorded.FOLDER.parent / "build" / "formal"
CLASSICAL = {"propositional_extensionality", "functional_extensionality_dep", "constructive_indefinite_description"}
_HEADER = re.compile(r"\(\*\s*(?:Claim\s+)?([a-z]+(?:-[a-z]+)*)")
_THEOREM = re.compile(r"^Theorem (\w+)", re.MULTILINE)


def theorems(folder: Path) -> dict[str, list[str]]:
    """File stem -> its theorems, of every file but lemmas_*.v and definitions*.v, whose theorems are no claims."""
    claims = [path for path in sorted(folder.glob("*.v")) if not path.stem.startswith(("lemmas_", "definitions"))]
    empty = [path.name for path in claims if not _THEOREM.search(path.read_text(encoding="utf-8"))]
    if empty:
        raise CheckError(f"{empty[0]}: states no Theorem; call it lemmas_{empty[0]} if it only helps others")
    return {path.stem: _THEOREM.findall(path.read_text(encoding="utf-8")) for path in claims}


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
