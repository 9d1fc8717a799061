"""``verifier sweep SWEEP.toml --out FILE.sqlite``: a grid of runs; killed, it goes on without repeating a cell."""

import csv
import io
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from verifier.ground.files import write_json, write_text
from verifier.ground.interruption import terminated_as_interrupted
from verifier.ground.versions import versions
from verifier.run.schedule import MAXIMAL_JOBS
from verifier.sweep.sweep_file import Sweep, read_sweep
from verifier.sweep.sweep_row import COLUMNS, Row, row_of
from verifier.sweep.sweep_store import Store, open_store
from verifier.sweep.sweep_summary import HEADINGS, counts, summary
from verifier.terminal.console import print_table
from verifier.terminal.file_types import DATABASE, READ, WRITE
from verifier.terminal.options import json_option, plot_option
from verifier.terminal.plan import stdout_is_taken
from verifier.terminal.progress import Reporter, forecast, reporting

if TYPE_CHECKING:
    from numerics.descent.sweep import Batch, Open

ROWS_SHOWN = 60


@dataclass(frozen=True)
class Outputs:
    """Where the results go besides the SQLite file."""

    export: str | None
    plot: str | None
    json_path: str | None


@click.command("sweep")
@click.argument("path", metavar="SWEEP.toml", type=READ)
@click.option(
    "--out", required=True, metavar="FILE.sqlite", type=DATABASE, help="Where the results are kept, cell by cell."
)
@click.option(
    "--executor", default="processes", show_default=True, help="processes, threads, serial, dask://host:port."
)
@click.option(
    "--jobs", type=click.IntRange(1, MAXIMAL_JOBS), default=2, show_default=True, help="Processes or threads."
)
@click.option("--export", metavar="FILE.csv", type=WRITE, help="Write all cells as CSV ('-' is standard output).")
@plot_option
@json_option
def command(
    path: str, out: str, executor: str, jobs: int, export: str | None, plot: str | None, json_path: str | None
) -> int:
    """Many runs of descent: all combinations of the teachers, widths, lengths, scales, steps and seeds of a file.

    Each finished run is in FILE.sqlite at once; the same command goes on where a sweep was stopped or killed.
    """
    asked, begun = read_sweep(path), time.monotonic()
    from verifier.sweep.executors import executor_named

    open_executor, window = executor_named(executor, jobs)
    with open_store(out, asked) as store:
        try:
            with terminated_as_interrupted(), reporting() as report:
                run(asked, store, open_executor, window, jobs, report)
        except KeyboardInterrupt:
            done = f"{len(store.finished())} of {len(asked.keys)} cells are in {out}"
            click.echo(f"\nstopped; {done}, and the same command goes on from there", err=True)
            raise
        rows = store.rows()
    _write(asked, rows, Outputs(export, plot, json_path), time.monotonic() - begun)
    return 3 if counts(rows)["failed"] else 0


def run(sweep: Sweep, store: Store, open_executor: "Open", window: int, jobs: int, report: Reporter) -> None:
    """Runs what is not yet in the store, the dearest batches first, and stores each batch as it comes."""
    from numerics.descent.sweep import batches, cost, results_of

    keys, done = sweep.keys, store.finished()
    pending = [cell for cell in sweep.cells() if cell.number not in done]
    work = sorted(batches(pending), key=cost, reverse=True)
    whole, spent = sum(map(cost, work)), 0.0
    forecast(_seconds(work) / jobs, "a smaller grid, fewer steps or more --jobs take less")
    report(spent, whole, f"{len(done)} of {len(keys)} cells")
    with closing(results_of(work, open_executor, window)) as results:
        for batch, found in results:
            pairs = zip((cell.number for cell in batch), found, strict=True)
            store.add(row_of(number, keys[number - 1], result, sweep.digits) for number, result in pairs)
            done.update(cell.number for cell in batch)
            spent += cost(batch)
            report(spent, whole, f"{len(done)} of {len(keys)} cells")


def _seconds(work: "Sequence[Batch]") -> float:
    """At least about so long, in one process: a product of the dearest batch is timed, once for all its seeds."""
    from numerics.arithmetics.by_name import arithmetic
    from numerics.descent.descent import seconds_of_a_step
    from numerics.descent.sweep import cost
    from numerics.model.start import start

    if not work:
        return 0.0
    cell = work[0][0]
    step = seconds_of_a_step(
        start(cell.seed, cell.width, cell.scale), cell.length, arithmetic(cell.arithmetic, cell.digits)
    )
    return step * cell.steps * sum(map(cost, work)) / cost(work[0])


def _write(sweep: Sweep, rows: Sequence[Row], outputs: Outputs, seconds: float) -> None:
    if outputs.export is not None:
        write_text(outputs.export, csv_text(rows))
    if outputs.plot is not None:
        from verifier.ground.plots import save_svg
        from verifier.sweep.sweep_figure import sweep_figure

        save_svg(sweep_figure(sweep, rows), outputs.plot)
    if outputs.json_path is not None:
        ending = {"versions": versions(), "seconds": f"{seconds:.3f}"}
        write_json(outputs.json_path, {"sweep": sweep.source, "counts": _texts(counts(rows)),
                                       "cells": [_texts(row) for row in rows], **ending})  # fmt: skip
    if not stdout_is_taken():
        found = counts(rows)
        click.echo(", ".join(f"{number} {outcome}" for outcome, number in found.items()))
        table = summary(rows)
        print_table(HEADINGS, table[:ROWS_SHOWN])
        if len(table) > ROWS_SHOWN:
            click.echo(f"... and {len(table) - ROWS_SHOWN} more rows; --export writes all cells")


def csv_text(rows: Sequence[Row]) -> str:
    """All cells as CSV, by number; what was not measured is empty."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def _texts(row: "dict[str, int] | Row") -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in row.items()}
