"""The button of a small view that requests the arrangement in which the view is large."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from gdviz.gui.style import icons
from gdviz.gui.style.theme import Theme

_SIDE = 24
"""Pixels of the button without its word."""
_ICON = 16


class EnlargeButton(QToolButton):
    """A button with an icon and the word "Enlarge", or the icon alone where there is no room for the word."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setIconSize(QSize(_ICON, _ICON))
        self._worded: bool | None = None
        self.show_word(False)
        self._retranslate()

    def show_word(self, shown: bool) -> None:
        """Show the word beside the icon, or the icon alone."""
        if shown == self._worded:
            return
        self._worded = shown
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if shown else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(style)
        self.setProperty("flat", not shown)
        self.setProperty("chip", shown)
        self.setMinimumSize(0 if shown else _SIDE, _SIDE)  # 0: not narrower than the word
        self.setMaximumSize(*((16_777_215, 16_777_215) if shown else (_SIDE, _SIDE)))
        self.style().unpolish(self)
        self.style().polish(self)

    def apply_theme(self, theme: Theme) -> None:
        """Draw the icon in the colours of `theme`."""
        self.setIcon(icons.icon("enlarge", theme.text2, theme.text3))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.setText(self.tr("Enlarge"))
        self.setToolTip(self.tr("Enlarge: this view large, with what belongs to it beside it"))
        self.setAccessibleName(self.text())
