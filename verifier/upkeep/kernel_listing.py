"""The files that decide the steps of proofs, listed in docs/verdicts.md: `python -m verifier.upkeep.kernel_listing`."""

import ast
from pathlib import Path

from verifier.ground.files import write_text
from verifier.upkeep.marked_text import replaced

BEGIN, END = "<!-- kernel: written by `make derivations` -->", "<!-- end of kernel -->"
PAGE, KERNEL = Path("docs/verdicts.md"), Path("theory/kernel")


def listing(root: Path) -> str:
    """The files of the kernel as a Markdown table: lines, and what each says of itself; the last row adds up."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in sorted((root / KERNEL).glob("[!_]*.py"))}
    lines = {name: len(source.splitlines()) for name, source in sources.items()}
    rows = [f"| `{KERNEL}/{name}` | {lines[name]} | {_said(source)} |" for name, source in sources.items()]
    total = f"| {len(lines)} files | {sum(lines.values())} | |"
    return "\n".join(["| file | lines | what it decides |", "|---|---|---|", *rows, total])


def _said(source: str) -> str:
    """The first line of a module's docstring, bars kept out of the table's way."""
    return (ast.get_docstring(ast.parse(source)) or "").splitlines()[0].replace("|", r"\|")


def main(root: Path = Path()) -> None:
    """Rewrites the table in the page of the repository at `root`."""
    page = root / PAGE
    write_text(str(page), replaced(page.read_text(encoding="utf-8"), BEGIN, END, listing(root)))


if __name__ == "__main__":
    main()
