"""The reference is built from the docstrings: everything public has one, and it says more than the name does.

The docstring of an entry point says what goes in, what comes out and what can be wrong, argument by argument.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
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


# --- entry points: Args, Returns and Raises

FEWEST_PARAMETERS, FEWEST_ROOMS = 3, 2
"""A function with so many parameters that so many rooms of another package call is an entry point."""

COMMANDS = "verifier/commands"
"""What a command calls in another room is an entry point as well."""

Function = tuple[str, str]
"""A dotted module and the name of a function in it."""


def parameters(node: ast.FunctionDef) -> list[str]:
    """The names of a function's parameters, in their order."""
    given = node.args
    return [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def section(docstring: str, name: str) -> str | None:
    """What stands, indented, beneath a heading such as `Args:`; None where there is no such heading."""
    found = re.search(rf"^{name}:\n((?:[ ]{{4}}.*\n?|\n(?=[ ]{{4}}))+)", docstring, re.MULTILINE)
    return found[1] if found else None


def left_unsaid(node: ast.FunctionDef) -> list[str]:
    """What the docstring of an entry point lacks, or says of arguments that there are not."""
    docstring = ast.get_docstring(node) or ""
    named = re.findall(r"^ {4}(\w+): ", section(docstring, "Args") or "", re.MULTILINE)
    returns = node.returns is not None and ast.unparse(node.returns) != "None"
    raises = any(isinstance(part, ast.Raise) for part in ast.walk(node))
    lacking = ["Args"] * (named != parameters(node))
    lacking += ["Returns"] * (returns and not section(docstring, "Returns"))
    return lacking + ["Raises"] * (raises and not section(docstring, "Raises"))


def functions(files: Iterable[Path]) -> dict[Function, ast.FunctionDef]:
    """The functions that the files define at their top, by module and name."""
    found = {}
    for path in files:
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        nodes = ast.parse(path.read_text(encoding="utf-8")).body
        found |= {(module, node.name): node for node in nodes if isinstance(node, ast.FunctionDef)}
    return found


def callers(files: Iterable[Path]) -> dict[Function, set[str]]:
    """The rooms that import each name from another module."""
    found: dict[Function, set[str]] = defaultdict(set)
    for path in files:
        room = str(path.parent.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    found[node.module, alias.name].add(room)
    return found


def is_entry_point(module: str, rooms: set[str]) -> bool:
    """Whether a function of this module is called from far enough away to be somebody's first acquaintance with it."""
    abroad = {room for room in rooms if room.split("/")[0] != module.split(".")[0]}
    own = "/".join(module.split(".")[:-1])
    return len(abroad) >= FEWEST_ROOMS or (COMMANDS in rooms and own != COMMANDS)


DEFINED, CALLERS = functions(FILES), callers(FILES)
ENTRY_POINTS = {
    f"{module}.{name}": node
    for (module, name), node in DEFINED.items()
    if len(parameters(node)) >= FEWEST_PARAMETERS and is_entry_point(module, CALLERS[module, name])
}


@pytest.mark.parametrize("name", ENTRY_POINTS)
def test_an_entry_point_says_what_goes_in_what_comes_out_and_what_can_be_wrong(name: str) -> None:
    assert left_unsaid(ENTRY_POINTS[name]) == []


@pytest.mark.parametrize("name", [f"{module}.{name}" for module, name in DEFINED])
def test_no_docstring_names_an_argument_that_there_is_not(name: str) -> None:
    node = DEFINED[tuple(name.rsplit(".", 1))]
    arguments = section(ast.get_docstring(node) or "", "Args")
    named = re.findall(r"^ {4}(\w+): ", arguments or "", re.MULTILINE)
    assert arguments is None or named == parameters(node)


def test_the_first_acquaintances_are_among_the_entry_points() -> None:
    first = {"numerics.descent.descent.descend", "numerics.recovery.recovery.recover", "theory.model.gradient.gradient"}
    assert first <= set(ENTRY_POINTS)


def test_what_an_entry_point_leaves_unsaid_is_seen() -> None:
    whole = (
        'def f(a, b) -> int:\n    """What f is.\n\n    Args:\n        a: one.\n        b: two,\n            or more.\n'
        '\n    Returns:\n        A number.\n\n    Raises:\n        ValueError: never.\n    """\n    raise ValueError\n'
    )
    node = ast.parse(whole).body[0]
    assert left_unsaid(node) == []
    for wrong, lacking in (
        (whole.replace("b: two", "c: two"), ["Args"]),
        (whole.replace("        A number.\n", ""), ["Returns"]),
        (whole.replace("Raises:", "It raises:"), ["Raises"]),
        ("def f(a, b) -> int:\n    pass", ["Args", "Returns"]),
    ):
        assert left_unsaid(ast.parse(wrong).body[0]) == lacking
