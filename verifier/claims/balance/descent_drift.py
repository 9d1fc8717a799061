"""One step of descent, of any size, moves balancedness by exactly eta^2 Q(G)."""

from collections.abc import Callable
from itertools import chain

from sympy import Rational

from numerics.model.balancedness import balancedness
from theory.balance.balancedness import Q
from theory.balance.descent_drift import counterexample_to_drift, descent_drift, one_step
from theory.balance.drift_bounds import DRIFT_SQUARED, NORM_SQUARED
from theory.balance.drift_instances import (
    counterexample_to_descent_bound,
    counterexample_to_norm_bound,
    counterexample_to_sum_bound,
    covered_step,
    sharp_direction,
    sharp_run,
)
from theory.balance.heavy_ball import counterexample_to_heavy_ball
from theory.model.linear_rnn import LinearRNN, linear_rnn
from theory.model.training import first_step_of_adam, weight_decay
from verifier.cases.flipped_signs import each_sign_flipped
from verifier.cases.rnn_cases import Instance, numerics_gradient, numerics_step, sampled, small_then_sampled
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, false_proof, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
    id="descent-drift",
    section="3",
    title="The exact drift of gradient descent",
    statement=(
        r"For every step size: $Q(\theta - \eta G) = Q(\theta) + \eta^2 Q(G)$, and $\|Q(G)\|_F \le \sqrt{2} \|G\|^2$ "
        r"(attained at $G_A = E_{12}$, so for $d \ge 2$). So $\|Q_T - Q_0\|_F \le \sqrt{2} \eta^2 \sum_{t<T} "
        r"\|G_t\|^2$; where the descent lemma holds along the path, this is at most $2 \sqrt{2} \eta (L_0 - L_T)$. "
        r"Heavy ball, $v^+ = \mu v - \eta G$, $\theta^+ = \theta + v^+$, $P$ the derivative of $Q$ along $v$: "
        r"$P^+ = \mu P + 2 Q(v^+)$, $Q^+ = Q + P^+ - Q(v^+)$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"any $d, m, p, k \ge 1$; $G$ the gradient of any differentiable function of the $h_j$, a minibatch included",
        r"the last bound: full-batch descent with $\eta \le 1/\mathrm{smoothness}$ along the path",
    ),
    builds_on=("noether-identity",),
    proof=proved_by(
        descent_drift,
        given=("loss", "step", "heavy-ball"),
        concludes=(
            r"$Q(\theta - \eta G) = Q(\theta) + \eta^2 Q(G)$ for every $\eta$; $\|Q(G)\|_F \le \sqrt{2} \|G\|^2$ "
            r"(attained at $G_A = E_{12}$, $d \ge 2$), so $\|Q_T - Q_0\|_F \le \sqrt{2} \eta^2 \sum_t \|G_t\|^2$, "
            r"and this is at most $2 \sqrt{2} \eta (L_0 - L_T)$ where the descent lemma covers every step; for the "
            r"heavy ball $P^+ = \mu P + 2 Q(v^+)$ and $Q^+ = Q + P^+ - Q(v^+)$"
        ),
    ),
)

CONSTANT_1 = false_proof(
    "constant-1-in-the-proof", r"$\|Q(G)\|_F \le \|G\|^2$", lambda: descent_drift(squared=1), seconds=3
)


WRONG_SIGN = false_proofs(one_step, "drift", *each_sign_flipped())


WEIGHT_DECAY = false_proof(
    "weight-decay", r"a step along $G + \lambda \theta$", lambda: one_step(training=weight_decay()), "drift"
)


# The identity of one step: theory's, in numbers, along numerics' gradient.


def one_step_along(settings: Settings, direction: Callable[[Instance], LinearRNN]) -> Evidence:
    """The drift of one step against eta^2 Q of its direction, exactly."""

    def counterexample(instance: Instance) -> str | None:
        text = counterexample_to_drift(instance.in_theory()[0], direction(instance), instance.eta)
        return text and f"{instance}: {text}"

    draw = small_then_sampled(settings.random("drift"), settings.pick(24, 60, 400))
    return evidence.sampled(draw, counterexample, "Q(theta - eta G) = Q(theta) + eta^2 Q(G)", "drift")


@check("identity on numerics' gradient")
def along_the_gradient(settings: Settings) -> Evidence:
    return one_step_along(settings, numerics_gradient)


@control("adam", "Adam's first step, along the sign of the gradient", "drift")
def along_adam(settings: Settings) -> Evidence:
    return one_step_along(settings, lambda instance: first_step_of_adam(*instance.in_theory()))


@check("numerics' step")
def both_sides(settings: Settings) -> Evidence:
    """Q after numerics' own step, by numerics, against theory's prediction from the gradient."""

    def counterexample(instance: Instance) -> str | None:
        model, _, exact = instance.in_numerics()
        before = linear_rnn(exact.fractions(balancedness(model, exact)), [[0]], [[0]]).A
        predicted = before + instance.eta**2 * Q(numerics_gradient(instance))
        after = Q(numerics_step(instance))
        return None if after == predicted else f"{instance}: Q is {after.tolist()}, predicted {predicted.tolist()}"

    draw = small_then_sampled(settings.random("drift both"), settings.pick(12, 60, 400))
    return evidence.sampled(draw, counterexample, "Q after numerics' step is as predicted", "drift")


# norm(Q(G))_F^2 <= 2 norm(G)^4, attained at E_12.


def within(settings: Settings, squared_constant: int) -> Evidence:
    """The bound on E_12 and on sampled directions, exactly."""
    directions = [sharp_direction(), *(i.in_theory()[0] for i in sampled(settings.random("bound"), 24))]
    return evidence.sampled(
        directions,
        lambda G: counterexample_to_norm_bound(G, squared_constant),
        "squared norm bound of Q(G)",
        "norm-bound",
    )


@check("norm bound")
def norm_bound(settings: Settings) -> Evidence:
    return within(settings, NORM_SQUARED)


@control("constant-1", r"$\|Q(G)\|_F \le \|G\|^2$", "norm-bound")
def smaller_constant(settings: Settings) -> Evidence:
    return within(settings, squared_constant=1)


# norm(Q_T - Q_0) <= sqrt2 eta^2 sum norm(G_t)^2, over 2 steps.


def two_steps(settings: Settings, direction_at: Callable[[Instance, LinearRNN], LinearRNN]) -> Evidence:
    """The bound of the drift along a run of two steps, squared and exact."""

    def counterexample(instance: Instance) -> str | None:
        start, small_step = instance.in_theory()[0], instance.eta / 10
        text = counterexample_to_sum_bound(start, lambda at: direction_at(instance, at), small_step, steps=2)
        return text and f"{instance}: {text}"

    draw = small_then_sampled(settings.random("sum bound"), settings.pick(12, 40, 200))
    return evidence.sampled(draw, counterexample, "bound of the drift over 2 steps", "norm-bound")


@check("bound along a run")
def along_a_run(settings: Settings) -> Evidence:
    return two_steps(settings, lambda instance, at: numerics_gradient(instance.at(at)))


@control("drift-of-adam", "no memory: the sign of the gradient", "norm-bound")
def along_a_run_of_adam(settings: Settings) -> Evidence:
    return two_steps(settings, lambda instance, at: first_step_of_adam(at, instance.in_theory()[1]))


# norm(Q_T - Q_0) <= 2 sqrt2 eta (L_0 - L_T) where the descent lemma covers every step, attained by one step.


def by_the_loss(settings: Settings, squared_constant: Rational) -> Evidence:
    """The bound on the sharp run, and over two steps of sampled runs, squared and exact."""
    starts = [i.in_theory() for i in sampled(settings.random("loss bound"), settings.pick(8, 30, 150))]
    covered = ((theta, teacher, covered_step(theta, teacher), 2) for theta, teacher in starts)
    return evidence.sampled(
        chain([(*sharp_run(), 1)], covered),
        lambda run: counterexample_to_descent_bound(*run, squared_constant=squared_constant),
        "bound of the drift by the decrease of the loss",
        "descent-bound",
    )


@check("bound by the loss")
def bound_by_the_loss(settings: Settings) -> Evidence:
    return by_the_loss(settings, DRIFT_SQUARED)


@control("below-two-roots-of-two", r"$\sqrt{7.99}$ in place of $2 \sqrt{2}$", "descent-bound")
def smaller_loss_constant(settings: Settings) -> Evidence:
    return by_the_loss(settings, Rational(799, 100))


# Momentum: both recursions.


@check("heavy ball")
def momentum(settings: Settings) -> Evidence:
    """Three steps of the heavy ball with numerics' gradients, exactly."""

    def counterexample(instance: Instance) -> str | None:
        theta, _ = instance.in_theory()
        text = counterexample_to_heavy_ball(theta, lambda at: numerics_gradient(instance.at(at)), instance.eta)
        return text and f"{instance}: {text}"

    draw = sampled(settings.random("momentum"), settings.pick(4, 20, 100))
    return evidence.sampled(draw, counterexample, "heavy ball: both recursions over 3 steps", "momentum-recursion")
