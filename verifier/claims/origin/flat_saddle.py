"""Pure delays: where the first moments vanish, escape from the saddle at zero takes a power of 1/eps."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Profile, Settings, Status
from verifier.claim.verdict import Evidence, Verdict

EXPONENT = "exponent"
MARGIN = Fraction(1, 50)
"""How far the exponent between the two smallest scales may be off."""
STEP, LIMIT = Fraction(1, 20), 200_000
WIDTH = 5

ONE_DELAY, TWO_DELAYS = (0, 1, 0), (0, 0, 1)
DELAYED_DECAY = (Fraction(0), Fraction(1, 2), Fraction(1, 4), Fraction(1, 8))


def follow(response: Sequence[Fraction | int], delay: int, scales: Sequence[int], seeds: Sequence[int]) -> Evidence:
    """Escape times from starts 1/s times the direction of each seed, held against eps^{-delay}; descent in float64."""
    from math import log

    from numerics.arithmetics.float64 import Float64
    from numerics.descent.escape import escape_time
    from numerics.descent.run import Run
    from numerics.model.start import start
    from numerics.model.teacher import response_of_values
    from theory.origin.flat_saddle import escape_exponent

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


def one_delay(settings: Settings, response: Sequence[Fraction | int] = ONE_DELAY) -> Evidence:
    """g_0 = 0, g_1 > 0."""
    return follow(response, 1, settings.pick((30, 100), (30, 100, 300, 1000), (100, 300, 1000)), _seeds(settings))


def two_delays(settings: Settings) -> Evidence:
    """g_0 = g_1 = 0, g_2 > 0."""
    return follow(TWO_DELAYS, 2, settings.pick((12, 24), (12, 24, 48), (12, 24, 48)), _seeds(settings))


def _seeds(settings: Settings) -> range:
    return range(1, 1 + settings.pick(2, 5, 20))


def proof(settings: Settings) -> Evidence:
    """The scaling of time, and blow-up of the scaled flow in finite time."""
    from theory.origin.flat_saddle import flat_saddle_proof

    return evidence.proof(flat_saddle_proof())


CLAIM = Claim(
    id="flat-saddle",
    section="6",
    title="A pure delay: the saddle at zero is flat, and escape takes a power of 1/eps",
    statement=(
        r"Let $g_0 = \ldots = g_{m-1} = 0$, $g_m \ne 0$, $m \ge 1$. Descent from $\epsilon \theta_0$ leaves the saddle "
        r"at 0 after a time of order $\epsilon^{-m}$, not $\log(1/\epsilon)$: to leading order the flow is "
        r"$\theta' = 2 g_m \nabla h_m$, homogeneous of degree $m + 1$, so $\theta(t) = \epsilon \phi(\epsilon^m t)$."
    ),
    status=Status.OBSERVATION,
    hypotheses=("one input and output", r"the start's direction does not run into a critical point of $h_m$"),
    builds_on=("origin-saddle", "gradient"),
    proof=Check("scaling and blow-up", proof),
    checks=(
        Check("one delay", one_delay),
        Check("one delay, then decay", lambda s: one_delay(s, DELAYED_DECAY), Profile.FULL, seconds=10),
        Check("two delays", two_delays),
    ),
    controls=(
        Control(
            "g_0 = 1",
            "not a delay: escape takes log 1/eps",
            EXPONENT,
            lambda s: follow((1, 0, 0), 1, (30, 100), (1,)),
        ),
        Control(
            "one delay taken for two",
            "the exponent -2 asked of $g_1 = 1$",
            EXPONENT,
            lambda s: follow(ONE_DELAY, 2, (30, 100), (1,)),
        ),
    ),
)
