r"""The expectation of a trace of words in a random matrix: linear, so that only the second moment enters."""

from sympy import Integer

from theory.kernel.derivation import Step
from theory.kernel.steps import compared
from theory.words.matrix_words import Combination, Letter, Word, combination
from theory.words.rewriting import Rule
from theory.words.trace_words import rotations, trace_form


def expectation(inside: Combination, after: Combination, moment: Rule, by: str) -> Step:
    r"""E tr inside = tr after: each word holds the random product ``moment.pattern`` once, which becomes its mean.

    Undecided where the two differ, or where a word holds the random letters otherwise than as that product.

    >>> from theory.words.rewriting import rule
    >>> from theory.kernel.vector_fields import term
    >>> second = rule("x x'", (1, "M"))
    >>> step = expectation(term("r x x' r'"), term("r M r'"), second, "linear")
    >>> step.before, step.holds
    ('\\mathbb{E}\\, \\mathrm{tr} \\left( r x x^{T} r^{T} \\right)', True)
    >>> expectation(term("x x"), term("M"), second, "no such product").holds is None
    True
    """
    random = {letter.name for letter in moment.pattern}
    means = [_mean(word, moment, random) for word in inside.terms]
    same = None not in means and _agree(inside, means, after)
    left, right = rf"\mathrm{{tr}} \left( {inside} \right)", rf"\mathrm{{tr}} \left( {after} \right)"
    return compared(rf"\mathbb{{E}}\, {left}", right, by, same or None)


def _agree(inside: Combination, means: list[Combination | None], after: Combination) -> bool:
    total = Combination({})
    for mean, factor in zip(means, inside.terms.values(), strict=True):
        if mean is not None:
            total = total + mean.scaled(factor)
    return trace_form(total - after).is_zero


def _mean(word: Word, moment: Rule, random: set[str]) -> Combination | None:
    """The word under the trace with its random product replaced; None where it is not exactly one such product."""
    size = len(moment.pattern)
    for turned in rotations(word):
        if turned[:size] == moment.pattern and not _random(turned[size:], random):
            return moment.replacement * combination([(turned[size:], Integer(1))])
    return None


def _random(letters: tuple[Letter, ...], random: set[str]) -> bool:
    return any(letter.name in random for letter in letters)
