r"""The one gradient flow known in closed form that grows from near zero: one state, one lag, B = C.

L = (B C - g)^2 with B = C = b > 0 and g > 0: b' = 2 (g - b^2) b, so b^2 = g / (1 + (g / b_0^2 - 1) e^{-4 g t}).
"""

from fractions import Fraction

from flint import arb

from numerics.arithmetics.precision import arb_bits
from numerics.arithmetics.rationals import ball
from numerics.flow.flow import Flow, FlowState
from numerics.model.linear_rnn import LinearRNN


def one_mode_flow(first: Fraction, g: Fraction, time: Fraction, uncertainty: Fraction = Fraction(0)) -> Flow:
    """The flow of $L = (C B - g)^2$ with one state, one lag, from A = 0 and B = C = `first`.

    Args:
        first: b(0), positive.
        g: the one number of the teacher's response.
        time: how far the flow is followed.
        uncertainty: how far from this start another may be that is enclosed as well.

    Returns:
        The problem for `numerics.flow.flow.enclosed_flow`.
    """
    one = ((first,),)
    return Flow(LinearRNN(((Fraction(0),),), one, one), (((g,),),), time, uncertainty)


def logistic_root(first: Fraction, g: Fraction, time: Fraction, bits: int) -> arb:
    """b(time) by the closed form $b^2 = g / (1 + (g / b_0^2 - 1) e^{-4 g t})$.

    Args:
        first: b(0), positive.
        g: the one number of the teacher's response, positive.
        time: t.
        bits: the precision of the ball.

    Returns:
        A ball that contains the exact value.
    """
    with arb_bits(bits):
        start, target = ball(first), ball(g)
        return (target / (1 + (target / start**2 - 1) * (-4 * target * ball(time)).exp())).sqrt()


def holds(state: FlowState, b: arb) -> bool | None:
    """Whether the state's enclosure has (0, b, b) in it; None when the balls are too wide to tell."""
    with arb_bits(state.bits + 64):
        A, B, C = (X[0, 0] for X in state.model.parts)
        squared, allowed = A**2 + (B - b) ** 2 + (C - b) ** 2, state.radius**2
        if squared <= allowed:
            return True
        return False if squared > allowed else None
