"""One step of descent in rational numbers, every matrix written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sympy import ImmutableMatrix, Rational, latex

from theory.balance.balancedness import Q, noether
from theory.model.gradient import gradient
from theory.model.linear_rnn import LinearRNN, linear_rnn
from theory.model.rationals import to_sympy
from verifier.notebook.markdown import Shown

Entries = Sequence[Sequence[int | Fraction]]


@dataclass(frozen=True)
class OneStep:
    """A student with one input and one output, the teacher's first responses, and the size of the step."""

    theta: LinearRNN
    response: tuple[Any, ...]
    eta: Rational

    @property
    def G(self) -> LinearRNN:
        """The gradient of the loss."""
        return gradient(self.theta, self.response)

    @property
    def before(self) -> Any:
        """Q(theta)."""
        return Q(self.theta)

    @property
    def after(self) -> Any:
        """Q(theta - eta G)."""
        return Q(self.theta.plus(self.G, -self.eta))

    @property
    def predicted(self) -> Any:
        """Q(theta) + eta^2 Q(G)."""
        return self.before + self.eta**2 * Q(self.G)

    @property
    def noether(self) -> Any:
        """G_A A^T - A^T G_A + G_B B^T - C^T G_C."""
        return noether(self.theta, self.G)


def one_step(A: Entries, B: Entries, C: Entries, response: Sequence[int], eta: Fraction) -> OneStep:
    """The step from exact entries."""
    g = tuple(ImmutableMatrix([[value]]) for value in response)
    return OneStep(linear_rnn(A, B, C), g, to_sympy(eta))


def written_out(step: OneStep) -> Shown:
    """The parameters, the gradient, and Q before and after."""
    theta, G = step.theta, step.G
    lines = (
        _row("A", theta.A, "B", theta.B, "C", theta.C),
        _row("G_A", G.A, "G_B", G.B, "G_C", G.C),
        _row(r"Q(\theta)", step.before, "Q(G)", Q(G)),
        _row(r"Q(\theta - \eta G)", step.after, r"Q(\theta) + \eta^2 Q(G)", step.predicted),
    )
    return Shown("\n\n".join(f"$${line}$$" for line in lines))


def _row(*named: Any) -> str:
    pairs = zip(named[::2], named[1::2], strict=True)
    return r", \quad ".join(f"{name} = {latex(value)}" for name, value in pairs)
