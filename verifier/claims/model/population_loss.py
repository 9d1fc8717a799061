"""The loss of the lags is the expected squared error under white noise; coloured noise weighs pairs of lags."""

from fractions import Fraction
from itertools import islice

from numerics.model.linear_rnn import loss
from theory.model.noise import Noise, expected_squared_error, quadratic_form
from theory.model.population_loss import population_loss
from theory.model.rationals import to_fraction
from verifier.cases.rnn_cases import Instance, sampled, small
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, controls, false_proof, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="population-loss",
    section="1",
    title="The loss is the population loss under white noise",
    statement=(
        r"For zero-mean unit-variance white $x$ of length $k$ the expected squared error of the last output is "
        r"$\mathbb{E} \|y - \hat{y}\|^2 = L = \sum_{j<k} \|h_j - g_j\|_F^2$. For inputs uncorrelated with each other, "
        r"each stationary with autocovariance $\sigma_{|s-t|}$, it is "
        r"$\sum_{i,j<k} \sigma_{|i-j|} \mathrm{tr}(R_i^T R_j)$, $R_j = h_j - g_j$; for $m = p = 1$ this is "
        r"$R^T \Sigma R$ with the Toeplitz matrix $\Sigma = (\sigma_{|i-j|})$, $R = (R_0, \ldots, R_{k-1})$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$s_0 = 0$; the inputs have mean 0, and no second moments but those named matter",
        r"coloured and $m > 1$: the inputs are uncorrelated with each other, each with the same $\sigma_{|s-t|}$",
    ),
    proof=proved_by(
        population_loss,
        given=("start", "moments", "white", "uncorrelated"),
        concludes=(
            r"$\mathbb{E} \|y - \hat{y}\|^2 = \sum_{j<k} \|R_j\|_F^2 = L$ for white noise and $\sum_{i,j<k} "
            r"\sigma_{|i-j|} \mathrm{tr}(R_i^T R_j)$ for coloured noise, which is $R^T \Sigma R$ for $m = p = 1$"
        ),
    ),
)

VARIANCE_2 = false_proof(
    "variance-2-in-the-proof", r"white noise of variance 2, $\Sigma = 2 I$", lambda: population_loss(variance=2)
)

SHAPES = ((1, 1, 1, 2), (2, 1, 1, 4), (3, 2, 1, 3), (2, 1, 3, 3), (3, 2, 2, 2))
"""(d, m, p, k) with at most 2^6 sequences of signs, all of which are run."""


def instances(settings: Settings, name: str) -> list[Instance]:
    """Nine by hand, then sampled ones."""
    return [*islice(small(), 9), *sampled(settings.random(name), settings.pick(5, 20, 100), SHAPES)]


def over_all_signs(settings: Settings, noise: Noise) -> Evidence:
    """The mean over all sequences of signs against numerics' loss, exactly."""

    def counterexample_to_loss(instance: Instance) -> str | None:
        mean = expected_squared_error(*instance.in_theory(), noise)
        value = Fraction(loss(*instance.in_numerics()))
        same = to_fraction(mean) == value
        return None if same else f"{instance}, {noise}: expected error {mean}, loss {value}"

    what = "expected squared error = L over all signs"
    return evidence.sampled(instances(settings, "population"), counterexample_to_loss, what, "not-the-loss")


@check("white, all sequences of signs")
def white(settings: Settings) -> Evidence:
    return over_all_signs(settings, Noise())


@controls(
    "not-the-loss",
    ("coloured-noise", r"$x_t = e_t + e_{t-1}$ in place of white noise", Noise(taps=(1, 1))),
    ("mean-one", r"$x_t = 1 + e_t$", Noise(mean=1)),
    ("start-of-one", r"$s_0 = (1, \ldots, 1)$ in place of 0", Noise(state=1)),
)
def other_inputs(settings: Settings, noise: Noise) -> Evidence:
    return over_all_signs(settings, noise)


@check("coloured, all sequences of signs")
def coloured(settings: Settings) -> Evidence:
    """The mean under x_t = e_t + 2 e_{t-1} against R^T Sigma R."""
    noise = Noise(taps=(1, 2))

    def counterexample_to_form(instance: Instance) -> str | None:
        theta, teacher = instance.in_theory()
        mean, form = expected_squared_error(theta, teacher, noise), quadratic_form(theta, teacher, noise)
        return None if mean == form else f"{instance}: expected error {mean}, R^T Sigma R = {form}"

    few = [instance for instance in instances(settings, "coloured") if len(instance.B[0]) * len(instance.teacher) <= 4]
    what = "coloured: expected squared error = R^T Sigma R"
    return evidence.sampled(few, counterexample_to_form, what, "not-the-quadratic-form")
