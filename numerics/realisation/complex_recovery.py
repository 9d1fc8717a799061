r"""Complex moments: exact ones as a real system of two outputs, measured ones by Krawczyk's operator on complex boxes.

$h_j = a_j + i b_j = \sum_i w_i x_i^j$: the sequences a and b obey one real recurrence, whose poles are the x_i
and their mirror images; the residue of a plus i times that of b is w_i at x_i, and 0 at a mirror image that is no pole
of h.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import partial

from flint import acb, acb_mat, acb_poly, arb, fmpq_poly

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.moments.partial_fractions import Pole, poles
from numerics.moments.prony_map import NodeAndWeight, moment
from numerics.realisation.realisation import exact_realisation
from numerics.realisation.system_poles import minimal_polynomial
from numerics.recovery.krawczyk import inverse_enclosure
from numerics.recovery.measured_recovery import GIVEN_DEGREE, KRAWCZYK, STATED_DEGREE, certified_digits
from numerics.recovery.recovery_result import Recovery
from numerics.recovery.recovery_routes import ROOTS, accurate_poles, raised, wanted_bits

Complex = tuple[Fraction, Fraction]
"""Real and imaginary part."""

NO_MEASURE = "the moments of a measure on the line are real"


def recover_complex(
    moments: Sequence[Complex], digits: int | None = None, accuracy: Fraction = Fraction(0), degree: int | None = None
) -> Recovery:
    """The poles and weights of complex moments.

    Args:
        moments: h_0, h_1, ..., real and imaginary part of each.
        digits: decimals that every pole and weight shall have; 50 when None.
        accuracy: how far each part may be from the truth; 0 when the moments are the truth.
        degree: the number of poles, stated as a hypothesis; only read where the moments are measured.

    Returns:
        Poles and weights as for real moments; multiple poles are not recovered, and `missing` says so.

    Raises:
        ValueError: no moments, or a stated degree n with fewer than 2n of them.
    """
    if not moments or (degree is not None and not 1 <= degree <= len(moments) // 2):
        raise ValueError(f"recover_complex: {len(moments)} moments are too few; n poles need 2n")
    return _measured(moments, accuracy, degree) if accuracy else _exact(moments, digits or 50)


def _exact(moments: Sequence[Complex], digits: int) -> Recovery:
    found = Recovery(len(moments), None, 0, positive=False, notes=(NO_MEASURE,), routes=(ROOTS,))
    realisation = exact_realisation([((a,), (b,)) for a, b in moments])
    if realisation is None:
        return replace(found, missing="the data do not determine a degree; more moments are needed")
    polynomial = minimal_polynomial(realisation)
    enclosed, bits = raised(
        lambda b: _combined(polynomial, moments, b),
        wanted_bits(digits) + 64,
        partial(_accurate, digits=digits),
    )
    kept = _not_vanishing(enclosed) if enclosed else []
    if enclosed is None or any(pole.multiplicity > 1 for pole in enclosed):
        return replace(found, missing="complex moments with repeated poles, or too many digits: not recovered")
    rank = _complex_rank(moments)
    if rank != len(kept):
        return replace(found, degree_at_least=rank, missing=f"{len(kept)} poles are enclosed where the rank is {rank}")
    return replace(found, degree=rank, degree_at_least=rank, confirmed=realisation.confirmed, bits=bits,
                   poles=tuple(kept), digits=digits)  # fmt: skip


def _combined(polynomial: fmpq_poly, moments: Sequence[Complex], bits: int) -> list[Pole]:
    """Each pole with weight R_a + i R_b, exact where it is a real rational number."""
    real, imaginary = (poles(polynomial, [value[part] for value in moments], bits) for part in (0, 1))
    found = []
    with arb_bits(bits):
        for a, b in zip(real, imaginary, strict=True):
            weight = None if a.weight is None or b.weight is None else a.weight + acb(0, 1) * b.weight
            exact = a.exact_weight if a.exact is not None and b.exact_weight == 0 else None
            held = () if weight is None else (weight,)
            found.append(replace(a, weight=weight, exact_weight=exact, coefficients=held, exact_coefficients=()))
    return found


def _accurate(found: Sequence[Pole], digits: int) -> bool:
    return accurate_poles(_not_vanishing(found), digits)


def _not_vanishing(found: Sequence[Pole]) -> list[Pole]:
    """Without the poles whose weight may be 0."""
    return [pole for pole in found if pole.weight is None or not pole.weight.contains(0)]


def _complex_rank(moments: Sequence[Complex]) -> int:
    """Half the rank of the real form (a, -b; b, a) of the Hankel matrix."""
    realisation = exact_realisation([((a, -b), (b, a)) for a, b in moments])
    return 0 if realisation is None else realisation.states // 2


def _measured(moments: Sequence[Complex], accuracy: Fraction, degree: int | None) -> Recovery:
    bits = 256 + accuracy.denominator.bit_length() + 32 * len(moments)
    with arb_bits(bits):
        error = arb(0, ball(accuracy).abs_upper())
        data = [acb(ball(a) + error, ball(b) + error) for a, b in moments]
        least = _regular_size(data)
        n = least if degree is None else degree
        found = Recovery(
            len(moments),
            None,
            least,
            positive=None,
            accuracy=accuracy,
            bits=bits,
            notes=(NO_MEASURE,),
            routes=(KRAWCZYK,),
        )
        try:
            rule = _enclosed(data, n, bits) if n else []
        except ValueError:
            return replace(found, missing=f"no sequence of degree {n} is within the accuracy of all the data")
        if rule is None:
            return replace(found, missing=f"no enclosure of {n} poles was found; measure more sharply")
        if not all(moment(rule, j).overlaps(datum) for j, datum in enumerate(data)):
            return replace(found, missing=f"no sequence of degree {n} is within the accuracy of all the data")
        hypothesis = (GIVEN_DEGREE if degree is None else STATED_DEGREE).format(degree=n)
        held, digits = tuple(Pole(x, 1, w, coefficients=(w,)) for x, w in rule), certified_digits(rule)
        found = replace(found, degree=n, confirmed=len(moments) > 2 * n, positive=False)
        return replace(found, digits=digits, poles=held, hypotheses=(hypothesis,))


def _regular_size(data: Sequence[acb]) -> int:
    """The largest leading Hankel matrix that is regular for every truth."""
    for size in range(len(data) // 2, 0, -1):
        with suppress(ZeroDivisionError):
            acb_mat([[data[i + j] for j in range(size)] for i in range(size)]).inv()
            return size
    return 0


def _enclosed(data: Sequence[acb], n: int, bits: int) -> list[NodeAndWeight] | None:
    with suppress(ZeroDivisionError):
        return inverse_enclosure(_centre([datum.mid() for datum in data], n), data, bits)
    return None


def _centre(data: Sequence[acb], n: int) -> list[NodeAndWeight]:
    """The rule of the first 2n numbers, approximately: recurrence, its roots, weights."""
    hankel = acb_mat([[data[i + j] for j in range(n)] for i in range(n)])
    last = hankel.solve(acb_mat([[data[n + i]] for i in range(n)]))
    nodes = [root.mid() for root in acb_poly([*(-last[i, 0].mid() for i in range(n)), acb(1)]).roots()]
    weights = acb_mat([[x**j for x in nodes] for j in range(n)]).solve(acb_mat([[value] for value in data[:n]]))
    return [(x, weights[i, 0].mid()) for i, x in enumerate(nodes)]
