"""One hostile input: given to the product, and judged."""

import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from random import Random

from tests.hostile.subjects import Subject
from verifier.ground.errors import VerifierError

MOST_SECONDS = 5.0
"""A reader answers at once; the rest is for a busy machine."""

LONGEST_LINE = 1500


def violation(subject: Subject, path: Path, random: Random) -> str:
    """What is wrong with how the product took an input: "" when it was accepted, or refused in one line.

    The input is written to `path`; nothing else may be in its folder afterwards, except a checkpoint's like.
    """
    data = subject.made(random)
    path.write_bytes(data)
    begun, found = time.perf_counter(), ""
    try:
        with redirect_stderr(StringIO()):
            subject.used(str(path), random)
    except VerifierError as error:
        line = str(error)
        if len(line.splitlines()) != 1 or not line.isprintable() or len(line) > LONGEST_LINE:
            found = f"a message of {len(line)} characters: {line[:200]!r}"
    except Exception:
        found = traceback.format_exc(limit=-6)
    seconds = time.perf_counter() - begun
    if not found and seconds > MOST_SECONDS:
        found = f"{seconds:.1f} seconds"
    return found and f"{found}\n{data[:2000]!r}"


@contextmanager
def traced_memory(most: int) -> Iterator[None]:
    """Fails when what the block allocates at once exceeds `most` bytes."""
    import tracemalloc

    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] <= most
    finally:
        tracemalloc.stop()
