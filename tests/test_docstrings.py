"""The reference is built from the docstrings: everything public has one, and it says more than the name does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(path for package in ("theory", "numerics", "verifier") for path in (ROOT / package).rglob("*.py"))

FEWEST_WORDS = 2
"""Words in the docstring of a function that are not in its name already."""

SHARED = ROOT / "numerics" / "arithmetics" / "protocol.py"
"""The protocol that classes of several files implement: its methods are documented there, once."""

Definition = ast.FunctionDef | ast.ClassDef

DECLARING = {"check", "control", "controls"}
"""Decorators of verifier.claim.declaration: their arguments say what the function checks, or what is false about it."""


def is_declared(node: Definition) -> bool:
    """Whether a decorator turns the function into a check or into controls, and names and explains it."""
    calls = (decorator.func for decorator in node.decorator_list if isinstance(decorator, ast.Call))
    return any(isinstance(called, ast.Name) and called.id in DECLARING for called in calls)


def public(tree: ast.Module | ast.ClassDef) -> Iterator[Definition]:
    """The functions and classes of a module, or the methods of a class, whose names do not begin with an underscore."""
    return (node for node in tree.body if isinstance(node, Definition) and not node.name.startswith("_"))


def says_little(node: Definition, fewest: int) -> bool:
    """Whether the docstring is missing or hardly more than the name."""
    said = set(re.findall(r"[\w^|]+", (ast.get_docstring(node) or "").lower()))
    return len(said - set(node.name.lower().split("_"))) < fewest


def of_protocols(source: str) -> set[str]:
    """The documented methods of the protocols of a file: what implements them means the same."""
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    protocols = [node for node in classes if any("Protocol" in ast.unparse(base) for base in node.bases)]
    return {method.name for protocol in protocols for method in public(protocol) if ast.get_docstring(method)}


def undocumented(source: str) -> list[str]:
    """The public functions, classes and methods of a source whose docstring is missing or says little."""
    elsewhere = of_protocols(source) | of_protocols(SHARED.read_text(encoding="utf-8"))
    found = []
    for node in public(ast.parse(source)):
        if is_declared(node):
            continue
        is_class = isinstance(node, ast.ClassDef)
        found += [node.name] * says_little(node, 1 if is_class else FEWEST_WORDS)
        methods = [method for method in public(node) if not ast.get_docstring(method)] if is_class else []
        found += [f"{node.name}.{method.name}" for method in methods if method.name not in elsewhere]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_everything_public_is_documented(path: Path) -> None:
    assert undocumented(path.read_text(encoding="utf-8")) == []


def test_what_is_missing_or_trivial_is_seen() -> None:
    assert undocumented("def f(): pass\ndef _g(): pass\nclass C:\n    def m(self): pass") == ["f", "C", "C.m"]
    assert undocumented('def hankel_rank():\n    """The Hankel rank."""') == ["hankel_rank"]
    assert undocumented('def hankel_rank():\n    """The number of states that the response needs."""') == []


def test_what_a_check_or_control_says_stands_in_its_decorator() -> None:
    assert undocumented('@check("sums")\ndef sums(settings): pass\n@controls("r", ("x", "y"))\ndef g(): pass') == []
    assert undocumented("@check\ndef f(): pass\n@cache\ndef g(): pass") == ["f", "g"]


def test_what_a_protocol_documents_is_documented_once() -> None:
    protocol = 'class P(Protocol):\n    """What P is."""\n    def m(self):\n        """What m does."""\n'
    assert undocumented(f'{protocol}class C:\n    """What C is."""\n    def m(self): pass') == []
    assert undocumented(f'{protocol}class C:\n    """What C is."""\n    def n(self): pass') == ["C.n"]
