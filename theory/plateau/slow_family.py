r"""How the inequality |grad L| >= c L^{3/4} fares along a curve of students, exactly; and a curve on which it fails.

Along a family theta(e) with rational entries, theta(0) fitted, the quotient |grad L|^4 / L^3 is a rational function of
e; the inequality near theta(0) needs its limit at e -> 0+ to be positive (or infinite).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp
from sympy.polys.matrices import DomainMatrix

from theory.model.linear_rnn import LinearRNN, linear_rnn

e = sp.Symbol("e", positive=True)
"""The parameter of a family; e -> 0 is the fitted student."""


@dataclass(frozen=True)
class Family:
    """Students A, B, C with entries rational in e, and the teacher's response g_0..g_{k-1}, numbers."""

    student: LinearRNN
    response: tuple[sp.Rational, ...]

    def loss_and_slope(self) -> tuple[sp.Expr, sp.Expr]:
        """L and |grad L|^2 as rational functions of e, in the field Q(e): sympy's expressions would take minutes."""
        field = sp.QQ.frac_field(e)
        A, B, C = (DomainMatrix.from_Matrix(sp.Matrix(part)).convert_to(field) for part in self.student.parts)
        b, c = [B], [C.transpose()]
        for _ in self.response[1:]:
            b.append(A * b[-1])
            c.append(A.transpose() * c[-1])
        R = [(C * column)[0, 0].element - field.from_sympy(g) for column, g in zip(b, self.response, strict=True)]
        G_A = sum(
            ((c[i] * b[j - 1 - i].transpose()).scalarmul(2 * R[j]) for j in range(len(R)) for i in range(j)),
            DomainMatrix.zeros(A.shape, field),
        )
        G_B = sum((v.scalarmul(2 * r) for r, v in zip(R, c, strict=True)), DomainMatrix.zeros(B.shape, field))
        G_C = sum((v.scalarmul(2 * r) for r, v in zip(R, b, strict=True)), DomainMatrix.zeros(B.shape, field))
        slope = sum(entry**2 for part in (G_A, G_B, G_C) for entry in part.to_list_flat())
        return field.to_sympy(sum(r**2 for r in R)), field.to_sympy(slope)

    def steepness(self) -> sp.Expr:
        """The limit of |grad L|^4 / L^3 as e -> 0+: zero refutes |grad L| >= c L^{3/4} for every c > 0.

        Raises ValueError where L vanishes on the whole curve, or does not tend to 0 with e.
        """
        L, slope = self.loss_and_slope()
        if L == 0:
            raise ValueError("steepness: L = 0 along the family; take one that leaves the fitted students")
        (order, lead), (loss_order, loss_lead) = _leading(slope), _leading(L)
        if loss_order <= 0:
            raise ValueError("steepness: L does not tend to 0 with e; take a family that ends at a fitted student")
        excess = 2 * order - 3 * loss_order
        return sp.Integer(0) if excess > 0 else sp.oo if excess < 0 else lead**2 / loss_lead**3

    def __str__(self) -> str:
        A, B, C = (part.tolist() for part in self.student.parts)
        return f"A = {A}, B = {B}, C = {C}, g = {list(map(str, self.response))}"


def _leading(quotient: sp.Expr) -> tuple[int, sp.Rational]:
    """Order and coefficient of the leading term of a rational function of e at e = 0."""
    found = [min(sp.Poly(part, e).terms()) for part in sp.fraction(quotient)]
    ((above,), top), ((below,), bottom) = found
    return above - below, top / bottom


Row = Sequence[sp.Expr]


def settled_family(k: int, N: Sequence[Row], y_R: Row, direction: Row, offset: Row, X: sp.Expr = 1 + e**2) -> Family:
    """Students beside the teacher g_j = 1 whose residual is orthogonal to the tangent at their own node X.

    A = diag(X, N), B = (1, y_R), C = (W, (q/e) direction + offset); W and q are such that R = zeta(x) (x - X)^2,
    deg zeta = k - 3 >= 0: the fast directions have settled, and what is left of the gradient is slow.
    """
    x = sp.Symbol("x")
    q, W, *zeta = sp.symbols(f"q W zeta:{k - 2}")
    target = sp.Poly(sum(z * x**i for i, z in enumerate(zeta)) * (x - X) ** 2, x)
    y_L = sp.Matrix([[q / e * p + o for p, o in zip(direction, offset, strict=True)]])
    beside = [(y_L * sp.Matrix(N) ** j * sp.Matrix(y_R))[0, 0] for j in range(k)]
    equations = [W * X**j + beside[j] - 1 - target.coeff_monomial(x**j) for j in range(k)]
    (found,) = sp.solve(equations, [q, W, *zeta], dict=True)
    A = [[X, *[0] * len(y_R)], *([0, *row] for row in N)]
    C = [sp.cancel(entry.subs(found)) for entry in (W, *y_L)]
    return Family(linear_rnn(A, [[1], *([y] for y in y_R)], [C]), (sp.Integer(1),) * k)


def slow_family() -> Family:
    r"""k = 2n + 2 = 4, n = 1, d = 3, unsymmetric: R is exactly zeta x (x - X)^2, so that R_0 = 0.

    X = 1 + e^3, zeta = (X - 1)/(1 + 2 X^2), W = (1 - 2 zeta X)/X^2, q = 1 - W, E_1 = 1 + zeta X^2 - W X. Then
    |R| ~ e^3, while |grad L| ~ e^5: the quotient is of order e^20 / e^18.
    """
    X = 1 + e**3
    zeta = (X - 1) / (1 + 2 * X**2)
    W = (1 - 2 * zeta * X) / X**2
    q, first = 1 - W, 1 + zeta * X**2 - W * X
    A = [[X, 0, 0], [0, 0, first / e**2], [0, 0, 0]]
    student = linear_rnn(A, [[1], [0], [e]], [[W, e, q / e]])
    cancelled = LinearRNN(*(part.applyfunc(sp.cancel) for part in student.parts))
    return Family(cancelled, (sp.Integer(1),) * 4)
