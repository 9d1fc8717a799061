"""Every notebook runs again from top to bottom, says what its committed copy says, and fails where an assert does."""

import subprocess
from pathlib import Path

import nbformat
import pytest

from verifier.notebook.execution import NotebookError, execute, executed, normalised, notebooks, read, shown

ROOT = Path(__file__).parent.parent
MOST_BYTES = 600_000
NOTEBOOKS = notebooks()


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_running_it_again_shows_what_is_committed(path):
    committed = read(path)
    assert shown(executed(committed, path.name)) == shown(committed)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_written_to_be_read(path):
    committed = read(path)
    code = [cell for cell in committed.cells if cell.cell_type == "code"]
    assert path.stat().st_size < MOST_BYTES
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert any("assert " in cell.source for cell in code)
    assert len(committed.cells) > len(code), "no prose"


LOGIC = ("def ", "for ", "while ", "lambda", "class ", "if ")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_cells_only_call_the_packages(path):
    lines = [line for cell in read(path).cells if cell.cell_type == "code" for line in cell.source.splitlines()]
    assert [line for line in lines if line.startswith(LOGIC)] == []


def test_a_broken_assert_fails():
    executed(notebook("x = 2", "assert x == 2"))
    with pytest.raises(NotebookError, match="AssertionError"):
        executed(notebook("x = 2", "assert x == 3"))


def test_a_warning_fails():
    with pytest.raises(NotebookError, match="wrote to stderr"):
        executed(notebook("import warnings", "warnings.warn('beware')"))


def test_another_output_is_seen():
    first, second = executed(notebook("print(1)", "2")), executed(notebook("print(1)", "3"))
    assert shown(first) == shown(first)
    assert shown(first) != shown(second)


def test_running_it_in_place_twice_writes_the_same_bytes(tmp_path):
    path = tmp_path / "small.ipynb"
    draw = "from verifier.notebook.svg import Panel, picture\npicture(Panel({'y': ([0, 1], [0, 1])}, 'x', 'y'))"
    nbformat.write(notebook("import sys; print('a'); print('b')", "{'b', 'a', 'c'}", draw), path)
    execute(path)
    once = path.read_bytes()
    execute(path)
    assert path.read_bytes() == once
    assert b"<svg" in once


def test_what_differs_from_day_to_day_is_left_out():
    left = normalised(executed(notebook("1")))
    assert "version" not in left.metadata.language_info
    assert [(cell.id, cell.metadata) for cell in left.cells] == [("cell-00", {})]


def test_make_notebooks_runs_them():
    target = subprocess.run(["make", "-n", "notebooks"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert "-m verifier.notebook.execution" in target
