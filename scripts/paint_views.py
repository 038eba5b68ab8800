"""Paints the pictures of one experiment that scripts/compare_views.py compares, with the gdviz that it imports.

python paint_views.py EXPERIMENT.json SECOND.json FOLDER      SECOND is dropped onto the window at the end

It uses of the window only what the design promises for every version: create_window, object names, names of actions,
window.result and window.playhead, the command line, and real events. The pictures are of a window whose pointer is
elsewhere, whose caret does not blink, which does not show how fast it computes, and whose clock is steady.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import TracebackType

import quiet_window
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QAction, QCursor, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMainWindow, QTableView, QWidget

SIZE = (1440, 900)
VIEWS = ("surfaceView", "surfaceView3d", "rateStage", "scheduleView", "lossView", "stepCard", "runTable", "dataView",
         "timeline", "parameterPanel")  # fmt: skip
LOOKS = {"light-en": ("light", "en"), "dark-ko": ("dark", "ko")}
PARTS = ("surface", "surface3d", "data", "rate", "loss", "card", "figure")
TIME_UNITS, RATE_MODES = ("Step", "Epoch", "Sample"), ("Line", "Sweep", "Range", "Plan")


def leave_out_speed(window: QMainWindow) -> None:
    """Keep the speed of this machine, and whether it could be measured, out of the label of the device."""
    label = window.findChild(QLabel, "statusDevice")
    assert label is not None
    write = label.setText

    def set_text(text: str) -> None:
        write(text.partition("·")[0].rstrip())

    label.setText = set_text  # type: ignore[method-assign]
    set_text(label.text())


def words(window: QMainWindow) -> str:
    """The texts of the window, a line each: texts and tips of visible widgets, states of actions."""
    lines = set()
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        text = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""
        texts = (text, widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        if any(texts):
            lines.add(f"widget {_name(widget.objectName())} {texts}")
    for action in window.findChildren(QAction):
        if action.objectName():
            state = ("enabled" if action.isEnabled() else "disabled", "checked" if action.isChecked() else "")
            lines.add(
                f"action {action.objectName()} {action.text()!r} {action.shortcut().toString()} {' '.join(state)}"
            )
    lines.add(f"title {window.windowTitle()!r}")
    return "\n".join(sorted(lines)) + "\n"


def _name(name: str) -> str:
    return "" if name.startswith("qt_") else name


class Painter:
    """Drives one window, and saves what it shows after each act."""

    def __init__(self, window: QMainWindow, folder: Path) -> None:
        self.window, self._folder = window, folder
        folder.mkdir(parents=True)

    def settle(self, at_least: float = 0.0) -> None:
        """Wait until the window has come to rest; what keeps it from that is a complaint."""
        try:
            quiet_window.settle(self.window, at_least)
        except RuntimeError as error:
            sys.excepthook(RuntimeError, error, error.__traceback__)

    def save(self, name: str, views: bool = False) -> None:
        """Save the window and its words, and each of its views by itself."""
        self.settle()
        self.window.grab().save(str(self._folder / f"{name}.png"))
        (self._folder / f"{name}.txt").write_text(words(self.window), encoding="utf-8")
        if views:
            for view in VIEWS:
                widget = self.window.findChild(QWidget, view)
                if widget is not None and widget.isVisible():
                    widget.grab().save(str(self._folder / f"{name}-{view}.png"))

    def act(self, name: str) -> bool:
        """Trigger an action by its name; False where the window has none of it, or does not allow it now."""
        action = self.window.findChild(QAction, name)
        if action is None or not action.isEnabled():
            return False
        action.trigger()
        self.settle()
        return True

    def check(self, name: str, on: bool = True) -> bool:
        """Switch a checkable action; False where that is not possible or changes nothing."""
        action = self.window.findChild(QAction, name)
        return action is not None and action.isChecked() != on and self.act(name)

    def choose_run(self, row: int) -> bool:
        """Click on a row of the table of the runs; False where there is none."""
        panel = self.window.findChild(QWidget, "runTable")
        table = panel.findChild(QTableView) if panel is not None else None
        if table is None or table.model().rowCount() <= row:
            return False
        at = table.visualRect(table.model().index(row, 1)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        send_pointer_away()
        self.settle()
        return True

    def drop(self, file: Path) -> None:
        """Drop a file onto the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        for kind in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            event = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                               Qt.KeyboardModifier.NoModifier, kind)  # fmt: skip
            QApplication.sendEvent(self.window, event)
        self.settle(quiet_window.OPENING_SECONDS)


def send_pointer_away() -> None:
    """Put the mouse's pointer where no window is, and end what it had begun to show."""
    QCursor.setPos(QPoint(SIZE[0] + 300, SIZE[1] + 200))
    QTest.qWait(5)


def tour(painter: Painter, second: Path) -> None:
    """Take the pictures of one window: each thing that a person may choose for the view, one after the other."""
    window = painter.window
    painter.save("0-opened", views=True)
    runs = window.result.runs  # type: ignore[attr-defined]
    last = max(record.n for record in runs)
    window.playhead = last // 3  # type: ignore[attr-defined]
    painter.save("1-moved", views=True)
    for _ in range(3):
        painter.act("actionSubStep")
    painter.save("2-sub-step")
    if painter.choose_run(1):
        painter.save("3-another-run")
    if painter.check("actionHideAhead"):
        painter.save("4-hidden-ahead")
        painter.check("actionHideAhead", False)
    for unit in TIME_UNITS:
        if painter.check(f"actionTime{unit}"):
            painter.save(f"5-time-{unit}")
    painter.check("actionTimeStep")
    for mode in RATE_MODES:
        if painter.check(f"actionRate{mode}"):
            painter.save(f"6-rate-{mode}")
    if painter.check("actionGradient"):
        painter.save("7-gradient")
    if painter.check("actionView3d"):
        painter.save("8-3d", views=True)
        painter.check("actionViewBoth")
        painter.save("8-both")
        painter.check("actionView2d")
    # A map of the minima of data stays as coarse as the clock says, which is steady here.
    if runs[0].problem.n_samples is None and painter.check("actionBasins"):
        painter.save("9-basins", views=True)
        painter.check("actionBasins", False)
    painter.act("actionLast")
    painter.save("9-last")
    painter.check("actionHideAhead")
    painter.drop(second)
    painter.save("9-second", views=True)


def windows(file: Path, second: Path, folder: Path) -> None:
    """Take the tour in each look, in a new window each time."""
    import gdviz
    from gdviz.gui.app import create_window

    for look, (theme, language) in LOOKS.items():
        window = create_window(gdviz.load(file))
        leave_out_speed(window)
        window.resize(*SIZE)
        window.show()
        painter = Painter(window, folder / look)
        send_pointer_away()
        painter.settle(quiet_window.OPENING_SECONDS)
        painter.act(f"actionTheme{theme.title()}")
        painter.act({"en": "actionEnglish", "ko": "actionKorean"}[language])
        tour(painter, second)
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def figures(file: Path, folder: Path) -> None:
    """Export each part of a figure, as the command line does; what it refuses is left out."""
    from gdviz import cli

    folder.mkdir()
    for look, (theme, language) in LOOKS.items():
        for part in PARTS if look == "light-en" else PARTS[-1:]:
            made = str(folder / f"{look}-{part}.png")
            cli.main(["run", str(file), "--at", "4", "--picture", part, "--theme", theme, "--lang", language,
                      "--export", made])  # fmt: skip


class Complaints:
    """Prints on stderr, as it comes, all that Python or Qt complains of: a picture may be right even so."""

    def __init__(self) -> None:
        self.any = False
        qInstallMessageHandler(self._from_qt)
        sys.excepthook = self._from_python
        sys.unraisablehook = lambda unraisable: self._tell(f"unraisable: {unraisable.exc_value!r}")

    def _tell(self, text: str) -> None:
        self.any = True
        print(text, file=sys.stderr, flush=True)

    def _from_qt(self, kind: QtMsgType, _context: object, text: str) -> None:
        if kind != QtMsgType.QtInfoMsg:
            self._tell(f"Qt: {text}")

    def _from_python(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._tell("".join(traceback.format_exception(kind, error, trace)))


def main() -> int:
    """Paint everything of one experiment; 1 where anything was complained of."""
    file, second, folder = map(Path, sys.argv[1:4])
    complaints = Complaints()
    quiet_window.steady_clock()
    app = QApplication([])
    app.setCursorFlashTime(0)
    app.setEffectEnabled(Qt.UIEffect.UI_AnimateTooltip, False)
    app.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    windows(file, second, folder)
    figures(file, folder / "figures")
    return 1 if complaints.any else 0


if __name__ == "__main__":
    sys.exit(main())
