"""The commands for runs as actions of their table, for its buttons, its menu and the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QTableView, QToolButton, QWidget

from gdviz.editing.run_view import COLORS, LOOKS, RunsView
from gdviz.gui.drawing.run_dot import run_dot
from gdviz.gui.style import icons
from gdviz.gui.style.theme import Theme, system
from gdviz.run_marks import marker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# name: (icon, key, request, value)
_ACTIONS: dict[str, tuple[str, str, str, Any]] = {
    "actionAddRun": ("add", "Ins", "add", None),
    "actionDuplicateRun": ("duplicate", "Ctrl+D", "duplicate", None),
    "actionDeleteRun": ("delete", "Del", "delete", None),
    "actionRenameRun": ("", "F2", "", None),
    "actionRunUp": ("up", "Alt+Up", "up", None),
    "actionRunDown": ("down", "Alt+Down", "down", None),
    "actionHideRun": ("eye", "V", "hide", None),
    "actionSoloRun": ("", "Shift+V", "solo", None),
    "actionShowAllRuns": ("", "", "show all", None),
    "actionPinRun": ("pin", "Ctrl+B", "pin", None),
    "actionLikeTimes10": ("", "Ctrl+1", "like", "lr*10"),
    "actionLikeBy10": ("", "Ctrl+2", "like", "lr/10"),
    "actionLikeMomentum": ("", "Ctrl+3", "like", "momentum"),
    "actionLikeAdam": ("", "Ctrl+4", "like", "adam"),
    "actionLossToReach": ("", "", "", None),
    "actionAllColumns": ("columns", "", "", None),
}
_CHECKABLE = ("actionHideRun", "actionSoloRun", "actionPinRun", "actionAllColumns")
LIKE = ("actionLikeTimes10", "actionLikeBy10", "actionLikeMomentum", "actionLikeAdam")
_MENU = (
    "actionAddRun", "actionDuplicateRun", "actionRenameRun", "actionDeleteRun", "", *LIKE, "", "actionRunUp",
    "actionRunDown", "", "color", "actionPinRun", "actionHideRun", "actionSoloRun", "actionShowAllRuns", "",
    "actionLossToReach", "actionAllColumns",
)  # fmt: skip
_BUTTON, _BETWEEN = 24, 3


class RunActions(QObject):
    """The actions, by name in `by_name`; `requested(request, row, value)` carries a person's command for a row."""

    requested = Signal(str, int, object)

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._view = RunsView(())
        self.by_name: dict[str, QAction] = {}
        self._tips: dict[str, str] = {}
        """What each action is for, in the language of the window."""
        for name, (_, key, request, value) in _ACTIONS.items():
            action = QAction(table)
            action.setObjectName(name)
            action.setCheckable(name in _CHECKABLE)
            action.setShortcut(QKeySequence(key))
            everywhere = key.startswith("Ctrl")  # other keys belong to a field, or to another part of the window
            scope = Qt.ShortcutContext.WindowShortcut if everywhere else Qt.ShortcutContext.WidgetShortcut
            action.setShortcutContext(scope)
            if request:
                action.triggered.connect(self._requesting(action, request, value))
            table.addAction(action)
            self.by_name[name] = action
        self._theme, self._menu_drawn = system(), False
        self._buttons: list[str] = []
        """The names of the actions that have a button with an icon."""
        self.menu = QMenu(table)
        self.menu.aboutToShow.connect(self._show_menu)
        self.colors = QMenu(self.menu)
        for name in _MENU:
            if name == "color":
                self.menu.addMenu(self.colors)
            elif name:
                self.menu.addAction(self.by_name[name])
            else:
                self.menu.addSeparator()
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)

    def __getitem__(self, name: str) -> QAction:
        return self.by_name[name]

    def button(self, name: str, parent: QWidget, words: bool = False) -> QToolButton:
        """Make a button for an action, with its icon, or with `words` its text."""
        button = QToolButton(parent)
        button.setObjectName(name.replace("action", "button"))
        button.setDefaultAction(self.by_name[name])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if words:
            button.setProperty("chip", True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        else:
            self._buttons.append(name)
            button.setProperty("flat", True)
            button.setFixedSize(_BUTTON, _BUTTON)
            button.setIconSize(QSize(16, 16))
        return button

    def show_state(self, view: RunsView) -> None:
        """Set texts and states of the actions for the chosen run."""
        was_alone, self._view = len(self._view.runs) == 1, view
        row, count = self._row(), len(view.runs)
        known = 0 <= row < count
        look = view.runs[row] if known else None
        for name, on in (
            ("actionHideRun", look is not None and look.hidden),
            ("actionSoloRun", known and view.solo == row),
            ("actionPinRun", look is not None and look.pinned),
        ):
            self.by_name[name].setChecked(on)
        for name, can in (
            ("actionDeleteRun", known and count > 1),
            ("actionRunUp", known and row > 0),
            ("actionRunDown", known and row < count - 1),
            ("actionSoloRun", count > 1),
            ("actionShowAllRuns", view.solo is not None or any(look.hidden for look in view.runs)),
        ):
            self.by_name[name].setEnabled(can)
        if was_alone != (count == 1):
            self._set_tips()

    def apply_theme(self, theme: Theme) -> None:
        """Draw the icons of the buttons in the theme's colours; those of the menu are drawn when it opens."""
        self._theme, self._menu_drawn = theme, False
        self._draw(self._buttons)

    def _show_menu(self) -> None:
        if not self._menu_drawn:
            self._menu_drawn = True
            self._draw_menu()
        self._name_colors()

    def _draw_menu(self) -> None:
        self._draw(self.by_name)
        self.colors.clear()
        for number in range(LOOKS):
            dot = QIcon(run_dot(self._theme.run_color(number), marker(number)))
            self.colors.addAction(dot, "").setData(number)
        for action in self.colors.actions():
            action.triggered.connect(self._requesting(action, "color", action.data()))
        self._name_colors()

    def _draw(self, names: Iterable[str]) -> None:
        faint = self._theme.mix("text3", "panel", 0.5)
        for name in names:
            if file := _ACTIONS[name][0]:
                self.by_name[name].setIcon(icons.icon(file, self._theme.text2, faint))

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        texts = self._texts()
        for name, (text, tip) in texts.items():
            action = self.by_name[name]
            action.setText(text)
            action.setIconText(text)
            self._tips[name] = tip
        self._set_tips()
        self._name_variants(self.tr("momentum"))
        self.colors.setTitle(self.tr("Colour"))
        self._name_colors()

    def _set_tips(self) -> None:
        """Say what each action is for, with its key; of one run why it cannot be deleted."""
        for name, tip in self._tips.items():
            action = self.by_name[name]
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            if name == "actionDeleteRun" and len(self._view.runs) == 1:
                tip = self.tr("The only run cannot be deleted")
            action.setToolTip(f"{tip} ({key})" if key else tip)

    def fit_variants(self, buttons: Sequence[QToolButton], room: int) -> int:
        """Fit the buttons that add variants of a run into `room` pixels; return the number of their rows."""
        wides = [
            [
                button.sizeHint().width() - _advance(button, button.text()) + _advance(button, text)
                for button, text in zip(buttons, _variant_texts(momentum), strict=True)
            ]
            for momentum in (self.tr("momentum"), "μ")
        ]
        short = sum(wides[0]) + _BETWEEN * (len(buttons) - 1) > room
        rows = 2 if sum(wides[1]) + _BETWEEN * (len(buttons) - 1) > room else 1
        if rows == 2:
            short = max(wides[0][0::2]) + _BETWEEN + max(wides[0][1::2]) > room
        self._name_variants("μ" if short else self.tr("momentum"))
        return rows

    def _name_variants(self, momentum: str) -> None:
        for name, text in zip(LIKE, _variant_texts(momentum), strict=True):
            self.by_name[name].setIconText(text)

    def open_menu_at(self, place: QPoint) -> None:
        """Open the menu at a place of the screen."""
        self.menu.popup(place)

    def _open_menu(self, at: QPoint) -> None:
        row = self._table.rowAt(at.y())
        if row >= 0:
            self._table.selectRow(row)
        self.open_menu_at(self._table.viewport().mapToGlobal(at))

    def _row(self) -> int:
        return self._table.currentIndex().row()

    def _requesting(self, action: QAction, request: str, value: Any) -> Callable[[], None]:
        def emit() -> None:
            row = self._row()
            if row < 0:
                return
            if request in ("up", "down"):
                self.requested.emit("move", row, row + (1 if request == "down" else -1))
            else:
                self.requested.emit(request, row, action.isChecked() if action.isCheckable() else value)

        return emit

    def _name_colors(self) -> None:
        """Name the looks, with a tick in the text of the current one: some styles draw no tick beside an icon."""
        row = self._row()
        own = self._view.runs[row].color if 0 <= row < len(self._view.runs) else None
        for action in self.colors.actions():
            number = int(action.data())
            text = self.tr("colour {n}, dashed") if self._theme.run_dashed(number) else self.tr("colour {n}")
            action.setText(text.format(n=number % COLORS + 1) + ("  ✓" if number == own else ""))

    def _texts(self) -> dict[str, tuple[str, str]]:
        return {
            "actionAddRun": (
                self.tr("Add a run"),
                self.tr("Add a run: the same start, an optimizer that is not in the race yet"),
            ),
            "actionDuplicateRun": (self.tr("Duplicate"), self.tr("Add a copy of the chosen run")),
            "actionDeleteRun": (self.tr("Delete"), self.tr("Delete the chosen run")),
            "actionRenameRun": (self.tr("Rename"), self.tr("Give the chosen run another name")),
            "actionRunUp": (self.tr("Move up"), self.tr("Move the chosen run up; rows can be dragged, too")),
            "actionRunDown": (self.tr("Move down"), self.tr("Move the chosen run down; rows can be dragged, too")),
            "actionHideRun": (
                self.tr("Hide"),
                self.tr("Leave the chosen run out of all pictures; it is still computed"),
            ),
            "actionSoloRun": (self.tr("Show alone"), self.tr("Show the chosen run alone")),
            "actionShowAllRuns": (self.tr("Show all"), self.tr("Show all runs")),
            "actionPinRun": (
                self.tr("Pin as baseline"),
                self.tr("Draw the chosen run faint and leave it as it is, to compare before and after"),
            ),
            "actionLikeTimes10": (
                self.tr("The same with η × 10"),
                self.tr("Add the same run with ten times the learning rate"),
            ),
            "actionLikeBy10": (
                self.tr("The same with η ÷ 10"),
                self.tr("Add the same run with a tenth of the learning rate"),
            ),
            "actionLikeMomentum": (
                self.tr("The same with momentum 0.9"),
                self.tr("Add the same run with momentum 0.9"),
            ),
            "actionLikeAdam": (self.tr("The same with Adam"), self.tr("Add a run from the same start with Adam")),
            "actionLossToReach": (
                self.tr("Loss to reach…"),
                self.tr("Choose the loss for which the table shows the first step that reaches it"),
            ),
            "actionAllColumns": (self.tr("All columns"), self.tr("Make room for all columns of the table")),
        }


def _variant_texts(momentum: str) -> tuple[str, ...]:
    """The texts of the buttons that add variants of a run."""
    return "+η×10", "+η÷10", f"+{momentum}", "+Adam"


def _advance(button: QToolButton, text: str) -> int:
    return button.fontMetrics().horizontalAdvance(text)
