"""The runner: the same results whatever the number of processes; what fails, fails as what it is."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from verifier.claim.claim import Profile, Settings
from verifier.claim.registry import discover
from verifier.claim.verdict import Verdict
from verifier.run.schedule import Interrupted, run_units
from verifier.run.unit import perform, units_of

PACKAGE = "tests.example_claims"


def units(*names):
    claims = discover(PACKAGE)
    return [unit for name in names or claims for unit in units_of(claims[name], PACKAGE)]


def silent(_done, _whole, _text):
    pass


def test_results_do_not_depend_on_the_number_of_processes():
    settings = Settings(seed=7)
    one, two = (run_units(units(), settings, jobs, silent) for jobs in (1, 2))
    assert [(o.unit, o.evidence) for o in one] == [(o.unit, o.evidence) for o in two]
    assert [o.unit for o in one] == units()


def test_results_depend_on_the_seed():
    drawn = {run_units(units("even-squares"), Settings(seed=s), 1, silent)[0].evidence.details["drawn"] for s in (1, 2)}
    assert len(drawn) == 2


def test_what_raises_is_an_error_in_one_line():
    outcomes = run_units(units("raises"), Settings(), 1, silent)
    assert {outcome.evidence.verdict for outcome in outcomes} == {Verdict.ERROR}
    said = [f"ZeroDivisionError: the {what} itself is broken" for what in ("check", "control")]
    assert [outcome.evidence.summary for outcome in outcomes] == said


def test_a_missing_extra_and_a_deeper_profile_are_not_run():
    extra, deeper, forgetful = (perform(unit, Settings()).evidence for unit in units("needs-more"))
    assert extra.verdict is deeper.verdict is Verdict.NOT_RUN
    assert "pip install" in extra.summary
    assert "--profile deep" in deeper.summary
    assert forgetful.verdict is Verdict.ERROR
    assert "returned NoneType" in forgetful.summary


def test_progress_ends_at_the_whole_and_names_what_was_done():
    told = []
    run_units(units("even-squares", "raises"), Settings(), 1, lambda *arguments: told.append(arguments))
    assert told[-1][0] == told[-1][1] == sum(unit.seconds for unit in units("even-squares", "raises"))
    assert "raises, broken" in told[0][2]  # the dearest comes first


def test_a_unit_of_an_unknown_claim_is_an_error():
    lost = replace(units("slow")[0], claim_id="no-such-claim")
    assert perform(lost, Settings()).evidence.verdict is Verdict.ERROR


def test_a_worker_that_dies_is_an_error_and_not_a_refutation():
    (outcome,) = run_units(units("dies"), Settings(Profile.DEEP), 2, silent)
    assert (outcome.evidence.verdict, outcome.evidence.reason) == (Verdict.ERROR, "worker-died")


INTERRUPTED_RUN = """
import multiprocessing, sys, time
from tests.test_schedule import PACKAGE, units
from verifier.claim.claim import Profile, Settings
from verifier.run.schedule import Interrupted, run_units

def report(done, whole, text):
    print("done", text, flush=True)

if __name__ == "__main__":
    try:
        run_units(units("even-squares", "slow"), Settings(Profile.DEEP), 2, report)
    except Interrupted as interruption:
        end = time.monotonic() + 10  # the executor's own thread reaps the workers too, so one look may come too early
        while multiprocessing.active_children() and time.monotonic() < end:
            time.sleep(0.02)
        print("finished", len(interruption.finished), "alive", len(multiprocessing.active_children()))
        sys.exit(130)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_the_workers_and_tells_what_was_finished(number, tmp_path):
    script = tmp_path / "interrupted.py"
    script.write_text(INTERRUPTED_RUN)
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    with subprocess.Popen([sys.executable, str(script)], env=environment, **pipes) as process:
        try:
            assert all("even-squares" in process.stdout.readline() for _ in range(3))
            os.killpg(process.pid, number) if number == signal.SIGINT else os.kill(process.pid, number)
            out, err = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, out, err) == (130, "finished 3 alive 0\n", "")


def test_interrupted_in_one_process_keeps_what_was_finished():
    def stop(_done, _whole, _text):
        raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        run_units(units("even-squares"), Settings(Profile.QUICK), 1, stop)
    assert len(caught.value.finished) == 1
