"""Long formulas in lines: LaTeX broken at its sums and commas, and how wide it is."""

import re

LINE = 60
"""Signs that fit on a line of a formula; a longer formula is broken at its sums."""

_OPENING, _CLOSING = re.compile(r"\\left|[{(\[]"), re.compile(r"\\right|[})\]]")
_TOKEN = re.compile(r"\\left\s*\\?.|\\right\s*\\?.|\\[A-Za-z]+|\\.|.", re.DOTALL)


def broken(latex: str, most: int = LINE) -> list[str]:
    r"""A formula in lines of at most `most` signs where its sums and commas allow it.

    >>> broken("a + b", 2)
    ['a', '+ b']
    >>> broken(r"\left(a + b\right) c", 2), broken(r"\left(a + b\right) c", 6)
    (['\\bigl(a', '+ b \\bigr) c'], ['\\left(a + b\\right) c'])
    """
    lines = [""]
    for term in (line for whole in _terms(latex) for line in _opened(whole, most)):
        fits = not lines[-1].strip() or signs(lines[-1] + term) <= most
        lines = [*lines[:-1], lines[-1] + term] if fits else [*lines, term]
    return [line.strip() for line in lines]


def _opened(term: str, most: int) -> list[str]:
    """A term that is too long, broken inside its first pair of brackets if that is the only one outermost."""
    found = re.fullmatch(r"(.*?)\\left\((.*)\\right\)([^\\]*)", term, re.DOTALL)
    if signs(term) <= most or found is None or not (_balanced(found[1]) and _balanced(found[2])):
        return [term]
    first, *others = broken(found[2], most)
    lines = [f"{found[1]}\\bigl({first} ", *(f"{line} " for line in others)]
    return [*lines[:-1], f"{lines[-1]}\\bigr){found[3]}"]


def _balanced(latex: str) -> bool:
    """Whether every bracket that closes was opened before, and every one that opens is closed."""
    depth = 0
    for token in _TOKEN.findall(latex):
        depth += bool(_OPENING.match(token)) - bool(_CLOSING.match(token))
        if depth < 0:
            return False
    return depth == 0


def _terms(latex: str) -> list[str]:
    """The formula cut before each + and - and after each comma that no bracket encloses."""
    terms, depth = [""], 0
    for token in _TOKEN.findall(latex):
        depth += bool(_OPENING.match(token)) - bool(_CLOSING.match(token))
        begins = depth == 0 and token in "+-" and terms[-1].strip()
        terms = [*terms, token] if begins else [*terms[:-1], terms[-1] + token]
        if depth == 0 and token in (",", r"\;"):
            terms.append("")
    return [term for term in terms if term]


def signs(latex: str) -> int:
    """About how many signs wide a formula is: commands and letters count once, braces and blanks do not.

    >>> signs(r"\\frac{a}{b} + \\eta")
    5
    """
    words = re.sub(r"\\(left|right|mathrm)(?![A-Za-z])", "", latex)
    return len(re.sub(r"[{}^_\s]", "", re.sub(r"\\([A-Za-z]+|.)", "x", words)))
