"""Computes independent pieces side by side, on any executor of `concurrent.futures`; results come as they are ready."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from typing import TypeVar

from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, message

Result = TypeVar("Result")
TRIES = 3
"""How often a piece is computed that is lost with its worker, before its cells are given up."""


@frozen
class Piece:
    """The cells `first` .. `first + count - 1` of a numbering that does not depend on the pieces."""

    first: int
    count: int

    @property
    def cells(self) -> range:
        """The numbers of its cells."""
        return range(self.first, self.first + self.count)


class WorkersLost(ExperimentError):
    """All workers of an executor have ended: it takes no more pieces."""


def pieces_of(missing: Sequence[int], size: int) -> list[Piece]:
    """Pieces of at most `size` neighbouring cells that together are the cells `missing`, in ascending order."""
    made: list[Piece] = []
    for cell in missing:
        last = made[-1] if made else None
        if last is not None and last.count < size and last.first + last.count == cell:
            made[-1] = Piece(last.first, last.count + 1)
        else:
            made.append(Piece(cell, 1))
    return made


def compute(
    work: Callable[[Piece], Result],
    pieces: Sequence[Piece],
    executor: Executor | None = None,
    at_once: Callable[[], int] | None = None,
) -> Generator[tuple[Piece, Result | Exception], None, None]:
    """Yield each piece with what `work` makes of it, in the order in which they are finished.

    Without an executor they are computed here, one after the other. With one, at most `at_once()` are given to it at
    any time (default: two for each core of this machine; it is asked again, as workers come and go), so that ending
    early leaves little behind: closing the iterator cancels what has not begun. A piece whose `work` raises is tried
    TRIES times, as a worker may have been lost with it; after that the exception is yielded in place of the result.

    Raises WorkersLost where the executor itself is broken, once it has yielded what was finished.
    """
    if executor is None:
        for piece in pieces:
            yield piece, work(piece)
        return
    at_once = at_once or two_a_core
    left, tries = list(reversed(pieces)), dict.fromkeys((piece.first for piece in pieces), 0)
    going: dict[Future[Result], Piece] = {}
    lost: BaseException | None = None
    try:
        while going or (left and lost is None):
            try:
                while left and lost is None and len(going) < at_once():
                    future = executor.submit(work, left[-1])
                    piece = left.pop()
                    tries[piece.first] += 1
                    going[future] = piece
            except RuntimeError as error:
                if not _has_ended(error):
                    raise
                lost = error
            for future in wait(going, return_when=FIRST_COMPLETED).done:
                piece = going.pop(future)
                try:
                    result: Result | Exception = future.result()
                except (BrokenExecutor, CancelledError) as error:
                    lost = error
                    continue
                except Exception as error:
                    if tries[piece.first] < TRIES:
                        left.append(piece)
                        continue
                    result = error
                yield piece, result
    finally:
        for future in going:
            future.cancel()
    if lost is not None:
        raise _workers_lost() from lost


@contextmanager
def workers_needed() -> Iterator[None]:
    """Raise WorkersLost where an executor has ended."""
    try:
        yield
    except (RuntimeError, CancelledError) as error:
        if not _has_ended(error):
            raise
        raise _workers_lost() from error


def _has_ended(error: BaseException) -> bool:
    """Whether an executor raises this because it is broken, or was shut down, and takes nothing more."""
    return isinstance(error, BrokenExecutor | CancelledError) or "shutdown" in str(error)


def _workers_lost() -> WorkersLost:
    return WorkersLost("", message("the processes that compute have ended"))


def two_a_core() -> int:
    """Two pieces for each core of this machine: one is computed, and one waits."""
    return 2 * (os.cpu_count() or 1)
