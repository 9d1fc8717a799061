r"""Q = 0 exactly at the points of least norm in the orbit; which orbits have one; how unique it is.

A minimal theta has one: norms bounded along the orbit bound T K and O_b T^-1 (K, O_b the reachability and observability
matrices), hence T and T^-1, and a continuous function on a compact set has a minimum. No closed-orbit theorem is used.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import ImmutableMatrix, Integer, Limit, Mul, Rational, Symbol
from sympy.matrices.expressions import Identity, MatrixSymbol

from theory.balance.balancedness import SIGNS, Signs
from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.matrix_identity import identity
from theory.kernel.steps import equation, same_powers
from theory.model.gradient import STUDENT, resolvent
from theory.model.linear_rnn import LinearRNN, squared_norm
from theory.model.samples import Named, describe, sample_values
from theory.orbit.balanced_decomposition import KALMAN, decomposition_steps
from theory.orbit.moment_map import (
    CONSTANT,
    CURVATURE,
    CURVE,
    POLAR,
    SYMMETRIC,
    T,
    U,
    derivative_steps,
    moved,
    orthogonal_steps,
    taylor_steps,
)
from theory.words.evaluation import show
from theory.words.rewriting import resolvent_rules, rule, with_transposes
from theory.words.symbols import A, B, C, d, z

COMPACT = Premise(
    "compact", "Weierstrass: a continuous function has a minimum on a closed bounded set that is not empty"
)
CLOSED = Premise(
    "closed-orbit",
    "Kempf-Ness over the reals (Richardson and Slodowy, J. London Math. Soc. 42, 1990): an orbit of the general linear "
    "group with a point of least norm is closed; only this half of 'exactly the closed orbits' is taken from there",
)
NILPOTENT = Premise("nilpotent", "triangular form: a nilpotent matrix is similar to a strictly upper triangular one")
MINIMAL = Premise(
    "minimal",
    r"for existence: $\theta$ is minimal, so $K$ has independent rows and the observability matrix such columns",
)

N = Symbol("N", integer=True, positive=True)
K = MatrixSymbol("K", d, N)
"""A matrix of d independent rows, and `G` a right inverse: K G = I."""
G = MatrixSymbol("G", N, d)

INVERSE = with_transposes((rule("T U", (1, "")), rule("U T", (1, ""))))


def moment_map(signs: Signs = SIGNS) -> Derivation:
    """moment-map: derivatives, least norm, uniqueness, existence, and what a theta with Q = 0 consists of.

    `signs` are those of Q, unless a control says otherwise.
    """
    steps = (
        *derivative_steps(signs),
        *taylor_steps(),
        *orthogonal_steps(signs),
        *properness_steps(),
        *nilpotent_steps(),
        *decomposition_steps(),
    )
    scope = "every d, m, p (matrix words), again on concrete instances with d <= 4, m <= 2, p <= 3"
    cited = (POLAR, CONSTANT, COMPACT, CLOSED, NILPOTENT, KALMAN)
    return Derivation(scope, steps, cited, (CURVE, SYMMETRIC, MINIMAL), _conclusion())


def _conclusion() -> Conclusion:
    text = (
        rf"$f' = \langle X, Q \rangle$ and $f'' = {CURVATURE} (\|[X, A]\|^2 + \|X B\|^2 + \|C X\|^2) \ge 0$, so "
        r"$Q = 0$ exactly at the points of least norm in the orbit, which orthogonal changes of basis carry into each "
        r"other; there is one when $\theta$ is minimal and exactly when the orbit is closed, none for $B = C = 0$ with "
        r"$A \ne 0$ nilpotent; any $\theta$ with $Q = 0$ is orthogonally a balanced minimal part plus $(A', 0, 0)$, "
        r"$A'$ normal"
    )
    least = ("slope", "curvature", "taylor", "norm-kept", "q-turned", "q-symmetric", "polar", "constant")
    existence = ("bounded", "compact", "closed-orbit", "to-zero", "never-zero")
    parts = ("transposed", "reachable-part", "normal-part", "nothing-between", "kalman")
    return Conclusion(text, (*least, *existence, *parts))


def properness_steps() -> tuple[Step, ...]:
    """Along an orbit of bounded norm T and T^-1 are bounded when theta is reachable and observable."""
    values = sample_values((A, B, C, T), constrain=invertible_T)
    there, R = moved(STUDENT, T, U), resolvent(A)
    rules = (*resolvent_rules(), *INVERSE)
    inverse_rules = (rule("K G", (1, "")),)
    plain = sample_values((T,), constrain=_with_right_inverse)
    return (
        identity(
            (Identity(d) - z * there.A) * (T * R * U),
            Identity(d),
            "T R T^-1 is the resolvent at T.theta",
            rules,
            values,
        ).labelled("resolvent"),
        identity(
            T * R * U * there.B, T * R * B, "so the reachability matrix of T.theta is T K", rules, values
        ).labelled("reachability", "resolvent"),
        identity(
            there.C * (T * R * U), C * R * U, "and its observability matrix that of theta times T^-1", rules, values
        ).labelled("observability", "resolvent"),
        identity(T * K * G, T, "K G = I (theta reachable): T K bounds T; dually T^-1", inverse_rules, plain).labelled(
            "bounded", "reachability", "observability", "minimal"
        ),
    )


def invertible_T(drawn: Named) -> Named:
    """T upper triangular of unit diagonal, and U its inverse."""
    width = drawn["T"].shape[0]
    change = ImmutableMatrix(width, width, lambda i, j: int(i == j) if i >= j else drawn["T"][i, j])
    return {**drawn, "T": change, "U": change.inv()}


def _with_right_inverse(drawn: Named) -> Named:
    width = drawn["T"].shape[0]
    one = ImmutableMatrix.eye(width)
    return {**drawn, "K": ImmutableMatrix.hstack(one, drawn["T"]), "G": ImmutableMatrix.vstack(one, 0 * one)}


def nilpotent() -> LinearRNN:
    """A = E_12, B = C = 0: nothing is reachable, and the orbit has no point of least norm."""
    return LinearRNN(ImmutableMatrix([[0, 1], [0, 0]]), ImmutableMatrix([[0], [0]]), ImmutableMatrix([[0, 0]]))


def nilpotent_steps() -> tuple[Step, ...]:
    """B = C = 0, A nilpotent: T = diag(t^-1, t^-2, ...) multiplies a_ij by t^{j-i}, a positive power off the diagonal.

    So the norm tends to 0 along the orbit; but T A T^-1 = 0 only for A = 0.
    """
    t, entry = Symbol("t", positive=True), Symbol("a_{ij}", real=True)
    i, above = Symbol("i", integer=True, positive=True), Symbol("r", integer=True, nonnegative=True)
    j = i + 1 + above
    return (
        same_powers(
            Mul(t**-i, entry, t**j, evaluate=False),
            entry * t ** (1 + above),
            "B = C = 0, A strictly triangular in some basis, T = diag(t^{-i}): entry i, j of T A T^-1, j = i + 1 + r",
        ).labelled("powers", "nilpotent"),
        equation(
            Limit(entry * t ** (1 + above), t, 0, "+"), Integer(0), "so the norm tends to 0 along the orbit"
        ).labelled("to-zero", "powers"),
        identity(
            U * (T * A * U) * T,
            A,
            "T A T^-1 = 0 would make A = 0: the norm is never 0, and there is no least one",
            INVERSE,
            sample_values((A, T), constrain=invertible_T),
        ).labelled("never-zero"),
    )


def orbit_norms(theta: LinearRNN, changes: Iterable[ImmutableMatrix]) -> list[Any]:
    """norm(T.theta)^2 of a concrete theta for each T in `changes`."""
    return [sum(squared_norm(part) for part in moved(theta, change, change.inv()).parts) for change in changes]


def counterexample_to_least_norm(theta: LinearRNN, changes: Sequence[ImmutableMatrix]) -> str | None:
    """None when no change of basis in `changes` makes a concrete theta shorter; else the first that does."""
    here = sum(squared_norm(part) for part in theta.parts)
    for change, there in zip(changes, orbit_norms(theta, changes), strict=True):
        if there < here:
            return f"{describe(theta)}: squared norm {here}, but {there} after T = {show(change)}"
    return None


def shrinking_changes(width: int) -> tuple[ImmutableMatrix, ...]:
    """diag(t, 1, ..., 1) and its inverse for t = 1/2, 1/4, ...: they shorten what has no least norm."""
    ratios = [Rational(1, 2**power) for power in (1, 2, 5)]
    return tuple(ImmutableMatrix.diag(s, *[1] * (width - 1)) for t in ratios for s in (t, 1 / t))
