r"""A balanced student of a symmetric response is symmetric up to signs: A^T = S A S, C^T = S B, S = S^T = S^-1.

(A^T, C^T, B^T) realises the same response with the same norm, so the uniqueness in moment-map gives an orthogonal S
that carries theta to it; minimality makes S unique, hence symmetric. The block Hankel matrix is K^T S K, K the
reachability matrix: it has the inertia of S, plus zeros.
"""

from sympy import Identity, ImmutableMatrix, Rational, Symbol
from sympy.matrices.expressions import MatrixSymbol

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.matrix_identity import entrywise, identity
from theory.kernel.trace_identity import trace_identity
from theory.model.gradient import STUDENT, resolvent
from theory.model.linear_rnn import linear_rnn
from theory.model.samples import SQUARE_SIZES, describe, sample_values
from theory.orbit.balanced_decomposition import TRANSPOSED, transposed_step
from theory.orbit.invariants import signature_values
from theory.orbit.least_norm import G, K, N
from theory.orbit.moment_map import inner
from theory.words.evaluation import Values, show
from theory.words.rewriting import Rule, resolvent_rules, rule, with_transposes
from theory.words.symbols import A, B, C, S, d, z

UNIQUE = Premise(
    "moment-map", "moment-map: two balanced points of one orbit are related by an orthogonal change of basis"
)
ONE_ORBIT = Premise(
    "kalman", "Kalman: two minimal realisations of one response are related by exactly one change of basis"
)
SYLVESTER = Premise(
    "sylvester",
    "Sylvester: congruence by an invertible matrix keeps the inertia; K has independent rows, so it can be completed",
)
NORMAL_FORM = Premise(
    "normal-form",
    "real normal form: a normal matrix is orthogonally similar to 1 x 1 blocks and blocks with rows (a, b), (-b, a)",
)
RESPONSE = Premise("symmetric-response", "$m = p$ and every $h_j$ is symmetric")
BALANCED = Premise("balanced", r"$Q = 0$; by moment-map $\theta$ is then a minimal part plus $(A', 0, 0)$, $A'$ normal")
MINIMAL = Premise("minimal", r"on the minimal part: $K$, the reachability matrix, has independent rows")
POSITIVE = Premise("positive", "for symmetry: the block Hankel matrix is positive semidefinite")

w = Symbol("w")


def signature_symmetry(symmetric_response: bool = True) -> Derivation:
    """signature-symmetry, for the minimal part; then its inertia, and what is off the minimal part.

    Where a control takes `symmetric_response` away, the transposed realisation has another response.
    """
    steps = (
        *transposed_steps(symmetric_response),
        *symmetric_steps(),
        *hankel_steps(),
        *positive_steps(),
        normal_step(),
    )
    text = (
        r"there is an $S = S^T = S^{-1}$ with $A^T = S A S$ and $C^T = S B$, unique on the minimal part; there its "
        "inertia, plus zeros, is that of the block Hankel matrix with $d$ or more block rows, and if that is positive "
        "semidefinite, $S = I$: the minimal part is symmetric"
    )
    uses = (
        "exchange",
        "columns",
        "symmetric",
        "involution",
        "hankel",
        "completed",
        "symmetric-a",
        "symmetric-b",
        "normal",
    )
    return Derivation(
        "every d and m = p (matrix words), again on 5 concrete instances",
        steps,
        (UNIQUE, ONE_ORBIT, SYLVESTER, NORMAL_FORM),
        (RESPONSE, BALANCED, MINIMAL, POSITIVE),
        Conclusion(text, uses),
    )


def transposed_steps(symmetric_response: bool = True) -> tuple[Step, ...]:
    """The transposed realisation: it has the same response, the same norm, and the opposite Q."""
    R, plain = resolvent(A), sample_values((A, B, C))
    rules = (rule("B' R' C'", (1, "C R B")),) if symmetric_response else ()
    values = signature_values() if symmetric_response else sample_values((A, B, C), SQUARE_SIZES)
    by = "(A^T, C^T, B^T) has the response h_j^T = h_j, so it lies in the orbit of theta"
    return (
        identity(B.T * R.T * C.T, C * R * B, by, rules, values)
        .refuted_by(_another_response())
        .labelled("same-response", "symmetric-response"),
        trace_identity(
            inner(TRANSPOSED, TRANSPOSED), inner(STUDENT, STUDENT), "(A^T, C^T, B^T) has the norm of theta", (), plain
        ).labelled("same-norm"),
        transposed_step(
            "it is balanced too: so an orthogonal S carries theta to it, S A = A^T S, S B = C^T, B^T S = C"
        ).labelled("exchange", "same-response", "same-norm", "balanced", "minimal", "kalman", "moment-map"),
    )


def _another_response() -> str:
    """A balanced student of width 1 whose response is not symmetric: the transposed realisation has another."""
    theta = linear_rnn([[0]], [[1, 0]], [[0], [1]])
    h = theta.C * theta.B
    return f"{describe(theta)}: h_0 = {show(h)}, and (A^T, C^T, B^T) has {show(h.T)}"


def symmetric_steps() -> tuple[Step, ...]:
    """From S A = A^T S, S B = C^T, B^T S = C: S and S^T agree on every A^j B, and so S = S^T."""
    values, R, rules = signature_values(), resolvent(A), resolvent_rules()
    moved = (*(rule(f"{side} R", (1, f"R' {side}")) for side in ("S", "S'")), *_outer_rules())
    by = "S A^j B = c_j for all j, by S R = R^T S and S B = C^T"
    return (
        identity(
            R.T * (S - z * A.T * S) * R, S * R, "on the left the resolvent takes A^T away", rules, values
        ).labelled("from-the-left"),
        identity(
            R.T * (S - z * S * A) * R,
            R.T * S,
            "on the right it takes A away; as S A = A^T S, both are one: S R = R^T S",
            rules,
            values,
        ).labelled("from-the-right", "from-the-left", "exchange"),
        identity(S * R * B, R.T * C.T, by, moved, values).labelled("columns", "from-the-right", "exchange"),
        identity(S.T * R * B, R.T * C.T, "and S^T A^j B = c_j, by the transposed rules", moved, values).labelled(
            "transposed-columns", "from-the-right", "exchange"
        ),
        identity(
            (S - S.T) * K * G, S - S.T, "(S - S^T) K = 0, and K G = I: S = S^T", (rule("K G", (1, "")),), ()
        ).labelled("symmetric", "columns", "transposed-columns", "minimal"),
        identity(S * S, S * S.T, "S S = S S^T = I, as S is orthogonal", (rule("S'", (1, "S")),), values).labelled(
            "involution", "symmetric", "exchange"
        ),
    )


def _outer_rules() -> tuple[Rule, ...]:
    """S B = C^T, and S^T B = C^T from B^T S = C."""
    return rule("S B", (1, "C'")), rule("S' B", (1, "C'"))


def hankel_steps() -> tuple[Step, ...]:
    """h_{i+j} = b_i^T S b_j for all i, j at once: both sides under sum_ij w^i z^j. Then K is completed to M."""
    values = tuple(Values(v.matrices, {**v.scalars, w: Rational(1, 17)}) for v in signature_values())
    R, R_w = resolvent(A), (Identity(d) - w * A).I
    rules = (rule("R(w)' S", (1, "S R(w)")), rule("B' S", (1, "C")))
    M, J = MatrixSymbol("M", N, N), MatrixSymbol("J", N, d)
    rows = with_transposes((rule("J' M", (1, "K")),))
    by = (
        "M = (K; ...) completes K = J^T M to an invertible matrix, J = (I; 0): K^T S K has the inertia of S, plus zeros"
    )
    return (
        identity(
            B.T * R_w.T * S * R * B, C * R_w * R * B, "h_{i+j} = b_i^T S b_j: Hankel = K^T S K", rules, values
        ).labelled("hankel", "exchange", "from-the-right", "symmetric"),
        identity(M.T * (J * S * J.T) * M, K.T * S * K, by, rows, _completed()).labelled(
            "completed", "hankel", "sylvester", "minimal"
        ),
    )


def _completed() -> tuple[Values, ...]:
    """K = (1, 2) completed by (0, 1), S = -1."""
    M, J = ImmutableMatrix([[1, 2], [0, 1]]), ImmutableMatrix([[1], [0]])
    return (Values({"M": M, "J": J, "K": J.T * M, "S": ImmutableMatrix([[-1]])}, {}),)


def positive_steps() -> tuple[Step, ...]:
    """A positive semidefinite Hankel matrix leaves S no eigenvalue -1, so S + I is invertible and S = I."""
    I = Identity(d)  # noqa: E741
    square, one = (rule("S S", (1, "")),), (rule("S", (1, "")),)
    values = signature_values()
    plain = tuple(v for v in values if v.matrices["S"] == ImmutableMatrix.eye(v.matrices["S"].shape[0]))
    return (
        identity(
            (S + I) * (S - I), 0 * I, "S S = I; no eigenvalue is -1, so S + I is invertible and S = I", square, values
        ).labelled("identity", "involution", "completed", "positive"),
        identity(S * A * S, A, "S = I: A^T = S A S = A", one, plain).labelled("symmetric-a", "identity", "exchange"),
        identity(S * B, B, "and C^T = S B = B: the student is symmetric", one, plain).labelled(
            "symmetric-b", "identity", "exchange"
        ),
    )


def normal_step() -> Step:
    """Off the minimal part A' is normal, and S' = diag(1, -1) on each block of its normal form serves."""
    a, b = Symbol("a", real=True), Symbol("b", real=True)
    block, sign = ImmutableMatrix([[a, b], [-b, a]]), ImmutableMatrix.diag(1, -1)
    X, Y = MatrixSymbol("A'", 2, 2), MatrixSymbol("S'", 2, 2)
    by = "off the minimal part: a block of the normal A', S' = diag(1, -1); there S' is not pinned down by h"
    step = entrywise(Y * X * Y, X.T, by, Values({X.name: block, Y.name: sign}, {}))
    return step.labelled("normal", "balanced", "normal-form")
