"""LaTeX as MathML for a page, and sentences that mix prose and formulas. Nothing in a text is read as markup."""

import re
from functools import cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import tostring

from markupsafe import Markup, escape

from verifier.ground.latex_lines import broken, signs
from verifier.ground.readable import formula, is_bounded

SHORT = 22
"""A displayed formula of at most so many signs stays in one piece."""

BRACKETS = ("(", "[", "{", "|", "\u2016")
"""Operators that open something where they come first."""

MACRO = re.compile(r"\\[A-Za-z,;]")
"""What tells LaTeX from other text."""

BLANK = re.compile(r"(\\[;,:! ]|\s)*")
"""LaTeX that shows nothing but space."""

OF_PRESENTATION = frozenset(
    {"accent", "columnalign", "columnlines", "columnspacing", "depth", "displaystyle", "fence", "height"}
    | {"linethickness", "lspace", "mathvariant", "maxsize", "minsize", "movablelimits", "rowspacing", "rspace"}
    | {"scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width"}
)
"""The attributes that are kept: how a formula looks, never a link, a style or an identifier."""


@cache
def mathml(latex: str, part: bool = False) -> Markup:
    r"""A formula, without its dollar signs, as one ``<math>`` element; LaTeX that cannot be read is shown as written.

    With `part` it is a piece of a displayed formula: sums are large, and a sign in front joins two terms.

    >>> mathml(r"x^2")
    Markup('<math><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>')
    >>> mathml(r"\text{<b>}")
    Markup('<math><mrow><mtext>&lt;b&gt;</mtext></mrow></math>')
    >>> mathml(r"x_")
    Markup('<code>x_</code>')
    """
    from latex2mathml.converter import convert_to_element

    defines = r"\newcommand" in latex or r"\def" in latex
    if defines or not is_bounded(latex):
        return _as_written(latex)
    try:
        element = convert_to_element(latex)
    except Exception:  # its parser raises whatever it stumbles over, IndexError and StopIteration included
        return _as_written(latex)
    _make_plain(element)
    if part:
        _join(element)
    return Markup(tostring(element, encoding="unicode", short_empty_elements=False))


def _as_written(latex: str) -> Markup:
    return Markup("<code>{}</code>").format(latex)


def _make_plain(element: Any) -> None:
    """Unescapes the texts once (writing escapes them again) and keeps only attributes of presentation."""
    for node in element.iter():
        node.text = unescape(node.text or "")
        for name in [name for name in node.attrib if name not in OF_PRESENTATION]:
            del node.attrib[name]


def _join(element: Any) -> None:
    element.set("displaystyle", "true")
    first = next(iter(element[0]), None)
    if first is not None and first.tag == "mo" and first.text not in BRACKETS:
        first.set("form", "infix")


def display(before: str, relation: str, after: str) -> Markup:
    """A step of a proof as pieces that wrap between the terms of its sums, on whatever width the reader has.

    >>> display("a + b", "=", "c").count("<math")
    1
    """
    whole = f"{before} {relation} {after}"
    if signs(whole) <= SHORT:
        return mathml(whole, part=True)
    first, *rest = broken(after, 1)
    pieces = (*broken(before, 1), f"{relation} {first}", *rest)
    return Markup(" ").join(mathml(piece, part=True) for piece in pieces if not BLANK.fullmatch(piece))


def prose(text: str) -> Markup:
    r"""A sentence with formulas between dollar signs; a last dollar without a partner is a dollar.

    LaTeX that stands in the prose without dollar signs is shown on one line, with signs for its macros.

    >>> prose("$x$ < <i>")
    Markup('<math><mrow><mi>x</mi></mrow></math> &lt; &lt;i&gt;')
    >>> prose("costs $5")
    Markup('costs $5')
    >>> prose(r"at most \frac{\alpha^2}{4}, 50 % of it")
    Markup('at most (α^2)/4, 50 % of it')
    """
    parts = text.split("$")
    if len(parts) % 2 == 0:
        parts[-2:] = ["$".join(parts[-2:])]
    pieces = (mathml(part) if number % 2 else escape(_on_one_line(part)) for number, part in enumerate(parts))
    return Markup("").join(pieces)


def _on_one_line(text: str) -> str:
    return formula(re.sub(r"(?<!\\)([%$#&])", r"\\\1", text)) if MACRO.search(text) else text
