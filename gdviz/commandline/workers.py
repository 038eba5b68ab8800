"""Where the pieces of a sweep are computed: here, in processes of this machine, or by a scheduler's workers."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

from gdviz.commandline.computing_places import Place
from gdviz.commandline.options import Option, read_integer
from gdviz.commandline.terminal import Failure
from gdviz.engine.pieces import WorkersLost
from gdviz.messages import ExperimentError, mark, message
from gdviz.quoting import show

MOST = 61 if sys.platform == "win32" else 256
"""The most processes that --workers may ask for; Windows cannot wait for more."""
RENEWED = 3
"""How many times processes that were lost are replaced."""
HERE_SECONDS = 1.0
"""Seconds. Work that takes less is computed in this process: others would not even have started."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""The environment of a process that computes: its libraries start no threads, as each core has a process."""


def options() -> list[Option]:
    """``--workers`` and ``--scheduler``."""
    return [
        Option("--workers", "workers", "N", mark("Processes that compute; as many as there are cores by default."),
               _read_workers),
        Option("--scheduler", "scheduler", "tcp://HOST:PORT", mark(
            "Computes on the workers of this Dask scheduler. It and they can run any code as you: name only one that "
            "you trust."
        ), _read_scheduler),
    ]  # fmt: skip


@contextlib.contextmanager
def opened(values: Mapping[str, Any]) -> Iterator[Place]:
    """The place that the options name. Raises ExperimentError, and Failure where a scheduler cannot be used."""
    if "workers" in values and "scheduler" in values:
        raise ExperimentError("--workers", message("is for this machine, and --scheduler for others: choose one"))
    place: Place
    if "scheduler" in values:
        from gdviz.commandline.cluster import Scheduler

        place = Scheduler(values["scheduler"])
    else:
        count = values.get("workers", _cores())
        place = Place() if count == 1 else Processes(count)
    try:
        yield place
    finally:
        place.close()


class Processes(Place):
    """Processes of this machine."""

    here = HERE_SECONDS

    def __init__(self, count: int) -> None:
        self.executor: _Pool = _Pool(count)
        self._count, self._lost = count, 0

    def at_once(self) -> int:
        """Two pieces for each process: one is computed, and one waits."""
        return 2 * self._count

    def renew(self, lost: WorkersLost) -> None:
        """Start new processes in place of lost ones, three times at most. Raises Failure."""
        self.executor.end()
        self._lost += 1
        if self._lost > RENEWED:
            raise Failure(message(
                "processes that compute have ended {n} times, perhaps for want of memory",
                n=self._lost,
            )) from lost  # fmt: skip
        self.executor = _Pool(self._count)

    def close(self) -> None:
        """End the processes at once."""
        self.executor.end()


class _Pool(ProcessPoolExecutor):
    """New processes, which a Ctrl+C does not reach, and which end with this one."""

    def __init__(self, count: int) -> None:
        super().__init__(count, multiprocessing.get_context("spawn"), _begin)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """See Executor.submit; this starts the processes, too."""
        with _as_a_worker():
            return super().submit(fn, *args, **kwargs)

    def end(self) -> None:
        """End the processes, whatever they compute."""
        for process in list((self._processes or {}).values()):
            process.kill()
        self.shutdown(cancel_futures=True)


def _begin() -> None:
    """Prepare a process that computes: it leaves Ctrl+C to its parent, and ends when its parent ends or is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


@contextlib.contextmanager
def _as_a_worker() -> Iterator[None]:
    """While processes start, set the environment that they inherit, and hold back Ctrl+C.

    Ctrl+C waits in this process, and in the new ones until `_begin`.
    """
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        if masked is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, masked)


def _cores() -> int:
    """The cores that this process may use."""
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(found, MOST)


def _read_workers(text: str, flag: str) -> int:
    count = read_integer(text, flag)
    if not 1 <= count <= MOST:
        raise ExperimentError(flag, message("must be in {range}, got {got}", range=f"[1, {MOST}]", got=show(count)))
    return count


def _read_scheduler(text: str, flag: str) -> str:
    """An address. Raises ExperimentError."""
    kind, _, rest = text.partition("://")
    host, _, port = rest.rpartition(":")
    if kind not in ("tcp", "tls") or not host or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ExperimentError(flag, message("must be tcp://HOST:PORT or tls://HOST:PORT, got {got}", got=show(text)))
    return text
