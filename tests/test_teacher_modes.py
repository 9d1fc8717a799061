"""Teachers beyond positive nodes: complex pairs, repeated poles, negative weights, D, several inputs and outputs."""

from fractions import Fraction

import pytest

from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import response_of_system
from verifier.ground.documents import parse_toml
from verifier.ground.errors import InputError
from verifier.ground.table import Table
from verifier.problem.scope import outside_the_theory
from verifier.problem.teacher import Teacher, read_teacher


def teacher(text: str) -> Teacher:
    return read_teacher(Table(parse_toml(text, "p", ""), "p"))


def response(text: str, length: int = 6) -> list[Fraction]:
    read = teacher(text)
    assert read.realisation is not None
    return [g[0][0] for g in response_of_system(LinearRNN(*read.realisation), length)]


def test_a_complex_node_stands_for_its_pair() -> None:
    """x = (3 + 4i)/10, w = 1 - 2i: w x^j + conjugate, by Gaussian rationals."""
    x, w = (Fraction(3, 10), Fraction(4, 10)), (Fraction(1), Fraction(-2))
    expected = []
    for _ in range(6):
        expected.append(2 * w[0])
        w = (w[0] * x[0] - w[1] * x[1], w[0] * x[1] + w[1] * x[0])
    assert response('nodes = ["3/10 + 4/10 i"]\nweights = ["1-2i"]') == expected
    assert response('nodes = ["3/10 - 4/10 i"]\nweights = ["1+2i"]') == expected


def test_a_polar_node_needs_no_rational_angle() -> None:
    """r = 1/2, cos theta = 1/3: 2 w r^j cos(j theta) = w r^j 2 T_j(1/3), T_2 = 2/9 - 1, T_3 = 4/27 - 1."""
    chebyshev = [1, Fraction(1, 3), Fraction(-7, 9), Fraction(-23, 27)]
    assert response('nodes = [{modulus = "1/2", cosine = "1/3"}]\nweights = [3]', 4) == [
        6 * Fraction(1, 2**j) * t for j, t in enumerate(chebyshev)
    ]


def test_a_repeated_pole() -> None:
    assert response('nodes = ["1/2"]\nweights = [[3, 5]]') == [
        3 * Fraction(1, 2) ** j + (5 * j * Fraction(1, 2) ** (j - 1) if j else 0) for j in range(6)
    ]


def test_d_counts_at_lag_zero_only() -> None:
    assert response('nodes = ["1/2"]\nweights = [1]\nD = "1/4"', 3) == [Fraction(5, 4), Fraction(1, 2), Fraction(1, 4)]


def test_matrices_as_weights() -> None:
    read = teacher('nodes = ["1/2", "1/3"]\nweights = [[[1, 2]], [[3, 4]]]\nD = [[5, 6]]')
    assert (read.inputs, read.outputs) == (2, 1)
    assert read.realisation is not None
    half, third = Fraction(1, 2), Fraction(1, 3)
    assert response_of_system(LinearRNN(*read.realisation), 2) == (((9, 12),), ((half + 3 * third, 1 + 4 * third),))


TEXTS = {
    "complex": 'nodes = ["i/2", "1/3+1/5i"]\nweights = ["1/2-1/3i", 1]',
    "polar": 'nodes = [{modulus = "1/2", cosine = "-1/3"}, "1/3"]\nweights = [1, -1]',
    "repeated": 'nodes = ["1/2", 1]\nweights = [[1, 0, 2], 4]',
    "matrices": 'nodes = ["1/2"]\nweights = [[[1, 2], [3, 4]]]\nD = [[1, 0], [0, 1]]',
    "system": 'A = [["1/2"]]\nB = [[1]]\nC = [[1]]\nD = 3',
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_stored_is_read_again(name: str) -> None:
    read = teacher(TEXTS[name].replace("i/2", "1/2i"))
    again = read_teacher(Table(read.source, "again"))
    assert (again.realisation, again.source) == (read.realisation, read.source)


WRONG = {
    "conjugate listed": ('nodes = ["1+1i", "1-1i"]\nweights = [1, 1]', "stands twice"),
    "cosine 1": ("nodes = [{modulus = 1, cosine = 1}]\nweights = [1]", "out of bounds"),
    "polar list": ("nodes = [{modulus = 1, cosine = 0}]\nweights = [[1]]", "not an exact number"),
    "complex weight of a real node": ('nodes = [1]\nweights = ["1+1i"]', "not an exact number"),
    "last weight 0": ("nodes = [1]\nweights = [[1, 0]]", "ends with the weight 0"),
    "weight 0": ('nodes = ["1i"]\nweights = [0]', "leave that node out"),
    "shapes": ("nodes = [1, 2]\nweights = [[[1, 2]], 3]", "the same shape"),
    "D of another shape": ("nodes = [1]\nweights = [1]\nD = [[1, 2]]", "D is 1 x 2"),
    "D alone": ("D = 1", "no teacher"),
    "D of a list": ("response = [1]\nD = 1", "does not go with"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_one_line(name: str) -> None:
    text, said = WRONG[name]
    with pytest.raises(InputError, match=said) as raised:
        teacher(text)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('nodes = ["1/2i", "1/3"]\nweights = [1, 1]', "1 pair of complex poles"),
        ('nodes = [{modulus = "1/2", cosine = "1/3"}, "1/2+1/3i"]\nweights = [1, 1]', "2 pairs of complex poles"),
        ('nodes = ["1/2"]\nweights = [[1, 1]]', "repeated poles"),
        ('nodes = ["1/2"]\nweights = [1]\nD = -1', "negative"),
        ("nodes = [2]\nweights = [1]", "outside"),
        ('nodes = ["1/2"]\nweights = [[[1, 0], [0, 1]]]', "2 inputs and outputs"),
    ],
)
def test_what_theory_covers_of_them_is_said(text: str, said: str) -> None:
    assert any(said in sentence for sentence in outside_the_theory(teacher(text), 9))


def test_a_positive_direct_term_is_a_node_at_zero_and_covered() -> None:
    assert outside_the_theory(teacher('nodes = ["1/2"]\nweights = [1]\nD = 1'), 5) == []
