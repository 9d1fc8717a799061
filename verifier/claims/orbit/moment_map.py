"""Q is the moment map of the change of basis: balanced means of least norm among all realisations in the orbit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from numerics.arithmetics.protocol import exact_rows
from verifier.cases.realisations import (
    change_of_basis,
    in_theory,
    minimal_realisations,
    small_model,
)
from verifier.cases.rnn_cases import matrix, show
from verifier.claim import evidence
from verifier.claim.claim import Check, Claim, Control, Settings, Status
from verifier.claim.verdict import Evidence

if TYPE_CHECKING:
    from numerics.arithmetics.protocol import Rows
    from numerics.model.linear_rnn import LinearRNN

DERIVATIVES, NOT_LEAST, NO_LEAST, PARTS = "derivatives", "not-least", "no-least-norm", "decomposition"


def proof(settings: Settings) -> Evidence:
    """The derivatives, least norm, uniqueness, existence, decomposition."""
    from theory.orbit.least_norm import moment_map

    return evidence.proof(moment_map(), DERIVATIVES)


def wrong_sign(index: int) -> Control:
    """The derivative steps of the proof with the sign of one term of Q flipped."""

    def run(settings: Settings) -> Evidence:
        from theory.balance.balancedness import one_sign_flipped
        from theory.kernel.derivation import Derivation
        from theory.orbit.moment_map import derivative_steps

        return evidence.proof(Derivation("all sizes", derivative_steps(one_sign_flipped()[index])), DERIVATIVES)

    term = (r"$A A^T$", r"$A^T A$", r"$B B^T$", r"$C^T C$")[index]
    return Control(f"wrong sign of term {index + 1}", f"the sign that belongs to {term} flipped", DERIVATIVES, run)


def derivatives(draw: Iterable[tuple[LinearRNN[Rows], Rows]]) -> Evidence:
    """f' and f'' from the series of e^{sX} in theory, against <X, Q> with Q by numerics; exactly."""
    from sympy import ImmutableMatrix

    from numerics.arithmetics.exact import Exact
    from numerics.model.linear_rnn import balancedness, in_arithmetic
    from theory.orbit.moment_map import derivative_failure

    exact = Exact()

    def counterexample(pair: tuple[LinearRNN[Rows], Rows]) -> str | None:
        model, X = pair
        Q = exact.fractions(balancedness(in_arithmetic(model, exact), exact))
        return derivative_failure(in_theory(model), ImmutableMatrix(X), ImmutableMatrix(Q)) or None

    return evidence.sampled(draw, counterexample, "f' = <X, Q>, f'' = 2 norm(X.theta)^2", DERIVATIVES)


def sampled_derivatives(settings: Settings) -> Evidence:
    """Random models with random symmetric X."""
    from verifier.cases.rnn_cases import symmetrised

    random = settings.random("moment-map derivatives")
    models = minimal_realisations(random, settings.pick(30, 200, 2000))
    return derivatives((model, symmetrised(matrix(random, len(model.A), len(model.A)))) for model in models)


def not_symmetric_direction(settings: Settings) -> Evidence:
    """A = C = 0, B = e_2, X = E_12: half the squared norm of (s, 1) is (1 + s^2)/2."""
    model, X = small_model([[0, 0], [0, 0]], [[0], [1]], [[0, 0]]), exact_rows([[0, 1], [0, 0]])
    return derivatives([(model, X)])


def least(models: Iterable[Any], settings: Settings) -> Evidence:
    """Balanced models, given exactly, against random points of their orbits, and against stretched ones; exactly."""
    from theory.orbit.least_norm import least_norm_failure, shrinking_changes

    random = settings.random("moment-map orbit")

    def counterexample(theta: Any) -> str | None:
        width = theta.A.shape[0]
        changes = (*shrinking_changes(width), *(change_of_basis(random, width) for _ in range(4)))
        return least_norm_failure(theta, changes) or None

    return evidence.sampled(models, counterexample, "no point of the orbit is shorter", NOT_LEAST)


def least_of_balanced(settings: Settings) -> Evidence:
    """Exact balanced students, with and without a normal part that no input reaches."""
    from theory.orbit.balanced_students import balanced_students, with_normal_part

    random = settings.random("moment-map least")
    students = balanced_students(random, settings.pick(9, 60, 400))
    return least((*students, *(with_normal_part(theta, 1, 2) for theta in students[:3])), settings)


def balances(models: Iterable[LinearRNN[Rows]], settings: Settings) -> Evidence:
    """norm_balance: Q = 0 to the digits asked for, and no random point of the orbit is shorter."""
    from numerics.orbit.norm_balance import NoLeastNorm, norm_balance
    from theory.orbit.least_norm import least_norm_failure, orbit_norms, shrinking_changes

    random = settings.random("moment-map balance")

    def counterexample(model: LinearRNN[Rows]) -> str | None:
        theta, width = in_theory(model), len(model.A)
        try:
            found = norm_balance(model, settings.digits)
        except NoLeastNorm as cause:
            return f"{least_norm_failure(theta, shrinking_changes(width))}; {cause}"
        norms = orbit_norms(theta, [change_of_basis(random, width) for _ in range(4)])
        shorter = [value for value in norms if found.longer_than(value)]
        return None if found.balanced and not shorter else f"{_text(model)}: Q is not 0, or {shorter} is shorter"

    details = {"digits": str(settings.digits)}
    return evidence.sampled(models, counterexample, "norm_balance finds the least norm", NO_LEAST, details)


def sampled_balances(settings: Settings) -> Evidence:
    """Random minimal realisations."""
    draw = minimal_realisations(settings.random("moment-map models"), settings.pick(12, 100, 1000))
    return balances(draw, settings)


def quadratic(settings: Settings) -> Evidence:
    """The last three residuals at 200 digits show the order of convergence, where the start is not balanced."""
    from numerics.orbit.norm_balance import norm_balance

    draw = minimal_realisations(settings.random("moment-map order"), settings.pick(6, 30, 100))
    runs = [(model, norm_balance(model, 200).order) for model in draw]
    orders = [(model, float(order)) for model, order in runs if order is not None]

    def counterexample(run: tuple[LinearRNN[Rows], float]) -> str | None:
        model, order = run
        return None if order > 1.9 else f"{_text(model)}: order {order}"

    details = {"digits": "200", "smallest order seen": f"{min((order for _, order in orders), default=0):.4f}"}
    return evidence.sampled(orders, counterexample, "norm_balance converges quadratically", "order", details)


def decompositions(models: Iterable[Any]) -> Evidence:
    """theory's test of a concrete theta: orthogonally (minimal part) + (normal, 0, 0)."""
    from theory.orbit.balanced_decomposition import decomposition_failure

    return evidence.sampled(
        models, lambda theta: decomposition_failure(theta) or None, "minimal + (normal, 0, 0)", PARTS
    )


def sampled_decompositions(settings: Settings) -> Evidence:
    """Balanced students with a normal part of random entries, turned by a rotation."""
    from theory.orbit.balanced_students import balanced_students, turned, with_normal_part

    random = settings.random("moment-map parts")
    students = balanced_students(random, settings.pick(9, 60, 400))
    return decompositions(
        turned(with_normal_part(theta, random.randint(-2, 2), random.randint(-2, 2)), random) for theta in students
    )


def unbalanced_parts(settings: Settings) -> Evidence:
    """A = E_12, B = e_1, C = (1, 0): the reachable line e_1 does not split off, and Q = diag(1, -1)."""
    return decompositions([in_theory(small_model([[0, 1], [0, 0]], [[1], [0]], [[1, 0]]))])


def unbalanced_least(settings: Settings) -> Evidence:
    """A = 0, B = 4, C = 1, of squared norm 17; T = 1/2 gives B = C = 2."""
    return least([in_theory(small_model([[0]], [[4]], [[1]]))], settings)


def not_minimal(settings: Settings) -> Evidence:
    """A = E_12, B = C = 0: the norm tends to 0 along the orbit and is never 0."""
    return balances([small_model([[0, 1], [0, 0]], [[0], [0]], [[0, 0]])], settings)


def hidden_state(settings: Settings) -> Evidence:
    """A = 0, B = 1, C = 0: reachable and not observable; T to 0 shrinks B."""
    return balances([small_model([[0]], [[1]], [[0]])], settings)


def _text(model: LinearRNN[Rows]) -> str:
    return f"A = {show(model.A)}, B = {show(model.B)}, C = {show(model.C)}"


CLAIM = Claim(
    id="moment-map",
    section="3",
    title="Balanced means of least norm",
    statement=(
        r"Let $T . \theta = (T A T^{-1}, T B, C T^{-1})$, $X$ symmetric, $f(s) = \lVert e^{sX} . \theta \rVert^2 / 2$. "
        r"Then $f'(0) = \langle X, Q \rangle$ and $f''(0) = 2 (\lVert [X, A] \rVert^2 + \lVert X B \rVert^2 "
        r"+ \lVert C X \rVert^2) \ge 0$. So $Q = 0$ exactly at the points of least norm in the orbit of $\theta$. "
        r"They are each other's images under orthogonal changes of basis. There is one exactly when the orbit is "
        r"closed: always for minimal $\theta$, never for $B = C = 0$ with $A$ nilpotent and not zero. Any $\theta$ "
        r"with $Q = 0$ is orthogonally a balanced minimal part plus $(A', 0, 0)$ with $A'$ normal."
    ),
    status=Status.THEOREM,
    hypotheses=(
        r"any $d, m, p \ge 1$; real parameters, $X = X^T$",
        r"existence: $\theta$ minimal (every state reachable and observable), or a closed orbit",
        "not needed for least norm and uniqueness: minimality, a closed orbit",
    ),
    proof=Check("proof", proof),
    checks=(
        Check("derivatives", sampled_derivatives),
        Check("least norm of balanced students", least_of_balanced),
        Check("norm_balance", sampled_balances),
        Check("quadratic convergence", quadratic),
        Check("decomposition", sampled_decompositions),
    ),
    controls=(
        *(wrong_sign(index) for index in range(4)),
        Control("X not symmetric", "$X = E_{12}$", DERIVATIVES, not_symmetric_direction),
        Control("not balanced", r"$Q \ne 0$, for least norm", NOT_LEAST, unbalanced_least),
        Control("nilpotent", "$A = E_{12}$, $B = C = 0$: not minimal", NO_LEAST, not_minimal),
        Control("unobservable", "$B = 1$, $C = 0$: not minimal", NO_LEAST, hidden_state),
        Control("decomposition without balance", r"$Q \ne 0$, for the parts", PARTS, unbalanced_parts),
    ),
)
