"""Progress: time left on standard error, plain lines where there is no terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.terminal.progress import reporting, time_left


@given(st.floats(0, 100), st.floats(0, 1000))
def test_time_left_shrinks_with_what_is_done(done, elapsed):
    assert time_left(100, 100, elapsed) == "0 s left"
    assert time_left(done, 100, elapsed).endswith(("s left", "unknown"))


def test_next_to_nothing_done_tells_nothing():
    assert time_left(2.2250738585072014e-308, 100, 1.0) == "time left unknown"


def test_lines_go_to_standard_error_only(capsys):
    with reporting() as report:
        report(1, 4, "first")
        report(2, 4, "at once: not told")
        report(4, 4, "last")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert [line.split()[-1] for line in captured.err.splitlines()] == ["first", "last"]


def test_a_bar_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with reporting() as report:
        report(1, 4, "first")
        report(4, 4, "last")
    assert capsys.readouterr().out == ""


def test_what_happens_inside_comes_out():
    with pytest.raises(KeyboardInterrupt), reporting():
        raise KeyboardInterrupt
