"""The result of a run read back from its JSON: what is something else is refused in one line."""

import re
from typing import Any

from verifier.claim.claim import Profile, Settings, Status
from verifier.claim.claim_graph import Parents, depths, within
from verifier.claim.verdict import Evidence, ProofStep, Verdict
from verifier.ground.errors import InputError, shortened
from verifier.run.claim_result import CheckResult, ClaimResult, ControlResult
from verifier.run.results import RunResult, on_their_foundations

MOST_CLAIMS, MOST_LANES = 1000, 5000
"""The largest result that is read; all claims of this project are a tenth of it."""

_COUNT = re.compile(r"[0-9]{1,20}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?", re.ASCII)


def from_json(document: Any, place: str) -> RunResult:
    """The result that `verifier.run.results.to_json` wrote; raises InputError when the document is something else.

    Verdicts are worked out anew from the evidence, not read.
    """
    try:
        settings = Settings(Profile(document["profile"]), _count(document["seed"]), _count(document["digits"]))
        claims = tuple(_claim(record) for record in document["claims"])
        _require_drawable(within({claim.id: claim.builds_on for claim in claims}), len(claims))
        claims = on_their_foundations(claims)
        versions = _mapping(document["versions"])
        return RunResult(claims, settings, versions, _text(document["date"]), _seconds(document["seconds"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        cause = f"is not the result of a run ({type(error).__name__}: {error})"
        raise InputError(place, cause, "make one with `verifier run --json`") from error


def _require_drawable(builds_on: Parents, count: int) -> None:
    """Raises ValueError where an id stands twice, a claim rests on itself, or the drawing would be too large."""
    depth = depths(builds_on)
    lanes = sum(depth[name] - depth[below] for name, above in builds_on.items() for below in above)
    if len(builds_on) < count or count > MOST_CLAIMS or lanes > MOST_LANES:
        raise ValueError(f"each claim once, at most {MOST_CLAIMS} of them, arrows of {MOST_LANES} columns in all")


def _claim(record: Any) -> ClaimResult:
    return ClaimResult(
        id=_text(record["id"]),
        section=_text(record["section"]),
        title=_text(record["title"]),
        statement=_text(record["statement"]),
        hypotheses=_texts(record["hypotheses"]),
        status=Status(record["status"]),
        tests=tuple(CheckResult(_text(t["name"]), _evidence(t), _seconds(t["seconds"])) for t in record["evidence"]),
        controls=tuple(_control(control) for control in record["controls"]),
        builds_on=_texts(record["builds_on"]),
    )


def _control(record: Any) -> ControlResult:
    name, changes, intended = _texts([record["name"], record["changes"], record["intended"]])
    return ControlResult(name, changes, intended, _evidence(record), _seconds(record["seconds"]))


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


def _count(value: Any) -> int:
    if not _COUNT.fullmatch(_text(value)):
        raise ValueError(f"{shortened(value)} is not a count")
    return int(value)


def _seconds(value: Any) -> float:
    if not _SECONDS.fullmatch(_text(value)):
        raise ValueError(f"{shortened(value)} is not a number of seconds")
    return float(value)


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
