"""The loss is the expected squared error of the last output under white noise; under coloured noise R^T Sigma R.

With e = y_{k-1} - yhat_{k-1} = sum_j R_j x_{k-1-j} = r x, r = (R_0 ... R_{k-1}) of shape p x km and x the stacked
inputs, norm(e)^2 = tr(r x x^T r^T). Expectation is linear, so only E[x x^T] = Sigma enters: for any k, m, p.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sympy import Expr, ImmutableMatrix, Integer, MatrixSymbol, Symbol, latex
from sympy.matrices.expressions import MatrixExpr

from theory.derivation import Derivation, Step
from theory.gradient_flow import resolvent
from theory.linear_rnn import LinearRNN, linear_rnn, loss, outputs, residuals, squared_norm
from theory.matrix_identity import identity, show_latex
from theory.matrix_words import words
from theory.rewriting import resolvent_rules, rule
from theory.samples import describe, sample_values
from theory.symbols import A, B, C, k, m, p, z
from theory.trace_words import trace_form

LENGTHS = range(1, 6)
"""The training lengths at which the expectation is also expanded monomial by monomial."""


@dataclass(frozen=True)
class Noise:
    """x_t = mean + sum_i taps_i e_{t-i} with independent signs e_t: white of unit variance unless said otherwise.

    ``state`` is s_0, all entries equal: 0 unless said otherwise.
    """

    taps: tuple[int, ...] = (1,)
    mean: int = 0
    state: int = 0

    def second_moment(self, distance: int) -> Integer:
        """E[x_t x_{t+distance}] of one input.

        >>> [Noise(taps=(1, 1)).second_moment(h) for h in range(3)]
        [2, 1, 0]
        """
        return Integer(sum(a * b for a, b in zip(self.taps, self.taps[distance:], strict=False)) + self.mean**2)


def expected_squared_error(theta: LinearRNN, teacher: Sequence[Any], noise: Noise) -> Expr:
    """E norm(y - yhat)^2 of the last of k outputs, by running the recursion on every sequence of signs."""
    inputs, length = theta.B.shape[1], len(teacher)
    start = ImmutableMatrix.ones(theta.A.shape[0], 1) * noise.state
    signs = list(product((-1, 1), repeat=inputs * (length + len(noise.taps) - 1)))
    total = Integer(0)
    for draw in signs:
        xs = _inputs(draw, inputs, length, noise)
        teachers = sum((g * x for g, x in zip(teacher, reversed(xs), strict=True)), 0 * (teacher[0] * xs[0]))
        total += squared_norm(outputs(theta, xs, start)[-1] - teachers)
    return total / len(signs)


def _inputs(draw: Sequence[int], inputs: int, length: int, noise: Noise) -> list[ImmutableMatrix]:
    e = [ImmutableMatrix(draw[t * inputs : (t + 1) * inputs]) for t in range(len(draw) // inputs)]
    shift, constant = len(noise.taps) - 1, ImmutableMatrix.ones(inputs, 1) * noise.mean
    return [
        constant + sum((tap * e[t + shift - i] for i, tap in enumerate(noise.taps)), 0 * constant)
        for t in range(length)
    ]


def quadratic_form(theta: LinearRNN, teacher: Sequence[Any], noise: Noise) -> Expr:
    """R^T Sigma R = sum_{i,j} sigma_{|i-j|} tr(R_i^T R_j), inputs independent of each other (mean 0)."""
    R = residuals(theta, teacher)
    terms = [noise.second_moment(abs(i - j)) * (R[i].T * R[j]).trace() for i, j in product(range(len(R)), repeat=2)]
    return sum(terms, Integer(0))


def population_loss() -> Derivation:
    """population-loss: unrolled recursion, second moments, block norms; then expanded and simulated in full."""
    steps = (unrolled_step(), *second_moment_steps(), block_norm_step())
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


def block_norm_step() -> Step:
    """tr(r r^T) is the sum of the blocks' squared norms, which is L: the definition, on an example."""
    teacher = _example_teacher()
    r = ImmutableMatrix.hstack(*residuals(EXAMPLE, teacher))
    value, total = (r * r.T).trace(), loss(EXAMPLE, teacher)
    return Step(latex(value), latex(total), f"tr(r r^T) = L for {describe(EXAMPLE)}", value == total)


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
