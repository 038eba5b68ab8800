"""The tools on the surface as a row of buttons with words, under its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QSizePolicy, QWidget

from gdviz.gui.explore.tools import NEEDS_TWO, TWO
from gdviz.gui.style import icons
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.focus import keep_focus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.style.theme import Theme

CHIPS = ("gradient", "fog", "compass", "slice", "arrivals")
"""What has a button, by the names of tools and of their icons."""
BOTH, WORDS, ICONS, MENU = range(4)
"""How the row is drawn: with icons and words, words alone, icons alone, or as one button that opens a menu."""
_SPACING = 6
_ICON = 16


class ToolChips(QWidget):
    """A button for each tool, which does what its command does, and is checked as that is.

    Where there is little room the words stay, then the icons, with tool tips; where there is even less, one button.
    `menuRequested` carries that one when it is pressed.
    """

    menuRequested = Signal(object)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        """Make the row; `actions` are those of the commands, by the names in CHIPS."""
        super().__init__(parent)
        self.setObjectName("toolChips")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._actions = actions
        self._theme: Theme | None = None
        self._widths: tuple[int, ...] = ()
        """Of the row with both, with words alone, and with icons alone; none before it is measured."""
        self.level = BOTH
        self._words: dict[str, str] = {}
        self._icons: dict[str, QIcon] = {}
        self._is_curve = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(_SPACING)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.chips: dict[str, QPushButton] = {}
        for name in CHIPS:
            chip = self.chips[name] = self._button(f"{name}Chip")
            chip.setCheckable(True)
            chip.clicked.connect(actions[name].trigger)
            actions[name].toggled.connect(chip.setChecked)
            chip.setChecked(actions[name].isChecked())
        self.more = self._button("toolsChip")
        self.more.clicked.connect(lambda: self.menuRequested.emit(self.more))
        self.more.hide()
        row.addStretch(1)
        self._retranslate()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """Take the colours, and whether there are two parameters, which some tools need."""
        if self._theme is not scene.theme or scene.has_other_style(before):
            self._theme = scene.theme
            inks = scene.theme.text1, scene.theme.text3
            self._icons = {name: icons.icon(name, *inks) for name in CHIPS}
            self.more.setIcon(icons.icon("tools", *inks))
            self._measure()
        is_curve = scene.problem.dim < 2
        if is_curve != self._is_curve:
            self._is_curve = is_curve
            for name in TWO:
                self.chips[name].setEnabled(not is_curve)
            self._retranslate()

    def minimumSizeHint(self) -> QSize:
        """Qt: it makes do with one button."""
        return QSize(self.more.sizeHint().width(), self.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what was not measured while nobody saw it is measured now."""
        super().showEvent(event)
        if not self._widths:
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: there may be room for more words, or for fewer."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language, or the size of type, has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._measure()

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setProperty("segment", "only")
        button.setIconSize(QSize(_ICON, _ICON))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(button)
        return button

    def _measure(self) -> None:
        """Measure how wide the row is in each way, and take the one that fits, once somebody sees it."""
        self._widths = ()
        if not self.isVisible():
            return
        widths = []
        for level in (BOTH, WORDS, ICONS):
            self._draw(level)
            widths.append(sum(chip.sizeHint().width() + _SPACING for chip in self.chips.values()) - _SPACING)
        self._widths = tuple(widths)
        self._draw(self.level)
        self._fit()

    def _fit(self) -> None:
        """Show as much as there is room for."""
        if not self._widths:
            return
        room = self.width()
        level = next((level for level, width in enumerate(self._widths) if width <= room), MENU)
        if level == self.level:
            return
        focused = next((chip for chip in self.chips.values() if chip.hasFocus()), None)
        self.level = level
        self._draw(level)
        for chip in self.chips.values():
            chip.setVisible(level != MENU)
        self.more.setVisible(level == MENU)
        keep_focus(self, focused)

    def _draw(self, level: int) -> None:
        """Give the buttons icons, words, or both."""
        for name, chip in self.chips.items():
            chip.setText("" if level == ICONS else self._words.get(name, ""))
            chip.setIcon(QIcon() if level == WORDS else self._icons.get(name, QIcon()))
            tight = level != BOTH
            if chip.property("tight") != tight:
                chip.setProperty("tight", tight)
                chip.style().unpolish(chip)
                chip.style().polish(chip)

    def _retranslate(self) -> None:
        self._words = {
            "gradient": self.tr("Gradient"),
            "fog": self.tr("Fog"),
            "compass": self.tr("Compass"),
            "slice": self.tr("Slice"),
            "arrivals": self.tr("Who arrives where?"),
        }
        tips = {
            "gradient": self.tr("The gradient at the point: it leads uphill most steeply, so a step goes against it"),
            "fog": self.tr("Walk down in the fog: you see only the slope underfoot, as gradient descent does"),
            "compass": self.tr("The slope in every direction from the point: that of the gradient is the steepest"),
            "slice": self.tr("Cut through the surface at the point: it shows how far a step may go before it rises"),
            "arrivals": self.tr(
                "Balls roll from 20 starts: which of them arrive in the lowest minimum, and by which method"
            ),
        }
        for name, chip in self.chips.items():
            key = self._actions[name].shortcut().toString()
            tip = translate(NEEDS_TWO) if name in TWO and self._is_curve else tips[name]
            chip.setAccessibleName(self._words[name])
            chip.setAccessibleDescription(tip)
            chip.setToolTip(f"{tip} ({key})" if key else tip)
        self.more.setText(self.tr("Tools"))
        self.more.setToolTip(self.tr("Gradient, fog, compass, slice, and where starts arrive"))
        self._measure()
