r"""The constants of `from_the_plateau` for one teacher, exactly: bounds of sigma^2 from below and of K^2 from above.

sigma^2 is the least positive eigenvalue of the k x k Gram matrix J* J*^T of the gradients of h_0..h_{k-1} at theta*, of
rank 2n: by the means' inequality it is at least e_{2n} ((2n - 1) / trace)^{2n-1}, e_{2n} the sum of its principal
minors of size 2n. K^2 = sum_j kappa_j^2, kappa_j at most the Frobenius norm of the 3 x 3 bound of h_j's second
derivative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.model.gradient import gradient, lag_gradient
from theory.model.linear_rnn import LinearRNN, linear_rnn, loss, squared_norm
from theory.model.rationals import to_sympy
from theory.model.samples import describe
from theory.plateau.plateau_tangent import fitted_student


@dataclass(frozen=True)
class Plateau:
    """A teacher with rational nodes x_a and weights b_a^2, trained on k lags by students of width d."""

    nodes: tuple[Fraction, ...]
    roots: tuple[Fraction, ...]
    width: int
    length: int

    @property
    def fitted(self) -> LinearRNN:
        """theta*."""
        A, B = fitted_student([to_sympy(x) for x in self.nodes], [to_sympy(b) for b in self.roots], self.width)
        return LinearRNN(sp.ImmutableMatrix(A), sp.ImmutableMatrix(B), sp.ImmutableMatrix(B.T))

    @property
    def teacher(self) -> list[sp.ImmutableMatrix]:
        """g_0, ..., g_{k-1} as 1 x 1 matrices."""
        pairs = list(zip(self.nodes, self.roots, strict=True))
        return [
            sp.ImmutableMatrix([[to_sympy(sum((b**2 * x**j for x, b in pairs), Fraction(0)))]])
            for j in range(self.length)
        ]

    def __str__(self) -> str:
        nodes, roots = (", ".join(map(str, values)) for values in (self.nodes, self.roots))
        return f"nodes {nodes}, roots of weights {roots}, d = {self.width}, k = {self.length}"

    def tangent_gram(self) -> sp.Matrix:
        """J* J*^T, k x k: the inner products of the gradients of h_i and h_j at theta*."""
        one = sp.ImmutableMatrix([[1]])
        rows = [lag_gradient(self.fitted, one, j) for j in range(self.length)]
        return sp.Matrix(self.length, self.length, lambda i, j: _inner(rows[i], rows[j]))

    def least_singular_squared(self) -> sp.Rational:
        """A rational lower bound of sigma^2; positive when k >= 2n and the nodes are distinct."""
        gram, rank = self.tangent_gram(), 2 * len(self.nodes)
        x = sp.Symbol("x")
        minors = abs(gram.charpoly(x).as_expr().coeff(x, self.length - rank))
        return minors * (sp.Integer(rank - 1) / gram.trace()) ** (rank - 1)

    def curvature_squared(self, radius: Fraction) -> sp.Rational:
        """K^2 on the ball of this radius about theta*: sum_j of the squared Frobenius bounds."""
        a = to_sympy(max(abs(x) for x in self.nodes) + radius)
        b = to_sympy(sum(abs(root) for root in self.roots) + radius)
        total = sp.Integer(0)
        for j in range(self.length):
            entries = (j * (j - 1) * a ** max(j - 2, 0) * b**2, j * a ** max(j - 1, 0) * b, a**j)
            total += entries[0] ** 2 + 4 * entries[1] ** 2 + 2 * entries[2] ** 2
        return total

    def counterexample_to_steepness(
        self, move: LinearRNN, radius: Fraction, factor: sp.Rational | int = 1
    ) -> str | None:
        """A counterexample to: L >= K^2 rho^4, 16 K^2 rho^2 <= sigma^2 give |grad L|^2 >= sigma^2 L; all exact.

        `move` is theta - theta*; a `factor` other than 1 asks for |grad L|^2 >= factor sigma^2 L. Raises ValueError
        where a hypothesis fails, so that no instance is counted in vain.
        """
        rho_squared = sum((squared_norm(part) for part in move.parts), sp.Integer(0))
        sigma_squared, K_squared = self.least_singular_squared(), self.curvature_squared(radius)
        theta = self.fitted.plus(move)
        L = loss(theta, self.teacher)
        if not (rho_squared <= to_sympy(radius) ** 2 and 16 * K_squared * rho_squared <= sigma_squared):
            raise ValueError("steepness: the move leaves the ball in which the constants hold; take a smaller one")
        if self.length > 2 * len(self.nodes) and not K_squared * rho_squared**2 <= L:
            raise ValueError("steepness: the loss is below K^2 rho^4, where nothing is claimed; take another direction")
        slope = sum((squared_norm(part) for part in gradient(theta, self.teacher).parts), sp.Integer(0))
        if slope >= factor * sigma_squared * L:
            return None
        return f"{self}, theta - theta*: {describe(move)}: |grad L|^2 = {slope} < {factor * sigma_squared} L, L = {L}"

    def too_steep(self) -> sp.Rational:
        """A factor for which steepness fails: 9 trace(J* J*^T) / sigma^2, as |grad L| <= 2 (Lambda + K rho) |R|."""
        return 9 * self.tangent_gram().trace() / self.least_singular_squared()


def direction(entries: Sequence[int], width: int, scale: sp.Rational) -> LinearRNN:
    """scale times the integer direction whose d^2 + 2d entries fill A, B, C row by row."""
    rows = [[scale * e for e in entries[i * width : (i + 1) * width]] for i in range(width)]
    rest = [scale * e for e in entries[width**2 :]]
    return linear_rnn(rows, [[e] for e in rest[:width]], [rest[width:]])


def _inner(first: LinearRNN, second: LinearRNN) -> sp.Rational:
    parts = zip(first.parts, second.parts, strict=True)
    return sum((p * q for x, y in parts for p, q in zip(x, y, strict=True)), sp.Integer(0))


def admissible_move(plateau: Plateau, entries: Sequence[int], radius: Fraction) -> LinearRNN | None:
    """The integer direction scaled into the ball rho <= sigma / (4 K); None where L < K^2 rho^4 there (k > 2n only)."""
    size = sum(entry**2 for entry in entries)
    if size == 0:
        return None
    sigma_squared, K_squared = plateau.least_singular_squared(), plateau.curvature_squared(radius)
    bound = min(sigma_squared / (16 * K_squared), to_sympy(radius) ** 2)
    move = direction(entries, plateau.width, sp.Rational(1, int(sp.ceiling(sp.sqrt(size / bound)))))
    L = loss(plateau.fitted.plus(move), plateau.teacher)
    rho_squared = sum((squared_norm(part) for part in move.parts), sp.Integer(0))
    settled = plateau.length > 2 * len(plateau.nodes) and K_squared * rho_squared**2 > L
    return None if settled else move
