"""The nodes and weights that a certified student has learnt: the n-point rule with its first 2n moments, enclosed."""

from flint import arb

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.precision import arb_bits, guarded_bits
from numerics.arithmetics.rationals import bounds_of
from numerics.model.linear_rnn import impulse_response
from numerics.moments.certified_pencil import real_nodes_and_weights
from numerics.rigour.end_state import boxed
from numerics.rigour.response_error import Ball
from verifier.certificate.certificate import Certificate, Rule
from verifier.ground.enclosure_text import enclosure_text


def learnt_rule(made: Certificate) -> Rule | str:
    """(node, weight), largest weight first, as enclosures for every student of the ball; or why there are none."""
    problem = made.problem
    if problem.teacher.inputs * problem.teacher.outputs != 1 or problem.teacher.realisation is None:
        return "defined for one input, one output and a teacher with finitely many states"
    n, bits = len(problem.teacher.realisation[0]), guarded_bits(2 * made.digits + 20)
    balls = Balls(bits)
    model = boxed(Ball(made.end, made.radius), balls)
    h = [value[0, 0] for value in impulse_response(model, 2 * n, balls)]
    try:
        with arb_bits(bits):
            pairs = real_nodes_and_weights(h, n)
    except (ValueError, ZeroDivisionError):
        return f"{made.digits} digits of the response do not isolate {n} nodes"
    ordered = sorted(pairs, key=lambda pair: -float(abs(pair[1].mid())))
    return tuple((_text(x, made.digits), _text(w, made.digits)) for x, w in ordered)


def _text(value: arb, digits: int) -> dict[str, str]:
    return enclosure_text(bounds_of(value), digits)
