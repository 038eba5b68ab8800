"""The bar at the right of the menus: the switch of arrangements, the search, and the switch of simple and full."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QSizePolicy, QWidget

from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.kernel.workbench import Workbench
from gdviz.gui.shell.arrangement_names import ACTIONS, name_of, tip_of
from gdviz.gui.shell.search_button import SearchButton
from gdviz.gui.widgets.combo import combo_box
from gdviz.gui.widgets.segmented import TIGHT, WIDE, SegmentedButtons

GAP = 8
_BESIDE, _BEFORE = 27, 8
"""Pixels beside the word of a menu, and before the first one, as the style draws them."""
_APART = 24
"""Pixels between the menus and the first switch."""


class TopBar(ViewDefaults, QWidget):
    """The corner of the menu bar. Where the window is narrow, the switch of arrangements becomes a list.

    `arrangementChosen` carries one of `gdviz.view_state.ARRANGEMENTS`, `detailChosen` "simple" or "full".
    """

    arrangementChosen = Signal(str)
    detailChosen = Signal(str)

    def __init__(self, window: QMainWindow, bench: Workbench) -> None:
        super().__init__(window)
        self.setObjectName("topBar")
        self._bench, self._bar = bench, window.menuBar()
        self.arrangements = SegmentedButtons(self)
        self.arrangements.setObjectName("arrangementSwitch")
        for key in ACTIONS:
            self.arrangements.add(key, "", name=f"{key}ArrangementButton")
        self.arrangements.chosen.connect(self.arrangementChosen)
        self.list = combo_box("arrangementCombo")
        self.list.hide()
        self.list.activated.connect(lambda _: self.arrangementChosen.emit(self.list.currentData()))
        self.detail = SegmentedButtons(self)
        self.detail.setObjectName("detailSwitch")
        for key in ("simple", "full"):
            self.detail.add(key, "", name=f"{key}Button")
        self.detail.chosen.connect(self.detailChosen)
        self.search = SearchButton(bench.actions["actionSearch"])
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(_APART, 2, 8, 2)
        row.setSpacing(GAP)
        for part in (self.arrangements, self.list, self.detail):
            part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
            row.addWidget(part)
        row.insertWidget(2, self.search)
        self._arrangement, self._possible = "all", tuple(ACTIONS)
        self._switches_shown = True
        self._retranslate()
        self._bar.setNativeMenuBar(False)  # a native menu bar would not show the switches
        self._bar.setCornerWidget(self)
        self._bar.installEventFilter(self)

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        if before is None or scene.problem is not before.problem or scene.arrangement != before.arrangement:
            self._arrangement = scene.arrangement
            if scene.arrangements != self._possible:
                self._possible = scene.arrangements
                for key in ACTIONS:
                    self.arrangements.button(key).setEnabled(key in self._possible)
                self.list.set_source(self._choices)
            self.arrangements.set_current(scene.arrangement)
            self.list.choose(name_of(scene.arrangement), scene.arrangement)
        self.detail.set_current(scene.state.person.detail)
        if scene.has_other_style(before):
            self.search.apply_theme(scene.theme)
            QTimer.singleShot(0, self, self._place)

    def fit(self) -> None:
        """Show the switch if there is room for it beside the menus, else the list; the search small if that helps.

        The menus keep all of their room; if even the list does not fit, the switch of simple and full is hidden.
        """
        measure = self._bar.fontMetrics().horizontalAdvance
        names = [action.text().replace("&", "") for action in self._bar.actions() if action.isVisible()]
        entries = [measure(name) + _BESIDE for name in names]
        margins = self._row.contentsMargins()
        room = self._bar.width() - _BEFORE - sum(entries) - margins.left() - margins.right() - 2 * GAP
        room -= self.detail.sizeHint().width()
        for small, closeness in ((False, WIDE), (False, TIGHT), (True, TIGHT), (True, None)):
            self.search.set_small(small)
            switch = self.list.sizeHint().width() if closeness is None else self.arrangements.width_when(closeness)
            if switch + self.search.sizeHint().width() <= room:
                break
        if closeness is not None:
            self.arrangements.draw_closer(closeness)
        self.arrangements.setVisible(self._switches_shown and closeness is not None)
        self.list.setVisible(self._switches_shown and closeness is None)
        self.detail.setVisible(self._switches_shown and switch + self.search.sizeHint().width() <= room)

    def show_switches(self, shown: bool) -> None:
        """Show the switches, or only the search while the start page hides what they change."""
        self._switches_shown = shown
        self._place()

    def _place(self) -> None:
        """Make the menu bar give this widget the width that it needs now."""
        self.fit()
        QApplication.sendEvent(self._bar, QResizeEvent(self._bar.size(), self._bar.size()))

    def _retranslate(self) -> None:
        self.arrangements.setAccessibleName(self.tr("What the window is about"))
        self.list.setAccessibleName(self.tr("What the window is about"))
        for key, action in ACTIONS.items():
            self.arrangements.set_text(key, name_of(key), self._tip(key, action))
        self.list.set_source(self._choices)
        self.list.choose(name_of(self._arrangement), self._arrangement)
        self.list.setToolTip(self.tr("What the window is about"))
        self.detail.set_text(
            "simple", self.tr("Simple"), self.tr("Shows what one needs first; the rest is one click away")
        )
        self.detail.set_text("full", self.tr("Full"), self.tr("Shows every setting and every tool"))

    def _choices(self) -> list[tuple[str, str]]:
        return [(name_of(key), key) for key in self._possible]

    def _tip(self, key: str, action: str) -> str:
        keys = self._bench.actions[action].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return f"{tip_of(key)} ({keys})" if keys else tip_of(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the menu bar has another width; it lays out this widget after that."""
        if event.type() == QEvent.Type.Resize and watched is self._bar:
            self.fit()
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            QTimer.singleShot(0, self, self._place)  # after the menus are retranslated, too
