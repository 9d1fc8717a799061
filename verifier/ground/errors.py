"""The one kind of error a user sees: a single line that names the place, the cause and the remedy."""

LONGEST_PART = 500
"""Characters of a place or of a cause that are shown."""


class VerifierError(Exception):
    """Something stopped the work that is not a verdict: the command ends with exit code 3."""

    exit_code = 3

    def __init__(self, place: str, cause: str, remedy: str = "") -> None:
        """One line is made of the three, whatever characters the user's text contained.

        >>> str(VerifierError("a.toml", "two\\nlines", "write one"))
        'a.toml: two lines; write one'
        """
        self.place, self.cause, self.remedy = place, cause, remedy
        place, cause = (part if len(part) <= LONGEST_PART else f"{part[:LONGEST_PART]}..." for part in (place, cause))
        text = f"{place}: {cause}" + (f"; {remedy}" if remedy else "")
        super().__init__(one_line(text))


class InputError(VerifierError):
    """What the user gave cannot be used: exit code 2, and nothing has been written."""

    exit_code = 2


def one_line(text: str) -> str:
    r"""The text on one line, characters that a terminal would obey or cannot show replaced by their escapes.

    >>> one_line("a\n\x1b[2J")
    'a \\x1b[2J'
    """
    line = " ".join(text.split())
    return line if line.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


def shortened(value: object, length: int = 40) -> str:
    """The value as a reader would recognise it, on one line and not longer than `length`.

    >>> shortened("x" * 100, 10)
    "'xxxxxx..."
    """
    if isinstance(value, int) and abs(value) >= 10**length:
        return f"an integer of more than {length} digits"
    try:
        text = ascii(value)
    except ValueError:  # it has an integer of thousands of digits in it
        return f"a {type(value).__name__} that is too long to show"
    return text if len(text) <= length else text[: length - 3] + "..."
