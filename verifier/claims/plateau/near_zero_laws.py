"""From a near-zero start descent levels off with loss ~ eps^4, asymmetry ~ eps and extrapolation error ~ eps^2."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from numerics.descent.fitting import NotFitted
from numerics.descent.slope import fitted_exponent
from numerics.plateau.stopping_rule import NoPlateau, Vanished
from theory.plateau.leading_order import proof
from verifier.cases.near_zero import Case, Observed, drawn_case, observe
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proof, proved_by
from verifier.claim.verdict import Evidence, Verdict, overall

CLAIM = Declaration(
    id="near-zero-laws",
    section="6",
    title="On the plateau: loss eps^4, asymmetry eps, extrapolation error eps^2",
    statement=(
        r"Started at $\epsilon \theta_0$, descent on $k > 2n$ lags levels off with loss $L = q^2 \lVert "
        r"\Pi e_0 \rVert^2$, $\Pi = I - T T^+$, and $h_j - g_j = -q \, t_j \cdot T^+ e_0$ for $j \ge 1$, "
        r"to leading order, where $q = y_L^T y_R = O(\epsilon^2)$: the loss is of order $\epsilon^4$, "
        r"the extrapolation error $\epsilon^2$, the asymmetry $\epsilon$. On $k = 2n$ lags there is no plateau, "
        r"$L \to 0$, and the extrapolation error is given by the same formula."
    ),
    status=Status.OBSERVATION,
    hypotheses=(
        r"$k \ge 2n$ and no node is $0$",
        r"the start is near zero: $\epsilon \to 0$ along a fixed direction",
        r"the plateau, $\log(1/\epsilon) \ll t \ll \epsilon^{-2}$, found by its stopping rule",
        r"for $k = 2n$: a loss below $\epsilon^6$",
        r"measured for $n \le 2$, nodes $7/10$ apart or more: bounds set after pilot runs, the cases then drawn once",
    ),
    builds_on=("origin-saddle", "gradient"),
    proof=proved_by(
        proof,
        given=("support", "nodes"),
        concludes=(
            r"to leading order $R = q \, \mathrm{Proj}_{T^\perp} e_0$ on the trained lags, and $h_j - g_j = -q \, "
            r"t_j \cdot T^+ e_0$ for $j \ge 1$; for $k = 2n + 1$ the loss is $q^2 \pi(0)^4 / \lVert c \rVert^2$, "
            r"$c$ the coefficients of $\pi^2$"
        ),
        name="leading-order algebra",
    ),
)

NODES_AT_REST = false_proof(
    "nodes-at-rest-in-the-proof", "$T$ without the columns of moving nodes", lambda: proof(nodes_move=False)
)

LAWS: Mapping[str, tuple[int, Fraction]] = {
    "asymmetry": (1, Fraction(1, 100)),
    "error": (2, Fraction(1, 100)),
    "loss": (4, Fraction(1, 50)),
}
"""The exponent of eps in each law, and how far a fitted slope may be from it."""
SHARE = Fraction(1, 100)
"""How far loss and error may be from the closed formulas, relatively."""
NEAR_ZERO = Fraction(1, 10**4)
"""Scales up to this one count for slopes and formulas; larger ones are only shown."""

ONE_MODE = Case((Fraction(4, 5),), (Fraction(1),), 4, 3, arithmetic="mpmath")
INTEGRATOR = Case((Fraction(1), Fraction(-9, 10)), (Fraction(1), Fraction(1, 2)), 8, 5)


def follow(
    case: Case, scales: Sequence[Fraction], digits: int, near_zero: Fraction = NEAR_ZERO, nodes_move: bool = True
) -> Evidence:
    """Run the case from each scale times one direction, and hold what is measured against the laws."""
    details = {"case": str(case), "stopping rule": case.stopping_rule}
    runs: list[Observed] = []
    for scale in scales:
        try:
            runs.append(observe(case, scale, digits, nodes_move))
        except Vanished as failure:
            details["counterexample"] = f"{case}, scale {scale}: {failure}"
            return Evidence(Verdict.REFUTED, f"no plateau from scale {scale}", "no-plateau", details)
        except (NoPlateau, NotFitted) as failure:
            return Evidence(Verdict.UNDECIDED, f"scale {scale}: {failure}", "no-plateau", details)
        details[f"scale {float(scale):.0e}"] = str(runs[-1])
    return judge([run for run in runs if run.scale <= near_zero], details)


def judge(runs: Sequence[Observed], details: dict[str, str]) -> Evidence:
    """SUPPORTED when every slope and every ratio to its formula is within tolerance, else REFUTED by the first."""
    scales, laws = [run.scale for run in runs], ("asymmetry", *runs[0].law)
    for name in laws:
        exponent, tolerance = LAWS[name]
        power = 2 if name == "asymmetry" else 1
        slope = fitted_exponent(scales, [run.measured(name) for run in runs]) / power
        details[f"slope of {name}"] = f"{slope:.5f}"
        if abs(slope - exponent) > tolerance:
            details["counterexample"] = f"{details['case']}: the {name} grows like eps^{slope:.3f}"
            return Evidence(Verdict.REFUTED, f"slope of {name}", "slope", details)
    for run in runs:
        for name, law in run.law.items():
            if abs(run.measured(name) - law) > SHARE * abs(law):
                details["counterexample"] = f"{details['case']}, scale {run.scale}: {run}"
                return Evidence(Verdict.REFUTED, f"{name} against its formula", "coefficient", details)
    return Evidence(Verdict.SUPPORTED, f"slopes and formulas ({', '.join(laws)}) on {len(runs)} runs", details=details)


def table(cases: Mapping[str, Case], exponents: Sequence[int], digits: int) -> Evidence:
    """Every case followed and reported, failures too; one that fails decides the verdict."""
    scales = [Fraction(1, 10**e) for e in exponents]
    found = {name: follow(case, scales, digits) for name, case in cases.items()}
    details = {f"{name}: {key}": text for name, seen in found.items() for key, text in seen.details.items()}
    failed = [f"{name} ({seen.summary})" for name, seen in found.items() if seen.verdict is not Verdict.SUPPORTED]
    passed = len(cases) - len(failed)
    summary = f"{passed} of {len(cases)} cases as claimed, scales 1e-{exponents[0]}..1e-{exponents[-1]}"
    reason = next((seen.reason for seen in found.values() if seen.verdict is Verdict.REFUTED), "")
    return Evidence(overall(found.values()), "; ".join([summary, *failed]), reason, details)


def chosen(settings: Settings, case: Case, full: Sequence[int]) -> Evidence:
    """One case that was chosen, not drawn."""
    return table({"chosen case": case}, settings.pick((4, 8), full, full), settings.digits)


def drawn(settings: Settings, first: int, last: int) -> Evidence:
    """The drawn cases of these numbers, k > 2n."""
    cases = {f"case {number}": drawn_case(number) for number in range(first, last + 1)}
    return table(cases, settings.pick((4, 8), (4, 8, 12), (4, 8, 12)), settings.digits)


@check("one mode, mpmath", seconds=2)
def one_mode(settings: Settings) -> Evidence:
    return chosen(settings, ONE_MODE, (2, 4, 8, 12, 16, 20))


@control("large-start", "starts of order one instead of near zero", "no-plateau", seconds=3)
def large_start(settings: Settings) -> Evidence:
    """The loss goes to zero, and nothing levels off."""
    case = replace(ONE_MODE, arithmetic="arb")
    return follow(case, [Fraction(1), Fraction(1, 2)], settings.digits, near_zero=Fraction(1))


@control("frozen-nodes", "T without the columns of moving nodes", "coefficient")
def frozen_nodes(settings: Settings) -> Evidence:
    """Formulas in which only the weights adapt to the complement, held against the same runs."""
    case = replace(ONE_MODE, arithmetic="arb")
    return follow(case, [Fraction(1, 10**4), Fraction(1, 10**6)], settings.digits, nodes_move=False)


@check("drawn cases 0-2", seconds=3)
def drawn_0_to_2(settings: Settings) -> Evidence:
    return drawn(settings, 0, 2)


@check("k = 2n")
def exactly_2n(settings: Settings) -> Evidence:
    """Drawn cases with k cut to 2n: the loss goes to zero, the error remains."""
    whole = [drawn_case(number) for number in range(settings.pick(2, 8, 20))]
    cases = {f"case {i}": replace(case, length=2 * case.modes) for i, case in enumerate(whole)}
    return table(cases, settings.pick((4, 8), (4, 8, 12), (4, 8, 12)), settings.digits)


MORE_DRAWN = (
    check("drawn cases 3-8", Profile.FULL, seconds=30)(lambda settings: drawn(settings, 3, 8)),
    check("drawn cases 9-14", Profile.FULL, seconds=30)(lambda settings: drawn(settings, 9, 14)),
    check("drawn cases 15-20", Profile.FULL, seconds=30)(lambda settings: drawn(settings, 15, 20)),
    check("drawn cases 21-23", Profile.FULL, seconds=15)(lambda settings: drawn(settings, 21, 23)),
)


@check("integrator", Profile.FULL, seconds=20)
def integrator(settings: Settings) -> Evidence:
    return chosen(settings, INTEGRATOR, (4, 8, 12, 16, 20))
