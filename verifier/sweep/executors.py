"""Where the cells of a sweep are computed: here, in threads, in processes, or on a Dask cluster.

In each of them BLAS has one thread: the cells run side by side, and no bit of a result depends on how many there are.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

from numerics.descent.sweep import Open, batches
from verifier.ground.errors import InputError, VerifierError
from verifier.ground.extras import install_line, is_installed
from verifier.ground.interruption import interrupts_ignored, left_to_the_parent
from verifier.run.schedule import processes

SECONDS_TO_CONNECT = 15
BATCHES_ON_A_CLUSTER = 256
"""How many batches a scheduler is given at a time."""

_DASK = re.compile(r"dask://([^/\s:]+:[0-9]{1,5})", re.ASCII)


def executor_named(name: str, jobs: int) -> tuple[Open, int]:
    """How to open the executor, and how many batches to give it at a time.

    Raises:
        InputError: a name that is none of processes, threads, serial and dask://host:port, or Dask is not installed.
    """
    local: dict[str, Open] = {
        "serial": _serial,
        "threads": partial(_threads, jobs),
        "processes": partial(_processes, jobs),
    }
    if name in local:
        return local[name], 1 if name == "serial" else 2 * jobs
    address = _DASK.fullmatch(name)
    if address is None:
        raise InputError("--executor", f"{name!r} is unknown", f"take {', '.join(local)} or dask://host:port")
    if not is_installed("distributed"):
        raise InputError("--executor", "dask needs the extra 'cluster'", install_line("distributed"))
    return partial(_dask, f"tcp://{address[1]}"), BATCHES_ON_A_CLUSTER


class SerialExecutor(Executor):
    """Runs what is submitted at once, in the calling thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """A future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def _one_blas_thread() -> Iterator[None]:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"):
        yield


@contextmanager
def _serial() -> Iterator[Executor]:
    with _one_blas_thread(), SerialExecutor() as executor:
        yield executor


@contextmanager
def _threads(jobs: int) -> Iterator[Executor]:
    executor = ThreadPoolExecutor(jobs)
    with _one_blas_thread():
        try:
            yield executor
        finally:
            executor.shutdown(cancel_futures=True)


@contextmanager
def _processes(jobs: int) -> Iterator[Executor]:
    with processes(jobs, _prepare_worker) as executor:
        with interrupts_ignored():  # the processes are started here
            for _ in range(jobs):
                executor.submit(int)
        yield executor


def _prepare_worker() -> None:
    """For a process that ends with the sweep: nothing is restored."""
    import numpy  # noqa: F401  (its BLAS must be loaded before it is limited)
    from threadpoolctl import threadpool_limits

    left_to_the_parent()
    threadpool_limits(1, user_api="blas")


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    """The executor of a cluster; the workers there need this project installed.

    Raises:
        VerifierError: nobody answers, there is no worker, or the workers cannot import what they are to run.
    """
    from distributed import Client

    try:
        client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
    except OSError as error:
        raise VerifierError("--executor", f"no scheduler answers at {address}", "start it, or name another") from error
    with client:
        _require_workers(client, address)
        executor = client.get_executor(pure=False)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False)


def _require_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
        client.register_plugin(_plugin())
        client.submit(batches, (), pure=False).result(timeout=SECONDS_TO_CONNECT)
    except Exception as error:
        cause = f"no worker at {address} can run a cell ({type(error).__name__})"
        raise VerifierError("--executor", cause, "start workers with this project installed") from error


def _plugin() -> Any:
    """Gives BLAS one thread on every worker of the cluster, those to come included. It stays when the sweep ends."""
    from distributed import WorkerPlugin

    class OneBlasThread(WorkerPlugin):  # type: ignore[misc, unused-ignore]
        name = "one-blas-thread"

        def setup(self, worker: Any) -> None:
            import numpy  # noqa: F401
            from threadpoolctl import threadpool_limits

            threadpool_limits(1, user_api="blas")

    return OneBlasThread()
