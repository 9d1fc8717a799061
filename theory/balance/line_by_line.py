"""The Noether identity and the drift theorem in the smallest steps, for a reader with a pencil.

`theory.balance.balancedness` and `theory.balance.descent_drift` prove the same in one stroke each. Here X = C R and Y
= R B are letters of their own, with zAY = Y - B and zXA = X - C as the only hypotheses about them. (These rules are
not confluent: that XB = CY would have to join them. It is not needed, and a proof that succeeds without it is a
proof.)
"""

from sympy.matrices.expressions import MatrixSymbol

from theory.balance.balancedness import SCOPE, SIGNS, Q, Signs, noether, noether_step, resolvent_steps
from theory.balance.descent_drift import STEP
from theory.kernel.derivation import Conclusion, Derivation, Step
from theory.kernel.matrix_identity import identity
from theory.model.gradient import DIRECTION, STUDENT, resolvent
from theory.model.gradient_theorem import slope_steps
from theory.model.linear_rnn import LinearRNN
from theory.model.premises import CHAIN_RULE, LOSS, SERIES
from theory.model.samples import sample_values
from theory.model.training import plain
from theory.words.evaluation import Values, evaluate
from theory.words.rewriting import Rule, rule, with_transposes
from theory.words.symbols import A, B, C, W, d, eta, m, p, z

X = MatrixSymbol("X", p, d)
"""C R, the generating function of the rows C A^j."""
Y = MatrixSymbol("Y", d, m)
"""R B, the generating function of the columns A^j B."""
LABELS = ("a", "a-transposed", "b", "c")
"""The names of the four products in Q."""


def letters_rules() -> tuple[Rule, ...]:
    """zAY = Y - B and zXA = X - C."""
    return with_transposes((rule("A Y", (1 / z, "Y"), (-1 / z, "B")), rule("X A", (1 / z, "X"), (-1 / z, "C"))))


def letters_values() -> tuple[Values, ...]:
    """Concrete A, B, C, W and z, with the X and Y that belong to them."""
    found = []
    for values in sample_values((A, B, C, W)):
        R = evaluate(resolvent(A), values)
        named = {**values.matrices, "X": values.matrices["C"] * R, "Y": R * values.matrices["B"]}
        found.append(Values(named, values.scalars))
    return tuple(found)


def noether_line_by_line(signs: Signs = SIGNS) -> Derivation:
    """G_A A^T, then A^T G_A, then the sum of four products, in which every word meets its negative."""
    rules, values = letters_rules(), letters_values()
    G = LinearRNN(z * X.T * W * Y.T, X.T * W, W * Y.T)
    products = (X.T * W * (Y - B).T, (X - C).T * W * Y.T, X.T * W * B.T, C.T * W * Y.T)
    four = sum((sign * product for sign, product in zip(signs, products, strict=True)), 0 * A)
    by_Y, by_X = "by $z A Y = Y - B$, transposed", "by $z X A = X - C$, transposed"
    summed = "$G_B B^T$ and $C^T G_C$ stay as they are; the sum"
    lines = (
        identity(G.A * A.T, products[0], by_Y, rules, values, "G_{A} A^{T}").labelled("first", "by-a", "right"),
        identity(A.T * G.A, products[1], by_X, rules, values, "A^{T} G_{A}").labelled("second", "by-a", "left"),
        identity(noether(STUDENT, G, signs), four, summed, rules, values).labelled(
            "sum", "first", "second", "by-b", "by-c"
        ),
        identity(four, 0 * A, "multiplied out, each word meets its negative", (), values).labelled("zero", "sum"),
    )
    conclusion = Conclusion("$G_A A^T - A^T G_A + G_B B^T - C^T G_C = 0$", ("zero", "loss", "chain-rule", "series"))
    steps = (*slope_steps(), *resolvent_steps(), *lines)
    return Derivation(SCOPE, steps, (CHAIN_RULE, SERIES), (LOSS,), conclusion)


def drift_line_by_line(signs: Signs = SIGNS) -> Derivation:
    """The four products of Q at theta - eta G, multiplied out; their sum; the Noether identity."""
    step = noether_step(
        signs, plain(), "the Noether identity, so the term in $\\eta$ is gone", "N" if signs == SIGNS else ""
    ).labelled("noether", "loss", "chain-rule", "series")
    conclusion = Conclusion(r"$Q(\theta - \eta G) = Q(\theta) + \eta^2 Q(G)$", ("collected", "noether"))
    steps = (*_products(), _collected(signs), step)
    return Derivation(SCOPE, steps, (CHAIN_RULE, SERIES), (LOSS, STEP), conclusion)


def _products() -> tuple[Step, ...]:
    """(A - eta G_A)(A - eta G_A)^T and the like."""
    G, values = DIRECTION, sample_values((A, B, C, *DIRECTION.parts), scalars=(eta,))
    pairs = ((A, G.A, "A"), (A.T, G.A.T, "A^T"), (B, G.B, "B"), (C.T, G.C.T, "C^T"))
    return tuple(
        identity(
            (M - eta * N) * (M - eta * N).T,
            M * M.T - eta * (N * M.T + M * N.T) + eta**2 * N * N.T,
            f"multiplying out, for ${name}$",
            (),
            values,
        ).labelled(f"product-{label}", "step")
        for (M, N, name), label in zip(pairs, LABELS, strict=True)
    )


def _collected(signs: Signs) -> Step:
    """Q(theta - eta G) by powers of eta; the coefficient of -eta is N + N^T, N the left side of Noether's identity."""
    N = noether(STUDENT, DIRECTION, signs)
    return identity(
        Q(STUDENT.plus(DIRECTION, -eta), signs),
        Q(STUDENT, signs) - eta * (N + N.T) + eta**2 * Q(DIRECTION, signs),
        r"the four with their signs: $Q(\theta)$, then $-\eta (N + N^T)$, then $\eta^2 Q(G)$",
        (),
        sample_values((A, B, C, *DIRECTION.parts), scalars=(eta,)),
        r"Q(\theta - \eta G)",
    ).labelled("collected", *(f"product-{label}" for label in LABELS))
