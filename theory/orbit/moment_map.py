r"""Q is the moment map of the change of basis: half the squared norm is convex along e^{sX}.theta, with slope <X, Q>.

T.theta = (T A T^-1, T B, C T^-1). For symmetric X put f(s) = norm(e^{sX}.theta)^2 / 2. Then f'(s) = <X, Q> and
f''(s) = 2 (norm([X,A])^2 + norm(XB)^2 + norm(CX)^2), both at the point e^{sX}.theta, so that one identity of words
serves every s. Compare G. Kempf, L. Ness (1979); U. Helmke, J. B. Moore, Optimization and Dynamical Systems (1994).
"""

from typing import Any

from sympy import Derivative, Function, ImmutableMatrix, Integer, Rational, Subs, Symbol, factorial
from sympy.matrices.expressions import MatrixSymbol

from theory.balance.balancedness import SIGNS, Q, Signs
from theory.kernel.derivation import Premise, Step
from theory.kernel.matrix_identity import identity
from theory.kernel.steps import equation
from theory.kernel.trace_identity import trace_identity
from theory.kernel.vector_fields import Field, derivative, moves
from theory.model.gradient import STUDENT
from theory.model.linear_rnn import LinearRNN, squared_norm
from theory.model.samples import Named, describe, sample_values
from theory.words.evaluation import show
from theory.words.matrix_words import Combination, words
from theory.words.rewriting import rule, with_transposes
from theory.words.symbols import A, B, C, d

X = MatrixSymbol("X", d, d)
"""A direction of change of basis: symmetric unless said otherwise."""
O = MatrixSymbol("O", d, d)  # noqa: E741
"""An orthogonal change of basis."""
T = MatrixSymbol("T", d, d)
"""A change of basis."""
U = MatrixSymbol("U", d, d)
"""Its inverse, T^-1."""

CURVATURE = 2
"""f'' is this times norm(X.theta)^2."""

POLAR = Premise("polar", "polar decomposition: every invertible T is O e^X with O orthogonal and X symmetric")
CONSTANT = Premise(
    "constant", "uniqueness of solutions: X.theta = 0 makes the constant curve the solution of theta' = X.theta"
)
CURVE = Premise(
    "curve",
    r"$f(s) = \lVert e^{sX} . \theta \rVert^2 / 2$, all real; $T = e^{sX}$, $U = e^{-sX}$, so $T' = X T$, $U' = -U X$",
)
SYMMETRIC = Premise("symmetric-direction", "$X = X^T$")


def moved(theta: LinearRNN, change: Any, inverse: Any) -> LinearRNN:
    """T.theta = (T A T^-1, T B, C T^-1), with the inverse given."""
    return LinearRNN(change * theta.A * inverse, change * theta.B, theta.C * inverse)


def infinitesimal(theta: LinearRNN, direction: Any) -> LinearRNN:
    """X.theta = ([X, A], X B, -C X), the velocity of e^{sX}.theta."""
    commutator = direction * theta.A - theta.A * direction
    return LinearRNN(commutator, direction * theta.B, -1 * (theta.C * direction))


def inner(theta: LinearRNN, other: LinearRNN) -> Combination:
    """<theta, other>, as words under a trace."""
    first, *rest = (words(left.T * right) for left, right in zip(theta.parts, other.parts, strict=True))
    return first + rest[0] + rest[1]


def velocity() -> Field:
    """The rates of A, B and C along e^{sX}.theta."""
    return {name: words(part) for name, part in zip("ABC", infinitesimal(STUDENT, X).parts, strict=True)}


def symmetric_X(drawn: Named) -> Named:
    """Makes the drawn X symmetric."""
    return {**drawn, "X": drawn["X"] + drawn["X"].T}


def derivative_steps(signs: Signs = SIGNS, symmetric: bool = True) -> tuple[Step, ...]:
    """f' = <X, Q> and f'' = 2 norm(X.theta)^2, by the product rule; at a point of the curve, hence for every s."""
    values = sample_values((A, B, C, X), constrain=symmetric_X if symmetric else dict)
    rules = (rule("X'", (1, "X")),) if symmetric else ()
    half = inner(STUDENT, STUDENT).scaled(Rational(1, 2))
    slope, along = words(X.T * Q(STUDENT, signs)), infinitesimal(STUDENT, X)
    return (
        *_velocity_steps(),
        trace_identity(
            derivative(half, velocity()), slope, "f' = <X, Q> at every s, the trace of X^T Q", (), values
        ).labelled("slope", *(f"velocity-{name}" for name in "abc")),
        trace_identity(
            derivative(slope, velocity()),
            inner(along, along).scaled(Integer(CURVATURE)),
            f"f'' = {CURVATURE} norm(X.theta)^2 at every s: a sum of squares, for symmetric X",
            rules,
            values,
        ).labelled("curvature", "slope", "symmetric-direction"),
    )


def _velocity_steps() -> tuple[Step, ...]:
    """With T' = X T and U' = -U X the velocity of (T A U, T B, C U) is X.theta at the point reached."""
    rates, there = {"T": words(X * T), "U": words(-1 * U * X)}, moved(STUDENT, T, U)
    by = "product rule: the velocity at e^{sX}.theta is X.(e^{sX}.theta), X.theta = ([X, A], X B, -C X)"
    return tuple(
        moves(words(part), rates, words(expected), by).labelled(f"velocity-{name}", "curve")
        for part, expected, name in zip(there.parts, infinitesimal(there, X).parts, "abc", strict=True)
    )


def taylor_steps() -> tuple[Step, Step]:
    """f(1) - f(0) - f'(0) = int_0^1 (1 - s) f''(s) ds, not negative; 0 only when f'' = 0 throughout."""
    s, f = Symbol("s"), Function("f")
    primitive, second = (1 - s) * Derivative(f(s), s) + f(s), (1 - s) * Derivative(f(s), (s, 2))
    ends = Subs(primitive, s, 1) - Subs(primitive, s, 0)
    by = "so f(1) = f(0) + f'(0) + int_0^1 (1 - s) f'' ds: f'(0) = 0 makes f(0) least, and f(1) = f(0) forces f'' = 0"
    return (
        equation(Derivative(primitive, s), second, "a primitive of (1 - s) f''").labelled("primitive", "curve"),
        equation(ends, f(1) - f(0) - Subs(Derivative(f(s), s), s, 0), by).labelled("taylor", "primitive", "curvature"),
    )


def orthogonal_steps(signs: Signs = SIGNS) -> tuple[Step, ...]:
    """Orthogonal changes of basis keep the norm and conjugate Q; Q itself is symmetric."""

    def constrain(drawn: Named) -> Named:
        return {**drawn, "O": cayley(drawn["O"])}

    values = sample_values((A, B, C, O), constrain=constrain)
    rules = with_transposes((rule("O' O", (1, "")), rule("O O'", (1, ""))))
    turned, balance = moved(STUDENT, O, O.T), Q(STUDENT, signs)
    by = "Q^T = Q, so X = Q is a direction: where the norm is least, norm(Q)^2 = f' = 0"
    return (
        trace_identity(
            inner(turned, turned), inner(STUDENT, STUDENT), "an orthogonal O keeps the norm", rules, values
        ).labelled("norm-kept"),
        identity(Q(turned, signs), O * balance * O.T, "an orthogonal O turns Q with theta", rules, values).labelled(
            "q-turned"
        ),
        identity(balance.T, balance, by, (), sample_values((A, B, C)), "Q^{T}").labelled("q-symmetric", "slope"),
    )


def cayley(drawn: ImmutableMatrix) -> ImmutableMatrix:
    """The orthogonal matrix (I - K)(I + K)^-1 of the antisymmetric part K of a concrete matrix; rational.

    >>> show(cayley(ImmutableMatrix([[0, 1], [-1, 0]])))
    '[[0, -1], [1, 0]]'
    """
    K, one = (drawn - drawn.T) / 2, ImmutableMatrix.eye(drawn.shape[0])
    return ImmutableMatrix((one - K) * (one + K).inv())


def derivatives(theta: LinearRNN, direction: ImmutableMatrix) -> tuple[Any, Any]:
    """f'(0) and f''(0) of a concrete theta, from the series of e^{sX} itself: no formula for them is used."""
    powers = [direction**j / factorial(j) for j in range(3)]
    parts = [moved_terms(theta, powers, order) for order in range(3)]
    linear, quadratic = _dot(parts[0], parts[1]), 2 * _dot(parts[0], parts[2]) + _dot(parts[1], parts[1])
    return linear, quadratic


def moved_terms(theta: LinearRNN, powers: list[ImmutableMatrix], order: int) -> LinearRNN:
    """The coefficient of s^order in e^{sX}.theta, `powers` the coefficients of e^{sX}."""
    first, *rest = ((-1) ** (order - i) * powers[i] * theta.A * powers[order - i] for i in range(order + 1))
    return LinearRNN(sum(rest, first), powers[order] * theta.B, (-1) ** order * theta.C * powers[order])


def _dot(theta: LinearRNN, other: LinearRNN) -> Any:
    pairs = zip(theta.parts, other.parts, strict=True)
    return sum((x * y for left, right in pairs for x, y in zip(left, right, strict=True)), Integer(0))


def counterexample_to_derivative(
    theta: LinearRNN, direction: ImmutableMatrix, balancedness: ImmutableMatrix
) -> str | None:
    """None when f' = <X, Q> and f'' = 2 norm(X.theta)^2 at a concrete theta, Q as given; else the numbers."""
    first, second = derivatives(theta, direction)
    slope = (direction.T * balancedness).trace()
    curvature = 2 * sum((squared_norm(part) for part in infinitesimal(theta, direction).parts), Integer(0))
    if first != slope:
        return f"{describe(theta)}, X = {show(direction)}: f' = {first}, <X, Q> = {slope}"
    if second != curvature:
        return f"{describe(theta)}, X = {show(direction)}: f'' = {second}, 2 norm(X.theta)^2 = {curvature}"
    return None
