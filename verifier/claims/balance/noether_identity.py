"""The identity that the gradient of every function of the impulse response satisfies."""

from sympy import ImmutableMatrix

from theory.balance.balancedness import noether, noether_identity, nonzero
from theory.model.gradient import weighted_gradient
from theory.model.training import trained_state, weight_decay
from verifier.cases.flipped_signs import each_sign_flipped
from verifier.cases.rnn_cases import Instance, matrix, numerics_gradient, small_then_sampled
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, false_proof, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="noether-identity",
    section="3",
    title="The Noether identity",
    statement=(
        r"For the gradient $G$ of any differentiable function of $h_0, \ldots, h_{k-1}$: "
        r"$G_A A^T - A^T G_A + G_B B^T - C^T G_C = 0$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"any $d, m, p, k \ge 1$; any weights, coloured inputs, finite data with $s_0 = 0$, a minibatch",
        r"no weight decay; the initial state is not trained",
    ),
    builds_on=("gradient",),
    proof=proved_by(
        noether_identity,
        given=("loss",),
        concludes="$G_A A^T - A^T G_A + G_B B^T - C^T G_C = 0$ for the gradient $G$ of any such loss",
    ),
)


WRONG_SIGN = false_proofs(noether_identity, "noether-identity", *each_sign_flipped())


WEIGHT_DECAY = false_proof(
    "weight-decay",
    r"$G + \lambda \theta$ for $G$",
    lambda: noether_identity(training=weight_decay()),
    "noether-identity",
)

TRAINED_STATE = false_proof(
    "trained-initial-state",
    r"$s_0$ trained along with $\theta$",
    lambda: noether_identity(training=trained_state()),
    "noether-identity",
)


@check("the loss, by numerics")
def of_the_loss(settings: Settings) -> Evidence:
    """numerics' gradient of L in theory's identity."""

    def counterexample_to_identity(instance: Instance) -> str | None:
        theta, _ = instance.in_theory()
        text = nonzero(noether(theta, numerics_gradient(instance)), "Noether's left side")
        return text and f"{instance}: {text}"

    draw = small_then_sampled(settings.random("noether"), settings.pick(18, 60, 400))
    what = "numerics' gradient of the loss satisfies the identity"
    return evidence.sampled(draw, counterexample_to_identity, what, "noether-identity")


@check("any loss")
def of_any_loss(settings: Settings) -> Evidence:
    """Arbitrary derivatives W_j of a loss with respect to h_j: a minibatch, coloured inputs, any loss."""
    random = settings.random("noether any loss")

    def counterexample_to_identity(instance: Instance) -> str | None:
        theta, teacher = instance.in_theory()
        weights = [ImmutableMatrix(matrix(random, *g.shape)) for g in teacher]
        text = nonzero(noether(theta, weighted_gradient(theta, weights)), "Noether's left side")
        return text and f"{instance}, W = {weights}: {text}"

    draw = small_then_sampled(random, settings.pick(12, 60, 400))
    return evidence.sampled(draw, counterexample_to_identity, "any weights of the lags", "noether-identity")
