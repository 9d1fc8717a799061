"""``verifier laws``: how many conservation laws the gradient flow of a linear RNN has, counted from both sides."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import click

from verifier.ground.errors import InputError
from verifier.ground.files import write_json
from verifier.ground.versions import versions
from verifier.terminal.options import json_option
from verifier.terminal.plan import stdout_is_taken
from verifier.terminal.progress import reporting

if TYPE_CHECKING:
    from theory.laws.law_count import LawCount

MAXIMAL_PARAMETERS = 200
"""The largest D that is counted; 168 takes half a minute."""
MAXIMAL_LENGTH = 32
MAXIMAL_MONOMIALS = 10**6
"""The most terms that the impulse response, a polynomial in the parameters, may have."""
QUIET_SECONDS = 2.0
"""No progress is shown for less."""

SIZE = click.IntRange(1, 10**9)


@click.command("laws")
@click.option("--width", type=SIZE, required=True, help="Number of states d.")
@click.option("--length", type=SIZE, required=True, help="Training length k: the lags 0, ..., k - 1.")
@click.option("--inputs", type=SIZE, default=1, show_default=True, help="Number of inputs m.")
@click.option("--outputs", type=SIZE, default=1, show_default=True, help="Number of outputs p.")
@click.option("--seed", type=click.IntRange(0, 2**64 - 1), default=0, show_default=True, help="Of the random point.")
@json_option
def command(width: int, length: int, inputs: int, outputs: int, seed: int, json_path: str | None) -> int:
    """Counts the independent conservation laws of gradient flow: an exact lower and an exact upper bound."""
    _require_feasible(width, length, inputs, outputs)
    begun = time.monotonic()
    found = _count((width, length, inputs, outputs), seed)
    if json_path is not None:
        asked = {"width": width, "length": length, "inputs": inputs, "outputs": outputs, "seed": seed}
        sizes = {name: str(value) for name, value in asked.items()}
        timing = {"seconds": f"{time.monotonic() - begun:.2f}", "versions": versions()}
        write_json(json_path, {**_as_json(found), **sizes, "meaning": meaning(found, length), **timing})
    if not stdout_is_taken():
        for text in (_headline(found), *meaning(found, length)):
            click.echo(click.wrap_text(text, 100))
    return 0 if found.proved else 3


def _require_feasible(width: int, length: int, inputs: int, outputs: int) -> None:
    parameters = width * (width + inputs + outputs)
    remedy = (
        f"for length >= 2 the count is {width * (width + 1) // 2} at every size: `verifier show conservation-complete`"
    )
    if parameters > MAXIMAL_PARAMETERS:
        cause = f"{parameters} parameters are too many to count for one size (at most {MAXIMAL_PARAMETERS})"
        raise InputError("--width, --inputs, --outputs", cause, remedy)
    if length > MAXIMAL_LENGTH or inputs * outputs * width**length > MAXIMAL_MONOMIALS:
        cause = f"the impulse response of {length} lags is too long a polynomial to count with at width {width}"
        raise InputError("--length", cause, remedy)


def _count(sizes: tuple[int, int, int, int], seed: int) -> LawCount:
    """Follows the bounds as they tighten, with progress once it takes long."""
    from theory.laws.law_count import rnn_laws, tightening_bounds
    from theory.model.matrix_products import linear_rnn

    begun = time.monotonic()
    with reporting() as report:
        for found in tightening_bounds(linear_rnn(*sizes), rnn_laws(sizes[1]), random.Random(seed)):
            if time.monotonic() - begun > QUIET_SECONDS:
                reached, wanted = found.dimension - found.upper, found.dimension - found.lower
                report(reached, wanted, f"rank {reached} of {wanted} with {found.order} Taylor coefficients")
    return found


def _as_json(found: LawCount) -> dict[str, object]:
    """Numbers as text, like everywhere; ``count`` is null where the bounds do not meet."""
    return {
        "count": str(found.lower) if found.proved else None,
        "proved": found.proved,
        "lower": str(found.lower),
        "upper": str(found.upper),
        "parameters": str(found.dimension),
        "point": [str(coordinate) for coordinate in found.point],
        "taylor_coefficients": str(found.order),
    }


def _headline(found: LawCount) -> str:
    bounds = f"{found.lower} <= laws <= {found.upper}"
    return f"{found.lower} conservation laws: proved ({bounds})" if found.proved else f"undecided: {bounds}"


def meaning(found: LawCount, length: int) -> list[str]:
    """What the count proves, and what it does not, a sentence or two each."""
    laws = "the entries of Q" if length > 1 else "the entries of A and of B B^T - C^T C"
    lags = "the single lag h_0" if length == 1 else f"the lags h_0, ..., h_{length - 1}"
    if not found.proved:
        return [
            f"Proved: at least {found.lower} and at most {found.upper} independent laws on an open dense set.",
            "What would decide it: another point; try another --seed.",
        ]
    return [
        f"Proved for this size: on an open dense set of the {found.dimension} parameters, exactly {found.lower} "
        f"independent functions are conserved by the gradient flow of every loss of {lags}, and each such function is "
        f"locally a function of {laws}.",
        f"From below: {laws} are conserved (an identity of polynomials); {found.lower} are independent at the point.",
        f"From above: gradients and their iterated brackets span {found.dimension - found.upper} directions there "
        "(a rank modulo a prime, which the true rank cannot be below).",
        "Not proved: anything about special parameters, where ranks drop (B = C = 0, say); laws of one fixed loss; "
        "discrete or global invariants; descent with a positive step, which changes Q a little.",
    ]
