"""The start page: three sections, called doors, over the content of the window."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.start.explore_door import ExploreDoor
from gdviz.gui.start.learn_door import LearnDoor, Offered
from gdviz.gui.start.lesson_progress import LessonProgress
from gdviz.gui.start.own_door import OwnDoor
from gdviz.gui.start.start_door import LEAST_MARGIN, MARGIN, StartDoor
from gdviz.gui.style import fonts, scaling
from gdviz.gui.widgets.steady_area import SteadyArea

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.style.theme import Theme

WIDEST = 1640
"""The greatest width of the page in pixels: longer lines are hard to read."""
ROOMY, THREE, TWO = 1180, 860, 560
"""The least widths in pixels for three doors side by side with wide margins, for three, and for two."""
_APART = 16


class StartPage(ViewDefaults, QWidget):
    """The start page. Its doors emit what is to be opened; `closed` is emitted when a person leaves the page.

    `atStartChosen` carries whether the page is to be shown when the program starts.
    """

    closed = Signal()
    atStartChosen = Signal(bool)

    def __init__(
        self,
        progress: LessonProgress,
        at_start: bool,
        parent: QWidget | None = None,
        course: Sequence[Offered] = (),
    ) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on empty ground gives the page the keyboard focus
        self.learn, self.explore, self.own = LearnDoor(progress, course), ExploreDoor(), OwnDoor()
        self._doors: tuple[StartDoor, ...] = (self.learn, self.explore, self.own)
        self.title, self.subtitle = QLabel(), QLabel()
        self.title.setFont(fonts.large(30))
        self.title.setProperty("role", "title")
        self.subtitle.setProperty("role", "label")
        subtitle = fonts.body()
        subtitle.setPixelSize(scaling.px(15))
        self.subtitle.setFont(subtitle)
        for label in (self.title, self.subtitle):
            label.setWordWrap(True)
        self.close_button = QPushButton()
        self.close_button.setObjectName("closeStartPageButton")
        self.close_button.setProperty("link", True)
        self.close_button.clicked.connect(self.closed)
        self.at_start = QCheckBox()
        self.at_start.setObjectName("showAtStart")
        self.at_start.setChecked(at_start)
        self.at_start.toggled.connect(self.atStartChosen)
        self._lay_out()
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.closed.emit)
        self._retranslate()
        order = (*self.learn.tab_order(), *self.explore.tab_order(), *self.own.tab_order(), self.at_start)
        for before, after in pairwise((*order, self.close_button)):
            QWidget.setTabOrder(before, after)

    def _lay_out(self) -> None:
        sheet = QWidget()
        sheet.setProperty("scrolled", True)
        for door in self._doors:
            door.setParent(sheet)
        column = QVBoxLayout(sheet)
        column.setSpacing(0)
        self._column = column
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(scaling.px(6))
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head.addLayout(words, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addSpacing(scaling.px(16))
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(3, 1)
        column.addLayout(self._grid)
        column.addSpacing(scaling.px(10))
        column.addWidget(self.at_start, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.area = SteadyArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(sheet)
        self.area.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)

    # View

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View; the page uses only the theme of the scene."""
        if scene.has_other_style(before):
            self.take_theme(scene.theme)

    def take_theme(self, theme: Theme) -> None:
        """Use the colours of the theme, and draw the thumbnails in them."""
        for door in self._doors:
            door.take_theme(theme)
        self.explore.draw_pictures()

    @property
    def busy(self) -> bool:
        """See View."""
        return self.explore.thumbnails.busy

    def release(self) -> None:
        """See View."""
        self.explore.thumbnails.stop()

    # Layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: rearrange the doors."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put as many doors side by side as fit, and set the width of each."""
        bar = self.area.verticalScrollBar().sizeHint().width()
        wide = self.width() >= scaling.px(ROOMY)
        side = 48 if wide else LEAST_MARGIN
        room = min(self.width() - 2 * side - bar, scaling.px(WIDEST))
        spare = max(self.width() - bar - room, 0)
        self._column.setContentsMargins(spare // 2, scaling.px(14 if wide else 8), spare - spare // 2, scaling.px(12))
        units = self.width() / scaling.text_scale()
        count = 3 if units >= THREE else 2 if units >= TWO else 1
        apart = _APART if wide else 10
        self._grid.setSpacing(apart)
        left, right = (scaling.px(n) for n in ((372, 296) if units >= ROOMY else (270, 236)))
        if count == 3:
            widths = [left, room - left - right - 2 * apart, right]
            places = [(0, 0, 1), (0, 1, 1), (0, 2, 1)]
        elif count == 2:
            left = (room - apart) // 2
            widths = [left, room - apart - left, left]
            places = [(0, 0, 1), (0, 1, 2), (1, 0, 1)]
        else:
            widths = [room] * 3
            places = [(0, 0, 1), (1, 0, 1), (2, 0, 1)]
        for door in self._doors:
            self._grid.removeWidget(door)
        for door, width, (row, column, rows) in zip(self._doors, widths, places, strict=True):
            self._grid.addWidget(door, row, column, rows, 1)
            door.setFixedWidth(width)
            door.set_width(width, MARGIN if wide else LEAST_MARGIN)

    # Keyboard

    def event(self, event: QEvent) -> bool:
        """Qt: keep the keys that play the run from the window while the page lies over it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            commands = (
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
            )
            plays = event.text().isprintable() and event.text() != ""
            moves = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
            if (plays or moves) and not event.modifiers() & commands:
                event.accept()
                return True
        return super().event(event)

    # Words

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            for door in self._doors:
                door.retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Start page"))
        self.title.setText(self.tr("Where do you want to begin?"))
        self.subtitle.setText(self.tr("See gradient descent with your eyes, and move it with your hands."))
        self.close_button.setText(self.tr("To the experiment (Esc)"))
        self.close_button.setToolTip(self.tr("Closes this page; the menu File brings it back."))
        self.at_start.setText(self.tr("Show this page at the start"))
