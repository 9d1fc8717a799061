"""LaTeX as a terminal can show it: Greek letters and signs in Unicode, fractions and roots on one line."""

import re
from collections.abc import Mapping
from typing import Any

SIGNS: Mapping[str, str] = {
    "|": "‖",
    "ne": "≠",
    "bmod": " mod ",
    "left": "",
    "right": "",
    "middle": "",
    "deg": "deg ",
    "det": "det ",
    "rank": "rank ",
    "substack": "",
}
"""Macros that pylatexenc does not know, or would drop."""

_MATHEMATICS = re.compile(r"\$([^$]*)\$")


def formula(latex: str) -> str:
    r"""A formula (without dollar signs) as a line of text. Groups of several letters keep their braces.

    >>> formula(r"\lVert \theta_a \rVert^2 \le \frac{1 - \eta}{2} x^{i + j}")
    '‖θ_a ‖^2 ≤(1 - η)/2 x^{i + j}'
    """
    text: str = _writer().latex_to_text(latex.replace(r"\tfrac", r"\frac"))
    return ", ".join(line.strip() for line in text.strip().splitlines())


def prose(text: str) -> str:
    r"""A sentence with formulas between dollar signs.

    >>> prose(r"the drift is $\eta^2 Q(G)$ exactly")
    'the drift is η^2 Q(G) exactly'
    """
    return _MATHEMATICS.sub(lambda found: formula(found[1]), text)


def _writer() -> Any:
    """pylatexenc's writer; fractions and roots on one line, and no macro dropped: an unknown one shows its name."""
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

    context = get_default_latex_context_db()
    one_line = [MacroTextSpec("frac", simplify_repl=_fraction), MacroTextSpec("sqrt", simplify_repl=_root)]
    signs = [MacroTextSpec(name, simplify_repl=sign) for name, sign in SIGNS.items()]
    context.add_context_category("one-line", macros=[*one_line, *signs], prepend=True)
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_by_name))
    return LatexNodes2Text(context, math_mode="text", keep_braced_groups=True, keep_braced_groups_minlen=2)


def _by_name(node: Any) -> str:
    return f"\\{node.macroname} "


def _fraction(node: Any, l2tobj: Any) -> str:
    above, below = (_grouped(argument, l2tobj) for argument in node.nodeargd.argnlist)
    return f"{above}/{below}"


def _root(node: Any, l2tobj: Any) -> str:
    return f"√{_grouped(node.nodeargd.argnlist[-1], l2tobj)}"


def _grouped(argument: Any, writer: Any) -> str:
    inner = argument.nodelist if hasattr(argument, "nodelist") else [argument]
    text: str = writer.nodelist_to_text(inner).strip()
    return text if re.fullmatch(r"\w+|\S", text) else f"({text})"
