"""Runs of descent on a problem: `descend`, `certify`, and `check` for a certificate."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from verifier.certificate.certificate import Certificate, read_certificate
from verifier.certificate.certification import certificate, rigorous_run
from verifier.certificate.recheck import Finding, recheck, verdict
from verifier.claim.verdict import Verdict
from verifier.face.result import Result, text_table
from verifier.ground.errors import VerifierError
from verifier.ground.versions import versions
from verifier.problem.problem import Problem
from verifier.problem.scope import outside_lines

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from verifier.descent.descent_result import DescentResult


def descend(problem: Problem, *, digits: int = 50, arithmetic: str = "arb") -> "Result[DescentResult]":
    """One run of gradient descent, without a checkpoint; `verifier descend`.

    Args:
        problem: `Problem.read`, `Problem.of`.
        digits: significant decimals; 15 at most with float64.
        arithmetic: "arb", "mpmath" or "float64".

    Returns:
        Loss, drift of Q, asymmetry, the modes learnt, the errors beyond the trained lags; with a picture.

    Raises:
        VerifierError: the descent diverged; a smaller step may help.
    """
    from numerics.arithmetics.by_name import arithmetic as named
    from numerics.descent.descent import Divergence
    from numerics.descent.descent import descend as iterates
    from verifier.descent.descent_result import measured
    from verifier.descent.descent_run import DescentRun
    from verifier.descent.recording import Recording

    run: DescentRun[Any] = DescentRun(problem, named(arithmetic, digits, max(1, problem.training.steps)), "")
    recording = Recording(run)
    try:
        for last in iterates(run.exact.run, run.arithmetic):
            recording.watch(last)
    except Divergence as error:
        cause, remedy = f"descent diverged at step {error.step}", f"take a step below {problem.training.step_size}"
        raise VerifierError("problem", cause, remedy) from error
    found = measured(run, last, digits)

    def draw() -> "Figure":
        from verifier.descent.descent_figure import descent_figure

        return descent_figure(recording, last.model, digits)

    document = {"problem": problem.source, "arithmetic": arithmetic, "digits": str(digits), **found.to_json()}
    table = text_table(("quantity", "value"), _descent_rows(problem, found))
    lines = (f"{found.step} steps, loss {found.loss}", *outside_lines(problem.teacher, problem.training.length))
    return Result(found, "", lines, (table,), {**document, "versions": versions()}, draw)


def _descent_rows(problem: Problem, found: "DescentResult") -> list[tuple[str, str]]:
    lag, largest = found.largest_deviation
    return [
        ("loss", found.loss),
        ("drift of Q", found.drift),
        ("asymmetry", found.asymmetry or "not square"),
        *((f"|h_j - g_j| at j = {at}", value) for at, value in found.deviations.items()),
        (f"|h_j - g_j| at most, j < {problem.horizon}", f"{largest} (at j = {lag})"),
    ]


def certify(
    problem: Problem, *, digits: int = 30, max_bits: int = 1 << 16, progress: Callable[[int], None] = lambda step: None
) -> Result[Certificate]:
    """The same run as a theorem about this one run; `verifier certify`.

    Args:
        problem: what is run.
        digits: the end is enclosed within 10^-digits.
        max_bits: where raising the working precision stops.
        progress: hears the number of each step.

    Returns:
        The certificate, with an enclosure of each quantity; `to_json()` is what `check` reads from a file.

    Raises:
        VerifierError: the run was lost, with the step; more digits or bits may help.
    """
    from numerics.rigour.certified_run import Lost

    try:
        made, measured = certificate(problem, rigorous_run(problem, digits, max_bits, progress), digits)
    except Lost as error:
        raise VerifierError("problem", f"UNDECIDED, lost at step {error.step}: {error.cause}", error.remedy) from error
    except ValueError as error:
        raise VerifierError("problem", f"UNDECIDED after the last step: {error}", "ask for more digits") from error
    rows = [(name, f"{value['mid']} +- {value['rad']}") for name, value in made.claims.items()]
    lines = (
        f"{problem.training.steps} steps of {problem.training.step_size} on {problem.training.length} lags",
        *outside_lines(problem.teacher, problem.training.length),
        *(f"{name}: not certified, {reason}" for name, reason in measured.missing.items()),
    )
    return Result(made, Verdict.CERTIFIED.value, lines, (text_table(("quantity", "enclosure"), rows),), made.to_json())


def check(made: "Certificate | Result[Certificate] | str", *, seconds: float = 60.0) -> Result[tuple[Finding, ...]]:
    """A certificate re-verified in mpmath intervals, without FLINT and shadowing; `verifier check`.

    Args:
        made: a certificate, the result of `certify`, or the path of a file.
        seconds: a run that would take longer in intervals is not repeated; its end state is checked.

    Returns:
        The verdict, and the finding on each part.

    Raises:
        InputError: the file is no certificate.
    """
    given = read_certificate(made) if isinstance(made, str) else made.value if isinstance(made, Result) else made
    findings = tuple(recheck(given, seconds))
    overall = verdict(list(findings))
    rows = [(f.part, f.verdict.value, f.text) for f in findings]
    parts = [{"part": f.part, "verdict": f.verdict.value, "text": f.text} for f in findings]
    table = text_table(("part", "verdict", ""), rows)
    return Result(
        findings, overall.value, ("by mpmath intervals",), (table,), {"verdict": overall.value, "parts": parts}
    )
