"""Subspaces of parameters that descent and flow never leave: (signature-)symmetric students, and common supports.

The hypotheses are rewriting rules, so each statement is an identity of matrix words for all sizes. A linear subspace
that contains the gradient at each of its points is kept by descent of any step, and by the flow (unique solutions).
"""

from collections.abc import Iterable

from sympy import Identity, ImmutableMatrix, diag

from theory.balance.balancedness import Q
from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.matrix_identity import identity
from theory.kernel.steps import decided
from theory.model.gradient import resolvent, transfer_gradient
from theory.model.linear_rnn import LinearRNN, linear_rnn
from theory.model.premises import CHAIN_RULE
from theory.model.samples import SQUARE_SIZES, Named, describe, sample_values
from theory.words.evaluation import Values, show
from theory.words.rewriting import Rule, resolvent_rules, rule
from theory.words.symbols import A, B, C, P, S, W, d

TANGENT = Premise(
    "tangent",
    "a flow whose field is tangent to a linear subspace stays in it (uniqueness of solutions, Picard-Lindelof)",
)
SIGNATURE = Premise("signature", r"$S = S^T = S^{-1}$, $A^T = S A S$ and $C^T = S B$ at the start; so $m = p$")
TEACHER = Premise(
    "symmetric-teacher", r"every $g_j$ is symmetric; for another loss, its derivatives $W_j$ in the $h_j$ are"
)
SUPPORT = Premise("support", r"$P = P^T = P^2$ and $A = P A P$, $B = P B$, $C = C P$ at the start")

SUPPORTED = ("A", "B", "C")
"""The matrices that share the support P."""
GRADIENT_USES = ("resolvent", "response", "signature", "symmetric-teacher", "chain-rule")
SUPPORT_USES = ("resolvent", "support", "chain-rule")


def signature_rules(teacher_symmetric: bool = True) -> tuple[Rule, ...]:
    """S = S^T = S^-1, A^T = S A S, C^T = S B, hence B^T = C S and R^T = S R S; and W^T = W for symmetric h_j, g_j."""
    texts = [("S'", "S"), ("S S", ""), ("A'", "S A S"), ("R'", "S R S"), ("C'", "S B"), ("B'", "C S"), ("W'", "W")]
    hypotheses = [rule(pattern, (1, text)) for pattern, text in texts if teacher_symmetric or pattern != "W'"]
    return (*hypotheses, *(found for found in resolvent_rules() if not found.pattern[0].transposed))


def signature_values(teacher_symmetric: bool = True) -> tuple[Values, ...]:
    """Concrete students with m = p and A^T = S A S, C^T = S B, S a diagonal of signs (S = I first)."""

    def constrain(drawn: Named) -> Named:
        width = drawn["A"].shape[0]
        sign = ImmutableMatrix(diag(*[(-1) ** i for i in range(width)]))
        upper = ImmutableMatrix(*drawn["W"].shape, lambda i, j: drawn["W"][i, j] if i <= j else 0)
        drawn.update(S=sign, A=drawn["A"] + sign * drawn["A"].T * sign, C=drawn["B"].T * sign)
        drawn["W"] = upper + upper.T if teacher_symmetric else upper
        return drawn

    return sample_values((A, B, W), SQUARE_SIZES, constrain)


def symmetric_invariant(teacher_symmetric: bool = True) -> Derivation:
    """symmetric-invariant: A^T = S A S and C^T = S B pass to the gradient; S = I is the symmetric student."""
    rules, values = signature_rules(teacher_symmetric), signature_values(teacher_symmetric)
    G, R = transfer_gradient(), resolvent(A)
    steps = (
        identity(R.T, S * R * S, "the resolvent inherits A^T = S A S", rules, values).labelled(
            "resolvent", "signature"
        ),
        identity(
            B.T * R.T * C.T, C * R * B, "every h_j is symmetric, hence W = 2 R_j = 2 (h_j - g_j) is", rules, values
        ).labelled("response", "resolvent", "signature"),
        identity(G.C.T, S * G.B, "the gradients in B and C satisfy G_C^T = S G_B", rules, values).labelled(
            "gradient-c", *GRADIENT_USES
        ),
        identity(G.A.T, S * G.A * S, "the gradient in A satisfies G_A^T = S G_A S", rules, values).labelled(
            "gradient-a", *GRADIENT_USES
        ),
        unbalanced_signature_step().labelled("unbalanced", "signature"),
    )
    text = (
        r"the gradient lies in the linear subspace $A^T = S A S$, $C^T = S B$ where the student does, so descent of "
        r"any step and the flow stay in it; $S = I$ is the symmetric student. Not every point of it has $Q = 0$"
    )
    return Derivation(
        "every d, every m = p, every lag and signature S; again on 5 concrete instances",
        steps,
        (TANGENT, CHAIN_RULE),
        (SIGNATURE, TEACHER),
        Conclusion(text, ("gradient-a", "gradient-c", "tangent", "unbalanced")),
    )


def unbalanced_signature_step() -> Step:
    """Signature symmetry does not imply Q = 0: an example of width 2 with S = diag(1, -1)."""
    sign, theta = diag(1, -1), linear_rnn([[1, 1], [-1, 0]], [[1], [0]], [[1, 0]])
    value = Q(theta)

    def is_signed_and_unbalanced() -> bool:
        return not asymmetry(theta, signed=True) and not value.is_zero_matrix

    return decided(
        f"$A^T = S A S$, $C^T = S B$ and $Q \\ne 0$ for {describe(theta)}, S = {show(sign)}: Q = {show(value)}",
        is_signed_and_unbalanced,
        "signature symmetry does not imply balance",
    )


def support_rules(supported: Iterable[str] = SUPPORTED) -> tuple[Rule, ...]:
    """P = P^T = P^2, and for the matrices in `supported` A = PAP, B = PB, C = CP; then PR = RP = P + R - I."""
    absorbed = {
        "A": ("P A", "A P", "P A'", "A' P"),
        "B": ("P B", "B' P"),
        "C": ("C P", "P C'"),
    }
    found = [rule("P'", (1, "P")), rule("P P", (1, "P")), *resolvent_rules()]
    for name in supported:
        found += [rule(text, (1, text.replace("P", "").strip())) for text in absorbed[name]]
    for text in ("P R", "R P", "P R'", "R' P") if "A" in supported else ():
        found.append(rule(text, (1, "P"), (1, text.replace("P", "").strip()), (-1, "")))
    return tuple(found)


def support_values(supported: Iterable[str] = SUPPORTED) -> tuple[Values, ...]:
    """Concrete students on the range of P: P = 0 at width 1, the projection on (1, 2, 0, ...) otherwise."""

    def constrain(drawn: Named) -> Named:
        width = drawn["A"].shape[0]
        projection = projection_on((1, 2, *(0,) * (width - 2)) if width > 1 else (0,))
        theta = on_support(LinearRNN(drawn["A"], drawn["B"], drawn["C"]), projection, supported)
        return {**drawn, "A": theta.A, "B": theta.B, "C": theta.C, "P": projection}

    return sample_values((A, B, C, W), constrain=constrain)


def support_invariant(supported: Iterable[str] = SUPPORTED) -> Derivation:
    """support-invariant: a student supported on the range of P has its gradient supported there too."""
    supported = tuple(supported)
    rules, values, G, R = support_rules(supported), support_values(supported), transfer_gradient(), resolvent(A)
    steps = (
        identity(P * R, P + R - Identity(d), "PR = P + R - I, from PA = A", rules, values).labelled(
            "resolvent", "support"
        ),
        identity(P * G.A, G.A, "the gradient in A has its range in that of P", rules, values).labelled(
            "range", *SUPPORT_USES
        ),
        identity(G.A * P, G.A, "the gradient in A vanishes off the range of P", rules, values).labelled(
            "kernel", *SUPPORT_USES
        ),
        identity(P * G.B, G.B, "the gradient in B has its range in that of P", rules, values).labelled(
            "gradient-b", *SUPPORT_USES
        ),
        identity(G.C * P, G.C, "the gradient in C vanishes off the range of P", rules, values).labelled(
            "gradient-c", *SUPPORT_USES
        ),
    )
    text = (
        "the gradient lies in the linear subspace $A = P A P$, $B = P B$, $C = C P$ where the student does, so descent "
        "of any step and the flow stay in it"
    )
    return Derivation(
        "every d, m, p, every lag and projection P; again on 6 concrete instances",
        steps,
        (TANGENT, CHAIN_RULE),
        (SUPPORT,),
        Conclusion(text, ("range", "kernel", "gradient-b", "gradient-c", "tangent")),
    )


def asymmetry(theta: LinearRNN, signed: bool) -> str | None:
    """None when A^T = S A S and C^T = S B for a concrete model, S = I or diag(1, -1, 1, ...); else what is off."""
    S = diag(*[(-1) ** i if signed else 1 for i in range(theta.A.shape[0])])
    of_A, of_C = theta.A.T - S * theta.A * S, theta.C.T - S * theta.B
    if of_A.is_zero_matrix and of_C.is_zero_matrix:
        return None
    return f"A^T - S A S = {show(of_A)}, C^T - S B = {show(of_C)}"


def outside_support(theta: LinearRNN, projection: ImmutableMatrix) -> str | None:
    """None when A = PAP, B = PB, C = CP for a concrete model; else what is off."""
    P = projection
    off = (theta.A - P * theta.A * P, theta.B - P * theta.B, theta.C - theta.C * P)
    if all(part.is_zero_matrix for part in off):
        return None
    return ", ".join(f"{name} = {show(part)}" for name, part in zip(("A - PAP", "B - PB", "C - CP"), off, strict=True))


def on_support(theta: LinearRNN, projection: ImmutableMatrix, which: Iterable[str] = SUPPORTED) -> LinearRNN:
    """The model with the matrices named in `which` projected: PAP, PB, CP."""
    P, names = projection, set(which)
    return LinearRNN(
        P * theta.A * P if "A" in names else theta.A,
        P * theta.B if "B" in names else theta.B,
        theta.C * P if "C" in names else theta.C,
    )


def projection_on(vector: Iterable[int]) -> ImmutableMatrix:
    """The orthogonal projection on the line of a vector; 0 for the zero vector.

    >>> show(projection_on((1, 1)))
    '[[1/2, 1/2], [1/2, 1/2]]'
    """
    u = ImmutableMatrix(list(vector))
    square = u.dot(u)
    return ImmutableMatrix(u * u.T / square) if square else ImmutableMatrix(u * u.T)
