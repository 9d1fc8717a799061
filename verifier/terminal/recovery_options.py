"""The options of `verifier recover`: what is asked, read exactly; how accurate the numbers are said to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import click

from verifier.ground.errors import InputError
from verifier.ground.numbers import parse_rational
from verifier.terminal.options import Command

MAXIMAL_HORIZON = 10_000_000
MAXIMAL_NODES = 200
MAXIMAL_START = 1000


@dataclass(frozen=True)
class Asked:
    """What the command line asks for; None where it does not say."""

    digits: int | None
    accuracy: Fraction | None
    relative: Fraction | None
    exact: bool
    nodes: int | None
    start: int
    spectrum: tuple[Fraction | None, Fraction | None]
    dt: Fraction | None
    horizon: int

    def errors(self, values: Sequence[Fraction], column: Sequence[Fraction] | None) -> list[Fraction] | None:
        """How far each of the values may be from the truth: what is said in several ways adds up; None if in none."""
        if self.accuracy is None and self.relative is None and column is None:
            return None
        bounds = column or [Fraction(0)] * len(values)
        absolute, relative = self.accuracy or Fraction(0), self.relative or Fraction(0)
        return [absolute + relative * abs(value) + bound for value, bound in zip(values, bounds, strict=True)]


def _positive(_context: click.Context, parameter: click.Parameter, text: str | None) -> Fraction | None:
    value = None if text is None else parse_rational(text, parameter.opts[0])
    if value is not None and value <= 0:
        raise InputError(parameter.opts[0], f"{text} is not positive", "leave it out, or give a number above 0")
    return value


def _interval(
    _context: click.Context, _parameter: click.Parameter, ends: tuple[str, str]
) -> tuple[Fraction | None, Fraction | None]:
    low = None if ends[0] in ("-oo", "-inf") else parse_rational(ends[0], "--spectrum")
    high = None if ends[1] in ("oo", "inf", "+oo") else parse_rational(ends[1], "--spectrum")
    if low is not None and high is not None and low >= high:
        raise InputError("--spectrum", f"{low} is not below {high}", "write the lower end first: --spectrum -1 1")
    return low, high


def recovery_options(command: Command) -> Command:
    """All of them, in the order in which the help lists them."""
    horizon, nodes = click.IntRange(0, MAXIMAL_HORIZON), click.IntRange(1, MAXIMAL_NODES)
    options = (
        click.option("--accuracy", callback=_positive, metavar="E", help="Every number is within E of the truth."),
        click.option("--relative", callback=_positive, metavar="R", help="... within R times its own size."),
        click.option("--error-column", metavar="NAME", help="... within the number in this column or array."),
        click.option("--exact", is_flag=True, help="The numbers are meant exactly, however they look."),
        click.option("--nodes", type=nodes, metavar="N", help="The degree is N: a hypothesis of the answer."),
        click.option("--start", type=click.IntRange(0, MAXIMAL_START), default=0, help="The lag of the first number."),
        click.option("--column", metavar="NAME", help="The column of a table (name or number), the array of a file."),
        click.option("--spectrum", nargs=2, default=("-1", "1"), callback=_interval, metavar="A B",
                     help="Where the symmetric student has its spectrum (-1 1); oo is infinity."),
        click.option("--dt", callback=_positive, metavar="T", help="Show the modes of a system sampled every T."),
        click.option("--horizon", type=horizon, default=0, metavar="H", help="Continue the response to lag H."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command
