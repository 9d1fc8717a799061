"""Truths in plenty, measured badly on purpose: what `recover` encloses must hold them, and none may be ruled out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from numerics.recovery.recovery import recover
from numerics.recovery.recovery_result import Recovery, endpoints

Complex = tuple[Fraction, Fraction]
"""Real and imaginary part."""


@dataclass(frozen=True)
class Measured:
    """Atoms (node, weight) of a truth, and its first moments, each at most `accuracy` off: one number, or one each."""

    atoms: tuple[tuple[Complex, Complex], ...]
    data: tuple[Fraction, ...]
    accuracy: Fraction | tuple[Fraction, ...]

    def __str__(self) -> str:
        return f"atoms {self.atoms}, accuracy {self.accuracy}, data {', '.join(map(str, self.data))}"


def times(a: Complex, b: Complex) -> Complex:
    """The product, exactly."""
    return a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]


def moments(atoms: Sequence[tuple[Complex, Complex]], count: int) -> list[Fraction]:
    """sum_i w_i x_i^j: real where the atoms come in conjugate pairs."""
    terms = [weight for _, weight in atoms]
    found = []
    for _ in range(count):
        found.append(sum((term[0] for term in terms), Fraction(0)))
        terms = [times(term, node) for term, (node, _) in zip(terms, atoms, strict=True)]
    return found


def drawn(random: Random) -> Measured:
    """One to four poles, often close to each other, real or in conjugate pairs; errors often as large as allowed."""
    accuracy = Fraction(1, 10 ** random.randint(1, 14))
    atoms = list(_atoms(random, random.randint(1, 4)))
    data = moments(atoms, random.randint(2 * len(atoms), 2 * len(atoms) + random.choice((0, 1, 5, 30, 90))))
    errors = (random.choice((-1, 1, -1, 1, 0, Fraction(random.randint(-99, 99), 100))) for _ in data)
    measured = tuple(value + accuracy * error for value, error in zip(data, errors, strict=True))
    return Measured(tuple(atoms), measured, accuracy)


def drawn_unevenly(random: Random) -> Measured:
    """The same with an error of its own for each moment: relative ones, and some moments exact."""
    even = drawn(random)
    truth = moments(even.atoms, len(even.data))
    relative, absolute = Fraction(1, 10 ** random.randint(2, 12)), Fraction(1, 10 ** random.randint(6, 14))
    errors = [random.choice((0, 1, 1, 1)) * (relative * abs(value) + absolute) for value in truth]
    errors[0] += absolute
    data = tuple(h + random.choice((-1, 1, 0)) * error for h, error in zip(truth, errors, strict=True))
    return Measured(even.atoms, data, tuple(errors))


def _atoms(random: Random, count: int) -> Iterator[tuple[Complex, Complex]]:
    seen: set[Complex] = set()
    centre = random.choice((Fraction(random.randint(-99, 99), 100), Fraction(99, 100)))
    spread = random.choice((Fraction(1), Fraction(1, 5), Fraction(1, 20), Fraction(1, 100)))
    while len(seen) < count:
        real = centre + spread * Fraction(random.randint(-99, 99), 100)
        weight = Fraction(random.choice((-1, 1, 1, 1)) * random.randint(5, 300), 100)
        if count - len(seen) >= 2 and random.random() < 0.25:
            node, mirrored = (
                (real, spread * Fraction(random.randint(5, 90), 100)),
                Fraction(random.randint(-99, 99), 100),
            )
            if node not in seen:
                seen |= {node, (node[0], -node[1])}
                yield node, (weight, mirrored)
                yield (node[0], -node[1]), (weight, -mirrored)
        elif (real, Fraction(0)) not in seen:
            seen.add((real, Fraction(0)))
            yield (real, Fraction(0)), (weight, Fraction(0))


def counterexample_to_inclusion(case: Measured, stated: bool = False) -> str | None:
    """What is wrong about the answer for a truth that is known; None where the answer is right, or honestly open.

    With `stated` the degree is given as a hypothesis; without, it is what the data certify.
    """
    found = recover(case.data, accuracy=case.accuracy, degree=len(case.atoms) if stated else None)
    if stated and "no sequence of degree" in found.missing:
        return f"{case}: {found.missing}"
    if found.degree_at_least > len(case.atoms):
        return f"{case}: the degree is said to be at least {found.degree_at_least}"
    if found.positive is False and all(not x[1] and not w[1] and w[0] > 0 for x, w in case.atoms):
        return f"{case}: a positive measure is said to be none"
    if found.degree == len(case.atoms) and not all(_enclosed(atom, found) for atom in case.atoms):
        return f"{case}: enclosed are {[(str(pole.value), str(pole.weight)) for pole in found.poles]}"
    return None


def _enclosed(atom: tuple[Complex, Complex], found: Recovery) -> bool:
    return any(_holds(pole.value, atom[0]) and _holds(pole.weight, atom[1]) for pole in found.poles)


def _holds(ball: object, value: Complex) -> bool:
    """Exactly, on the ends of the enclosure: python-flint's `contains` would round the rational first."""
    parts = zip((ball.real, ball.imag), value, strict=True)  # type: ignore[attr-defined]
    return all(low <= part <= high for (low, high), part in ((endpoints(side), part) for side, part in parts))
