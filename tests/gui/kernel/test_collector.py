"""Garbage is collected in the thread of the windows only."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from gdviz.gui.kernel.collector import Collector, collect_in_this_thread


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
