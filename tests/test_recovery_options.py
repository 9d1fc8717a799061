"""The options of `verifier recover`: accuracies of every kind, files of every kind, systems, complex numbers, modes."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.io
from click.testing import CliRunner

from numerics.realisation.complex_recovery import recover_complex
from numerics.realisation.modes import mode_of
from numerics.realisation.realisation import exact_realisation
from numerics.realisation.system_recovery import recover_system
from numerics.recovery.recovery import recover
from numerics.recovery.recovery_result import endpoints
from tests.inclusion import moments, times
from verifier.cli import exit_code
from verifier.commands.recover import command

TRUTH = [Fraction(1, 2) ** j + 2 * Fraction(-1, 3) ** j for j in range(14)]


def run(path: Path, *options: str) -> tuple[int, str, dict[str, Any]]:
    shown = CliRunner().invoke(command, [str(path), *options], standalone_mode=False)
    written = CliRunner().invoke(command, [str(path), *options, "--json", "-"], standalone_mode=False)

    def again() -> object:
        if shown.exception:
            raise shown.exception
        return shown.return_value

    return exit_code(again), shown.output, json.loads(written.stdout) if written.stdout else {}


def held(value: Any, number: Fraction) -> bool:
    if isinstance(value, str):
        return Fraction(value) == number
    return abs(Fraction(value["mid"]) - number) <= Fraction(value["rad"])


@pytest.mark.parametrize("kind", ["accuracy", "relative", "column"])
def test_accuracies_of_every_kind(tmp_path: Path, kind: str) -> None:
    """Each datum is off by all that is allowed."""
    sizes = {"relative": [abs(h) / 10**7 for h in TRUTH], "column": [Fraction(j, 10**8) for j in range(14)]}
    errors = sizes.get(kind, [Fraction(1, 10**7)] * 14)
    data = [h + (-1) ** j * e * Fraction(999, 1000) for j, (h, e) in enumerate(zip(TRUTH, errors, strict=True))]
    path = tmp_path / "h.csv"
    path.write_text("h,s\n" + "\n".join(f"{h},{e}" for h, e in zip(data, errors, strict=True)))
    options = {"accuracy": ("--accuracy", "1e-7"), "relative": ("--relative", "1e-7")}
    code, _, document = run(path, "--column", "h", *options.get(kind, ("--error-column", "s")))
    assert (code, document["degree"]) == (0, "2")
    assert held(document["nodes"][0], Fraction(-1, 3))
    assert held(document["nodes"][1], Fraction(1, 2))


@pytest.mark.parametrize("suffix", ["npy", "npz", "mat", "json", "toml", "dat", "csv"])
def test_the_same_answer_from_every_kind_of_file(tmp_path: Path, suffix: str) -> None:
    values, path = [1.5, 0.25, 0.625, 0.0625, 0.203125], tmp_path / f"h.{suffix}"
    array = np.array(values)
    writers = {
        "npy": lambda: np.save(path, array),
        "npz": lambda: np.savez(path, response=array, other=np.zeros((2, 2))),
        "mat": lambda: scipy.io.savemat(path, {"h": array}),
        "json": lambda: path.write_text(json.dumps({"moments": values})),
        "toml": lambda: path.write_text(f"moments = {values}"),
        "dat": lambda: path.write_text("NIST/ITL StRD\nData:   y   x\n" + "\n".join(f"{v} 0" for v in values)),
        "csv": lambda: path.write_text("\n".join(map(str, values))),
    }
    writers[suffix]()
    code, text, document = run(path, "--exact", *(("--column", "y") if suffix == "dat" else ()))
    assert code in (0, 3), text
    assert document["moments"] == "5"


def test_several_arrays_want_a_name(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", a=np.ones(4), b=np.ones(5))
    assert run(tmp_path / "a.npz")[0] == 2
    assert run(tmp_path / "a.npz", "--column", "b")[2]["moments"] == "5"


def test_where_nothing_is_certified_the_fit_says_so(tmp_path: Path) -> None:
    """Nodes 0.9 and 0.91 within 1/100: no one could tell them apart, or from one node."""
    data = [Fraction(9, 10) ** j + Fraction(91, 100) ** j + (-1) ** j * Fraction(1, 100) for j in range(14)]
    path = tmp_path / "h.csv"
    path.write_text("\n".join(map(str, data)))
    code, text, document = run(path, "--accuracy", "1/100", "--nodes", "3")
    assert code == 3
    assert document["nodes"] == []
    assert "NOT CERTIFIED" in text
    assert all("not certified" in line for line in text.splitlines() if "weight" in line)
    assert document["fit"]["certified"] is False


def test_more_than_the_stated_degree_is_said(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("\n".join(map(str, TRUTH)))
    assert "degree of at least 2, above the 1 stated" in run(path, "--accuracy", "1e-9", "--nodes", "1")[1]
    assert "not the 3 stated" in run(path, "--nodes", "3")[1]
    assert run(path, "--nodes", "9")[0] == 2


def test_a_gauss_rule_of_exact_moments(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("2\n0\n2/3\n0\n")
    code, _, document = run(path, "--nodes", "2")
    assert (code, document["degree"]) == (0, "2")
    assert "as was stated" in document["hypotheses"][0]


@pytest.mark.parametrize(
    ("spectrum", "least"), [(("-1", "1"), None), (("0", "oo"), "2"), (("0", "1"), "2"), (("-oo", "oo"), None)]
)
def test_the_spectrum_decides_what_is_forced(tmp_path: Path, spectrum: tuple[str, str], least: str | None) -> None:
    """h = (3, 0): a measure on [0, oo) with mean 0 is 3 at 0; on [-1, 1] it may be anything symmetric."""
    path = tmp_path / "h.csv"
    path.write_text("3\n0\n")
    assert run(path, "--spectrum", *spectrum)[2]["moments_that_force"] == least


def test_modes_of_the_continuous_system(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("1\n1/2\n1/4\n1/8\n")
    assert "-0.69314718055994530942" in run(path, "--dt", "1")[1]
    assert "-6.9314718055994530942" in run(path, "--dt", "1/10")[1]


def test_a_mode_by_hand() -> None:
    from flint import acb

    mode = mode_of(acb(0, 1), Fraction(1, 4), 100)
    assert mode is not None
    assert mode.frequency.contains(1)
    assert mode.damping.contains(0)
    assert mode_of(acb(0), Fraction(1), 100) is None


def test_starts_add_up() -> None:
    """From lag 0, 1 and 3 the same poles and weights."""
    for start in (0, 1, 3):
        found = recover(TRUTH[start:], start=start)
        assert [(pole.exact, pole.exact_weight) for pole in found.poles] == [(Fraction(-1, 3), 2), (Fraction(1, 2), 1)]
        assert found.positive


SYSTEM = (((Fraction(1, 2), 1), (0, Fraction(-1, 3))), ((1, 0), (0, 2)), ((1, 1), (0, 1)))
"""A, B, C of two states, two inputs, two outputs."""


def lags_of(A: Any, B: Any, C: Any, count: int) -> list[list[list[Fraction]]]:
    def product(X: Any, Y: Any) -> list[list[Fraction]]:
        return [[sum((Fraction(a) * b for a, b in zip(row, column, strict=True)), Fraction(0))
                 for column in zip(*Y, strict=True)] for row in X]  # fmt: skip

    found, state = [], B
    for _ in range(count):
        found.append(product(C, state))
        state = product(A, state)
    return found


def test_an_exact_system_comes_back() -> None:
    lags = lags_of(*SYSTEM, 6)
    found = recover_system(lags)
    assert found.realisation is not None
    assert [pole.exact for pole in found.poles] == [Fraction(-1, 3), Fraction(1, 2)]
    assert lags_of(found.realisation.A, found.realisation.B, found.realisation.C, 6) == lags
    assert exact_realisation(lags[:1]) is None


@pytest.mark.parametrize("sign", [1, -1])
def test_a_measured_system_holds_the_exact_one(sign: int) -> None:
    """The realisation in the basis of the measured pivots, computed from the exact lags, lies in the balls."""
    lags, accuracy = lags_of(*SYSTEM, 8), Fraction(1, 10**6)
    noisy = [[[v + sign * (-1) ** (i + j) * accuracy for i, v in enumerate(row)] for row in lag]
             for j, lag in enumerate(lags)]  # fmt: skip
    found = recover_system(noisy, accuracy)
    assert found.realisation is not None
    assert found.realisation.states == 2
    for exact, pole in zip((Fraction(-1, 3), Fraction(1, 2)), sorted(found.poles, key=lambda p: p.value.real.mid()),
                           strict=True):  # fmt: skip
        low, high = endpoints(pole.value.real)
        assert low <= exact <= high
        assert high - low < Fraction(1, 10**4)


def test_a_measured_system_from_a_file(tmp_path: Path) -> None:
    np.save(tmp_path / "h.npy", np.array([[[float(v) for v in row] for row in lag] for lag in lags_of(*SYSTEM, 8)]))
    code, text, document = run(tmp_path / "h.npy", "--accuracy", "1e-12")
    assert (code, document["states"]) == (0, "2")
    assert text.startswith("CERTIFIED: a realisation of 2 states, 2 in, 2 out, enclosed")


def test_a_system_with_equal_poles_takes_two_states_for_one() -> None:
    lags = [[[Fraction(1, 2**j), Fraction(0)], [Fraction(0), Fraction(1, 2**j)]] for j in range(6)]
    (pole,) = recover_system(lags).poles
    assert (pole.exact, pole.order, pole.states) == (Fraction(1, 2), 1, 2)


ATOMS = (((Fraction(1, 2), Fraction(1, 3)), (Fraction(1), Fraction(2))),
         ((Fraction(-1, 2), Fraction(0)), (Fraction(0), Fraction(1))))  # fmt: skip
"""Complex nodes and weights, not in conjugate pairs."""


def complex_lags(count: int) -> list[tuple[Fraction, Fraction]]:
    turned = [(x, times(w, (Fraction(0), Fraction(-1)))) for x, w in ATOMS]
    return list(zip(moments(ATOMS, count), moments(turned, count), strict=True))


@pytest.mark.parametrize("accuracy", [Fraction(0), Fraction(1, 10**8)])
def test_complex_moments(accuracy: Fraction) -> None:
    lags = [(a + accuracy, b - accuracy) for a, b in complex_lags(8)]
    found = recover_complex(lags, 20, accuracy)
    assert (found.degree, found.missing) == (2, "")
    for node, weight in ATOMS:
        assert any(all(low <= part <= high for value, parts in ((pole.value, node), (pole.weight, weight))
                       for (low, high), part in zip(map(endpoints, (value.real, value.imag)), parts, strict=True))
                   for pole in found.poles)  # fmt: skip


def test_complex_text_in_a_table(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    path.write_text("\n".join(f"{a}+{b}i".replace("+-", "-") for a, b in complex_lags(8)))
    assert run(path)[2]["degree"] == "2"
    assert run(path, "--relative", "1e-3")[0] == 2
