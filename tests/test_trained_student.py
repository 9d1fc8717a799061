"""Trained students from files: what is made of their arrays, and hostile files in one line."""

import pickle
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from numerics.model.teacher import response_of_system
from verifier.cli import main
from verifier.ground.errors import InputError
from verifier.ground.extras import is_installed
from verifier.student.student_file import parse_keys, read_student

with_torch = pytest.mark.skipif(not is_installed("torch"), reason="PyTorch is not installed")
with_safetensors = pytest.mark.skipif(not is_installed("safetensors"), reason="safetensors is not installed")


def response(path: Path, length: int = 5, **keys: str) -> list[Fraction]:
    return [h[0][0] for h in response_of_system(read_student(str(path), keys).model, length)]


def test_floats_are_the_rationals_that_they_are(tmp_path: Path) -> None:
    np.savez(tmp_path / "s.npz", A=[[0.1]], B=[[1.0]], C=[[1.0]])
    assert response(tmp_path / "s.npz", 2)[1] == Fraction(0.1) != Fraction(1, 10)


def test_text_is_exact(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"A": [["1/10"]], "B": [[1]], "C": [[1]]}')
    assert response(tmp_path / "s.json", 2)[1] == Fraction(1, 10)


def test_a_diagonal_complex_layer_is_the_real_part_of_its_response(tmp_path: Path) -> None:
    """Re(C Lambda^j B) with Lambda = (3 + 4i)/10, B = 1 - i, C = 2 + i; the values are binary fractions of it."""
    Lambda, B, C = complex(0.25, 0.5), complex(1, -1), complex(2, 1)
    np.savez(tmp_path / "s.npz", Lambda=[Lambda], B=[[B]], C=[[C]])
    assert response(tmp_path / "s.npz") == [Fraction((C * Lambda**j * B).real) for j in range(5)]


def test_d_is_a_pole_at_zero(tmp_path: Path) -> None:
    np.savez(tmp_path / "s.npz", A=[[0.5]], B=[[1.0]], C=[[1.0]], D=[[0.25]])
    assert response(tmp_path / "s.npz", 3) == [Fraction(5, 4), Fraction(1, 2), Fraction(1, 4)]


def test_vectors_are_one_input_and_one_output(tmp_path: Path) -> None:
    np.savez(tmp_path / "s.npz", A=np.diag([0.5, 0.25]), B=[1.0, 2.0], C=[1.0, 1.0])
    assert response(tmp_path / "s.npz", 2) == [Fraction(3), Fraction(1)]


def test_keys_name_the_arrays(tmp_path: Path) -> None:
    np.savez(tmp_path / "s.npz", W=[[0.5]], U=[[1.0]], V=[[3.0]])
    assert response(tmp_path / "s.npz", 2, A="W", B="U", C="V") == [Fraction(3), Fraction(3, 2)]
    assert parse_keys("A=rnn.weight_hh_l0,B=U") == {"A": "rnn.weight_hh_l0", "B": "U"}
    with pytest.raises(InputError, match="--keys"):
        parse_keys("A")


class Evil:
    """What a pickle would run."""

    def __reduce__(self) -> tuple[object, tuple[str, ...]]:
        return exec, ("raise SystemExit('code of a file was run')",)


def hostile_files(folder: Path) -> dict[str, Path]:
    """Names and paths of files that must be refused."""
    good = {"A": [[0.5]], "B": [[1.0]], "C": [[1.0]]}
    np.savez(folder / "objects.npz", A=np.array([Evil()], dtype=object), B=good["B"], C=good["C"])
    np.savez(folder / "nan.npz", A=[[np.nan]], B=good["B"], C=good["C"])
    np.savez(folder / "inf.npz", A=good["A"], B=[[np.inf]], C=good["C"])
    np.savez(folder / "wide.npz", A=[[0.5, 1.0]], B=good["B"], C=good["C"])
    np.savez(folder / "long.npz", A=good["A"], B=[[1.0], [2.0]], C=good["C"])
    np.savez(folder / "three.npz", A=np.zeros((2, 2, 2)), B=good["B"], C=good["C"])
    np.savez(folder / "direct.npz", **good, D=[[1.0, 2.0]])
    np.savez(folder / "lacking.npz", A=good["A"], B=good["B"])
    np.save(folder / "nameless.npy", [[0.5]])
    (folder / "cut.npz").write_bytes((folder / "nan.npz").read_bytes()[:90])
    (folder / "code.pt").write_bytes(pickle.dumps(Evil()))
    (folder / "code.pth").write_bytes(b"\x80\x02garbage")
    (folder / "noise.safetensors").write_bytes(b"\xff" * 40)
    (folder / "deep.json").write_text("[" * 5000)
    return {path.name: path for path in folder.iterdir()}


NAMES = ("objects", "nan", "inf", "wide", "long", "three", "direct", "lacking", "cut", "absent")
OTHERS = ("nameless.npy", "code.pt", "code.pth", "noise.safetensors", "deep.json")


@pytest.mark.parametrize("name", [*(f"{name}.npz" for name in NAMES), *OTHERS])
def test_a_hostile_file_is_one_line_and_exit_code_2(tmp_path: Path, name: str) -> None:
    hostile_files(tmp_path)
    told = CliRunner().invoke(main, ["examine", str(tmp_path / name), "--lags", "3", "--loss", "1"])
    assert told.exit_code == 2
    assert told.stderr.count("\n") == 1
    assert name in told.stderr
    assert "run" not in told.stdout


@with_torch
def test_a_state_dict_of_pytorch(tmp_path: Path) -> None:
    import torch

    rnn, readout = torch.nn.RNN(1, 3, bias=False), torch.nn.Linear(3, 1, bias=False)
    torch.save(
        {**{f"rnn.{k}": v for k, v in rnn.state_dict().items()}, "readout.weight": readout.weight}, tmp_path / "m.pt"
    )
    A, B, C = (t.detach().double().numpy() for t in (rnn.weight_hh_l0, rnn.weight_ih_l0, readout.weight))
    assert float(response(tmp_path / "m.pt", 3)[2]) == pytest.approx((C @ A @ A @ B).item(), abs=1e-12)


@with_safetensors
def test_safetensors(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    save_file({"A": np.array([[0.5]]), "B": np.array([[1.0]]), "C": np.array([[2.0]])}, tmp_path / "s.safetensors")
    assert response(tmp_path / "s.safetensors", 2) == [Fraction(2), Fraction(1)]
