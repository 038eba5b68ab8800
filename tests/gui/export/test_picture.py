from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gdviz.gui.export.picture import write_picture
from gdviz.gui.files import worked_example


@pytest.mark.parametrize("size", [(640, 480), (1280, 720)])
def test_that_a_picture_has_the_size_that_was_asked_for(
    size: tuple[int, int], tmp_path: Path, qapp: QApplication
) -> None:
    write_picture(worked_example(), tmp_path / "a.png", at=1, size=size)
    image = QImage(str(tmp_path / "a.png"))
    assert (image.width(), image.height()) == size
    assert len({image.pixel(x, image.height() // 3) for x in range(0, image.width(), 7)}) > 10
