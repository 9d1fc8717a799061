"""What exact moments determine: the degree by exact rank, nodes and weights by three routes, the continuation."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from flint import fmpq_poly

from numerics.moments.berlekamp_massey import LinearRecurrence, rank_modulo_prime, shortest_recurrence
from numerics.moments.extrapolation import chosen_lags, from_recurrence
from numerics.moments.partial_fractions import poles
from numerics.moments.prony_map import digits_lost
from numerics.moments.sign_changes import confirmed_poles
from numerics.moments.truncated_moments import (
    STABLE_SUPPORT,
    Support,
    forcing,
    inertia,
    interval_text,
    is_moment_sequence,
)
from numerics.recovery.recovery_result import Recovery, Report, silent
from numerics.recovery.recovery_routes import (
    GOLUB_WELSCH,
    MAXIMAL_BITS,
    ROOTS,
    SIGNS,
    accurate_poles,
    accurate_rule,
    gauss_rule,
    other_routes,
    raised,
    require_agreement,
    wanted_bits,
)

MAXIMAL_DEGREE = 256
"""Sequences of a larger degree are not recovered."""

MANY_NODES = 32
"""Above it a positive measure is recovered by its Gauss rule and the signs of its recurrence: a pencil takes long."""

ON_SUPPORT = "a positive measure on {support}: the symmetric student's spectrum lies there"
"""What the stable threshold takes for granted, and no moments can tell."""


def recover_exact(
    moments: Sequence[Fraction],
    digits: int = 50,
    horizon: int = 0,
    support: Support = STABLE_SUPPORT,
    report: Report = silent,
) -> Recovery:
    """Nodes and weights (or poles) of the exact `moments`, to `digits` certified digits, continued to `horizon`.

    `support` is where the symmetric student has its spectrum: an end of it that is a node counts one half. `report` is
    told what is done (of 1), and what is being done.

    Raises ValueError without moments or digits. Undecided cases are answers (`missing`), not errors.

    >>> found = recover_exact([Fraction(v) for v in (2, 1, 5, 7, 17)], digits=10)
    >>> [(pole.exact, pole.exact_weight) for pole in found.poles], found.positive, found.forcing.stable_only
    ([(Fraction(-1, 1), Fraction(1, 1)), (Fraction(2, 1), Fraction(1, 1))], True, False)
    """
    if not moments or digits < 1:
        raise ValueError("recover_exact: nothing to recover from; give at least one moment and ask for one digit")
    least = rank_modulo_prime(moments)
    if least > MAXIMAL_DEGREE:
        why = f"every realisation has at least {least} states (rank modulo a prime), above the limit {MAXIMAL_DEGREE}"
        return Recovery(len(moments), None, least, missing=f"{why}; if the data are rounded, give their accuracy")
    report(0, 1, f"the recurrence of {least} terms or more")
    recurrence = shortest_recurrence(moments)
    report(0.2, 1, "positivity")
    forced = forcing(moments, _starting_bits(digits, 0), support)
    positive = is_moment_sequence(moments, recurrence)
    found = Recovery(len(moments), None, recurrence.degree, positive=positive, forcing=forced, support=support)
    if forced and forced.stable_only:
        found = replace(found, hypotheses=(ON_SUPPORT.format(support=interval_text(support)),))
    polynomial = recurrence.polynomial if recurrence.unique else forced and forced.polynomial
    if polynomial is None:
        return replace(found, missing=_undetermined(recurrence))
    found = _certified(found, polynomial, recurrence, moments, digits, report)
    lags = chosen_lags(len(moments), horizon)
    values = zip(lags, from_recurrence(polynomial, moments, lags, digits), strict=True)
    return replace(found, extrapolation=tuple(values))


def _starting_bits(digits: int, degree: int) -> int:
    return wanted_bits(digits) + 64 + 12 * degree


def _undetermined(recurrence: LinearRecurrence) -> str:
    need = 2 * recurrence.degree
    return (f"the data do not determine a degree: {recurrence.count} moments are met by many realisations with "
            f"{recurrence.degree} states; at least {need - recurrence.count} more moments are needed")  # fmt: skip


def _certified(
    found: Recovery,
    polynomial: fmpq_poly,
    recurrence: LinearRecurrence,
    moments: Sequence[Fraction],
    digits: int,
    report: Report,
) -> Recovery:
    """With poles and weights enclosed, and the routes that apply compared."""
    n = int(polynomial.degree())
    if found.positive and recurrence.unique and n > MANY_NODES:
        found = replace(found, polynomial=polynomial, degree=n, confirmed=recurrence.confirmed, signature=(n, 0))
        return _of_measure(found, polynomial, moments, digits, report)
    bits, enough = _starting_bits(digits, n), partial(accurate_poles, digits=digits)
    exact_poles, used = raised(lambda b: poles(polynomial, moments, b), bits, enough)
    signature = inertia(moments, n)[:2] if recurrence.unique else None
    found = replace(
        found,
        polynomial=polynomial,
        degree=n,
        confirmed=recurrence.confirmed,
        signature=signature,
        bits=used,
        routes=(ROOTS,),
    )
    if exact_poles is None:
        return replace(found, missing=f"{MAXIMAL_BITS} bits do not certify {digits} digits; ask for fewer")
    found = replace(found, digits=digits, poles=tuple(exact_poles))
    simple = all(pole.multiplicity == 1 for pole in exact_poles)
    return _cross_checked(found, moments, digits) if simple and n and recurrence.unique else found


def _of_measure(
    found: Recovery, polynomial: fmpq_poly, moments: Sequence[Fraction], digits: int, report: Report
) -> Recovery:
    """A positive measure of many nodes: its Gauss rule, confirmed by the sign changes of the exact recurrence."""
    n = int(polynomial.degree())
    bits, enough = _starting_bits(digits, n), partial(accurate_rule, digits=digits)
    report(0.3, 1, f"the Gauss rule of {n} nodes")
    rule, used = raised(lambda b: gauss_rule(moments, n, b), bits, enough)
    report(0.7, 1, f"the signs of the recurrence at {2 * n} points")
    held = rule and raised(lambda b: confirmed_poles(polynomial, moments, rule, b), used, lambda _: True)[0]
    if rule is None or held is None:
        return replace(found, missing=f"{MAXIMAL_BITS} bits do not certify {digits} digits; ask for fewer")
    lost, _ = raised(lambda b: digits_lost(rule, moments, b), _starting_bits(1, n), lambda _: True)
    routes = (SIGNS, GOLUB_WELSCH)
    return replace(found, poles=tuple(held), digits=digits, digits_lost=lost, bits=used, routes=routes)


def _cross_checked(found: Recovery, moments: Sequence[Fraction], digits: int) -> Recovery:
    """With the condition of the problem, and the other routes' enclosures compared with the poles."""
    rule = [(pole.value, pole.weight) for pole in found.poles]
    lost, _ = raised(lambda b: digits_lost(rule, moments, b), found.bits, lambda _: True)
    found = replace(found, digits_lost=lost)
    others = other_routes(moments, len(rule), bool(found.positive), digits, lost or 0)
    for name, (other, used) in others.items():
        if other is None:
            why = f"the route '{name}' does not certify {digits} digits with {MAXIMAL_BITS} bits; ask for fewer"
            return replace(found, missing=why)
        require_agreement(found.poles, other, name)
        found = replace(found, routes=(*found.routes, name), bits=max(used, found.bits))
    return found
