"""``verifier check CERTIFICATE.json``: a certificate re-verified in integers, by code that shares none with certify."""

import time
from collections.abc import Mapping

import click

from verifier.claim.verdict import Verdict
from verifier.ground.errors import InputError
from verifier.ground.files import write_json
from verifier.terminal.console import coloured, console, print_table
from verifier.terminal.options import json_option
from verifier.terminal.progress import reporting

EXIT_CODES: Mapping[Verdict, int] = {Verdict.CERTIFIED: 0, Verdict.REFUTED: 1}


@click.command("check")
@click.argument("path", metavar="CERTIFICATE.json")
@click.option("--seconds", type=click.FloatRange(min=0), default=600.0, show_default=True,
              help="What is not checked by then is NOT RUN.")  # fmt: skip
@json_option
def command(path: str, seconds: float, json_path: str | None) -> int:
    """Checks a certificate by repeating its run in integers; 0 all confirmed, 1 something false, 3 undecided."""
    from verifier.certificate.certificate import read_certificate
    from verifier.certificate.recheck import recheck, verdict

    certificate, steps, told = read_certificate(path), 0, [0.0]
    steps = certificate.problem.training.steps
    try:
        with reporting() as report:

            def hear(step: int) -> None:
                if time.monotonic() - told[0] > 0.25:
                    told[0] = time.monotonic()
                    report(step, max(steps, 1), f"step {step} of {steps}")

            findings = list(recheck(certificate, seconds, hear))
    except ValueError as error:
        raise InputError(path, f"cannot be checked ({error})", "certify it anew with more digits") from error
    overall = verdict(findings)
    if json_path is not None:
        parts = [{"part": f.part, "verdict": f.verdict.value, "text": f.text} for f in findings]
        write_json(json_path, {"certificate": path, "verdict": overall.value, "parts": parts})
    if json_path != "-":
        print_table(("part", "verdict", ""), [(f.part, coloured(f.verdict), f.text) for f in findings])
        console().print(f"{path}: {overall.value}, by the checker, in integers")
    return EXIT_CODES.get(overall, 3)
