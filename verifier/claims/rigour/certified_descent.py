"""One exact run of descent, enclosed: by shadowing, by naive balls, by mpmath intervals, by the checker's integers."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from flint import arb

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.rationals import ball
from numerics.model.linear_rnn import in_arithmetic
from numerics.rigour import enclosure
from numerics.rigour.certified_run import EndState, overlap, recentred, with_enough_bits
from numerics.rigour.enclosure import first_bits
from numerics.rigour.interval_run import interval_run
from verifier.certificate.certificate import Certificate
from verifier.certificate.certification import certificate, rigorous_run
from verifier.certificate.recheck import recheck, verdict
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control
from verifier.claim.verdict import Evidence, Verdict
from verifier.problem.problem import Problem, parse_problem

CLAIM = Declaration(
    id="certified-descent",
    section="6",
    title="Balls from exact data enclose the exact iterates of descent",
    statement=(
        r"For $d = 6$, $k = 5$, nodes $4/5, -2/5$, weights $1, 1/2$, $\eta = 1/50$ and the start of seed 1 at scale "
        r"$10^{-5}$, the exact iterate after $2500$ steps lies within $10^{-60}$ of one computed point: by ball "
        r"arithmetic, by shadowing, by interval arithmetic and by a checker in integers, whose enclosures meet."
    ),
    status=Status.COMPUTATION,
    builds_on=("gradient", "shadowing", "hessian-changes"),
)

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
    whole = parse_problem(PROBLEM, CLAIM.id)
    whole = replace(whole, training=replace(whole.training, steps=steps))
    return replace(whole, student=replace(whole.student, width=3), horizon=20) if small else whole


def described(instance: Problem, end: EndState) -> dict[str, str]:
    """The instance, and how shadowing got through it."""
    amplified = end.amplification.str(3, radius=False) if end.amplification is not None else ""
    return {"instance": str(instance.source), "shadowing": f"{precision(end)}, growth {amplified}"}


def precision(end: EndState) -> str:
    """Bits and radius."""
    return f"{end.bits} bits, radius {end.radius.str(3, radius=False)}"


def both_routes(steps: int, step: Fraction) -> Evidence:
    """Shadowing, and naive balls with this step: radii below 1e-60, a common point."""
    instance = problem(steps)
    shadowed = rigorous_run(instance, DIGITS)
    run = replace(instance.exact.run, step_size=step)
    naive = with_enough_bits(enclosure.enclose, run, DIGITS, enclosure.first_bits(run, DIGITS))
    details = {**described(instance, shadowed), "naive": precision(naive)}
    if overlap(shadowed, naive):
        text = f"{steps} steps by shadowing and by naive balls, radii below 1e-{DIGITS}, enclosures overlap"
        return Evidence(Verdict.CERTIFIED, text, details=details)
    details["counterexample"] = f"{instance.source}: the two enclosures of the end are disjoint"
    return Evidence(Verdict.REFUTED, "the two enclosures of the end are disjoint", "disjoint-enclosures", details)


@check("shadowing and naive balls", seconds=2)
def shadowing_and_naive_balls(settings: Settings) -> Evidence:
    return both_routes(2500, Fraction(1, 50))


@control("another-step", "the naive balls run with step 1/49", "disjoint-enclosures")
def another_step(settings: Settings) -> Evidence:
    return both_routes(60, Fraction(1, 49))


def by_intervals(instance: Problem) -> Evidence:
    """The run in mpmath intervals, and whether its end can be the one that shadowing found."""
    end, run = rigorous_run(instance, DIGITS), instance.exact.run
    bits = first_bits(run, DIGITS)
    box = interval_run(run, bits).end
    middle, rounding = recentred(in_arithmetic(box.model, Balls(bits)), Balls(bits))
    other = EndState(run.steps, middle, rounding + ball(box.radius), arb(0), bits)
    details = {**described(instance, end), "intervals": precision(other)}
    if overlap(end, other):
        return Evidence(
            Verdict.CERTIFIED, f"{run.steps} steps in mpmath intervals, enclosures overlap", details=details
        )
    details["counterexample"] = f"{instance.source}: the two enclosures of the end are disjoint"
    return Evidence(Verdict.REFUTED, "the two enclosures of the end are disjoint", "disjoint-enclosures", details)


def by_the_checker(instance: Problem, change: Callable[[Certificate], Certificate] = lambda made: made) -> Evidence:
    """The certificate of a run, changed where a control does so, and checked in integers."""
    end, steps = rigorous_run(instance, DIGITS), instance.training.steps
    made = change(certificate(instance, end, DIGITS)[0])
    findings = list(recheck(made, longest=600))
    details, refuted = described(instance, end), [f for f in findings if f.verdict is Verdict.REFUTED]
    if refuted:
        details["counterexample"] = "; ".join(f"{finding.part}: {finding.text}" for finding in refuted)
        reason = "end-outside-radius" if refuted[0].part == "end" else "certificate-refuted"
        return Evidence(Verdict.REFUTED, f"the certificate is false: {refuted[0].part}", reason, details)
    return Evidence(verdict(findings), f"{steps} steps and {len(made.parts)} claims in integers", details=details)


@check("60 steps at d = 3 by the checker, in integers")
def sixty_steps(settings: Settings) -> Evidence:
    return by_the_checker(problem(60, small=True))


@control("inner-radius", "the radius of the certificate is 0", "end-outside-radius")
def inner_radius(settings: Settings) -> Evidence:
    return by_the_checker(problem(60, small=True), lambda made: replace(made, radius=Fraction(0)))


@control("false-claim", "the loss claimed is 1e-3", "certificate-refuted")
def false_claim(settings: Settings) -> Evidence:
    loss = {"mid": "1E-3", "rad": "1E-9"}
    return by_the_checker(problem(60, small=True), lambda made: replace(made, claims={**made.claims, "loss": loss}))


@check("60 steps at d = 3 in mpmath intervals")
def sixty_steps_in_intervals(settings: Settings) -> Evidence:
    return by_intervals(problem(60, small=True))


@check("all steps by the checker, in integers", Profile.FULL, seconds=5)
def all_steps(settings: Settings) -> Evidence:
    return by_the_checker(problem())


@check("all steps in mpmath intervals", Profile.FULL, seconds=15)
def all_steps_in_intervals(settings: Settings) -> Evidence:
    return by_intervals(problem())
