"""The proof for every width: all steps hold; a wrong Q is refuted; its numbers at concrete sizes."""

import pytest
from sympy import Matrix, ones, zeros

from theory.balance.balancedness import derivative_of_Q, one_sign_flipped
from theory.laws.conservation_laws import conservation_complete, jacobian_steps, number_of_laws
from theory.model.linear_rnn import LinearRNN


def test_every_step_holds():
    proof = conservation_complete()
    assert proof.holds is True
    assert proof.cited
    assert "every width d" in proof.scope


@pytest.mark.parametrize("signs", one_sign_flipped())
def test_a_wrong_sign_is_refuted_by_the_noether_identity(signs):
    failed = conservation_complete(signs).first_failure
    assert failed is not None
    assert "Noether" in failed.rule
    assert failed.counterexample


def test_eigenvalues_with_equal_sums_are_refuted():
    """For lambda_i = i the sums do not fix the pair: 1 + 3 = 2 + 2. The step that they double fails."""
    refuted = conservation_complete(eigenvalue=lambda i: i)
    assert refuted.holds is False
    assert refuted.first_failure.label == "doubling"
    assert refuted.first_failure.counterexample


def test_the_jacobian_of_a_wrong_Q_is_not_called_right():
    assert all(step.holds for step in jacobian_steps())
    assert not all(step.holds for step in jacobian_steps((1, 1, 1, -1)))


@pytest.mark.parametrize("d", [1, 2, 3, 4])
def test_the_jacobian_at_the_point_of_the_proof(d):
    """S = diag(2, ..., 2^d), u = (1, ..., 1): rank d(d+1)/2, and DQ kills what is symmetric."""
    S, u = Matrix.diag(*[2 ** (i + 1) for i in range(d)]), ones(d, 1)
    theta, size = LinearRNN(S, u, u.T), d * d + 2 * d
    columns = []
    for number in range(size):
        flat = [int(number == place) for place in range(size)]
        A, B, C = Matrix(d, d, flat[: d * d]), Matrix(d, 1, flat[d * d : d * d + d]), Matrix(1, d, flat[d * d + d :])
        columns.append(list(derivative_of_Q(theta, LinearRNN(A, B, C))))
    assert Matrix(columns).rank() == number_of_laws(d)
    symmetric = LinearRNN(ones(d, d) + S, 3 * u, 3 * u.T)
    assert derivative_of_Q(theta, symmetric) == zeros(d, d)


def test_number_of_laws():
    assert [number_of_laws(d) for d in range(1, 7)] == [1, 3, 6, 10, 15, 21]
