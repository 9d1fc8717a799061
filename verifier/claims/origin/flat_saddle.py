"""Pure delays: where the first moments vanish, escape from the saddle at zero takes a power of 1/eps."""

from collections.abc import Sequence
from fractions import Fraction
from math import log

from sympy import Integer

from numerics.arithmetics.float64 import Float64
from numerics.descent.escape import escape_time
from numerics.descent.run import Run
from numerics.model.start import start
from numerics.model.teacher import response_of_values
from theory.origin.flat_saddle import escape_exponent, flat_saddle_proof
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="flat-saddle",
    section="6",
    title="A pure delay: the saddle at zero is flat, and escape takes a power of 1/eps",
    statement=(
        r"Let $g_0 = \ldots = g_{m-1} = 0$, $g_m \ne 0$, $m = 1$ or $2$. Descent from $\epsilon \theta_0$ leaves the "
        r"saddle at 0 after a time of order $\epsilon^{-m}$, not $\log(1/\epsilon)$: to leading order the flow is "
        r"$\theta' = 2 \nabla f$, $f = g_1 h_1$ for $m = 1$ and $f = g_2 h_2 - h_0^2 / 2$ for $m = 2$, homogeneous of "
        r"degree $m + 1$, so $\theta(t) = \epsilon \phi(\epsilon^m t)$."
    ),
    status=Status.OBSERVATION,
    hypotheses=(
        "one input and output",
        "$f > 0$ at the start, or the flow from the start's direction does not run into a critical point of $f$",
        r"nothing is said of $m \ge 3$: there lag 0 pulls before lag $m$",
    ),
    builds_on=("origin-saddle", "gradient"),
    proof=proved_by(
        flat_saddle_proof,
        given=("delay", "start"),
        concludes=(
            r"to leading order the flow from $\epsilon \theta_0$ is $\theta(t) = \epsilon \phi(\epsilon^m t)$ with "
            r"$\phi' = 2 \nabla f(\phi)$, and where $f > 0$ at the start, $\phi$ has left every ball before the "
            r"time $\frac{2 N_{0}^{- \frac{m}{2}}}{c m}$: the student leaves the saddle after a time of order "
            r"$\epsilon^{-m}$"
        ),
        name="scaling and blow-up",
    ),
)

THREE_DELAYS = false_proof(
    "three-delays-in-the-proof", "$m = 3$: lag 0 pulls before lag $m$", lambda: flat_saddle_proof(Integer(3))
)

EXPONENT = "exponent"
MARGIN = Fraction(1, 50)
"""How far the exponent between the two smallest scales may be off."""
STEP, LIMIT, WIDTH = Fraction(1, 20), 200_000, 5

ONE_DELAY, TWO_DELAYS = (0, 1, 0), (0, 0, 1)
DELAYED_DECAY = (Fraction(0), Fraction(1, 2), Fraction(1, 4), Fraction(1, 8))


def follow(response: Sequence[Fraction | int], delay: int, scales: Sequence[int], seeds: Sequence[int]) -> Evidence:
    """Escape times from starts 1/s times the direction of each seed, held against eps^{-delay}; descent in float64."""
    due, g = escape_exponent(delay), response_of_values(list(response))
    name = f"g = ({', '.join(map(str, response))}), width {WIDTH}, step {STEP}"
    details = {"stopping rule": "loss at most half of sum g_j^2", "teacher": name, "arithmetic": "float64"}
    for seed in seeds:
        runs = [Run(start(seed, WIDTH, Fraction(1, s)), g, STEP, LIMIT) for s in scales]
        times = [escape_time(run, Float64()) for run in runs]
        exponent = log(times[-1] / times[-2]) / log(Fraction(scales[-2], scales[-1]))
        seen = ", ".join(f"eps = 1/{s}: t = {float(t):.6g}" for s, t in zip(scales, times, strict=True))
        scaled = float(times[-1] / scales[-1] ** delay)
        details[f"seed {seed}"] = f"{seen}; t eps^{delay} = {scaled:.4f}; exponent {exponent:.4f}"
        if abs(exponent - due) > MARGIN:
            details["counterexample"] = f"{name}, seed {seed}: {details[f'seed {seed}']}, due {due}"
            return Evidence(Verdict.REFUTED, f"seed {seed}: exponent {exponent:.3f}, due {due}", EXPONENT, details)
    return Evidence(Verdict.SUPPORTED, f"exponent {due} on {len(seeds)} seeds", details=details)


def _seeds(settings: Settings) -> range:
    return range(1, 1 + settings.pick(2, 5, 20))


def _one_delay(settings: Settings, response: Sequence[Fraction | int]) -> Evidence:
    scales = settings.pick((30, 100), (30, 100, 300, 1000), (100, 300, 1000))
    return follow(response, 1, scales, _seeds(settings))


@check("one delay")
def one_delay(settings: Settings) -> Evidence:
    return _one_delay(settings, ONE_DELAY)


@controls(
    EXPONENT,
    ("no-delay", "not a delay: escape takes log 1/eps", (1, 0, 0), 1),
    ("one-delay-taken-for-two", "the exponent -2 asked of $g_1 = 1$", ONE_DELAY, 2),
)
def another_exponent(settings: Settings, response: Sequence[int], delay: int) -> Evidence:
    return follow(response, delay, (30, 100), (1,))


@check("one delay, then decay", Profile.FULL, seconds=10)
def one_delay_then_decay(settings: Settings) -> Evidence:
    return _one_delay(settings, DELAYED_DECAY)


@check("two delays")
def two_delays(settings: Settings) -> Evidence:
    return follow(TWO_DELAYS, 2, settings.pick((12, 24), (12, 24, 48), (12, 24, 48)), _seeds(settings))
