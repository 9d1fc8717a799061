"""A bounded symmetric flow with L -> 0 on k >= 2n + 1 lags has h_j -> g_j for every j, near the teacher or not.

|pi(A) B|^2 = <c, R>, c the coefficients of pi^2, so that the residuals of 2n + 1 lags bound what they do not see.
"""

from itertools import combinations, product

import sympy as sp

from theory.kernel.derivation import Step
from theory.kernel.steps import equation
from theory.model.linear_rnn import LinearRNN, impulse_response

GRID, WEIGHTS = (0, 1, -1), (0, 1, 2)


def symmetric_flow_steps(excess: int = 1) -> tuple[Step, ...]:
    """The three steps for k = 2n + excess; a control asks for k = 2n."""
    size, length, remainder, S_j = sp.symbols("R c_2 r_j S_j", nonnegative=True)
    return (
        _lags_suffice(excess),
        _square(),
        _entries(),
        equation(
            remainder * size + S_j * (length * size),
            (remainder + S_j * length) * size,
            "the error identity, |s_j(A)| <= S_j on the bounded path: |h_j - g_j| <= (|r_j| + S_j |c|) sqrt(L) -> 0",
        ),
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


def _lags_suffice(excess: int) -> Step:
    """pi^2 has 2n + 1 coefficients: they must meet trained lags; else a search finds a student they do not pin."""
    n = sp.Symbol("n", integer=True, positive=True)
    fits, unseen = (2 * n + excess - (2 * n + 1)).is_nonnegative, unseen_student(2 + excess)
    rule = "the 2n + 1 coefficients of pi^2 meet trained lags (and no student of a small grid says otherwise)"
    return Step(sp.latex(2 * n + 1), "k", rule, bool(fits) and not unseen, r"\le", unseen)


def _square() -> Step:
    """Every n: polynomials in A = A^T are symmetric and commute; pi as a letter X = X^T, any B."""
    X, B = sp.MatrixSymbol("X", 3, 3), sp.MatrixSymbol("B", 3, 1)
    symmetric = sp.Matrix(3, 3, lambda i, j: X[min(i, j), max(i, j)])
    column = sp.Matrix(B)
    image = symmetric * column
    gap = (image.T * image)[0, 0] - (column.T * symmetric**2 * column)[0, 0]
    rule = "X = pi(A) = X^T: |pi(A) B|^2 = B^T pi(A)^2 B = <c, h>, and <c, g> = sum_a w_a pi(x_a)^2 = 0; any n"
    return Step("(X B)^T (X B)", "B^T X^2 B", rule, sp.expand(gap) == 0)


def _entries() -> Step:
    b, c, w, node = sp.symbols("b c w x_1", real=True)
    entries = sp.symbols("a:3", real=True)
    A, B = sp.Matrix([[entries[0], entries[1]], [entries[1], entries[2]]]), sp.Matrix([b, c])
    image = (A - node * sp.eye(2)) * B
    residuals = [(B.T * A**j * B)[0, 0] - w * node**j for j in range(3)]
    seen = node**2 * residuals[0] - 2 * node * residuals[1] + residuals[2]
    return equation((image.T * image)[0, 0], seen, "|pi(A) B|^2 = <c, R> with n = 1, d = 2, every entry")
