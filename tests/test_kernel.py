"""The wall around the kernel: nobody else makes a step, and steps that are no argument are no proof."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
import sympy as sp

from theory.kernel.derivation import Conclusion, Derivation, Premise, Step, joined, within
from theory.kernel.steps import at_most, decided, equation, less, solution
from verifier.claim import evidence
from verifier.claim.verdict import Verdict

ROOT = Path(__file__).parent.parent
KERNEL = ROOT / "theory" / "kernel"
OUTSIDE = [path for name in ("theory", "numerics", "verifier") for path in sorted((ROOT / name).rglob("*.py"))]
OUTSIDE = [path for path in OUTSIDE if KERNEL not in path.parents]

x, y = sp.symbols("x y")
BINOMIAL = equation((x + y) ** 2, x**2 + 2 * x * y + y**2, "binomial").labelled("square", "commute")
COMMUTE = Premise("commute", "x y = y x")
END = Conclusion("the binomial formula", ("square",))


def makes_steps(source: str) -> list[str]:
    """Where a source makes a step itself: it calls Step, or holds what only the kernel may hold."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Step", "compared"):
            found.append(f"line {node.lineno}: {node.func.id}(")
        if isinstance(node, ast.ImportFrom) and {alias.name for alias in node.names} & {"SEAL", "compared"}:
            found.append(f"line {node.lineno}: imports what only the kernel may hold")
        if isinstance(node, ast.keyword) and node.arg == "seal":
            found.append(f"line {node.value.lineno}: seals a step")
    return found


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_kernel_makes_steps(path: Path) -> None:
    assert makes_steps(path.read_text(encoding="utf-8")) == []


def test_whoever_makes_a_step_is_seen() -> None:
    assert makes_steps("s = Step('1', '2', 'because', True)") == ["line 1: Step("]
    assert makes_steps("from theory.kernel.derivation import SEAL") == ["line 1: imports what only the kernel may hold"]
    assert makes_steps("make(1, seal=x)") == ["line 1: seals a step"]


def test_a_step_cannot_be_made_or_altered_from_outside() -> None:
    with pytest.raises(TypeError, match="only theory/kernel makes steps"):
        Step("1", "2", "because I say so", True)
    with pytest.raises(TypeError, match="only theory/kernel makes steps"):
        replace(equation(x, y, "false"), holds=True)


def test_equal_sides_are_not_printed_twice() -> None:
    with pytest.raises(ValueError, match="both sides print as"):
        equation(x + y, y + x, "the same")
    named = equation(x + y, y + x, "the same", name="s")
    assert (named.before, named.relation, named.after) == ("s", ":=", "x + y")


def test_a_decided_step_says_what_and_where() -> None:
    step = decided("7 is prime", lambda: sp.isprime(7), "trial division")
    assert (step.before, step.relation, step.after, step.holds) == ("7 is prime", "", "", True)
    assert step.where == "tests/test_kernel.py"


def test_a_false_step_says_why() -> None:
    n = sp.Symbol("n", integer=True, nonnegative=True)
    a = sp.Symbol("a", nonnegative=True)
    assert at_most(2 * n, n + 1, "no").counterexample == "at n = 2: 2 n exceeds n + 1 by 1"
    assert less(n, (n + 1) ** 2 - n**2 - n - 1, "no").counterexample == "the two are equal"
    assert solution(a * x, x, sp.Integer(0), "a may be zero").counterexample == "at a = 0 every x is a solution"
    assert decided("4 is prime", lambda: False, "no", lambda: "4 = 2 * 2").counterexample == "4 = 2 * 2"


ARGUMENT = Derivation("numbers", (BINOMIAL,), (), (COMMUTE,), END)


def test_an_argument_is_derived_and_says_what_it_rests_on() -> None:
    found = evidence.proof(ARGUMENT)
    assert (found.verdict, found.hypotheses, found.conclusion) == (Verdict.DERIVED, ("x y = y x",), END.text)


@pytest.mark.parametrize(
    ("broken", "gap"),
    [
        (replace(ARGUMENT, steps=()), "the conclusion uses 'square', which stands nowhere"),
        (replace(ARGUMENT, hypotheses=()), "the step 'square' uses 'commute', which stands nowhere before it"),
        (replace(ARGUMENT, conclusion=None), "the derivation states no conclusion"),
        (replace(ARGUMENT, conclusion=Conclusion("nothing", ())), "nothing uses 'square'"),
        (replace(ARGUMENT, cited=(Premise("zorn", "Zorn"),)), "nothing uses 'zorn'"),
        (replace(ARGUMENT, steps=(BINOMIAL, BINOMIAL)), "two things are called 'square'"),
        (replace(ARGUMENT, steps=(BINOMIAL.labelled("", "commute"),)), "the step by 'binomial' has no name"),
    ],
)
def test_what_is_no_argument_is_undecided(broken: Derivation, gap: str) -> None:
    assert gap in broken.gaps
    assert broken.holds is None
    assert evidence.proof(broken).verdict is Verdict.UNDECIDED


def test_an_argument_inside_another_keeps_its_names_apart() -> None:
    twice = joined(ARGUMENT, replace(ARGUMENT, scope="again"), "again")
    assert [step.label for step in twice.steps] == ["square", "again/square"]
    assert (twice.hypotheses, twice.holds) == ((COMMUTE,), True)
    assert within("inner", ARGUMENT.steps)[0].uses == ("commute",)
