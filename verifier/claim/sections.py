"""The sections of the mathematics, by the number that a claim carries."""

from collections.abc import Mapping

SECTIONS: Mapping[str, str] = {
    "1": "Setting",
    "2": "Gradient flow",
    "3": "Balancedness",
    "4": "Fitting does not imply extrapolating",
    "5": "The moment problem",
    "6": "Dynamics from a near-zero start",
    "6b": "From saddle to saddle",
    "7": "Memory",
    "8": "Non-linear networks",
}


def heading(section: str) -> str:
    """The number and title of a section; its number alone where the title is not known.

    >>> heading("3"), heading("42")
    ('3. Balancedness', '42')
    """
    return f"{section}. {SECTIONS[section]}" if section in SECTIONS else section
