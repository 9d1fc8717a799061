"""Executes notebooks in place, so that the same machine writes the same bytes (``make notebooks``).

No times are recorded, versions and random cell names are left out, and a cell that raises, or writes to stderr, fails.
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FOLDER = Path(__file__).parents[2] / "notebooks"
SECONDS = 60
"""The most a cell may take."""

REPEATABLE: Mapping[str, str] = {
    "SOURCE_DATE_EPOCH": "0",
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""What a kernel's environment fixes: dates, the order of sets, the order of sums in BLAS."""


class NotebookError(RuntimeError):
    """A cell raised, or warned; the message names the notebook, the cell and what it said."""


def notebooks(folder: Path = FOLDER) -> list[Path]:
    """The notebooks of a folder in the order of their names."""
    return sorted(folder.glob("*.ipynb"))


def read(path: Path) -> Any:
    """A notebook as nbformat reads it."""
    import nbformat

    return nbformat.read(path, as_version=4)


def executed(notebook: Any, name: str = "notebook") -> Any:
    """The notebook with the outputs of a fresh run from top to bottom; raises NotebookError."""
    from nbclient.exceptions import CellExecutionError

    with TemporaryDirectory() as folder:
        client = _client(without_outputs(notebook), folder)
        try:
            client.execute(env={**os.environ, **REPEATABLE})
        except CellExecutionError as error:
            raise NotebookError(f"{name}: {error.ename}: {error.evalue}; run the notebook to see where") from error
    for output in (item for cell in client.nb.cells for item in cell.get("outputs", [])):
        if output.get("name") == "stderr":
            raise NotebookError(f"{name}: a cell wrote to stderr: {output.text}")
    return normalised(client.nb)


def _client(notebook: Any, folder: str) -> Any:
    """A client whose kernel is reached by files in a folder of its own: several at once do not meet."""
    from nbclient import NotebookClient
    from traitlets.config import Config

    by_files = {"transport": "ipc", "connection_file": str(Path(folder) / "kernel.json")}
    return NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        config=Config({"KernelManager": by_files if os.name == "posix" else {}}),
    )


def without_outputs(notebook: Any) -> Any:
    """A copy that nothing has been run in."""
    from copy import deepcopy

    fresh = deepcopy(notebook)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return fresh


def normalised(notebook: Any) -> Any:
    """The notebook less all that a run on another day or machine would change without meaning."""
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"cell-{number:02d}", {}
    return notebook


def shown(notebook: Any) -> list[list[dict[str, Any]]]:
    """What each cell shows, for comparison: all text exactly, of a picture only that there is one."""
    return [[_shown(output) for output in cell.get("outputs", [])] for cell in notebook.cells]


def _shown(output: Any) -> dict[str, Any]:
    data = {mime: "a picture" if mime.startswith("image/") else text for mime, text in output.get("data", {}).items()}
    return {"type": output.output_type, "text": output.get("text", ""), "data": data}


def execute(path: Path) -> None:
    """Executes one notebook in place."""
    import nbformat

    text = nbformat.writes(executed(read(path), path.name))
    path.write_text(text + "\n", encoding="utf-8")


def main(names: list[str]) -> None:
    """Executes the notebooks named, all of the repository's when none is."""
    for path in map(Path, names) if names else notebooks():
        try:
            execute(path)
        except NotebookError as error:
            sys.exit(str(error))
        print(f"{path.name}: {path.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
