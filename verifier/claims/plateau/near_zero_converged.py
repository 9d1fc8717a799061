"""Long after the plateau q decays by its own law; the error falls to order eps^3, from symmetric starts L to 1/t^2."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import log

from numerics.plateau.plateau_decay import decayed
from numerics.plateau.snapshot import Snapshot
from numerics.plateau.stopping_rule import NoPlateau, Vanished
from theory.plateau.long_time import plateau_rate, settled_error, symmetric_limit
from theory.plateau.long_time_proof import converged_proof
from verifier.cases.after_the_plateau import follow_descent, follow_flow
from verifier.cases.near_zero import Case, drawn_case
from verifier.claim import evidence
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proof, proved_by
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="near-zero-converged",
    section="6",
    title="Long after the plateau: q decays, the error falls to eps^3",
    statement=(
        r"For $k = 2n + 1$ and $t \gg \epsilon^{-2}$, to leading order, $y_+' = -\Gamma q \, y_+$ and "
        r"$y_-' = \Gamma q \, y_-$ "
        r"with $y_\pm = (y_R \pm y_L)/2$ and $\Gamma = 2 \pi(0)^4 (1 + h_{-2}) / \lVert c \rVert^2$, "
        r"$h_{-2} = \beta^T S^{-2} \beta$: "
        r"$q \to 0$, $L \to 0$, and the extrapolation error tends to $y_L^T A_{22} y_R = O(\epsilon^3)$ times a "
        r"function of the nodes. From symmetric starts $L t^2 \to \lVert c \rVert^2 / (16 \pi(0)^4 (1 + h_{-2})^2)$."
    ),
    status=Status.OBSERVATION,
    hypotheses=(
        r"$k = 2n + 1$, no node is $0$, $\epsilon \to 0$ along a fixed direction",
        r"general starts: $y_+$ and $y_-$ both differ from $0$ on the plateau",
        r"the gradient flow from the plateau on, in float64; the plateau itself by descent at 30 digits or more",
        r"measured for $n \le 2$, $|x_i| \ge 1/2$: bounds set after pilot runs, the cases then drawn once",
    ),
    builds_on=("near-zero-laws",),
    proof=proved_by(
        converged_proof,
        given=("lags", "at-rest"),
        concludes=(
            r"$y_\pm' = \mp \Gamma q y_\pm$ with $\Gamma = 2 \pi(0)^4 (1 + h_{-2}) / \lVert c \rVert^2$, so that $q "
            r"\to 0$ and $L \to 0$; the third order adds $r = y_L^T A_{22} y_R$ at lag 1, and the loss vanishes at "
            r"$q = -c_1 r / c_0$; from symmetric starts $L t^2 \to \lVert c \rVert^2 / (16 \pi(0)^4 (1 + h_{-2})^2)$"
        ),
        name="leading-order algebra",
    ),
)

RESTING_IN_THE_PROOF = false_proof(
    "resting-couplings-in-the-proof", r"the derivation without $h_{-2}$", lambda: converged_proof(inverse_moment=False)
)

WRONG_RATE, WRONG_LIMIT, WRONG_ERROR, WRONG_EXPONENT = "rate", "limit", "coefficient", "exponent"

PER_SCALE = 30
"""The laws hold to leading order: they may be off by this many times eps, relatively."""
EXPONENT, MARGIN = 3, Fraction(1, 2)
"""The exponent of the settled error between the two smallest scales, how far it may be off: 2, 4 excluded."""
DECAY = (0.5, 1, 2)
"""Where the decay of q is looked at, in units of 1/(2 Gamma (|y_+|^2 + |y_-|^2)) after the plateau."""
SETTLED, LATE = 40, 300
"""In the same units: where general starts have settled, and where L t^2 is read from symmetric ones."""
STOP = f"the plateau's rule, then {SETTLED} (symmetric: {LATE}) relaxation times 1/(2 Gamma (|y_+|^2 + |y_-|^2))"


def cases(count: int) -> list[Case]:
    """The first cases of their own list, k = 2n + 1, nodes of modulus at least 1/2."""
    drawn = (drawn_case(index, "converged", 5) for index in range(count))
    return [replace(case, length=2 * case.modes + 1) for case in drawn]


def refuted(what: str, reason: str, details: dict[str, str], text: str) -> Evidence:
    """The evidence against `what`, with the instance."""
    return Evidence(Verdict.REFUTED, what, reason, {**details, "counterexample": text})


def table(found: Sequence[Evidence]) -> Evidence:
    """All cases reported, failures too."""
    return evidence.gathered(found, f" as claimed: {evidence.summaries(found)}", {"stopping rule": STOP})


def attempt(follow: Callable[[Case], Evidence], case: Case) -> Evidence:
    """UNDECIDED where a run did not reach its stopping rule."""
    try:
        return follow(case)
    except (NoPlateau, Vanished, ArithmeticError) as failure:
        return Evidence(Verdict.UNDECIDED, str(failure))


def counterexample_to_decay(case: Case, seen: Sequence[Snapshot], rate: Fraction, tolerance: float) -> str | None:
    """q measured against the closed solution of y_+' = -Gamma q y_+, y_-' = Gamma q y_-, from the first snapshot."""
    first = seen[0]
    plus, minus = first.complement.squared_norms
    for late in seen[1:]:
        p, m = decayed(plus, minus, rate, Fraction(late.time - first.time))
        expected, found = (p - m) / float(plus - minus), late.q / first.q
        if abs(found - expected) > tolerance:
            times = f"{found:.5f} times that at {first.time:.6g}, not {expected:.5f}"
            return f"{case}: at t = {late.time:.6g}, q is {times}"
    return None


def general(
    case: Case,
    scales: Sequence[Fraction],
    settled: float = SETTLED,
    inverse_moment: bool = True,
    times: Sequence[float] = DECAY,
) -> Evidence:
    """One case from general starts: the decay of q, the settled error's exponent and its coefficient."""
    details, errors, ratios = {}, [], []
    rate = plateau_rate(case.nodes, case.weights)
    believed = plateau_rate(case.nodes, case.weights, inverse_moment)
    lag = max((case.lag, case.lag + 1), key=lambda j: abs(settled_error(case.nodes, j)))  # nodes +-x: one of them is 0
    for scale in scales:
        *decay, last = follow_flow(case, scale, (*times, settled), rate, symmetric=False)
        errors.append(last.errors[lag - case.lag])
        ratios.append(errors[-1] / float(settled_error(case.nodes, lag) * last.complement.r))
        details[f"{case}, scale {scale}"] = (
            f"error / eps^3 {errors[-1] / scale**3:.5f}, error / (r times its coefficient) {ratios[-1]:.4f}, "
            f"loss {last.loss:.1e} at t = {last.time:.4g}"
        )
        text = counterexample_to_decay(case, decay, believed, float(PER_SCALE * scale))
        if text is not None:
            return refuted("decay of q", WRONG_RATE, details, text)
    exponents = [
        log(abs(b / a)) / log(y / x) for (a, b), (x, y) in zip(pairwise(errors), pairwise(scales), strict=True)
    ]
    details[f"{case}, exponents between scales"] = ", ".join(f"{exponent:.3f}" for exponent in exponents)
    if abs(exponents[-1] - EXPONENT) > MARGIN:
        text = f"{case}: the error falls like eps^{exponents[-1]:.3f} from {scales[-2]} to {scales[-1]}"
        return refuted("exponent of the settled error", WRONG_EXPONENT, details, text)
    if abs(ratios[-1] - 1) > PER_SCALE * scales[-1]:
        text = f"{case}, scale {scales[-1]}: the error is {ratios[-1]:.4f} times what r gives"
        return refuted("coefficient of the settled error", WRONG_ERROR, details, text)
    return Evidence(Verdict.SUPPORTED, f"exponent {exponents[-1]:.3f}", details=details)


@check("general starts", seconds=2)
def general_starts(settings: Settings) -> Evidence:
    """Drawn cases, each at scales that halve."""
    scales = [Fraction(1, s) for s in settings.pick((200, 400), (200, 400, 800), (200, 400, 800))]
    return table([attempt(lambda c: general(c, scales), case) for case in cases(settings.pick(1, 6, 12))])


TWO_SCALES = (Fraction(1, 200), Fraction(1, 400))


@control("resting-couplings", r"Gamma without $h_{-2}$: $A_{12}$ and $A_{21}$ do not move", WRONG_RATE)
def resting_couplings(settings: Settings) -> Evidence:
    return general(cases(1)[0], TWO_SCALES, inverse_moment=False)


@control("on-the-plateau", "stopped while q has not decayed: the error is of order eps^2", WRONG_EXPONENT)
def on_the_plateau(settings: Settings) -> Evidence:
    return general(cases(1)[0], TWO_SCALES, settled=1 / 100, times=())


def from_symmetric(case: Case, scale: Fraction, symmetric: bool = True) -> Evidence:
    """One case from a symmetric start: the decay of q, and L t^2 against its limit."""
    rate = plateau_rate(case.nodes, case.weights)
    *decay, last = follow_flow(case, scale, (*DECAY, LATE), rate, symmetric)
    ratio = last.loss * last.time**2 / float(symmetric_limit(case.nodes, case.weights))
    details = {f"{case}, scale {scale}": f"L t^2 over its limit: {ratio:.4f} at t = {last.time:.4g}"}
    tolerance = float(PER_SCALE * scale)
    text = counterexample_to_decay(case, decay, rate, tolerance)
    if text is not None:
        return refuted("decay of q", WRONG_RATE, details, text)
    if abs(ratio - 1) > tolerance:
        return refuted("limit of L t^2", WRONG_LIMIT, details, f"{case}: L t^2 is {ratio:.3g} times the limit")
    return Evidence(Verdict.SUPPORTED, f"L t^2 {ratio:.3f} times its limit", details=details)


@check("symmetric starts")
def symmetric_starts(settings: Settings) -> Evidence:
    """Drawn cases from the symmetric part of their starts."""
    scale = Fraction(1, settings.pick(200, 400, 400))
    return table([attempt(lambda c: from_symmetric(c, scale), case) for case in cases(settings.pick(1, 4, 8))])


@control("general-start", r"$L t^2$ asked of a start that is not symmetric", WRONG_LIMIT)
def general_start(settings: Settings) -> Evidence:
    return from_symmetric(cases(1)[0], Fraction(1, 400), symmetric=False)


@check("by plain descent", Profile.FULL, seconds=10)
def by_descent(settings: Settings) -> Evidence:
    """The decay of q by plain descent instead of the flow."""
    case, scale = cases(1)[0], Fraction(1, 200)
    rate = plateau_rate(case.nodes, case.weights)
    seen = follow_descent(case, scale, DECAY, rate)
    details = {f"{case}, scale {scale}": ", ".join(f"q = {late.q:.5e} at t = {late.time:.5g}" for late in seen)}
    text = counterexample_to_decay(case, seen, rate, float(PER_SCALE * scale))
    if text is not None:
        return refuted("decay of q by descent", WRONG_RATE, details, text)
    return Evidence(Verdict.SUPPORTED, "q decays alike by plain descent", details=details)
