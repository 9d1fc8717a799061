"""One small certificate, what is true of it by another route, and how its file is changed."""

import copy
import json
from fractions import Fraction
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from numerics.arithmetics.ball import Balls
from numerics.model.linear_rnn import LinearRNN
from numerics.model.teacher import response_of_system
from numerics.rigour.end_state import drift_bound, measure
from numerics.rigour.interval_run import interval_run
from verifier.cli import main
from verifier.ground.files import json_text
from verifier.problem.problem import parse_problem

SMALL = """
[teacher]
nodes = ["1/2"]
weights = [1]
[student]
width = 2
scale = "1/4"
seed = 3
[training]
length = 3
step_size = "1/20"
steps = 12
[claim]
horizon = 20
"""


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@cache
def small_text():
    """The certificate of SMALL, 12 digits, as its file's text."""
    from verifier.certificate.certification import certificate, rigorous_run

    problem = parse_problem(SMALL, "small")
    return json_text(certificate(problem, rigorous_run(problem, 12), 12)[0].to_json())


@cache
def truth():
    """The exact end within 1e-100, and everything that follows from it."""
    problem = parse_problem(SMALL, "small")
    done = interval_run(problem.exact.run, 500)
    values = dict(measure(done.end, problem.exact, Balls(500)).values)
    return done.end, {**values, "drift_bound": drift_bound(problem.exact.run.step_size, done.energy)}


def is_true(certificate):
    """Whether everything that a certificate states is so: by the exact run, not by `recheck`."""
    end, values = truth()
    if certificate.start != certificate.problem.exact.run.start:
        return False
    pairs = zip(vars(end.model).values(), vars(certificate.end).values(), strict=True)
    gap = sum((x - y) ** 2 for X, Y in pairs for r, s in zip(X, Y, strict=True) for x, y in zip(r, s, strict=True))
    inside = gap <= certificate.radius**2
    stated = all(values[name].within(certificate.enclosure(name)) for name in certificate.claims)
    return inside and stated and rule_is_true(certificate) and promise_is_true(certificate)


def rule_is_true(certificate):
    """The 1-point rule h_j = w x^j, j < 2: x = h_1 / h_0 and w = h_0 at the exact end, to 1e-90."""
    A, B, C = ([list(row) for row in X] for X in truth()[0].model.parts)
    h = [g[0][0] for g in response_of_system(LinearRNN(A, B, C), 2)]
    ((node, weight),) = certificate.rule
    pairs = ((h[1] / h[0], node), (h[0], weight))
    return all(abs(exact - Fraction(box["mid"])) < Fraction(box["rad"]) for exact, box in pairs)


def promise_is_true(certificate):
    lag, bound = certificate.promised
    A, B, C = truth()[0].model.parts
    h = response_of_system(LinearRNN(A, B, C), lag + 1)[lag][0][0]
    return abs(h - Fraction(1, 2) ** lag) <= bound


def written(tmp_path, content):
    path = tmp_path / "certificate.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def places(content):
    """Where numbers stand: (keys, text) of every string of start, end, radius and claims."""
    found = [(("radius",), content["radius"])]
    for part in ("start", "end"):
        for name, rows in content[part].items():
            found += [((part, name, i, j), text) for i, row in enumerate(rows) for j, text in enumerate(row)]
    for name, value in content["claims"].items():
        found += [(("claims", name, key), value[key]) for key in ("mid", "rad")]
    for part, value in content["rule"][0].items():
        found += [(("rule", 0, part, key), value[key]) for key in ("mid", "rad")]
    return [*found, *((("promised", key), content["promised"][key]) for key in ("lag", "at_most"))]


def changed(content, keys, text):
    content = copy.deepcopy(content)
    inner = content
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = text
    return content


OLD = Path(__file__).parent / "data" / "certificate-with-step.json"
"""Of SMALL, written when a problem file's `step_size` was called `step`."""
