"""Files are read within bounds and written whole or not at all."""

import os
import stat

import pytest

import verifier.ground.files
from verifier.ground.errors import InputError, VerifierError
from verifier.ground.files import json_text, read_text, require_writable, write_text


def test_written_whole_and_nothing_beside(tmp_path):
    path = tmp_path / "result.json"
    path.write_text("before")
    write_text(str(path), "after é\n")
    assert path.read_text(encoding="utf-8") == "after é\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    path = tmp_path / "result.json"
    path.write_text("before")
    monkeypatch.setattr(verifier.ground.files.os, "fsync", full)
    with pytest.raises(VerifierError, match="No space left on device") as caught:
        write_text(str(path), "after")
    assert caught.value.exit_code == 3
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_interrupted_while_writing_leaves_what_was_there(tmp_path, monkeypatch):
    def interrupted(*_arguments, **_folders):
        raise KeyboardInterrupt

    path = tmp_path / "result.json"
    path.write_text("before")
    monkeypatch.setattr(verifier.ground.files.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_text(str(path), "after")
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_can_be_read_by_others_as_usual(tmp_path):
    path = tmp_path / "result.json"
    write_text(str(path), "x")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask


def test_a_link_is_followed_and_a_device_stays_one(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_text(str(tmp_path / "link"), "x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "x"
    write_text("/dev/null", "x")
    assert not os.path.isfile("/dev/null")


def test_a_full_device_is_one_line():
    if os.path.exists("/dev/full"):
        with pytest.raises(VerifierError, match="No space left"):
            write_text("/dev/full", "x")


def test_standard_output(capsys):
    write_text("-", "text\n")
    assert capsys.readouterr().out == "text\n"


def test_what_cannot_be_written_is_said_at_once(tmp_path):
    for path in ("", str(tmp_path), str(tmp_path / "none" / "x.json")):
        with pytest.raises(InputError) as caught:
            require_writable(path)
        assert caught.value.remedy
    for path in (None, "-", str(tmp_path / "x.json")):
        require_writable(path)


def test_what_cannot_be_read(tmp_path, monkeypatch):
    (tmp_path / "large").write_bytes(b"x" * 11)
    monkeypatch.setattr(verifier.ground.files, "MAXIMAL_BYTES", 10)
    for path, said in {str(tmp_path / "large"): "too large", str(tmp_path): "directory", "a\0b": "null"}.items():
        with pytest.raises(InputError, match=said):
            read_text(path)


def test_json_is_one_way_only():
    assert json_text({"b": ["1/3"], "a": None}) == '{\n  "b": [\n    "1/3"\n  ],\n  "a": null\n}\n'
