r"""The tangent kernel of a wide random linear RNN: diagonal in the limit, K_jj = sigma^{2j} + j sigma^{2(j-1)}.

A ~ N(0, sigma^2/d), B ~ N(0, 1), C ~ N(0, 1/d), all entries independent. With b_i = A^i B and c_i = (A^T)^i C^T,

    d K_ij = <grad h_i, grad h_j> = b_i.b_j + c_i.c_j + sum_{a<i, a'<j} (c_a.c_a')(b_{i-1-a}.b_{j-1-a'}),

and an expectation over B and C makes traces of words of b_i.b_j = B^T (A^T)^i A^j B and c_i.c_j = C A^i (A^T)^j C^T.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import sympy as sp

from theory.memory.loop_equation import Ensemble, Words, transposed
from theory.model.rationals import to_fraction, to_sympy
from theory.words.symbols import d

sigma = sp.Symbol("sigma", positive=True)


@dataclass(frozen=True)
class Start:
    """The random start: the ensemble of A, and C ~ N(0, d^-power)."""

    ensemble: Ensemble
    power: int = 1


INDEPENDENT = Start(Ensemble())
"""All entries independent, C ~ N(0, 1/d)."""


@dataclass(frozen=True)
class Term:
    """A product of forms B^T w B for w in `inner`, and of C v C^T for v in `outer`."""

    inner: Words
    outer: Words

    def times(self, other: "Term") -> "Term":
        """The product."""
        return Term(self.inner + other.inner, self.outer + other.outer)


def kernel_terms(i: int, j: int) -> Iterator[Term]:
    """The terms of d K_ij."""
    yield Term((b_word(i, j),), ())
    yield Term((), (c_word(i, j),))
    for a, other in product(range(i), range(j)):
        yield Term((b_word(i - 1 - a, j - 1 - other),), (c_word(a, other),))


def b_word(i: int, j: int) -> str:
    """b_i.b_j = B^T (A^T)^i A^j B."""
    return "t" * i + "a" * j


def c_word(i: int, j: int) -> str:
    """c_i.c_j = C A^i (A^T)^j C^T."""
    return "a" * i + "t" * j


def expectation(term: Term, start: Start = INDEPENDENT) -> sp.Expr:
    """Exactly, a Laurent polynomial in d times a power of sigma.

    >>> expectation(Term(("ta",), ()))
    d*sigma**2
    """
    letters = sum(map(len, term.inner + term.outer))
    if letters % 2:
        return sp.Integer(0)
    closings = product(closed(term.inner), closed(term.outer))
    loops = sum(
        (sum(int(c) * d**e for e, c in enumerate(start.ensemble.loops(x + y).coeffs())) for x, y in closings),
        sp.Integer(0),
    )
    return sp.expand(sigma**letters * d ** (-letters // 2 - start.power * len(term.outer)) * loops)


def closed(words: Words) -> tuple[Words, ...]:
    """E prod B^T w B over B ~ N(0, I) as traces: tr w, and tr v tr w + tr(v w) + tr(v w^T) for two forms."""
    if len(words) < 2:
        return (words,)
    if len(words) > 2:
        raise ValueError(f"closed: {len(words)} forms; second moments need two, and no more are written out")
    v, w = words
    return ((v, w), (v + w,), (v + transposed(w),))


def mean_kernel(i: int, j: int, start: Start = INDEPENDENT) -> sp.Expr:
    """E K_ij.

    >>> mean_kernel(1, 1)
    sigma**2 + 1 + sigma**2/d
    """
    return sp.expand(sum((expectation(term, start) for term in kernel_terms(i, j)), sp.Integer(0)) / d)


def mean_squared_kernel(i: int, j: int, start: Start = INDEPENDENT) -> sp.Expr:
    """E K_ij^2.

    >>> mean_squared_kernel(0, 0)
    1 + 4/d + d**(-2) + 2/d**3
    """
    terms = list(kernel_terms(i, j))
    pairs = (expectation(x.times(y), start) for x, y in product(terms, repeat=2))
    return sp.expand(sum(pairs, sp.Integer(0)) / d**2)


def limit_kernel(i: sp.Expr | int, j: sp.Expr | int) -> sp.Expr:
    """delta_ij (sigma^{2j} + j sigma^{2(j-1)})."""
    return sp.Integer(0) if i != j else sigma ** (2 * j) + j * sigma ** (2 * (j - 1))


def constant_term(value: sp.Expr) -> sp.Expr:
    """The limit of a Laurent polynomial in d as d grows; sympy's infinity where it has none."""
    expanded = sp.expand(value)
    if sp.degree(sp.expand(expanded * d**40), d) > 40:
        return sp.oo
    return expanded.coeff(d, 0)


def at(value: sp.Expr, width: int, scale: Fraction) -> Fraction:
    """The value at a width and a rational sigma."""
    number = sp.Rational(value.subs({d: width, sigma: to_sympy(scale)}))
    return to_fraction(number)
