"""The HTML page of a run, made from its result alone: one file that needs neither network nor script."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

from verifier.claim.sections import heading
from verifier.claim.verdict import Verdict
from verifier.ground.errors import VerifierError
from verifier.ground.files import write_json, write_text
from verifier.report.claim_drawing import draw
from verifier.report.mathml import display, prose
from verifier.report.run_summary import overall_line
from verifier.run.claim_result import ClaimResult, ControlOutcome, ControlResult
from verifier.run.results import RunResult, to_json
from verifier.run.results_reader import from_json

SIGNS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.PROVED: "∎",
        Verdict.DERIVED: "⊢",
        Verdict.CERTIFIED: "⊙",
        Verdict.SUPPORTED: "≈",
        Verdict.REFUTED: "✗",
        Verdict.UNDECIDED: "?",
        Verdict.ERROR: "!",
        Verdict.NOT_RUN: "–",
    }
)
"""A sign beside each verdict, so that no reader depends on its colour."""

MEANINGS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.PROVED: "the whole statement is a theorem checked by a proof assistant's kernel",
        Verdict.DERIVED: "every step decided by machine, premises and conclusion named; a reader joins the steps",
        Verdict.CERTIFIED: "shown by a rigorous enclosure for one exact instance, which is named",
        Verdict.SUPPORTED: "sampled or measured, with the count; never called proved",
        Verdict.REFUTED: "false: an exact counterexample is printed",
        Verdict.UNDECIDED: "the checks could not tell, or a control shows that they cannot be trusted",
        Verdict.ERROR: "a check itself failed; says nothing about the statement",
        Verdict.NOT_RUN: "left out of this run, by its profile or for want of an extra",
    }
)


@dataclass(frozen=True)
class Bar:
    """A piece of the bar of verdicts: where it begins and how wide it is, in claims."""

    verdict: Verdict
    start: int
    count: int


def page(result: RunResult) -> str:
    """The report of `result` as one HTML document.

    Every text of the result is escaped; formulas between dollar signs are typeset as MathML. The same result gives
    the same page, byte for byte.
    """
    controls = [control for claim in result.claims for control in claim.controls]
    text: str = _environment().get_template("report.html.j2").render(
        result=result,
        overall=overall_line(result).plain.strip(),
        sections=[(heading(key), list(group)) for key, group in groupby(result.claims, lambda claim: claim.section)],
        drawing=draw({claim.id: claim.builds_on for claim in result.claims}),
        claims={claim.id: claim for claim in result.claims},
        used_by=_used_by(result),
        bars=bars(result),
        controls=len(controls),
        controls_refuted=refuted(controls),
    )  # fmt: skip
    return text


def write_report(folder: Path, result: RunResult) -> None:
    """Writes ``result.json`` and, made from it alone, ``report.html``; makes the folder where there is none.

    Raises VerifierError when they cannot be written.
    """
    document = to_json(result)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise VerifierError(str(folder), f"cannot be made ({error.strerror})", "name another folder") from error
    write_json(str(folder / "result.json"), document)
    write_text(str(folder / "report.html"), page(from_json(document, str(folder))))


def refuted(controls: list[ControlResult] | tuple[ControlResult, ...]) -> int:
    """How many of the controls were refuted for the intended reason."""
    return sum(control.outcome is ControlOutcome.REFUTED for control in controls)


def bars(result: RunResult) -> list[Bar]:
    """How many claims earned each verdict, in the order of the verdicts, side by side."""
    counts = Counter(claim.verdict for claim in result.claims)
    found, start = [], 0
    for verdict in Verdict:
        if counts[verdict]:
            found.append(Bar(verdict, start, counts[verdict]))
            start += counts[verdict]
    return found


def command_line(claim: ClaimResult, result: RunResult) -> str:
    """The command that checks one claim again, under the same settings."""
    settings = result.settings
    options = f"--profile {settings.profile} --seed {settings.seed} --digits {settings.digits}"
    return f"verifier run --only {claim.id} {options}"


def _used_by(result: RunResult) -> dict[str, list[str]]:
    return {claim.id: [other.id for other in result.claims if claim.id in other.builds_on] for claim in result.claims}


def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("verifier.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(prose=prose)
    made.globals.update(signs=SIGNS, meanings=MEANINGS, verdicts=Verdict)
    made.globals.update(refuted=refuted, command_line=command_line, display=display)
    return made
