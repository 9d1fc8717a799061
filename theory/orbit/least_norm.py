r"""Q = 0 exactly at the points of least norm in the orbit; which orbits have one; how unique it is.

A minimal theta has one: norms bounded along the orbit bound T K and O_b T^-1 (K, O_b the reachability and observability
matrices), hence T and T^-1, and a continuous function on a compact set has a minimum. No closed-orbit theorem is used.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import ImmutableMatrix, Rational, Symbol, expand, latex, log, simplify
from sympy.matrices.expressions import Identity, MatrixSymbol

from theory.kernel.derivation import Derivation, Step
from theory.kernel.evaluation import show
from theory.kernel.matrix_identity import identity
from theory.kernel.rewriting import resolvent_rules, rule, with_transposes
from theory.kernel.symbols import A, B, C, d, z
from theory.model.gradient import STUDENT, resolvent
from theory.model.linear_rnn import LinearRNN, squared_norm
from theory.model.samples import Named, describe, sample_values
from theory.orbit.balanced_decomposition import CITED as NORMAL
from theory.orbit.balanced_decomposition import decomposition_steps
from theory.orbit.moment_map import CONSTANT, POLAR, T, U, derivative_steps, moved, orthogonal_steps, taylor_step

COMPACT = "Weierstrass: a continuous function has a minimum on a closed bounded set that is not empty"
CLOSED = (
    "Kempf-Ness over the reals (Richardson and Slodowy, J. London Math. Soc. 42, 1990): an orbit of the general linear "
    "group with a point of least norm is closed; only this half of 'exactly the closed orbits' is taken from there"
)

NILPOTENT = "triangular form: a nilpotent matrix is similar to a strictly upper triangular one"

N = Symbol("N", integer=True, positive=True)
K = MatrixSymbol("K", d, N)
"""A matrix of d independent rows, and `G` a right inverse: K G = I."""
G = MatrixSymbol("G", N, d)

INVERSE = with_transposes((rule("T U", (1, "")), rule("U T", (1, ""))))


def moment_map() -> Derivation:
    """moment-map: derivatives, least norm, uniqueness, existence, and what a theta with Q = 0 consists of."""
    steps = (
        *derivative_steps(),
        taylor_step(),
        *orthogonal_steps(),
        *properness_steps(),
        triangular_step(),
        nilpotent_step(),
        *decomposition_steps(),
    )
    scope = "every d, m, p (matrix words), again on concrete instances with d <= 4, m <= 2, p <= 3"
    return Derivation(scope, steps, (POLAR, CONSTANT, COMPACT, CLOSED, NILPOTENT, *NORMAL))


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
        ),
        identity(T * R * U * there.B, T * R * B, "so the reachability matrix of T.theta is T K", rules, values),
        identity(
            there.C * (T * R * U), C * R * U, "and its observability matrix that of theta times T^-1", rules, values
        ),
        identity(T * K * G, T, "K G = I (theta reachable): T K bounds T; dually T^-1", inverse_rules, plain),
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


def triangular_step() -> Step:
    """T = diag(t^-1, t^-2, ...) multiplies a_ij by t^{j-i}, a positive power above the diagonal."""
    t, entry = Symbol("t", positive=True), Symbol("a_{ij}", real=True)
    i, above = Symbol("i", integer=True, positive=True), Symbol("r", integer=True, nonnegative=True)
    j = i + 1 + above
    there = simplify(t**-i * entry / t**-j)
    power = simplify(log(there / entry) / log(t))
    holds = bool(expand(power - 1 - above) == 0 and power.is_positive)
    rule_text = (
        "B = C = 0, A nilpotent, strictly triangular in some basis, T = diag(t^{-i}): the norm tends to 0 with t"
    )
    return Step(rf"t^{{-i}} a_{{ij}} t^{{j}} = {latex(there)}", "0", rule_text, holds, r"\to")


def nilpotent_step() -> Step:
    """diag(t, 1) moves E_12 to t E_12: the norm tends to 0 with t and is never 0."""
    t = Symbol("t", positive=True)
    change = ImmutableMatrix([[t, 0], [0, 1]])
    there = moved(nilpotent(), change, change.inv())
    norm = sum(squared_norm(part) for part in there.parts)
    holds = norm.limit(t, 0, "+") == 0 and norm.is_positive
    rule_text = "but only A = 0 has norm 0, so there is no least one; by hand: A = E_12, B = C = 0, T = diag(t, 1)"
    return Step(rf"\lVert T.\theta \rVert^2 = {latex(norm)}", "0", rule_text, bool(holds), ">")


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
