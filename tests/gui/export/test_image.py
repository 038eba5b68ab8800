from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from gdviz.gui.export.image import EXPERIMENT_KEY, copy_image, export_image, picture
from gdviz.gui.plots.loss_view import LossView
from tests.gui.plot_runs import BOWL, computed
from tests.gui.scenes import go_to, show


@pytest.fixture
def view(qtbot: QtBot) -> LossView:
    made = LossView()
    qtbot.addWidget(made)
    made.resize(420, 290)
    made.show()
    show(made, computed(BOWL, {"optimizer": {"kind": "sgd", "lr": 0.1}}))
    go_to(made, 5)
    made.grab()  # lays it out
    return made


def pixels(image: QImage) -> np.ndarray:
    """Grey values, shape (height, width)."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].astype(float)


def test_that_a_picture_at_1x_is_what_the_screen_shows(view: LossView) -> None:
    assert np.array_equal(pixels(picture(view, 1)), pixels(view.grab().toImage()))


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_that_a_larger_picture_made_small_is_the_screen_again(view: LossView, scale: int) -> None:
    large = picture(view, scale)
    assert large.size() == view.size() * scale
    large.setDevicePixelRatio(1)
    small = large.scaled(view.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    screen = pixels(view.grab().toImage())
    assert np.abs(pixels(small) - screen).mean() < 2.0
    # Lines as heavy as on the screen: halved pens lost a tenth of the ink.
    ink = 255 - np.array([pixels(small).mean(), screen.mean()])
    assert ink[0] == pytest.approx(ink[1], rel=0.03)


def test_that_an_export_leaves_the_screen_as_it_was(view: LossView) -> None:
    before = view.grab().toImage()
    picture(view, 4)
    assert view.grab().toImage() == before


def test_that_a_file_holds_the_picture_and_its_experiment(view: LossView, tmp_path: Path) -> None:
    path = tmp_path / "그림 1.png"
    export_image(view, path, 2, view.experiment)
    image = QImage(str(path))
    assert image.size() == view.size() * 2
    assert json.loads(image.text(EXPERIMENT_KEY)) == view.experiment.to_dict()


def test_that_another_suffix_or_scale_is_refused(view: LossView, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.png"):
        export_image(view, tmp_path / "a.jpg")
    with pytest.raises(ValueError, match="scale"):
        export_image(view, tmp_path / "a.png", 500)
    assert list(tmp_path.iterdir()) == []


def test_that_a_failed_write_leaves_the_old_file(
    view: LossView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        export_image(view, path)
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]


def test_that_a_copy_is_on_the_clipboard(view: LossView) -> None:
    copy_image(view)
    assert QGuiApplication.clipboard().image().size() == view.size() * 2
