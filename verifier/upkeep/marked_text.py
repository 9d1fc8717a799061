"""Parts of a page that are written by a command, between two markers that stay."""


def replaced(text: str, begin: str, end: str, content: str) -> str:
    """The text with everything between the two markers replaced; raises ValueError when a marker is missing.

    >>> replaced("a <1> old <2> b", "<1>", "<2>", "new")
    'a <1>\\nnew\\n<2> b'
    """
    before, found, rest = text.partition(begin)
    _, also, after = rest.partition(end)
    if not found or not also:
        raise ValueError(f"the markers {begin} and {end} must stand around what is written between them")
    return f"{before}{begin}\n{content}\n{end}{after}"
