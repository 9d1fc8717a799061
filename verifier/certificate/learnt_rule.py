"""The nodes and weights that a certified student has learnt: the n-point rule with its first 2n moments, enclosed."""

from typing import Any

from flint import acb_mat, arb, arb_mat

from numerics.arithmetics.ball import Balls
from numerics.arithmetics.precision import arb_bits, guarded_bits
from numerics.model.linear_rnn import impulse_response
from numerics.rigour.end_state import boxed
from numerics.rigour.response_error import Ball
from verifier.certificate.certificate import Certificate
from verifier.certificate.certification import bounds_of
from verifier.ground.enclosure_text import enclosure_text

Rule = list[tuple[dict[str, str], dict[str, str]]]


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
            pairs = pencil(h, n)
    except (ValueError, ZeroDivisionError):
        return f"{made.digits} digits of the response do not isolate {n} nodes"
    ordered = sorted(pairs, key=lambda pair: -float(abs(pair[1].mid())))
    return [(_text(x, made.digits), _text(w, made.digits)) for x, w in ordered]


def pencil(h: list[arb], n: int) -> list[tuple[arb, arb]]:
    """Real nodes and weights of the Hankel pencil of 2n balls; raises ValueError where they are not certainly real."""
    first, second = (arb_mat([[h[i + j + s] for j in range(n)] for i in range(n)]) for s in (0, 1))
    nodes = [_real(node) for node in acb_mat(first.solve(second)).eig()]
    vandermonde = arb_mat([[node**j for node in nodes] for j in range(n)])
    weights = vandermonde.solve(arb_mat(n, 1, h[:n]))
    return [(node, weights[i, 0]) for i, node in enumerate(nodes)]


def _real(node: Any) -> arb:
    """A simple eigenvalue of a real matrix, alone in its box: real if the box meets its own mirror image."""
    if not node.imag.contains(0):
        raise ValueError("pencil: a node is not real; the rule is no measure")
    return arb(node.real)


def _text(value: arb, digits: int) -> dict[str, str]:
    return enclosure_text(bounds_of(value), digits)
