"""``verifier recover FILE``: poles and weights from the first lags of a response, with what the data leave open."""

import time
from contextlib import nullcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from verifier.claim.verdict import Verdict
from verifier.data.sequence import Sequence, read_sequence
from verifier.ground.errors import InputError
from verifier.ground.files import write_json
from verifier.ground.versions import versions
from verifier.terminal.options import digits_option, json_option
from verifier.terminal.progress import reporting
from verifier.terminal.recovery_options import Asked, recovery_options

if TYPE_CHECKING:
    from numerics.realisation.system_recovery import SystemRecovery
    from numerics.recovery.recovery_result import Recovery


LONG = 150
"""From so many lags on it is told on standard error how far the work has come."""


@click.command("recover")
@click.argument("file", metavar="FILE")
@digits_option(None, "Significant decimals to certify (default: 50, or with an accuracy as many as the data bear).")
@recovery_options
@click.option("--format", "shape", type=click.Choice(["poles", "realisation"]), default="poles", help="What to show.")
@json_option
def command(
    file: str, shape: str, column: str | None, error_column: str | None, json_path: str | None, **asked: Any
) -> int:
    """The poles and weights of the response whose first lags are in FILE; or its realisation (A, B, C, D).

    FILE is a table (CSV, .dat), .npy, .npz, .mat, JSON or TOML; - is a table or JSON on standard input. Numbers are
    exact ("22/7", "-0.4") unless an accuracy says how far they are from the truth. Lags that are matrices make a
    system of several inputs and outputs.
    """
    data, options = read_sequence(file, column, error_column), Asked(**asked)
    begun = time.monotonic()
    if shape == "realisation" or not data.is_scalar:
        from verifier.terminal import system_text as text

        found: Any = _system(data, options)
    else:
        from verifier.terminal import recovery_text as text  # type: ignore[no-redef]

        found = _scalar(data, options)
    seconds = time.monotonic() - begun
    if json_path is not None:
        write_json(json_path, {**text.to_json(found), "versions": versions(), "seconds": f"{seconds:.3f}"})
    if json_path != "-":
        text.show(found, options.dt)
    return 0 if text.verdict_of(found) is Verdict.CERTIFIED else 3


def _scalar(data: Sequence, asked: Asked) -> "Recovery":
    if data.lags.imaginary is not None and any(data.lags.imaginary):
        return _complex(data, asked)
    from numerics.recovery.recovery import recover
    from numerics.recovery.recovery_result import silent

    values = data.lags.real
    try:
        with reporting() if len(values) >= LONG else nullcontext(silent) as report:
            return recover(
                values,
                asked.digits,
                accuracy=asked.errors(values, data.errors),
                horizon=asked.horizon,
                degree=asked.nodes,
                exact=asked.exact,
                start=asked.start,
                support=asked.spectrum,
                report=report,
            )
    except ValueError as error:
        raise InputError(data.lags.place, str(error), "see verifier recover --help") from error


def _complex(data: Sequence, asked: Asked) -> "Recovery":
    from numerics.realisation.complex_recovery import recover_complex

    if asked.relative or data.errors or asked.start or asked.horizon:
        cause = "complex numbers go with --accuracy, --nodes and --digits only"
        raise InputError(data.lags.place, cause, "leave the other options out")
    values = list(zip(data.lags.real, data.lags.imaginary or (), strict=True))
    try:
        return recover_complex(values, asked.digits, asked.accuracy or Fraction(0), asked.nodes)
    except ValueError as error:
        raise InputError(data.lags.place, str(error), "give more lags") from error


def _system(data: Sequence, asked: Asked) -> "SystemRecovery":
    from numerics.realisation.system_recovery import recover_system

    if asked.relative or data.errors or asked.nodes or asked.horizon or asked.start > 1:
        cause = "matrices go with --accuracy, --digits, --dt and --start 0 or 1 only"
        raise InputError(data.lags.place, cause, "leave the other options out")
    return recover_system(data.matrices(), asked.accuracy or Fraction(0), asked.digits or 50, asked.start)
