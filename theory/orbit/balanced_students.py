"""Concrete balanced students: what signature-symmetry says of one, decided exactly; families with rational entries."""

from collections.abc import Iterator
from itertools import product
from random import Random

from sympy import ImmutableMatrix, Integer, Rational

from theory.balance.balancedness import Q
from theory.model.linear_rnn import LinearRNN, impulse_response, linear_rnn, observability, reachability
from theory.model.samples import describe
from theory.orbit.balanced_cycle import cycle
from theory.orbit.inertia import Counts, inertia
from theory.orbit.moment_map import cayley, moved
from theory.words.evaluation import show


def block_hankel(theta: LinearRNN) -> ImmutableMatrix:
    """[h_{i+j}] with d block rows and columns."""
    width = theta.A.shape[0]
    h = impulse_response(theta, 2 * width - 1)
    return ImmutableMatrix.vstack(*(ImmutableMatrix.hstack(*h[i : i + width]) for i in range(width)))


def signature_of(theta: LinearRNN) -> ImmutableMatrix:
    """The S with S A^j B = (A^T)^j C^T of a concrete reachable student with m = p, if there is one.

    Raises ValueError when some state is not reachable: then S is not determined.
    """
    width = theta.A.shape[0]
    K, seen = (ImmutableMatrix.hstack(*columns(theta, width)) for columns in (reachability, observability))
    if K.rank() < width:
        raise ValueError(f"signature_of: {describe(theta)} is not reachable, so S is not determined")
    return ImmutableMatrix(seen * K.T * (K * K.T).inv())


def counterexample_to_signature(theta: LinearRNN) -> str | None:
    """None when a concrete minimal student has an S = S^T = S^-1, A^T = S A S, C^T = S B; else what is off."""
    S = signature_of(theta)
    tests = {
        "S - S^T": S - S.T,
        "S S - I": S * S - ImmutableMatrix.eye(S.shape[0]),
        "A^T - S A S": theta.A.T - S * theta.A * S,
        "C^T - S B": theta.C.T - S * theta.B,
    }
    found = next((f"{name} = {show(value)}" for name, value in tests.items() if not value.is_zero_matrix), None)
    return found and f"{describe(theta)}: with S = {show(S)}, {found}"


def counterexample_to_inertia(theta: LinearRNN, hankel: Counts) -> str | None:
    """None when the block Hankel matrix, of the inertia given, has that of S plus zeros; else the two."""
    positive, negative, _ = inertia(signature_of(theta))
    if (positive, negative) == tuple(hankel[:2]):
        return None
    return f"{describe(theta)}: S has inertia {(positive, negative)}, the Hankel matrix {tuple(hankel)}"


def counterexample_to_symmetry(theta: LinearRNN, positive: bool = True) -> str | None:
    """None unless a concrete student whose Hankel matrix is positive semidefinite is not symmetric.

    With ``positive`` False that hypothesis is dropped.
    """
    counts = inertia(block_hankel(theta))
    if (positive and counts[1]) or (theta.A == theta.A.T and theta.B == theta.C.T):
        return None
    return f"{describe(theta)}: Q = {show(Q(theta))}, Hankel matrix of inertia {counts}, and not symmetric"


def balanced_pairs() -> Iterator[LinearRNN]:
    """Width 2, mixed signs: A = (a b; -b c), B = (x, y), C = (x, -y) with x y = b (a - c), for small integers.

    >>> all(Q(theta).is_zero_matrix for theta in balanced_pairs())
    True
    """
    for a, b, x, y in product((0, 1, -2), (1, 3), (1, 2), (1, -1)):
        c = a - Rational(x * y, b)
        yield linear_rnn([[a, b], [-b, c]], [[x], [y]], [[x, -y]])


def symmetric_students(random: Random) -> Iterator[LinearRNN]:
    """A = A^T, B = C^T with d <= 4 and m = p <= 2, entries in [-2, 2]; without end."""
    while True:
        width, inputs = random.randint(1, 4), random.randint(1, 2)
        draw = ImmutableMatrix(width, width, lambda i, j: random.randint(-2, 2))
        B = ImmutableMatrix(width, inputs, lambda i, j: random.randint(-2, 2))
        yield LinearRNN(draw + draw.T, B, B.T)


def balanced_students(random: Random, count: int) -> tuple[LinearRNN, ...]:
    """`count` minimal balanced students: symmetric ones, mixed pairs and cycles in turn, each turned by a rotation."""
    pairs, symmetric = list(balanced_pairs()), symmetric_students(random)
    found: list[LinearRNN] = []
    while len(found) < count:
        kind = len(found) % 3
        theta = (next(symmetric), random.choice(pairs), cycle(random.randint(1, 4)))[kind]
        if is_minimal(theta):
            found.append(turned(theta, random))
    return tuple(found)


def turned(theta: LinearRNN, random: Random) -> LinearRNN:
    """theta in another orthonormal basis of rational entries, drawn at random."""
    width = theta.A.shape[0]
    O = cayley(ImmutableMatrix(width, width, lambda i, j: Integer(random.randint(-2, 2))))  # noqa: E741
    return moved(theta, O, O.T)


def signed_students(random: Random, count: int) -> tuple[LinearRNN, ...]:
    """`count` minimal students, not balanced, with A^T = S A S and C^T = S B, S of mixed signs, m = p = 2, d <= 3.

    >>> theta, = signed_students(Random(1), 1)
    >>> all(h == h.T for h in impulse_response(theta, 4)), Q(theta).is_zero_matrix
    (True, False)
    """
    found: list[LinearRNN] = []
    while len(found) < count:
        width = random.randint(2, 3)
        S = ImmutableMatrix.diag(*[(-1) ** i for i in range(width)])
        draw = ImmutableMatrix(width, width, lambda i, j: random.randint(-2, 2))
        B = ImmutableMatrix(width, 2, lambda i, j: random.randint(-2, 2))
        theta = LinearRNN(S * (draw + draw.T), B, B.T * S)
        if is_minimal(theta) and not Q(theta).is_zero_matrix:
            found.append(theta)
    return tuple(found)


def is_minimal(theta: LinearRNN) -> bool:
    """Whether every state of a concrete student is reachable and observable."""
    width = theta.A.shape[0]
    return all(
        ImmutableMatrix.hstack(*columns(theta, width)).rank() == width for columns in (reachability, observability)
    )


def with_normal_part(theta: LinearRNN, a: int, b: int) -> LinearRNN:
    """theta + (A', 0, 0) with the normal A' = (a b; -b a): balanced when theta is, and no longer minimal."""
    normal = ImmutableMatrix([[a, b], [-b, a]])
    nothing = ImmutableMatrix.zeros(2, theta.B.shape[1])
    return LinearRNN(
        ImmutableMatrix.diag(theta.A, normal),
        ImmutableMatrix.vstack(theta.B, nothing),
        ImmutableMatrix.hstack(theta.C, ImmutableMatrix.zeros(theta.C.shape[0], 2)),
    )
