"""Q is the moment map of the change of basis: balanced means of least norm among all realisations in the orbit."""

from collections.abc import Iterable

from sympy import ImmutableMatrix

from numerics.arithmetics.exact import Exact
from numerics.arithmetics.protocol import Rows, exact_rows
from numerics.model.balancedness import balancedness
from numerics.model.linear_rnn import LinearRNN, in_arithmetic
from numerics.orbit.norm_balance import NoLeastNorm, norm_balance
from theory.model import linear_rnn as theory_rnn
from theory.orbit.balanced_decomposition import counterexample_to_decomposition
from theory.orbit.balanced_students import balanced_students, turned, with_normal_part
from theory.orbit.least_norm import counterexample_to_least_norm, moment_map, orbit_norms, shrinking_changes
from theory.orbit.moment_map import counterexample_to_derivative
from verifier.cases.flipped_signs import each_sign_flipped
from verifier.cases.realisations import (
    change_of_basis,
    in_theory,
    minimal_realisations,
    small_model,
)
from verifier.cases.rnn_cases import matrix, show, symmetrised
from verifier.claim import evidence
from verifier.claim.claim import Settings, Status
from verifier.claim.declaration import Declaration, check, control, controls, false_proofs, proved_by
from verifier.claim.verdict import Evidence

CLAIM = Declaration(
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
    proof=proved_by(
        moment_map,
        given=("curve", "symmetric-direction", "minimal"),
        concludes=(
            r"$f' = \langle X, Q \rangle$ and $f'' = 2 (\|[X, A]\|^2 + \|X B\|^2 + \|C X\|^2) \ge 0$, so $Q = 0$ "
            "exactly at the points of least norm in the orbit, which orthogonal changes of basis carry into each "
            r"other; there is one when $\theta$ is minimal and exactly when the orbit is closed, none for $B = C = "
            r"0$ with $A \ne 0$ nilpotent; any $\theta$ with $Q = 0$ is orthogonally a balanced minimal part plus "
            "$(A', 0, 0)$, $A'$ normal"
        ),
    ),
)


WRONG_SIGN = false_proofs(moment_map, "derivatives", *each_sign_flipped())


def derivatives(draw: Iterable[tuple[LinearRNN[Rows], Rows]]) -> Evidence:
    """f' and f'' from the series of e^{sX} in theory, against <X, Q> with Q by numerics; exactly."""
    exact = Exact()

    def counterexample(pair: tuple[LinearRNN[Rows], Rows]) -> str | None:
        model, X = pair
        Q = exact.fractions(balancedness(in_arithmetic(model, exact), exact))
        return counterexample_to_derivative(in_theory(model), ImmutableMatrix(X), ImmutableMatrix(Q))

    return evidence.sampled(draw, counterexample, "f' = <X, Q>, f'' = 2 norm(X.theta)^2", "derivatives")


@check("derivatives")
def sampled_derivatives(settings: Settings) -> Evidence:
    """Random models with random symmetric X."""
    random = settings.random("moment-map derivatives")
    models = minimal_realisations(random, settings.pick(30, 200, 2000))
    return derivatives((model, symmetrised(matrix(random, len(model.A), len(model.A)))) for model in models)


@control("x-not-symmetric", "$X = E_{12}$", "derivatives")
def direction_not_symmetric(settings: Settings) -> Evidence:
    """A = C = 0, B = e_2, X = E_12: half the squared norm of (s, 1) is (1 + s^2)/2."""
    return derivatives([(small_model([[0, 0], [0, 0]], [[0], [1]], [[0, 0]]), exact_rows([[0, 1], [0, 0]]))])


def least(models: Iterable[theory_rnn.LinearRNN], settings: Settings) -> Evidence:
    """Balanced models, given exactly, against random points of their orbits, and against stretched ones; exactly."""
    random = settings.random("moment-map orbit")

    def counterexample(theta: theory_rnn.LinearRNN) -> str | None:
        width = theta.A.shape[0]
        changes = (*shrinking_changes(width), *(change_of_basis(random, width) for _ in range(4)))
        return counterexample_to_least_norm(theta, changes)

    return evidence.sampled(models, counterexample, "no point of the orbit is shorter", "not-least")


@check("least norm of balanced students")
def least_of_balanced(settings: Settings) -> Evidence:
    """Exact balanced students, with and without a normal part that no input reaches."""
    students = balanced_students(settings.random("moment-map least"), settings.pick(9, 60, 400))
    return least((*students, *(with_normal_part(theta, 1, 2) for theta in students[:3])), settings)


@control("not-balanced", r"$Q \ne 0$, for least norm", "not-least")
def least_of_unbalanced(settings: Settings) -> Evidence:
    """A = 0, B = 4, C = 1, of squared norm 17; T = 1/2 gives B = C = 2."""
    return least([in_theory(small_model([[0]], [[4]], [[1]]))], settings)


def balances(models: Iterable[LinearRNN[Rows]], settings: Settings) -> Evidence:
    """norm_balance: Q = 0 to the digits asked for, and no random point of the orbit is shorter."""
    random = settings.random("moment-map balance")

    def counterexample(model: LinearRNN[Rows]) -> str | None:
        theta, width = in_theory(model), len(model.A)
        try:
            found = norm_balance(model, settings.digits)
        except NoLeastNorm as cause:
            return f"{counterexample_to_least_norm(theta, shrinking_changes(width))}; {cause}"
        norms = orbit_norms(theta, [change_of_basis(random, width) for _ in range(4)])
        shorter = [value for value in norms if found.longer_than(value)]
        return None if found.balanced and not shorter else f"{_text(model)}: Q is not 0, or {shorter} is shorter"

    details = {"digits": str(settings.digits)}
    return evidence.sampled(models, counterexample, "norm_balance finds the least norm", "no-least-norm", details)


def _text(model: LinearRNN[Rows]) -> str:
    return f"A = {show(model.A)}, B = {show(model.B)}, C = {show(model.C)}"


@check("norm_balance")
def sampled_balances(settings: Settings) -> Evidence:
    draw = minimal_realisations(settings.random("moment-map models"), settings.pick(12, 100, 1000))
    return balances(draw, settings)


@controls(
    "no-least-norm",
    ("nilpotent", "$A = E_{12}$, $B = C = 0$: not minimal", [[0, 1], [0, 0]], [[0], [0]], [[0, 0]]),
    ("unobservable", "$B = 1$, $C = 0$: not minimal", [[0]], [[1]], [[0]]),
)
def not_minimal(settings: Settings, A: list[list[int]], B: list[list[int]], C: list[list[int]]) -> Evidence:
    """The norm of the first tends to 0 along the orbit and is never 0; T to 0 shrinks B of the second."""
    return balances([small_model(A, B, C)], settings)


@check("quadratic convergence")
def quadratic(settings: Settings) -> Evidence:
    """The last three residuals at 200 digits show the order of convergence, where the start is not balanced."""
    draw = minimal_realisations(settings.random("moment-map order"), settings.pick(6, 30, 100))
    runs = [(model, norm_balance(model, 200).order) for model in draw]
    orders = [(model, float(order)) for model, order in runs if order is not None]

    def counterexample(run: tuple[LinearRNN[Rows], float]) -> str | None:
        model, order = run
        return None if order > 1.9 else f"{_text(model)}: order {order}"

    details = {"digits": "200", "smallest order seen": f"{min((order for _, order in orders), default=0):.4f}"}
    return evidence.sampled(orders, counterexample, "norm_balance converges quadratically", "order", details)


def decompositions(models: Iterable[theory_rnn.LinearRNN]) -> Evidence:
    """Balanced students split orthogonally into a minimal part and (normal, 0, 0)."""
    return evidence.sampled(models, counterexample_to_decomposition, "minimal + (normal, 0, 0)", "decomposition")


@check("decomposition")
def sampled_decompositions(settings: Settings) -> Evidence:
    """Balanced students with a normal part of random entries, turned by a rotation."""
    random = settings.random("moment-map parts")
    students = balanced_students(random, settings.pick(9, 60, 400))
    return decompositions(
        turned(with_normal_part(theta, random.randint(-2, 2), random.randint(-2, 2)), random) for theta in students
    )


@control("decomposition-without-balance", r"$Q \ne 0$, for the parts", "decomposition")
def decomposition_of_unbalanced(settings: Settings) -> Evidence:
    """A = E_12, B = e_1, C = (1, 0): the reachable line e_1 does not split off, and Q = diag(1, -1)."""
    return decompositions([in_theory(small_model([[0, 1], [0, 0]], [[1], [0]], [[1, 0]]))])
