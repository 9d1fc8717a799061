"""From moments known within errors: what every truth within them has in common, and what stays undecided."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.moments.berlekamp_massey import shortest_recurrence
from numerics.moments.extrapolation import chosen_lags, from_rule
from numerics.moments.partial_fractions import Pole, poles
from numerics.moments.prony_map import NodeAndWeight, digits_lost
from numerics.moments.signature import rows_of, signature_within
from numerics.moments.truncated_moments import Forcing
from numerics.recovery.decimation import lifted, strides
from numerics.recovery.krawczyk import data_balls, inverse_enclosure
from numerics.recovery.least_squares import MAXIMAL_FITTED, best_fit, tells_apart
from numerics.recovery.located_nodes import MAXIMAL_DEGREE, rule_by_recurrences
from numerics.recovery.recovery_result import Recovery
from numerics.recovery.recovery_routes import raised

Enclosure = tuple[str, list[NodeAndWeight]]
"""The route, and the boxes that it found."""

KRAWCZYK = "Krawczyk's operator on the moments"
DECIMATION = "Krawczyk's operator on every moment number {stride}, lifted to all"
RECURRENCES = "all recurrences that the data allow, by linear programs checked exactly"

HOPELESS = 4
"""How many times the accuracy the best fit misses by where no sequence of the degree is expected at all."""

GIVEN_DEGREE = "the true sequence has degree {degree}: data within any accuracy > 0 never exclude a larger one"

STATED_DEGREE = "the true sequence has degree {degree}, as was stated"


def recover_measured(
    moments: Sequence[Fraction],
    errors: Sequence[Fraction],
    digits: int | None = None,
    horizon: int = 0,
    degree: int | None = None,
) -> Recovery:
    """What the `moments`, each within its one of the `errors` of the truth, certify about the truth.

    Eigenvalues of the Hankel matrix beyond the errors keep their signs, so the degree is at least their number r, and
    one negative among them excludes a positive measure. That the degree is r, or the `degree` that is stated, can only
    be assumed; given it, nodes and weights are enclosed for all truths at once. `digits` asks for so many; by default
    the answer has as many as the data bear. Where nothing is enclosed, the answer holds the best fit and says so.

    Raises:
        ValueError: no moments, errors of another number or none above 0, a stated degree n without 2n moments.
    """
    if not moments or len(errors) != len(moments) or min(errors) < 0 or not any(errors):
        raise ValueError("recover_measured: give moments, and for each an error >= 0, not all 0; exact data need none")
    if degree is not None and not 1 <= degree <= len(moments) // 2:
        raise ValueError(f"recover_measured: {degree} nodes need {2 * degree} moments or more, not {len(moments)}")
    above, below = signature_within(moments, errors)
    least, positive = above + below, False if below else None
    found = Recovery(len(moments), None, least, positive=positive, accuracy=max(errors))
    if degree is not None and least > degree:
        return replace(found, missing=f"the data have a degree of at least {least}, above the {degree} stated")
    if degree is None and least == rows_of(len(moments)):
        return _with_fit(replace(found, missing=_full_rank(found)), moments, errors, len(moments) // 2)
    return _given_degree(found, moments, errors, least if degree is None else degree, digits, horizon, degree is None)


def _full_rank(found: Recovery) -> str:
    rows = found.degree_at_least
    return (f"the degree is at least {rows}, the number of rows that {found.count} moments fill; "
            f"more moments are needed to see the rank stop, or state the degree (--nodes)")  # fmt: skip


def _given_degree(
    found: Recovery,
    moments: Sequence[Fraction],
    errors: Sequence[Fraction],
    n: int,
    digits: int | None,
    horizon: int,
    seen: bool,
) -> Recovery:
    """The answer on the hypothesis that the degree is n; `seen`: n is the certified rank, not what was stated."""
    try:
        route, rule = next(_enclosures(moments, errors, n), ("", None))
    except ValueError:
        route, rule, excluded = "", None, True
    else:
        excluded = rule is not None and not consistent(rule, moments, errors)
    if excluded:
        least = n + 1 if seen else found.degree_at_least
        return replace(found, degree_at_least=least, missing=_more_than(n, seen))
    if rule is None:
        return _with_fit(replace(found, missing=_inseparable(n)), moments, errors, n)
    found = replace(
        found,
        degree=n,
        confirmed=found.count > 2 * n,
        poles=tuple(Pole(node, 1, weight) for node, weight in rule),
        positive=_positive(rule) if found.positive is None else found.positive,
        digits=certified_digits(rule),
        digits_lost=_lost(rule, moments, working_bits(moments, errors, n)) if n else None,
        bits=working_bits(moments, errors, n),
        routes=(route,),
        hypotheses=((GIVEN_DEGREE if seen else STATED_DEGREE).format(degree=n),),
    )
    lags = chosen_lags(len(moments), horizon)
    values = tuple(zip(lags, from_rule(rule, lags, found.bits), strict=True))
    found = replace(found, forcing=_forcing(found), extrapolation=values)
    if digits is not None and n and found.digits < digits:
        sharper = f"the data bear {found.digits} digits, not {digits}; they would have to be sharper"
        return replace(found, missing=sharper)
    return found


def _enclosures(moments: Sequence[Fraction], errors: Sequence[Fraction], n: int) -> Iterator[Enclosure]:
    """The routes to boxes with the rule of every degree-n truth, the cheapest first; each yields only if it succeeds.

    Raises ValueError where one proves that there is no such truth.
    """
    yield from _found(KRAWCZYK, enclosed_rule(moments[:MAXIMAL_FITTED], errors[:MAXIMAL_FITTED], n))
    for stride in strides(len(moments), n):
        thinned, wide = moments[::stride], errors[::stride]
        rule = enclosed_rule(thinned[:MAXIMAL_FITTED], wide[:MAXIMAL_FITTED], n)
        if rule:
            bits = working_bits(moments, errors, n)
            with arb_bits(bits):
                data = data_balls(moments, errors)
            yield from _found(DECIMATION.format(stride=stride), lifted(rule, stride, data, bits))
    if n <= MAXIMAL_DEGREE:
        yield from _found(RECURRENCES, _by_recurrences(moments, errors, n))


def _by_recurrences(moments: Sequence[Fraction], errors: Sequence[Fraction], n: int) -> list[NodeAndWeight] | None:
    """The dear route, taken where the best fit promises an enclosure, or that there is no truth."""
    bits = working_bits(moments, errors, n)
    fit = best_fit(moments, errors, n, bits)
    if fit is None or not (fit.beyond > HOPELESS or tells_apart(fit, moments, errors, bits)):
        return None
    return rule_by_recurrences(moments[:MAXIMAL_FITTED], errors[:MAXIMAL_FITTED], n, bits)


def _lost(rule: Sequence[NodeAndWeight], moments: Sequence[Fraction], bits: int) -> int | None:
    return raised(lambda b: digits_lost(rule, moments, b), bits, lambda _: True)[0]


def _found(route: str, rule: list[NodeAndWeight] | None) -> Iterator[Enclosure]:
    if rule is not None:
        yield route, rule


def _with_fit(found: Recovery, moments: Sequence[Fraction], errors: Sequence[Fraction], n: int) -> Recovery:
    """With the best fit of n nodes, which certifies nothing."""
    return replace(found, fit=best_fit(moments, errors, n, working_bits(moments, errors, n)) if n else None)


def _inseparable(n: int) -> str:
    return (f"no enclosure of {n} poles was found: at this accuracy the data may not tell them apart; "
            f"measure more sharply")  # fmt: skip


def _more_than(n: int, seen: bool) -> str:
    larger = ", and their singular values certify no larger rank" if seen else ""
    return (f"no sequence of degree {n} is within the accuracy of all the data{larger}; measure more sharply, "
            f"or check the accuracy")  # fmt: skip


def working_bits(moments: Sequence[Fraction], errors: Sequence[Fraction], n: int) -> int:
    """Enough that rounding is far below the accuracy of the data, even after the loss in n nodes."""
    ratio = max(map(abs, moments)) / min(filter(None, errors)) + 1 / min(filter(None, errors)) + 1
    return 128 + (ratio.numerator // ratio.denominator).bit_length() + 16 * n


def enclosed_rule(moments: Sequence[Fraction], errors: Sequence[Fraction], n: int) -> list[NodeAndWeight] | None:
    """Boxes with the rule of every degree-n truth; None when none is found, ValueError when there is no such truth."""
    if n == 0:
        return []
    if not any(errors):
        return None
    bits, recurrence = working_bits(moments, errors, n), shortest_recurrence(moments[: 2 * n])
    if recurrence.degree != n:
        return None
    centre = poles(recurrence.polynomial, moments, 2 * bits)
    if any(pole.multiplicity > 1 for pole in centre):
        return None
    with suppress(ZeroDivisionError), arb_bits(bits):
        return inverse_enclosure([(pole.value, pole.weight) for pole in centre], data_balls(moments, errors), bits)
    return None


def consistent(rule: Sequence[NodeAndWeight], moments: Sequence[Fraction], errors: Sequence[Fraction]) -> bool:
    """Whether the boxes continue to values that the data, within their errors, do not exclude."""
    bits = working_bits(moments, errors, len(rule))
    values = from_rule(rule, range(len(moments)), bits)
    with arb_bits(bits):
        pairs = zip(values, moments, errors, strict=True)
        return not any(abs(value - ball(datum)) > ball(error) for value, datum, error in pairs)


def certified_digits(rule: Sequence[NodeAndWeight]) -> int:
    """The fewest correct decimals of a node (beside max(1, |x|)) and of a weight (relative); at least 0."""
    bits = [min(node.rel_one_accuracy_bits(), weight.rel_accuracy_bits()) for node, weight in rule]
    return max(0, 3 * min(bits, default=0) // 10)


def _positive(rule: Sequence[NodeAndWeight]) -> bool | None:
    """True or False when the boxes decide it: real nodes with weights of one sign, or a pole or weight that is not."""
    if any(not (node.imag.contains(0) and weight.imag.contains(0)) or weight.real < 0 for node, weight in rule):
        return False
    real = all(node.imag.is_zero() and weight.real > 0 for node, weight in rule)
    return True if real else None


def _forcing(found: Recovery) -> Forcing | None:
    """With a positive truth of degree n, more than 2n moments force it among all positive measures."""
    if found.degree is None or not found.positive or found.count <= 2 * found.degree:
        return None
    return Forcing(None, 2 * found.degree + 1, stable_only=False)
