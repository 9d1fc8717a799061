"""The walls of the house: who may import whom, what stays light, how large things are, and what every claim has."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from latex2mathml.converter import convert

from verifier.claim.claim import Status
from verifier.claim.derivation_store import load
from verifier.claim.registry import discover

ROOT = Path(__file__).parent.parent
PACKAGES = ("theory", "numerics", "verifier")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
HEAVY = {"sympy", "scipy", "numpy", "mpmath", "flint", "gmpy2", "jax", "dask", "distributed", "matplotlib"}
FORBIDDEN = {
    "theory": {"numerics", "verifier", "mpmath", "numpy", "scipy", "jax"},
    "numerics": {"theory", "verifier", "sympy"},
    "verifier": {"tests"},
}
MOST_LINES_OF_A_FILE, MOST_LINES_OF_A_FUNCTION = 250, 40
CLAIMS = discover()


def name_of(path):
    return str(path.relative_to(ROOT))


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree):
    """The top-level packages that a module imports, anywhere in it; what is only for type checkers included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def wrong_imports(tree, package):
    return sorted(FORBIDDEN[package] & set(imported(tree)))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_import_directions(path):
    assert wrong_imports(tree_of(path), path.relative_to(ROOT).parts[0]) == []


def test_a_wrong_import_is_seen_wherever_it_hides():
    hidden = "def f():\n    if x:\n        from numerics.model.hankel import rank\n        import mpmath.libmp"
    assert wrong_imports(ast.parse(hidden), "theory") == ["mpmath", "numerics"]


def mutable_state(tree):
    """Module-level names bound to something that can be changed, and every `global` statement.

    A constant table is annotated as what cannot be changed (Mapping, Sequence), and mypy does the rest.
    """
    made = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    changeable = {"list", "dict", "set", "defaultdict", "Counter", "deque"}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and not changeable & set(re.findall(r"\w+", ast.unparse(node.annotation))):
            continue
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        called = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
        if isinstance(value, made) or called in changeable:
            yield f"line {node.lineno}"
    yield from (f"line {node.lineno}: global" for node in ast.walk(tree) if isinstance(node, ast.Global))


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_module_level_state(path):
    assert list(mutable_state(tree_of(path))) == []


def test_module_level_state_is_seen():
    assert list(mutable_state(ast.parse("A = (1,)\nB = []\nC: dict = {}\nD = set()"))) == ["line 2", "line 3", "line 4"]
    assert list(mutable_state(ast.parse("A: Mapping[str, int] = {}\nB: list[int] = []"))) == ["line 2"]
    assert list(mutable_state(ast.parse("def f():\n    global A"))) == ["line 2: global"]


def too_long(source):
    """The functions of a source that are longer than a reviewer reads, and the file itself if it is."""
    whole = len(source.splitlines())
    long = [f"{whole} lines"] if whole > MOST_LINES_OF_A_FILE else []
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    return long + [node.name for node in functions if node.end_lineno - node.lineno >= MOST_LINES_OF_A_FUNCTION]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_and_functions_are_short(path):
    assert too_long(path.read_text(encoding="utf-8")) == []


def test_what_is_too_long_is_seen():
    assert too_long("x = 1\n" * 251) == ["251 lines"]
    assert too_long("def f():\n" + "    x = 1\n" * 40) == ["f"]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_says_what_it_is(path):
    assert ast.get_docstring(tree_of(path))


def test_every_room_is_a_package():
    """setuptools installs what is a package: a folder without `__init__` would be missing from a wheel."""
    assert {path.parent for path in FILES} == {path.parent for path in FILES if path.name == "__init__.py"}


LIGHT = """
import sys
from verifier.cli import main
try:
    main({arguments!r})
finally:
    print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["list"], ["list", "--json", "-"], ["show"], ["--help"], ["--version"]])
def test_list_and_show_load_nothing_heavy(arguments):
    arguments = [*arguments, next(iter(CLAIMS))] if arguments == ["show"] else arguments
    code = LIGHT.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr.strip() == "[]"
    assert done.stdout


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_every_claim_is_complete(claim):
    assert claim.tests, "a claim without a check"
    assert claim.controls, "a claim without a control"
    assert claim.proof is not None or claim.status is not Status.THEOREM, "a theorem without a proof"
    assert claim.title
    assert claim.statement
    assert set(claim.builds_on) <= set(CLAIMS)
    assert len({item.name for item in (*claim.tests, *claim.controls)}) == len(claim.tests) + len(claim.controls)
    assert all(control.reason and control.changes for control in claim.controls)


def ancestors(claim_id):
    found, waiting = set(), list(CLAIMS[claim_id].builds_on)
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting.extend(CLAIMS[name].builds_on if name in CLAIMS else ())
    return found


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_no_claim_rests_on_itself(claim_id):
    assert claim_id not in ancestors(claim_id)


def unknown_macros(text):
    """What is left of LaTeX when each formula between dollar signs is converted: nothing, if all macros are known."""
    if text.count("$") % 2:
        return ["an odd number of dollar signs"]
    outside, formulas = text.split("$")[::2], text.split("$")[1::2]
    return [part for part in (*outside, *(convert(formula) for formula in formulas)) if "\\" in part]


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_every_formula_of_a_claim_can_be_typeset(claim):
    texts = [claim.title, claim.statement, *claim.hypotheses, *(control.changes for control in claim.controls)]
    assert [part for text in texts for part in unknown_macros(text)] == []


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=list(CLAIMS))
def test_every_stored_proof_can_be_typeset(claim):
    """The formulas that were compared, and the sentences that were decided."""
    proof = load(claim.id)
    steps = proof.steps if proof else ()
    formulas = [part for step in steps if not step.where for part in (step.before, step.relation, step.after)]
    sentences = [step.before for step in steps if step.where]
    texts = [*sentences, *((*proof.hypotheses, proof.conclusion) if proof else ())]
    assert [formula for formula in formulas if "\\" in convert(formula)] == []
    assert [part for text in texts for part in unknown_macros(text)] == []


def test_an_unknown_macro_is_seen():
    assert unknown_macros(r"$\alpha$ is fine") == []
    assert unknown_macros(r"$\nosuchmacro x$")
    assert unknown_macros(r"\alpha outside")
    assert unknown_macros("$x")


def test_claim_ids_are_words_with_hyphens():
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", claim_id) for claim_id in CLAIMS)
