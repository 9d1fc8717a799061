"""One step of descent, of any size, moves balancedness by exactly eta^2 Q(G)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from verifier.cases.rnn_cases import Instance, numerics_gradient, numerics_step, sampled, small_then_sampled
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from theory.balance.balancedness import Signs
    from theory.model.training import Training

DRIFT, BOUND, MOMENTUM = "drift", "norm-bound", "momentum-recursion"


def proof(settings: Settings) -> Evidence:
    """The identity of one step, the recursion with momentum, the bounds."""
    from theory.balance.descent_drift import descent_drift

    return evidence.proof(descent_drift(), DRIFT)


def one_step(settings: Settings, signs: Signs | None = None, training: Training | None = None) -> Evidence:
    """The part of the proof that concerns one step, with other signs or another direction where given."""
    from theory.balance.balancedness import SIGNS
    from theory.balance.descent_drift import one_step

    return evidence.proof(one_step(signs or SIGNS, training), DRIFT)


def in_numbers(settings: Settings, signs: Signs | None = None, adam: bool = False) -> Evidence:
    """theory's identity on numerics' gradient, exactly; or with other signs, or Adam's first step."""
    from theory.balance.balancedness import SIGNS
    from theory.balance.descent_drift import drift_failure
    from theory.model.training import first_step_of_adam

    def counterexample(instance: Instance) -> str | None:
        theta, teacher = instance.in_theory()
        direction = first_step_of_adam(theta, teacher) if adam else numerics_gradient(instance)
        text = drift_failure(theta, direction, instance.eta, signs or SIGNS)
        return f"{instance}: {text}" if text else None

    draw = small_then_sampled(settings.random("drift"), settings.pick(24, 60, 400))
    return evidence.sampled(draw, counterexample, "Q(theta - eta G) = Q(theta) + eta^2 Q(G)", DRIFT)


def both_sides(settings: Settings) -> Evidence:
    """Q after numerics' own step, by numerics, against theory's prediction from the gradient."""
    from numerics.model.linear_rnn import balancedness
    from theory.balance.balancedness import Q
    from theory.model.linear_rnn import linear_rnn

    def counterexample(instance: Instance) -> str | None:
        model, _, exact = instance.in_numerics()
        before = linear_rnn(exact.fractions(balancedness(model, exact)), [[0]], [[0]]).A
        predicted = before + instance.eta**2 * Q(numerics_gradient(instance))
        after = Q(numerics_step(instance))
        return None if after == predicted else f"{instance}: Q is {after.tolist()}, predicted {predicted.tolist()}"

    draw = small_then_sampled(settings.random("drift both"), settings.pick(12, 60, 400))
    return evidence.sampled(draw, counterexample, "Q after numerics' step is as predicted", DRIFT)


def norm_bound(settings: Settings, squared_constant: int = 2) -> Evidence:
    """norm(Q(G))_F^2 <= 2 norm(G)^4 on E_12 (where it is attained) and on sampled directions, exactly."""
    from theory.balance.drift_instances import norm_bound_failure, sharp_direction

    directions = [sharp_direction(), *(i.in_theory()[0] for i in sampled(settings.random("bound"), 24))]
    test: Callable[..., str] = norm_bound_failure
    return evidence.sampled(
        directions, lambda G: test(G, squared_constant) or None, "squared norm bound of Q(G)", BOUND
    )


def along_a_run(settings: Settings, adam: bool = False) -> Evidence:
    """norm(Q_T - Q_0) <= sqrt2 eta^2 sum norm(G_t)^2 over 2 steps with numerics' gradients, or along their signs."""
    from theory.balance.drift_instances import sum_bound_failure
    from theory.model.linear_rnn import LinearRNN
    from theory.model.training import first_step_of_adam

    def counterexample(instance: Instance) -> str | None:
        def direction(at: LinearRNN) -> LinearRNN:
            return first_step_of_adam(at, instance.in_theory()[1]) if adam else numerics_gradient(instance.at(at))

        small_step = instance.eta / 10
        text = sum_bound_failure(instance.in_theory()[0], direction, small_step, steps=2)
        return f"{instance}: {text}" if text else None

    draw = small_then_sampled(settings.random("sum bound"), settings.pick(12, 40, 200))
    return evidence.sampled(draw, counterexample, "bound of the drift over 2 steps", BOUND)


def momentum(settings: Settings) -> Evidence:
    """Three steps of the heavy ball with numerics' gradients: both recursions, exactly."""
    from theory.balance.heavy_ball import heavy_ball_failure

    def counterexample(instance: Instance) -> str | None:
        theta, _ = instance.in_theory()
        text = heavy_ball_failure(theta, lambda at: numerics_gradient(instance.at(at)), instance.eta)
        return f"{instance}: {text}" if text else None

    draw = sampled(settings.random("momentum"), settings.pick(4, 20, 100))
    return evidence.sampled(draw, counterexample, "heavy ball: both recursions over 3 steps", MOMENTUM)


def wrong_sign(index: int) -> Control:
    """The proof of one step with the sign of one term of Q flipped."""

    def run(settings: Settings) -> Evidence:
        from theory.balance.balancedness import one_sign_flipped

        return one_step(settings, one_sign_flipped()[index])

    term = (r"$A A^T$", r"$A^T A$", r"$B B^T$", r"$C^T C$")[index]
    return Control(f"wrong sign of term {index + 1}", f"the sign that belongs to {term} flipped", DRIFT, run)


def weight_decay(settings: Settings) -> Evidence:
    """One step along G + lambda theta."""
    from theory.model.training import weight_decay

    return one_step(settings, training=weight_decay())


CLAIM = Claim(
    id="descent-drift",
    section="3",
    title="The exact drift of gradient descent",
    statement=(
        r"For every step size: $Q(\theta - \eta G) = Q(\theta) + \eta^2 Q(G)$, and $\|Q(G)\|_F \le \sqrt{2} \|G\|^2$ "
        r"(attained at $G_A = E_{12}$). So $\|Q_T - Q_0\|_F \le \sqrt{2} \eta^2 \sum_t \|G_t\|^2$; where the descent "
        r"lemma holds along the path, this is at most $2 \sqrt{2} \eta (L_0 - L_T)$. Heavy ball, "
        r"$v^+ = \mu v - \eta G$, $\theta^+ = \theta + v^+$, $P$ the derivative of $Q$ along $v$: "
        r"$P^+ = \mu P + 2 Q(v^+)$, $Q^+ = Q + P^+ - Q(v^+)$."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"any $d, m, p, k \ge 1$; $G$ the gradient of any differentiable function of the $h_j$, a minibatch included",
        r"the last bound: full-batch descent with $\eta \le 1/\mathrm{smoothness}$ along the path",
    ),
    builds_on=("noether-identity",),
    proof=Check("proof", proof),
    checks=(
        Check("identity on numerics' gradient", in_numbers),
        Check("numerics' step", both_sides),
        Check("norm bound", norm_bound),
        Check("bound along a run", along_a_run),
        Check("heavy ball", momentum),
    ),
    controls=(
        *(wrong_sign(index) for index in range(4)),
        Control("weight decay", r"a step along $G + \lambda \theta$", DRIFT, weight_decay),
        Control("Adam", "Adam's first step, along the sign of the gradient", DRIFT, lambda s: in_numbers(s, adam=True)),
        Control("Adam's drift", "no memory: the sign of the gradient", BOUND, lambda s: along_a_run(s, adam=True)),
        Control("constant 1", r"$\|Q(G)\|_F \le \|G\|^2$", BOUND, lambda s: norm_bound(s, squared_constant=1)),
    ),
)
