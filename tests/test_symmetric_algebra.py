"""The words of the proof, written out at concrete sizes: rules, parts of F, brackets, push-forward, directions."""

from functools import reduce
from itertools import permutations
from operator import mul

import pytest
from sympy import Integer, Matrix, Rational, exp, eye, simplify, symbols, zeros

from theory.kernel.vector_fields import ZERO, bracket, linear, same, term
from theory.laws.symmetric_algebra import algebra_steps
from theory.laws.symmetric_fields import (
    COORDINATES,
    EIGENVALUE,
    GAP,
    E,
    F,
    G,
    coordinate_rules,
    diagonal_part,
    pair_part,
    secular_part,
    spectral_rules,
)
from theory.words.matrix_words import Combination

EIGENVALUES = (Rational(2), Rational(4), Rational(8), Rational(16), Rational(32))
u = Matrix(symbols("u_1:6"))


def unit(d, q):
    return eye(d)[:, q]


def letters(d, i, j, k):
    """Concrete matrices for the letters of the proof, with eigenvalue number i called i, and so on."""
    S = Matrix.diag(*EIGENVALUES[:d])
    named = {"S": S, "u": Matrix(u[:d])}
    for name, q in zip("ijk", (i, j, k), strict=True):
        others = [r for r in range(d) if r != q]
        named[f"e_{name}"], named[f"P_{name}"] = unit(d, q), unit(d, q) * unit(d, q).T
        named[f"N_{name}"] = sum((unit(d, r) * unit(d, r).T / (S[q, q] - S[r, r]) for r in others), zeros(d, d))
    values = {EIGENVALUE: S[i, i], GAP: S[j, j] - S[i, i], COORDINATES["i"]: u[i], COORDINATES["j"]: u[j]}
    return named, values


def concrete(combination, named, values):
    """The matrix that a combination of words is."""
    total = 0
    for word, coefficient in combination.terms.items():
        factors = [named[letter.name].T if letter.transposed else named[letter.name] for letter in word]
        product = coefficient.subs(values) * (reduce(mul, factors) if factors else eye(named["S"].shape[0]))
        total = product if total == 0 else total + product
    return total


def field(words, d, i=0, j=1, k=2):
    """(dS, du) of a field in words."""
    named, values = letters(d, i, j, k)
    found = [concrete(words.get(name, ZERO), named, values) for name in ("S", "u")]
    return found[0] if found[0] != 0 else zeros(d, d), found[1] if found[1] != 0 else zeros(d, 1)


def with_G(X, d):
    """[G, X] for a field X of u with S fixed: D_u X [S u] - (0, X_S u + S X_u)."""
    S, here = Matrix.diag(*EIGENVALUES[:d]), Matrix(u[:d])
    velocity = S * here
    moved = [part.applyfunc(lambda x: sum(x.diff(here[q]) * velocity[q] for q in range(d))) for part in X]
    return moved[0], moved[1] - X[0] * here - S * X[1]


def combined(*summands):
    return tuple(sum((c * X[part] for c, X in summands[1:]), summands[0][0] * summands[0][1][part]) for part in (0, 1))


def equal(X, Y):
    return all((a - b).applyfunc(simplify).is_zero_matrix for a, b in zip(X, Y, strict=True))


@pytest.mark.parametrize("indices", list(permutations(range(3))))
def test_rules_are_true_of_a_diagonal_matrix(indices):
    named, values = letters(3, *indices)
    for rule in (*spectral_rules(), *coordinate_rules()):
        pattern = concrete(Combination({rule.pattern: Integer(1)}), named, values)
        replacement = concrete(rule.replacement, named, values)
        if replacement == 0:
            assert pattern.is_zero_matrix, rule
        elif pattern.shape == (1, 1):
            assert pattern[0, 0] == replacement[0, 0], rule
        else:
            assert pattern == replacement, rule


@pytest.mark.parametrize("d", [1, 2, 3, 4])
def test_F_is_the_sum_of_its_parts(d):
    diagonal = [(1, field(diagonal_part(), d, i, (i + 1) % d, 0)) for i in range(d)]
    pairs = [(1, field(pair_part(), d, i, j, 0)) for j in range(d) for i in range(j)]
    assert equal(combined(*diagonal, *pairs), field(F, d, 0, 0, 0))


def test_parts_are_generalised_eigenvectors():
    d = 3
    for i, j, k in permutations(range(d)):
        W, Z, Y = (field(part(), d, i, j, k) for part in (pair_part, diagonal_part, secular_part))
        own = EIGENVALUES[i]
        assert equal(with_G(W, d), combined((own + EIGENVALUES[j], W)))
        assert equal(with_G(Z, d), combined((2 * own, Z), (1, Y)))
        assert equal(with_G(Y, d), combined((2 * own, Y)))


def test_push_forward_in_coordinates_is_the_series_of_brackets():
    """The formula with sums over b, its derivatives at t = 0 against [G, [G, ... F]]: d = 3, four brackets."""
    d, t = 3, symbols("t")
    x = EIGENVALUES
    dS = Matrix(d, d, lambda a, b: u[a] * u[b] * exp(t * (x[a] + x[b])))

    def velocity(a):
        others = (u[b] ** 2 * (exp(2 * t * x[b]) - exp(t * (x[a] + x[b]))) / (x[b] - x[a]) for b in range(d) if b != a)
        return -u[a] * sum(others) - t * u[a] ** 3 * exp(2 * t * x[a])

    formula, brackets = (dS, Matrix([velocity(a) for a in range(d)])), field(F, d)
    for _ in range(5):
        assert equal([part.subs(t, 0) for part in formula], brackets)
        formula, brackets = tuple(part.diff(t) for part in formula), with_G(brackets, d)


@pytest.mark.parametrize("d", [1, 2, 3, 4, 5])
def test_directions_fill_the_symmetric_tangent_space(d):
    """At lambda_i = 2^i, u_i = 1: rank d(d+3)/2, and the pair sums are distinct."""
    fields = [field(part(), d, i, (i + 1) % d, 0) for i in range(d) for part in (diagonal_part, secular_part)]
    fields += [field(pair_part(), d, i, j, 0) for j in range(d) for i in range(j)]
    rows = [[*X[0], *X[1]] for X in fields]
    assert Matrix(rows).subs(dict.fromkeys(u, 1)).rank() == d * (d + 3) // 2
    sums = [EIGENVALUES[i] + EIGENVALUES[j] for j in range(d) for i in range(j + 1)]
    assert len(set(sums)) == len(sums)


def test_every_step_is_decided():
    assert [step.rule for step in algebra_steps() if step.holds is not True] == []


def test_brackets_of_the_three_fields():
    assert bracket(E, F, ()) == linear((2, F))
    assert bracket(E, G, ()) == {}
    assert bracket(F, E, ()) == linear((-2, F))


def test_a_wrong_coefficient_is_not_accepted():
    step = same(bracket(E, F, ())["S"], term("u u'", 3), (), "wrong")
    assert step.holds is None
    assert step.counterexample == "the two sides differ by - u u^{T}"


def test_projections_are_constants_only_where_S_stands_still():
    with pytest.raises(ValueError, match="must stand still"):
        bracket(F, pair_part(), spectral_rules(), frozenset({"S"}))
