"""No traceback, whatever a file holds (point 8)."""

import json
import time
from pathlib import Path

import pytest

import verifier.descent.descent_run
from tests.hostile.users import SMALL, call, interrupted_at, refused


def test_8_a_report_of_what_is_no_file(folder):
    for path in (".", "/", "..", "none", "/dev/null", "\udcff"):
        refused(call("report", path))


DOCUMENTS = {
    "hexadecimal": SMALL.replace("seed = 1", f"seed = 0x{'f' * 3600}"),
    "hexadecimal within a list": SMALL.replace("weights = [1]", f"weights = [[0x{'f' * 3600}]]"),
    "nested keys": f"{'a.' * 1200}a = 1\n",
    "nested lists": f"a = {'[' * 1200}{']' * 1200}\n",
    "huge scale": SMALL.replace('"1/10"', "9" * 5000),
    "an escape of a terminal": SMALL.replace("seed = 1", '"\\u001b[2J" = 1'),
}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("command", ["descend", "certify", "sweep"])
def test_8_strange_toml_is_one_line(name, command, folder):
    Path("p.toml").write_text(DOCUMENTS[name])
    refused(call(command, "p.toml", *(["--out", "a.sqlite"] if command == "sweep" else [])))


def result_with(**changes):
    from tests.report_examples import of, one
    from verifier.ground.files import json_text
    from verifier.run.results import to_json

    document = json.loads(json_text(to_json(of(one()))))
    title = changes.pop("title", None)
    if title is not None:
        document["claims"][0]["title"] = title
    return {**document, **changes}


@pytest.mark.parametrize(
    "title",
    [r"\frac{" * 20, r"\frac", r"\verb", r"$\frac{$" * 9, r"\sqrt[" * 20, "{" * 2000 + r"\alpha", "\x00\x1b[2J"],
)
def test_8_a_title_of_half_a_formula_is_shown_as_it_is_written(title, folder):
    Path("r.json").write_text(json.dumps(result_with(title=title)))
    begun = time.process_time()
    assert call("report", "r.json").exit_code == 0
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("change", ['"seed": Infinity', '"seed": NaN', '"seed": "1", "seed": "2"', r'"seed": "\ud800"',
                                    '"seconds": "1e999"', '"seed": ' + "9" * 5000])  # fmt: skip
def test_8_json_that_is_almost_right_is_one_line(change, folder):
    Path("r.json").write_text(json.dumps(result_with()).replace('"seed": "0"', change))
    refused(call("report", "r.json"))
    refused(call("check", "r.json"))


CHECKPOINTS = [
    *(("step", value) for value in ("-1", "31", "9" * 5000, None, ["1"])),
    *(("A", value) for value in ([], [[]], [["0x1p-1"]], "0x1p-1", [["1/2"] * 3] * 3, [[None] * 3] * 3)),
    *(("A", [[value] * 3] * 3) for value in ("0x1p-9999999", "0x" + "f" * 400 + "p-1")),
    *(("B", {"a": 1}), ("C", [["0x1p-3"] * 3, []]), ("run", None), ("format", 7)),
]


@pytest.mark.parametrize(
    ("field", "value"), CHECKPOINTS, ids=[f"{name} {str(value)[:20]}" for name, value in CHECKPOINTS]
)
def test_8_a_malformed_checkpoint_behind_a_right_seal(field, value, folder, monkeypatch):
    from verifier.descent.checkpoint import _seal

    with monkeypatch.context() as patch:
        patch.setattr(verifier.descent.descent_run, "descend", interrupted_at(20))
        call("descend", "p.toml", "--checkpoint", "k.json", "--arithmetic", "float64")
    document = json.loads(Path("k.json").read_text())
    document[field] = value
    del document["seal"]
    Path("k.json").write_text(json.dumps({**document, "seal": _seal(document)}))
    begun = time.process_time()
    result = call("descend", "p.toml", "--checkpoint", "k.json", "--arithmetic", "float64")
    assert time.process_time() - begun < 5
    huge = "f" * 400 in str(value)
    refused(result, code=2) if not huge else refused(result, code=result.exit_code)
    assert result.exit_code in ({2, 3} if huge else {2})


def test_8_half_a_surrogate_pair_is_refused_where_it_is_read(folder):
    Path("r.json").write_text(json.dumps(result_with(title="\ud800")))
    assert "surrogate" in refused(call("report", "r.json"))


def test_8_a_numpy_file_whose_header_is_no_python(folder):
    head = b"\x93NUMPY\x01\x00v\x00"
    Path("m.npy").write_bytes(head + b"{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }}".ljust(117) + b"\n")
    refused(call("recover", "m.npy"))


DEADLY = b"MATLAB 5.0 MAT-file".ljust(124, b"\0") + bytes.fromhex(
    "0001494d0e00000048000000060000000800000006080000000000000500000008000000010000000100000001000100"
    "680000000900000008000000000000000000000009a2000008000000000000000000f03f"
)


def test_8_a_matlab_file_that_kills_its_reader(folder):
    """208 bytes of which scipy's reader dies, and the process with it."""
    Path("m.mat").write_bytes(DEADLY)
    refused(call("recover", "m.mat"))
