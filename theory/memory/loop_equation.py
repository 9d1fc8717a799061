r"""Expectations of products of traces of words in a Gaussian matrix A and its transpose, exactly in the width d.

A has independent entries N(0, sigma^2/d). Gaussian integration by parts, E[A_ab F] = (sigma^2/d) E[dF/dA_ab], turns the
first letter of tr(A u) into a sum over all the other letters, the loop equation:

    tr(A x A^T y) -> tr(x) tr(y),        tr(A x A y) -> tr(x y^T),
    tr(A u) tr(A^T v) -> tr(u v),        tr(A u) tr(A v) -> tr(u v^T).

So E prod tr(w) = sigma^N d^{-N/2} P(d), N the number of letters, P a polynomial with coefficients in {0, 1, 2, ...}.
A word is a text: "a" for A, "t" for A^T.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import sympy as sp
from flint import fmpz_poly

from theory.kernel.derivation import Step
from theory.kernel.sums import contracted

Words = tuple[str, ...]


def transposed(word: str) -> str:
    """(uv)^T = v^T u^T.

    >>> transposed("aat")
    'att'
    """
    return word[::-1].translate(str.maketrans("at", "ta"))


@dataclass(frozen=True)
class Ensemble:
    """Which letters are correlated with which: independent entries, or (a false neighbour) a symmetric A."""

    symmetric: bool = False

    def loops(self, words: Words) -> fmpz_poly:
        """P(d) of the product of the traces of `words`: each way to pair the letters gives d^(number of index loops).

        >>> Ensemble().loops(("at",)), Ensemble().loops(("aatt",)), Ensemble().loops(("aa",))
        (x^2, x^3 + 2*x, x)
        """
        return _loops(self, tuple(sorted(words)))

    def pairings(self, word: str, others: Words) -> Iterator[Words]:
        """What becomes of tr(word) times the traces of `others` when the first letter is paired with each other one."""
        first, rest = word[0], word[1:]
        for place, letter in enumerate(rest):
            x, y = rest[:place], rest[place + 1 :]
            if letter != first or self.symmetric:
                yield (x, y, *others)
            if letter == first or self.symmetric:
                yield (x + transposed(y), *others)
        for index, other in enumerate(others):
            remaining = others[:index] + others[index + 1 :]
            for place, letter in enumerate(other):
                v = other[place + 1 :] + other[:place]
                if letter != first or self.symmetric:
                    yield (rest + v, *remaining)
                if letter == first or self.symmetric:
                    yield (rest + transposed(v), *remaining)


@cache
def _loops(ensemble: Ensemble, words: Words) -> fmpz_poly:
    empty = sum(1 for word in words if not word)
    full = tuple(word for word in words if word)
    monomial = fmpz_poly([0] * empty + [1])
    if not full:
        return monomial
    terms = ensemble.pairings(full[0], full[1:])
    return monomial * sum((ensemble.loops(term) for term in terms), fmpz_poly())


def leading(word: str) -> int:
    """The limit of E tr(word)/d is sigma^N times this: the number of pairings in which every pairing splits a trace.

    >>> leading("aatt"), leading("atat"), leading("aata")
    (1, 2, 0)
    """
    if not word:
        return 1
    rest = word[1:]
    places = (place for place, letter in enumerate(rest) if letter != word[0])
    return sum(leading(rest[:place]) * leading(rest[place + 1 :]) for place in places)


def loop_rules() -> tuple[Step, ...]:
    """The four contractions, index by index and for every d: dA_ce/dA_ab = delta_ca delta_eb."""
    a, b, c, e, d = sp.symbols("a b c e d", integer=True, positive=True)
    u, v, x, y = (sp.IndexedBase(name) for name in "uvxy")
    letter = sp.KroneckerDelta(c, a) * sp.KroneckerDelta(e, b)
    turned = sp.KroneckerDelta(e, a) * sp.KroneckerDelta(c, b)
    rows = (
        ("splitting", x[b, c] * turned * y[e, a], x[b, b] * y[a, a], "tr(x) tr(y), from x A^T y"),
        ("one-trace", x[b, c] * letter * y[e, a], x[b, a] * y[b, a], "tr(x y^T), from x A y"),
        ("merging", u[b, a] * turned * v[e, c], u[b, a] * v[a, b], "tr(u v), from u and tr(A^T v)"),
        ("merging-turned", u[b, a] * letter * v[e, c], u[b, a] * v[b, a], "tr(u v^T), from u and tr(A v)"),
    )
    return tuple(
        contracted(
            sp.Sum(sp.Sum(summand, (c, 1, d)), (e, 1, d)),
            traced,
            f"the one A shown is differentiated, and the deltas leave an entry of {what}",
        ).labelled(name, "stein")
        for name, summand, traced, what in rows
    )
