"""Vector fields whose components are words in matrices: their derivatives and brackets for all sizes at once.

A field gives each matrix X that moves a velocity, a combination of words; X^T then moves with the transposed velocity.
"""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, Integer, latex

from theory.kernel.derivation import Step
from theory.kernel.steps import compared
from theory.words.matrix_words import Combination, combination, word
from theory.words.rewriting import Rule, normal_form

Field = Mapping[str, Combination]
"""The velocity of each matrix by its name; matrices that are not named stand still."""
Named = tuple[str, Field]
"""A field with its name, in LaTeX."""

ZERO = Combination({})


def term(text: str, coefficient: Expr | int = 1) -> Combination:
    """A single word times a coefficient.

    >>> print(term("S u", 2))
    2 S u
    """
    return combination([(word(text), Integer(1) * coefficient)])


def derivative(expression: Combination, direction: Field) -> Combination:
    """The directional derivative, letter by letter (Leibniz).

    >>> print(derivative(term("S u"), {"S": term("F"), "u": term("v")}))
    F u + S v
    """
    total = ZERO
    for letters, coefficient in expression.terms.items():
        for place, letter in enumerate(letters):
            velocity = direction.get(letter.name, ZERO)
            moved = velocity.T if letter.transposed else velocity
            left, right = (
                combination([(letters[:place], coefficient)]),
                combination([(letters[place + 1 :], Integer(1))]),
            )
            total = total + left * moved * right
    return total


def substitute(expression: Combination, values: Field) -> Combination:
    """The expression with matrices replaced by combinations, transposes by transposes.

    >>> print(substitute(term("C' B'"), {"C": term("u'"), "B": term("u")}))
    u u^{T}
    """
    total = ZERO
    for letters, coefficient in expression.terms.items():
        product = combination([((), coefficient)])
        for letter in letters:
            value = values.get(letter.name, combination([((letter._replace(transposed=False),), Integer(1))]))
            product = product * (value.T if letter.transposed else value)
        total = total + product
    return total


def bracket(X: Field, Y: Field, rules: tuple[Rule, ...], fixed: frozenset[str] = frozenset()) -> dict[str, Combination]:
    """[X, Y] = DY X - DX Y in normal form; components that vanish are left out.

    Letters that neither field moves count as constants. For functions of S among them (its projections) that is right
    only where S stands still: name S in `fixed`, and a ValueError is raised where X moves it or Y enters a derivative
    through such a letter.
    """
    _require_standing(X, rules, fixed)
    total = {name: normal_form(value, rules) for name, value in leibniz(X, Y).items()}
    return {name: value for name, value in total.items() if not value.is_zero}


def leibniz(X: Field, Y: Field) -> dict[str, Combination]:
    """DY X - DX Y, every component as the product rule leaves it."""
    return {name: derivative(Y.get(name, ZERO), X) - derivative(X.get(name, ZERO), Y) for name in sorted({*X, *Y})}


def _require_standing(X: Field, rules: tuple[Rule, ...], fixed: frozenset[str]) -> None:
    if fixed & {name for name, velocity in X.items() if normal_form(velocity, rules).terms}:
        raise ValueError(f"bracket: the first field moves {sorted(fixed)}, which must stand still")


def linear(*summands: tuple[Expr | int, Field]) -> dict[str, Combination]:
    """A linear combination of fields with constant coefficients."""
    total: dict[str, Combination] = {}
    for coefficient, field in summands:
        for name, velocity in field.items():
            total[name] = total.get(name, ZERO) + velocity.scaled(Integer(1) * coefficient)
    return {name: value for name, value in sorted(total.items()) if not value.is_zero}


def same(before: Combination, after: Combination, rules: tuple[Rule, ...], by: str, name: str = "") -> Step:
    """The step before = after by the rules; undecided where the normal forms differ. `name` is the left side's name."""
    difference = normal_form(before - after, rules)
    note = "" if difference.is_zero else f"the two sides differ by {difference}"
    return compared(str(before), str(after), by, difference.is_zero or None, name=name, counterexample=note)


def transposed(before: Combination, after: Combination, by: str) -> Step:
    """The step before^T = after, word by word: the words reversed, their letters transposed.

    >>> transposed(term("A P"), term("P' A'"), "reversed").holds
    True
    >>> transposed(term("A P"), term("A' P'"), "not reversed").holds is None
    True
    """
    difference = before.T - after
    note = "" if difference.is_zero else f"the two sides differ by {difference}"
    left = rf"\left( {before} \right)^T"
    return compared(left, str(after), by, difference.is_zero or None, counterexample=note)


def moves(of: Combination, direction: Field, after: Combination, by: str, rules: tuple[Rule, ...] = ()) -> Step:
    r"""The rate of change of `of` along a field, by Leibniz, is `after`; undecided where the normal forms differ.

    >>> step = moves(term("A A'"), {"A": term("G", -1)}, term("A G'", -1) + term("G A'", -1), "product rule")
    >>> step.before, step.holds
    ("\\left. \\left( A A^{T} \\right)' \\right|_{A' = - G}", True)
    """
    where = ", ".join(f"{name}' = {velocity}" for name, velocity in sorted(direction.items()))
    difference = normal_form(derivative(of, direction) - after, rules)
    note = "" if difference.is_zero else f"the two sides differ by {difference}"
    left = rf"\left. \left( {of} \right)' \right|_{{{where}}}"
    return compared(left, str(after), by, difference.is_zero or None, counterexample=note)


def bracket_is(
    first: Named,
    second: Named,
    after: Named,
    rules: tuple[Rule, ...],
    by: str,
    fixed: frozenset[str] = frozenset(),
    shift: Expr | int = 0,
    power: int = 1,
) -> tuple[Step, ...]:
    r"""[first, second] = after, or ([first, .] - shift)^power second = after: a step for every matrix that moves.

    >>> E, F = {"u": term("u")}, {"S": term("u u'")}
    >>> first, second = bracket_is(("E", E), ("F", F), ("2 F", linear((2, F))), (), "F is quadratic in u")
    >>> print(first.before, first.relation, first.after, first.holds)
    \left[ E, F \right]_{S} := 2 u u^{T} True
    >>> print(second.before, second.relation, second.after, second.holds)
    \left[ E, F \right]_{u} := 0 True
    """
    (name, X), (other, Y), (result, expected) = first, second, after
    _require_standing(X, rules, fixed)
    plain, found = shift == 0 and power == 1, Y
    for _ in range(power):
        found = leibniz(X, found) if plain else linear((1, bracket(X, found, rules, fixed)), (-shift, found))
    times = f"^{{{power}}}" if power > 1 else ""
    operator = rf"\left( \left[ {name}, \cdot \right] - {latex(shift)} \right){times} {other}"
    head = rf"\left[ {name}, {other} \right]" if plain else rf"\left( {operator} \right)"
    return tuple(
        same(
            found.get(x, ZERO),
            expected.get(x, ZERO),
            rules,
            f"{by}: the velocity of {x} is that of ${result}$",
            f"{head}_{{{x}}}",
        )
        for x in sorted({*X, *Y, *expected})
    )
