"""The names of the mathematics, in one place: sizes, scalars, and the matrices of student, residual and hypotheses."""

from sympy import MatrixSymbol, Symbol

d = Symbol("d", integer=True, positive=True)
"""Width of the student: A is d x d."""
m = Symbol("m", integer=True, positive=True)
"""Number of inputs: B is d x m."""
p = Symbol("p", integer=True, positive=True)
"""Number of outputs: C is p x d."""
k = Symbol("k", integer=True, positive=True)
"""Training length: the lags 0, ..., k - 1 are fitted."""

z = Symbol("z")
"""Variable of the generating functions: the coefficient of z^j belongs to lag j."""
eta = Symbol("eta", positive=True)
"""Step of gradient descent."""
mu = Symbol("mu", real=True)
"""Momentum of the heavy ball."""
lambda_ = Symbol("lambda", real=True)
"""Coefficient of weight decay."""
epsilon = Symbol("epsilon", positive=True)
"""Scale of the start."""

A = MatrixSymbol("A", d, d)
B = MatrixSymbol("B", d, m)
C = MatrixSymbol("C", p, d)
W = MatrixSymbol("W", p, m)
"""Weight of one lag: the derivative of the loss with respect to h_j, held constant (2 R_j for the loss L)."""
S = MatrixSymbol("S", d, d)
"""A signature matrix: S = S^T = S^-1."""
P = MatrixSymbol("P", d, d)
"""An orthogonal projection: P = P^T = P^2."""
