r"""Recurrent cells s_{t+1} = f(s_t, x_t), y_t = C s_{t+1}, for jax to differentiate: linear, tanh, and gated (GRU).

The gated cell is that of Cho et al., Learning phrase representations using RNN encoder-decoder (EMNLP 2014).
Parameters are a mapping from names to arrays; C belongs to every cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

Parameters = Mapping[str, Any]
Shapes = Mapping[str, tuple[int, ...]]


class Cell(Protocol):
    """What a recurrent network needs of its cell."""

    name: ClassVar[str]

    def __hash__(self) -> int:
        """Cells of one kind are equal: what is compiled for one serves the other."""

    def shapes(self, width: int) -> Shapes:
        """The shapes of the parameters with one input and one output."""

    def step(self, parameters: Parameters, state: Any, x: Any) -> Any:
        """The next state, from a state of `width` entries and an input of one."""


@dataclass(frozen=True)
class Linear:
    """s' = A s + B x: through the same code as the others, and equal to `numerics.descent.descent` there."""

    name: ClassVar[str] = "linear"

    def shapes(self, width: int) -> Shapes:
        return {"A": (width, width), "B": (width, 1), "C": (1, width)}

    def step(self, parameters: Parameters, state: Any, x: Any) -> Any:
        return parameters["A"] @ state + parameters["B"] @ x


@dataclass(frozen=True)
class Tanh(Linear):
    """s' = tanh(A s + B x)."""

    name: ClassVar[str] = "tanh"

    def step(self, parameters: Parameters, state: Any, x: Any) -> Any:
        import jax.numpy as jnp

        return jnp.tanh(parameters["A"] @ state + parameters["B"] @ x)


@dataclass(frozen=True)
class Gated:
    """s' = (1 - z) s + z c, with z = sig(W_z (s; x) + b_z), r = sig(W_r (s; x) + b_r), c = tanh(W_c (r s; x) + b_c)."""

    name: ClassVar[str] = "gru"

    def shapes(self, width: int) -> Shapes:
        matrices = dict.fromkeys(("W_z", "W_r", "W_c"), (width, width + 1))
        return {**matrices, **dict.fromkeys(("b_z", "b_r", "b_c"), (width,)), "C": (1, width)}

    def step(self, parameters: Parameters, state: Any, x: Any) -> Any:
        import jax
        import jax.numpy as jnp

        both = jnp.concatenate([state, x])
        z = jax.nn.sigmoid(parameters["W_z"] @ both + parameters["b_z"])
        r = jax.nn.sigmoid(parameters["W_r"] @ both + parameters["b_r"])
        c = jnp.tanh(parameters["W_c"] @ jnp.concatenate([r * state, x]) + parameters["b_c"])
        return (1 - z) * state + z * c
