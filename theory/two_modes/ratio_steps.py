r"""Nodes 0 <= x_1 < x_2 <= 1 and k <= 10: the one-node fit is unique and simple, whatever the positive weights are.

p = w_1 q_1 + w_2 q_2 with q_x = (x - a) kappa_x(a), kappa > 0. So p > 0 for a <= x_1 and p < 0 for a >= x_2; in
between p = w_1 (x_2 - a) kappa_2 (W - rho) with W = w_2/w_1 and rho = (a - x_1) kappa_1 / ((x_2 - a) kappa_2), which
rises from 0 to infinity because U > 0.
"""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from theory.kernel.derivation import Premise, Step
from theory.kernel.steps import decided, equation, less
from theory.two_modes.ratio_of_weights import kappa_is_positive, settled_boxes, value_of_u

a = sp.Symbol("a", positive=True)
w_1, w_2, x_1, x_2, k_1, k_2 = sp.symbols("w_1 w_2 x_1 x_2 kappa_1 kappa_2", positive=True)

BERNSTEIN = Premise(
    "bernstein",
    "a polynomial on the unit box is a mean of its Bernstein coefficients, so nowhere below the least of them; and a "
    "box that is cut into halves is covered by them",
)


def ratio_steps(lengths: Sequence[int]) -> tuple[Step, ...]:
    """From the two nodes to one simple zero of p; `lengths` are the k for which U is decided."""
    return (*_one_node_polynomials(lengths), *_outside(), *_inside(), *_all_weights(lengths))


def _one_node_polynomials(lengths: Sequence[int]) -> tuple[Step, ...]:
    """p is linear in the weights, and a is the only positive zero of the part that belongs to one node."""
    D, D_1, slope_1, slope_2, value_1, value_2 = sp.symbols("D D' N_1' N_2' N_1 N_2", real=True)
    q_1, q_2 = sp.symbols("q_1 q_2", real=True)
    parts = {q_1: 2 * slope_1 * D - value_1 * D_1, q_2: 2 * slope_2 * D - value_2 * D_1}
    whole = 2 * (w_1 * slope_1 + w_2 * slope_2) * D - (w_1 * value_1 + w_2 * value_2) * D_1
    return (
        equation(whole, w_1 * q_1 + w_2 * q_2, "p for N = w_1 N_1 + w_2 N_2, N_x = sum (a x)^j", parts).labelled(
            "linear", "two-nodes"
        ),
        decided(
            f"q_x = (x - a) kappa_x(a), every coefficient of kappa is positive, k = {_shown(lengths)}",
            lambda: all(map(kappa_is_positive, lengths)),
            "exact division by x - a: kappa > 0 for a, x >= 0",
        ).labelled("kappa", "linear", "k"),
        less(
            sp.Integer(0),
            w_1 * sp.Symbol("x_1", nonnegative=True) + w_2 * x_2,
            "g_1 is positive, and so is N for every a >= 0: c is infinite",
        ).labelled("first-moment-is-positive", "two-nodes"),
    )


def _outside() -> tuple[Step, ...]:
    """p > 0 at a = x_1 - delta, p < 0 at a = x_2 + delta."""
    delta, gap = sp.Symbol("delta", nonnegative=True), sp.Symbol("gamma", positive=True)
    p = w_1 * (x_1 - a) * k_1 + w_2 * (x_2 - a) * k_2
    return (
        less(sp.Integer(0), p, "a <= x_1 < x_2: p is positive", {x_2: x_1 + gap, a: x_1 - delta}).labelled(
            "left", "kappa", "linear"
        ),
        less(p, sp.Integer(0), "a >= x_2 > x_1: p is negative", {a: x_1 + gap + delta, x_2: x_1 + gap}).labelled(
            "right", "kappa", "linear"
        ),
    )


def _inside() -> tuple[Step, ...]:
    """p = w_1 (x_2 - a) kappa_2 (W - rho), and rho'/rho is U over a positive product."""
    ratio, rho, U = sp.symbols("W rho U", positive=True)
    first, second = (sp.Function(name, positive=True)(a) for name in ("kappa_1", "kappa_2"))
    of_rho = (a - x_1) * first / ((x_2 - a) * second)
    turn = second.diff(a) * first - first.diff(a) * second
    of_U = first * second - (x_2 - a) * (a - x_1) * turn / (x_2 - x_1)
    return (
        equation(
            w_1 * (x_1 - a) * k_1 + w_2 * (x_2 - a) * k_2,
            w_1 * (x_2 - a) * k_2 * (ratio - rho),
            "p = 0 exactly where rho(a) is the ratio of the weights",
            {rho: (a - x_1) * k_1 / ((x_2 - a) * k_2), ratio: w_2 / w_1},
        ).labelled("ratio", "linear", "kappa"),
        equation(
            sp.Derivative(sp.log(of_rho), a),
            (x_2 - x_1) * U / ((a - x_1) * (x_2 - a) * first * second),
            "U decides whether rho rises",
            {U: of_U},
        ).labelled("rho-slope", "ratio"),
    )


def _all_weights(lengths: Sequence[int]) -> tuple[Step, ...]:
    """U > 0 on 0 <= x_1 <= a <= x_2 <= 1; so one zero, and p' < 0 there."""
    rise, gap = sp.symbols("rho' delta", positive=True)
    settled = decided(
        f"U > 0 for 0 <= x_1 <= a <= x_2 <= 1, k = {_shown(lengths)}",
        lambda: all(box.least > 0 for length in lengths for box in settled_boxes(length)),
        "every Bernstein coefficient, in exact integers; for k = 10 after cutting the box into three",
        lambda: _negative(lengths),
    )
    return (
        settled.labelled("U-positive", "bernstein", "kappa", "k"),
        less(
            -w_1 * gap * k_2 * rise,
            sp.Integer(0),
            "rho rises from 0 at x_1 to infinity at x_2 = a + delta: one zero of p, where p' = -w_1 delta kappa_2 rho'",
        ).labelled("one-simple-zero", "U-positive", "rho-slope", "left", "right", "intermediate-value"),
    )


def _negative(lengths: Sequence[int]) -> str:
    """A point of the box with U < 0, among those with x_1 = 0, x_2 = 1 and a in hundredths."""
    for length in lengths:
        for hundredths in range(1, 100):
            place = Fraction(hundredths, 100)
            value = value_of_u(length, place, Fraction(0), Fraction(1))
            if value < 0:
                return f"k = {length}, x_1 = 0, x_2 = 1, a = {place}: U = {float(value):.6f} (exact: {value})"
    return "a box was not settled"


def _shown(lengths: Sequence[int]) -> str:
    return ", ".join(map(str, lengths))
