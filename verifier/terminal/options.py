"""Options and arguments that several commands share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from verifier.ground.errors import InputError
from verifier.ground.extras import install_line, is_installed
from verifier.ground.files import require_writable

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
    if path is not None and not is_installed("matplotlib"):
        raise InputError("--plot", "needs the extra 'plots'", install_line("matplotlib"))
    return _writable(context, parameter, path)


def plot_option(command: Command) -> Command:
    """``--plot FILE.svg``: the figures of a result, written whole or not at all; ``-`` is standard output."""
    help_text = "Draw the result as SVG ('-' is standard output)."
    return click.option("--plot", metavar="FILE.svg", callback=_plottable, help=help_text)(command)


def digits_option(default: int | None = 50, help_text: str = "Significant decimals.") -> Callable[[Command], Command]:
    """``--digits N``, between 1 and `MAXIMAL_DIGITS`."""
    digits = click.IntRange(1, MAXIMAL_DIGITS)
    return click.option("--digits", type=digits, default=default, show_default=default is not None, help=help_text)


def _folder(_context: click.Context, _parameter: click.Parameter, name: str | None) -> Path | None:
    """A folder that exists or can be made beneath one that does; raises InputError at once otherwise."""
    if name is None:
        return None
    folder = Path(name)
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not name or not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise InputError(name or "''", "is no folder that can be written to", "name one, new or not")
    return folder


def report_option(command: Command) -> Command:
    """``--report DIR``: the result as a page to read, ``report.html``, beside the JSON it was made from."""
    help_text = "Write result.json and report.html into the folder DIR."
    return click.option("--report", metavar="DIR", callback=_folder, help=help_text)(command)
