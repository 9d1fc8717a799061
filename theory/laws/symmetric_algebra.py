r"""The gradients of h_0 and h_1 and their brackets, at symmetric models: which directions they reach, for every width.

grad h_0 = E and grad h_1 = F + G at (A, B, C) = (S, u, u^T), with the fields of `symmetric_fields`. [E, F + G] = 2 F
frees F and G. Polynomials in [G, .] cut F into W_ij, Z_i, Y_i (equivalently: the push-forward of F along G is a sum of
independent functions e^{t(l_i + l_j)}, e^{2 t l_i}, t e^{2 t l_i} times these), which are all the directions of S, u.
"""

from __future__ import annotations

from sympy import Matrix, MatrixSymbol, Symbol, Trace, exp, latex
from sympy.matrices.expressions import MatrixExpr

from theory.kernel.derivation import Step
from theory.kernel.matrix_words import Combination, combination, words
from theory.kernel.rewriting import Rule, normal_form, rule
from theory.kernel.steps import equation
from theory.kernel.symbols import A, d
from theory.kernel.vector_fields import ZERO, Field, bracket, linear, same, same_field, substitute, term
from theory.laws.symmetric_fields import (
    COORDINATES,
    EIGENVALUE,
    EIGENVALUES,
    GAP,
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

TIME = Symbol("t", real=True)


def gradient_steps() -> list[Step]:
    """At symmetric models the gradients of h_0, h_1 (one input and output) are E and F + G, and stay symmetric."""
    B, C = MatrixSymbol("B", d, 1), MatrixSymbol("C", 1, d)
    found: list[Step] = []
    for product, field, name in ((C * B, E, "E"), (C * A * B, linear((1, F), (1, G)), "F + G")):
        by_A, by_B, by_C = (_gradient_at_symmetric(product, letter) for letter in (A, B, C))
        found += [
            same(by_A, field.get("S", ZERO), (), f"the part in A of grad {latex(product)} at (S, u, u^T): {name}"),
            same(by_B, field["u"], (), "its part in B"),
            same(by_C, by_B.T, (symmetric_rule("S"),), "its part in C is the transpose: the gradient stays symmetric"),
            same(by_A.T, by_A, (), "and its part in A is symmetric"),
        ]
    return found


def bracket_steps() -> list[Step]:
    """[E, F + G] = 2 F: with E and F + G, the algebra contains F, and so G."""
    rules = (symmetric_rule("S"),)
    return [
        *same_field(("[E, F]", bracket(E, F, rules)), ("2 F", linear((2, F))), rules, "F is quadratic in u"),
        *same_field(("[E, G]", bracket(E, G, rules)), ("0", {}), rules, "G is linear in u"),
    ]


def splitting_steps() -> list[Step]:
    """F = sum_{i<j} W_ij + sum_i Z_i: block by block in S, row by row in u."""
    rules, W, Z, Z_j = spectral_rules(), pair_part(), diagonal_part(), diagonal_part("j")
    both, third = term("P_i") + term("P_j"), pair_part("j", "k", Symbol("gamma_jk", nonzero=True))
    return [
        same(both * F["S"] * both, W["S"] + Z["S"] + Z_j["S"], rules, "F = sum W + sum Z in S, on the blocks of i, j"),
        same(term("P_i") * Z["u"], ZERO, rules, "F does not move u: nothing from Z_i in row i"),
        same(term("P_i") * (W["u"] + Z_j["u"]), ZERO, rules, "W_ij and Z_j cancel in row i, for every j"),
        same(term("P_j") * (W["u"] + Z["u"]), ZERO, rules, "W_ij and Z_i in row j"),
        same(term("P_i") * third["u"], ZERO, rules, "and W_jk does not enter row i"),
    ]


def eigenvector_steps() -> list[Step]:
    """How [G, .] acts on the parts of F: they are generalised eigenvectors."""
    rules, W, Z, Y = spectral_rules(), pair_part(), diagonal_part(), secular_part()
    twice, total = 2 * EIGENVALUE, EIGENVALUES["i"] + EIGENVALUES["j"]
    return [
        *same_field(("[G, W_ij]", _with_G(W)), ("(l_i + l_j) W_ij", linear((total, W))), rules, "eigenvector"),
        *same_field(("[G, Z_i]", _with_G(Z)), ("2 l_i Z_i + Y_i", linear((twice, Z), (1, Y))), rules, "Jordan block"),
        *same_field(("[G, Y_i]", _with_G(Y)), ("2 l_i Y_i", linear((twice, Y))), rules, "eigenvector"),
    ]


def push_forward() -> Field:
    """What the indices i and j contribute to the push-forward V_t of F along G, in time t."""
    pair, at_i, at_j = (exp(TIME * (EIGENVALUES[a] + EIGENVALUES[b])) for a, b in ("ij", "ii", "jj"))
    parts_i = ((at_i, diagonal_part()), (TIME * at_i, secular_part()))
    parts_j = ((at_j, diagonal_part("j")), (TIME * at_j, secular_part("j")))
    return linear((pair, pair_part()), *parts_i, *parts_j)


def push_forward_steps() -> list[Step]:
    """dV_t/dt = [G, V_t] and V_0 = F; V_t in coordinates."""
    V, (u_i, u_j) = push_forward(), (COORDINATES["i"], COORDINATES["j"])
    pair, at_i, at_j = (exp(TIME * (EIGENVALUES[a] + EIGENVALUES[b])) for a, b in ("ij", "ii", "jj"))
    change = {name: combination((x, c.diff(TIME)) for x, c in value.terms.items()) for name, value in V.items()}
    row = term("e_i'", -u_i * u_j**2 * (at_j - pair) / GAP) * term("e_i")
    own = term("e_i'", -TIME * u_i**3 * at_i) * term("e_i")
    rules = coordinate_rules()
    return [
        *same_field(("dV/dt", change), ("[G, V]", _with_G(V)), spectral_rules(), "the push-forward of F along G"),
        same(term("e_i'") * V["S"] * term("e_j"), term("", u_i * u_j * pair), rules, "entry i, j of dS"),
        same(term("e_i'") * V["u"], row + own, rules, "entry i of du: what j and i itself contribute"),
    ]


def isolation_steps() -> list[Step]:
    """Polynomials in [G, .] cut F into its parts: ([G, .] - nu)^2 kills the block of nu and no other.

    The same steps, with d/dt for [G, .], make t e^{2 t l_i}, e^{2 t l_i}, e^{t (l_i + l_j)} independent functions.
    """
    nu, total = Symbol("nu", real=True), EIGENVALUES["i"] + EIGENVALUES["j"]
    block = Matrix([[2 * EIGENVALUE, 0], [1, 2 * EIGENVALUE]])
    shifted, nilpotent = block - nu * Matrix.eye(2), block - 2 * EIGENVALUE * Matrix.eye(2)
    return [
        equation((shifted**2).det(), (2 * EIGENVALUE - nu) ** 4, "determinant of ([G, .] - nu)^2 on span(Z_i, Y_i)"),
        _matrices(nilpotent, nilpotent, Matrix.zeros(2, 2), "at nu = 2 l_i it kills the block"),
        _matrices(nilpotent, Matrix([1, 0]), Matrix([0, 1]), "and [G, .] - 2 l_i takes Z_i to Y_i"),
        *same_field(
            ("[G, W_ij] - nu W_ij", linear((1, _with_G(pair_part())), (-nu, pair_part()))),
            ("(l_i + l_j - nu) W_ij", linear((total - nu, pair_part()))),
            spectral_rules(),
            "killed at its own eigenvalue only",
        ),
    ]


def distinct_sum_steps() -> list[Step]:
    """For lambda_i = 2^i the sums lambda_i + lambda_j, i <= j, are distinct: the sum fixes j, and then i."""
    i, r = Symbol("i", integer=True, positive=True), Symbol("r", integer=True, nonnegative=True)
    low, high, gap = 2**i, 2 ** (i + r), 2**i * (2**r - 1)
    return [
        Step(latex(high), latex(low + high), "j = i + r: the sum exceeds 2^j", (low + high - high).is_positive, "<"),
        equation((2 * high - low - high).expand(), gap.expand(), "and 2^(j+1) exceeds it by this"),
        Step("0", latex(gap), "which is not negative: the sum fixes j, hence i", gap.is_nonnegative, r"\le"),
    ]


def direction_steps() -> list[Step]:
    """Y_i gives the directions of u, then Z_i and W_ij those of S: all of them where no u_i is 0."""
    rules, (u_i, u_j) = coordinate_rules(), (COORDINATES["i"], COORDINATES["j"])
    entries = term("e_i e_j'") + term("e_j e_i'")
    return [
        same(secular_part()["u"], term("e_i", -(u_i**3)), rules, "Y_i is the direction e_i of u"),
        same(diagonal_part()["S"], term("e_i e_i'", u_i**2), rules, "Z_i is, up to u, the entry i, i of S"),
        same(pair_part()["S"], entries.scaled(u_i * u_j), rules, "W_ij is, up to u, the entries i, j and j, i of S"),
    ]


def further_channel_steps() -> list[Step]:
    """A further column w of B, at w = 0: grad (C w) moves w along u, and brackets with G along S^n u, so all e_i.

    G is made of gradients of C B and C A B, which w does not enter, so a field that moves w alone leaves G as it is.
    Off w = 0 grad (C w) moves C as well, along w: brackets with such fields keep that part a multiple of w.
    The further rows of C are the mirror image: transpose A, B, C.
    """
    C, w = MatrixSymbol("C", 1, d), MatrixSymbol("w", d, 1)
    by_w, by_C = (substitute(_gradient_at_symmetric(C * w, x), {"w": ZERO}) for x in (w, C))
    first, part = {"w": term("u")}, {"w": term("P_i u")}
    bent, other = {"w": term("L x"), "x": term("N w")}, {"x": term("K x")}
    aside = bracket(other, bent, ()).get("x", ZERO)
    by = "brackets with fields free of w keep that: [K x d_x, L x d_w + N w d_x] at w = 0, its part in x"
    moved, eigenvalue = _with_G(part), linear((EIGENVALUE, part))
    return [
        same(by_w, first["w"], (), "grad (C w) moves w along u"),
        same(by_C, ZERO, (), "and at w = 0 nothing else"),
        Step(rf"\left. \left( {aside} \right) \right|_{{w = 0}}", "0", by, substitute(aside, {"w": ZERO}).is_zero),
        *same_field(("[G, u d_w]", _with_G(first)), ("S u d_w", {"w": term("S u")}), (), "Leibniz"),
        *same_field(("[G, P_i u d_w]", moved), ("l_i P_i u d_w", eigenvalue), spectral_rules(), "distinct l_i"),
        same(part["w"], term("e_i", COORDINATES["i"]), coordinate_rules(), "so every e_i of w is reached"),
    ]


def algebra_steps() -> list[Step]:
    """All of them, in the order of the proof."""
    return [
        *gradient_steps(),
        *bracket_steps(),
        *splitting_steps(),
        *eigenvector_steps(),
        *push_forward_steps(),
        *isolation_steps(),
        *distinct_sum_steps(),
        *direction_steps(),
        *further_channel_steps(),
    ]


def _with_G(field: Field) -> Field:
    return bracket(G, field, spectral_rules(), STANDING)


def symmetric_rule(name: str) -> Rule:
    """X^T = X."""
    return rule(f"{name}'", (1, name))


def _at_symmetric(expression: MatrixExpr) -> Combination:
    values = {"A": term("S"), "B": term("u"), "C": term("u'")}
    return normal_form(substitute(words(expression), values), (symmetric_rule("S"),))


def _gradient_at_symmetric(product: MatrixExpr, letter: MatrixSymbol) -> Combination:
    slope = Trace(product).diff(letter).doit()
    return _at_symmetric(slope) if slope != 0 else ZERO


def _matrices(left: Matrix, right: Matrix, after: Matrix, by: str) -> Step:
    return Step(f"{latex(left)} {latex(right)}", latex(after), by, left * right == after)
