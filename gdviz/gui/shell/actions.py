"""The window's actions: names, keys, icons."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from gdviz.gui.kernel.playing_keys import EXPORT, REDO, PlayingKeys
from gdviz.gui.style import icons
from gdviz.gui.style.texts import plain
from gdviz.gui.style.theme import Theme, system

# name: (icon, shortcut)
_ACTIONS: dict[str, tuple[str, str | QKeySequence | QKeySequence.StandardKey]] = {
    "actionPlay": ("play", "Space"),
    "actionStepForward": ("step-forward", "Right"),
    "actionStepBack": ("step-back", "Left"),
    "actionNextEpoch": ("next-epoch", "Shift+Right"),
    "actionPreviousEpoch": ("previous-epoch", "Shift+Left"),
    "actionFirst": ("first", "Home"),
    "actionLast": ("last", "End"),
    "actionReset": ("reset", "R"),
    "actionSubStep": ("", "."),
    "actionSubStepBack": ("", ","),
    "actionLoop": ("loop", "L"),
    "actionRandomStart": ("", "N"),
    "actionFromHere": ("", "G"),
    "actionDraw": ("", "D"),
    "actionUndo": ("undo", QKeySequence.StandardKey.Undo),
    "actionRedo": ("redo", REDO),
    "actionNew": ("", QKeySequence.StandardKey.New),
    "actionOpen": ("", QKeySequence.StandardKey.Open),
    "actionOpenData": ("", "Ctrl+Shift+O"),
    "actionSave": ("", QKeySequence.StandardKey.Save),
    "actionSaveAs": ("", "Ctrl+Shift+S"),
    "actionExport": ("export", EXPORT),
    "actionExportAgain": ("", "Ctrl+Shift+E"),
    "actionCopyImage": ("copy", "Ctrl+Shift+C"),
    "actionQuit": ("", "Ctrl+Q"),
    "actionGradient": ("", ""),
    "actionHideAhead": ("", "H"),
    "actionFit": ("", "F"),
    "actionView2d": ("", "2"),
    "actionView3d": ("", "3"),
    "actionViewBoth": ("", "4"),
    "actionRatePlan": ("", ""),
    "actionRateLine": ("", ""),
    "actionRateSweep": ("", ""),
    "actionTimeStep": ("", ""),
    "actionTimeEpoch": ("", ""),
    "actionTimeSample": ("", ""),
    "actionRateRange": ("", ""),
    "actionThemeSystem": ("", ""),
    "actionThemeDark": ("", ""),
    "actionThemeLight": ("", ""),
    "actionEnglish": ("", ""),
    "actionKorean": ("", ""),
    "actionFoldPanel": ("", "F6"),
    "actionFoldPlots": ("", "F7"),
    "actionFoldRight": ("", "F8"),
    "actionLargerText": ("", "Ctrl++"),
    "actionSmallerText": ("", "Ctrl+-"),
    "actionNormalText": ("", "Ctrl+0"),
    "actionPresent": ("", "F5"),
    "actionFullScreen": ("", "F11"),
    "actionKeys": ("", "F1"),
    "actionAbout": ("", ""),
}
_CHECKABLE = (
    "actionLoop", "actionFoldPanel", "actionFoldPlots", "actionFoldRight", "actionPresent", "actionFullScreen",
    "actionTimeStep", "actionTimeEpoch", "actionTimeSample", "actionRatePlan", "actionRateLine", "actionRateSweep",
    "actionRateRange", "actionDraw", "actionFromHere",
    "actionGradient", "actionHideAhead", "actionView2d", "actionView3d", "actionViewBoth", "actionThemeSystem",
    "actionThemeDark", "actionThemeLight", "actionEnglish", "actionKorean",
)  # fmt: skip


class Actions(QObject):
    """All actions by object name; `retranslate` and `apply_theme` keep texts and icons right."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.by_name: dict[str, QAction] = {}
        self._history: dict[str, str] = {}
        self._theme, self._drawn = system(), False
        for name, (_, key) in _ACTIONS.items():
            action = QAction(window)
            action.setObjectName(name)
            action.setCheckable(name in _CHECKABLE)
            if isinstance(key, str) and key:
                action.setShortcuts(QKeySequence.listFromString(key))
            elif key:
                action.setShortcut(key)
            window.addAction(action)
            self.by_name[name] = action
        PlayingKeys(window)
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self.by_name[name]

    def retranslate(self) -> None:
        """Put the texts into the language of the window."""
        for name, text in self._texts().items():
            action = self.by_name[name]
            action.setText(text)
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{plain(text)} ({key})" if key else plain(text))

    def name_undo(self, what: str) -> None:
        """Say what would be undone."""
        self._history["actionUndo"] = what
        self.retranslate()

    def name_redo(self, what: str) -> None:
        """Say what would be redone."""
        self._history["actionRedo"] = what
        self.retranslate()

    def _named(self, name: str, text: str) -> str:
        """The text of an action with what it would take back or do again."""
        what = self._history.get(name, "")
        return self.tr("{action}: {what}").format(action=text, what=what.replace("&", "&&")) if what else text

    def set_playing(self, playing: bool) -> None:
        """Name the play action by what it would do."""
        self.by_name["actionPlay"].setText(self.tr("&Pause") if playing else self.tr("&Play"))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours for the icons; only menus show them, which ask for them when they open."""
        self._theme, self._drawn = theme, False

    def draw_icons(self) -> None:
        """Draw the icons in the theme's colours, unless they are."""
        if self._drawn:
            return
        self._drawn = True
        for name, (file, _) in _ACTIONS.items():
            if file:
                self.by_name[name].setIcon(icons.icon(file, self._theme.text1, self._theme.text3))

    def _texts(self) -> dict[str, str]:
        return {
            "actionPlay": self.tr("&Play"),
            "actionStepForward": self.tr("Step &forward"),
            "actionStepBack": self.tr("Step &back"),
            "actionNextEpoch": self.tr("&Next epoch"),
            "actionPreviousEpoch": self.tr("P&revious epoch"),
            "actionFirst": self.tr("To t&he start"),
            "actionLast": self.tr("To the &end"),
            "actionReset": self.tr("Rese&t"),
            "actionSubStep": self.tr("&Stage by stage: forward"),
            "actionSubStepBack": self.tr("Stage by sta&ge: back"),
            "actionLoop": self.tr("&Loop: begin anew after the end"),
            "actionRandomStart": self.tr("Ran&dom start"),
            "actionDraw": self.tr("&Draw the learning rate"),
            "actionFromHere": self.tr("Rate fr&om here on"),
            "actionUndo": self._named("actionUndo", self.tr("&Undo")),
            "actionRedo": self._named("actionRedo", self.tr("&Redo")),
            "actionNew": self.tr("&New"),
            "actionOpen": self.tr("&Open…"),
            "actionOpenData": self.tr("Open &data…"),
            "actionSave": self.tr("&Save"),
            "actionSaveAs": self.tr("Save &as…"),
            "actionExport": self.tr("&Export image…"),
            "actionExportAgain": self.tr("Export image a&gain"),
            "actionCopyImage": self.tr("&Copy image"),
            "actionQuit": self.tr("&Quit"),
            "actionGradient": self.tr("&Gradient arrow (uphill)"),
            "actionHideAhead": self.tr("&Hide what is ahead"),
            "actionFit": self.tr("&Fit the surface"),
            "actionView2d": self.tr("Surface in &2-D"),
            "actionView3d": self.tr("Surface in &3-D"),
            "actionViewBoth": self.tr("2-D and 3-D &side by side"),
            "actionRatePlan": self.tr("Learning rate over the steps"),
            "actionRateLine": self.tr("Line sea&rch along the gradient"),
            "actionRateSweep": self.tr("Sweep o&ver learning rates"),
            "actionTimeStep": self.tr("Co&unt steps"),
            "actionTimeEpoch": self.tr("Count ep&ochs"),
            "actionTimeSample": self.tr("Count s&amples seen"),
            "actionRateRange": self.tr("Range &test of the learning rate"),
            "actionThemeSystem": self.tr("Theme of the s&ystem"),
            "actionThemeDark": self.tr("&Dark"),
            "actionThemeLight": self.tr("&Light"),
            "actionEnglish": "En&glish",
            "actionKorean": "한국어(&K)",
            "actionFoldPanel": self.tr("Left pa&nel"),
            "actionFoldPlots": self.tr("Learning rate and loss be&low"),
            "actionFoldRight": self.tr("Ste&p and runs"),
            "actionLargerText": self.tr("Lar&ger type"),
            "actionSmallerText": self.tr("S&maller type"),
            "actionNormalText": self.tr("&Usual type"),
            "actionPresent": self.tr("Presen&t"),
            "actionFullScreen": self.tr("Full s&creen"),
            "actionKeys": self.tr("&Keys"),
            "actionAbout": self.tr("&About gdviz"),
        }
