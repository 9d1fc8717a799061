"""Nodes at 1 and -1: the response never decays, five lags are trained on, and a million are followed rigorously."""

from dataclasses import dataclass, replace
from fractions import Fraction

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.bounds import Bounds
from numerics.arithmetics.rationals import bounds_of
from numerics.model.linear_rnn import exact_values
from numerics.rigour.certified_run import Lost
from numerics.rigour.end_state import boxed, loss_bounds, realised
from numerics.rigour.response_error import Ball, response_error
from numerics.rigour.spectral_radius import spectral_radius
from verifier.certificate.certification import rigorous_run
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control
from verifier.claim.verdict import Evidence, Verdict
from verifier.ground.enclosure_text import enclosure_text, radius_text
from verifier.problem.problem import Problem, parse_problem

CLAIM = Declaration(
    id="long-memory",
    section="7",
    title="Five lags of a response that never decays, and it is right at a million",
    statement=(
        r"Let $g_j = 1 + \frac{1}{2} (-1)^j$. A student of width $6$, trained on the $k = 5$ lags $g_0, \dots, g_4$ by "
        r"$3500$ steps of descent of size $\frac{1}{50}$ from the start of scale $10^{-10}$ and seed $1$, has "
        r"$|h_j - g_j| \le 10^{-12}$ for every $j < 10^6$."
    ),
    hypotheses=(
        "the one exact run that is named, its start fixed bit for bit; the full profile runs a second one",
        r"for all $j$ nothing is claimed: the error grows like $j$, and the spectral radius may end just above $1$",
    ),
    status=Status.COMPUTATION,
)

STRAYS, MISFIT = "fits-and-strays", "does-not-fit"
FITTED = Fraction(1, 10**15)
"""A loss up to this counts as fitted: only then is the response beyond the k lags asked for."""
RESPONSE_BITS = 192
"""Working precision of the comparison of the two responses: 57 digits."""

PROBLEM = """
teacher = {{ nodes = [1, -1], weights = [1, "1/2"] }}
student = {{ width = {width}, scale = "{scale}", seed = {seed} }}
training = {{ length = {length}, step_size = "{eta}", steps = {steps} }}
claim = {{ horizon = {horizon} }}
"""


@dataclass(frozen=True)
class Case:
    """A run from the start of this seed, width and scale on k lags, and how near it must stay for how many lags."""

    width: int
    length: int
    scale: Fraction
    eta: Fraction
    steps: int
    horizon: int
    within: Fraction
    seed: int = 1

    @property
    def problem(self) -> Problem:
        """The run as a problem file would give it."""
        return parse_problem(PROBLEM.format(**vars(self)), CLAIM.id)

    def __str__(self) -> str:
        run = f"width {self.width}, k = {self.length}, scale {self.scale}, step {self.eta}, {self.steps} steps"
        return f"g_j = 1 + (-1)^j/2, {run}, seed {self.seed}"


def followed(case: Case, digits: int) -> Evidence:
    """Encloses the exact end of the run, its loss, and the largest error below the horizon."""
    details = {"case": str(case), "horizon": str(case.horizon), "allowed error": str(case.within)}
    try:
        state, bits = end_of_run(case, digits)
    except Lost as failure:
        return Evidence(Verdict.UNDECIDED, str(failure), "lost", details)
    loss, error, lag = loss_and_error(case, state)
    details |= {"loss": _text(loss), "largest error": _text(error)}
    details |= {"at lag": str(lag), "radius of the end state": radius_text(state.radius)[0], "bits": str(bits)}
    found = judged(case, loss, error, details)
    if found.verdict is not Verdict.CERTIFIED:
        return found
    return replace(found, details={**details, "spectral radius - 1": _text(beyond_the_unit_circle(state))})


def end_of_run(case: Case, digits: int) -> tuple[Ball, int]:
    """A ball around the student that exact descent ends with, and the bits used; raises numerics' Lost."""
    end = rigorous_run(case.problem, digits)
    return Ball(exact_values(end.model, Balls(end.bits)), bounds_of(end.radius).upper), end.bits


def loss_and_error(case: Case, state: Ball) -> tuple[Bounds, Bounds, int]:
    """L and max_{j < horizon} |h_j - g_j| of every student in the ball, and the lag of the maximum."""
    balls, asked = Balls(RESPONSE_BITS), case.problem.exact
    loss = loss_bounds(boxed(state, balls), asked.run.response, balls)
    return loss, *response_error(state, realised(asked.teacher), asked.horizon, balls)


def beyond_the_unit_circle(state: Ball) -> Bounds:
    """The spectral radius minus 1: positive, and the response leaves the teacher's in the end, long after 10^6."""
    balls = Balls(RESPONSE_BITS + 64)
    radius = spectral_radius(boxed(state, balls).A, balls)
    return Bounds(radius.lower - 1, radius.upper - 1)


def _text(value: Bounds) -> str:
    text = enclosure_text(value, 5)
    return f"{text['mid']} +/- {text['rad']}"


def judged(case: Case, loss: Bounds, error: Bounds, details: dict[str, str]) -> Evidence:
    """CERTIFIED or REFUTED where the enclosures decide, UNDECIDED where they do not."""
    if loss.lower > FITTED:
        details["counterexample"] = f"{case}: the loss is {details['loss']}"
        return Evidence(Verdict.REFUTED, "the loss is not small", MISFIT, details)
    if loss.upper <= FITTED and error.lower > case.within:
        details["counterexample"] = f"{case}: |h_j - g_j| = {details['largest error']} at j = {details['at lag']}"
        return Evidence(Verdict.REFUTED, f"fits {case.length} lags, strays by lag {details['at lag']}", STRAYS, details)
    if loss.upper <= FITTED and error.upper <= case.within:
        summary = f"|h_j - g_j| at most {float(error.upper):.2e} for every j < {case.horizon}, {case.length} trained on"
        return Evidence(Verdict.CERTIFIED, summary, details=details)
    return Evidence(Verdict.UNDECIDED, "the enclosures are too wide; ask for more digits", "too-wide", details)


MILLION = Case(6, 5, Fraction(1, 10**10), Fraction(1, 50), 3500, 10**6, Fraction(1, 10**12))
NEARER = Case(8, 5, Fraction(1, 10**20), Fraction(1, 50), 9000, 10**6, Fraction(1, 10**30))
LARGE = replace(MILLION, scale=Fraction(1), eta=Fraction(1, 100), steps=2000, horizon=20)
FEW = replace(MILLION, length=3, steps=2000, horizon=20)


@check("certified to lag 10^6", seconds=3)
def million(settings: Settings) -> Evidence:
    return followed(MILLION, settings.digits)


@control("large-start", "a start of scale 1: 20 lags already refute it", STRAYS)
def large_start(settings: Settings) -> Evidence:
    return followed(LARGE, settings.digits)


@control("too-few-lags", "k = 3 = 2n - 1 lags trained on: 20 lags already refute it", STRAYS)
def too_few_lags(settings: Settings) -> Evidence:
    return followed(FEW, settings.digits)


@check("from scale 10^-20, width 8", Profile.FULL, seconds=6)
def nearer(settings: Settings) -> Evidence:
    return followed(NEARER, settings.digits)
