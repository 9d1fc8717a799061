r"""A symmetric student that fits k > 2n lags of n positive nodes has the teacher's measure, whatever its width.

The square of the node polynomial, pi^2 = sum_m c_m x^m, has degree 2n < k, so zero loss makes its integral against the
student's measure the same as against the teacher's: zero. A positive measure with int pi^2 = 0 lives on the nodes.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp
from flint import fmpq_poly

from theory.kernel.derivation import Derivation, Step
from theory.kernel.steps import at_most, equation
from theory.model.rationals import to_flint
from theory.moments.discrete_measure import Measure
from theory.moments.symmetric_student import expectation, node_polynomial

d, i, m, degree, k = sp.symbols("d i m D k", integer=True, positive=True)
n, extra = sp.symbols("n sigma", integer=True, nonnegative=True)
omega, lambda_, c = (sp.IndexedBase(name) for name in ("omega", "lambda", "c"))

SPECTRAL = "spectral theorem: A = U diag(lambda) U^T, so h_j = sum_i omega_i lambda_i^j with omega_i = (u_i^T B)^2 >= 0"


def moment_uniqueness_proof(lags: sp.Expr = 2 * n + 1 + extra) -> Derivation:
    """h_j = g_j for every j. `lags` is k: any number from 2n + 1 on, unless a control says otherwise."""
    steps = (
        integral_of_a_polynomial(),
        *_square_is_seen(lags),
        *one_term_of_many("pi^2"),
        *masses_are_the_weights(n, lags),
    )
    return Derivation("every n, every width d, every lag, every k >= 2n + 1", steps, (SPECTRAL,))


def integral_of_a_polynomial() -> Step:
    """sum_m c_m h_m = sum_i omega_i q(lambda_i), q = sum_m c_m x^m of any degree: two finite sums change places."""
    term = c[m] * omega[i] * lambda_[i] ** m
    before = sp.Sum(c[m] * sp.Sum(omega[i] * lambda_[i] ** m, (i, 1, d)), (m, 0, degree))
    after = sp.Sum(omega[i] * sp.Sum(c[m] * lambda_[i] ** m, (m, 0, degree)), (i, 1, d))
    lags_last = sp.Sum(term, (i, 1, d), (m, 0, degree))
    holds = _flat(before) == lags_last and _flat(after) == lags_last.reorder((i, m))
    return Step(
        sp.latex(before), sp.latex(after), "finite sums change places: sum_m c_m h_m is the integral of q", holds
    )


def _flat(total: sp.Sum) -> sp.Sum:
    """sum_a f(a) sum_b g(a, b) as the double sum of f g."""
    inner = next(factor for factor in sp.Mul.make_args(total.function) if isinstance(factor, sp.Sum))
    return sp.Sum(total.function / inner * inner.function, *inner.limits, *total.limits)


def _square_is_seen(lags: sp.Expr) -> tuple[Step, ...]:
    x, node, rest = sp.symbols("x x_i rho_i")
    square = ((x - node) * rest) ** 2
    return (
        equation(
            square, sp.Integer(0), "pi^2 = (x - x_i)^2 rho_i^2 at x = x_i: the teacher's integral of it is 0", {x: node}
        ),
        at_most(2 * n, k - 1, "the degree of pi^2: its coefficients meet fitted lags only", {k: lags}),
    )


def one_term_of_many(polynomial: str) -> tuple[Step, ...]:
    """A positive measure with a zero integral of a non-negative `polynomial` lives on its roots."""
    mass, others, value = sp.symbols("omega_i s p_i", nonnegative=True)
    rule = "one term of the integral is at most the sum of all, which is zero: so it is zero"
    positive = sp.Symbol("omega_i", positive=True)
    return (
        at_most(sp.Integer(0), mass * value, f"a mass times the value p_i >= 0 of {polynomial} at lambda_i"),
        at_most(mass * value, mass * value + others, rule),
        _solution(positive * value, value, sp.Integer(0), "a positive mass sits on a root: on a node"),
    )


def masses_are_the_weights(nodes: sp.Expr, lags: sp.Expr) -> tuple[Step, ...]:
    """Two measures on the same `nodes` many points that agree on `lags` moments are equal: rho_i = pi / (x - x_i)."""
    mass, weight, rest = sp.symbols("m_i w_i r_j")
    apart, at_own = sp.symbols("Delta r_i", nonzero=True)
    seen = "Delta = x_j - x_i, r_j = rho_i(x_j): pi(x_j) = Delta r_j = 0, so rho_i sees its own node only"
    own = "the integral of rho_i; r_i = rho_i(x_i) is not zero, the nodes being distinct"
    return (
        _solution(apart * rest, rest, sp.Integer(0), seen),
        at_most(nodes - 1, k - 1, "the degree of rho_i: both measures integrate it alike", {k: lags}),
        _solution(mass * at_own - weight * at_own, mass, weight, own),
    )


def _solution(equals_zero: sp.Expr, unknown: sp.Symbol, value: sp.Expr, rule: str) -> Step:
    holds = sp.solve(equals_zero, unknown) == [value]
    return Step(f"{sp.latex(equals_zero)} = 0", f"{sp.latex(unknown)} = {sp.latex(value)}", rule, holds, r"\Rightarrow")


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
