"""What a command writes destroys nothing, is written whole, and is tried before the work (points 4, 5, 6)."""

import json
import os
from pathlib import Path

import pytest

from tests.hostile.environments import Environment
from tests.hostile.users import SMALL, call, refused, snapshot

COLLISIONS = {
    "the export of a sweep is its database": ("sweep", "s.toml", "--out", "e.sqlite", "--export", "e.sqlite"),
    "the export of a sweep is its journal": ("sweep", "s.toml", "--out", "e.sqlite", "--export", "e.sqlite-journal"),
    "the database is the sweep": ("sweep", "s.toml", "--out", "s.toml"),
    "the result is the problem": ("descend", "p.toml", "--json", "p.toml"),
    "the result is the problem by another way": ("descend", "p.toml", "--json", "./sub/../p.toml"),
    "the result is the problem by a link": ("descend", "p.toml", "--json", "link"),
    "the problem is given by a link": ("descend", "link", "--json", "p.toml"),
    "the result is the problem by a hard link": ("certify", "p.toml", "--json", "hard"),
    "the page is its result": ("report", "r.html"),
    "one file for result and picture": ("descend", "p.toml", "--json", "x", "--plot", "x"),
    "one file for result and state": ("descend", "p.toml", "--json", "x", "--checkpoint", "x"),
    "standard output twice": ("descend", "p.toml", "--json", "-", "--plot", "-"),
    "standard output twice, of a sweep": ("sweep", "s.toml", "--out", "e.sqlite", "--export", "-", "--json", "-"),
    "a report over its own result": ("run", "--only", "gradient", "--report", "sub", "--json", "sub/result.json"),
    "a certificate over itself": ("check", "p.toml", "--json", "p.toml"),
    "moments over themselves": ("recover", "p.toml", "--json", "p.toml"),
    "a checkpoint over the problem": ("descend", "p.toml", "--checkpoint", "p.toml"),
}


@pytest.mark.parametrize("name", COLLISIONS)
def test_4_a_collision_is_refused_before_anything_is_computed(name, folder):
    Path("sub").mkdir()
    Path("link").symlink_to("p.toml")
    Path("hard").hardlink_to("p.toml")
    Path("r.html").write_text("{}")
    before = snapshot(folder)
    line = refused(call(*COLLISIONS[name]))
    assert "would be both" in line
    assert snapshot(folder) == before


def test_4_standard_output_redirected_onto_a_result(folder):
    done = Environment("> r.json").run(["list", "--json", "r.json"], folder)
    assert (done.returncode, Path("r.json").read_bytes()) == (2, b"")
    assert b"where a standard stream goes" in done.stderr


def test_4_dev_null_may_be_written_to_twice(folder):
    assert (
        call(
            "sweep",
            "s.toml",
            "--out",
            "a.sqlite",
            "--executor",
            "serial",
            "--json",
            "/dev/null",
            "--export",
            "/dev/null",
        ).exit_code
        == 0
    )


def test_5_leftovers_of_the_killed_are_swept_and_those_of_the_living_are_not(folder):
    import fcntl

    stale, living, foreign = (f".verifier-{digit * 16}.tmp" for digit in "012")
    for name in (stale, living):
        Path(name).write_text("half")
    Path(foreign).symlink_to("p.toml")
    with open(living) as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert call("list", "--json", "r.json").exit_code == 0
    assert sorted(path.name for path in folder.glob(".*")) == [living, foreign]
    assert Path("p.toml").read_text() == SMALL


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o660])
def test_5_a_file_keeps_its_mode(mode, folder):
    Path("r.json").touch()
    Path("r.json").chmod(mode)
    assert call("list", "--json", "r.json").exit_code == 0
    assert Path("r.json").stat().st_mode & 0o7777 == mode


def test_5_the_temporary_file_is_new_and_private_and_the_folder_is_flushed(folder, monkeypatch):
    import verifier.ground.replacing as replacing

    opened, flushed = [], []
    real_open, real_fsync = os.open, os.fsync

    def watched(path, flags, mode=0o777, *, dir_fd=None):
        opened.append((str(path), flags, mode))
        return real_open(path, flags, mode, dir_fd=dir_fd)

    def flush(handle):
        flushed.append(os.readlink(f"/proc/self/fd/{handle}"))
        real_fsync(handle)

    Path("r.json").touch(0o600)
    monkeypatch.setattr(replacing.os, "open", watched)
    monkeypatch.setattr(replacing.os, "fsync", flush)
    names = set()
    for _ in range(3):
        opened.clear()
        assert call("list", "--json", "r.json").exit_code == 0
        made = [(path, flags, mode) for path, flags, mode in opened if flags & os.O_CREAT]
        assert made
        assert all(flags & os.O_EXCL and flags & os.O_NOFOLLOW and mode == 0o600 for _, flags, mode in made)
        names |= {path for path, _, _ in made}
    assert len(names) == 3 * len(made)
    assert str(folder) in flushed


def unwritable(folder):
    """Paths that look like files and cannot be written, with what is in the way."""
    Path("dangling").symlink_to("none/there")
    Path("loop").symlink_to("loop")
    Path("file").touch()
    os.mkfifo("fifo")
    return {
        "dangling": "does not exist",
        "loop": "cannot be written",
        "x" * 300: "cannot be written",
        "file/below": "cannot be written",
        "none/below": "does not exist",
        "new/": "not the name of a file",
        "": "not the name of a file",
        "/proc/none": "cannot be written",
        "a\0b": "cannot be written",
    }


def test_6_what_cannot_be_written_is_refused_before_the_problem_is_read(folder):
    paths = unwritable(folder)
    before = set(os.listdir())
    for path, said in paths.items():
        for command in (["descend", "none.toml", "--json"], ["certify", "none.toml", "--json"], ["list", "--json"]):
            assert said in refused(call(*command, path)), path
    assert set(os.listdir()) == before


def test_6_a_name_of_250_characters_can_be_written(folder):
    name = "y" * 250
    assert call("list", "--json", name).exit_code == 0
    assert json.loads(Path(name).read_text())


@pytest.mark.parametrize("name", ["file", "file/below", "dangling", "loop", "z" * 300, "new/" + "z" * 300, ""])
def test_6_a_folder_that_cannot_be_is_refused_before_the_run(name, folder):
    unwritable(folder)
    refused(call("run", "--only", "gradient", "--report", name))
