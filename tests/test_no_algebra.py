"""The verifier joins theory and numerics and computes nothing of its own: no linear algebra, no roots, no polynomials.

What is looked for are the tools by name: modules and functions that solve, factor or decompose, products written `@`,
and calls of methods that do. A product written out as a sum of products is not seen; reviewers must see it.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "verifier").rglob("*.py"))
MODULES = ("numpy.linalg", "numpy.polynomial", "scipy", "sympy.solvers", "sympy.polys", "sympy.matrices")
NAMES = {
    "numpy": "linalg poly polyfit roots dot vdot inner outer matmul tensordot einsum kron convolve correlate trace",
    "mpmath": "matrix svd svd_r svd_c qr lu lu_solve cholesky cholesky_solve eig eigh eigsy eighe norm mnorm det "
    "inverse polyroots polyval findroot fdot expm diag eye",
    "flint": "arb_mat acb_mat arb_poly acb_poly fmpz_mat arb_series acb_series",
    "sympy": "solve solveset linsolve nsolve roots real_roots resultant groebner factor Poly gcd div diff integrate",
}
METHODS = (
    "solve eig det inv rank nullspace rref charpoly minpoly eigenvals eigenvects LUsolve QRdecomposition cholesky "
    "roots complex_roots gcd xgcd resultant derivative integral matmul dot"
)
ALLOWED = {
    "verifier/cases/gauss_instances.py: import scipy": "the rules of scipy.special are what ours are held against",
    "verifier/cases/realisations.py: .det()": "a matrix drawn at random is kept where it is invertible",
    "verifier/data/matlab_file.py: import scipy": "scipy.io reads MATLAB's files",
    "verifier/claims/orbit/signature_symmetry.py: .inv()": "theory takes a change of basis with its inverse",
}
"""What is found and stays, with its reason."""


def algebra(tree):
    """Every tool of algebra that a module takes up, anywhere in it."""
    packages = dict(imported(tree))
    yield from (f"import {module.split('.')[0]}" for module in packages.values() if module.startswith(MODULES))
    for node in ast.walk(tree):
        if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.MatMult):
            yield "@"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS.split():
            yield f".{node.func.attr}()"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in packages:
            yield from named(packages[node.value.id], node.attr)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (found for alias in node.names for found in named(node.module, alias.name))


def imported(tree):
    """Each name that an import binds, with the module it comes from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((alias.asname or alias.name, node.module) for alias in node.names)


def named(module, name):
    package = module.split(".")[0]
    if name in NAMES.get(package, "").split():
        yield f"{package}.{name}"


def in_file(path):
    return {f"{path.relative_to(ROOT)}: {tool}" for tool in algebra(ast.parse(path.read_text(encoding="utf-8")))}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_verifier_holds_no_algebra(path):
    assert in_file(path) - set(ALLOWED) == set()


def test_what_is_allowed_is_there():
    assert set(ALLOWED) <= set().union(*map(in_file, FILES))


@pytest.mark.parametrize(
    ("source", "tool"),
    [
        ("def f(c, R):\n    return c @ R", "@"),
        ("c @= R", "@"),
        ("def f():\n    import numpy.linalg", "import numpy"),
        ("from scipy.optimize import root", "import scipy"),
        ("import numpy as np\nx = np.linalg.norm(y)", "numpy.linalg"),
        ("import numpy as np\nc = np.poly(nodes)", "numpy.poly"),
        ("from mpmath import svd_r, workdps", "mpmath.svd_r"),
        ("from mpmath import mp\nmp.qr(K)", "mpmath.qr"),
        ("from flint import acb_mat, arb", "flint.acb_mat"),
        ("nodes = H.solve(shifted)", ".solve()"),
        ("import sympy as sp\nsp.solve(p, x)", ".solve()"),
    ],
)
def test_algebra_is_seen(source, tool):
    assert tool in set(algebra(ast.parse(source)))


def test_what_is_no_algebra_is_not_seen():
    assert list(algebra(ast.parse("from mpmath import mpf, workdps\nx = [a * b for a, b in pairs]"))) == []
