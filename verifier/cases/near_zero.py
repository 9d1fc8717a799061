"""Runs from near-zero starts: cases drawn before any run, with a step size by rule, and what one run measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random

from numerics.arithmetics.by_name import arithmetic
from numerics.arithmetics.exact import Exact
from numerics.arithmetics.protocol import Rows
from numerics.descent.fitting import Stopped, run_to_fit
from numerics.descent.run import Run
from numerics.descent.safe_step import safe_step
from numerics.model.asymmetry import symmetric_part
from numerics.model.linear_rnn import LinearRNN, exact_values, in_arithmetic
from numerics.model.start import start
from numerics.model.teacher import moment, response_of_measure
from numerics.plateau.plateau_coordinates import complement_product
from numerics.plateau.stopping_rule import RULE, run_to_plateau
from theory.plateau.leading_order import plateau_coefficients

LIMIT = 200_000
"""The number of steps after which a run is given up, undecided."""
FIT = 6
"""A run that has no plateau (k <= 2n) is stopped at a loss of eps to this power."""
FIT_RULE = f"loss at most eps^{FIT}"


@dataclass(frozen=True)
class Case:
    """A teacher (nodes, weights), the student's width, the number of lags k, the seed of the start, the arithmetic."""

    nodes: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]
    width: int
    length: int
    seed: int = 1
    arithmetic: str = "arb"

    @property
    def eta(self) -> Fraction:
        """The step size, by the rule of numerics.descent.safe_step: from the teacher alone."""
        return safe_step(self.nodes, self.weights, self.length)

    @property
    def modes(self) -> int:
        """n."""
        return len(self.nodes)

    @property
    def lag(self) -> int:
        """The lag at which the extrapolation error is read, about 3k: even, as nodes +-x leave no error at odd lags."""
        return 3 * self.length + self.length % 2

    @property
    def response(self) -> tuple[Rows, ...]:
        """g_0, ..., g_{k-1}."""
        return response_of_measure(self.nodes, self.weights, self.length)

    @property
    def has_plateau(self) -> bool:
        """Whether the run levels off before it fits: on k > 2n lags."""
        return self.length > 2 * self.modes

    @property
    def stopping_rule(self) -> str:
        """What `stopped_run` waits for, in words."""
        return str(RULE) if self.has_plateau else f"{FIT_RULE}: there is no plateau at k = 2n"

    def start(self, scale: Fraction, symmetric: bool = False) -> LinearRNN[Rows]:
        """`scale` times the direction that the seed fixes; on request its symmetric part only."""
        whole, exact = start(self.seed, self.width, scale), Exact()
        return exact_values(symmetric_part(in_arithmetic(whole, exact), exact), exact) if symmetric else whole

    def run(self, scale: Fraction, step_size: Fraction | None = None, symmetric: bool = False) -> Run:
        """`LIMIT` steps or fewer from there, of the size by rule unless another is given."""
        return Run(self.start(scale, symmetric), self.response, step_size or self.eta, LIMIT)

    def error(self, stopped: Stopped) -> Fraction:
        """h_j - g_j at the lag read, exactly."""
        return stopped.response_at(self.lag) - moment(self.nodes, self.weights, self.lag)

    def __str__(self) -> str:
        nodes, weights = (", ".join(map(str, numbers)) for numbers in (self.nodes, self.weights))
        student = f"width {self.width}, k = {self.length}, step {self.eta}, seed {self.seed}"
        return f"nodes {nodes}, weights {weights}, {student}, {self.arithmetic}"


def drawn_case(index: int, name: str = "near-zero", least: int = 3) -> Case:
    """The case number `index` of the list called `name`: it depends on nothing else, neither profile nor run.

    n = 1 and 2 in turn; nodes in tenths, `least`/10 <= |x| <= 1, at least 7/10 apart (closer ones are learnt slowly);
    weights 1/2, ..., 3/2 in quarters; k = 2n + 1 or 2n + 2; k < d <= k + 3.

    >>> drawn_case(0) == drawn_case(0), drawn_case(1).modes
    (True, 2)
    """
    random = Random(f"{name} {index}")
    modes = 1 + index % 2
    candidates = [Fraction(i, 10) for i in range(-10, 11) if abs(i) >= least]
    nodes = sorted(random.sample(candidates, modes))
    while any(later - node < Fraction(7, 10) for node, later in pairwise(nodes)):
        nodes = sorted(random.sample(candidates, modes))
    weights = tuple(Fraction(random.randint(2, 6), 4) for _ in nodes)
    length = 2 * modes + random.randint(1, 2)
    return Case(tuple(nodes), weights, length + random.randint(1, 3), length, random.randint(1, 10**6))


def working_digits(scale: Fraction, digits: int) -> int:
    """Digits for a run from this scale: its loss of order scale^4 keeps 20 of them, and no fewer than asked for."""
    return max(digits, 20 + 4 * len(str(scale.denominator)))


@dataclass(frozen=True)
class Observed:
    """What one run measured, and what the closed formulas make of its q; no law of the loss without a plateau."""

    scale: Fraction
    stopped: Stopped
    error: Fraction
    law: Mapping[str, Fraction]

    def measured(self, name: str) -> Fraction:
        """The quantity that a law is about; the asymmetry stands squared."""
        return {"loss": self.stopped.loss, "error": self.error, "asymmetry": self.stopped.squared_asymmetry}[name]

    def __str__(self) -> str:
        ratios = ", ".join(f"{name} / formula {float(self.measured(name) / law):.6f}" for name, law in self.law.items())
        sizes = f"loss {float(self.stopped.loss):.4e}, error {float(self.error):.4e}"
        return f"{self.stopped.step} steps, {sizes}, {ratios}"


def stopped_run(
    case: Case, scale: Fraction, digits: int, step: Fraction | None = None, symmetric: bool = False
) -> Stopped:
    """One run from scale times the case's direction until its stopping rule is met.

    `step` replaces the step by rule, `symmetric` the start by its symmetric part.
    """
    working, run = working_digits(scale, digits), case.run(scale, step, symmetric)
    engine = arithmetic(case.arithmetic, working, LIMIT)
    if not case.has_plateau:
        return run_to_fit(run, engine, scale**FIT)
    return run_to_plateau(run, engine, Fraction(1, 10 ** (working - 10)))


def observe(case: Case, scale: Fraction, digits: int, nodes_move: bool = True) -> Observed:
    """One run, measured and held against the closed formulas (in which only the weights move, if so told)."""
    stopped = stopped_run(case, scale, digits)
    q = complement_product(stopped.model, case.modes, working_digits(scale, digits))
    coefficients = plateau_coefficients(case.nodes, case.length, nodes_move)
    law = {"error": coefficients.error(case.lag) * q}
    if case.has_plateau:
        law["loss"] = coefficients.loss * q**2
    return Observed(scale, stopped, case.error(stopped), law)
