"""From a near-zero start descent levels off with loss ~ eps^4, asymmetry ~ eps and extrapolation error ~ eps^2."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verifier import evidence
from verifier.claim import Check, Claim, Control, Profile, Settings, Status
from verifier.verdict import Evidence, Verdict

if TYPE_CHECKING:
    from numerics.plateau import Plateau

SLOPES: Mapping[str, tuple[int, Fraction]] = {
    "asymmetry": (1, Fraction(1, 100)),
    "error": (2, Fraction(1, 100)),
    "loss": (4, Fraction(1, 50)),
}
"""The exponent of eps in each law, and how far a fitted slope may be from it."""
SHARE = Fraction(1, 100)
"""How far loss and error may be from the closed formulas, relatively."""
NEAR_ZERO = Fraction(1, 10**4)
"""Scales up to this one count for slopes and formulas; larger ones are only shown."""


@dataclass(frozen=True)
class Case:
    """A teacher, the width, the number of lags k > 2n, the step, the arithmetic and the seed of the start."""

    nodes: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]
    width: int
    length: int
    eta: Fraction
    arithmetic: str = "arb"
    seed: int = 1
    nodes_move: bool = True

    @property
    def lag(self) -> int:
        """The lag at which the extrapolation error is read."""
        return 3 * self.length

    def __str__(self) -> str:
        nodes, weights = (", ".join(map(str, numbers)) for numbers in (self.nodes, self.weights))
        student = f"width {self.width}, k = {self.length}, step {self.eta}, seed {self.seed}"
        return f"nodes {nodes}, weights {weights}, {student}, {self.arithmetic}"


ONE_MODE = Case((Fraction(4, 5),), (Fraction(1),), 4, 3, Fraction(1, 10), "mpmath")
TWO_MODES = Case((Fraction(4, 5), Fraction(-2, 5)), (Fraction(1), Fraction(1, 2)), 5, 5, Fraction(1, 20))
INTEGRATOR = Case((Fraction(1), Fraction(-9, 10)), (Fraction(1), Fraction(1, 2)), 8, 5, Fraction(1, 100))


@dataclass(frozen=True)
class Seen:
    """What one run measured, and what the closed formulas make of its q."""

    scale: Fraction
    plateau: Plateau
    error: Fraction
    law: Mapping[str, Fraction]

    def measured(self, name: str) -> Fraction:
        """The quantity that a law is about; the asymmetry stands squared."""
        return {"loss": self.plateau.loss, "error": self.error, "asymmetry": self.plateau.squared_asymmetry}[name]

    def __str__(self) -> str:
        ratios = ", ".join(f"{name} / formula {float(self.measured(name) / law):.6f}" for name, law in self.law.items())
        sizes = f"loss {float(self.plateau.loss):.4e}, error {float(self.error):.4e}"
        return f"{self.plateau.step} steps, {sizes}, {ratios}"


def follow(case: Case, scales: Sequence[Fraction], digits: int, near_zero: Fraction = NEAR_ZERO) -> Evidence:
    """Run the case from each scale times one direction, and hold what is measured against the laws."""
    from numerics.plateau import NoPlateau, Vanished

    details = {"case": str(case), "stopping rule": "|grad L| varied by less than 1 % while log t grew by 1"}
    runs: list[Seen] = []
    for scale in scales:
        try:
            runs.append(observe(case, scale, digits))
        except Vanished as failure:
            details["counterexample"] = f"{case}, scale {scale}: {failure}"
            return Evidence(Verdict.REFUTED, f"no plateau from scale {scale}", "no-plateau", details)
        except NoPlateau as failure:
            return Evidence(Verdict.UNDECIDED, f"scale {scale}: {failure}", "no-plateau", details)
        details[f"scale {float(scale):.0e}"] = str(runs[-1])
    return judge([run for run in runs if run.scale <= near_zero], details)


def observe(case: Case, scale: Fraction, digits: int) -> Seen:
    """One run to its plateau, with working digits that grow with log 1/scale."""
    from numerics.plateau import run_to_plateau
    from numerics.plateau_coordinates import complement_product
    from numerics.start import start
    from numerics.teacher import moment, response_of_measure
    from theory.near_zero_laws import plateau_coefficients

    working = max(digits, 20 + 4 * len(str(scale.denominator)))
    g = response_of_measure(case.nodes, case.weights, case.length)
    floor = Fraction(1, 10 ** (working - 10))
    plateau = run_to_plateau(start(case.seed, case.width, scale), g, case.eta, _arithmetic(case, working), floor)
    error = plateau.response_at(case.lag) - moment(case.nodes, case.weights, case.lag)
    q = complement_product(plateau.model, len(case.nodes), working)
    coefficients = plateau_coefficients(case.nodes, case.length, case.nodes_move)
    return Seen(scale, plateau, error, {"loss": coefficients.loss * q**2, "error": coefficients.error(case.lag) * q})


def judge(runs: Sequence[Seen], details: dict[str, str]) -> Evidence:
    """SUPPORTED when every slope and every ratio to its formula is within tolerance, else REFUTED by the first."""
    from numerics.slope import fitted_exponent

    scales = [run.scale for run in runs]
    for name, (exponent, tolerance) in SLOPES.items():
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
    return Evidence(Verdict.SUPPORTED, f"slopes 1, 2, 4 and both coefficients on {len(runs)} runs", details=details)


def _arithmetic(case: Case, digits: int) -> Any:
    from numerics.arithmetics.arb import Midpoints
    from numerics.arithmetics.mp import Mpmath
    from numerics.precision import guarded_bits

    return {"arb": Midpoints, "mpmath": Mpmath}[case.arithmetic](guarded_bits(digits, 100_000))


def _check(case: Case, quick: Sequence[int], full: Sequence[int]) -> Callable[[Settings], Evidence]:
    def run(settings: Settings) -> Evidence:
        exponents = settings.pick(quick, full, full)
        return follow(case, [Fraction(1, 10**e) for e in exponents], settings.digits)

    return run


def proof(settings: Settings) -> Evidence:
    """The algebra of the leading order."""
    from theory.near_zero_laws import proof as derivation

    return evidence.proof(derivation())


def large_start(settings: Settings) -> Evidence:
    """The same laws asked of starts of order one: the loss goes to zero, and nothing levels off."""
    case = replace(ONE_MODE, eta=Fraction(1, 50), arithmetic="arb")
    return follow(case, [Fraction(1), Fraction(1, 2)], settings.digits, near_zero=Fraction(1))


def frozen_nodes(settings: Settings) -> Evidence:
    """Formulas in which only the weights adapt to the complement, held against the same runs."""
    return follow(replace(ONE_MODE, nodes_move=False), [Fraction(1, 10**4), Fraction(1, 10**6)], settings.digits)


CLAIM = Claim(
    id="near-zero-laws",
    section="6",
    title="On the plateau: loss eps^4, asymmetry eps, extrapolation error eps^2",
    statement=(
        r"Started at $\epsilon \theta_0$, descent on $k > 2n$ lags levels off with loss $q^2 \lVert "
        r"\mathrm{Proj}_{T^\perp} e_0 \rVert^2$ and $h_j - g_j = -q \, t_j \cdot T^+ e_0$ for $j \ge 1$, "
        r"to leading order, where $q = y_L^T y_R = O(\epsilon^2)$: the loss is of order $\epsilon^4$, "
        r"the extrapolation error $\epsilon^2$, the asymmetry $\epsilon$."
    ),
    status=Status.OBSERVATION,
    hypotheses=(
        r"$k > 2n$ and no node is $0$",
        r"the start is near zero: $\epsilon \to 0$ along a fixed direction",
        r"the plateau, $\log(1/\epsilon) \ll t \ll \epsilon^{-2}$, found by its stopping rule",
    ),
    builds_on=("origin-saddle", "gradient"),
    proof=Check("leading-order algebra", proof),
    checks=(
        Check("one mode, mpmath", _check(ONE_MODE, (2, 4, 8, 12), (2, 4, 8, 12, 16, 20)), seconds=3),
        Check("two modes", _check(TWO_MODES, (2, 4, 8, 12), (2, 4, 8, 12, 16, 20)), seconds=6),
        Check("integrator", _check(INTEGRATOR, (4, 8), (4, 8, 12, 16, 20)), Profile.FULL, seconds=20),
    ),
    controls=(
        Control("large-start", "starts of order one instead of near zero", "no-plateau", large_start, seconds=3),
        Control("frozen-nodes", "T without the columns of moving nodes", "coefficient", frozen_nodes, seconds=1),
    ),
)
