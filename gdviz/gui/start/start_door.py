"""The base of the three sections ("doors") of the start page: a head, a line, and a body below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gdviz.gui.style import fonts, icons, scaling
from gdviz.gui.style.theme import Theme, system

MARGIN = 24
LEAST_MARGIN = 16
"""Pixels around the content of a door; LEAST_MARGIN where there is little room."""
ICON, HEAD = 22, 32
"""The side of the icon and the height of the head, in pixels."""


class StartDoor(QFrame):
    """A section of the start page: icon and title, a line, and `body` below. The page lays it out by `set_width`."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._icon, self._width = icon, 0
        self.theme: Theme = system()
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(scaling.px(6))
        self._sign = QLabel()
        self._sign.setFixedSize(scaling.px(ICON), scaling.px(ICON))
        self.title = QLabel()
        self.title.setFont(fonts.large(20))
        self.title.setProperty("role", "title")
        self.line = QLabel()
        self.line.setWordWrap(True)
        self.line.setProperty("role", "label")
        self.head_row = QHBoxLayout()
        self.head_row.setSpacing(scaling.px(10))
        self.head_row.addWidget(self._sign)
        self.head_row.addWidget(self.title)
        self.head_row.addStretch(1)
        self.head_row.addStrut(scaling.px(HEAD))
        self._outer.addLayout(self.head_row)
        self._outer.addWidget(self.line)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, scaling.px(10), 0, 0)
        self.body.setSpacing(scaling.px(2))
        self._outer.addLayout(self.body, 1)

    def name(self, title: str, line: str) -> None:
        """Set the title and the line in the head."""
        self.title.setText(title)
        self.line.setText(line)
        self.setAccessibleName(title)

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        raise NotImplementedError

    def take_theme(self, theme: Theme) -> None:
        """Use the colours of the theme."""
        self.theme = theme
        size = scaling.px(ICON)
        ratio = self.devicePixelRatioF()
        self._sign.setPixmap(icons.icon(self._icon, theme.accent).pixmap(QSize(size, size), ratio))
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def tab_order(self) -> list[QWidget]:
        """Return the widgets at which Tab stops, in this order."""
        raise NotImplementedError

    def set_width(self, width: int, margin: int) -> None:
        """Lay out the door at this width in pixels, with `margin` pixels around its content."""
        self._outer.setContentsMargins(margin, margin - 4, margin, margin - 4)
        self._width = width - 2 * margin - 2
        self.fit()

    def fit(self) -> None:
        """Lay out the content of the door at the present width."""
        if self._width > 0:
            self.fit_to(self._width)

    def fit_to(self, width: int) -> None:
        """Lay out the content of the door at this width in pixels."""
        raise NotImplementedError
