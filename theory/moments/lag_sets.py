r"""Which fitted lags pin the measure: any 2n + 1 of them, for a student A >= 0 and n positive nodes of the teacher.

The polynomials q with exponents in J, 2n + 1 numbers, have 2n + 1 coefficients; double zeros at the n nodes are 2n
conditions. So there is a q != 0, and by Descartes' rule its 2n + 1 terms have no further zero in (0, oo): q keeps one
sign there. The integral of q against the student's measure is that against the teacher's, 0; so the student's mass in
(0, oo) sits on the nodes. If 0 is in J then q(0) != 0, and there is no mass at 0 either.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp
from flint import fmpq_mat, fmpq_poly

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, less, printed, solution
from theory.kernel.sums import exchanged
from theory.model.rationals import to_flint, to_fraction, to_sympy
from theory.moments.moment_uniqueness import SPECTRAL, one_term_of_many, vanishing_power
from theory.moments.symmetric_student import node_polynomial

n, d = sp.symbols("n d", integer=True, positive=True)
i, s = sp.symbols("i s", integer=True)
omega, lambda_, c, J = (sp.IndexedBase(name) for name in ("omega", "lambda", "c", "j"))

DESCARTES = Premise(
    "descartes",
    "Descartes: a real polynomial has at most as many positive zeros, with multiplicity, as its coefficients, without "
    "those that are 0, change sign",
)
UNKNOWNS = Premise("unknowns", "fewer homogeneous linear equations than unknowns have a solution other than 0")
INTERMEDIATE = Premise(
    "intermediate-value", "intermediate values: a polynomial without a zero in (0, oo) has one sign there"
)
SYMMETRIC = Premise("symmetric", r"the student is symmetric, $A = A^T$ and $B = C^T$, $m = p = 1$, and $A \ge 0$")
NODES = Premise("nodes", r"$g_j = \sum_{i \le n} w_i x_i^j$ with distinct $x_i > 0$ and real $w_i$")
FITS = Premise("fits", r"$h_j = g_j$ for every $j$ in $J$, a set of numbers $j \ge 0$")
ZERO = Premise("zero-lag", r"for the mass at 0: $0 \in J$")


def lag_sets_proof(lags: sp.Expr = 2 * n + 1, spectrum: bool = True) -> Derivation:
    """The measure on (0, oo) from `lags` fitted lags. A control takes 2n of them, or leaves out A >= 0 (`spectrum`)."""
    return Derivation(
        "every n, every width d, every set J",
        (
            *_polynomial(lags, spectrum),
            *_integral(),
            *one_term_of_many("q", ("one-sign", "integral", "teacher", "fits")),
            *_masses(),
        ),
        (UNKNOWNS, DESCARTES, INTERMEDIATE, SPECTRAL),
        (
            SYMMETRIC,
            NODES,
            FITS,
            Premise(
                "lags", f"$J$ has ${printed(lags)}$ elements, or more: then so many of them, 0 if it is one, are $J$"
            ),
            ZERO,
        ),
        Conclusion(
            r"on $(0, \infty)$ the student's measure is $\sum_i w_i \delta_{x_i}$, so $h_j = g_j$ for every $j \ge 1$; "
            r"if $0 \in J$ it has no mass at 0 either, and $h_0 = g_0$",
            ("on-the-nodes", "masses", "no-mass-at-0"),
        ),
    )


def _polynomial(lags: sp.Expr, spectrum: bool) -> tuple[Step, ...]:
    """q with exponents in J, double zeros at the nodes and no other zero in (0, oo)."""
    pi, rest = sp.Symbol("pi", real=True), sp.Symbol("p", positive=True) if spectrum else sp.Symbol("p", real=True)
    by_hand = "n = 1, J = {0, 1}, teacher 1 at 1: mass 1/2 at 0 and at 2 has h_0 = h_1 = 1 and h_2 = 2"
    below = "n = 1, J = {0, 2, 4}, teacher 1 at 1: q = (x^2 - 1)^2 is 0 at -1, and mass 1 at -1 fits with h_1 = -1"
    return (
        less(2 * n, lags, "double zeros at the nodes: fewer conditions than coefficients, so some q != 0 has them")
        .refuted_by(by_hand)
        .labelled("exists", "unknowns", "nodes", "lags"),
        less(
            lags - 1,
            2 * n + 1,
            "the terms change sign at most so often: no zero in (0, oo) beside the 2n, and no coefficient is 0",
        ).labelled("no-more", "exists", "descartes"),
        at_most(sp.Integer(0), pi**2 * rest, "q or -q is pi^2 p with p > 0 on (0, oo), so q >= 0 on the spectrum")
        .refuted_by(below)
        .labelled("one-sign", "no-more", "intermediate-value", "symmetric"),
    )


def _integral() -> tuple[Step, ...]:
    """sum_s c_s h_(j_s) is the integral of q, and the teacher's is 0."""
    terms, states = (s, 1, 2 * n + 1), (i, 1, d)
    return (
        exchanged(
            sp.Sum(c[s] * sp.Sum(omega[i] * lambda_[i] ** J[s], states), terms),
            sp.Sum(omega[i] * sp.Sum(c[s] * lambda_[i] ** J[s], terms), states),
            "finite sums change places: sum_s c_s h_(j_s) is the integral of q",
        ).labelled("integral", "spectral-theorem", "symmetric"),
        vanishing_power(2, "q is a multiple of pi^2, 0 at a node x_i: the teacher's integral is 0").labelled(
            "teacher", "exists", "nodes"
        ),
    )


def _masses() -> tuple[Step, ...]:
    """The weights from n lags above 0, and the mass at 0."""
    mass, value = sp.Symbol("omega_0", nonnegative=True), sp.Symbol("c_0", nonzero=True)
    return (
        less(
            n - 1,
            n,
            "n of the lags j >= 1: a polynomial with n terms has at most n - 1 positive zeros, so the x_i^j form an "
            "invertible matrix, and the masses at the nodes are the w_i",
        ).labelled("masses", "on-the-nodes", "descartes", "fits", "lags"),
        solution(
            value * mass, mass, sp.Integer(0), "0 in J: q(0) = c_0 is one of its coefficients, not 0: no mass at 0"
        ).labelled("no-mass-at-0", "no-more", "on-the-nodes", "zero-lag"),
    )


def certificate(nodes: Sequence[Fraction], lags: Sequence[int]) -> fmpq_poly | None:
    """q with these exponents and double zeros at the nodes, positive near oo; None where there is none, or several.

    >>> certificate([Fraction(1)], [0, 1, 3])
    x^3 + (-3)*x + 2
    >>> certificate([Fraction(1)], [0, 1]) is None
    True
    """
    values = [[to_flint(x**j) for j in lags] for x in nodes]
    slopes = [[to_flint(j * x ** (j - 1)) if j else to_flint(0) for j in lags] for x in nodes]
    reduced, rank = fmpq_mat([*values, *slopes]).rref()
    if rank != len(lags) - 1:
        return None
    free = next(column for column in range(len(lags)) if column >= rank or reduced[column, column] == 0)
    coefficients = [fmpq_poly([0] * lag + [1]) for lag in lags]
    found = coefficients[free]
    for row in range(rank):
        pivot = next(column for column in range(len(lags)) if reduced[row, column] != 0)
        found -= coefficients[pivot] * reduced[row, free]
    return found if found[found.degree()] > 0 else -found


def further_zeros(q: fmpq_poly, nodes: Sequence[Fraction]) -> int:
    """How many distinct zeros q / pi^2 has in (0, oo), by Sturm's theorem; ValueError where pi^2 does not divide q."""
    quotient, remainder = divmod(q, node_polynomial(nodes) ** 2)
    if remainder != 0:
        raise ValueError(f"further_zeros: {q} has no double zeros at all of {', '.join(map(str, nodes))}")
    x = sp.Symbol("x")
    exact = sp.Poly([to_sympy(to_fraction(v)) for v in reversed(quotient.coeffs())], x)
    return int(exact.count_roots(0, None) - (exact.eval(0) == 0))
