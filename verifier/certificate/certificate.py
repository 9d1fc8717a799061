"""The certificate file: the problem, the exact start, the exact middle of the final ball, its radius, the claims."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from numerics.arithmetics.bounds import Bounds
from numerics.arithmetics.protocol import Rows
from numerics.model.linear_rnn import LinearRNN
from verifier.ground.enclosure_text import decimal, parse_enclosure, radius_text
from verifier.ground.errors import InputError, shortened
from verifier.ground.files import read_text
from verifier.ground.table import Table
from verifier.problem.problem import MAXIMAL_HORIZON, Problem, problem_of

MAXIMAL_ATOMS = 500
"""The most nodes of a rule that is stated."""

MAXIMAL_DIGITS = 900
"""The most digits of a certificate: numbers in files have at most 1000 characters."""

FORMAT = "balancedness-verifier certificate 2"

READ = (FORMAT, "balancedness-verifier certificate 1")
"""The formats that are read: the first one stated neither rule nor promise."""

Rule = tuple[tuple[Mapping[str, str], Mapping[str, str]], ...]
"""Node and weight of each atom, as enclosures."""

QUANTITIES = (
    "loss",
    "balancedness",
    "drift",
    "drift_bound",
    "asymmetry",
    "spectral_radius",
    "extrapolation_error",
    "error_at_every_lag",
)
"""What a certificate may claim, each within an enclosure."""

INTEGERS: Mapping[str, tuple[str, ...]] = {
    "student": ("width", "seed"),
    "training": ("length", "steps"),
    "claim": ("horizon",),
}


@dataclass(frozen=True)
class Certificate:
    """After the problem's steps, theta lies within ``radius`` (Frobenius norm) of ``end``, and each claim holds.

    ``rule`` encloses the nodes and weights of the n-point rule with the student's first 2n lags; ``promised`` is a lag
    and what |h_j - g_j| is at most there, by C1 sqrt(L) + C2 asymmetry^2. ``claims`` maps a quantity to the enclosure
    as written, {"mid", "rad"}; ``beside`` is told but not certified here (seconds, versions, bits).
    """

    problem: Problem
    digits: int
    start: LinearRNN[Rows]
    end: LinearRNN[Rows]
    radius: Fraction
    claims: Mapping[str, dict[str, str]]
    rule: Rule = ()
    promised: tuple[int, Fraction] | None = None
    beside: Mapping[str, object] = field(default_factory=dict)

    def enclosure(self, quantity: str) -> Bounds:
        """The enclosure that is claimed."""
        return parse_enclosure(self.claims[quantity], f"claims {quantity}")

    @property
    def parts(self) -> tuple[str, ...]:
        """What is stated about the end, by name."""
        beyond = [("nodes and weights", bool(self.rule)), ("promised", self.promised is not None)]
        return (*self.claims, *(name for name, stated in beyond if stated))

    def to_json(self) -> dict[str, object]:
        """The file's content, numbers as text."""
        places = self.digits + 12
        return {
            "format": FORMAT,
            "problem": self.problem.source,
            "digits": str(self.digits),
            "start": {name: [[str(entry) for entry in row] for row in X] for name, X in vars(self.start).items()},
            "end": {
                name: [[_exact(entry, places) for entry in row] for row in X] for name, X in vars(self.end).items()
            },
            "radius": radius_text(self.radius)[0],
            "claims": dict(self.claims),
            "rule": [{"node": dict(node), "weight": dict(weight)} for node, weight in self.rule],
            "promised": {} if self.promised is None else _promise_text(*self.promised),
            "beside": dict(self.beside),
        }


def read_certificate(path: str) -> Certificate:
    """The certificate in a JSON file; that it is well formed is all that is checked here.

    Args:
        path: a file that ``verifier certify --json`` wrote.

    Returns:
        Problem, exact start, ball of end states and claims, every number as it was written.

    Raises:
        InputError: whatever is malformed, in one line with its place, its cause and a remedy.
    """
    content = _content(path)
    root = Table(content, path)
    root.only("format", "problem", "digits", "start", "end", "radius", "claims", "rule", "promised", "beside")
    problem = problem_of(_problem_table(root.table("problem")))
    shape = problem.student.width, problem.teacher.inputs, problem.teacher.outputs
    return Certificate(
        problem,
        _digits(root),
        _student(root.table("start"), *shape),
        _student(root.table("end"), *shape),
        _radius(root),
        _claims(root.table("claims")),
        _rule(root),
        _promise(root.table("promised", optional=True)),
        root.table("beside", optional=True).entries,
    )


def _content(path: str) -> dict[str, object]:
    """The file's JSON object; a key that stands twice is refused."""
    try:
        content = json.loads(read_text(path), object_pairs_hook=lambda pairs: _once(pairs, path))
    except (ValueError, RecursionError) as error:
        raise InputError(path, f"is not JSON ({error})", "give a file that `verifier certify --json` wrote") from error
    if not isinstance(content, dict) or content.get("format") not in READ:
        raise InputError(path, "is not a certificate", "give a file that `verifier certify --json` wrote")
    return content


def _once(pairs: list[tuple[str, object]], path: str) -> dict[str, object]:
    content = dict(pairs)
    if len(content) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(path, f"the key {shortened(twice)} stands twice", "state everything once")
    return content


def _radius(root: Table) -> Fraction:
    """At least 0, and as small as the digits say."""
    radius, digits = root.rational("radius"), _digits(root)
    if radius < 0:
        raise InputError(f"{root.place} radius", "is negative", "a radius is at least 0")
    if radius > Fraction(2, 10**digits):
        raise InputError(f"{root.place} radius", f"exceeds 2e-{digits}", f"a certificate of {digits} digits is closer")
    return radius


def _claims(claims: Table) -> dict[str, dict[str, str]]:
    claims.only(*QUANTITIES)
    if not claims.entries:
        raise InputError(claims.place, "states nothing", "give a file that `verifier certify --json` wrote")
    for name, value in claims.entries.items():
        parse_enclosure(value, f"{claims.place} {name}")
    return {name: value for name, value in claims.entries.items() if isinstance(value, dict)}


def _rule(root: Table) -> Rule:
    stated = root.entries.get("rule", [])
    place = f"{root.place} rule"
    if not isinstance(stated, list) or len(stated) > MAXIMAL_ATOMS:
        raise InputError(place, "is not a list of nodes and weights", f"there are at most {MAXIMAL_ATOMS}")
    atoms = []
    for number, atom in enumerate(stated):
        here = f"{place} {number}"
        if not isinstance(atom, dict) or set(atom) != {"node", "weight"}:
            raise InputError(here, "is not a node and a weight", 'write {"node": ..., "weight": ...}')
        for name, value in atom.items():
            parse_enclosure(value, f"{here} {name}")
        atoms.append((atom["node"], atom["weight"]))
    return tuple(atoms)


def _promise(table: Table) -> tuple[int, Fraction] | None:
    if not table.entries:
        return None
    table.only("lag", "at_most")
    lag = table.rational("lag")
    if lag.denominator != 1 or not 0 <= lag <= MAXIMAL_HORIZON:
        raise InputError(f"{table.place} lag", "is out of bounds", f"it is an integer from 0 to {MAXIMAL_HORIZON}")
    return int(lag), table.rational("at_most")


def _promise_text(lag: int, bound: Fraction) -> dict[str, str]:
    return {"lag": str(lag), "at_most": radius_text(bound)[0]}


def _digits(root: Table) -> int:
    digits = root.rational("digits")
    if digits.denominator != 1 or not 1 <= digits <= MAXIMAL_DIGITS:
        raise InputError(f"{root.place} digits", "is out of bounds", f"it is an integer from 1 to {MAXIMAL_DIGITS}")
    return int(digits)


def _problem_table(table: Table) -> Table:
    """The problem's tables with the integers that the file holds as text."""
    named = {name: _with_integers(name, value) for name, value in table.entries.items()}
    training = named.get("training")
    if isinstance(training, dict):
        read = Table(training, f"{table.place} [training]")
        named["training"] = read.renamed("step", "step_size", noted=False).entries
    return Table(named, table.place)


def _with_integers(name: str, value: object) -> object:
    if not isinstance(value, dict):
        return value
    return {key: _integer(text) if key in INTEGERS.get(name, ()) else text for key, text in value.items()}


def _integer(text: object) -> object:
    plain = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 30
    return int(str(text)) if plain else text


def _student(table: Table, d: int, m: int, p: int) -> LinearRNN[Rows]:
    """A, B, C in the shapes that the problem fixes."""
    table.only("A", "B", "C")
    shapes = {"A": (d, d), "B": (d, m), "C": (p, d)}
    matrices = {name: table.matrix(name, max(d, m, p)) for name in shapes}
    for name, shape in shapes.items():
        found = len(matrices[name]), len(matrices[name][0])
        if found != shape:
            cause = f"is {found[0]} x {found[1]}, the problem makes it {shape[0]} x {shape[1]}"
            raise InputError(f"{table.place} {name}", cause, "restore the file")
    return LinearRNN(**matrices)


def _exact(entry: Fraction, places: int) -> str:
    """A decimal of so many places, exactly."""
    mantissa = entry * 10**places
    if mantissa.denominator != 1:
        raise ValueError(f"certificate: {entry} has more than {places} decimals; round the end state first")
    return decimal(int(mantissa), -places)
