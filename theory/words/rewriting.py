"""Hypotheses as rewriting rules on matrix words, and the normal form they lead to.

The resolvent rules zAR = zRA = R - I are oriented from left to right, so that a normal form holds no A next to R.
Every rule is used with its transpose; that the order of rewriting never matters is tested for all sets of rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sympy import Expr, Integer

from theory.words.matrix_words import Combination, Word, combination, transposed, word
from theory.words.symbols import z


@dataclass(frozen=True)
class Rule:
    """A hypothesis as a rewriting rule: the word ``pattern`` may be replaced by ``replacement``."""

    pattern: Word
    replacement: Combination

    @property
    def T(self) -> Rule:
        """The transposed rule, which holds whenever the rule does."""
        return Rule(transposed(self.pattern), self.replacement.T)


def with_transposes(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules and their transposes, each once. (Not for S^T = S: with its transpose, it would never end.)"""
    found: dict[Word, Rule] = {}
    for rule in rules:
        for side in (rule, rule.T):
            found.setdefault(side.pattern, side)
    return tuple(found.values())


def normal_form(start: Combination, rules: tuple[Rule, ...], limit: int = 10_000) -> Combination:
    """Rewrites until no rule applies. Raises ValueError after `limit` rewritings: the rules do not terminate."""
    pending: dict[Word, Expr] = dict(start.terms)
    done: list[tuple[Word, Expr]] = []
    for _ in range(limit):
        if not pending:
            return combination(done)
        current, value = pending.popitem()
        rewritten = next(rewritings(current, rules), None)
        if rewritten is None:
            done.append((current, value))
        else:
            for letters, factor in rewritten.terms.items():
                pending[letters] = pending.get(letters, Integer(0)) + value * factor
    raise ValueError(f"normal_form: no end after {limit} rewritings; orient the rules so that they terminate")


def rewritings(letters: Word, rules: tuple[Rule, ...]) -> Iterator[Combination]:
    """Everything that one application of one rule makes of a word."""
    one = Integer(1)
    for start in range(len(letters)):
        for rule in rules:
            end = start + len(rule.pattern)
            if letters[start:end] == rule.pattern:
                left, right = combination([(letters[:start], one)]), combination([(letters[end:], one)])
                yield left * rule.replacement * right


def rule(pattern: str, *replacement: tuple[Expr | int, str]) -> Rule:
    """A rule from text: ``rule("A R", (1 / z, "R"), (-1 / z, ""))`` reads A R = (R - I)/z."""
    return Rule(word(pattern), combination((word(text), Integer(1) * value) for value, text in replacement))


def resolvent_rules() -> tuple[Rule, ...]:
    """zAR = zRA = R - I, the definition of R = (I - zA)^-1 from both sides."""
    return with_transposes(rule(pattern, (1 / z, "R"), (-1 / z, "")) for pattern in ("A R", "R A"))
