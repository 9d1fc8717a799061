"""The proof assistant evaluates formal/definitions.v on exact rational students: it and both rooms say the same."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from tests.formal.conformance import HEADER, examples
from verifier.cases.rnn_cases import Instance, numerics_gradient

FORMAL = Path(__file__).resolve().parents[2] / "formal"
SHAPES = ((2, 1, 3, 3), (3, 2, 1, 3))
"""(d, m, p, k): d, m, p all different, and three lags, so that a wrong order or transpose has somewhere to show."""

pytestmark = pytest.mark.skipif(
    shutil.which("coqc") is None, reason="coqc is not installed: the formal definitions are not evaluated"
)


def instance(shape: tuple[int, int, int, int]) -> Instance:
    """A student and a teacher with entries in {-1, -1/2, ..., 1}, A of whole numbers: the assistant counts in unary."""
    random, (d, m, p, k) = Random(str(shape)), shape

    def matrix(rows: int, columns: int, q: int = 2) -> tuple[tuple[Fraction, ...], ...]:
        return tuple(tuple(Fraction(random.randint(-q, q), q) for _ in range(columns)) for _ in range(rows))

    return Instance(matrix(d, d, 1), matrix(d, m), matrix(p, d), tuple(matrix(p, m) for _ in range(k)))


@pytest.fixture(scope="module")
def compiles(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Compiles a text beside the definitions and lemmas_computing.v."""
    folder = tmp_path_factory.mktemp("conformance")

    def compiled(name: str) -> subprocess.CompletedProcess[str]:
        command = ["coqc", "-w", "none", "-Q", ".", "formal", name]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    for name in ("definitions.v", "lemmas_computing.v"):
        shutil.copy(FORMAL / name, folder)
        done = compiled(name)
        assert done.returncode == 0, done.stderr

    def text_compiled(text: str) -> subprocess.CompletedProcess[str]:
        (folder / "examples.v").write_text(HEADER + text, encoding="utf-8")
        return compiled("examples.v")

    return text_compiled


@pytest.mark.parametrize("shape", SHAPES)
def test_theory_says_what_the_formal_definitions_say(
    shape: tuple[int, int, int, int], compiles: Callable[[str], subprocess.CompletedProcess[str]]
) -> None:
    done = compiles("\n".join(examples(instance(shape))))
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("shape", SHAPES)
def test_numerics_says_what_theory_says(shape: tuple[int, int, int, int]) -> None:
    from numerics.model.linear_rnn import impulse_response as in_numbers
    from numerics.model.linear_rnn import loss as loss_in_numbers
    from theory.model.gradient import gradient
    from theory.model.linear_rnn import impulse_response, loss
    from verifier.cases.rnn_cases import fractions

    same = instance(shape)
    theta, teacher = same.in_theory()
    model, response, exact = same.in_numerics()
    k = len(teacher)
    assert numerics_gradient(same) == gradient(theta, teacher)
    assert [exact.fractions(h) for h in in_numbers(model, k, exact)] == [
        fractions(h) for h in impulse_response(theta, k)
    ]
    value = loss(theta, teacher)
    assert Fraction(loss_in_numbers(model, response, exact)) == Fraction(int(value.p), int(value.q))


def test_a_wrong_value_is_refused(compiles: Callable[[str], subprocess.CompletedProcess[str]]) -> None:
    lines = list(examples(instance((2, 1, 3, 3))))
    position = next(i for i, line in enumerate(lines) if line.startswith("Example h1"))
    statement, proof = lines[position].split("\nProof")
    head, value = statement.rsplit("ratio (", 1)
    numerator, rest = value.split(")", 1)
    lines[position] = f"{head}ratio ({int(numerator) + 1}){rest}\nProof{proof}"
    done = compiles("\n".join(lines[: position + 1]))
    assert done.returncode != 0
