"""A problem's run made rigorous: shadowed until the radius is small enough, its end measured, a certificate made."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.bounds import Bounds
from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.protocol import Rows
from numerics.arithmetics.rationals import bounds_of, exact_value
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN
from numerics.rigour.certified_run import MAXIMAL_BITS, EndState, with_enough_bits
from numerics.rigour.end_state import Measured, drift_bound, measure
from numerics.rigour.response_error import Ball
from numerics.rigour.shadowing import first_bits, shadow
from verifier.certificate.a_priori import a_priori_bound
from verifier.certificate.certificate import Certificate
from verifier.certificate.learnt_rule import learnt_rule
from verifier.certificate.listed_teacher import require_certifiable
from verifier.ground.enclosure_text import enclosure_text, radius_text
from verifier.problem.problem import Problem

EXTRA_DIGITS = 12
"""Decimals of the end state beyond the digits asked for."""


def rigorous_run(
    problem: Problem, digits: int, limit: int = MAXIMAL_BITS, progress: Callable[[int], None] = lambda step: None
) -> EndState:
    """The exact run of a problem, enclosed.

    Args:
        problem: teacher, start, step size, number of steps.
        digits: the radius at the end is at most 10^-digits.
        limit: the most bits that are tried.
        progress: hears the number of each step.

    Returns:
        The end state: the middle of a ball, its radius (Frobenius norm), the bits that it took.

    Raises:
        Lost: the step where the run was lost, the cause and what would help.
    """
    run = problem.exact.run

    def method(run: Run, bits: int) -> EndState:
        return shadow(run, bits, progress)

    return with_enough_bits(method, run, digits, first_bits(run, digits), limit)


def certificate(problem: Problem, end: EndState, digits: int) -> tuple[Certificate, Measured]:
    """The certificate of a finished run, and what was measured for it.

    Args:
        problem: what was run.
        end: the enclosure of its end, from `rigorous_run`.
        digits: decimals of every enclosure that is written.

    Returns:
        The certificate, its end rounded to decimals and its radius grown by what that moved; and the quantities,
        with the reasons where one could not be certified.

    Raises:
        ValueError: a quantity could not be enclosed; more digits may help.
    """
    require_certifiable(problem)
    state = decimal_ball(end, digits)
    arithmetic = Balls(end.bits + 64)
    found = measure(state, problem.exact, arithmetic)
    values = dict(found.values)
    values["drift_bound"] = drift_bound(problem.exact.run.step_size, bounds_of(end.energy))
    values["spectral_radius"] = _widened(values["spectral_radius"])
    claims = {name: enclosure_text(value, digits) for name, value in values.items()}
    beside: dict[str, object] = {
        "method": "shadowing",
        "bits": str(end.bits),
        "worst_lag": str(found.lag),
        "not_certified": dict(found.missing),
    }
    if end.amplification is not None:
        beside["amplification"] = end.amplification.str(5, radius=False)
    made = Certificate(problem, digits, problem.exact.run.start, state.model, state.radius, claims, beside=beside)
    return _with_rule_and_promise(made, Measured(values, found.lag, found.missing))


def _with_rule_and_promise(made: Certificate, found: Measured) -> tuple[Certificate, Measured]:
    """What follows from the end beyond the quantities: nodes and weights learnt, and the bound promised in training."""
    rule, missing = learnt_rule(made), dict(found.missing)
    bound = a_priori_bound(made.problem, Ball(made.end, made.radius), found.values, found.lag)
    if isinstance(rule, str):
        missing["rule"], rule = rule, ()
    if isinstance(bound, str):
        missing["promised"] = bound
        promised = None
    else:
        promised = found.lag, radius_text(bound)[1]
    beside = {**made.beside, "not_certified": missing}
    return replace(made, rule=rule, promised=promised, beside=beside), replace(found, missing=missing)


def decimal_ball(end: EndState, digits: int) -> Ball:
    """The end state about a decimal point: the radius grows by what the rounding moved."""
    places = digits + EXTRA_DIGITS
    with arb_bits(end.bits + 64):
        parts = (_decimals(X, places) for X in end.model.parts)
        model = LinearRNN(*parts)
    count = sum(len(row) for X in model.parts for row in X)
    radius = bounds_of(end.radius).upper + Fraction(count, 2 * 10**places)
    return Ball(model, radius_text(radius)[1])


def _widened(value: Bounds) -> Bounds:
    """The spectral radius is stated to 12 digits at most: a second route finds it by other powers, a little wider."""
    margin = value.upper - value.lower + value.upper / 10**12
    return Bounds(max(Fraction(0), value.lower - margin), value.upper + margin)


def _decimals(X: Any, places: int) -> Rows:
    return tuple(
        tuple(Fraction(round(exact_value(entry) * 10**places), 10**places) for entry in row) for row in X.tolist()
    )
