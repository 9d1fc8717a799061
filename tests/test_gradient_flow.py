"""Gradients: theory's sums and adjoint form against the naive triple sum, and against the loss itself."""

from hypothesis import given
from sympy import ImmutableMatrix, Rational, Symbol, Trace, ZeroMatrix, symbols

from tests import oracles
from tests.strategies import instances
from theory.model.entries import symbolic_matrix, symbolic_model
from theory.model.gradient import (
    adjoint_gradient,
    elementwise_gradient,
    gradient,
    lag_gradient,
    resolvent,
    transfer_gradient,
    weighted_gradient,
)
from theory.model.gradient_entrywise import gradient_entrywise, one_term_short, untransposed
from theory.model.gradient_theorem import gradient_theorem, loss_weight_step, triple_sum_steps
from theory.model.linear_rnn import LinearRNN, impulse_response, linear_rnn, loss, outputs, residuals
from theory.model.training import first_step_of_adam, plain, trained_state, weight_decay
from theory.words.symbols import A, B, C, W, d, m


def in_theory(instance):
    model = instance.model
    return linear_rnn(model.A, model.B, model.C), [ImmutableMatrix(g) for g in instance.teacher_response]


@given(instances())
def test_the_sums_are_the_naive_triple_sum(instance):
    theta, teacher = in_theory(instance)
    model = instance.model
    naive = oracles.triple_sum_gradient(model.A, model.B, model.C, instance.teacher_response)
    assert gradient(theta, teacher) == linear_rnn(*naive)
    assert loss(theta, teacher) == Rational(oracles.loss(model.A, model.B, model.C, instance.teacher_response))


@given(instances())
def test_the_adjoint_form_is_the_sum(instance):
    theta, teacher = in_theory(instance)
    weights = [2 * R for R in residuals(theta, teacher)]
    assert adjoint_gradient(theta, weights) == weighted_gradient(theta, weights) == gradient(theta, teacher)


@given(instances(), instances())
def test_the_loss_changes_as_the_gradient_says(instance, other):
    """The derivative along the instance's own parameters, from exact differences of the loss: no formula for it."""
    theta, teacher = in_theory(instance)
    model = instance.model
    direction = (model.A, model.B, model.C)
    slope = oracles.derivative_along(model.A, model.B, model.C, instance.teacher_response, direction)
    G = gradient(theta, teacher)
    assert Rational(slope) == sum((X.T * Y).trace() for X, Y in zip(G.parts, theta.parts, strict=True))


def test_entry_by_entry_with_several_channels():
    theta, weight = symbolic_model(2, 2, 2), symbolic_matrix("w", 2, 2)
    for j in range(3):
        derivative, formula = elementwise_gradient(theta, weight, j), lag_gradient(theta, weight, j)
        for X, Y in zip(derivative.parts, formula.parts, strict=True):
            assert (X - Y).expand().is_zero_matrix


def test_a_sum_of_traces_is_not_differentiated_at_once():
    """sympy 1.14 returns 0 for the derivative of a sum of traces, wrongly: so one trace is differentiated at a time."""
    h = Trace(W.T * C * resolvent(A) * B)
    assert isinstance((h + Trace(A)).diff(B), ZeroMatrix)
    assert transfer_gradient().B == h.diff(B).doit() != ZeroMatrix(d, m)


def test_the_theorem_is_proved_and_its_mutants_are_not():
    assert gradient_theorem().holds is True
    for mutant in (untransposed, one_term_short):
        assert gradient_theorem(mutant).holds is False
        refuted = gradient_entrywise(mutant)
        assert refuted.holds is False
        assert "formula gives" in refuted.first_failure.counterexample


def test_the_triple_sum_of_every_lag_and_the_weight_of_the_loss():
    """A sum over i < j - 1 does not start empty at lag 0, and norm(h - g)^2 is not differentiated to <R, D>."""
    j = Symbol("j", integer=True, nonnegative=True)
    assert [step.holds for step in triple_sum_steps()] == [True, True]
    assert [step.holds for step in triple_sum_steps(j - 2)] == [False, True]
    assert [step.holds for step in triple_sum_steps(2 * j - 1)] == [True, False]
    assert loss_weight_step().holds is True
    assert loss_weight_step(1).holds is False


def test_a_trained_state_entry_by_entry():
    """d = 1, one impulse as input, s = 1: the loss of the outputs, differentiated in a, b, c."""
    a, b, c, g0, g1, g2 = symbols("a b c g0 g1 g2")
    theta = LinearRNN(*(ImmutableMatrix([[entry]]) for entry in (a, b, c)))
    teacher = [ImmutableMatrix([[g]]) for g in (g0, g1, g2)]
    impulse = [ImmutableMatrix([[value]]) for value in (1, 0, 0)]
    ys = outputs(theta, impulse, ImmutableMatrix([[1]]))
    total = sum((y - g)[0, 0] ** 2 for y, g in zip(ys, teacher, strict=True))
    found = trained_state().of_model(theta, teacher)
    for part, entry in zip(found.parts, (a, b, c), strict=True):
        assert (part[0, 0] - total.diff(entry)).expand() == 0


def test_neighbours_of_the_gradient_by_hand():
    """a = b = c = 1, g = (0, 0): h = (1, 1), G = (2, 4, 4)."""
    theta, g = linear_rnn([[1]], [[1]], [[1]]), [ImmutableMatrix([[0]])] * 2
    assert plain().of_model(theta, g) == linear_rnn([[2]], [[4]], [[4]])
    assert weight_decay().of_model(theta, g) == linear_rnn([[3]], [[5]], [[5]])
    assert first_step_of_adam(theta, g) == linear_rnn([[1]], [[1]], [[1]])


def test_outputs_are_the_convolution_with_the_impulse_response():
    theta = linear_rnn([[1, 2], [0, -1]], [[1, 0], [1, 1]], [[1, -1]])
    xs = [ImmutableMatrix(column) for column in ([1, 2], [0, -1], [3, 1])]
    h = impulse_response(theta, 3)
    assert outputs(theta, xs)[-1] == h[0] * xs[2] + h[1] * xs[1] + h[2] * xs[0]
