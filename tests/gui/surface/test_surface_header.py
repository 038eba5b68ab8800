from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gdviz.gui.surface.surface_header import SurfaceHeader

FACTS = "PCA of the path, 76.2 + 17.7 % of its variance, through the current point"
LOSS = "f = 12.893"
NOTES = ("projected, 93.9 % of the variance; f = 12.893, the point lies in the plane",
          "f = 12.893, the point lies in the plane", LOSS)  # fmt: skip


def test_that_the_head_shortens_what_does_not_fit_and_cuts_nothing(qtbot: QtBot) -> None:
    header = SurfaceHeader()
    qtbot.addWidget(header)
    header.title.setText("Quadratic")
    header.facts.setText(FACTS)
    header.notes = NOTES
    header.show()
    measure = header.readout.fontMetrics().horizontalAdvance
    whole = f"{FACTS}  ·  {NOTES[0]}"
    seen = []
    buttons = header.buttons.sizeHint().width()
    for width in range(measure(whole) + 40, max(measure(LOSS), buttons) + 60, -20):
        header.resize(width, header.sizeHint().height())
        QApplication.processEvents()
        header.set_readout(None)
        text = header.readout.text()
        assert header.readout.shown() == text  # nothing is cut
        assert text.endswith(FACTS) or text.endswith(NOTES)
        if not header.facts.isVisible() and text != whole:
            assert header.readout.toolTip() == whole
        seen.append(text)
    assert seen[0] in (whole, NOTES[0])
    lengths = [len(text) for text in seen if FACTS in text]
    assert lengths == sorted(lengths, reverse=True)
    assert len(set(seen)) > 3


def test_that_a_warning_of_the_picture_comes_first(qtbot: QtBot) -> None:
    header = SurfaceHeader()
    qtbot.addWidget(header)
    header.title.setText("Quadratic")
    header.facts.setText(FACTS)
    header.notes, header.warning = NOTES, "The loss oscillates faster than this picture can show: zoom in."
    header.show()
    header.resize(header.readout.fontMetrics().horizontalAdvance(header.warning) + 60, 80)
    QApplication.processEvents()
    header.set_readout(None)
    assert header.readout.shown() == header.warning
    assert FACTS in header.readout.toolTip()
