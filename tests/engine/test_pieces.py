from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pytest

from gdviz.engine.pieces import TRIES, Piece, WorkersLost, compute, pieces_of

PIECES = pieces_of(range(10), 2)


class ByHand(Executor):
    """An executor whose futures are finished by the test, in any order."""

    def __init__(self, after: Callable[[ByHand], None] = lambda _: None) -> None:
        self.futures: list[Future[Any]] = []
        self._after = after

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.futures.append(future)
        self._after(self)
        return future


def cells(piece: Piece) -> list[int]:
    return list(piece.cells)


def test_that_pieces_are_neighbouring_cells_of_what_is_missing() -> None:
    assert pieces_of([0, 1, 2, 5, 6, 9], 2) == [Piece(0, 2), Piece(2, 1), Piece(5, 2), Piece(9, 1)]
    assert pieces_of(range(4), 100) == [Piece(0, 4)]
    assert pieces_of([], 3) == []


def test_that_without_an_executor_pieces_come_in_their_order() -> None:
    assert list(compute(cells, PIECES)) == [(piece, list(piece.cells)) for piece in PIECES]


def test_that_an_executor_computes_each_piece_once() -> None:
    with ThreadPoolExecutor(3) as threads:
        done = list(compute(cells, PIECES, threads))
    assert sorted(cell for _, result in done if isinstance(result, list) for cell in result) == list(range(10))
    assert {piece.first: result for piece, result in done} == {piece.first: cells(piece) for piece in PIECES}


@pytest.mark.parametrize("at_once", [1, 3])
def test_that_no_more_than_so_many_pieces_are_under_way(at_once: int) -> None:
    by_hand = ByHand()
    waiting: list[int] = []

    def finish_one(executor: ByHand) -> None:
        under_way = [future for future in executor.futures if not future.done()]
        waiting.append(len(under_way))
        if len(under_way) == at_once:
            under_way[-1].set_result([])

    by_hand._after = finish_one
    for _ in compute(cells, PIECES, by_hand, lambda: at_once):
        for future in by_hand.futures if len(by_hand.futures) == len(PIECES) else ():
            if not future.done():
                future.set_result([])
    assert len(waiting) == len(PIECES)
    assert max(waiting) == at_once


def test_that_a_piece_that_fails_is_tried_again_and_then_handed_over_with_its_error() -> None:
    lock, tried = threading.Lock(), dict.fromkeys((piece.first for piece in PIECES), 0)

    def work(piece: Piece) -> list[int]:
        with lock:
            tried[piece.first] += 1
        if piece.first == 4 or (piece.first == 2 and tried[2] < TRIES):
            raise OSError("gone")
        return cells(piece)

    with ThreadPoolExecutor(2) as threads:
        done = {piece.first: result for piece, result in compute(work, PIECES, threads)}
    assert tried == {0: 1, 2: TRIES, 4: TRIES, 6: 1, 8: 1}
    assert isinstance(done.pop(4), OSError)
    assert done == {first: [first, first + 1] for first in (0, 2, 6, 8)}


def test_that_closing_early_cancels_what_has_not_begun() -> None:
    by_hand = ByHand(lambda executor: executor.futures[0].done() or executor.futures[0].set_result([]))
    going = compute(cells, PIECES, by_hand, at_once=lambda: 3)
    next(going)
    going.close()
    first, *others = by_hand.futures
    assert not first.cancelled() and len(others) == 2
    assert all(future.cancelled() for future in others)


def test_that_what_was_finished_beside_a_lost_worker_still_comes() -> None:
    def end(executor: ByHand) -> None:
        if len(executor.futures) == 3:
            executor.futures[0].set_exception(BrokenProcessPool("killed"))
            executor.futures[1].set_result("one")
            executor.futures[2].set_result("two")

    by_hand, results = ByHand(end), []
    with pytest.raises(WorkersLost, match="the processes that compute have ended"):
        for _, result in compute(cells, PIECES, by_hand, at_once=lambda: 3):
            results.append(result)
    assert sorted(map(str, results)) == ["one", "two"]
    assert len(by_hand.futures) == 3


def test_that_an_executor_that_takes_nothing_more_counts_as_lost() -> None:
    threads = ThreadPoolExecutor(1)
    threads.shutdown()
    with pytest.raises(WorkersLost):
        list(compute(cells, PIECES, threads))


def test_that_an_error_of_an_executor_itself_is_not_hidden() -> None:
    class Odd(Executor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            raise RuntimeError("can't start new thread")

    with pytest.raises(RuntimeError, match="new thread"):
        list(compute(cells, PIECES, Odd()))
