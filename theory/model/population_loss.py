"""The loss is the expected squared error of the last output under white noise; under coloured noise R^T Sigma R.

With e = y_{k-1} - yhat_{k-1} = sum_j R_j x_{k-1-j} = r x, r = (R_0 ... R_{k-1}) of shape p x km and x the stacked
inputs, norm(e)^2 = tr(r x x^T r^T). Expectation is linear, so only E[x x^T] = Sigma enters: for any k, m, p.
"""

from typing import Any

from sympy import ImmutableMatrix, Integer, MatrixSymbol, Symbol, latex
from sympy.matrices.expressions import MatrixExpr

from theory.kernel.derivation import Derivation, Step
from theory.kernel.matrix_identity import identity, show_latex
from theory.kernel.matrix_words import words
from theory.kernel.rewriting import resolvent_rules, rule
from theory.kernel.symbols import A, B, C, k, m, p, z
from theory.kernel.trace_words import trace_form
from theory.model.gradient import resolvent
from theory.model.linear_rnn import linear_rnn, loss, residuals
from theory.model.matrix_products import multiply
from theory.model.noise import Noise, expected_squared_error, quadratic_form
from theory.model.samples import describe, sample_values

LENGTHS = range(1, 6)
"""The training lengths at which the expectation is also expanded monomial by monomial."""


def population_loss() -> Derivation:
    """population-loss: unrolled recursion, second moments, block norms; then expanded and simulated in full."""
    steps = (unrolled_step(), *second_moment_steps(), *block_norm_steps())
    expanded = tuple(step for length in LENGTHS for step in monomial_steps(length))
    scope = f"every d, m, p, k (second moments; words), again monomial by monomial for k = 1, ..., {LENGTHS[-1]}"
    return Derivation(scope, (*steps, *expanded, *(simulated_step(noise) for noise in (Noise(), Noise(taps=(1, 1))))))


def unrolled_step() -> Step:
    """The states' generating function R B x solves s_{t+1} = A s_t + B x_t, s_0 = 0, so y_t = sum_j h_j x_{t-j}."""
    x = MatrixSymbol("x", m, 1)
    states, by = resolvent(A) * B * x, "y = C R B x = h x solves the recursion"
    values = sample_values((A, B, C, x))
    return identity(
        C * states,
        z * C * A * states + C * B * x,
        by,
        resolvent_rules(),
        values,
    )


def second_moment_steps() -> tuple[Step, ...]:
    """norm(r x)^2 = tr(r x x^T r^T); its expectation replaces x x^T by Sigma, and by I for white noise."""
    size = m * k
    r, x, Sigma = MatrixSymbol("r", p, size), MatrixSymbol("x", size, 1), MatrixSymbol(r"\Sigma", size, size)
    expectation, white = (rule("x x'", (1, r"\Sigma")),), (rule(r"\Sigma", (1, "")),)
    return (
        _trace((r * x).T * (r * x), r * x * x.T * r.T, "squared error as a trace"),
        _trace(r * x * x.T * r.T, r * Sigma * r.T, "expectation: x x^T becomes Sigma, by linearity", expectation),
        _trace(r * Sigma * r.T, r * r.T, "white noise: Sigma = I", white),
    )


def _trace(before: MatrixExpr, after: MatrixExpr, by: str, rules: tuple[Any, ...] = ()) -> Step:
    same = (trace_form(words(before), rules) - trace_form(words(after), rules)).is_zero
    left, right = (f"\\mathrm{{tr}} \\left( {show_latex(inside)} \\right)" for inside in (before, after))
    return Step(f"\\mathbb{{E}} {left}" if "expectation" in by else left, right, by, same or None)


EXAMPLE = linear_rnn([[1, 2], [0, -1]], [[1, 0], [1, 1]], [[1, -1], [0, 2]])
"""A student with d = m = p = 2 on which traces and expectations are computed in full."""


def _example_teacher() -> list[ImmutableMatrix]:
    return [ImmutableMatrix([[1, 0], [0, 1]]), ImmutableMatrix([[0, 1], [1, 1]])]


def block_norm_steps() -> tuple[Step, Step]:
    """tr(r r^T) is the sum of the blocks' squared norms, which is L: block by block, and on an example."""
    earlier, last = MatrixSymbol("r", p, m * k), MatrixSymbol("R_k", p, m)
    ((whole,),) = multiply([[words(earlier), words(last)]], [[words(earlier.T)], [words(last.T)]])
    apart = words(earlier * earlier.T) + words(last * last.T)
    teacher = _example_teacher()
    r = ImmutableMatrix.hstack(*residuals(EXAMPLE, teacher))
    value, total = (r * r.T).trace(), loss(EXAMPLE, teacher)
    by = "one more block: r r^T of (r, R_k), so tr(r r^T) = sum_j norm(R_j)^2 = L by induction on the blocks"
    return (
        Step(r"(r, R_k) (r, R_k)^{T}", str(apart), by, (whole - apart).is_zero),
        Step(latex(value), latex(total), f"tr(r r^T) = L for {describe(EXAMPLE)}", value == total),
    )


def monomial_steps(length: int) -> tuple[Step, Step]:
    """(sum_j r_j x_{k-1-j})^2 with every product x_i x_j replaced by its expectation: coloured, then white."""
    r, x = ([Symbol(f"{name}_{i}") for i in range(length)] for name in "rx")
    sigma = [Symbol(f"sigma_{i}") for i in range(length)]
    square = (sum(r[j] * x[length - 1 - j] for j in range(length)) ** 2).expand().as_poly(*x)
    mean = Integer(0)
    for powers, factor in square.terms():
        times = [i for i, power in enumerate(powers) for _ in range(power)]
        mean += factor * sigma[times[1] - times[0]]
    toeplitz = ImmutableMatrix(length, length, lambda i, j: sigma[abs(i - j)])
    form = (ImmutableMatrix([r]) * toeplitz * ImmutableMatrix(r))[0, 0].expand()
    white = mean.subs({s: Integer(i == 0) for i, s in enumerate(sigma)})
    L = sum(entry**2 for entry in r)
    return (
        Step(latex(mean), latex(form), f"coloured noise, k = {length}", (mean - form).expand() == 0 or None),
        Step(latex(white), latex(L), f"white noise, k = {length}", (white - L).expand() == 0 or None),
    )


def simulated_step(noise: Noise) -> Step:
    """The recursion run on every sequence of signs, m = p = 2, k = 2."""
    teacher = _example_teacher()
    mean, form = expected_squared_error(EXAMPLE, teacher, noise), quadratic_form(EXAMPLE, teacher, noise)
    return Step(latex(mean), latex(form), f"all sequences of signs, taps {noise.taps}, on that student", mean == form)
