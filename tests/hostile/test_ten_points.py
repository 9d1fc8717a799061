"""What once went wrong, each with its whole kind, as a user meets it. The numbers are those of docs/trust.md."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

import verifier.descent.descent_run
from tests.hostile.environments import ROOT, Environment
from tests.sweeps import content, text
from verifier.cli import main

SMALL = """[teacher]
nodes = ["1/2"]
weights = [1]
[student]
width = 3
scale = "1/10"
seed = 1
[training]
length = 4
step_size = "1/20"
steps = 30
[claim]
horizon = 60
"""
UNSTABLE = """[teacher]
nodes = [3]
weights = [1]
[student]
width = 2
scale = "1/100"
seed = 1
[training]
length = 3
step_size = "1/1000"
steps = 20
"""


def call(*arguments):
    return CliRunner().invoke(main, [*map(str, arguments)])


def refused(result, code=2):
    """The one line of a refusal; nothing on standard output."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if " left  " not in line]
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("verifier: ")
    assert lines[0].isprintable()
    return lines[0]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("p.toml").write_text(SMALL)
    Path("u.toml").write_text(UNSTABLE)
    Path("s.toml").write_text(text())
    return tmp_path


def snapshot(folder):
    return {path.name: os.readlink(path) if path.is_symlink() else path.is_file() and path.read_bytes()
            for path in folder.iterdir()}  # fmt: skip


# --- 1. a failure to talk is no verdict


@pytest.mark.parametrize("redirections", ["2>&-", "2>/dev/full <&-"])
def test_1_a_good_certificate_stays_good_without_stderr(redirections, folder):
    assert call("certify", "p.toml", "--json", "c.json", "--digits", "10").exit_code == 0
    done = Environment(redirections).run(["check", "c.json", "--json", "r.json"], folder)
    assert done.returncode == 0
    assert json.loads(Path("r.json").read_text())["verdict"] == "CERTIFIED"


@pytest.mark.parametrize("redirections", ["2>&-", ">&- 2>&-"])
def test_1_a_run_writes_its_results_without_streams(redirections, folder):
    done = Environment(redirections).run(["run", "--only", "gradient", "--jobs", "1", "--json", "r.json"], folder)
    assert done.returncode == (0 if redirections.startswith("2") else 3)
    assert json.loads(Path("r.json").read_text())["exit_code"] == "0"


def test_1_a_refutation_stays_one_when_nobody_listens(folder):
    assert call("certify", "p.toml", "--json", "c.json", "--digits", "10").exit_code == 0
    document = json.loads(Path("c.json").read_text())
    document["claims"]["loss"] = {"mid": "7", "rad": "0"}
    Path("c.json").write_text(json.dumps(document))
    assert Environment(">&- 2>&-").run(["check", "c.json"], folder).returncode == 1


# --- 2. the state of an interrupted run


def interrupted_at(step):
    """What the command says and leaves when it is stopped at a step; 0 is before the first."""

    def descend(run, arithmetic, first=0):
        for iterate in DESCEND(run, arithmetic, first):
            if iterate.step == step:
                raise KeyboardInterrupt
            yield iterate

    return descend


DESCEND = verifier.descent.descent_run.descend


def test_2_two_problems_of_one_name_keep_two_states(folder, monkeypatch):
    for name, steps in (("a", 30), ("b", 31)):
        Path(name).mkdir()
        Path(name, "t.toml").write_text(SMALL.replace("steps = 30", f"steps = {steps}"))
    whole = {name: call("descend", f"{name}/t.toml", "--json", "-").stdout for name in "ab"}
    with monkeypatch.context() as patch:
        patch.setattr(verifier.descent.descent_run, "descend", interrupted_at(20))
        said = {name: call("descend", f"{name}/t.toml") for name in "ab"}
    states = sorted(path.name for path in folder.glob("*.checkpoint.json"))
    assert len(states) == 2
    for name in "ab":
        assert said[name].exit_code == 130
        assert sum(f"the state is in {state}, and" in said[name].stderr for state in states) == 1
        resumed = call("descend", f"{name}/t.toml", "--json", "-").stdout
        assert {**json.loads(resumed), "seconds": ""} == {**json.loads(whole[name]), "seconds": ""}
    assert not list(folder.glob("*.checkpoint.json"))


def test_2_no_state_is_promised_that_is_not_there(folder, monkeypatch):
    monkeypatch.setattr(verifier.descent.descent_run, "descend", interrupted_at(0))
    result = call("descend", "p.toml")
    assert (result.exit_code, "the state is in" in result.stderr) == (130, False)
    assert "before the first step" in result.stderr
    assert not list(folder.glob("*checkpoint*"))


def test_2_a_long_name_and_a_problem_elsewhere(folder):
    long = "é" * 100 + ".toml"
    Path(long).write_text(SMALL)
    assert call("descend", long, "--arithmetic", "float64").exit_code == 0


# --- 3. numbers of any size


def test_3_an_unstable_teacher_is_certified_descended_and_checked(folder):
    done = call("certify", "u.toml", "--digits", "10", "--json", "c.json")
    assert done.exit_code == 0, done.output
    assert "E+477" in done.stdout
    done = call("descend", "u.toml", "--arithmetic", "float64", "--json", "d.json")
    assert done.exit_code == 0, done.output
    assert json.loads(Path("d.json").read_text())["deviations"]["1000"] == "overflow"
    assert call("check", "c.json").exit_code == 0
    document = json.loads(Path("c.json").read_text())
    document["claims"]["extrapolation_error"] = {"mid": "1e400", "rad": "1e300"}
    Path("c.json").write_text(json.dumps(document))
    done = call("check", "c.json")
    assert done.exit_code == 1, done.output
    assert "E+477" in done.stdout


@pytest.mark.parametrize("step", ["1e1000", "1e-1000"])
@pytest.mark.parametrize("command", [["certify", "--digits", "5"], ["descend"], ["descend", "--arithmetic", "float64"]])
def test_3_steps_beyond_all_floats(step, command, folder):
    Path("p.toml").write_text(SMALL.replace("1/20", step).replace("steps = 30", "steps = 2"))
    result = call(*command, "p.toml")
    assert result.exit_code in {0, 2, 3}, result.output
    assert "Traceback" not in result.stderr


# --- 4. outputs that destroy

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
    assert call("descend", "p.toml", "--json", "/dev/null", "--plot", "/dev/null").exit_code == 0


# --- 5. the temporary file


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


# --- 6. what cannot be written is said at the start


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


# --- 7. sweeps


def sweep(*more):
    return ("sweep", "s.toml", "--out", "a.sqlite", "--executor", "serial", *more)


def test_7_several_processes_make_one_file(folder):
    Path("s.toml").write_text(text(seeds=1))
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: Environment().run(sweep(), folder), range(3)))
    assert [process.returncode for process in done] == [0, 0, 0], done
    assert len(content("a.sqlite")) == 32


ALTERED = {
    "a number of no cell": "INSERT INTO cells SELECT 999999, teacher, width, length, scale, step_size, steps, seed, "
    "outcome, diverged_at, failure, loss, drift, asymmetry, hankel_rank, singular_values, largest_deviation, "
    "deviations FROM cells WHERE cell = 1",
    "an edited loss": "UPDATE cells SET loss = '1E-30' WHERE cell = 5",
    "a loss that is no number": "UPDATE cells SET loss = x'ff' WHERE cell = 5",
    "an edited step": "UPDATE cells SET step_size = '1/7' WHERE cell = 5",
    "an extra column": "ALTER TABLE cells ADD COLUMN extra",
    "no table": "DROP TABLE cells",
    "no about": "DROP TABLE about",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON cells BEGIN DELETE FROM about; END",
}


@pytest.mark.parametrize("name", ALTERED)
def test_7_an_altered_file_is_refused_and_left_as_it_is(name, folder):
    assert call(*sweep()).exit_code == 0
    with closing(sqlite3.connect("a.sqlite")) as connection, connection:
        connection.execute(ALTERED[name])
    before = Path("a.sqlite").read_bytes()
    refused(call(*sweep("--export", "e.csv")))
    assert (Path("a.sqlite").read_bytes(), Path("e.csv").exists()) == (before, False)


def test_7_rows_without_a_seal_are_run_again(folder):
    """A file that was made before rows had seals; a changed row cannot be told there, and is not believed."""
    assert call(*sweep()).exit_code == 0
    right = content("a.sqlite")
    with closing(sqlite3.connect("a.sqlite")) as connection, connection:
        connection.execute("DROP TABLE seals")
        connection.execute("UPDATE cells SET loss = '7' WHERE cell = 5")
    assert call(*sweep()).exit_code == 0
    assert content("a.sqlite") == right


def test_7_memory_is_a_name_and_an_empty_file_is_a_beginning(folder):
    assert call("sweep", "s.toml", "--out", ":memory:", "--executor", "serial").exit_code == 0
    assert len(content(str(folder / ":memory:"))) == 64
    Path("a.sqlite").touch()
    assert call(*sweep()).exit_code == 0


def test_7_a_full_disk_is_not_a_foreign_file(folder, monkeypatch):
    import verifier.sweep.sweep_store as store

    class Full(sqlite3.Connection):
        def execute(self, statement, *rest):
            if statement.startswith("CREATE"):
                error = sqlite3.OperationalError("database or disk is full")
                error.sqlite_errorname = "SQLITE_FULL"
                raise error
            return super().execute(statement, *rest)

    real = sqlite3.connect
    monkeypatch.setattr(store.sqlite3, "connect", lambda *args, **kwargs: real(*args, factory=Full, **kwargs))
    line = refused(call(*sweep()), code=3)
    assert "could not be written (database or disk is full)" in line


# --- 8. no traceback, whatever it is given


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


# --- 9. bounds before work


def bounded(arguments, seconds=6.0, megabytes=600):
    """The line of a refusal that comes at once, of a process that may not have more memory."""
    limit = f'ulimit -v {1024 * megabytes + 400_000}; exec "$0" -m verifier "$@"'
    begun = os.times()
    done = subprocess.run(["/bin/sh", "-c", limit, sys.executable, *arguments], capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}, check=False)  # fmt: skip
    ended = os.times()
    assert done.returncode == 2, done
    assert ended.children_user - begun.children_user < seconds
    (line,) = done.stderr.splitlines()
    return line


def test_9_a_long_list_of_moments_is_refused_at_once(folder):
    Path("m.csv").write_text("1\n" * (15 << 20))
    assert "at most 20000 are read" in bounded(["recover", "m.csv"])
    Path("m.json").write_text("[" + "1," * (15 << 20) + "1]")
    assert "are read" in bounded(["recover", "m.json"])


def test_9_a_dotted_key_and_many_teachers_take_no_time(folder):
    Path("p.toml").write_text(f"{'a.' * 20_000}a = 1\n")
    assert "parts" in bounded(["descend", "p.toml"], 3)
    teachers = "".join(f'[[teacher]]\nnodes = ["1/{n}"]\nweights = [1]\n' for n in range(2, 5002))
    Path("s.toml").write_text(teachers + teachers[: teachers.index("[[", 5)] + SMALL.partition("weights = [1]\n")[2])
    assert "is teacher 1 again" in bounded(["sweep", "s.toml", "--out", "a.sqlite"], 5)


def test_9_a_pipe_that_nobody_writes_into_is_not_waited_for(folder, monkeypatch):
    monkeypatch.setattr("verifier.ground.files.PATIENCE", 0.2)
    os.mkfifo("pipe")
    assert "nothing came" in refused(call("descend", "pipe"))
    Path("p.toml").replace("kept.toml")

    def feed():
        with open("pipe", "w") as pipe:
            pipe.write(SMALL)

    monkeypatch.setattr("verifier.ground.files.PATIENCE", 10)
    thread = threading.Thread(target=feed)
    thread.start()
    assert call("descend", "pipe", "--arithmetic", "float64").exit_code == 0
    thread.join()


def test_9_a_pipe_that_nobody_reads_is_not_written_to_for_ever(folder, monkeypatch):
    monkeypatch.setattr("verifier.ground.files.PATIENCE", 0.2)
    os.mkfifo("pipe")
    assert "could not be written" in refused(call("list", "--json", "pipe"), code=3)


@pytest.mark.parametrize("seconds", ["nan", "-1", "NaN"])
def test_9_seconds_that_are_none(seconds, folder):
    refused(call("check", "p.toml", "--seconds", seconds))


# --- 10. progress before the first step


def test_10_an_estimate_comes_first_and_a_silence_is_broken(folder, monkeypatch):
    import verifier.terminal.progress as progress

    def slow(run, arithmetic, first=0):
        time.sleep(0.5)
        yield from DESCEND(run, arithmetic, first)

    monkeypatch.setattr(progress, "SILENCE", 0.1)
    monkeypatch.setattr(verifier.descent.descent_run, "descend", slow)
    monkeypatch.setattr(verifier.descent.descent_run, "seconds_of_a_step", lambda *_: 400.0)
    said = call("descend", "p.toml").stderr.splitlines()
    assert said[0] == f"verifier: this takes about 3 h; {verifier.descent.descent_run.SHORTER}"
    assert "still at work" in said[1]
    assert "preparing the start and the teacher's response" in said[1]


def test_10_a_wide_student_on_many_lags_says_at_once_how_long(folder):
    wide = (
        SMALL.replace("width = 3", "width = 150")
        .replace("length = 4", "length = 2000")
        .replace("steps = 30", "steps = 10000")
    )
    Path("p.toml").write_text(wide.replace('["1/2"]', '["1"]'))
    command = [sys.executable, "-m", "verifier", "descend", "p.toml"]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=-1, stdout=-3) as process:
        first = process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert b"this takes about" in first
    assert process.returncode == 130
