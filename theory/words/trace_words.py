"""Traces of matrix words: tr(UV) = tr(VU) and tr(U) = tr(U^T) turn identities of scalars into identities of words."""

from sympy import Integer

from theory.words.matrix_words import Combination, Word, combination, transposed
from theory.words.rewriting import Rule, normal_form


def trace_form(inside: Combination, rules: tuple[Rule, ...] = ()) -> Combination:
    """The trace of a combination, as a combination of words up to rotation and transposition.

    Two expressions with the same trace form have the same trace whatever the sizes.

    >>> from theory.words.matrix_words import words
    >>> from theory.words.symbols import A
    >>> trace_form(words(A * A.T - A.T * A)).is_zero
    True
    """
    pending, done = normal_form(inside, rules), Combination({})
    while not pending.is_zero:
        word, value = next(iter(pending.terms.items()))
        pending = Combination({key: factor for key, factor in pending.terms.items() if key != word})
        reduced = _reduced_rotation(word, rules)
        if reduced is None:
            done = done + combination([(_representative(word), value)])
        else:
            pending = pending + reduced.scaled(value)
    return done


def rotations(word: Word) -> list[Word]:
    """The words with the same trace by tr(UV) = tr(VU)."""
    return [word[shift:] + word[:shift] for shift in range(len(word))] or [word]


def _reduced_rotation(word: Word, rules: tuple[Rule, ...]) -> Combination | None:
    for rotation in rotations(word):
        reduced = normal_form(combination([(rotation, Integer(1))]), rules)
        if rotation not in reduced.terms:
            return reduced
    return None


def _representative(word: Word) -> Word:
    return min(rotations(word) + rotations(transposed(word)))
