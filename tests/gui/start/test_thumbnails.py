"""The small pictures: what they show, and that they are kept."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.gui.start import thumbnails
from gdviz.gui.start.thumbnail import SIZE, drawing
from gdviz.gui.start.thumbnails import Thumbnails
from gdviz.gui.style import theme
from gdviz.gui.style.theme import Theme
from gdviz.paths import user_folder
from gdviz.prepared import Prepared, collection

KNOWN = {known.name: known for known in collection()}
SHORT = ("ravine", "basins", "fog", "rates_on_a_parabola", "step_or_cosine", "twice_the_batch")


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(theme.light())


def drawn(work: Generator[None, None, QImage]) -> QImage:
    while True:
        try:
            next(work)
        except StopIteration as last:
            image: QImage = last.value
            return image
        QApplication.processEvents()


def colours(image: QImage) -> set[str]:
    small = image.scaled(60, 40)
    return {small.pixelColor(x, y).name() for x in range(60) for y in range(40)}


def near(image: QImage, colour: str, reach: int = 24) -> int:
    """How many pixels have nearly a colour."""
    wanted = QColor(colour)
    return sum(
        max(abs(c.red() - wanted.red()), abs(c.green() - wanted.green()), abs(c.blue() - wanted.blue())) < reach
        for c in (image.pixelColor(x, y) for x in range(0, image.width(), 2) for y in range(image.height()))
    )


@pytest.mark.parametrize(
    "name", [name if name in SHORT else pytest.param(name, marks=pytest.mark.long) for name in KNOWN]
)
def test_that_a_picture_has_its_size_and_shows_its_runs(name: str) -> None:
    image = drawn(drawing(KNOWN[name], theme.light(), 2.0))
    assert image.size() == 2 * SIZE
    assert len(colours(image)) > 20
    if name != "fog":
        runs = len(KNOWN[name].open(lambda texts: texts["en"]).runs)
        for place in range(runs):
            assert near(image, theme.light().runs[place], 48) > 2, place


def test_that_a_picture_follows_theme_and_density() -> None:
    dark = drawn(drawing(KNOWN["ravine"], theme.dark(), 2.0))
    assert dark.size() == 2 * SIZE
    assert near(dark, theme.dark().runs[0]) > 2 and not near(dark, theme.light().runs[0])


def asked(qtbot: QtBot, names: tuple[str, ...], colours: Theme | None = None) -> dict[str, QImage]:
    made: dict[str, QImage] = {}
    maker = Thumbnails()
    maker.made.connect(lambda name, image: made.update({name: image}))
    maker.begin([KNOWN[name] for name in names], colours or theme.light(), 1.0)
    qtbot.waitUntil(lambda: not maker.busy)
    return made


def test_that_pictures_are_drawn_once_for_each_theme(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from gdviz.gui.start import thumbnail

    drawings: list[str] = []
    draw = thumbnail.drawing

    def counted(known: Prepared, colours: Theme, ratio: float) -> Generator[None, None, QImage]:
        drawings.append(known.name)
        return draw(known, colours, ratio)

    monkeypatch.setattr(thumbnail, "drawing", counted)
    names = ("ravine", "saddle")
    first = asked(qtbot, names)
    assert list(first) == drawings == list(names)
    folder = user_folder("cache") / "thumbnails"
    assert len(list(folder.glob("*.png"))) == 2
    again = asked(qtbot, names)
    assert drawings == list(names)
    for name in names:
        assert again[name].convertToFormat(first[name].format()) == first[name]
    asked(qtbot, names, theme.dark())
    assert drawings == 2 * list(names)
    (ravine, *_) = folder.glob("*ravine*.png")
    ravine.write_bytes(b"no picture")
    old = folder / "0.0.1-ravine-0123456789abcdef.png"
    old.write_bytes(b"of another version")
    asked(qtbot, names), asked(qtbot, names, theme.dark())
    assert drawings == [*names, *names, "ravine"] and not old.exists()


def test_that_without_a_folder_pictures_are_drawn_and_not_kept(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "file"))
    assert list(asked(qtbot, ("ravine",))) == ["ravine"]


def test_that_no_more_are_made_once_it_is_stopped(qtbot: QtBot) -> None:
    maker = Thumbnails()
    made: list[str] = []
    maker.made.connect(lambda name, image: made.append(name))
    maker.begin([KNOWN["ravine"]], theme.light(), 1.0)
    maker.stop()
    qtbot.wait(2 * thumbnails.FIRST_MS)
    assert not maker.busy and not made


def test_that_a_picture_may_be_given_up_at_any_time(qapp: QApplication) -> None:
    for steps in (1, 3, 10, 30):
        work = drawing(KNOWN["basins"], theme.light(), 1.0)
        for _ in range(steps):
            next(work)
            QApplication.processEvents()
        work.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not [widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "surfaceView"]
