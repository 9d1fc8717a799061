"""Data files: what NumPy, SciPy, JSON, TOML and tables hold comes back exactly, and the rest is one line of refusal."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import scipy.io
import scipy.sparse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from verifier.data.arrays import arrays
from verifier.data.exact_array import parse_complex
from verifier.data.numpy_file import exact
from verifier.data.records import read_records
from verifier.ground.errors import InputError

SHAPES = arrays_of.array_shapes(max_dims=3, max_side=4)
FLOATS = arrays_of.floating_dtypes(endianness="=") | arrays_of.floating_dtypes(endianness=">")
NIST = """NIST/ITL StRD
Dataset Name:  Lanczos1          (Lanczos1.dat)

File Format:   ASCII
               Data               (lines 61 to 84)

Data:   y               x
      2.513400000000E+00  0.000000000000E+00
      2.044333373291E+00  5.000000000000E-02
"""


def refusal(path: Path, *wanted: str) -> str:
    with pytest.raises(InputError) as caught:
        arrays(str(path), wanted or None)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@given(arrays_of.arrays(FLOATS, SHAPES, elements={"allow_nan": False, "allow_infinity": False}))
def test_floating_point_numbers_are_read_at_their_exact_values(values: "np.ndarray") -> None:
    found = exact(values, "a")
    assert found.shape == values.shape
    assert all(number.denominator.bit_count() == 1 for number in found.real)
    assert [type(value)(float(number)) for value, number in zip(values.ravel(), found.real, strict=True)] == list(
        values.ravel()
    )


@given(st.lists(st.fractions(), min_size=1, max_size=6))
def test_text_round_trips_in_every_format(tmp_path_factory: pytest.TempPathFactory, values: list[Fraction]) -> None:
    folder = tmp_path_factory.mktemp("data")
    texts = [str(value) for value in values]
    (folder / "a.json").write_text(json.dumps({"h": texts}))
    (folder / "a.toml").write_text(f"h = {json.dumps(texts)}")
    np.savez(folder / "a.npz", h=np.array(texts))
    for name in ("a.json", "a.toml", "a.npz"):
        assert arrays(str(folder / name))["h"].real == tuple(values)
    assert read_records("\n".join(texts), "a").column("1").real == tuple(values)


@given(st.fractions(), st.fractions())
def test_complex_text(a: Fraction, b: Fraction) -> None:
    sign = "-" if b < 0 else "+"
    for text in (f"{a}{sign}{abs(b)}i", f"({a} {sign} {abs(b)}j)", f" {a}{sign}{abs(b)}*i"):
        assert parse_complex(text, "a") == (a, b)
    assert parse_complex("(1.0e+00-2.5e-01j)", "a") == (1, Fraction(-1, 4))


def test_decimals_in_json_and_toml_are_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"student": {"A": [[0.1, 1e-5], [2, "1/3"]]}, "name": "x", "flag": true}')
    (tmp_path / "a.toml").write_text('name = "x"\n[student]\nA = [[0.1, 1e-5], [2, "1/3"]]\n')
    for name in ("a.json", "a.toml"):
        found = arrays(str(tmp_path / name))
        assert list(found) == ["student.A"]
        assert found["student.A"].matrix() == (
            (Fraction(1, 10), Fraction(1, 10**5)),
            (Fraction(2), Fraction(1, 3)),
        )


def test_matlab_keeps_matrices_sparse_ones_and_complex_ones_and_leaves_out_text(tmp_path: Path) -> None:
    path = tmp_path / "a.mat"
    scipy.io.savemat(path, {"A": np.array([[0.5, 1]]), "S": scipy.sparse.eye(2).tocsc(), "z": 1 + 2j, "name": "x"})
    found = arrays(str(path))
    assert sorted(found) == ["A", "S", "z"]
    assert found["A"].matrix() == ((Fraction(1, 2), Fraction(1)),)
    assert found["S"].matrix() == ((1, 0), (0, 1))
    assert (found["z"].real, found["z"].imaginary) == ((1,), (2,))
    assert "not an array of numbers" in refusal(path, "name")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.array([1, None]), "Python objects"),
        (np.array([1.0, np.nan]), "entry 1 is nan"),
        (np.array([1.0, -np.inf]), "entry 1 is -inf"),
        (np.zeros((0, 3)), "holds no numbers"),
        (np.zeros(3, dtype=[("a", float)]), "not numbers"),
        (np.array(["x"]), "is not an exact number"),
        (np.zeros(1_000_001, dtype=np.int8), "at most 1000000"),
    ],
)
def test_what_numpy_files_may_not_hold(tmp_path: Path, value: "np.ndarray", words: str) -> None:
    np.save(tmp_path / "a.npy", value, allow_pickle=True)
    np.savez_compressed(tmp_path / "a.npz", good=[1], bad=value)
    assert words in refusal(tmp_path / "a.npy")
    assert words in refusal(tmp_path / "a.npz")
    assert arrays(str(tmp_path / "a.npz"), ["good"])["good"].real == (1,)


def test_a_header_that_promises_more_than_memory_is_refused_at_once(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.zeros(3))
    data = (tmp_path / "a.npy").read_bytes()
    (tmp_path / "a.npy").write_bytes(data.replace(b"(3,), }          ", b"(10**30,), }".ljust(17)))
    refusal(tmp_path / "a.npy")
    (tmp_path / "a.npy").write_bytes(data.replace(b"(3,), }         ", b"(999999999,), }".ljust(16)))
    assert "at most" in refusal(tmp_path / "a.npy")
    (tmp_path / "a.npy").write_bytes(data[:-4])
    assert "ends too early" in refusal(tmp_path / "a.npy")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.json", b"[1, [2]]", "not an exact number"),
        ("a.json", b"[[1, 2], [3]]", "rows must be equal"),
        ("a.json", b"[[1], 2]", "rows must be equal"),
        ("a.json", b"[NaN]", "not an exact number"),
        ("a.json", b"[1e999999]", "exponent"),
        ("a.json", b"[]", "no numbers"),
        ("a.json", b"{}", "no array"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b"[" * 40 + b"1" + b"]" * 40, "too deeply"),
        ("a.toml", b"a = [inf]", "not an exact number"),
        ("a.toml", b"a = ", "TOML"),
        ("a.npz", b"PK\x03\x04 not a zip", "damaged"),
        ("a.npy", b"\x93NUMPY\x01\x00", "damaged"),
        ("a.mat", b"MATLAB 5.0 MAT-file, damaged", "MATLAB"),
        ("a.mat", b"\x89HDF\r\n\x1a\n", "MATLAB"),
        ("a.h5", b"\x89HDF\r\n\x1a\n", "HDF5"),
        ("a.bin", b"\xff\xfe\x00", "neither text"),
        ("missing", None, "cannot be read"),
    ],
)
def test_refusals_are_one_line(tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert words in refusal(tmp_path / name)


def test_what_is_wanted_and_absent_is_named_with_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"A": [1], "B": [2]}')
    assert "holds no array 'C'" in refusal(tmp_path / "a.json", "C")


@pytest.mark.parametrize(
    ("text", "names", "columns"),
    [
        ("1\n2\n", (), [("1", "2")]),
        ("1, 2, 3", (), [("1", "2", "3")]),
        ("# made by hand\n1 2  # first\n3 4\n", (), [("1", "3"), ("2", "4")]),
        ("t;y\n0;1/2\n", ("t", "y"), [("0",), ("1/2",)]),
        ("t\ty\n0\t1\n2\t3\n", ("t", "y"), [("0", "2"), ("1", "3")]),
        ("% matlab\n1,2,\n3,4,\n", (), [("1", "3"), ("2", "4")]),
        (NIST, ("y", "x"), [("2.513400000000E+00", "2.044333373291E+00"), ("0", "0.05")]),
    ],
)
def test_records(text: str, names: tuple[str, ...], columns: list[tuple[str, ...]]) -> None:
    found = read_records(text, "a")
    assert found.names == names
    for i, column in enumerate(columns):
        expected = tuple(Fraction(cell) for cell in column)
        assert found.column(str(i + 1)).real == expected
        assert not names or found.column(names[i]).real == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no numbers"),
        ("t,y\n", "no numbers"),
        ("1,2\n3\n", "1 cells where 2"),
        ("1,5;2\n2,5;3\n", "decimal commas"),
        ("1\n" * 1_000_001, "at most"),
        ("t,y\n0,x\n", "not an exact number"),
    ],
)
def test_records_that_are_none(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_records(text, "a").column("2" if "y" in text else "1")


def test_text_that_is_none_is_refused(tmp_path):
    """A .npy file of text whose code points lie beyond Unicode."""
    path = tmp_path / "text.npy"
    np.save(path, np.array(["a"]))
    path.write_bytes(path.read_bytes()[:-4] + b"\x00\x00\x00\x7f")
    with pytest.raises(InputError, match="holds text that is none"):
        arrays(str(path))
