r"""Recurrent networks trained by plain gradient descent in jax: nothing is differentiated by hand.

The loss on N input sequences of length k is (1/N) sum over sequences and times of |y_t - target_t|^2. On the one
sequence (1, 0, 0, ...) a linear network has the loss L = sum_{j<k} |h_j - g_j|^2 of the linear theory.
All functions take and return numpy arrays in double precision; jax's own setting of it is put back.
"""

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.memory.recurrent_cells import Cell, Parameters

Array = NDArray[np.float64]


def random_start(cell: Cell, width: int, scale: float, seed: int) -> Parameters:
    """Independent entries scale * N(0, 1/width), in the order of the cell's shapes."""
    generator = np.random.default_rng(seed)
    return {name: scale * generator.normal(size=shape) / np.sqrt(width) for name, shape in cell.shapes(width).items()}


def run(cell: Cell, parameters: Parameters, inputs: Array) -> tuple[Array, Array]:
    """States s_1, ..., s_k (N x k x d) and outputs y_0, ..., y_{k-1} (N x k) on N x k inputs, from s_0 = 0."""
    import jax

    with jax.enable_x64(True):
        states, outputs = _compiled(_run, cell)(_to_jax(parameters), _to_jax(inputs))
        return np.asarray(states), np.asarray(outputs)


def loss(cell: Cell, parameters: Parameters, inputs: Array, targets: Array) -> float:
    """(1/N) sum |y_t - target_t|^2 over sequences and times."""
    _, outputs = run(cell, parameters, inputs)
    return float(((outputs - targets) ** 2).sum() / len(inputs))


def descend_all(
    cell: Cell, starts: Sequence[Parameters], inputs: Array, targets: Array, eta: float, steps: int
) -> list[Parameters]:
    """Where plain gradient descent takes each start; the starts run side by side, compiled once.

    Args:
        cell: the recurrence, linear or not.
        starts: parameters of one width, arrays by name.
        inputs: N sequences of k numbers, N x k.
        targets: what the outputs shall be, N x k.
        eta: the step size.
        steps: how many steps are taken.

    Returns:
        The parameters at the end of each start, in the order of the starts, as numpy arrays of float64.

    Raises:
        ValueError: a run that diverged.
    """
    import jax
    import jax.numpy as jnp

    with jax.enable_x64(True):
        stacked = {name: jnp.stack([jnp.asarray(start[name]) for start in starts]) for name in starts[0]}
        ends = _compiled(_descend, cell)(stacked, _to_jax(inputs), _to_jax(targets), float(eta), int(steps))
        arrays = {name: np.asarray(values) for name, values in ends.items()}
    if not all(np.isfinite(values).all() for values in arrays.values()):
        raise ValueError(f"descent: a run diverged within {steps} steps; take a smaller step size than {eta}")
    return [{name: values[index] for name, values in arrays.items()} for index in range(len(starts))]


@cache
def _compiled(function: Callable[..., Any], cell: Cell) -> Callable[..., Any]:
    """Compiled once for a cell and the shapes it meets."""
    import jax

    compiled: Callable[..., Any] = jax.jit(partial(function, cell))
    return compiled


def _to_jax(values: Any) -> Any:
    import jax
    import jax.numpy as jnp

    return jax.tree.map(jnp.asarray, values)


def _run(cell: Cell, parameters: Parameters, inputs: Any) -> tuple[Any, Any]:
    import jax
    import jax.numpy as jnp

    def sequence(xs: Any) -> Any:
        def step(state: Any, x: Any) -> tuple[Any, tuple[Any, Any]]:
            following = cell.step(parameters, state, x[None])
            return following, (following, (parameters["C"] @ following)[0])

        begin = jnp.zeros(parameters["C"].shape[1], dtype=inputs.dtype)
        return jax.lax.scan(step, begin, xs)[1]

    states, outputs = jax.vmap(sequence)(inputs)
    return states, outputs


def _descend(cell: Cell, stacked: Parameters, inputs: Any, targets: Any, eta: Any, steps: Any) -> Parameters:
    import jax
    import jax.numpy as jnp

    def objective(parameters: Parameters) -> Any:
        return jnp.sum((_run(cell, parameters, inputs)[1] - targets) ** 2) / len(inputs)

    def step(_: Any, parameters: Parameters) -> Parameters:
        slope = jax.grad(objective)(parameters)
        return {name: value - eta * slope[name] for name, value in parameters.items()}

    def whole(parameters: Parameters) -> Parameters:
        ends: Parameters = jax.lax.fori_loop(0, steps, step, parameters)
        return ends

    found: Parameters = jax.vmap(whole)(stacked)
    return found
