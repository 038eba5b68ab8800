"""The workers of a Dask scheduler as a place where pieces are computed; the only module that imports Dask."""

from __future__ import annotations

import contextlib
import logging
import pickle
import platform
import pydoc
import time
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from functools import lru_cache, partial
from typing import Any

from gdviz.commandline.computing_places import Place
from gdviz.commandline.terminal import Failure
from gdviz.engine.pieces import WorkersLost
from gdviz.messages import Message, message
from gdviz.version import __version__

ANSWER_SECONDS = 6
"""How long a scheduler may take to answer."""
ASKED_SECONDS = 2.0
"""How often the scheduler is asked for its workers."""


class Scheduler(Place):
    """The workers of the Dask scheduler at an address."""

    seconds = 5.0

    def __init__(self, address: str) -> None:
        """Connect, and look at the versions of gdviz there. Raises Failure."""
        try:
            import dask
            import distributed
        except ImportError as error:
            raise Failure(message('--scheduler needs Dask: pip install "gdviz[cluster]"')) from error
        self.address = address
        self._logging = logging.root.manager.disable
        logging.disable(logging.CRITICAL)  # Failure says it in one sentence
        warnings.simplefilter("ignore")
        dask.config.set({"distributed.comm.timeouts.connect": f"{ANSWER_SECONDS}s"})
        try:
            self._client: Any = distributed.Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            logging.disable(self._logging)
            raise Failure(message(
                "{address}: no scheduler answers: {why}", address=address, why=str(error).partition("\n")[0]
            )) from error  # fmt: skip
        self._asked, self._threads = 0.0, 0
        try:
            self._check()
            self.executor: _Dask = _Dask(self._client)
        except BaseException:
            self.close()
            raise

    def _check(self) -> None:
        """Raises Failure for a scheduler or a worker with another gdviz."""
        try:
            found = {"scheduler": self._client.run_on_scheduler(pydoc.locate, "gdviz.version.__version__")}
            found |= self._client.run(pydoc.locate, "gdviz.version.__version__", on_error="return")
        except Exception as error:
            raise self._gone() from error
        refused = refusal(found)
        if refused is not None:
            raise Failure(refused)

    def notes(self) -> list[Message]:
        """A note if there are no workers yet. Raises Failure where the scheduler has gone."""
        self.at_once()
        return [] if self._threads else [message("{address} has no workers yet: waiting for one", address=self.address)]

    def at_once(self) -> int:
        """How many pieces may be under way: two for each thread of the present workers."""
        now = time.monotonic()
        if now - self._asked > ASKED_SECONDS:
            try:
                self._threads = sum(self._client.nthreads().values())
            except Exception as error:
                raise self._gone() from error
            self._asked = now
        return max(2 * self._threads, 2)

    def renew(self, lost: WorkersLost) -> None:
        """Raise Failure, which says why the sweep cannot go on."""
        cause = lost.__cause__
        raise (Failure(cause.reason) if isinstance(cause, WrongWorker) else self._gone()) from lost

    def _gone(self) -> Failure:
        return Failure(message("{address}: the scheduler has stopped, or the connection to it is lost",
                               address=self.address))  # fmt: skip

    def close(self) -> None:
        """Leave the scheduler; it drops what was not begun."""
        with contextlib.suppress(Exception):  # the scheduler has already gone
            self._client.close(timeout=ANSWER_SECONDS)
        logging.disable(self._logging)


def refusal(found: Mapping[str, object], ours: str = __version__) -> Message | None:
    """Why computers with the versions of gdviz in `found`, by address, cannot be used; None where they can.

    A version is None for a computer without gdviz, and an exception for one that has left since.
    """
    for where, version in found.items():
        if version is None:
            return message("{where} has no gdviz: install gdviz {ours} there", where=where, ours=ours)
        if isinstance(version, str) and version != ours:
            return message(
                "{where} has gdviz {theirs}, this computer {ours}: install the same version there",
                where=where,
                theirs=version,
                ours=ours,
            )
    return None


class WrongWorker(BrokenExecutor):
    """A worker that came later has another gdviz, or none."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


class _Dask(Executor):
    """Gives pieces to Dask; the work itself, with its experiment and data, is sent once.

    The work is sent as the result of a task rather than scattered, so that the scheduler can make it again when all
    workers that have it are lost.
    """

    def __init__(self, client: Any) -> None:
        self._client, self._tasks = client, client.get_executor(pure=False)
        self._work: Callable[..., Any] | None = None
        self._sent: Any = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Compute `fn` there. What it raises is the future's exception; WrongWorker and BrokenExecutor end the work."""
        if fn != self._work:
            self._work, self._sent = fn, self._client.submit(bytes, pickle.dumps(fn), pure=False)
        call = _Call(_piece, pickle.PickleBuffer(b""), __version__, args, kwargs)
        theirs = self._tasks.submit(pickle.loads, call.pickled(), buffers=[self._sent])
        mine: Future[Any] = Future()
        mine.add_done_callback(lambda done: done.cancelled() and theirs.cancel())
        theirs.add_done_callback(partial(_pass_on, mine))
        return mine


def _pass_on(mine: Future[Any], theirs: Future[Any]) -> None:
    if not mine.set_running_or_notify_cancel():
        return
    if theirs.cancelled():
        mine.set_exception(BrokenExecutor())
        return
    error = theirs.exception()
    if isinstance(error, ModuleNotFoundError) and (error.name or "").startswith("gdviz"):
        error = WrongWorker(
            message("a worker has another gdviz, or none: install gdviz {ours} there", ours=__version__)
        )
    if error is not None:
        mine.set_exception(error)
    else:
        mine.set_result(theirs.result())


class _Call:
    """A call of a function that is made when the object is unpickled: unpickling returns the result of the call.

    So the task itself names nothing of gdviz. Dask silently ends the connection to a worker that cannot import what a
    task names, while a failing import inside the task raises an exception there.
    """

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        self._call = function, args

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._call

    def pickled(self) -> bytes:
        """The pickle; ``pickle.loads`` is given what each PickleBuffer in it stands for."""
        return pickle.dumps(self, protocol=5, buffer_callback=lambda _: False)


def _piece(work: bytes, version: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Compute a piece on a worker and return the result of `work`. Raises WrongWorker."""
    refused = refusal({platform.node(): __version__}, version)
    if refused is not None:
        raise WrongWorker(refused)
    return _loaded(work)(*args, **kwargs)


@lru_cache(maxsize=1)
def _loaded(work: bytes) -> Callable[..., Any]:
    made: Callable[..., Any] = pickle.loads(work)
    return made
