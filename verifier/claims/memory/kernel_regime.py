"""A wide random start: its tangent kernel becomes diagonal, long lags are learnt slowly, later ones never."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from numerics.descent.slope import fitted_exponent
from numerics.memory.tangent_kernel import WideStart, sampled_kernels
from numerics.memory.wide_training import Learnt, WideTask
from theory.memory.kernel_limit import kernel_limit_proof
from theory.memory.kernel_regime import Start, at, limit_kernel, mean_kernel, mean_squared_kernel, sigma
from theory.memory.loop_equation import Ensemble
from verifier.claim import evidence
from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proof, proved_by
from verifier.claim.verdict import Evidence, Verdict

CLAIM = Declaration(
    id="kernel-regime",
    section="7",
    title="A wide random start forgets: its tangent kernel is diagonal and decays with the lag",
    statement=(
        r"Let $A_{ij} \sim N(0, \sigma^2/d)$, $B_i \sim N(0, 1)$ and $C_i \sim N(0, 1/d)$ be independent and "
        r"$K_{ij} = \langle \nabla h_i, \nabla h_j \rangle / d$. As $d \to \infty$, $K_{ij}$ tends to "
        r"$\kappa_{ij} = \delta_{ij} (\sigma^{2j} + j \sigma^{2(j-1)})$ in mean square, "
        r"$\mathbb{E} (K_{ij} - \kappa_{ij})^2 = O(1/d)$, for all $i, j$. While the kernel stays there, the gradient "
        r"flow learns lag $j$ at the rate $2 d \kappa_{jj}$, exponentially slowly in $j$ for $\sigma < 1$, and lags "
        r"beyond the training length never."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"one input and one output; the proof is of the kernel at the start, for fixed lags as $d$ grows",
        "that a wide student stays near that kernel while it is trained is measured, not proved",
    ),
    builds_on=("gradient",),
    proof=proved_by(
        kernel_limit_proof,
        given=("start", "held"),
        concludes=(
            r"$E (K_{ij} - \delta_{ij} \kappa_{jj})^2 = O(1/d)$ with $\kappa_{jj} = j \sigma^{2 j - 2} + \sigma^{2 "
            r"j}$; $E K_{ij}$ and $E K_{ij}^2$ in full for $i \le j \le 3$; with the kernel held there each lag "
            "learns by itself, lag $k$ and those beyond not at all"
        ),
        name="loop equation",
    ),
)

ONE_BLOCK = false_proof(
    "one-block",
    r"the diagonal $\sigma^{2j}$, without the block of $A$",
    lambda: kernel_limit_proof(limit=lambda i, j: limit_kernel(i, j) - (i == j) * j * sigma ** (2 * j - 2)),
)
UNIT_OUTPUTS = false_proof(  # the block of B no longer vanishes
    "unit-outputs", r"$C_i \sim N(0, 1)$", lambda: kernel_limit_proof(Start(Ensemble(), power=0))
)
SYMMETRIC = false_proof(  # b_0.b_2 = B^T A^2 B no longer vanishes
    "symmetric", r"a symmetric $A$", lambda: kernel_limit_proof(Start(Ensemble(symmetric=True)))
)

SIGMA = Fraction(1, 2)
MOMENT, SLOPE, LEARNT, UNFITTED = "moment", "slope", "long-lags-learnt", "not-fitted"
ERRORS = 5
"""A sampled mean may be this many of its standard errors away from the exact one."""


def counterexample_to_moments(cell: tuple[int, int, int, Any]) -> str | None:
    """A text when the mean of K_ij or of K_ij^2 over the starts is far from its exact expectation."""
    width, i, j, values = cell
    for power, exact in ((1, mean_kernel(i, j)), (2, mean_squared_kernel(i, j))):
        sample, expected = values**power, float(at(exact, width, SIGMA))
        error = float(sample.std()) / len(sample) ** 0.5
        if abs(float(sample.mean()) - expected) > ERRORS * error:
            seen = f"{sample.mean():.4f} +- {error:.4f} over {len(sample)} starts"
            return f"d = {width}: E K_{i}{j}^{power} is {expected:.4f} for independent entries, the mean {seen}"
    return None


def grown(start: WideStart, settings: Settings) -> Evidence:
    """Sampled K_ij at growing width: E K_ij and E K_ij^2 as the exact moments say, off the diagonal like 1/sqrt d."""
    widths, length = settings.pick((25, 50, 100, 200), (50, 100, 200, 400, 800), (100, 200, 400, 800, 1600)), 4
    count = settings.pick(100, 300, 1000)
    drawn = {width: sampled_kernels(start, width, length, count, settings.seed) for width in widths}
    size = {width: sum(float((K[:, 0, j] ** 2).mean()) for j in range(1, length)) for width, K in drawn.items()}
    slope = fitted_exponent([Fraction(d) for d in widths], [Fraction(size[d]) for d in widths]) / 2
    shown = ", ".join(map(str, widths))
    details = {"widths": shown, "starts a width": str(count), "slope off the diagonal": f"{slope:.3f}"}
    cells = [(d, i, j, K[:, i, j]) for d, K in drawn.items() for i in range(length) for j in range(i, length)]
    found = evidence.sampled(cells, counterexample_to_moments, "first two moments of K_ij, exact in d", MOMENT, details)
    if found.verdict is Verdict.SUPPORTED and abs(slope + 0.5) > 0.1:
        details["counterexample"] = f"root mean square off the diagonal falls like d^{slope:.3f}"
        return Evidence(Verdict.REFUTED, "off the diagonal K does not fall like 1/sqrt d", SLOPE, details)
    return found


@check("sampled at growing width")
def sampled_at_growing_width(settings: Settings) -> Evidence:
    return grown(WideStart(SIGMA), settings)


@control("symmetric-sampled", r"a symmetric $A$, sampled", MOMENT)
def symmetric_sampled(settings: Settings) -> Evidence:
    """Few starts suffice, whatever the profile."""
    return grown(WideStart(SIGMA, symmetric=True), replace(settings, profile=Profile.QUICK))


@dataclass(frozen=True)
class Contest:
    """One direction drawn at a width, as a wide start (sigma = 1/2) and times ``scale``, both trained on k lags."""

    width: int
    seed: int
    scale: Fraction = Fraction(1, 1000)
    length: int = 4

    def from_start(self, factor: Fraction, eta: Fraction, steps: int) -> Learnt:
        """Descent from `factor` times the direction, for g_j = (9/10)^j up to lag 3k - 1."""
        task = WideTask(Fraction(9, 10), self.width, self.length, 3 * self.length, self.seed, SIGMA)
        return task.learnt(factor, eta, steps)


def contrast(contests: list[Contest], wide_factor: Fraction = Fraction(1), wide_steps: int = 600) -> Evidence:
    """The wide start fits its k lags and misses half of what follows or more; the near-zero start gets it all."""
    details = {"teacher": "g_j = (9/10)^j", "k": "4", "error": "norm(h - g)/norm(g) over the lags k..3k-1"}
    for contest in contests:
        wide = contest.from_start(wide_factor, Fraction(1, 10 * contest.width), wide_steps)
        near = contest.from_start(contest.scale, Fraction(1, 20), 1000)
        seen = f"wide start {wide.missed:.3f}, near-zero start {near.missed:.1e}"
        details[f"d = {contest.width}, seed {contest.seed}"] = seen
        if max(wide.residual, near.residual) > 1e-4:
            details["counterexample"] = f"{contest}: residuals {wide.residual:.1e} and {near.residual:.1e}"
            return Evidence(Verdict.REFUTED, "one of the two does not fit", UNFITTED, details)
        if wide.missed < 0.5 or near.missed > 1e-3:
            details["counterexample"] = f"{contest}: {seen}"
            return Evidence(Verdict.REFUTED, "the lags beyond k do not tell the two apart", LEARNT, details)
    summary = f"{len(contests)} pairs of runs: only near-zero starts get later lags"
    return Evidence(Verdict.SUPPORTED, summary, "", details)


@check("against near-zero starts")
def against_near_zero_starts(settings: Settings) -> Evidence:
    """Widths and seeds fixed beforehand."""
    widths, seeds = settings.pick(((50, 100), 2), ((50, 100, 200, 400), 5), ((50, 100, 200, 400, 800), 10))
    return contrast([Contest(width, seed) for width in widths for seed in range(seeds)])


@control("near-zero", "the wide start is times 1/100: near zero itself", LEARNT)
def near_zero_for_wide(settings: Settings) -> Evidence:
    """It is outside the kernel regime and learns the later lags."""
    return contrast([Contest(20, 0)], wide_factor=Fraction(1, 100), wide_steps=2000)
