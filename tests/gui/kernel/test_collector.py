"""Garbage is collected in the thread of the windows only."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from gdviz.gui.kernel.collector import Collector, collect_in_this_thread


@pytest.fixture(autouse=True)
def own_collector(qapp: QApplication) -> Iterator[None]:
    """Leave alone what collects for windows of tests before, which may not have gone yet."""
    others, was_enabled = qapp.findChild(Collector), gc.isenabled()
    if others is not None:
        name = others.objectName()
        others.setObjectName("")
    gc.enable()
    yield
    if others is not None:
        Collector.of(qapp).setParent(None)
        others.setObjectName(name)
    if not was_enabled:
        gc.disable()


class Circle:
    """Refers to itself, and notes in which thread it goes."""

    went_in: threading.Thread | None = None

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        Circle.went_in = threading.current_thread()


def make_garbage() -> None:
    for _ in range(2 * gc.get_threshold()[0]):
        circle: list[object] = []
        circle.append(circle)


def test_that_no_other_thread_collects_while_there_is_a_window(qapp: QApplication) -> None:
    assert gc.isenabled()
    gc.collect()
    window = QObject()
    collect_in_this_thread(window)
    circle = weakref.ref(Circle())
    other = threading.Thread(target=make_garbage)
    other.start()
    other.join()
    assert circle() is not None
    Collector.of(qapp).collect()
    assert circle() is None and Circle.went_in is threading.main_thread()
    second = QObject()
    collect_in_this_thread(second)
    window.deleteLater()
    QApplication.sendPostedEvents(window, 52)
    assert not gc.isenabled()
    second.deleteLater()
    QApplication.sendPostedEvents(second, 52)
    assert gc.isenabled()


def test_that_who_collects_by_hand_does_so_after_the_last_window_too(qapp: QApplication) -> None:
    gc.disable()
    try:
        windows = QObject(), QObject()
        for window in windows:
            collect_in_this_thread(window)
        for window in windows:
            window.deleteLater()
            QApplication.sendPostedEvents(window, 52)
        assert not gc.isenabled()
    finally:
        gc.enable()
