"""A small card over a plot, placed where it covers least of what has to stay visible."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from gdviz.gui.style import fonts

_GAP = 8
"""Pixels between the card and the edge of its area."""
_FREE = 40
"""Pixels around the card within which a point counts as covered."""


class FloatingCard(QFrame):
    """A card with a title, a close button, and `body`, a vertical layout; it can be dragged by its title.

    `keep_in` places it over its parent until the user drags it. `closed` is emitted by its button.
    """

    closed = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("panel", True)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._place = 0
        self._held: QPoint | None = None
        self._dragged = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 10, 10)
        outer.setSpacing(6)
        self.title = QLabel()
        self.title.setFont(fonts.title())
        self.title.setProperty("role", "title")
        self.title.installEventFilter(self)
        self.title.setCursor(Qt.CursorShape.SizeAllCursor)
        self.close_button = QPushButton("×")
        self.close_button.setObjectName(f"{name}Close")
        self.close_button.setProperty("segment", "only")
        self.close_button.setFixedSize(24, 24)
        self.close_button.setStyleSheet("padding: 0; min-height: 0;")
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        outer.addLayout(head)
        outer.addLayout(self.body)
        self.retranslate()

    def set_title(self, text: str) -> None:
        """Set the title, for a screen reader, too."""
        self.title.setText(text)
        self.setAccessibleName(text)

    def retranslate(self) -> None:
        """Retranslate the texts."""
        self.close_button.setToolTip(self.tr("Close (Esc)"))
        self.close_button.setAccessibleName(self.tr("Close"))

    def keep_in(self, area: QRect, away: Sequence[QPoint] = (), beside: QRect | None = None) -> None:
        """Move the card to the edge of `area` in the parent, where it covers none of the points `away`.

        If that is impossible, it covers as few as possible; if it would cover the first of them, it goes into
        `beside`, if that is high enough. A card that the user has dragged stays where it is.
        """
        # A wrapped text needs the height for its width.
        layout = cast(QLayout, self.layout())
        layout.activate()
        size = layout.totalSizeHint()
        high = layout.totalHeightForWidth(size.width()) if layout.hasHeightForWidth() else size.height()
        self.resize(size.width(), high)
        if not self._dragged:
            self.move(self._free_place(area, away, beside))
        self._keep_in_parent()

    def _free_place(self, area: QRect, away: Sequence[QPoint], beside: QRect | None) -> QPoint:
        inner = area.adjusted(_GAP, _GAP, -_GAP - self.width() + 1, -_GAP - self.height() + 1)
        top, bottom, middle = inner.top(), inner.bottom(), (inner.left() + inner.right()) // 2
        places = [QPoint(x, y) for x in (inner.right(), inner.left(), middle) for y in (top, bottom)]
        covered = [[self._covers(place, point) for point in away] for place in places]
        costs = [(spots[:1], sum(spots)) for spots in covered]
        if costs[self._place] > min(costs):
            self._place = costs.index(min(costs))
        if any(covered[self._place][:1]) and beside is not None and beside.height() >= self.height():
            return beside.topLeft() + QPoint(_GAP, _GAP)
        return places[self._place]

    def _covers(self, place: QPoint, point: QPoint) -> bool:
        return QRect(place, self.size()).adjusted(-_FREE, -_FREE, _FREE, _FREE).contains(point)

    def _keep_in_parent(self) -> None:
        """Move the card back into its parent."""
        inside = cast(QWidget, self.parentWidget()).rect()
        x, y = min(self.x(), inside.right() - self.width()), min(self.y(), inside.bottom() - self.height())
        self.move(max(x, inside.left()), max(y, inside.top()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: drag the card by its title."""
        if isinstance(event, QMouseEvent) and watched is self.title:
            if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                self._held = event.globalPosition().toPoint() - self.pos()
            elif event.type() == QEvent.Type.MouseMove and self._held is not None:
                self.move(event.globalPosition().toPoint() - self._held)
                self._dragged = True
                self._keep_in_parent()
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self._held = None
            return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: keep a press on the card from the plot below it."""
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
