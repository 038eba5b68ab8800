"""The entries of File for films, tables, code and recorded runs; they are made when the menu is first opened."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction

from gdviz.engine.runner import Result

if TYPE_CHECKING:
    from gdviz.gui.dialogs.export_film import ExportFilmDialog
    from gdviz.gui.main_window import MainWindow


class ExportMenu(QObject):
    """Add recorded run; export film, table, code: each exports the runs as they are when it is chosen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self.film: ExportFilmDialog | None = None
        """The dialog of the film that is being made; it does not keep anybody from the window."""
        window.menus["file"].aboutToShow.connect(self.make)

    def make(self) -> None:
        """Put the entries below the one for pictures."""
        if self._actions:
            return
        window, menu = self._window, self._window.menus["file"]
        for name, run in (
            ("actionAddRecorded", self.add_recorded),
            ("actionExportFilm", self.export_film),
            ("actionExportTable", self.export_table),
            ("actionExportCode", self.export_code),
        ):
            action = QAction(window)
            action.setObjectName(name)
            action.triggered.connect(run)
            if name == "actionAddRecorded":
                entries = menu.actions()
                menu.insertAction(entries[entries.index(window.actions_["actionOpenData"]) + 1], action)
            else:
                menu.insertAction(window.actions_["actionCopyImage"], action)
            self._actions[name] = action
        window.installEventFilter(self)
        self._retranslate()

    def _result(self) -> Result:
        """The records as they are now: what comes later, another pace too, is not in the export."""
        result = self._window.result
        return Result(self._window.experiment, [copy(record) for record in result.runs], result.backend)

    def add_recorded(self) -> None:
        """Ask for the file of a real training, and set it beside the computed runs."""
        from gdviz.gui.add_recorded import AddRecorded

        AddRecorded(self._window).ask()

    def export_film(self) -> None:
        """Open the dialog for films, or bring it to the front."""
        from gdviz.gui.dialogs.export_film import ExportFilmDialog

        if self.film is None:
            self.film = ExportFilmDialog(self._window, self._result())
            self.film.finished.connect(self._drop_film)
        self.film.show()
        self.film.raise_()
        self.film.activateWindow()

    def release(self) -> None:
        """End the film that is being made; the window closes."""
        if self.film is not None:
            self.film.close()

    def _drop_film(self) -> None:
        if self.film is not None:
            self.film.deleteLater()
        self.film = None

    def export_table(self) -> None:
        """Ask for a file, and write the records to it."""
        from gdviz.export.base import CodeFormat, DataFormat, formats
        from gdviz.gui.export.saving import ask_and_write

        tables = [f for f in formats().values() if isinstance(f, DataFormat) and not isinstance(f, CodeFormat)]
        if ask_and_write(self._window, self.tr("Export table"), tables, self._result()):
            self._window.status.note(self.tr("The table has been written."))

    def export_code(self) -> None:
        """Show the experiment as a program."""
        from gdviz.gui.dialogs.export_code import ExportCodeDialog

        ExportCodeDialog(self._window, self._result()).exec()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: follow the language of the window."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        return False

    def _retranslate(self) -> None:
        for name, text in {
            "actionAddRecorded": self.tr("Add &recorded run…"),
            "actionExportFilm": self.tr("Export &film…"),
            "actionExportTable": self.tr("Export &table…"),
            "actionExportCode": self.tr("Export co&de…"),
        }.items():
            self._actions[name].setText(text)
