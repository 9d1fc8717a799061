"""The loss is the expected squared error of the last output under white noise; coloured, sum sigma_|i-j| tr(R_i^T R_j).

With e = y_{k-1} - yhat_{k-1} = sum_j R_j x_{k-1-j} = r x, r = (R_0 ... R_{k-1}) of shape p x km and x the stacked
inputs, norm(e)^2 = tr(r x x^T r^T). Expectation is linear, so only E[x x^T] = Sigma enters: for any k, m, p. (The
coloured form is R^T Sigma R for m = p = 1.)
"""

from sympy import ImmutableMatrix, Integer, MatrixSymbol, Symbol

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step
from theory.kernel.expectation import expectation
from theory.kernel.matrix_identity import identity
from theory.kernel.steps import decided
from theory.kernel.trace_identity import trace_identity
from theory.model.gradient import resolvent
from theory.model.linear_rnn import impulse_response, linear_rnn, loss
from theory.model.noise import Noise, expected_squared_error, quadratic_form
from theory.model.premises import SERIES
from theory.model.samples import describe, sample_values
from theory.words.evaluation import Values
from theory.words.matrix_words import words
from theory.words.rewriting import resolvent_rules, rule, with_transposes
from theory.words.symbols import A, B, C, k, m, p, z

LENGTHS = range(1, 6)
"""The training lengths at which the expectation is also expanded monomial by monomial."""

SMALL = Noise(), Noise(taps=(1, 1))
"""White noise, and a coloured one, on which all sequences of signs are run."""

EXAMPLE = linear_rnn([[1, 2], [0, -1]], [[1, 0], [1, 1]], [[1, -1], [0, 2]])
"""A student with d = m = p = 2 on which expectations are computed in full."""

START = Premise("start", r"$s_0 = 0$ for student and teacher, which get the same inputs $x_0, \ldots, x_{k-1}$")
MOMENTS = Premise("moments", r"the stacked inputs have the second moments $\mathbb{E}\, x x^T = \Sigma$")
UNCORRELATED = Premise(
    "uncorrelated",
    r"coloured, $m > 1$: the inputs are uncorrelated with each other: lags $i$, $j$ have the block $\sigma_{|i-j|} I$",
)

N = m * k
r, x, Sigma = MatrixSymbol("r", p, N), MatrixSymbol("x", N, 1), MatrixSymbol(r"\Sigma", N, N)
R_i, R_j = MatrixSymbol("R_i", p, m), MatrixSymbol("R_j", p, m)
J_i, J_j = MatrixSymbol("J_i", N, m), MatrixSymbol("J_j", N, m)
"""The columns of the identity that belong to the inputs of lags i and j: R_i = r J_i."""


def population_loss(variance: int = 1) -> Derivation:
    """population-loss: unrolled recursion, second moments, block norms. White noise has `variance`, 1 unless false."""
    size = "I" if variance == 1 else f"{variance} I"
    white = Premise("white", rf"white noise: $\Sigma = {size}$")
    steps = (unrolled_step(), *second_moment_steps(variance), *block_steps(), expanded_step(), simulated_step())
    scope = f"every d, m, p, k (words), again monomial by monomial for k = 1, ..., {LENGTHS[-1]}, m = p = 1"
    text = (
        r"$\mathbb{E} \|y - \hat{y}\|^2 = \sum_{j<k} \|R_j\|_F^2 = L$ for white noise and $\sum_{i,j<k} \sigma_{|i-j|} "
        r"\mathrm{tr}(R_i^T R_j)$ for coloured noise, which is $R^T \Sigma R$ for $m = p = 1$"
    )
    uses = ("white-trace", "blocks", "coloured", "expanded", "simulated")
    return Derivation(scope, steps, (SERIES,), (START, MOMENTS, white, UNCORRELATED), Conclusion(text, uses))


def unrolled_step() -> Step:
    """The states' generating function R B x solves s_{t+1} = A s_t + B x_t, s_0 = 0, so y_t = sum_j h_j x_{t-j}."""
    inputs = MatrixSymbol("x", m, 1)
    states = resolvent(A) * B * inputs
    by = "C R B x = h x solves the recursion y = z C A s + C B x: so y_t is the sum of the h_j x_{t-j}, and e = r x"
    values = sample_values((A, B, C, inputs))
    step = identity(C * states, z * C * A * states + C * B * inputs, by, resolvent_rules(), values)
    return step.labelled("unrolled", "start", "series")


def second_moment_steps(variance: int = 1) -> tuple[Step, ...]:
    """norm(r x)^2 = tr(r x x^T r^T); its expectation replaces x x^T by Sigma, and by I for white noise."""
    inside, mean = words(r * x * x.T * r.T), words(r * Sigma * r.T)
    values = _instances(variance)
    return (
        trace_identity(
            words((r * x).T * (r * x)), inside, "the squared error norm(r x)^2 as a trace", (), values
        ).labelled("squared-error", "unrolled"),
        expectation(inside, mean, rule("x x'", (1, r"\Sigma")), "expectation is linear: x x^T becomes Sigma").labelled(
            "mean", "squared-error", "moments"
        ),
        trace_identity(
            mean, words(r * r.T), "white noise: Sigma is the identity", (rule(r"\Sigma", (variance, "")),), values
        ).labelled("white-trace", "mean", "white"),
    )


def _instances(variance: int = 1) -> tuple[Values, ...]:
    """r, x and Sigma at p = km = 1 and at p = 2, km = 3; R_i, R_j, J_i, J_j with m = 1 there."""
    found = []
    for rows, size in ((1, 2), (2, 3)):
        fixed = ImmutableMatrix(rows, size, lambda a, b: a + 2 * b + 1)
        unit = ImmutableMatrix.eye(size)
        named = {"r": fixed, "x": ImmutableMatrix(size, 1, lambda a, b: a - 2), r"\Sigma": variance * unit}
        blocks = {"R_i": fixed[:, :1], "R_j": fixed[:, 1:2], "J_i": unit[:, :1], "J_j": unit[:, 1:2]}
        found.append(Values({**named, **blocks}, {}))
    return tuple(found)


def block_steps() -> tuple[Step, Step]:
    """tr(r r^T) is the sum of the blocks' squared norms, which is L; tr(r Sigma r^T) the sum over pairs of blocks."""
    split = with_transposes((rule("J_i' J_i", (1, "")), rule("J_j' J_j", (1, "")), rule("J_i' J_j")))
    two, sigma = R_i * J_i.T + R_j * J_j.T, Symbol(r"\sigma_{|i-j|}", real=True)
    values = tuple(Values({**v.matrices, r"\Sigma": _toeplitz(v, sigma)}, {}) for v in _instances())
    pair = words(R_i * J_i.T * Sigma * J_j * R_j.T)
    return (
        identity(
            two * two.T,
            R_i * R_i.T + R_j * R_j.T,
            "blocks of r do not mix, one block after the other: tr(r r^T) is the sum of the norm(R_j)^2, which is L",
            split,
            _instances(),
        ).labelled("blocks"),
        trace_identity(
            pair,
            words(R_i * R_j.T).scaled(sigma),
            "the blocks of lags i and j in tr(r Sigma r^T), which is the sum of these over all i and j",
            (rule(r"J_i' \Sigma J_j", (sigma, "")),),
            values,
        ).labelled("coloured", "mean", "uncorrelated"),
    )


def _toeplitz(values: Values, sigma: Symbol) -> ImmutableMatrix:
    size = values.matrices["x"].shape[0]
    return ImmutableMatrix(size, size, lambda a, b: 1 if a == b else sigma)


def expanded_step() -> Step:
    """(sum_j r_j x_{k-1-j})^2 with every product x_i x_j replaced by its expectation, m = p = 1."""
    return decided(
        rf"$\mathbb{{E}} (\sum_j R_j x_{{k-1-j}})^2 = R^T \Sigma R$ for $m = p = 1$, $k = 1, \ldots, {LENGTHS[-1]}$",
        lambda: all(map(_expands, LENGTHS)),
        "the square is expanded, and every monomial x_i x_j replaced by sigma_{|i-j|}",
    ).labelled("expanded", "mean")


def _expands(length: int) -> bool:
    R, inputs = ([Symbol(f"{name}_{i}") for i in range(length)] for name in "rx")
    sigma = [Symbol(f"sigma_{i}") for i in range(length)]
    square = (sum(R[j] * inputs[length - 1 - j] for j in range(length)) ** 2).expand().as_poly(*inputs)
    mean = Integer(0)
    for powers, factor in square.terms():
        times = [i for i, power in enumerate(powers) for _ in range(power)]
        mean += factor * sigma[times[1] - times[0]]
    toeplitz = ImmutableMatrix(length, length, lambda i, j: sigma[abs(i - j)])
    form = (ImmutableMatrix([R]) * toeplitz * ImmutableMatrix(R))[0, 0]
    return bool((mean - form).expand() == 0)


def simulated_step() -> Step:
    """The recursion run on every sequence of signs, m = p = 2, k = 2: L for white noise, and the coloured form."""
    teacher = tuple(ImmutableMatrix(rows) for rows in ([[1, 0], [0, 1]], [[0, 1], [1, 1]]))
    means = [expected_squared_error(EXAMPLE, teacher, noise) for noise in SMALL]
    claimed = [loss(EXAMPLE, teacher), quadratic_form(EXAMPLE, teacher, SMALL[1])]
    return decided(
        f"the mean squared error over all sequences of signs is ${means[0]}$ (white) and ${means[1]}$ (taps 1, 1), as "
        f"claimed, for the student {describe(EXAMPLE)}",
        lambda: means == claimed,
        "the recursion is run on every sequence of signs, m = p = k = 2",
        lambda: f"means {means}, claimed {claimed}; h = {impulse_response(EXAMPLE, 2)}",
    ).labelled("simulated", "blocks", "coloured")
