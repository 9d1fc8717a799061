"""Mutants: the same seed draws the same, each is Python and another text, and a test that would notice one is run."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verifier.upkeep.line_tests import importers
from verifier.upkeep.mutants import Mutant, drawn, of_code, of_texts, strata
from verifier.upkeep.mutation_run import tried

ROOT = Path(__file__).parent.parent
WHOLE = strata(ROOT)


def mutants_of(source: str, folder: Path) -> list[str]:
    (folder / "a.py").write_text(source)
    return [mutant.applied(source) for mutant in of_code(folder, "a.py")]


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.integers(1, 40))
def test_a_seed_draws_the_same_mutants_all_different_and_the_strata_in_turn(seed: int, count: int) -> None:
    chosen = drawn(ROOT, seed, count, "theory/saddles")
    assert chosen == drawn(ROOT, seed, count, "theory/saddles")
    assert len({*chosen}) == count
    assert all(mutant.path.startswith("theory/saddles/") for mutant in chosen)


def test_every_room_and_the_texts_have_mutants() -> None:
    assert [len(stratum) > 1000 for stratum in WHOLE] == [True] * 4
    assert [{mutant.path.split("/")[0] for mutant in stratum} for stratum in WHOLE] == [
        {"theory"}, {"numerics"}, {"verifier"}, {"theory", "verifier"}
    ]  # fmt: skip


@given(st.sampled_from([mutant for stratum in WHOLE for mutant in stratum]))
def test_a_mutant_is_python_and_another_program(mutant: Mutant) -> None:
    source = (ROOT / mutant.path).read_text(encoding="utf-8")
    changed = mutant.applied(source)
    assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source))
    assert source.splitlines()[mutant.line - 1] not in ("", changed.splitlines()[mutant.line - 1])


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("a = b < c", ["a = b <= c"]),
        ("a = b == c", ["a = b != c"]),
        ("a = b + c * d", ["a = b - c * d", "a = b + c / d"]),
        ("a = -b", ["a = b"]),
        ("a = not b", ["a = b"]),
        ("a = b and c", ["a = b or c"]),
        ("a = 7", ["a = 8", "a = 6"]),
        ("a = f(b, c)", ["a = f(c, b)"]),
        ("for a in b:\n    continue", ["for a in b:\n    pass"]),
        ("a += b", ["pass"]),
        ("print(a)", ["pass"]),
        ('"""7 < 8"""', []),
        ("raise ValueError(7)", []),
        ("a = random.randint(1, 9)", []),
        ('a = check("proof", seconds=7)', []),
    ],
)
def test_what_is_changed_by_hand(source: str, changed: list[str], tmp_path: Path) -> None:
    assert mutants_of(source, tmp_path) == changed


def test_formulas_are_changed_between_dollar_signs_only(tmp_path: Path) -> None:
    source = r'a = Premise(r"2 lags: $k \ge 2n + 1$, $\max C^T C$", "a"); b = r"$k \ge 2n$"'
    (tmp_path / "a.py").write_text(source)
    changed = [mutant.applied(source)[22:-26] for mutant in of_texts(tmp_path, "a.py")]
    assert changed == [
        r"$k > 2n + 1$, $\max C^T C$", r"$k \ge 3n + 1$, $\max C^T C$", r"$k \ge 2n - 1$, $\max C^T C$",
        r"$k \ge 2n + 2$, $\max C^T C$", r"$k \ge 2n + 1$, $\min C^T C$", r"$k \ge 2n + 1$, $\max C C$",
    ]  # fmt: skip


def test_what_only_chooses_instances_of_a_claim_is_not_drawn(tmp_path: Path) -> None:
    source = "CASES = ((HALF, 3), (Fraction(1, 8), 4))\nfor k in range(2, 5):\n    f(k, [k, 2])\n"
    folder = tmp_path / "verifier" / "claims"
    folder.mkdir(parents=True)
    (folder / "a.py").write_text(source)
    changed = {mutant.before: mutant.after for mutant in of_code(tmp_path, "verifier/claims/a.py")}
    assert changed == {"f(k, [k, 2])": "pass", "k, [k, 2]": "[k, 2], k", "2": "1"}


def test_a_mutant_of_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match=r"a\.py:3: no '<' stands there now: draw the mutants anew"):
        Mutant("a.py", 3, 0, "<", "<=").applied("a <= b")


class OneTest:
    """Stands for the coverage of a tree with one test."""

    def of(self, mutant: Mutant, root: Path) -> list[str]:
        return ["test_half.py::test_half"]

    def seconds(self, tests: list[str]) -> float:
        return 1.0


@pytest.mark.parametrize(
    ("before", "after", "killer"),
    [
        ("x / 2", "x * 2", "test_half.py::test_half"),
        ("return x", "return y", "test_half.py::test_half"),
        ("x / 2", "x  / 2", ""),
    ],
)
def test_a_planted_mutant_is_killed_and_the_file_restored(before: str, after: str, killer: str, tmp_path: Path) -> None:
    source = "def half(x: int) -> float:\n    return x / 2\n"
    (tmp_path / "half.py").write_text(source)
    (tmp_path / "test_half.py").write_text("from half import half\n\n\ndef test_half():\n    assert half(6) == 3\n")
    trial = tried(Mutant("half.py", 2, source.rindex(before), before, after), tmp_path, OneTest())
    assert (trial.killed_by, trial.tests) == (killer, 1)
    assert (tmp_path / "half.py").read_text() == source


def test_the_claims_that_import_a_file() -> None:
    own = "verifier/claims/saddles/mass_deficit.py"
    assert importers(ROOT, own) == {own}
    assert own in importers(ROOT, "theory/saddles/mass_deficit.py")
    assert own not in importers(ROOT, "theory/memory/kernel_limit.py")
