"""A realisation as a reader sees it: the answer in a sentence, A, B, C, D, the poles; and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.claim.verdict import Verdict
from verifier.ground.ball_text import complex_json, complex_text, enclosure_json
from verifier.terminal.console import coloured, console, print_table
from verifier.terminal.recovery_text import SHOWN_DIGITS, mode_cells, number_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from numerics.moments.partial_fractions import Pole
    from numerics.realisation.system_poles import SystemPole
    from numerics.realisation.system_recovery import SystemRecovery


def verdict_of(found: SystemRecovery) -> Verdict:
    """CERTIFIED when nothing is missing, UNDECIDED otherwise."""
    return Verdict.UNDECIDED if found.missing else Verdict.CERTIFIED


def sentence(found: SystemRecovery) -> str:
    """What is certified, in one sentence, or what is missing."""
    if found.realisation is None:
        return found.missing
    how = "enclosed" if found.accuracy else "exactly"
    n = found.realisation.states
    states = "1 state" if n == 1 else f"{n} states"
    return f"a realisation of {states}, {found.inputs} in, {found.outputs} out, {how}: {formula(found)}"


def formula(found: SystemRecovery) -> str:
    """Which lag is which product."""
    if found.D is not None:
        return "h_0 = D, h_j = C A^(j-1) B from lag 1 on"
    return "h_j = C A^(j-1) B from lag 1 on, D unknown" if found.start else "h_j = C A^j B, D = 0"


def show(found: SystemRecovery, dt: Fraction | None) -> None:
    """Prints it on the terminal."""
    out = console()
    out.print(coloured(verdict_of(found)).append(f": {sentence(found)}", style="default"), soft_wrap=True)
    for name, rows in _matrices(found):
        out.print(f"{name}:", soft_wrap=True)
        print_table([""] * max(1, len(rows[0]) if rows else 1), [[_cell(v) for v in row] for row in rows])
    if found.poles:
        headings = ("pole", "order", "states", "residue")
        rates = ("rate log(x)/dt", "frequency", "damping") if dt else ()
        print_table((*headings, *rates), [(*_pole_cells(p), *_rates(p, dt, found.bits)) for p in found.poles])
    lines = [f"hypothesis: {text}" for text in found.hypotheses] + [f"note: {text}" for text in found.notes]
    if lines:
        out.print(*lines, sep="\n", soft_wrap=True)


def _matrices(found: SystemRecovery) -> list[tuple[str, Sequence[Sequence[object]]]]:
    if found.realisation is None:
        return []
    held = found.realisation
    named: list[tuple[str, Sequence[Sequence[object]]]] = [("A", held.A), ("B", held.B), ("C", held.C)]
    return [*named, ("D", found.D)] if found.D is not None else named


def _cell(value: object) -> str:
    from flint import acb, arb

    return complex_text(acb(value), SHOWN_DIGITS) if isinstance(value, arb) else str(value)


def _pole_cells(pole: SystemPole) -> tuple[str, str, str, str]:
    rows = ("[" + ", ".join(_residue(entry) for entry in row) + "]" for row in pole.residue)
    return number_text(pole.value, pole.exact, SHOWN_DIGITS), str(pole.order), str(pole.states), ", ".join(rows)


def _residue(entry: Pole) -> str:
    if entry.multiplicity == 1:
        return number_text(entry.weight, entry.exact_weight, SHOWN_DIGITS // 2)
    return "(" + ", ".join(str(value) for value in entry.exact_coefficients or entry.coefficients) + ")"


def _rates(pole: SystemPole, dt: Fraction | None, bits: int) -> tuple[str, ...]:
    return mode_cells(pole.value, dt, bits, SHOWN_DIGITS // 2) if dt else ()


def to_json(found: SystemRecovery) -> dict[str, object]:
    """The document of `verifier recover --format realisation --json`."""
    matrices = {name: [[_json(value) for value in row] for row in rows] for name, rows in _matrices(found)}
    return {
        "verdict": verdict_of(found).value,
        "answer": sentence(found),
        "missing": found.missing,
        "lags": str(found.count),
        "start": str(found.start),
        "accuracy": str(found.accuracy),
        "states": None if found.realisation is None else str(found.realisation.states),
        "confirmed": found.realisation is not None and found.realisation.confirmed,
        **{name: matrices.get(name) for name in "ABCD"},
        "poles": [_pole_json(pole) for pole in found.poles],
        "hypotheses": list(found.hypotheses),
        "notes": list(found.notes),
    }


def _json(value: object) -> object:
    from flint import arb

    return enclosure_json(value, SHOWN_DIGITS) if isinstance(value, arb) else str(value)


def _pole_json(pole: SystemPole) -> dict[str, object]:
    return {
        "value": str(pole.exact) if pole.exact is not None else complex_json(pole.value, SHOWN_DIGITS),
        "order": str(pole.order),
        "states": str(pole.states),
        "residue": [[_residue(entry) for entry in row] for row in pole.residue],
    }
