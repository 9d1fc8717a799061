"""Gaussian expectations of traces: against all pairings, one by one, against known moments, and against integrals."""

from collections.abc import Iterator

import pytest
from flint import fmpz_poly
from hypothesis import given
from hypothesis import strategies as st

from theory.memory.loop_equation import Ensemble, leading, loop_rules, transposed

words = st.text("at", min_size=1, max_size=6)
word_lists = st.lists(words, min_size=1, max_size=3).filter(lambda ws: sum(map(len, ws)) in (2, 4, 6, 8))


def pairings(places: tuple[int, ...]) -> Iterator[list[tuple[int, int]]]:
    """All ways to pair the places."""
    if not places:
        yield []
    for index in range(1, len(places)):
        for rest in pairings(places[1:index] + places[index + 1 :]):
            yield [(places[0], places[index]), *rest]


def counted_loops(ws: list[str], symmetric: bool) -> fmpz_poly:
    """The definition: E A_ab A_ce = delta_ac delta_be (+ delta_ae delta_bc), one index class is one power of d."""
    letters = [(index, place) for index, word in enumerate(ws) for place in range(len(word))]
    ends = {}
    for index, place in letters:
        row, column = (index, place), (index, (place + 1) % len(ws[index]))
        ends[index, place] = (row, column) if ws[index][place] == "a" else (column, row)
    total = fmpz_poly()
    for pairs in pairings(tuple(range(len(letters)))):
        for flips in range(2 ** len(pairs) if symmetric else 1):
            classes = {letter: {letter} for letter in letters}
            for number, (p, q) in enumerate(pairs):
                (r, c), (s, t) = ends[letters[p]], ends[letters[q]]
                for x, y in ((r, t), (c, s)) if flips >> number & 1 else ((r, s), (c, t)):
                    merged = classes[x] | classes[y]
                    for letter in merged:
                        classes[letter] = merged
            total += fmpz_poly([0] * len({id(group) for group in classes.values()}) + [1])
    return total


@given(word_lists, st.booleans())
def test_the_recursion_counts_the_loops_of_all_pairings(ws: list[str], symmetric: bool) -> None:
    if symmetric and sum(map(len, ws)) > 6:
        return
    assert Ensemble(symmetric).loops(tuple(ws)) == counted_loops(ws, symmetric)


@given(words, words)
def test_a_trace_does_not_see_transposes_and_rotations(first: str, second: str) -> None:
    independent = Ensemble()
    assert independent.loops((first, second)) == independent.loops((transposed(first), second[1:] + second[0]))


def test_moments_of_a_wishart_matrix() -> None:
    """E tr (A A^T)^m for A with N(0, 1) entries, n = d: d^2, 2 d^3 + d^2, 5 d^4 + 6 d^3 + 4 d^2 (by hand)."""
    found = [Ensemble().loops(("at" * power,)) for power in (1, 2, 3)]
    assert found == [fmpz_poly([0, 0, 1]), fmpz_poly([0, 0, 1, 2]), fmpz_poly([0, 0, 4, 6, 5])]


@pytest.mark.parametrize(("power", "catalan"), [(1, 1), (2, 2), (3, 5), (4, 14)])
def test_leading_is_catalan_for_alternating_words(power: int, catalan: int) -> None:
    assert leading("at" * power) == catalan


@given(words)
def test_leading_is_the_top_coefficient(word: str) -> None:
    polynomial, top = Ensemble().loops((word,)), len(word) // 2 + 1
    assert leading(word) == (int(polynomial[top]) if len(word) % 2 == 0 else 0)


def test_odd_words_vanish() -> None:
    assert Ensemble().loops(("a",)) == Ensemble().loops(("ata",)) == 0


def test_the_rules_hold() -> None:
    assert [step.holds for step in loop_rules()] == [True] * 4
