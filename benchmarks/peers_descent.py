"""Descent in float64 beside PyTorch: `python -m benchmarks.peers_descent`, part of `make bench-peers`.

64 seeds at (d, k) = (20, 11), one thread each. Ours is `numerics.descent.batch`; PyTorch's is the loop one writes
first, seed by seed with autograd and `torch.optim.SGD`, and the same loop with all seeds in one tensor. Before
anything is timed, all must agree after `CHECKED` steps. Skipped, with the reason, when torch is absent: it is large,
and nothing else needs it.
"""

import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from importlib.util import find_spec

import numpy as np
from threadpoolctl import threadpool_limits

from numerics.arithmetics.protocol import Rows
from numerics.descent.batch import Stack, descend, stacked
from numerics.descent.run import Run
from numerics.model.linear_rnn import LinearRNN
from numerics.model.start import start
from numerics.model.teacher import response_of_measure

WIDTH, LENGTH, SEEDS = 20, 11, 64
ETA = Fraction(1, 1000)
CHECKED, AGREEMENT = 20, 1e-12
G = response_of_measure([Fraction(4, 5), Fraction(-2, 5)], [Fraction(1), Fraction(1, 2)], LENGTH)

Starts = Sequence[LinearRNN[Rows]]
Method = Callable[[Starts, int], LinearRNN[Stack]]
"""From the models at the start and a number of steps to the models after them."""


def ours(starts: Starts, steps: int) -> LinearRNN[Stack]:
    """All seeds in one batch."""
    return descend([Run(theta, G, ETA, steps) for theta in starts]).model


def torch_batched(starts: Starts, steps: int) -> LinearRNN[Stack]:
    """All seeds in one tensor, autograd and SGD."""
    import torch

    A, B, C = (torch.tensor(X, dtype=torch.float64, requires_grad=True) for X in stacked(starts).parts)
    g = torch.tensor([float(g_j[0][0]) for g_j in G], dtype=torch.float64)
    optimizer = torch.optim.SGD([A, B, C], lr=float(ETA))
    for _ in range(steps):
        optimizer.zero_grad()
        state, loss = B, torch.zeros((), dtype=torch.float64)
        for g_j in g:
            loss = loss + ((C @ state - g_j) ** 2).sum()
            state = A @ state
        loss.backward()
        optimizer.step()
    return LinearRNN(*(X.detach().numpy() for X in (A, B, C)))


def torch_by_seed(starts: Starts, steps: int) -> LinearRNN[Stack]:
    """One seed after the other, the same loop."""
    ends = [torch_batched([theta], steps) for theta in starts]
    return LinearRNN(*(np.concatenate([getattr(end, name) for end in ends]) for name in "ABC"))


METHODS: tuple[tuple[str, Method, int, int], ...] = (
    ("ours, one batch", ours, SEEDS, 400),
    ("PyTorch autograd, seed by seed", torch_by_seed, 2, 100),
    ("PyTorch autograd, one batch", torch_batched, SEEDS, 100),
)
"""The methods, with the numbers of seeds and steps over which each is timed."""


def models(count: int) -> Starts:
    """The starts of the first seeds."""
    return [start(seed, WIDTH, Fraction(1, WIDTH)) for seed in range(count)]


def require_agreement(method: Method, seeds: int) -> None:
    """Raises ArithmeticError when a method does not end where ours does: a time would then mean nothing."""
    expected, found = (run(models(seeds), CHECKED) for run in (ours, method))
    gap = max(float(np.abs(getattr(expected, name) - getattr(found, name)).max()) for name in "ABC")
    if not gap <= AGREEMENT:
        raise ArithmeticError(f"benchmark: {method.__name__} differs by {gap:.1e} after {CHECKED} steps")


def steps_of_a_seed_per_second(method: Method, seeds: int, steps: int) -> float:
    """Seeds times steps, by the second of processor time; the best of three."""
    require_agreement(method, seeds)
    begin_at, best = models(seeds), float("inf")
    for _ in range(3):
        begun = time.process_time()
        method(begin_at, steps)
        best = min(best, time.process_time() - begun)
    return seeds * steps / best


def main() -> None:
    """Prints the table."""
    print(f"\nfloat64 descent, d = {WIDTH}, k = {LENGTH}, {SEEDS} seeds, one thread: steps of one seed per CPU second")
    if present := find_spec("torch") is not None:
        import torch

        torch.set_num_threads(1)
    reference = 0.0
    for name, method, seeds, steps in METHODS:
        if "PyTorch" in name and not present:
            print(f"  {name:32} skipped: torch is not installed (python -m pip install torch)")
            continue
        with threadpool_limits(1):
            rate = steps_of_a_seed_per_second(method, seeds, steps)
        reference = reference or rate
        print(f"  {name:32} {rate:>10,.0f}   ours is {reference / rate:.3g} times as fast")


if __name__ == "__main__":
    main()
