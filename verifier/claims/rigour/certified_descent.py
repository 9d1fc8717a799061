"""One exact run of descent, enclosed: by shadowing, by naive balls, by mpmath intervals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from verifier.claim.claim import Check, Claim, Control, Profile, Settings, Status
from verifier.claim.verdict import Evidence, Verdict

if TYPE_CHECKING:
    from numerics.rigour.certified_run import EndState
    from verifier.problem.problem import Problem

APART, OUTSIDE, TAMPERED = "disjoint-enclosures", "end-outside-radius", "certificate-refuted"

DIGITS = 60

PROBLEM = """
[teacher]
nodes = ["4/5", "-2/5"]
weights = [1, "1/2"]
[student]
width = 6
scale = "1e-5"
seed = 1
[training]
length = 5
step_size = "1/50"
steps = 2500
[claim]
horizon = 1000
"""


def problem(steps: int = 2500, small: bool = False) -> Problem:
    """The instance: d = 6, k = 5, n = 2; or the same with d = 3 and a near horizon."""
    from verifier.problem.problem import parse_problem

    whole = parse_problem(PROBLEM, "certified-descent")
    whole = replace(whole, training=replace(whole.training, steps=steps))
    return replace(whole, student=replace(whole.student, width=3), horizon=20) if small else whole


def both_routes(settings: Settings, steps: int = 2500, step: Fraction | None = None) -> Evidence:
    """Shadowing and naive balls (with another `step` where given): radii below 1e-60, a common point."""
    from numerics.rigour import enclosure
    from numerics.rigour.certified_run import overlap, with_enough_bits
    from verifier.certificate.certification import rigorous_run

    instance = problem(steps)
    shadowed = rigorous_run(instance, DIGITS)
    run = replace(instance.exact.run, step_size=step) if step else instance.exact.run
    naive = with_enough_bits(enclosure.enclose, run, DIGITS, enclosure.first_bits(run, DIGITS))
    details = {**_described(instance, shadowed), "naive": f"{naive.bits} bits, radius {_short(naive)}"}
    if overlap(shadowed, naive):
        text = f"{steps} steps by shadowing and by naive balls, radii below 1e-{DIGITS}, enclosures overlap"
        return Evidence(Verdict.CERTIFIED, text, details=details)
    details["counterexample"] = f"{instance.source}: the two enclosures of the end are disjoint"
    return Evidence(Verdict.REFUTED, "the two enclosures of the end are disjoint", APART, details)


def by_intervals(
    settings: Settings, instance: Problem, radius: Fraction | None = None, tampered: bool = False
) -> Evidence:
    """The certificate of a run, checked in mpmath intervals; with a false radius or a false claim where given."""
    from verifier.certificate.certification import certificate, rigorous_run
    from verifier.certificate.recheck import recheck, verdict

    end, steps = rigorous_run(instance, DIGITS), instance.training.steps
    made, _ = certificate(instance, end, DIGITS)
    if radius is not None:
        made = replace(made, radius=radius)
    if tampered:
        made = replace(made, claims={**made.claims, "loss": {"mid": "1E-3", "rad": "1E-9"}})
    findings = list(recheck(made, longest=600))
    details, refuted = _described(instance, end), [f for f in findings if f.verdict is Verdict.REFUTED]
    if refuted:
        details["counterexample"] = "; ".join(f"{finding.part}: {finding.text}" for finding in refuted)
        reason = OUTSIDE if refuted[0].part == "end" else TAMPERED
        return Evidence(Verdict.REFUTED, f"the certificate is false: {refuted[0].part}", reason, details)
    return Evidence(
        verdict(findings), f"{steps} steps and {len(made.claims)} claims in mpmath intervals", details=details
    )


def _described(instance: Problem, end: EndState) -> dict[str, str]:
    amplified = end.amplification.str(3, radius=False) if end.amplification is not None else ""
    shadowed = f"{end.bits} bits, radius {_short(end)}, growth {amplified}"
    return {"instance": str(instance.source), "shadowing": shadowed}


def _short(end: EndState) -> str:
    return str(end.radius.str(3, radius=False))


CLAIM = Claim(
    id="certified-descent",
    section="6",
    title="Balls from exact data enclose the exact iterates of descent",
    statement=(
        r"For $d = 6$, $k = 5$, nodes $4/5, -2/5$, weights $1, 1/2$, $\eta = 1/50$ and the start of seed 1 at scale "
        r"$10^{-5}$, the exact iterate after $2500$ steps lies within $10^{-60}$ of one computed point: by ball "
        r"arithmetic, by shadowing and by interval arithmetic, whose enclosures meet."
    ),
    status=Status.COMPUTATION,
    builds_on=("gradient", "shadowing"),
    checks=(
        Check("shadowing and naive balls", both_routes, seconds=2),
        Check("60 steps at d = 3 in mpmath intervals", lambda s: by_intervals(s, problem(60, small=True))),
        Check("all steps in mpmath intervals", lambda s: by_intervals(s, problem()), profile=Profile.FULL, seconds=15),
    ),
    controls=(
        Control("another step", "the naive balls run with step 1/49", APART,
                lambda s: both_routes(s, steps=60, step=Fraction(1, 49))),
        Control("inner radius", "the radius of the certificate is 0", OUTSIDE,
                lambda s: by_intervals(s, problem(60, small=True), radius=Fraction(0))),
        Control("false claim", "the loss claimed is 1e-3", TAMPERED,
                lambda s: by_intervals(s, problem(60, small=True), tampered=True)),
    ),
)  # fmt: skip
