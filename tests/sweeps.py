"""A small sweep, the command that runs it, and what a file of results holds: shared by the tests of sweeps."""

import sqlite3
from contextlib import closing

from click.testing import CliRunner

from verifier.cli import main

SMALL = """
[[teacher]]
nodes = ["1/2"]
weights = [1]
[[teacher]]
A = [["1/3"]]
B = [[1, "1/2"]]
C = [[1], [2]]
[student]
width = [2, 3]
scale = ["1/10", "1/20"]
seed = {{ first = 3, count = {seeds} }}
[training]
length = [3, 4]
step_size = ["1/20", "{step}"]
steps = {steps}
[claim]
horizon = 20
[computation]
{computation}
"""


def text(seeds=2, steps=30, step="1/30", computation=""):
    return SMALL.format(seeds=seeds, steps=steps, step=step, computation=computation)


def call(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)])


def content(path):
    """All cells by number."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM cells ORDER BY cell").fetchall()
