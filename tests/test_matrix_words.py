"""Words keep the value of an expression, shapes are checked, rules preserve values and lead to one normal form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import HadamardProduct, Identity, ImmutableMatrix, Rational, Transpose, eye
from sympy.matrices.exceptions import ShapeError

from theory.kernel.matrix_identity import identity
from theory.model.gradient import resolvent
from theory.model.resolvent_series import coefficients
from theory.model.samples import sample_values
from theory.orbit.invariants import signature_rules, support_rules
from theory.words.evaluation import Values, evaluate
from theory.words.matrix_words import Combination, Letter, combination, transposed, word, words
from theory.words.rewriting import normal_form, resolvent_rules, rewritings, rule, with_transposes
from theory.words.symbols import A, B, C, d, eta, m, p, z
from theory.words.trace_words import trace_form

Z = Rational(1, 13)
EXAMPLE = ImmutableMatrix([[1, -2, 0], [2, 1, 1], [0, 2, -1]])
LETTERS = {"A": EXAMPLE, "R": (eye(3) - Z * EXAMPLE).inv(), "N": ImmutableMatrix([[0, 1, 2], [1, 0, 0], [3, 1, 1]])}


def value(of: Combination) -> ImmutableMatrix:
    """The combination at EXAMPLE, z = 1/13, letter by letter."""
    total = ImmutableMatrix.zeros(3, 3)
    for letters, factor in of.terms.items():
        product = ImmutableMatrix.eye(3)
        for letter in letters:
            matrix = LETTERS[letter.name]
            product = product * (matrix.T if letter.transposed else matrix)
        total += factor.subs(z, Z) * product
    return total


letters = st.builds(Letter, st.sampled_from("ARN"), st.booleans())
combinations = st.lists(
    st.tuples(st.lists(letters, max_size=5).map(tuple), st.integers(-3, 3).map(Rational)), max_size=4
).map(combination)


@given(combinations)
def test_the_normal_form_keeps_the_value(start):
    reduced = normal_form(start, resolvent_rules())
    assert value(reduced) == value(start)
    for letters in reduced.terms:
        assert not any(pattern.pattern == letters[i : i + 2] for pattern in resolvent_rules() for i in range(5))


@given(combinations, combinations)
def test_sums_products_and_transposes_keep_the_value(left, right):
    assert value(left + right) == value(left) + value(right)
    assert value(left - right) == value(left) - value(right)
    assert value(left * right) == value(left) * value(right)
    assert value(left.T) == value(left).T


@given(st.lists(letters, min_size=1, max_size=6).map(tuple), st.integers(0, 5))
def test_traces_do_not_see_rotations_and_transposes(start, shift):
    turned = start[shift % len(start) :] + start[: shift % len(start)]
    one = Rational(1)
    difference = combination([(start, one)]) - combination([(transposed(turned), one)])
    assert trace_form(difference, resolvent_rules()).is_zero
    assert value(difference).trace() == 0


@given(combinations)
def test_the_trace_form_keeps_the_trace(start):
    assert value(trace_form(start, resolvent_rules())).trace() == value(start).trace()


def test_different_traces_are_told_apart():
    assert not trace_form(words(A * A.T * A * A.T - A * A * A.T * A.T)).is_zero


@pytest.mark.parametrize("expression", [B * B.T + C * C.T, A * C, B * C.T * A], ids=str)
def test_symbolic_shapes_are_checked(expression):
    """sympy accepts all three; here they are refused, and at concrete sizes sympy refuses them too."""
    with pytest.raises(ValueError, match="shape"):
        words(expression)
    with pytest.raises(ShapeError):
        evaluate(expression, sample_values((A, B, C), sizes=((1, 1, 1), (4, 2, 3)))[1])


@pytest.mark.parametrize("expression", [A.I, (Identity(d) + A * A).I, HadamardProduct(A, A)], ids=str)
def test_what_has_no_rule_is_refused(expression):
    with pytest.raises(ValueError, match=r"as words|with a rule"):
        words(expression)


def test_reading_expressions():
    assert words(Transpose(A * B)).terms == {word("B' A'"): 1}
    assert words(A**3).terms == {word("A A A"): 1}
    assert words((A - eta * A.T) * B).terms == {word("A B"): 1, word("A' B"): -eta}
    assert words(resolvent(A).T).terms == {word("R'"): 1}
    assert words(A - A).is_zero


def is_confluent(rules):
    """Whether every overlap of two patterns has one normal form, so that the order of rewriting never matters."""
    return all(
        len({tuple(sorted(map(str, normal_form(way, rules).terms.items()))) for way in rewritings(overlap, rules)}) == 1
        for overlap in overlaps(rules)
    )


def overlaps(rules):
    for first in rules:
        yield first.pattern
        for second in rules:
            for shared in range(1, min(len(first.pattern), len(second.pattern)) + 1):
                if first.pattern[-shared:] == second.pattern[:shared]:
                    yield first.pattern + second.pattern[shared:]


def test_all_rule_sets_are_confluent():
    sets = (resolvent_rules(), signature_rules(), signature_rules(False), support_rules(), support_rules(("A",)))
    assert all(map(is_confluent, sets))


def test_a_rule_set_that_is_not_confluent():
    """A B A is A A by the first rule and A B = A by the second."""
    assert not is_confluent((rule("A B", (1, "A")), rule("B A", (1, "B"))))


def test_rules_that_do_not_end_are_reported():
    with pytest.raises(ValueError, match="terminate"):
        normal_form(combination([(word("A"), Rational(1))]), (rule("A", (1, "A A")),), limit=20)


def test_every_rule_comes_with_its_transpose():
    found = with_transposes([rule("A R", (1, "R"))])
    assert [r.pattern for r in found] == [word("A R"), word("R' A'")]
    assert found[1].replacement.terms == {word("R'"): 1}
    assert len(resolvent_rules()) == 4


def test_series_agree_with_the_resolvent_up_to_their_order():
    """sum_{j<4} z^j A^j leaves z^4 A^4 R."""
    series = coefficients(words(resolvent(A)), 4)
    partial = combination((letters, z**j * f) for j, term in enumerate(series) for letters, f in term.terms.items())
    tail = combination([(word("A A A A R"), z**4)])
    assert normal_form(words(resolvent(A)) - partial - tail, resolvent_rules()).is_zero


def test_an_identity_has_three_answers():
    scalar = sample_values((A,), sizes=((1, 1, 1),))
    wide = sample_values((A,), sizes=((1, 1, 1), (2, 1, 1), (3, 1, 1)))
    assert identity(A * (A + A.T), A * A + A * A.T, "same", (), wide).holds is True
    assert identity(A, A.T, "equal at d = 1 only, and only d = 1 looked at", (), scalar).holds is None
    refuted = identity(A, A.T, "not equal", (), wide)
    assert refuted.holds is False
    assert "left" in refuted.counterexample


def test_values_print_as_a_reader_writes_them():
    assert str(Values({"A": ImmutableMatrix([[2]])}, {m: Rational(1), p: Rational(1)})) == "m = 1, p = 1, A = 2"
