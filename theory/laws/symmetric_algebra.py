r"""The gradients of h_0 and h_1 and their brackets, at symmetric models: which directions they reach, for every width.

grad h_0 = E and grad h_1 = F + G at (A, B, C) = (S, u, u^T), with the fields of `symmetric_fields`. [E, F + G] = 2 F
frees F and G. Polynomials in [G, .] cut F into W_ij, Z_i, Y_i, which are all the directions of S and u: the block of an
eigenvalue nu is killed by ([G, .] - nu)^2, every other one is not, and no two blocks share an eigenvalue.
"""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Expr, MatrixSymbol, Symbol

from theory.kernel.derivation import Premise, Step
from theory.kernel.matrix_calculus import slope_at
from theory.kernel.vector_fields import ZERO, Field, bracket_is, linear, same, term
from theory.laws.pair_sums import Eigenvalue, distinct_sum_steps, power_of_two
from theory.laws.symmetric_fields import (
    COORDINATES,
    EIGENVALUE,
    EIGENVALUES,
    STANDING,
    E,
    F,
    G,
    coordinate_rules,
    diagonal_part,
    pair_part,
    secular_part,
    spectral_rules,
)
from theory.words.rewriting import Rule, rule
from theory.words.symbols import A, d

SPECTRAL = Premise(
    "spectral", "Spectral theorem: S = sum lambda_i P_i, sum P_i = I, P_i P_j = 0 for distinct eigenvalues."
)
AT_SYMMETRIC: Field = {"A": term("S"), "B": term("u"), "C": term("u'")}
B, C, w = MatrixSymbol("B", d, 1), MatrixSymbol("C", 1, d), MatrixSymbol("w", d, 1)


def algebra_steps(eigenvalue: Eigenvalue = power_of_two) -> tuple[Step, ...]:
    """All of them, in the order of the proof."""
    return (
        *gradient_steps(),
        *bracket_steps(),
        *splitting_steps(),
        *eigenvector_steps(),
        *isolation_steps(),
        *distinct_sum_steps(eigenvalue),
        *direction_steps(),
        *further_channel_steps(),
    )


def gradient_steps() -> tuple[Step, ...]:
    """At symmetric models the gradients of h_0, h_1 (one input and output) are E and F + G, and stay symmetric."""
    found = []
    for lag, (product, field, name) in enumerate(((C * B, E, "E"), (C * A * B, linear((1, F), (1, G)), "F + G"))):
        for letter, after in ((A, field.get("S", ZERO)), (B, field["u"]), (C, field["u"].T)):
            by = f"the gradient of h_{lag} at (S, u, u^T) is {name}: its part in {letter}"
            step = slope_at(product, letter, AT_SYMMETRIC, after, by, (symmetric_rule("S"),))
            found.append(step.labelled(f"h{lag}-{letter}".lower(), "point", "lags"))
    return tuple(found)


def bracket_steps() -> tuple[Step, ...]:
    """[E, F + G] = 2 F: with E and F + G, the algebra contains F, and so G."""
    rules, needs = (symmetric_rule("S"),), tuple(f"h{lag}-{letter}" for lag in (0, 1) for letter in "abc")
    return (
        *_labelled("e-f", needs, bracket_is(("E", E), ("F", F), ("2 F", linear((2, F))), rules, "F is quadratic in u")),
        *_labelled("e-g", needs, bracket_is(("E", E), ("G", G), ("0", {}), rules, "G is linear in u")),
    )


def splitting_steps() -> tuple[Step, ...]:
    """F = sum_{i<j} W_ij + sum_i Z_i: block by block in S, row by row in u."""
    W, Z, Z_j = pair_part(), diagonal_part(), diagonal_part("j")
    rules, third = spectral_rules(), pair_part("j", "k", Symbol("gamma_jk", nonzero=True))
    block = (*rules, rule("P_{ij}", (1, "P_i"), (1, "P_j")))
    steps = (
        same(
            term("P_{ij}") * F["S"] * term("P_{ij}"),
            W["S"] + Z["S"] + Z_j["S"],
            block,
            "F = sum W + sum Z in S, on the blocks of i, j: P_{ij} = P_i + P_j",
        ),
        same(term("P_i") * Z["u"], ZERO, rules, "F does not move u: nothing from Z_i in row i"),
        same(term("P_i") * (W["u"] + Z_j["u"]), ZERO, rules, "W_ij and Z_j cancel in row i, for every j"),
        same(term("P_j") * (W["u"] + Z["u"]), ZERO, rules, "W_ij and Z_i cancel in row j, for every i"),
        same(term("P_i") * third["u"], ZERO, rules, "W_jk does not enter row i"),
    )
    return _labelled("split", ("spectral",), steps)


def eigenvector_steps() -> tuple[Step, ...]:
    """How [G, .] acts on the parts of F: they are generalised eigenvectors."""
    W, Z, Y = _parts()
    twice, total, by = 2 * EIGENVALUE, EIGENVALUES["i"] + EIGENVALUES["j"], ("spectral",)
    pair = (r"(\lambda_i + \lambda_j) W_{ij}", linear((total, W[1])))
    jordan = (r"2 \lambda_i Z_i + Y_i", linear((twice, Z[1]), (1, Y[1])))
    own = (r"2 \lambda_i Y_i", linear((twice, Y[1])))
    return (
        *_labelled("pair", by, _acted_on(W, pair, "W_ij is an eigenvector of [G, .]")),
        *_labelled("diagonal", by, _acted_on(Z, jordan, "Z_i and Y_i span a Jordan block of [G, .]")),
        *_labelled("secular", by, _acted_on(Y, own, "Y_i is an eigenvector of [G, .]")),
    )


def isolation_steps() -> tuple[Step, ...]:
    """Polynomials in [G, .] cut F into its parts: ([G, .] - nu)^2 kills the block of nu and no other."""
    nu, (W, Z, Y) = Symbol("nu", real=True), _parts()
    off, other = 2 * EIGENVALUE - nu, EIGENVALUES["i"] + EIGENVALUES["j"] - nu
    double = (r"(2 \lambda_i - \nu)^2 Z_i + 2 (2 \lambda_i - \nu) Y_i", linear((off**2, Z[1]), (2 * off, Y[1])))
    single, pair = (r"(2 \lambda_i - \nu)^2 Y_i", linear((off**2, Y[1]))), linear((other**2, W[1]))
    by, twice = "([G, .] - nu)^2 is 0 on the block of i for nu = 2 lambda_i, invertible for other nu", 2 * EIGENVALUE
    of_W, of_Z, of_Y = _labels("pair", 2), _labels("diagonal", 2), _labels("secular", 1)
    return (
        *_labelled("double", (*of_Z, *of_Y), _acted_on(Z, double, by, nu, 2)),
        *_labelled("single", of_Y, _acted_on(Y, single, by, nu, 2)),
        *_labelled("nilpotent", of_Z, _acted_on(Z, ("Y_i", Y[1]), "[G, .] - 2 lambda_i takes Z_i to Y_i", twice)),
        *_labelled(
            "killed",
            of_W,
            _acted_on(
                W,
                (r"(\lambda_i + \lambda_j - \nu)^2 W_{ij}", pair),
                "([G, .] - nu)^2 kills W_ij at its own eigenvalue only",
                nu,
                2,
            ),
        ),
    )


def direction_steps() -> tuple[Step, ...]:
    """Y_i gives the directions of u, then Z_i and W_ij those of S: all of them where no u_i is 0."""
    rules, (u_i, u_j) = coordinate_rules(), (COORDINATES["i"], COORDINATES["j"])
    entries = term("e_i e_j'") + term("e_j e_i'")
    freed = (*_labels("e-f", 2), "e-g", *_labels("split", 5), "below")
    alone = ("single", *_labels("double", 2), *_labels("nilpotent", 2), *_labels("killed", 2))
    return (
        same(secular_part()["u"], term("e_i", -(u_i**3)), rules, "Y_i is the direction e_i of u").labelled(
            "directions-of-u", *freed, *alone, "point"
        ),
        same(diagonal_part()["S"], term("e_i e_i'", u_i**2), rules, "Z_i is, up to u, the entry i, i of S").labelled(
            "diagonal-directions", "directions-of-u"
        ),
        same(
            pair_part()["S"], entries.scaled(u_i * u_j), rules, "W_ij is, up to u, the entries i, j and j, i of S"
        ).labelled("pair-directions", "directions-of-u"),
    )


def further_channel_steps() -> tuple[Step, ...]:
    """A further column w of B, at w = 0: grad (C w) moves w along u, and brackets with G along S^n u, so all e_i.

    G is made of gradients of C B and C A B, which w does not enter, so a field that moves w alone leaves G as it is.
    Off w = 0 grad (C w) moves C as well, along w: brackets with such fields keep that part a multiple of w.
    The further rows of C are the mirror image: transpose A, B, C.
    """
    at, bent = {"C": term("u'"), "w": ZERO}, {"w": term("L x"), "x": term("N w")}
    aside = ("X", {"x": term("K x")})
    first, part = {"w": term("u")}, {"w": term("P_i u")}
    by = "at w = 0 brackets with fields X free of w keep that: x stands for all that is not w"
    alone = (r"\lambda_i P_i u \partial_w", linear((EIGENVALUE, part)))
    return (
        slope_at(C * w, w, at, first["w"], "the gradient of C w moves w along u").labelled("along-u", "point"),
        slope_at(C * w, C, at, ZERO, "at w = 0 it moves nothing else").labelled("nothing-else", "point"),
        *_labelled(
            "stays-aside",
            ("nothing-else",),
            bracket_is(aside, ("V", bent), (r"L K x \partial_w", {"w": term("L K x")}), (rule("w"),), by),
        ),
        *_labelled(
            "along-s-u",
            ("along-u",),
            _acted_on(
                (r"u \partial_w", first), (r"S u \partial_w", {"w": term("S u")}), "[G, .] moves a column along S"
            ),
        ),
        *_labelled(
            "apart",
            _labels("along-s-u", 2),
            _acted_on((r"P_i u \partial_w", part), alone, "the eigenvalues are distinct"),
        ),
        same(part["w"], term("e_i", COORDINATES["i"]), coordinate_rules(), "so every e_i of w is reached").labelled(
            "directions-of-w", *_labels("apart", 2), "increasing", *_labels("stays-aside", 2), "point", "spectral"
        ),
    )


def _parts() -> tuple[tuple[str, Field], tuple[str, Field], tuple[str, Field]]:
    """W_ij, Z_i and Y_i with their names."""
    return ("W_{ij}", pair_part()), ("Z_i", diagonal_part()), ("Y_i", secular_part())


def _acted_on(
    field: tuple[str, Field], after: tuple[str, Field], by: str, shift: Expr | int = 0, power: int = 1
) -> tuple[Step, ...]:
    """([G, .] - shift)^power field = after, where S stands still."""
    return bracket_is(("G", G), field, after, spectral_rules(), by, STANDING, shift, power)


def _labelled(label: str, uses: Iterable[str], steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps named label-1, label-2, ...; the one step of its kind just label."""
    return tuple(step.labelled(name, *uses) for step, name in zip(steps, _labels(label, len(steps)), strict=True))


def _labels(label: str, count: int) -> tuple[str, ...]:
    return (label,) if count == 1 else tuple(f"{label}-{number}" for number in range(1, count + 1))


def symmetric_rule(name: str) -> Rule:
    """X^T = X."""
    return rule(f"{name}'", (1, name))
