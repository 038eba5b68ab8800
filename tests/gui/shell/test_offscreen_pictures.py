from __future__ import annotations

import signal
from pathlib import Path

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gdviz.engine import maps
from gdviz.gui.export.map_figure import write_map
from gdviz.gui.shell import offscreen_pictures as module
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.offscreen_pictures import write_picture, write_shown
from gdviz.gui.style.language import language_of
from tests.gui.conftest import OpenWindow
from tests.gui.slowness import Slowness
from tests.test_cli_map import ended


@pytest.mark.parametrize("size", [(640, 480), (1280, 720)])
def test_that_a_picture_has_the_size_that_was_asked_for(
    size: tuple[int, int], tmp_path: Path, qapp: QApplication
) -> None:
    write_picture(worked_example(), tmp_path / "a.png", at=1, size=size)
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == size
    assert len({image.pixel(x, image.height() // 3) for x in range(0, image.width(), 7)}) > 10


def test_that_a_small_picture_is_the_whole_window_drawn_smaller(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = []

    def note(path: Path, content: bytes) -> None:
        window = next(widget for widget in qapp.topLevelWidgets() if isinstance(widget, MainWindow))
        hidden.append((window.area.horizontalScrollBar().maximum(), window.area.verticalScrollBar().maximum()))

    monkeypatch.setattr(module, "write_whole", note)
    write_picture(worked_example(), tmp_path / "a.png", size=(640, 400))
    assert hidden == [(0, 0)]


def test_that_a_picture_leaves_language_and_theme_as_they_were(
    open_window: OpenWindow, tmp_path: Path, qapp: QApplication
) -> None:
    window = open_window()
    window.set_theme("light")

    def state() -> tuple[object, ...]:
        qapp.processEvents()  # widgets are notified of another language later
        words, ground = window.status.position.text(), pg.getConfigOption("background")
        return words, ground, language_of(qapp), qapp.palette(), qapp.styleSheet()

    before = state()
    experiment, path = worked_example(), tmp_path / "a.png"
    write_picture(experiment, path, at=1, theme="dark", lang="ko")
    assert state() == before
    write_map(experiment, ended(maps.rates(experiment, 0, 20)), [path], theme="dark", lang="ko")
    assert state() == before


@pytest.mark.parametrize("name", ["a.png", "a.gif"])
def test_that_an_interrupt_in_the_midst_of_an_event_ends_the_wait_for_a_surface_without_a_file(
    name: str, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    slowness, before = Slowness(monkeypatch), signal.getsignal(signal.SIGINT)
    QTimer.singleShot(300, lambda: signal.raise_signal(signal.SIGINT))
    QTimer.singleShot(3000, slowness.end)  # else a wait that goes on would never end
    with pytest.raises(KeyboardInterrupt):
        write_shown(worked_example(), [tmp_path / name], picture="surface")
    assert list(tmp_path.iterdir()) == []
    assert signal.getsignal(signal.SIGINT) == before
