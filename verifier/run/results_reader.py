"""The result of a run read back from its JSON: what is something else is refused in one line."""

from typing import Any

from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.claim_graph import depths, within
from verifier.claim.verdict import Evidence, ProofStep, Verdict
from verifier.ground.errors import InputError, shortened
from verifier.run.claim_result import CheckResult, ClaimResult, ControlResult
from verifier.run.results import RunResult, on_their_foundations


def from_json(document: Any, place: str) -> RunResult:
    """The result that `verifier.run.results.to_json` wrote; raises InputError when the document is something else.

    Verdicts are worked out anew from the evidence, not read.
    """
    try:
        settings = Settings(Profile(document["profile"]), int(document["seed"]), int(document["digits"]))
        claims = tuple(_claim(record) for record in document["claims"])
        depths(within({claim.id: claim.builds_on for claim in claims}))  # raises where a claim rests on itself
        claims = on_their_foundations(claims)
        versions = _mapping(document["versions"])
        return RunResult(claims, settings, versions, _text(document["date"]), float(document["seconds"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        cause = f"is not the result of a run ({type(error).__name__}: {error})"
        raise InputError(place, cause, "make one with `verifier run --json`") from error


def _claim(record: Any) -> ClaimResult:
    return ClaimResult(
        id=_text(record["id"]),
        section=_text(record["section"]),
        title=_text(record["title"]),
        statement=_text(record["statement"]),
        hypotheses=_texts(record["hypotheses"]),
        status=Status(record["status"]),
        tests=tuple(CheckResult(_text(t["name"]), _evidence(t), float(t["seconds"])) for t in record["evidence"]),
        controls=tuple(_control(control) for control in record["controls"]),
        builds_on=_texts(record["builds_on"]),
    )


def _control(record: Any) -> ControlResult:
    name, changes, intended = _texts([record["name"], record["changes"], record["intended"]])
    return ControlResult(name, changes, intended, _evidence(record), float(record["seconds"]))


def _evidence(record: Any) -> Evidence:
    return Evidence(
        Verdict(record["verdict"]),
        _text(record["summary"]),
        _text(record["reason"]),
        _mapping(record["details"]),
        tuple(_step(**step) for step in record["steps"]),
        _texts(record["cited"]),
        _texts(record.get("hypotheses", ())),
        _text(record.get("conclusion", "")),
    )


def _step(
    before: Any, relation: Any, after: Any, rule: Any, holds: Any, label: Any = "", uses: Any = (), where: Any = ""
) -> ProofStep:
    if not (holds is None or isinstance(holds, bool)):
        raise TypeError(f"'holds' is {shortened(holds)}, none of true, false and null")
    formula = (_text(before), _text(relation), _text(after))
    return ProofStep(*formula, _text(rule), holds, _text(label), _texts(uses), _text(where))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{shortened(value)} is not text")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, (list, tuple)):
        raise TypeError(f"{shortened(values)} is not a list of texts")
    return tuple(_text(value) for value in values)


def _mapping(values: Any) -> dict[str, str]:
    return {_text(name): _text(value) for name, value in values.items()}
