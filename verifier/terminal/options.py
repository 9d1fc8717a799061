"""Options and arguments that several commands share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from verifier.ground.errors import InputError
from verifier.ground.extras import install_line, is_installed
from verifier.terminal.file_types import WRITE, WritesFolder

Command = TypeVar("Command", bound=Callable[..., Any])

REPORT_FILES = ("result.json", "report.html")
"""What a report consists of."""

MAXIMAL_DIGITS = 10_000
"""The most significant decimals that a user may ask for."""


def json_option(command: Command) -> Command:
    """``--json PATH``: the result as JSON, written whole or not at all; ``-`` is standard output."""
    help_text = "Write the result as JSON to PATH ('-' is standard output)."
    return click.option("--json", "json_path", metavar="PATH", type=WRITE, help=help_text)(command)


def _plottable(_context: click.Context, _parameter: click.Parameter, path: str | None) -> str | None:
    if path is not None and not is_installed("matplotlib"):
        raise InputError("--plot", "needs the extra 'plots'", install_line("matplotlib"))
    return path


def plot_option(command: Command) -> Command:
    """``--plot FILE.svg``: the figures of a result, written whole or not at all; ``-`` is standard output."""
    help_text = "Draw the result as SVG ('-' is standard output)."
    return click.option("--plot", metavar="FILE.svg", type=WRITE, callback=_plottable, help=help_text)(command)


def digits_option(default: int | None = 50, help_text: str = "Significant decimals.") -> Callable[[Command], Command]:
    """``--digits N``, between 1 and `MAXIMAL_DIGITS`."""
    digits = click.IntRange(1, MAXIMAL_DIGITS)
    return click.option("--digits", type=digits, default=default, show_default=default is not None, help=help_text)


class Seconds(click.FloatRange):
    """A number of seconds; nan, which every comparison is false of, is none."""

    name = "seconds"

    def __init__(self) -> None:
        super().__init__(min=0)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """As a number; fails for nan."""
        found = super().convert(value, param, ctx)
        return self.fail("nan is not a number of seconds", param, ctx) if found != found else found


def report_option(command: Command) -> Command:
    """``--report DIR``: the result as a page to read, ``report.html``, beside the JSON it was made from."""
    help_text, folder = "Write result.json and report.html into the folder DIR.", WritesFolder(*REPORT_FILES)
    return click.option("--report", metavar="DIR", type=folder, help=help_text)(command)
