r"""A teacher by its modes, as a realisation: real and complex nodes, repeated ones, weights of any sign, matrices.

    real node x, weight w              g_j = w x^j
    real node x, weights [w_0, w_1]    g_j = w_0 x^j + w_1 j x^{j-1}       a pole as often repeated as it has weights
    node "a + b i", weight w           g_j = w x^j + (its conjugate)       the conjugate node is not listed
    node {modulus, cosine}, weight w   g_j = 2 w r^j cos(j theta)          r and cos(theta) are exact, theta need not

and the response is their sum, plus D at lag 0. With weights that are p x m matrices there are m inputs and p outputs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from numerics.arithmetics.protocol import Rows
from verifier.data.exact_array import parse_complex
from verifier.ground.errors import InputError, shortened
from verifier.ground.numbers import parse_rational
from verifier.ground.table import Table, parse_matrix

MAXIMAL_STATES = 500
"""The most nodes, states, inputs or outputs of a teacher."""

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Block:
    """One mode: A, B, C of its own, and what the file said of it, as text."""

    A: Rows
    B: Rows
    C: Rows
    node: object
    weight: object


def read_modes(table: Table) -> tuple[tuple[Rows, Rows, Rows], dict[str, object]]:
    """The realisation of `nodes` and `weights`, and both as text.

    Raises:
        InputError: not one weight for each node, a node twice, a weight 0, or weights that do not go with their nodes.
    """
    nodes, weights = table.list("nodes", MAXIMAL_STATES), table.list("weights", MAXIMAL_STATES)
    if len(nodes) != len(weights):
        cause = f"{len(weights)} weights for {len(nodes)} nodes"
        raise InputError(table.place, cause, "give one weight for each node")
    blocks = [_block(node, weight, table.place, i) for i, (node, weight) in enumerate(zip(nodes, weights, strict=True))]
    for i, block in enumerate(blocks):
        name = shortened(str(block.node))
        if block.node in [other.node for other in blocks[:i]]:
            raise InputError(table.place, f"the node {name} stands twice", "add its weights up")
        if not any(entry for row in block.B for entry in row) or not any(entry for row in block.C for entry in row):
            raise InputError(table.place, f"the weight of node {name} is 0", "leave that node out")
        if (len(block.B[0]), len(block.C)) != (len(blocks[0].B[0]), len(blocks[0].C)):
            raise InputError(f"{table.place} weights[{i}]", "has another shape", "give all weights the same shape")
    realisation = side_by_side([(block.A, block.B, block.C) for block in blocks])
    return realisation, {"nodes": [block.node for block in blocks], "weights": [block.weight for block in blocks]}


def side_by_side(parts: Sequence[tuple[Rows, Rows, Rows]]) -> tuple[Rows, Rows, Rows]:
    """The sum of responses: A in blocks, B below one another, C beside one another."""
    sizes, A = [len(part[0]) for part in parts], []
    for k, (own, _, _) in enumerate(parts):
        before, after = sum(sizes[:k]), sum(sizes[k + 1 :])
        A += [(*[ZERO] * before, *row, *[ZERO] * after) for row in own]
    B = tuple(row for _, own, _ in parts for row in own)
    C = tuple(tuple(entry for _, _, own in parts for entry in own[t]) for t in range(len(parts[0][2])))
    return tuple(A), B, C


def direct_term(D: Rows) -> tuple[Rows, Rows, Rows]:
    """A pole at 0: D at lag 0 and nothing afterwards."""
    m = range(len(D[0]))
    return tuple((ZERO,) * len(m) for _ in m), tuple(tuple(Fraction(int(i == j)) for j in m) for i in m), D


def _block(node: object, weight: object, place: str, i: int) -> Block:
    where, of_weight = f"{place} nodes[{i}]", f"{place} weights[{i}]"
    if isinstance(node, dict):
        return _polar(Table(node, where), weight, of_weight)
    a, b = parse_complex(node, where)
    if b:
        return _complex(a, b, weight, of_weight)
    if isinstance(weight, list) and weight and isinstance(weight[0], list):
        return _matrix(a, parse_matrix(weight, of_weight, MAXIMAL_STATES))
    if isinstance(weight, list):
        return _repeated(a, [parse_rational(w, f"{of_weight}[{s}]") for s, w in enumerate(weight)], of_weight)
    w = parse_rational(weight, of_weight)
    return Block(((a,),), ((w,),), ((ONE,),), str(a), str(w))


def _complex(a: Fraction, b: Fraction, weight: object, place: str) -> Block:
    """2 Re(w x^j): the state is w x^j itself, its real part above its imaginary part."""
    if isinstance(weight, list):
        raise InputError(place, "belongs to a complex node", "give one number, or the teacher as A, B and C")
    u, v = parse_complex(weight, place)
    v = v or ZERO
    size = abs(b)
    if b < 0:  # the conjugate node says the same with the conjugate weight: one of the two is written
        v = -v
    text = f"{u}{'+' if v > 0 else '-'}{abs(v)}i" if v else str(u)
    node = f"{a}+{size}i" if a else f"{size}i"
    return Block(((a, -size), (size, a)), ((u,), (v,)), ((Fraction(2), ZERO),), node, text)


def _polar(table: Table, weight: object, place: str) -> Block:
    """The recurrence g_{j+1} = 2 r c g_j - r^2 g_{j-1}: the state is (g_j, g_{j-1})."""
    table.only("modulus", "cosine")
    r, c, w = table.positive("modulus"), table.rational("cosine"), parse_rational(weight, place)
    if not -1 < c < 1:
        raise InputError(table.place, f"cosine = {shortened(str(c))} is out of bounds", "real nodes are plain numbers")
    A, B = ((2 * r * c, -r * r), (ONE, ZERO)), ((2 * w,), (2 * w * c / r,))
    return Block(A, B, ((ONE, ZERO),), {"modulus": str(r), "cosine": str(c)}, str(w))


def _repeated(x: Fraction, weights: list[Fraction], place: str) -> Block:
    """A Jordan block: C A^j B = sum_s (j choose s) x^{j-s} w_s."""
    if not weights or weights[-1] == 0:
        raise InputError(place, "ends with the weight 0", "give as many weights as the pole is repeated")
    size = range(len(weights))
    A = tuple(tuple(x if i == j else ONE if j == i + 1 else ZERO for j in size) for i in size)
    C = (tuple(Fraction(int(j == 0)) for j in size),)
    return Block(A, tuple((w,) for w in weights), C, str(x), [str(w) for w in weights])


def _matrix(x: Fraction, W: Rows) -> Block:
    """W x^j, with a state for each input."""
    m = range(len(W[0]))
    A = tuple(tuple(x if i == j else ZERO for j in m) for i in m)
    B = tuple(tuple(Fraction(int(i == j)) for j in m) for i in m)
    return Block(A, B, W, str(x), [[str(entry) for entry in row] for row in W])
