"""What a notebook cell shows: one value in every form that a reader's program may ask for, the same each time."""

from dataclasses import dataclass

from verifier.readable import prose


@dataclass(frozen=True)
class Shown:
    r"""Text with formulas between dollar signs, as Markdown for a browser, LaTeX for print, Unicode for a terminal.

    >>> print(Shown(r"$\eta^2 Q(G)$", r"$\eta^2 Q(G)$"))
    η^2 Q(G)
    """

    markdown: str
    latex: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/markdown": self.markdown, "text/latex": self.latex, "text/plain": str(self)}

    def __str__(self) -> str:
        plain = prose(self.markdown.replace("$$", "$")).replace("**", "").replace("<br>", "\n")
        return "\n".join(line.rstrip() for line in plain.splitlines())


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Shown:
    """A table of text, formulas between dollar signs; raises ValueError when a row is not as long as its head.

    >>> print(table(("n", "k"), [("1", "3")]))
    | n | k |
    |---|---|
    | 1 | 3 |
    """
    if any(len(row) != len(head) for row in rows):
        raise ValueError("table: a row is not as long as the head; give every row one cell for each column")
    lines = (head, ("---",) * len(head), *rows)
    markdown = "\n".join("|" + "|".join(_padded(cell) for cell in line) + "|" for line in lines)
    body = " \\\\\n".join(" & ".join(row) for row in (head, *rows))
    return Shown(markdown, f"\\begin{{tabular}}{{{'l' * len(head)}}}\n{body}\n\\end{{tabular}}")


def _padded(cell: str) -> str:
    """A cell of a Markdown table: a bar inside it would end it."""
    return cell if cell == "---" else f" {cell.replace('|', chr(92) + '|')} "
