"""Complex moments and matrix lags, measured badly on purpose: the enclosures hold the truth; too small an accuracy
loses it.
"""

from fractions import Fraction
from random import Random

import pytest

from numerics.realisation import system_recovery
from numerics.realisation.complex_recovery import recover_complex
from numerics.realisation.system_recovery import recover_system
from numerics.recovery.recovery_result import endpoints
from tests.inclusion import Complex, moments, times

CASES = 40
MINUS_I = (Fraction(0), Fraction(-1))


def holds(value: object, number: Complex) -> bool:
    parts = zip((value.real, value.imag), number, strict=True)  # type: ignore[attr-defined]
    return all(low <= part <= high for (low, high), part in ((endpoints(ball), part) for ball, part in parts))


def drawn_complex(random: Random) -> tuple[list[tuple[Complex, Complex]], Fraction, list[Complex]]:
    """One or two atoms anywhere in the disc; both parts of every moment off by all that is allowed."""
    accuracy, count = Fraction(1, 10 ** random.randint(3, 9)), random.randint(1, 2)
    numbers = [Fraction(random.randint(-90, 90), 100) for _ in range(4 * count)]
    atoms = [((numbers[4 * i], numbers[4 * i + 1]), (1 + numbers[4 * i + 2], numbers[4 * i + 3])) for i in range(count)]
    length = random.randint(2 * count + 1, 2 * count + 8)
    turned = [(x, times(w, MINUS_I)) for x, w in atoms]
    exact = zip(moments(atoms, length), moments(turned, length), strict=True)
    return atoms, accuracy, [(a + accuracy * random.choice((-1, 1)), b + accuracy * random.choice((-1, 1)))
                             for a, b in exact]  # fmt: skip


def lost_complex(seed: int, understated: int = 1) -> bool:
    """Whether a truth of the degree found is not enclosed, with an accuracy that is so many times too small."""
    atoms, accuracy, data = drawn_complex(Random(f"complex:{seed}"))
    found = recover_complex(data, accuracy=accuracy / understated)
    if found.degree != len(atoms):
        return False
    return not all(any(holds(pole.value, x) and holds(pole.weight, w) for pole in found.poles) for x, w in atoms)


def test_complex_truths_are_enclosed() -> None:
    assert not any(lost_complex(seed) for seed in range(CASES))


def test_complex_truths_are_lost_where_the_accuracy_is_understated() -> None:
    assert any(lost_complex(seed, 3) for seed in range(CASES))


def lost_system(seed: int, understated: int = 1) -> bool:
    """The same for two nodes with residue matrices of rank one, two inputs and two outputs."""
    random = Random(f"system:{seed}")
    accuracy = Fraction(1, 10 ** random.randint(3, 9))
    nodes = random.sample([Fraction(j, 10) for j in range(-9, 10)], 2)
    vectors = [[Fraction(random.randint(-9, 9) or 1, 5) for _ in range(4)] for _ in nodes]
    lags = [
        [
            [
                sum((v[a] * v[2 + b] * x**j for x, v in zip(nodes, vectors, strict=True)), Fraction(0))
                + accuracy * random.choice((-1, 1))
                for b in range(2)
            ]
            for a in range(2)
        ]
        for j in range(random.randint(5, 9))
    ]
    found = recover_system(lags, accuracy / understated)
    if found.realisation is not None and found.realisation.states > 2:
        return True  # more states than the truth has are said to be certain
    if found.realisation is None or found.realisation.states < 2 or not found.poles:
        return False
    return not all(any(holds(pole.value, (node, Fraction(0))) for pole in found.poles) for node in nodes)


def test_systems_are_enclosed() -> None:
    assert not any(lost_system(seed) for seed in range(CASES))


def test_systems_are_lost_where_the_accuracy_is_understated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control; the check against all lags, which would notice it, is switched off."""
    monkeypatch.setattr(system_recovery, "_overlaps", lambda *_: True)
    assert any(lost_system(seed, 1000) for seed in range(CASES))
