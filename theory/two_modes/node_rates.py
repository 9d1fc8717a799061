r"""The rates of nodes and weights, exactly, beside the rates of the moments that the gradient itself gives.

The student is A = diag(l_1, ..., l_n), B = C^T = (b_1, ..., b_n), weights s_i = b_i^2; everything is rational. Rates of
nodes and weights say h_j' = sum_i (s_i' l_i^j + j s_i l_i^{j-1} l_i'), and 2n moments determine them; the gradient says
h_j' = C' A^j B + C A^j B' + sum_i C A^i A' A^{j-1-i} B, A' with its entries off the diagonal.
"""

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.model.gradient import gradient
from theory.model.linear_rnn import linear_rnn
from theory.model.rationals import to_fraction, to_sympy


@dataclass(frozen=True)
class NodesAndWeights:
    """A diagonal symmetric student with distinct nodes, b_i = sqrt(s_i) given, beside the lags g of its teacher."""

    nodes: tuple[Fraction, ...]
    roots: tuple[Fraction, ...]
    g: tuple[Fraction, ...]

    def __str__(self) -> str:
        shown = [", ".join(map(str, values)) for values in (self.nodes, self.roots, self.g)]
        return f"A = diag({shown[0]}), B = C^T = ({shown[1]}), g = ({shown[2]})"

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """s_i = b_i^2."""
        return tuple(b * b for b in self.roots)

    def residual(self, at: Fraction) -> Fraction:
        """r(z) = sum_j R_j z^j."""
        return sum((R * at**j for j, R in enumerate(self._residuals())), Fraction(0))

    def residual_slope(self, at: Fraction) -> Fraction:
        """r'(z)."""
        return sum((j * R * at ** (j - 1) for j, R in enumerate(self._residuals()) if j), Fraction(0))

    def _residuals(self) -> list[Fraction]:
        atoms = list(zip(self.nodes, self.weights, strict=True))
        return [sum((s * x**j for x, s in atoms), Fraction(0)) - value for j, value in enumerate(self.g)]

    def rates(self, interaction: int = 1) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        """(l_i') and (s_i') by the formula; a control leaves the interaction of the nodes out, or turns its sign."""
        atoms = list(zip(self.nodes, self.weights, strict=True))
        moved = tuple(-2 * s * self.residual_slope(x) for x, s in atoms)
        grown = tuple(-4 * s * (self.residual(x) + interaction * self._pull(x)) for x, s in atoms)
        return moved, grown

    def _pull(self, node: Fraction) -> Fraction:
        """sum_o s_o (r(l_i) - r(l_o)) / (l_i - l_o)^2."""
        at_node = self.residual(node)
        others = [(x, s) for x, s in zip(self.nodes, self.weights, strict=True) if x != node]
        return sum((s * (at_node - self.residual(x)) / (node - x) ** 2 for x, s in others), Fraction(0))

    def runaway(self, index: int) -> tuple[Fraction, Fraction]:
        """Both sides of the identity for (l^2 - (k - 1) s)'/2, at one node of two."""
        k, (moved, grown) = len(self.g), self.rates()
        node, s = self.nodes[index], self.weights[index]
        T = sum(((k - 1 - j) * R * node**j for j, R in enumerate(self._residuals())), Fraction(0))
        return node * moved[index] - (k - 1) * grown[index] / 2, 2 * s * T + 2 * (k - 1) * s * self._pull(node)

    def moment_rates(self, count: int, interaction: int = 1) -> list[Fraction]:
        """h_j' for j < count, from the rates of nodes and weights."""
        moved, grown = self.rates(interaction)
        parts = list(zip(self.nodes, self.weights, moved, grown, strict=True))
        return [
            sum((v * x**j + (j * s * x ** (j - 1) * m if j else 0) for x, s, m, v in parts), Fraction(0))
            for j in range(count)
        ]

    def moment_rates_of_the_gradient(self, count: int) -> list[Fraction]:
        """h_j' for j < count, from A', B', C' = -grad L."""
        diagonal = [[x if p == q else Fraction(0) for q in range(len(self.nodes))] for p, x in enumerate(self.nodes)]
        theta = linear_rnn(diagonal, [[b] for b in self.roots], [list(self.roots)])
        G = gradient(theta, [sp.ImmutableMatrix([[to_sympy(value)]]) for value in self.g])
        powers = [theta.A**j for j in range(count)]
        found = []
        for j in range(count):
            turned = sum((powers[i] * G.A * powers[j - 1 - i] for i in range(j)), sp.zeros(len(self.nodes)))
            rate = G.C * powers[j] * theta.B + theta.C * powers[j] * G.B + theta.C * turned * theta.B
            found.append(to_fraction(-rate[0, 0]))
        return found
