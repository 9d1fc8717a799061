"""One hostile input: given to the product, and judged."""

import time
import traceback
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from random import Random

from tests.hostile.subjects import Subject
from verifier.ground.errors import VerifierError

MOST_SECONDS = 5.0
"""Of this process, not of the clock: others may keep the machine busy."""

LONGEST_LINE = 1500


def violation(subject: Subject, path: Path, random: Random) -> str:
    """What is wrong with how the product took an input: "" when it was accepted, or refused in one line.

    The input is written to `path`; nothing else may be in its folder afterwards, except a checkpoint's like.
    """
    data = subject.made(random)
    path.write_bytes(data)
    begun, state = time.monotonic(), random.getstate()
    found = _taken(subject, path, random)
    if (
        not found and time.monotonic() - begun > MOST_SECONDS
    ):  # again by this process's own clock, which is slow to read
        random.setstate(state)
        begun = time.process_time()
        _taken(subject, path, random)
        if (seconds := time.process_time() - begun) > MOST_SECONDS:
            found = f"{seconds:.1f} seconds"
    return found and f"{found}\n{data[:2000]!r}"


def _taken(subject: Subject, path: Path, random: Random) -> str:
    try:
        with redirect_stderr(StringIO()):
            subject.used(str(path), random)
    except VerifierError as error:
        line = str(error)
        if len(line.splitlines()) != 1 or not line.isprintable() or len(line) > LONGEST_LINE:
            return f"a message of {len(line)} characters: {line[:200]!r}"
    except Exception:
        return traceback.format_exc(limit=-6)
    return ""
