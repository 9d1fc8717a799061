"""A run's result as a reader sees it on a terminal: the claims, the controls, the chain, and one line for all of it."""

from collections.abc import Sequence

from rich.text import Text

from verifier.claim.argument import ChainResult
from verifier.claim.verdict import TROUBLE, Verdict
from verifier.run.claim_result import ClaimResult, ControlOutcome
from verifier.run.results import RunResult
from verifier.terminal.console import coloured, console, print_table


def print_summary(result: RunResult) -> None:
    """Prints all of it on standard output."""
    print_table(("claim", "verdict", "evidence", "seconds"), [_row(claim) for claim in result.claims])
    for line in _controls(result):
        console().print(line)
    for chain in result.argument:
        _print_chain(chain)
    console().print(overall_line(result))


def _row(claim: ClaimResult) -> tuple[str | Text, ...]:
    return claim.id, coloured(claim.verdict), evidence_in_short(claim), f"{claim.seconds:.1f}"


def evidence_in_short(claim: ClaimResult) -> str:
    """The summaries of a claim's evidence, those that set its verdict first, and what was left out."""
    tests = sorted(claim.tests, key=lambda test: test.evidence.verdict is not claim.verdict)
    said = [test.evidence.summary for test in tests if test.evidence.verdict is not Verdict.NOT_RUN]
    said += [f"control '{c.name}' {c.outcome}" for c in claim.controls if c.outcome is not ControlOutcome.REFUTED]
    counterexamples = (test.evidence for test in tests if test.evidence.verdict is Verdict.REFUTED)
    said += [f"counterexample: {e.details['counterexample']}" for e in counterexamples if "counterexample" in e.details]
    said += [f"lowered by {name}" for name in claim.lowered_by]
    said += [f"weaker than a {claim.status} promises"] if claim.falls_short else []
    return "; ".join((*said, *(f"not run: {text}" for text in claim.left_out)))


def _controls(result: RunResult) -> list[Text]:
    controls = [(claim.id, control) for claim in result.claims for control in claim.controls]
    refuted = sum(control.outcome is ControlOutcome.REFUTED for _, control in controls)
    lines = [Text(f"Controls: {refuted} of {len(controls)} false neighbours refuted for the intended reason.")]
    for claim_id, control in controls:
        if control.outcome is not ControlOutcome.REFUTED:
            found = f"{control.evidence.summary} (reason {control.evidence.reason or 'none'!r})"
            text = f"  {claim_id}: '{control.name}' {control.outcome}, wanted {control.intended!r}: {found}"
            lines.append(Text(text, style="dim" if control.outcome is ControlOutcome.NOT_RUN else "bold red"))
    return lines


def _print_chain(chain: ChainResult) -> None:
    console().print(Text.assemble(f"\nThe argument for {chain.teachers}: ", coloured(chain.verdict)))
    for link in chain.links:
        note = f" [{link.note}]" if link.note else ""
        note += (
            f" (given {link.lemmas} cited lemmas)"
            if link.lemmas and link.verdict in (Verdict.DERIVED, Verdict.PROVED)
            else ""
        )
        console().print(Text.assemble(f"  ({link.number}) ", coloured(link.verdict), f"  {link.statement}{note}"))
        console().print(Text(f"        {_by_verdict(link.claims)}", style="dim"))


def _by_verdict(claims: Sequence[tuple[str, Verdict]]) -> str:
    """The claims of a link, those of one verdict together, strongest first.

    >>> _by_verdict([("a", Verdict.NOT_RUN), ("b", Verdict.PROVED), ("c", Verdict.NOT_RUN)])
    'PROVED: b; NOT RUN: a, c'
    """
    groups = {verdict: [name for name, found in claims if found is verdict] for verdict in Verdict}
    return "; ".join(f"{verdict}: {', '.join(names)}" for verdict, names in groups.items() if names)


def overall_line(result: RunResult) -> Text:
    """What the exit code means, in words, with the claims that are to blame."""
    code = result.exit_code
    seconds = f"{len(result.claims)} claims, {result.seconds:.1f} s, profile {result.settings.profile}"
    if code == 0:
        return Text(f"\nAll as claimed ({seconds}).", style="bold green")
    blamed = [claim.id for claim in result.claims if claim.falls_short or claim.verdict in TROUBLE]
    heading = {1: "Refuted, or a control was not", 3: "Undecided, in error, or short of its status"}[code]
    return Text(f"\n{heading}: {', '.join(blamed) or 'nothing was run'} ({seconds}).", style="bold red")
