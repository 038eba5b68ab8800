"""The menu bar."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from gdviz.gui.shell.actions import Actions

_MENUS: dict[str, tuple[str, ...]] = {
    "file": ("actionNew", "actionOpen", "actionOpenData", "", "actionSave", "actionSaveAs", "", "actionExport",
             "actionExportAgain", "actionCopyImage", "", "actionQuit"),
    "edit": ("actionUndo", "actionRedo", "", "actionDraw"),
    "run": ("actionPlay", "actionStepForward", "actionStepBack", "actionNextEpoch", "actionPreviousEpoch", "",
            "actionSubStep", "actionSubStepBack", "",
            "actionFirst", "actionLast", "actionReset", "", "actionLoop", "", "actionRandomStart", "actionFromHere"),
    "view": ("actionGradient", "actionHideAhead", "actionFit", "",
             "actionRatePlan", "actionRateLine", "actionRateSweep", "actionRateRange", "",
             "actionTimeStep", "actionTimeEpoch", "actionTimeSample", "", "actionView2d", "actionView3d",
             "actionViewBoth", "", "actionThemeSystem", "actionThemeDark",
             "actionThemeLight", "", "actionEnglish", "actionKorean"),
    "lessons": (),
    "window": ("actionFoldPanel", "actionFoldPlots", "actionFoldRight", "", "actionLargerText", "actionSmallerText",
               "actionNormalText", "", "actionPresent", "actionFullScreen"),
    "help": ("actionKeys", "", "actionAbout"),
}  # fmt: skip


class Menus(QObject):
    """File, Edit, Run, View, Lessons (filled by whoever has them), Window, Help."""

    def __init__(self, window: QMainWindow, actions: Actions) -> None:
        super().__init__(window)
        self._menus: dict[str, QMenu] = {}
        for name, entries in _MENUS.items():
            menu = window.menuBar().addMenu("")
            menu.setToolTipsVisible(False)
            menu.aboutToShow.connect(actions.draw_icons)
            for entry in entries:
                if entry:
                    menu.addAction(actions[entry])
                else:
                    menu.addSeparator()
            self._menus[name] = menu
        self.pictures = QMenu(window)
        self._menus["view"].insertMenu(actions["actionView2d"], self.pictures)
        self._menus["view"].insertSeparator(actions["actionView2d"])
        for names in (
            ("actionView2d", "actionView3d", "actionViewBoth"),
            ("actionRatePlan", "actionRateLine", "actionRateSweep", "actionRateRange"),
            ("actionTimeStep", "actionTimeEpoch", "actionTimeSample"),
            ("actionThemeSystem", "actionThemeDark", "actionThemeLight"),
            ("actionEnglish", "actionKorean"),
        ):
            group = QActionGroup(self)
            for name in names:
                group.addAction(actions[name])
        self.retranslate()

    def __getitem__(self, name: str) -> QMenu:
        return self._menus[name]

    def retranslate(self) -> None:
        """Put the titles into the language of the window."""
        titles = {"file": self.tr("&File"), "edit": self.tr("&Edit"), "run": self.tr("&Run"),
                  "view": self.tr("&View"), "lessons": self.tr("&Lessons"), "window": self.tr("&Window"),
                  "help": self.tr("&Help")}  # fmt: skip
        for name, title in titles.items():
            self._menus[name].setTitle(title)
        self.pictures.setTitle(self.tr("&Pictures"))
