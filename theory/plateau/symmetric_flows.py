"""A bounded symmetric flow with L -> 0 on k >= 2n + 1 lags has h_j -> g_j for every j, near the teacher or not.

|pi(A) B|^2 = <c, R>, c the coefficients of pi^2, so that the residuals of 2n + 1 lags bound what they do not see.
"""

from itertools import combinations, product

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.finite_sums import same_sum
from theory.kernel.steps import at_most, equation
from theory.kernel.vector_fields import same, term
from theory.model.linear_rnn import LinearRNN, impulse_response
from theory.words.rewriting import rule

GRID, WEIGHTS = (0, 1, -1), (0, 1, 2)
n, k = sp.symbols("n k", integer=True, positive=True)


def symmetric_flow_steps(lags: sp.Expr, least: int) -> tuple[Step, ...]:
    """The statement on symmetric flows for k = `lags`; `least` is the least of them for n = 1."""
    size, length, remainder, S_j = sp.symbols("R c_2 r_j S_j", nonnegative=True)
    suffice = at_most(2 * n + 1, k, "the 2n + 1 coefficients of pi^2 meet trained lags", {k: lags})
    bound = equation(
        remainder * size + S_j * (length * size),
        (remainder + S_j * length) * size,
        "|s_j(A)| <= S_j on the bounded path, |R| = sqrt(L): |h_j - g_j| <= (|r_j| + S_j |c|) sqrt(L) -> 0",
    )
    return (
        suffice.refuted_by(unseen_student(least)).labelled("coefficients", "symmetric-lags"),
        *_square(),
        bound.labelled("every-lag", "square", "unseen", "error-identity", "bounded", "norms"),
    )


def unseen_student(length: int) -> str:
    """The first symmetric student of a small grid (n = 1, d = 2) with L = 0 on `length` lags and pi(A) B != 0, or "".

    >>> unseen_student(3)
    ''
    >>> unseen_student(2)
    'n = 1, k = 2, l = 0, w = 2: A = diag(1, -1), B = C^T = (1, 1) has h = 2, 0, 2 and g = 2, 0, 0'
    """
    for node, w, (p, q), b, c in product((0, 1), (1, 2), combinations(GRID, 2), WEIGHTS, WEIGHTS):
        A, B = sp.ImmutableMatrix(sp.diag(p, q)), sp.ImmutableMatrix([b, c])
        h = [entry[0, 0] for entry in impulse_response(LinearRNN(A, B, B.T), length + 1)]
        g = [w * sp.Integer(node) ** j for j in range(length + 1)]
        if h[:length] == g[:length] and any((A - node * sp.eye(2)) * B):
            seen, asked = (", ".join(map(str, values)) for values in (h, g))
            found = f"A = diag({p}, {q}), B = C^T = ({b}, {c}) has h = {seen} and g = {asked}"
            return f"n = 1, k = {length}, l = {node}, w = {w}: {found}"
    return ""


def _square() -> tuple[Step, ...]:
    """|pi(A) B|^2 = <c, h> and <c, g> = 0, so it is <c, R>: polynomials in A = A^T are symmetric and commute; any n."""
    i, last = sp.Symbol("i", integer=True), 2 * n
    c, h, g = (sp.Function(name) for name in ("c", "h", "g"))
    weight, at_node = sp.symbols(r"w_a \pi(x_{a})", real=True)
    lengths = "X = pi(A) = X^T, C = B^T: |pi(A) B|^2 = B^T pi(A)^2 B = <c, h>"
    return (
        same(term("B' X' X B"), term("B' X X B"), (rule("X'", (1, "X")),), lengths).labelled("square", "symmetric"),
        equation(
            weight * at_node**2,
            sp.Integer(0),
            "each term of <c, g> = sum_a w_a pi(x_a)^2 vanishes",
            {at_node: sp.Integer(0)},
        ).labelled("teacher-unseen", "nodes"),
        same_sum(
            sp.Sum(c(i) * h(i), (i, 0, last)) - sp.Sum(c(i) * g(i), (i, 0, last)),
            sp.Sum(c(i) * (h(i) - g(i)), (i, 0, last)),
            "|pi(A) B|^2 is therefore <c, R> <= |c| |R|, which tends to 0",
        ).labelled("unseen", "square", "teacher-unseen", "coefficients", "norms"),
    )
