"""What a person typed, or a file says, is shown as it is: never as rich text, a shortcut or a place holder."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QTextDocument
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QGraphicsTextItem,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QToolTip,
    QWidget,
)

import gdviz
from gdviz.gui.export.svg_device import SvgDevice
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.recovery_box import RecoveryBox
from tests.gui.conftest import OpenWindow
from tests.gui.driving import settle
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window

MARKED = "<b>mark</b>&amp; <img src='x'> &me"
OTHER = "<i>mark</i>"
HIDDEN = "\x1b\x0b\u202e\u2066\x85"
"""What does not show, or turns the text after it."""
DATA = {
    "kind": "inline",
    "x": [[i / 10, (i * 7 % 5) / 3] for i in range(12)],
    "y": [float(i % 2) for i in range(12)],
    "names": [f"{MARKED}{HIDDEN}", f"{OTHER}{HIDDEN}"],
    "target": f"<u>mark</u>{HIDDEN}",
}
PROBLEMS: dict[str, Any] = {
    "a line": {"kind": "linear_regression", "data": DATA},
    "an own model": {"kind": "model", "data": DATA, "prediction": "a*x1 + b*x2 + c", "parameters": ["a", "b", "c"]},
}


def marked(problem: dict[str, Any]) -> gdviz.Experiment:
    runs = [{**a_run([0.1, 0.2, 0.3]), "label": label} for label in (MARKED, OTHER)]
    return an_experiment(problem, runs, title=MARKED, steps=10)


def as_read(label: QLabel) -> str:
    """What a person reads of a label."""
    if label.textFormat().name == "PlainText":
        return label.text()
    document = QTextDocument()
    document.setHtml(label.text())
    return document.toPlainText()


def titles(window: MainWindow) -> list[str]:
    """The texts in the plots."""
    scenes = [view.scene() for view in window.findChildren(QGraphicsView)]
    items = [item for scene in scenes if scene is not None for item in scene.items()]
    return [item.toPlainText() for item in items if isinstance(item, QGraphicsTextItem)]


def the_tip() -> QLabel:
    """The tool tip that is on the screen."""
    return next(label for label in QApplication.topLevelWidgets() if label.objectName() == "qtooltip_label")  # type: ignore[return-value]


@pytest.mark.parametrize("name", PROBLEMS)
def test_that_names_with_angle_brackets_are_shown_as_they_are(name: str, open_window: OpenWindow) -> None:
    window = open_window(marked(PROBLEMS[name]))
    window.playhead = 5
    settle(window)
    labels = window.findChildren(QLabel)
    for label in labels:
        label.ensurePolished()  # as when it is first shown
        assert label.textFormat().name != "AutoText", label.text()
    assert not [text for text in map(as_read, labels) if "</" in text and "mark" not in text]  # their own tags are none
    found = [as_read(label) for label in labels if "mark" in label.text()]
    assert any(MARKED in text for text in found)
    assert all("<" in text for text in found)
    assert {MARKED, "<u>mark</u>"} <= {title.strip() for title in titles(window)}
    assert not any("mark" in title and "<" not in title for title in titles(window))
    shown = [*(label.text() for label in labels), *titles(window)]
    shown += [box.itemText(i) for box in window.findChildren(QComboBox) for i in range(box.count())]
    shown += [line.text() for line in window.findChildren(QLineEdit)]
    shown += [widget.toolTip() for widget in window.findChildren(QWidget)]
    assert not [text for text in shown if "mark" in text and set(HIDDEN) & set(text)]


def test_that_a_tool_tip_is_text(open_window: OpenWindow) -> None:
    window = open_window(marked(PROBLEMS["a line"]))
    table = window.findChild(QWidget, "runTable").table.viewport()  # type: ignore[attr-defined]
    at = QPoint(30, 8)
    QApplication.sendEvent(table, QHelpEvent(QHelpEvent.Type.ToolTip, at, table.mapToGlobal(at)))
    tip = the_tip()
    assert tip.text().startswith(f"{MARKED}: ")
    assert as_read(tip) == tip.text()
    QToolTip.hideText()


def test_that_a_question_is_text(open_window: OpenWindow) -> None:
    window = open_window()
    box = RecoveryBox(MARKED, 0.0, window)
    box.show()
    shown = [label for label in box.findChildren(QLabel) if label.text()]
    assert any(MARKED in as_read(label) for label in shown)
    box.close()
    box.deleteLater()


def test_that_a_title_may_hold_qts_place_holder_for_unsaved_changes(open_window: OpenWindow) -> None:
    experiment = an_experiment("sphere", [a_run([1, 1])], title="a[*]b [*]")
    window = open_window(experiment)
    handle = window.windowHandle()
    assert handle is not None
    assert handle.title().startswith("a[*]b [*] — gdviz")
    window.controller.edit("optimizer.lr", 0.02)
    settle(window)
    assert handle.title().startswith("a[*]b [*]* — gdviz")


def test_that_an_svg_is_xml_whatever_its_texts_hold(qapp: QApplication) -> None:
    hostile = "".join(map(chr, range(0x20))) + "\x7f\x85\u2028\ufffe\uffff<b>&amp;]]>\"'--><script>"
    device = SvgDevice(QSize(400, 100), 96, hostile)
    device.description = hostile
    with QPainter(device) as painter:
        painter.drawText(QPoint(10, 50), hostile)
    root = ElementTree.fromstring(device.text())
    kept = "\x7f\x85\u2028<b>&amp;]]>\"'--><script>"
    texts = ["".join(part.itertext()).lstrip("\t\n\r") for part in root.iter() if part.tag.endswith(("title", "desc"))]
    assert [text[-len(kept) :] for text in texts] == [kept, kept]
    drawn = "".join("".join(part.itertext()) for part in root.iter() if part.tag.endswith("text"))
    assert "<b>&amp;]]>" in drawn
