"""Runs pytest in another tree, in a fork of this process that has the libraries loaded but nothing of the project.

Loading sympy, scipy and hypothesis takes longer than most tests do; a fork has them at once.
"""

import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from resource import RLIMIT_CPU, setrlimit
from signal import SIGKILL
from tempfile import TemporaryDirectory

SETTINGS = {"HYPOTHESIS_PROFILE": "ci", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""The same examples every time, and no thread that a fork would lose."""
LIBRARIES = ("sympy", "mpmath", "gmpy2", "flint", "numpy", "scipy.optimize", "scipy.linalg", "scipy.integrate", "click",
             "rich.console", "jinja2", "hypothesis.strategies", "pytest")  # fmt: skip
IDLE = 20
"""How many times longer by the clock than in processor time pytest may take: other work, or a wait that never ends."""
OURS = ("theory", "numerics", "verifier", "tests")


def pytest_in(tree: Path, options: Sequence[str], limit: int | None) -> str:
    """What pytest prints when it is run in `tree`; "" when it takes more than `limit` seconds of processor time."""
    os.environ.update(SETTINGS)
    for library in LIBRARIES:
        importlib.import_module(library)
    with TemporaryDirectory() as folder:
        printed = Path(folder) / "printed"
        process = get_context("fork").Process(target=_run, args=(tree.resolve(), list(options), printed, limit))
        process.start()
        process.join(IDLE * limit if limit else None)
        ended = process.exitcode == 0
        if process.pid:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, SIGKILL)  # what it started dies with it
        process.join()
        return printed.read_text(encoding="utf-8", errors="replace") if ended else ""


def _run(tree: Path, options: list[str], printed: Path, limit: int | None) -> None:
    """In the fork: forgets the project, goes to the tree, and runs pytest there."""
    os.setsid()
    if limit:
        setrlimit(RLIMIT_CPU, (limit, limit))
    os.chdir(tree)
    for name in [name for name in sys.modules if name.partition(".")[0] in OURS]:
        del sys.modules[name]
    sys.path.insert(0, str(tree))
    sys.dont_write_bytecode = True
    os.environ["PYTHONPATH"] = str(tree)
    with printed.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        sys.stdout = sys.stderr = file
        import pytest

        pytest.main(["-W", "ignore::pytest.PytestAssertRewriteWarning", *options])
        sys.stdout.flush()
