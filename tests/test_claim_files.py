"""How a claim file must look, so that no check or control in it can be lost: it binds names, and each of them once."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from verifier.claim.registry import discover

ROOT = Path(__file__).parent.parent
FILES = sorted(path for path in (ROOT / "verifier" / "claims").rglob("*.py") if path.name != "__init__.py")
CLAIMS = discover()


def bound(statement):
    """The names that a statement at top level binds; None when it is of a kind that could lose or hide a check."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return [statement.name]
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name for alias in statement.names]
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return [node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)]
    text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return [] if text and isinstance(statement.value.value, str) else None


def faults(source):
    """What is wrong with a claim file, a line each."""
    body = ast.parse(source).body
    odd = [f"line {statement.lineno} binds no name" for statement in body if bound(statement) is None]
    counts = Counter(name for statement in body for name in bound(statement) or [])
    twice = [f"{name} is bound {count} times" for name, count in counts.items() if count > 1]
    imports = [node.module for node in body if isinstance(node, ast.ImportFrom)]
    return odd + twice + [f"imports {module}" for module in imports if module.startswith("verifier.claims")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_claim_file_can_lose_nothing(path):
    assert faults(path.read_text(encoding="utf-8")) == []


def test_what_could_be_lost_is_seen():
    assert faults('"""Text."""\nfrom a import b\nC = D = 1\n"""Of D."""\n\n\ndef f():\n    g = C\n') == []
    assert faults("@check('a')\ndef f(): pass\n@check('b')\ndef f(): pass") == ["f is bound 2 times"]
    assert faults("from a import f\n@check('b')\ndef f(): pass") == ["f is bound 2 times"]
    assert faults("control('a', 'b', 'c')(f)") == ["line 1 binds no name"]
    assert faults("for i in range(3):\n    A = check(str(i))(f)") == ["line 1 binds no name"]
    assert faults("from verifier.claims.model import gradient") == ["imports verifier.claims.model"]


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_controls_and_reasons_are_slugs_and_guard_a_test(claim):
    slugs = [text for control in claim.controls for text in (control.name, control.reason)]
    assert [text for text in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text)] == []
    assert {control.guards for control in claim.controls} <= {check.name for check in claim.tests}
