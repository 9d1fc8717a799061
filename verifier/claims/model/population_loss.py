"""The loss of the lags is the expected squared error under white noise; under coloured noise, R^T Sigma R."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.cases.rnn_cases import Instance, sampled, small
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from theory.model.noise import Noise

NOT_THE_LOSS, NOT_THE_FORM = "not-the-loss", "not-the-quadratic-form"
SHAPES = ((1, 1, 1, 2), (2, 1, 1, 4), (3, 2, 1, 3), (2, 1, 3, 3), (3, 2, 2, 2))
"""(d, m, p, k) with at most 2^6 sequences of signs, all of which are run."""


def proof(settings: Settings) -> Evidence:
    """Second moments for any k, then monomial by monomial and by simulation."""
    from theory.model.population_loss import population_loss

    return evidence.proof(population_loss(), NOT_THE_LOSS)


def instances(settings: Settings, name: str) -> list[Instance]:
    """Nine by hand, then sampled ones."""
    by_hand = [instance for instance, _ in zip(small(), range(9), strict=False)]
    return by_hand + list(sampled(settings.random(name), settings.pick(5, 20, 100), SHAPES))


def white(settings: Settings, noise: Noise | None = None) -> Evidence:
    """The mean over all sequences of signs against numerics' loss, exactly; or under another noise or start."""
    from fractions import Fraction

    from numerics.model.linear_rnn import loss
    from theory.model.noise import Noise, expected_squared_error

    def counterexample(instance: Instance) -> str | None:
        mean = expected_squared_error(*instance.in_theory(), noise or Noise())
        model, teacher, exact = instance.in_numerics()
        value = Fraction(loss(model, teacher, exact))
        same = Fraction(int(mean.p), int(mean.q)) == value
        return None if same else f"{instance}, {noise or Noise()}: expected error {mean}, loss {value}"

    return evidence.sampled(
        instances(settings, "population"), counterexample, "expected squared error = L over all signs", NOT_THE_LOSS
    )


def coloured(settings: Settings) -> Evidence:
    """The mean under x_t = e_t + 2 e_{t-1} against R^T Sigma R."""
    from theory.model.noise import Noise, expected_squared_error, quadratic_form

    noise = Noise(taps=(1, 2))

    def counterexample(instance: Instance) -> str | None:
        theta, teacher = instance.in_theory()
        mean, form = expected_squared_error(theta, teacher, noise), quadratic_form(theta, teacher, noise)
        return None if mean == form else f"{instance}: expected error {mean}, R^T Sigma R = {form}"

    few = [instance for instance in instances(settings, "coloured") if len(instance.B[0]) * len(instance.teacher) <= 4]
    return evidence.sampled(few, counterexample, "coloured: expected squared error = R^T Sigma R", NOT_THE_FORM)


def neighbour(name: str, changes: str, **noise: object) -> Control:
    """The white-noise check under another noise."""

    def run(settings: Settings) -> Evidence:
        from theory.model.noise import Noise

        return white(settings, Noise(**noise))  # type: ignore[arg-type]

    return Control(name, changes, NOT_THE_LOSS, run)


CLAIM = Claim(
    id="population-loss",
    section="1",
    title="The loss is the population loss under white noise",
    statement=(
        r"For zero-mean unit-variance white $x$ of length $k$ the expected squared error of the last output is "
        r"$\mathbb{E} \|y - \hat{y}\|^2 = L = \sum_{j<k} \|h_j - g_j\|_F^2$. For stationary $x$ with autocovariance "
        r"Toeplitz matrix $\Sigma$ it is $R^T \Sigma R$, $R = (R_0, \ldots, R_{k-1})$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"$s_0 = 0$; the inputs have mean 0, and no second moments but those named matter",
        r"coloured and $m > 1$: the inputs are independent of each other, each with autocovariance $\Sigma$",
    ),
    proof=Check("proof", proof),
    checks=(Check("white, all sequences of signs", white), Check("coloured, all sequences of signs", coloured)),
    controls=(
        neighbour("coloured noise", r"$x_t = e_t + e_{t-1}$ in place of white noise", taps=(1, 1)),
        neighbour("mean one", r"$x_t = 1 + e_t$", mean=1),
        neighbour("start of one", r"$s_0 = (1, \ldots, 1)$ in place of 0", state=1),
    ),
)
