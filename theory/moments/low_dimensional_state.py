r"""The state of a symmetric student whose measure has n points moves in n dimensions, however wide the student is.

A reachable state is p(A) B with p a polynomial, and its squared length is int p^2 dmu = sum_l w_l p(x_l)^2. So p(A) B
depends on the values of p at the n nodes only, and p(A) B = 0 exactly when pi divides p.
"""

import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import equation, solution
from theory.kernel.sums import exchanged

d, i, a, b, degree = sp.symbols("d i a b D", integer=True, positive=True)
omega, lambda_, c = (sp.IndexedBase(name) for name in ("omega", "lambda", "p"))

SPECTRAL = Premise(
    "spectral-theorem",
    "spectral theorem: A = U diag(lambda) U^T, so B^T A^j B = sum_i omega_i lambda_i^j with omega_i = (u_i^T B)^2",
)
UNIQUENESS = Premise(
    "moment-uniqueness",
    "moment-uniqueness: the student's masses omega_i add up to w_l at the node x_l, and to 0 elsewhere",
)
ROOTS = Premise("roots", "a non-zero polynomial of degree below n has fewer than n roots")
HYPOTHESES = (
    Premise("fits", r"$m = p = 1$; the student is symmetric, $k \ge 2n + 1$, $L = 0$"),
    Premise("nodes", "the $n$ nodes are distinct and their weights positive"),
)


def low_dimensional_state_proof(positive_weights: bool = True) -> Derivation:
    """The reachable space has the basis B, A B, ..., A^{n-1} B. A control lets a weight be zero."""
    weight = sp.Symbol("w_l", **({"positive": True} if positive_weights else {"nonnegative": True}))
    return Derivation(
        "every n, every width d, every polynomial; distinct nodes with positive weights",
        (_squared_length(), *_vanishes_with_pi(weight)),
        (SPECTRAL, UNIQUENESS, ROOTS),
        HYPOTHESES,
        Conclusion(
            r"$\lVert p(A) B \rVert^2 = \sum_i w_i p(x_i)^2$, so $p(A) B = 0$ exactly where $\pi$ divides $p$: the "
            "reachable space has dimension $n$ and the basis $B, A B, ..., A^{n-1} B$",
            ("squared-length", "zero-if-divisible", "divisible-if-zero"),
        ),
    )


def _squared_length() -> Step:
    """|p(A) B|^2 = sum_ab p_a p_b h_{a+b} = sum_i omega_i (sum_a p_a lambda_i^a)^2 for any degree and width."""
    before = sp.Sum(c[a] * c[b] * sp.Sum(omega[i] * lambda_[i] ** (a + b), (i, 1, d)), (a, 0, degree), (b, 0, degree))
    value, again = (sp.Sum(c[letter] * lambda_[i] ** letter, (letter, 0, degree)) for letter in (a, b))
    after = sp.Sum(_of_a_mass(omega[i], value, again), (i, 1, d))
    rule = "finite sums change places: the squared length is the integral of p^2"
    return exchanged(before, after, rule, name=r"\lVert p(A) B \rVert^2 = B^T p(A)^2 B").labelled(
        "squared-length", "spectral-theorem", "fits"
    )


def _of_a_mass(mass: sp.Expr, value: sp.Expr, again: sp.Expr | None = None) -> sp.Expr:
    """What a mass adds to the integral of p^2, from the value of p there (given twice where it is a sum)."""
    return mass * value * (value if again is None else again)


def _vanishes_with_pi(weight: sp.Symbol) -> tuple[Step, ...]:
    x, node, rest, quotient = sp.symbols("x x_l rho_l s")
    value = sp.Symbol("r", real=True)
    pi = (x - node) * rest
    measured = ("squared-length", "moment-uniqueness", "nodes")
    return (
        equation(
            _of_a_mass(weight, quotient * pi),
            sp.Integer(0),
            "the state is 0 where pi divides p: each term is",
            {x: node},
        ).labelled("zero-if-divisible", *measured),
        solution(
            _of_a_mass(weight, value),
            value,
            sp.Integer(0),
            "a zero state needs a remainder r of p by pi with r(x_l) = 0 at all n nodes, of degree below n: r = 0",
        ).labelled("divisible-if-zero", *measured, "roots"),
    )
