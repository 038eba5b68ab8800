"""Opens the search, and runs the entry that is chosen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget

from gdviz.gui.panel.param_form import Row
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.focus import give_back
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.beginning import Beginning
    from gdviz.gui.shell.parts import Parts
    from gdviz.gui.shell.search_entries import SearchEntry
    from gdviz.gui.shell.search_popup import SearchPopup
    from gdviz.gui.shell.window_modes import WindowModes


class Search(QObject):
    """The search of a window; popup and entries are made each time it opens, and so are up to date."""

    def __init__(
        self,
        window: QMainWindow,
        bench: Workbench,
        parts: Parts,
        modes: WindowModes,
        beginning: Beginning,
    ) -> None:
        """Make the search; `beginning` opens what comes with gdviz, and closes its own page, which covers the parts."""
        super().__init__(window)
        self._window, self._bench, self._parts, self._modes = window, bench, parts, modes
        self._beginning = beginning
        self.popup: SearchPopup | None = None
        """The popup while it is open."""
        self._focus: QWidget | None = None
        """The widget that had the focus before."""

    def open(self) -> None:
        """Open the search, or close it if it is open."""
        from gdviz.gui.shell.search_popup import SearchPopup

        if self.popup is not None:
            self.popup.end(True)
            return
        self._focus = QApplication.focusWidget()
        self.popup = SearchPopup(self._window, self._bench.controller.theme, self._entries)
        self.popup.closed.connect(self._closed)
        self.popup.taken.connect(self._take)
        self.popup.line.setFocus(Qt.FocusReason.PopupFocusReason)  # a field keeps its typed text

    def _entries(self) -> list[SearchEntry]:
        from gdviz.gui.shell.search_entries import Searched, entries

        return entries(
            Searched(
                self._window,
                self._bench,
                self._parts,
                self._edit,
                self._reveal,
                self.point_out,
                self._beginning.open_guided,
                self._beginning.open_lesson,
                self._beginning.open_prepared,
            )
        )

    def _closed(self, gives_back: bool) -> None:
        focus, self.popup, self._focus = self._focus, None, None
        if gives_back:
            give_back(focus, self._window)

    def _take(self, entry: SearchEntry) -> None:
        if entry.run is not None:
            QTimer.singleShot(0, self, entry.run)  # it may open a dialog: finish the key event first

    def _edit(self, path: str, value: Any) -> None:
        self._parts.panel.edited.emit(path, value, True)

    def _reveal(self, path: str) -> None:
        """Show where the value at a path is set, and give the focus to its field."""
        self._beginning.close()
        self._modes.unfold(self._parts.panel)
        field = self._parts.panel.reveal(path)
        if field.focusPolicy() == Qt.FocusPolicy.NoFocus:
            field = cast(QLineEdit | None, field.findChild(QLineEdit)) or field
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()
        rows = [row for row in self._parts.panel.findChildren(Row) if row.isAncestorOf(field)]
        self.point_out(rows[-1] if rows else field)

    def point_out(self, part: QWidget) -> None:
        """Show where a part of the window is, by a ring round it."""
        from gdviz.gui.widgets.ring import Ring

        self._beginning.close()
        self._modes.unfold(part)
        if not part.isVisible() and self._bench.scene.arrangement != "all":
            self._bench.change(arrangement="all", arranged=True)
        if not part.isVisible():
            self._bench.note(translate(mark("It is not in the window now.")))
            return
        area = self._parts.area
        if area.isAncestorOf(part):
            area.ensureWidgetVisible(part, 0, 0)
        QTimer.singleShot(0, part, lambda: Ring(part, self._bench.controller.theme.accent))  # after the layout
