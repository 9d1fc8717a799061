"""LaTeX as a terminal can show it: Greek letters and signs in Unicode, fractions and roots on one line."""

import re
from collections.abc import Mapping
from typing import Any

from verifier.ground.errors import one_line

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

LONGEST_FORMULA = 20_000
"""Characters of LaTeX; what is longer is shown as it was written."""

DEEPEST = 40
"""Groups, brackets and environments within each other."""

OPENING = frozenset({"{", "[", r"\left", r"\begin"})
_GROUP = re.compile(r"\\left(?![A-Za-z])|\\right(?![A-Za-z])|\\begin|\\end|[{}\[\]]")

_MATHEMATICS = re.compile(r"\$([^$]*)\$")


def formula(latex: str) -> str:
    r"""A formula (without dollar signs) as a line of text. Groups of several letters keep their braces.

    >>> formula(r"\lVert \theta_a \rVert^2 \le \frac{1 - \eta}{2} x^{i + j}")
    '‖θ_a ‖^2 ≤(1 - η)/2 x^{i + j}'

    LaTeX that cannot be read is shown as it was written: what is too long, too deep, or has an error in it.

    >>> formula(r"\frac{" * 20) == r"\frac{" * 20
    True
    """
    if not is_bounded(latex):
        return one_line(latex)
    try:
        # strictly: a tolerant parser tries again from every group that is not closed, 2^n times for n of them
        text: str = _writer().latex_to_text(latex.replace(r"\tfrac", r"\frac"), tolerant_parsing=False)
    except Exception:  # it raises whatever it stumbles over: its own errors, IndexError, AttributeError
        return one_line(latex)
    return ", ".join(line.strip() for line in text.strip().splitlines())


def is_bounded(latex: str) -> bool:
    """Whether it is short and flat enough to be parsed: `LONGEST_FORMULA` characters, `DEEPEST` groups in each other.

    >>> is_bounded("x^{2}"), is_bounded("{" * 50)
    (True, False)
    """
    depth = deepest = 0
    for token in _GROUP.findall(latex):
        depth += 1 if token in OPENING else -1
        deepest = max(deepest, depth)
    return len(latex) <= LONGEST_FORMULA and deepest <= DEEPEST


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
