"""Memory tasks for non-linear students: a narrow teacher, students of its own kind, and how far they extrapolate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from numerics.memory.nonlinear import descend_all, loss, random_start, run
from numerics.memory.recurrent_cells import Cell, Gated, Linear, Tanh
from numerics.memory.state_cloud import effective_dimension

MULTIPLES = (1, 2, 10)
"""Errors are read at these multiples of the training length."""
TEST_SEQUENCES = 200
DATA_SEED = 7


@dataclass(frozen=True)
class Task:
    """A teacher with its cell, and how students of that cell are trained: N sequences of k inputs, plain descent."""

    cell: str
    teacher: Mapping[str, Any]
    amplitude: float
    width: int
    eta: float
    steps: int
    length: int = 6
    sequences: int = 64


LATCH = Task("tanh", {"A": [[1.5]], "B": [[0.5]], "C": [[1.0]]}, 1.0, 16, 0.1, 6000)
"""s' = tanh(3/2 s + x/2): two stable states, between which only inputs that add up can switch it."""
_GATES: Mapping[str, Any] = {"W_z": [[0.0, 0.0]], "b_z": [-2.0], "W_r": [[0.0, 0.0]], "b_r": [3.0]}
GATED_LATCH = Task("gru", {**_GATES, "W_c": [[1.5, 1.5]], "b_c": [0.0], "C": [[2.0]]}, 2.0, 12, 0.15, 10000)
"""The same with an update gate of about 1/8: each step moves the state by an eighth of the way."""


@dataclass(frozen=True)
class Outcome:
    """What one student came to: its mean squared training error, the relative errors, its effective dimension."""

    loss: float
    errors: tuple[float, ...]
    dimension: int


def students(task: Task, scale: float, seeds: int) -> list[Outcome]:
    """Students from starts of this scale, trained side by side."""
    cell, teacher = _cell(task.cell), {name: np.array(value) for name, value in task.teacher.items()}
    generator = np.random.default_rng(DATA_SEED)
    inputs = task.amplitude * generator.normal(size=(task.sequences, task.length))
    fresh = task.amplitude * generator.normal(size=(TEST_SEQUENCES, task.length * MULTIPLES[-1]))
    targets, truth = run(cell, teacher, inputs)[1], run(cell, teacher, fresh)[1]
    starts = [random_start(cell, task.width, scale, seed) for seed in range(seeds)]
    ends = descend_all(cell, starts, inputs, targets, task.eta, task.steps)
    return [_outcome(cell, end, (inputs, targets), (fresh, truth), task.length) for end in ends]


def _outcome(
    cell: Cell, end: Mapping[str, Any], training: tuple[Any, Any], test: tuple[Any, Any], length: int
) -> Outcome:
    inputs, truth = test
    states, outputs = run(cell, end, inputs)
    at = [length * multiple - 1 for multiple in MULTIPLES]
    errors = np.sqrt(((outputs - truth)[:, at] ** 2).mean(axis=0) / (truth[:, at] ** 2).mean(axis=0))
    return Outcome(loss(cell, end, *training), tuple(map(float, errors)), effective_dimension(states))


def _cell(name: str) -> Cell:
    cells: tuple[Cell, ...] = (Linear(), Tanh(), Gated())
    return next(cell for cell in cells if cell.name == name)
