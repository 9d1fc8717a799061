"""The command line itself, and the names that `import verifier` offers.

It may use `verifier/ground`, `verifier/terminal` and `verifier/commands`.

In this package the two sides meet: `verifier.claims` says what is claimed and compares what `theory` derives with what
`numerics` computes; `verifier.claim` holds the verdicts, which are never rounded up; `verifier.run` runs the claims and
`verifier.report` shows what came of them. For a reader's own teacher there are `verifier.problem`, `verifier.descent`,
`verifier.certificate` and `verifier.sweep`; `verifier.commands` has one file for each command.

From Python: ``import verifier`` gives the names in `__all__`, each imported when it is first used; docs/python.md is
their page.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verifier.face.answers import bound, examine, recover
    from verifier.face.statements import all_claims, verify
    from verifier.face.training import certify, check, descend
    from verifier.problem.problem import Problem
    from verifier.problem.teacher import Teacher
    from verifier.student.trained import TrainedStudent as Student

__all__ = (
    "Problem",
    "Student",
    "Teacher",
    "all_claims",
    "bound",
    "certify",
    "check",
    "descend",
    "examine",
    "recover",
    "verify",
)

_PLACES: Mapping[str, str] = {
    "Problem": "verifier.problem.problem:Problem",
    "Student": "verifier.student.trained:TrainedStudent",
    "Teacher": "verifier.problem.teacher:Teacher",
    **dict.fromkeys(("bound", "examine", "recover"), "verifier.face.answers"),
    **dict.fromkeys(("all_claims", "verify"), "verifier.face.statements"),
    **dict.fromkeys(("certify", "check", "descend"), "verifier.face.training"),
}


def __getattr__(name: str) -> Any:
    """The name from the room where it is defined; nothing is imported before it is asked for."""
    if name not in _PLACES:
        raise AttributeError(f"module 'verifier' has no attribute {name!r}; it offers {', '.join(__all__)}")
    module, _, attribute = _PLACES[name].partition(":")
    return getattr(import_module(module), attribute or name)


def __dir__() -> list[str]:
    return sorted(__all__)
