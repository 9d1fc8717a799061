"""Every file that the product reads: right ones, wrong ones made of them, and what the product does with either."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from numerics.arithmetics.by_name import arithmetic
from numerics.descent.descent import Divergence
from numerics.rigour.certified_run import Lost
from tests.hostile.databases import SWEEP, database, right_database, use_database
from tests.hostile.mutations import as_json, as_toml, battered, hurt
from tests.hostile.number_files import STUDENT, arrays_file, moments_file, student_arrays_file, use_moments, use_student
from tests.report_examples import of, one
from verifier.certificate.certificate import read_certificate
from verifier.certificate.certification import certificate, rigorous_run
from verifier.certificate.recheck import recheck
from verifier.descent.checkpoint import FORMAT, _seal
from verifier.descent.descent_result import measured
from verifier.descent.descent_run import DescentRun, finish
from verifier.ground.documents import parse_json
from verifier.ground.files import json_text, read_text
from verifier.problem.problem import Problem, parse_problem, read_problem
from verifier.report.report import page
from verifier.run.results import to_json
from verifier.run.results_reader import from_json
from verifier.sweep.sweep_file import read_sweep

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
SMALL = 6
"""Up to this width and length a problem that was read is also run: what is read must be survived."""


@dataclass(frozen=True)
class Subject:
    """A kind of file: how a wrong one is made, and what reads it and goes on with it where it is small."""

    ending: str
    made: Callable[[Random], bytes]
    used: Callable[[str, Random], object]


def problem_file(random: Random) -> bytes:
    """A problem, near the right one."""
    base = {**PROBLEM, "teacher": random.choice((PROBLEM["teacher"], *TEACHERS))}
    return hurt(as_toml(battered(base, random), random), random)


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
    return hurt(as_toml(battered(SWEEP, random), random), random)


def use_sweep(path: str, random: Random) -> None:
    """Reads it and names it."""
    found = read_sweep(path)
    assert found.digest
    if len(found.seeds) < 100 and max(found.axes[0]) <= SMALL:
        assert len(found.cells()) == len(found.keys)


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


def subjects(folder: Path) -> dict[str, Subject]:
    """All kinds of files by name; the right ones are made in the folder."""
    certificates, checkpoints, results = right_certificate(), right_checkpoint(), right_result()
    stored = right_database(folder)

    def json_file(base: object) -> Callable[[Random], bytes]:
        return lambda random: hurt(as_json(battered(base, random), random), random)

    def checkpoint_file(random: Random) -> bytes:
        return hurt(as_json(sealed(battered(checkpoints, random), random), random), random)

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
