"""From moments known within an accuracy: what every truth within it has in common, and what stays undecided."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.moments.berlekamp_massey import shortest_recurrence
from numerics.moments.decimation import lifted, strides
from numerics.moments.extrapolation import chosen_lags, from_rule
from numerics.moments.krawczyk import inverse_enclosure
from numerics.moments.partial_fractions import Pole, poles
from numerics.moments.prony_map import NodeAndWeight, digits_lost
from numerics.moments.recovery_result import Recovery
from numerics.moments.truncated_moments import Forcing, inertia

MAXIMAL_ROWS = 64
"""Rows of the Hankel matrix whose rank is certified; further moments are still used to narrow and to contradict."""

MAXIMAL_FITTED = 128
"""How many moments the least-squares narrowing uses."""

GIVEN_DEGREE = "the true sequence has degree {degree}: data within any accuracy > 0 never exclude a larger one"


def recover_measured(
    moments: Sequence[Fraction], accuracy: Fraction, digits: int | None = None, horizon: int = 0
) -> Recovery:
    """What the `moments`, each within `accuracy` of the truth, certify about the truth.

    The Hankel matrix of the truth is within norm m * accuracy of that of the data (m rows): eigenvalues of the data
    beyond that bound keep their signs (Weyl), so the degree is at least their number r, and one negative among them
    excludes a positive measure. Equality of the degree with r can only be assumed; given it, nodes and weights are
    enclosed for all truths at once. `digits` asks for so many; by default the answer has as many as the data bear.
    Raises ValueError without moments or with an accuracy that is not positive.
    """
    if not moments or accuracy <= 0:
        raise ValueError("recover_measured: give at least one moment and an accuracy above 0; exact data need none")
    rows = _rows(moments)
    above, below = signature_within(moments, accuracy)
    least, positive = above + below, False if below else None
    found = Recovery(len(moments), None, least, positive=positive, accuracy=accuracy)
    if least == rows:
        return replace(found, missing=_full_rank(found, rows))
    return _given_degree(found, moments, digits, horizon)


def _rows(moments: Sequence[Fraction]) -> int:
    return min((len(moments) + 1) // 2, MAXIMAL_ROWS)


def signature_within(moments: Sequence[Fraction], accuracy: Fraction) -> tuple[int, int]:
    """How many positive and how many negative eigenvalues the Hankel matrix of the truth has at least (Weyl)."""
    rows = _rows(moments)
    return inertia(moments, rows, rows * accuracy)[0], inertia(moments, rows, -rows * accuracy)[1]


def _full_rank(found: Recovery, rows: int) -> str:
    return (f"the degree is at least {rows}, the number of rows that {found.count} moments fill; "
            f"more moments are needed to see the rank stop")  # fmt: skip


def _given_degree(found: Recovery, moments: Sequence[Fraction], digits: int | None, horizon: int) -> Recovery:
    """The answer on the hypothesis that the degree is the certified rank."""
    n, accuracy = found.degree_at_least, found.accuracy
    try:
        rule = enclosed_rule(moments[:MAXIMAL_FITTED], n, accuracy)
        rule = _by_decimation(moments, n, accuracy) if rule is None else rule
    except ValueError:
        return replace(found, degree_at_least=n + 1, missing=_more_than(n))
    if rule is None:
        return replace(found, missing=_inseparable(n))
    if not consistent(rule, moments, accuracy):
        return replace(found, degree_at_least=n + 1, missing=_more_than(n))
    found = replace(
        found,
        degree=n,
        confirmed=True,
        poles=tuple(Pole(node, 1, weight) for node, weight in rule),
        positive=_positive(rule) if found.positive is None else found.positive,
        digits=certified_digits(rule),
        digits_lost=digits_lost(rule, moments, working_bits(accuracy, n)) if n else None,
        bits=working_bits(accuracy, n),
        hypotheses=(GIVEN_DEGREE.format(degree=n),),
    )
    lags = chosen_lags(len(moments), horizon)
    values = tuple(zip(lags, from_rule(rule, lags, found.bits), strict=True))
    found = replace(found, forcing=_forcing(found), extrapolation=values)
    if digits is not None and n and found.digits < digits:
        return replace(
            found, missing=f"the data bear {found.digits} digits, not {digits}; they would have to be sharper"
        )
    return found


def _by_decimation(moments: Sequence[Fraction], n: int, accuracy: Fraction) -> list[NodeAndWeight] | None:
    """The rule from every s-th moment, for the first stride s at which these certify n poles and tell them apart."""
    for stride in strides(len(moments), n):
        thinned = moments[::stride]
        if sum(signature_within(thinned, accuracy)) < n:
            continue
        rule = enclosed_rule(thinned[:MAXIMAL_FITTED], n, accuracy)
        found = lifted(rule, stride, moments, accuracy, working_bits(accuracy, n)) if rule else None
        if found:
            return found
    return None


def _inseparable(n: int) -> str:
    return (
        f"the degree is at least {n}, but at this accuracy the data do not tell {n} poles apart; measure more sharply"
    )


def _more_than(n: int) -> str:
    return (f"no sequence of degree {n} is within the accuracy of all the data, and their singular values certify no "
            f"larger rank; measure more sharply, or check the accuracy")  # fmt: skip


def working_bits(accuracy: Fraction, n: int) -> int:
    """Enough that rounding is far below the accuracy of the data, even after the loss in n nodes."""
    return 128 + max(0, accuracy.denominator.bit_length() - accuracy.numerator.bit_length()) + 16 * n


def enclosed_rule(moments: Sequence[Fraction], n: int, accuracy: Fraction) -> list[NodeAndWeight] | None:
    """Boxes with the rule of every degree-n truth; None when none is found, ValueError when there is no such truth."""
    if n == 0:
        return []
    bits, recurrence = working_bits(accuracy, n), shortest_recurrence(moments[: 2 * n])
    if recurrence.degree != n:
        return None
    centre = poles(recurrence.polynomial, moments, 2 * bits)
    if any(pole.multiplicity > 1 for pole in centre):
        return None
    with suppress(ZeroDivisionError):
        return inverse_enclosure([(pole.value, pole.weight) for pole in centre], moments, accuracy, bits)
    return None


def consistent(rule: Sequence[NodeAndWeight], moments: Sequence[Fraction], accuracy: Fraction) -> bool:
    """Whether the boxes continue to values that the data, within their accuracy, do not exclude."""
    bits = working_bits(accuracy, len(rule))
    values = from_rule(rule, range(len(moments)), bits)
    with arb_bits(bits):
        tolerance, data = ball(accuracy), (ball(value) for value in moments)
        return not any(abs(value - datum) > tolerance for value, datum in zip(values, data, strict=True))


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
