"""What a human must read to trust each theorem: its lines counted, and the table of README.md.

Standard library only, and no proof assistant.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import record as recorded

_READ = re.compile(r"^(Theorem|Definition|Fixpoint|Variables?|Hypothes[ie]s|Hypothesis|Notation|Let)\b")
_DEFINED = re.compile(r"^(?:Definition|Fixpoint) (\w+)\b")


def sentences(text: str) -> list[str]:
    """The sentences of a source, without comments."""
    return re.split(r"\.\s", re.sub(r"\(\*.*?\*\)", "", text, flags=re.DOTALL))


def lines_to_read(folder: Path, name: str) -> int:
    """Lines that are not proof: definitions*.v that the file needs, its own definitions and statements, and those
    definitions of other files that these mention."""
    whole, elsewhere, mentioned = 0, {}, ""
    for source in recorded.sources(name, folder):
        text = (folder / source).read_text(encoding="utf-8")
        if source.startswith("definitions"):
            whole += sum(1 for line in text.splitlines() if line.strip())
        elif source == f"{name}.v":
            mentioned = "\n".join(s.strip() for s in sentences(text) if _READ.match(s.strip()))
        else:
            elsewhere.update({found[1]: s.strip() for s in sentences(text) if (found := _DEFINED.match(s.strip()))})
    while used := [word for word in elsewhere if re.search(rf"\b{word}\b", mentioned)]:
        mentioned += "".join(f"\n{elsewhere.pop(word)}" for word in used)
    return whole + len(mentioned.splitlines())


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
