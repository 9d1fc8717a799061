"""Every file that the product reads: right ones, wrong ones made of them, and what the product does with either."""

import io
import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import scipy.io

from numerics.arithmetics.by_name import arithmetic
from numerics.descent.descent import Divergence
from numerics.rigour.certified_run import Lost
from tests.hostile.mutations import NASTY, as_json, as_toml, hurt, struck
from tests.report_examples import of, one
from tests.sweeps import call
from verifier.certificate.certificate import read_certificate
from verifier.certificate.certification import certificate, rigorous_run
from verifier.certificate.recheck import recheck
from verifier.data.sequence import read_sequence
from verifier.descent.checkpoint import FORMAT, _seal
from verifier.descent.descent_result import measured
from verifier.descent.descent_run import DescentRun, finish
from verifier.ground.documents import parse_json
from verifier.ground.files import json_text, read_text
from verifier.problem.problem import Problem, parse_problem, read_problem
from verifier.problem.teacher import read_teacher_file
from verifier.report.report import page
from verifier.run.results import to_json
from verifier.run.results_reader import from_json
from verifier.student.student_file import read_student
from verifier.sweep.sweep_file import parse_sweep, read_sweep
from verifier.sweep.sweep_row import COLUMNS
from verifier.sweep.sweep_store import open_store
from verifier.sweep.sweep_summary import counts, summary

PROBLEM: dict[str, object] = {
    "teacher": {"nodes": ["1/2", "-1/3"], "weights": [1, "1/2"]},
    "student": {"width": 2, "scale": "1/10", "seed": 1},
    "training": {"length": 3, "step_size": "1/20", "steps": 3},
    "claim": {"horizon": 6},
}
TEACHERS: Sequence[dict[str, object]] = (
    {"nodes": [3], "weights": [1]},
    {"A": [["1/2", 0], [0, "1/3"]], "B": [[1], [1]], "C": [[1, 1]]},
    {"A": [["1/2"]], "B": [["1/4", 1]], "C": [[1], [0], ["1/2"]]},
    {"response": [1, 0, 0, 1, 0, "1/2"]},
    {"response": [[[1, 2]], [[0, 1]], [[1, 1]]]},
)
SWEEP: dict[str, object] = {
    "teacher": [{"nodes": ["1/2"], "weights": [1]}, {"A": [["1/3"]], "B": [[1]], "C": [[1]]}],
    "student": {"width": [2, 3], "scale": ["1/10"], "seed": {"first": 3, "count": 2}},
    "training": {"length": [3], "step_size": ["1/20"], "steps": 3},
    "claim": {"horizon": 6},
    "computation": {"arithmetic": "float64"},
}
STUDENT: dict[str, object] = {
    "A": [["1/2", "1/9"], [0, "-1/3"]],
    "B": [[1], ["2/3"]],
    "C": [["1/4", 1]],
    "D": [[0]],
}
SMALL = 6
"""Up to this width and length a problem that was read is also run: what is read must be survived."""


@dataclass(frozen=True)
class Subject:
    """A kind of file: how a wrong one is made, and what reads it and goes on with it where it is small."""

    ending: str
    made: Callable[[Random], bytes]
    used: Callable[[str, Random], object]


def _blows(random: Random) -> int:
    return random.choice((0, 1, 1, 1, 2, 3, 6))


def _tree(base: object, random: Random) -> object:
    for _ in range(_blows(random)):
        base = struck(base, random)
    return base


# --- problems and sweeps


def problem_file(random: Random) -> bytes:
    """A problem, near the right one."""
    base = {**PROBLEM, "teacher": random.choice((PROBLEM["teacher"], *TEACHERS))}
    return hurt(as_toml(_tree(base, random), random), random)


def use_problem(path: str, random: Random) -> None:
    """Reads it; where it is small, descends and certifies."""
    found = read_problem(path)
    assert found.digest
    if is_small(found) and random.randrange(30) == 0:
        _descend(found, f"{path}.checkpoint", random.choice(("mpmath", "arb", "float64")))
    if is_small(found) and random.randrange(100) == 0:
        _certify(found)


def is_small(found: Problem) -> bool:
    """Whether running it takes milliseconds."""
    ports = found.teacher.inputs * found.teacher.outputs
    sizes = (found.student.width, found.training.length, ports, found.training.steps / 2, found.horizon / 20)
    return max(sizes) <= SMALL


def _descend(found: Problem, checkpoint: str, name: str) -> None:
    run = DescentRun(found, arithmetic(name, 15, max(1, found.training.steps)), checkpoint)
    try:
        json_text(measured(run, finish(run, lambda *_: None), 15).to_json())
    except Divergence:
        pass
    except (OverflowError, ValueError):  # the command says so: float64 overflows
        if name != "float64":
            raise


def _certify(found: Problem) -> None:
    try:
        made, _ = certificate(found, rigorous_run(found, 20, 2000), 20)
    except (Lost, ValueError):  # UNDECIDED, as the command says
        return
    json_text(made.to_json())


def sweep_file(random: Random) -> bytes:
    """A sweep, near the right one."""
    return hurt(as_toml(_tree(SWEEP, random), random), random)


def use_sweep(path: str, random: Random) -> None:
    """Reads it and names it."""
    found = read_sweep(path)
    assert found.digest
    if len(found.seeds) < 100 and max(found.axes[0]) <= SMALL:
        assert len(found.cells()) == len(found.keys)


# --- certificates and checkpoints


def right_certificate() -> dict[str, object]:
    """The certificate of the small problem."""
    found = parse_problem(as_toml(PROBLEM, Random(1)), "p")
    made, _ = certificate(found, rigorous_run(found, 12), 12)
    document: dict[str, object] = json.loads(json_text(made.to_json()))
    return document


def use_certificate(path: str, random: Random) -> None:
    """Reads it; where it is small, checks it, its run repeated or not."""
    found = read_certificate(path)
    if is_small(found.problem) and found.digits <= 40 and random.randrange(50) == 0:
        with suppress(ValueError):  # the command makes one line of it
            list(recheck(found, random.choice((0.0, 0.1))))


def right_checkpoint() -> dict[str, object]:
    """The state of the small problem after its start, in float64."""
    run = _small_run("unused")
    document: dict[str, object] = {"format": FORMAT, "run": run.name, "step": "1"}
    for name, X in zip("ABC", run.exact.run.start.parts, strict=True):
        document[name] = [["0x1p-3" for _ in row] for row in X]
    return {**document, "seal": _seal(document)}


def _small_run(checkpoint: str) -> DescentRun[object]:
    found = parse_problem(as_toml(PROBLEM, Random(1)), "p")
    return DescentRun(found, arithmetic("float64", 15, 3), checkpoint)


def sealed(tree: object, random: Random) -> object:
    """With a right seal most often: what is wrong must be found behind it."""
    if not isinstance(tree, dict) or random.randrange(4) == 0:
        return tree
    plain = {key: value for key, value in tree.items() if key != "seal"}
    try:
        return {**tree, "seal": _seal(json.loads(as_json(plain, Random(2))))}
    except (ValueError, RecursionError):  # raw tokens
        return tree


def use_checkpoint(path: str, random: Random) -> None:
    """Goes on from it."""
    with suppress(Divergence):
        finish(_small_run(path), lambda *_: None)


# --- results and moments


def right_result() -> dict[str, object]:
    """The result of a run of one claim, its proof cut short."""
    document = json.loads(json_text(to_json(of(one()))))
    for item in document["claims"][0]["evidence"]:
        item["steps"] = item["steps"][:2]
    document["claims"][0]["controls"] = document["claims"][0]["controls"][:1]
    return {key: document[key] for key in ("claims", "profile", "seed", "digits", "versions", "date", "seconds")}


def use_result(path: str, random: Random) -> None:
    """Reads it, and now and then makes its page."""
    found = from_json(parse_json(read_text(path), path, "make one"), path)
    if random.randrange(60) == 0:
        page(found).encode()


def moments_file(random: Random) -> bytes:
    """Moments as CSV or JSON."""
    cells: list[object] = [random.choice(("1", "1/2", 1, "-0.25", "1e-3")) for _ in range(random.randrange(1, 9))]
    for _ in range(_blows(random)):
        cells[random.randrange(len(cells))] = random.choice(NASTY)
    if random.randrange(2):
        tree = _tree(random.choice((cells, {"moments": cells}, {"response": cells, "digits": "3"})), random)
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


# --- the database of a sweep

BLOWS = (
    "UPDATE cells SET {column} = ? WHERE cell = {row}",
    "UPDATE cells SET {column} = ? WHERE cell = {row}",
    "UPDATE about SET value = ? WHERE name = '{name}'",
    "UPDATE seals SET seal = ? WHERE cell = {row}",
    "UPDATE about SET name = ?",
    "DELETE FROM {table} WHERE ? IS NOT 7",
    "DROP TABLE {table} -- ?",
    "ALTER TABLE {table} ADD COLUMN extra -- ?",
    "ALTER TABLE cells RENAME COLUMN {column} TO other -- ?",
    "CREATE TRIGGER t AFTER INSERT ON cells BEGIN DELETE FROM about; END -- ?",
    "CREATE VIEW v AS SELECT * FROM {table} -- ?",
    "INSERT OR REPLACE INTO seals VALUES ({row}, ?)",
    "INSERT INTO cells (cell, teacher, width, length, scale, step_size, steps, seed, outcome) "
    "VALUES ({number}, 1, 2, 3, ?, '1/20', 3, '3', 'finished')",
    "PRAGMA application_id = {number} -- ?",
    "PRAGMA user_version = {number} -- ?",
)


def database(right: bytes, random: Random) -> bytes:
    """The file of a finished sweep, altered by SQL or byte by byte."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(right)
        for _ in range(_blows(random)):
            with suppress(sqlite3.Error):
                _strike(connection, random)
        data = bytearray(connection.serialize())
    for _ in range(random.choice((0, 0, 0, 1, 8))):
        data[random.randrange(len(data))] = random.randrange(256)
    return bytes(data[: random.choice((len(data), len(data), len(data), 100, 0))])


def _strike(connection: sqlite3.Connection, random: Random) -> None:
    places = {"column": random.choice(list(COLUMNS)), "table": random.choice(("cells", "about", "seals"))}
    numbers = {"row": random.randrange(1, 9), "number": random.choice((0, -1, 1, 9, 999999, 2**31 - 1))}
    blow = random.choice(BLOWS).format(**places, **numbers, name=random.choice(("digest", "format", "sweep")))
    value = random.choice(NASTY)
    storable = value is None or isinstance(value, (float, bool)) or (isinstance(value, str) and value.isprintable())
    with connection:
        connection.execute(blow, () if "--" in blow else (value if storable else b"\xff\x00",))


def use_database(path: str, random: Random) -> None:
    """Opens it, and reads all that is reported of it."""
    with open_store(path, THE_SWEEP) as store:
        store.finished()
        rows = store.rows()
    counts(rows)
    summary(rows)


THE_SWEEP = parse_sweep(as_toml(SWEEP, Random(1)), "s")


def right_database(folder: Path) -> bytes:
    """The file of the small sweep, finished."""
    (folder / "right.toml").write_text(as_toml(SWEEP, Random(1)))
    done = call("sweep", folder / "right.toml", "--out", folder / "right.sqlite", "--executor", "serial")
    assert done.exit_code == 0, done.output
    return (folder / "right.sqlite").read_bytes()


def subjects(folder: Path) -> dict[str, Subject]:
    """All kinds of files by name; the right ones are made in the folder."""
    certificates, checkpoints, results = right_certificate(), right_checkpoint(), right_result()
    stored = right_database(folder)

    def json_file(base: object) -> Callable[[Random], bytes]:
        return lambda random: hurt(as_json(_tree(base, random), random), random)

    def checkpoint_file(random: Random) -> bytes:
        return hurt(as_json(sealed(_tree(checkpoints, random), random), random), random)

    return {
        "problem": Subject("toml", problem_file, use_problem),
        "sweep": Subject("toml", sweep_file, use_sweep),
        "certificate": Subject("json", json_file(certificates), use_certificate),
        "checkpoint": Subject("json", checkpoint_file, use_checkpoint),
        "result": Subject("json", json_file(results), use_result),
        "moments": Subject("csv", moments_file, use_moments),
        "arrays": Subject("mat", arrays_file, use_moments),
        "student": Subject("json", json_file(STUDENT), use_student),
        "student arrays": Subject("npz", student_arrays_file, use_student),
        "database": Subject("sqlite", lambda random: database(stored, random), use_database),
    }
