r"""A symmetric student that fits k > 2n lags of n positive nodes has the teacher's measure, whatever its width.

The square of the node polynomial, pi^2 = sum_m c_m x^m, has degree 2n < k, so zero loss makes its integral against the
student's measure the same as against the teacher's: zero. A positive measure with int pi^2 = 0 lives on the nodes.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp
from flint import fmpq_poly

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.steps import at_most, equation, printed, solution
from theory.kernel.sums import exchanged
from theory.model.rationals import to_flint
from theory.moments.discrete_measure import Measure
from theory.moments.symmetric_student import expectation, node_polynomial

d, i, m, degree, k = sp.symbols("d i m D k", integer=True, positive=True)
n, extra = sp.symbols("n sigma", integer=True, nonnegative=True)
omega, lambda_, c = (sp.IndexedBase(name) for name in ("omega", "lambda", "c"))

SPECTRAL = Premise(
    "spectral-theorem",
    "spectral theorem: A = U diag(lambda) U^T, so h_j = sum_i omega_i lambda_i^j with omega_i = (u_i^T B)^2 >= 0",
)
SYMMETRIC = Premise("symmetric", "the student is symmetric: $A = A^T$, $B = C^T$; $m = p = 1$")
FITS = Premise("fits", "$L = 0$: $h_j = g_j$ for $j < k$")
NODES = Premise("nodes", "the teacher has $n$ distinct nodes: $g_j = \\sum_i w_i x_i^j$")


def moment_uniqueness_proof(lags: sp.Expr | None = None, power: int = 2) -> Derivation:
    """h_j = g_j for every j, by the integral of pi^`power`.

    `lags` is k: any number from the degree of that polynomial + 1 on. A control asks for one lag fewer, or for pi
    itself, which is not non-negative.
    """
    polynomial, needed = f"pi^{power}", power * n
    lags = needed + 1 + extra if lags is None else lags
    steps = (
        integral_of_a_polynomial().labelled("integral", "spectral-theorem", "symmetric"),
        at_most(
            sp.Integer(0), sp.Symbol("pi", real=True) ** power, f"{polynomial} is non-negative on the real line"
        ).labelled("non-negative", "symmetric"),
        vanishing_power(
            power, f"{polynomial} at a node x_i, rho_i the other factors: the teacher's integral is 0"
        ).labelled("vanishes", "nodes"),
        at_most(
            needed, k - 1, f"the degree of {polynomial}: its coefficients meet fitted lags only", {k: lags}
        ).labelled("degree", "lags"),
        *one_term_of_many(polynomial, ("integral", "non-negative", "vanishes", "degree", "fits")),
        *masses_are_the_weights(n, lags),
    )
    return Derivation(
        f"every n, every width d, every lag, every k >= {needed + 1}",
        steps,
        (SPECTRAL,),
        (SYMMETRIC, NODES, FITS, Premise("lags", f"$k = {printed(lags)}$")),
        Conclusion("the student's measure is the teacher's: $h_j = g_j$ for all $j$", ("on-the-nodes", "weights")),
    )


def integral_of_a_polynomial() -> Step:
    """sum_m c_m h_m = sum_i omega_i q(lambda_i), q = sum_m c_m x^m of any degree: two finite sums change places."""
    before = sp.Sum(c[m] * sp.Sum(omega[i] * lambda_[i] ** m, (i, 1, d)), (m, 0, degree))
    after = sp.Sum(omega[i] * sp.Sum(c[m] * lambda_[i] ** m, (m, 0, degree)), (i, 1, d))
    return exchanged(before, after, "finite sums change places: sum_m c_m h_m is the integral of q")


def vanishing_power(power: int, rule: str) -> Step:
    """((x - x_i) rho_i)^power = 0 at x = x_i, whatever the other factors rho_i are."""
    x, node, rest = sp.symbols("x x_i rho_i")
    return equation(((x - node) * rest) ** power, sp.Integer(0), rule, {x: node})


def one_term_of_many(polynomial: str, zero: tuple[str, ...]) -> tuple[Step, ...]:
    """A positive measure with a zero integral (by the steps `zero`) of `polynomial` >= 0 lives on its roots."""
    mass, others, value = sp.symbols("omega_i s p_i", nonnegative=True)
    positive = sp.Symbol("omega_i", positive=True)
    one = f"the mass omega_i times the value p_i >= 0 of {polynomial} at lambda_i is at most the integral, which is 0"
    return (
        at_most(mass * value, mass * value + others, one).labelled("one-term", *zero),
        solution(positive * value, value, sp.Integer(0), "a positive mass sits on a root: on a node").labelled(
            "on-the-nodes", "one-term"
        ),
    )


def masses_are_the_weights(nodes: sp.Expr, lags: sp.Expr) -> tuple[Step, ...]:
    """Two measures on the same `nodes` many points that agree on `lags` moments are equal: rho_i = pi / (x - x_i)."""
    mass, weight, rest = sp.symbols("m_i w_i r_j")
    apart, at_own = sp.symbols("Delta r_i", nonzero=True)
    seen = "Delta = x_j - x_i, r_j = rho_i(x_j): pi(x_j) = Delta r_j = 0, so rho_i sees its own node only"
    own = "the integral of rho_i; r_i = rho_i(x_i) is not zero, the nodes being distinct"
    return (
        solution(apart * rest, rest, sp.Integer(0), seen).labelled("own-node", "nodes"),
        at_most(nodes - 1, k - 1, "the degree of rho_i: both measures integrate it alike", {k: lags}).labelled(
            "alike", "lags", "fits"
        ),
        solution(mass * at_own - weight * at_own, mass, weight, own).labelled(
            "weights", "own-node", "alike", "on-the-nodes"
        ),
    )


def negative_square(teacher: Measure, sequence: Sequence[Fraction]) -> fmpq_poly | None:
    """A polynomial whose square has a negative integral under `sequence`, if the first deviation gives one.

    With q >= 2n + 1 the first lag at which `sequence` leaves the teacher's n nodes, by e: int pi^2 = 0 and
    int pi x^{q-n} = e, so a small multiple of x^{q-n} added to pi does it. An exact proof that no symmetric student
    has this response, of any width, by a route other than the proof's. `sequence` must reach lag 2(q - n).
    """
    response = teacher.moments(len(sequence))
    first = next((lag for lag, (h, g) in enumerate(zip(sequence, response, strict=True)) if h != g), None)
    if first is None:
        return None
    pi, size = node_polynomial(teacher.nodes), len(teacher.nodes)
    if first < size or len(sequence) <= 2 * (first - size):
        raise ValueError(
            f"negative_square: a deviation at lag {first} wants {2 * (first - size) + 1} terms and lag >= n"
        )
    power = fmpq_poly([0] * (first - size) + [1])
    slope, curvature = expectation(pi * power, sequence), expectation(power * power, sequence)
    step = -slope / curvature if curvature > 0 else Fraction((slope < 0) - (slope > 0))
    candidate = pi + to_flint(step) * power
    return candidate if expectation(candidate * candidate, sequence) < 0 else None
