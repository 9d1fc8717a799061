"""``verifier show ID``: one claim in full, its proof as stored."""

from dataclasses import asdict

import click

from verifier.claim.catalogue import CheckEntry, Entry, catalogue
from verifier.claim.derivation_store import StoredProof, load
from verifier.claim.formal_record import recorded
from verifier.claim.registry import known
from verifier.claim.verdict import ProofStep
from verifier.ground.files import write_json
from verifier.ground.readable import formula, prose
from verifier.terminal.console import console
from verifier.terminal.options import json_option
from verifier.terminal.plan import stdout_is_taken


@click.command("show")
@click.argument("claim_id", metavar="ID")
@json_option
def command(claim_id: str, json_path: str | None) -> None:
    """What a claim states, under which hypotheses, how it is proved, what checks it and what must be refuted."""
    claims = catalogue()
    claim = claims[known(claim_id, claims)]
    proof = load(claim.id)
    if json_path is not None:
        write_json(json_path, _as_json(claim, proof))
    if not stdout_is_taken():
        for line in (*_statement(claim), *_formal(claim), *_proof(claim, proof), *_tests(claim)):
            console().print(line)


def _statement(claim: Entry) -> list[str]:
    lines = [f"{claim.id} (section {claim.section}, {claim.status}): {claim.title}", "", prose(claim.statement), ""]
    lines += [f"Hypothesis: {prose(hypothesis)}" for hypothesis in claim.hypotheses]
    return [*lines, f"Builds on: {', '.join(claim.builds_on)}"] if claim.builds_on else lines


def _formal(claim: Entry) -> list[str]:
    """The statements that a proof assistant has checked, as it prints them, beside the one above."""
    lines = []
    for file in recorded(claim.id):
        whole = f", in part; left out: {file.missing}" if file.missing else ""
        lines += ["", f"Formal (formal/{file.name}, {file.lines} lines to read{whole}):"]
        lines += [f"  {name}: {statement}" for name, statement in file.statements.items()]
    return lines


def _proof(claim: Entry, proof: StoredProof | None) -> list[str]:
    if claim.proof is None:
        return ["", "Proof: none; what speaks for it is below."]
    if proof is None:
        return ["", f"Proof: {claim.proof.name}. Its steps are not stored; `make derivations` stores them."]
    lines = ["", f"Proof ({proof.verdict}) for {proof.scope}:"]
    lines += [f"  Given: {prose(hypothesis)}" for hypothesis in proof.hypotheses]
    for number, step in enumerate(proof.steps, start=1):
        answer = {True: "", False: "  FALSE", None: "  UNDECIDED"}[step.holds]
        lines += [f"{number:3d}. {_line(step)}", f"     by {prose(step.rule)}{answer}"]
    lines += [f"Hence: {prose(proof.conclusion)}"] if proof.conclusion else []
    return [*lines, *(f"  Cited: {lemma}" for lemma in proof.cited)]


def _line(step: ProofStep) -> str:
    """A step as one line: the formula that was compared, or the sentence that was decided and where."""
    if step.where:
        return f"decided: {prose(step.before)}, in {step.where}"
    return formula(f"{step.before} {step.relation} {step.after}")


def _tests(claim: Entry) -> list[str]:
    """Each test, and below it the false neighbours that it must refute."""
    lines = ["", "Checked by:"]
    for check in claim.tests:
        lines.append(f"  {check.name} (--profile {check.profile} and up{_needed(check)})")
        guards = [control for control in claim.controls if control.guards == check.name]
        lines += [f"    must refute {c.name}: {prose(c.changes)} (reason: {c.reason})" for c in guards]
    return lines


def _needed(check: CheckEntry) -> str:
    return f"; needs {', '.join(check.needs)}" if check.needs else ""


def _as_json(claim: Entry, proof: StoredProof | None) -> dict[str, object]:
    return {
        "id": claim.id,
        "section": claim.section,
        "title": claim.title,
        "status": claim.status.value,
        "statement": claim.statement,
        "hypotheses": list(claim.hypotheses),
        "builds_on": list(claim.builds_on),
        "proof": asdict(proof) if proof else None,
        "checks": [{"name": check.name, "profile": check.profile.value} for check in claim.tests],
        "controls": [asdict(control) for control in claim.controls],
    }
