"""The three gradients: matrix calculus for every lag at once, an independent product rule, and the triple sum.

The gradient of <W, C R B> with respect to A is z X^T W Y^T, X = C R and Y = R B. Its recurrence in z makes the triple
sum of lag j + 1 from that of lag j. The same is then computed entry by entry, where no matrix calculus is used.
"""

from sympy import Expr, Function, Integer, MatrixSymbol, Sum, Symbol

from theory.kernel.derivation import Conclusion, Derivation, Step
from theory.kernel.finite_sums import same_sum
from theory.kernel.matrix_calculus import slope
from theory.kernel.matrix_identity import identity
from theory.kernel.steps import decided
from theory.kernel.trace_identity import trace_identity
from theory.kernel.vector_fields import derivative
from theory.model.gradient import (
    DIRECTION,
    STUDENT,
    LagGradient,
    adjoint_gradient,
    lag_gradient,
    resolvent,
    transfer_gradient,
    weighted_gradient,
)
from theory.model.gradient_entrywise import ENTRYWISE, entrywise_steps
from theory.model.premises import CHAIN_RULE, LOSS, SERIES
from theory.model.resolvent_series import coefficients
from theory.model.samples import sample_values
from theory.words.matrix_words import words
from theory.words.rewriting import resolvent_rules
from theory.words.symbols import A, B, C, W, m, p, z

LAGS = 8
"""The functions that compute the gradient are compared, word by word, at the lags j < LAGS."""
ADJOINT_LENGTHS = (1, 2, 7)

i, j, k, q = (Symbol(name, integer=True, nonnegative=True) for name in "ijkq")
b, c, weights = (Function(name, commutative=False) for name in "bcW")


def gradient_theorem(formula: LagGradient = lag_gradient) -> Derivation:
    """gradient: the triple sum `formula` is what matrix calculus gives, for symbolic sizes, lag by lag."""
    steps = (
        *slope_steps(),
        *product_rule_steps(),
        *recurrences(),
        *triple_sum_steps(),
        formula_step(formula),
        *adjoint_steps(),
        loss_weight_step(),
        *entrywise_steps(formula),
    )
    scope = (
        f"every d, m, p, k and every lag (words, and sums over symbolic ranges); as implemented for j < {LAGS} and "
        f"k in {ADJOINT_LENGTHS}; entry by entry at (d, m, p, k) in {ENTRYWISE}"
    )
    return Derivation(scope, steps, (CHAIN_RULE, SERIES), (LOSS,), _conclusion())


def _conclusion() -> Conclusion:
    text = (
        r"the gradients are $\sum_j W_j b_j^T$ in $C$, $\sum_j c_j W_j$ in $B$ and $\sum_j \sum_{i<j} c_i W_j "
        r"b_{j-1-i}^T$ in $A$, $W_j = 2 R_j$ for $L$; the recursion $l_j = A^T l_{j+1} + C^T W_j$ gives them too, and "
        r"both are what theory's functions compute"
    )
    slopes = ("product-rule-a", "product-rule-b", "product-rule-c")
    sums = ("columns", "triple-sum", "adjoint-sum", "formula", "adjoint-formula")
    return Conclusion(text, ("chain-rule", *slopes, *sums, "loss-weight", "entries", "entries-of-the-loss"))


def slope_steps() -> tuple[Step, ...]:
    """The gradients z X^T W Y^T, X^T W and W Y^T of tr(W^T C R B) by matrix calculus, X = C R and Y = R B."""
    X, Y, values = C * resolvent(A), resolvent(A) * B, sample_values((A, B, C, W))
    return tuple(
        slope(
            W.T * C * resolvent(A) * B, letter, form, f"matrix calculus gives the gradient in {letter}", values
        ).labelled(f"by-{letter}".lower())
        for letter, form in zip((A, B, C), (z * X.T * W * Y.T, X.T * W, W * Y.T), strict=True)
    )


def product_rule_steps() -> tuple[Step, ...]:
    """<G, D> = tr(W^T dh) for any direction D, with dR = R (z dA) R, which follows from (I - zA) R = I."""
    R, G, D = resolvent(A), transfer_gradient(), DIRECTION
    values, dR = sample_values((A, B, C, W, *D.parts)), R * (z * D.A) * R
    by = "the product rule for (I - zA) R = I: R changes by R (z G_A) R when A changes by G_A"
    moves = identity(dR - z * A * dR - z * D.A * R, 0 * A, by, resolvent_rules(), values)
    needs = (("by-a", "resolvent-moves"), ("by-b",), ("by-c",))
    return (
        moves.labelled("resolvent-moves"),
        *(
            trace_identity(
                words(part.T * way),
                words(W.T * change),
                f"the product rule gives the same derivative along any direction G_{name}",
                (),
                values,
                rf"\langle \partial_{name} \, \mathrm{{tr}} ( W^{{T}} C R B ), G_{name} \rangle",
            ).labelled(f"product-rule-{name.lower()}", *uses)
            for part, way, change, name, uses in zip(
                G.parts, D.parts, (C * dR * B, C * R * D.B, D.C * R * B), "ABC", needs, strict=True
            )
        ),
    )


def recurrences() -> tuple[Step, ...]:
    """X^T = sum z^j c_j, Y = sum z^j b_j, and G_A = z A^T G_A + z C^T W Y^T, read at z^{j+1}."""
    X, Y, G = C * resolvent(A), resolvent(A) * B, transfer_gradient()
    rules, values = resolvent_rules(), sample_values((A, B, C, W))
    by = "the coefficient of z^{j+1} is A^T times that of z^j, plus c_0 W b_j^T; that of z^0 is 0"
    return (
        identity(Y, B + z * A * Y, "b_0 = B and b_{j+1} = A b_j, for every lag", rules, values).labelled(
            "columns", "series"
        ),
        identity(X.T, C.T + z * A.T * X.T, "c_0 = C^T and c_{j+1} = A^T c_j, for every lag", rules, values).labelled(
            "rows", "series"
        ),
        identity(G.A, z * A.T * G.A + z * C.T * W * Y.T, by, rules, values).labelled(
            "recurrence", "by-a", "columns", "rows"
        ),
    )


def triple_sum_steps(last: Expr = j - 1) -> tuple[Step, Step]:
    """A^T sum_{i<j} c_i W b_{j-1-i}^T + c_0 W b_j^T is that of lag j + 1; at lag 0 it is empty. `last` is j - 1."""
    W_q = weights(q)
    total = Sum(c(i) * W_q * b(j - 1 - i), (i, 0, last))
    moved = Sum(c(i + 1) * W_q * b(j - 1 - i), (i, 0, last))
    by = "A^T c_i = c_{i+1} in the triple sum of lag j (transposes of the b left out): that of lag j + 1"
    return (
        same_sum(total.subs(j, 0), Integer(0), "at lag 0 the triple sum is empty, and the gradient in A is 0").labelled(
            "first-lag", "recurrence"
        ),
        same_sum(c(0) * W_q * b(j) + moved, total.subs(j, j + 1), by).labelled("triple-sum", "recurrence", "first-lag"),
    )


def formula_step(formula: LagGradient) -> Step:
    """The coefficient of z^j of each gradient is the formula of lag j, as words."""
    found = [coefficients(words(part), LAGS) for part in transfer_gradient().parts]

    def first_wrong() -> int | None:
        claimed = ([words(part) for part in formula(STUDENT, W, lag).parts] for lag in range(LAGS))
        expected = zip(*found, strict=True)
        pairs = enumerate(zip(expected, claimed, strict=True))
        wrong = (
            lag for lag, (want, have) in pairs if any(not (x - y).is_zero for x, y in zip(want, have, strict=True))
        )
        return next(wrong, None)

    lag = first_wrong()
    return decided(
        rf"theory's formula for the gradients of $\langle W, h_j \rangle$ is the triple sum, for $j < {LAGS}$",
        lambda: lag is None,
        "the coefficients of z^j are written out and compared word by word",
        lambda: f"lag {lag}: the words differ",
    ).labelled("formula", "by-a", "by-b", "by-c", "series")


def adjoint_steps() -> tuple[Step, ...]:
    """l_j = sum_{q>=j} c_{q-j} W_q solves the recursion; with W at lag q alone G_A is the triple sum."""
    states = Sum(c(q - j) * weights(q), (q, j + 1, k - 1)) + c(0) * weights(j)
    backwards, forwards = (
        Sum(c(q - 1 - j) * weights(q) * b(j), (j, 0, q - 1)),
        Sum(c(i) * weights(q) * b(q - 1 - i), (i, 0, q - 1)),
    )
    return (
        same_sum(
            states,
            Sum(c(q - j) * weights(q), (q, j, k - 1)),
            "A^T l_{j+1} + C^T W_j, with l_j the sum of c_{q-j} W_q over the lags q >= j; so l_0 is the gradient in B",
        ).labelled("adjoint-states", "rows"),
        same_sum(
            backwards,
            forwards,
            "what W_q contributes to the sum of the l_{j+1} b_j^T (transposes left out) is its triple sum",
        ).labelled("adjoint-sum", "adjoint-states", "triple-sum"),
        decided(
            rf"theory's adjoint form is its triple sum, as words, for $k$ in {ADJOINT_LENGTHS}",
            lambda: all(map(_adjoint_agrees, ADJOINT_LENGTHS)),
            "both are run with a weight of its own at every lag and compared word by word",
        ).labelled("adjoint-formula", "formula"),
    )


def _adjoint_agrees(length: int) -> bool:
    every = [MatrixSymbol(f"W_{lag}", p, m) for lag in range(length)]
    pairs = zip(adjoint_gradient(STUDENT, every).parts, weighted_gradient(STUDENT, every).parts, strict=True)
    return all((words(fast) - words(direct)).is_zero for fast, direct in pairs)


def loss_weight_step(weight: int = 2) -> Step:
    """norm(h - g)^2 changes by <2 (h - g), D> when h moves along D: the weight of lag j is 2 R_j."""
    h, g, D = (MatrixSymbol(name, p, m) for name in ("h_j", "g_j", "D"))
    R = h - g
    before, after = derivative(words(R.T * R), {"h_j": words(D)}), words(R.T * D).scaled(Integer(weight))
    by = "the derivative of norm(h_j - g_j)^2 along D is <2 R_j, D>: for L the weight is W_j = 2 R_j"
    return trace_identity(before, after, by, (), sample_values((h, g, D))).labelled("loss-weight", "loss")
