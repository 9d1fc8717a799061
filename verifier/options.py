"""Options and arguments that several commands share."""

import importlib.util
from collections.abc import Callable
from typing import Any, TypeVar

import click

from verifier.errors import InputError
from verifier.files import require_writable

Command = TypeVar("Command", bound=Callable[..., Any])

MAXIMAL_DIGITS = 10_000
"""The most significant decimals that a user may ask for."""


def _writable(_context: click.Context, _parameter: click.Parameter, path: str | None) -> str | None:
    require_writable(path)
    return path


def json_option(command: Command) -> Command:
    """``--json PATH``: the result as JSON, written whole or not at all; ``-`` is standard output."""
    help_text = "Write the result as JSON to PATH ('-' is standard output)."
    return click.option("--json", "json_path", metavar="PATH", callback=_writable, help=help_text)(command)


def _plottable(context: click.Context, parameter: click.Parameter, path: str | None) -> str | None:
    if path is not None and importlib.util.find_spec("matplotlib") is None:
        raise InputError("--plot", "needs the extra 'plots'", "python -m pip install 'matplotlib>=3.9'")
    return _writable(context, parameter, path)


def plot_option(command: Command) -> Command:
    """``--plot FILE.svg``: the figures of a result, written whole or not at all; ``-`` is standard output."""
    help_text = "Draw the result as SVG ('-' is standard output)."
    return click.option("--plot", metavar="FILE.svg", callback=_plottable, help=help_text)(command)


def digits_option(default: int | None = 50, help_text: str = "Significant decimals.") -> Callable[[Command], Command]:
    """``--digits N``, between 1 and `MAXIMAL_DIGITS`."""
    digits = click.IntRange(1, MAXIMAL_DIGITS)
    return click.option("--digits", type=digits, default=default, show_default=default is not None, help=help_text)
