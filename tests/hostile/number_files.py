"""Files of numbers as people have them, right and wrong: moments, arrays, trained students."""

import io
from random import Random

import numpy as np
import scipy.io

from tests.hostile.mutations import NASTY, as_json, battered, blows, hurt
from verifier.data.sequence import read_sequence
from verifier.problem.teacher import read_teacher_file
from verifier.student.student_file import read_student

STUDENT: dict[str, object] = {
    "A": [["1/2", "1/9"], [0, "-1/3"]],
    "B": [[1], ["2/3"]],
    "C": [["1/4", 1]],
    "D": [[0]],
}


def moments_file(random: Random) -> bytes:
    """Moments as CSV or JSON."""
    cells: list[object] = [random.choice(("1", "1/2", 1, "-0.25", "1e-3")) for _ in range(random.randrange(1, 9))]
    for _ in range(blows(random)):
        cells[random.randrange(len(cells))] = random.choice(NASTY)
    if random.randrange(2):
        tree = battered(random.choice((cells, {"moments": cells}, {"response": cells, "digits": "3"})), random)
        return hurt(as_json(tree, random), random)
    separator = random.choice(("\n", ",", ";", " ", "\r\n", "\t", ",\n", "\n# a comment\n", "\x0b", "\u2028"))
    return hurt(separator.join(str(cell) for cell in cells) + "\n", random)


def use_moments(path: str, random: Random) -> None:
    """Reads them."""
    assert read_sequence(path, random.choice((None, None, "1", "2", "x")), None).lags.shape


def student_arrays_file(random: Random) -> bytes:
    """A trained student as numpy saves it: cut, flipped, or as it is."""
    stream = io.BytesIO()
    np.savez(stream, A=np.eye(2) / 2, B=np.ones((2, 1)), C=np.ones((1, random.choice((2, 2, 2, 3)))))
    return flipped(stream.getvalue(), random)


def use_student(path: str, random: Random) -> None:
    """Reads it as a trained student, or as the teacher of a problem."""
    reader = random.choice((read_student, read_student, read_teacher_file))
    assert reader(path) is not None


def arrays_file(random: Random) -> bytes:
    """Numbers in the binary formats of NumPy and MATLAB: cut, flipped, or as they are."""
    made = random.choice((np.array([1.0, 0.5, 0.25]), np.eye(2), np.arange(3), np.array(["a"]), np.array(1j)))
    stream = io.BytesIO()
    kind = random.choice((np.save, np.savez, np.savez_compressed) * 10 + (scipy.io.savemat,))
    if kind is scipy.io.savemat:
        scipy.io.savemat(stream, {"h": made})
    else:
        kind(stream, made)
    return flipped(stream.getvalue(), random)


def flipped(right: bytes, random: Random) -> bytes:
    """The bytes with some of the first ones flipped, and cut; or as they are."""
    data = bytearray(right)
    for _ in range(random.choice((0, 1, 1, 4, 20))):
        data[random.randrange(min(len(data), random.choice((150, 1000))))] = random.randrange(256)
    return bytes(data[: random.choice((len(data), len(data), len(data), random.randrange(len(data))))])
