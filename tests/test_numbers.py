"""Exact numbers from text: what is written is what is read, and nothing is ever evaluated."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import rationals
from verifier.ground.errors import InputError
from verifier.ground.numbers import MAXIMAL_EXPONENT, MAXIMAL_LENGTH, decimal_text, parse_rational, root_text


@given(rationals(10**30, 10**30))
def test_fractions_come_back(value):
    assert parse_rational(str(value), "here") == value


@given(st.integers(-(10**40), 10**40))
def test_integers_come_back(value):
    assert parse_rational(value, "here") == parse_rational(str(value), "here") == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_decimals_come_back_exactly(value):
    if abs(value.as_tuple().exponent) <= MAXIMAL_EXPONENT and len(str(value)) <= MAXIMAL_LENGTH:
        assert parse_rational(str(value), "here") == Fraction(value)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_an_input_error(text):
    try:
        value = parse_rational(text, "here")
    except InputError as error:
        value, said = None, str(error)
    assert type(value) is Fraction or (said.startswith("here: ") and len(said.splitlines()) == 1)


REFUSED = ["nan", "inf", "-Infinity", "1/0", "1e999999999", "1e-1001", "1" * 1001, "", " ", "1/2/3", "1_000", "0x10"]
REFUSED += [
    "1/-2",
    "1.5/2",
    "½",
    "١",
    "pi",
    "2**3",
    "__import__('os').system('true')",
    "Rational(1, 2)",
    "1 2",
    "1e",
    ".",
]
REFUSED += [0.1, float("nan"), True, None, [1], {"a": 1}, 10**1000]


@pytest.mark.parametrize("value", REFUSED, ids=lambda value: ascii(value)[:30])
def test_refused_with_place_cause_and_remedy(value):
    with pytest.raises(InputError) as caught:
        parse_rational(value, "training.step")
    error = caught.value
    assert (error.place, bool(error.cause), bool(error.remedy)) == ("training.step", True, True)
    assert len(str(error)) < 200


@pytest.mark.parametrize(
    ("text", "value"),
    [("-0.4", Fraction(-2, 5)), ("1e-5", Fraction(1, 10**5)), (" 22/7 ", Fraction(22, 7)), (".5", 0.5)],
)
def test_read(text, value):
    assert parse_rational(text, "here") == value


@given(rationals(10**12, 10**12), st.integers(1, 60))
def test_decimal_text_is_within_half_a_unit_of_the_last_digit(value, digits):
    shown = Decimal(decimal_text(value, digits))
    last = Fraction(10) ** (shown.adjusted() - digits + 1) if shown else 0
    assert 2 * abs(Fraction(shown) - value) <= last


@given(rationals(10**6, 10**6), st.integers(1, 60))
def test_root_text_squares_back(value, digits):
    square = value * value
    shown = Fraction(root_text(square, digits))
    assert abs(shown - abs(value)) <= abs(value) * Fraction(1, 10 ** (digits - 1))
