r"""A balanced student of a symmetric response is symmetric up to signs: A^T = S A S, C^T = S B, S = S^T = S^-1.

(A^T, C^T, B^T) realises the same response with the same norm, so the uniqueness in moment-map gives an orthogonal S
that carries theta to it; minimality makes S unique, hence symmetric. The block Hankel matrix is K^T S K, K the
reachability matrix: it has the inertia of S, plus zeros.
"""

from sympy import Identity, ImmutableMatrix, Rational, Symbol, latex
from sympy.matrices.expressions import MatrixSymbol

from theory.balance.balancedness import Q
from theory.kernel.derivation import Derivation, Step
from theory.kernel.evaluation import Values
from theory.kernel.matrix_identity import identity
from theory.kernel.matrix_words import Combination, words
from theory.kernel.rewriting import Rule, resolvent_rules, rule
from theory.kernel.symbols import A, B, C, S, d, z
from theory.kernel.trace_identity import trace_identity
from theory.model.gradient import STUDENT, resolvent
from theory.model.linear_rnn import LinearRNN
from theory.model.matrix_products import multiply
from theory.model.samples import sample_values
from theory.orbit.invariants import signature_values
from theory.orbit.least_norm import G, K, N
from theory.orbit.moment_map import inner

CITED = (
    "moment-map: two balanced points of one orbit are related by an orthogonal change of basis",
    "Kalman: two minimal realisations of one response are related by exactly one change of basis",
    "Sylvester: congruence by an invertible matrix keeps the inertia; K has independent rows, so it can be completed",
    "real normal form: a normal matrix is orthogonally similar to 1 x 1 blocks and blocks with rows (a, b), (-b, a)",
)

w = Symbol("w")
TRANSPOSED = LinearRNN(A.T, C.T, B.T)
"""The transposed realisation."""


def signature_symmetry() -> Derivation:
    """signature-symmetry, for the minimal part; then its inertia, and what is off the minimal part."""
    steps = (*transposed_steps(), *symmetric_steps(), *hankel_steps(), *positive_steps(), normal_step())
    return Derivation("every d and m = p (matrix words), again on 5 concrete instances", steps, CITED)


def transposed_steps() -> tuple[Step, ...]:
    """The transposed realisation: its response is transposed, its norm the same, its Q opposite."""
    values, R = sample_values((A, B, C)), resolvent(A)
    return (
        identity(B.T * R.T * C.T, (C * R * B).T, "(A^T, C^T, B^T) has the response h_j^T = h_j", (), values),
        trace_identity(inner(TRANSPOSED, TRANSPOSED), inner(STUDENT, STUDENT), "and the same norm", (), values),
        identity(Q(TRANSPOSED), -Q(STUDENT), "and it is balanced too", (), values),
    )


def symmetric_steps() -> tuple[Step, ...]:
    """From S A = A^T S, S B = C^T, B^T S = C: S and S^T agree on every A^j B, and so S = S^T."""
    values, R, rules = signature_values(), resolvent(A), resolvent_rules()
    exchange = (*(rule(f"{side} R", (1, f"R' {side}")) for side in ("S", "S'")), *_outer_rules())
    by = "S A^j B = c_j for all j, by S R = R^T S and S B = C^T"
    return (
        identity(R.T * (S - z * A.T * S) * R, S * R, "resolvent from the left", rules, values),
        identity(R.T * (S - z * S * A) * R, R.T * S, "from the right; with S A = A^T S: S R = R^T S", rules, values),
        identity(S * R * B, R.T * C.T, by, exchange, values),
        identity(S.T * R * B, R.T * C.T, "and S^T A^j B = c_j, by the transposed rules", exchange, values),
        identity((S - S.T) * K * G, S - S.T, "(S - S^T) K = 0, and K G = I: S = S^T", (rule("K G", (1, "")),), ()),
        identity(S * S, S * S.T, "S S = S S^T = I, as S is orthogonal", (rule("S'", (1, "S")),), values),
    )


def _outer_rules() -> tuple[Rule, ...]:
    """S B = C^T, and S^T B = C^T from B^T S = C."""
    return rule("S B", (1, "C'")), rule("S' B", (1, "C'"))


def hankel_steps() -> tuple[Step, ...]:
    """h_{i+j} = b_i^T S b_j for all i, j at once: both sides under sum_ij w^i z^j."""
    values = tuple(Values(v.matrices, {**v.scalars, w: Rational(1, 17)}) for v in signature_values())
    R, R_w = resolvent(A), (Identity(d) - w * A).I
    rules = (rule("R(w)' S", (1, "S R(w)")), rule("B' S", (1, "C")))
    zero, rest = Combination({}), MatrixSymbol("N", d, N)
    column = [[words(K)], [words(rest)]]
    row = [[words(K.T), words(rest.T)]]
    congruent = multiply(multiply(row, [[words(S), zero], [zero, zero]]), column)[0][0]
    return (
        identity(B.T * R_w.T * S * R * B, C * R_w * R * B, "h_{i+j} = b_i^T S b_j: Hankel = K^T S K", rules, values),
        Step(
            r"M^{T} \left( S \oplus 0 \right) M",
            str(words(K.T * S * K)),
            "M = (K; N) completes K to an invertible matrix: K^T S K has the inertia of S, plus zeros",
            (congruent - words(K.T * S * K)).is_zero,
        ),
    )


def positive_steps() -> tuple[Step, ...]:
    """A positive semidefinite Hankel matrix leaves S no eigenvalue -1, so S + I is invertible and S = I."""
    I = Identity(d)  # noqa: E741
    square, one = (rule("S S", (1, "")),), (rule("S", (1, "")),)
    values = signature_values()
    plain = tuple(v for v in values if v.matrices["S"] == ImmutableMatrix.eye(v.matrices["S"].shape[0]))
    return (
        identity((S + I) * (S - I), 0 * I, "S S = I; S + I invertible makes S = I", square, values),
        identity(S * A * S, A, "S = I: A^T = S A S = A", one, plain),
        identity(S * B, B, "and C^T = S B = B: the student is symmetric", one, plain),
    )


def normal_step() -> Step:
    """Off the minimal part A' is normal, and S' = diag(1, -1) on each block of its normal form serves."""
    a, b = Symbol("a", real=True), Symbol("b", real=True)
    block, sign = ImmutableMatrix([[a, b], [-b, a]]), ImmutableMatrix.diag(1, -1)
    by = "off the minimal part: a block of the normal A', S' = diag(1, -1); there S' is not pinned down by h"
    return Step(latex(sign * block * sign), latex(block.T), by, sign * block * sign == block.T)
