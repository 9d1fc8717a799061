"""Figures: what is drawn is what was measured; the same bytes for the same data; nothing global is left changed."""

import importlib.util
import json
import math
import re
import warnings
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import verifier.descent.descent_run
from numerics.arithmetics.by_name import arithmetic
from tests.strategies import positive_rationals
from tests.sweeps import call, text
from verifier.cli import main
from verifier.descent.descent_figure import descent_figure
from verifier.descent.descent_run import DescentRun, finish
from verifier.descent.recording import Recording
from verifier.ground import plots
from verifier.ground.extras import install_line
from verifier.problem.problem import parse_problem
from verifier.sweep.sweep_figure import sweep_figure
from verifier.sweep.sweep_file import read_sweep
from verifier.sweep.sweep_store import open_store

PROBLEM = """
[teacher]
{teacher}
[student]
width = 3
scale = "1/10"
seed = 5
[training]
length = 4
step_size = "1/20"
steps = {steps}
[claim]
horizon = 60
"""
MEASURE = 'nodes = ["1/2"]\nweights = [1]'
SYSTEM = 'A = [["1/2"]]\nB = [["1/4", 1]]\nC = [[1], [0], ["1/2"]]'


def run_of(tmp_path, teacher=MEASURE, steps=300):
    problem = parse_problem(PROBLEM.format(teacher=teacher, steps=steps), "p")
    return DescentRun(problem, arithmetic("arb", 30, max(1, steps)), str(tmp_path / "checkpoint.json"))


def recorded(run, report=lambda *_: None):
    recording = Recording(run)
    return recording, finish(run, report, recording.watch)


def lines(axes):
    return [(line.get_xdata(), line.get_ydata()) for line in axes.get_lines()]


@given(st.integers(-2000, 2000), positive_rationals())
def test_logarithms_of_numbers_of_any_size(exponent, value):
    expected = exponent + math.log10(value)
    assert plots.log10(value * Fraction(10) ** exponent) == pytest.approx(expected, rel=1e-14, abs=1e-14)


def test_what_has_no_logarithm_is_left_out():
    for value in (0, Fraction(-1), Decimal("Infinity"), float("nan"), 0.0):
        assert math.isnan(plots.log10(value))


@given(st.integers(-4, 4), positive_rationals(), st.lists(st.integers(-50, 50), min_size=2, max_size=6, unique=True))
def test_the_slope_of_a_power_is_its_exponent(power, factor, exponents):
    points = [(Fraction(10) ** x, factor * Fraction(10) ** (x * power)) for x in exponents]
    assert plots.slope(points) == pytest.approx(power, abs=1e-9)
    points.append((Fraction(3), Fraction(0)))  # a zero has no place on the line
    assert plots.slope(points) == pytest.approx(power, abs=1e-9)


def test_a_slope_needs_two_abscissae():
    assert math.isnan(plots.slope([(1, 2), (1, 3)]))
    assert math.isnan(plots.slope([(1, 2), (2, 0)]))


def test_power_laws_name_the_slope_at_the_left_end():
    figure = plots.power_laws({"loss": [(1.0, 5.0), (0.1, 1e-4), (0.01, 1e-8)]})
    (legend,) = [axes.get_legend() for axes in figure.axes]
    assert [entry.get_text() for entry in legend.get_texts()] == ["loss: 4.000"]


def test_extrapolation_marks_the_lags_trained_on():
    figure, (axes,) = plots.panels(1)
    plots.draw_extrapolation(axes, {"a": [(1.0, 1e-9), (100.0, Fraction(1, 10**400))]}, 5)
    curve, mark = lines(figure.axes[0])
    assert curve[1] == pytest.approx([-9, -400])
    assert mark[0] == pytest.approx([math.log10(5)] * 2)


def test_singular_values_are_relative():
    figure, (axes,) = plots.panels(1)
    plots.draw_singular_values(axes, {"small start": [4.0, 0.4, 0.0], "large start": [1.0, 1.0]}, "states")
    (x, y), _ = lines(figure.axes[0])
    assert list(x) == [1, 2, 3]
    assert y[:2] == pytest.approx([0, -1])
    assert math.isnan(y[2])


def test_an_svg_is_the_same_bytes_without_a_date_and_changes_nothing_global():
    before = dict(matplotlib.rcParams)
    texts = {plots.svg_text(plots.power_laws({"x": [(1.0, 1.0), (2.0, 3.0)]})) for _ in range(2)}
    (svg,) = texts
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert not re.search(r"<dc:date>|[0-9]{4}-[0-9]{2}-[0-9]{2}T", svg)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rcParams names what is deprecated when compared
        assert dict(matplotlib.rcParams) == before
    assert plots.svg_text(plots.power_laws({"x": [(1.0, 1.0), (2.0, 4.0)]})) != svg


# --- a run on its way


def test_recorded_steps_grow_geometrically_and_hold_what_descent_saw(tmp_path):
    recording, last = recorded(run_of(tmp_path))
    steps = [snapshot.step for snapshot in recording.snapshots]
    assert steps[:11] == list(range(11))
    assert steps[-1] == 300
    assert len(steps) < 60
    assert all(b <= max(a + 1, 1.1 * a + 1) for a, b in pairwise(steps))
    final = recording.snapshots[-1]
    residuals = [np.array(final.response[j][0], dtype=float) - 0.5**j for j in range(4)]
    assert float(final.loss) == pytest.approx(sum(float(r @ r) for r in residuals), rel=1e-9)
    assert last.step == 300


def test_curves_of_a_run(tmp_path):
    run = run_of(tmp_path)
    recording, last = recorded(run)
    figure = descent_figure(recording, last.model, 30)
    loss, spectrum, asymmetry, far, states = figure.axes
    ((_, losses),) = lines(loss)
    assert losses[0] == pytest.approx(plots.log10(recording.snapshots[0].loss))
    assert losses[-1] < losses[0] - 2
    assert len(lines(spectrum)) == 2
    assert spectrum.get_legend() is not None
    assert len(lines(asymmetry)) == 1
    x, y = lines(far)[0]
    assert x[-1] == pytest.approx(math.log10(60))
    assert len(y) == len(x)
    assert len(lines(states)[0][0]) == 3
    assert not figure.get_suptitle()


def test_matrices_have_no_asymmetry_but_a_picture(tmp_path):
    recording, last = recorded(run_of(tmp_path, SYSTEM))
    axes = descent_figure(recording, last.model, 30).axes
    assert len(lines(axes[2])[0][0]) == 0
    assert len(lines(axes[1])) > 2


def test_a_resumed_run_says_where_its_recording_began(tmp_path, monkeypatch):
    monkeypatch.setattr(verifier.descent.descent_run, "SECONDS_BETWEEN_REPORTS", 0)
    run = run_of(tmp_path)

    def interrupt(done, _whole, _text):
        if done == 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        recorded(run, interrupt)
    recording, last = recorded(run)
    assert recording.snapshots[0].step == 40
    figure = descent_figure(recording, last.model, 30)
    assert "recorded from step 40 on, where the run was resumed" in figure.get_suptitle()
    whole, _ = recorded(run_of(tmp_path / ".." / "elsewhere"))
    assert recording.snapshots[-1] == whole.snapshots[-1]


# --- the commands


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.toml").write_text(PROBLEM.format(teacher=MEASURE, steps=100))
    (tmp_path / "s.toml").write_text(text())
    return tmp_path


def test_descend_draws(folder):
    for name in ("a.svg", "b.svg"):
        result = CliRunner().invoke(main, ["descend", "p.toml", "--digits", "20", "--plot", name, "--json", "-"])
        assert json.loads(result.stdout)["outcome"] == "finished"
    assert Path("a.svg").read_bytes() == Path("b.svg").read_bytes()
    shown = call("descend", "p.toml", "--arithmetic", "float64", "--plot", "-").stdout
    assert ElementTree.fromstring(shown).tag.endswith("svg")


def test_sweep_draws_laws_and_extrapolation(folder, monkeypatch):
    monkeypatch.setattr("verifier.sweep.sweep_figure.MOST_PANELS", 4)
    assert call("sweep", "s.toml", "--out", "s.sqlite", "--executor", "serial", "--plot", "s.svg").exit_code == 0
    assert call("sweep", "s.toml", "--out", "s.sqlite", "--plot", "again.svg").exit_code == 0
    assert Path("s.svg").read_bytes() == Path("again.svg").read_bytes()
    sweep = read_sweep("s.toml")
    with open_store("s.sqlite", sweep) as store:
        rows = store.rows()
    figure = sweep_figure(sweep, rows)
    assert len(figure.axes) == 4
    assert "64 of 64 cells finished" in figure.get_suptitle()
    assert "the first 2 of 16 settings" in figure.get_suptitle()
    losses = lines(figure.axes[0])[0]
    assert losses[0] == pytest.approx([math.log10(0.05), -1])
    assert figure.axes[0].get_title() == "teacher 1, d = 2, k = 3, step 1/20, 30 steps"


def test_a_sweep_without_a_finished_cell_is_drawn_as_such(folder):
    sweep = read_sweep("s.toml")
    figure = sweep_figure(sweep, [{"outcome": "diverged"}] * 3)
    assert figure.get_suptitle() == "0 of 3 cells finished; medians over the seeds"
    assert figure.axes == []


def test_without_matplotlib_the_extra_is_named(folder, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "matplotlib" else find(name, *rest)
    )
    result = call("descend", "p.toml", "--plot", "a.svg")
    assert result.exit_code == 2
    assert result.stderr == f"verifier: --plot: needs the extra 'plots'; {install_line('matplotlib')}\n"
    assert not Path("a.svg").exists()
