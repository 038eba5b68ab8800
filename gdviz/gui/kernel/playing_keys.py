"""Decides whether a key controls playing or goes to the widget that has the focus; nothing else decides it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

_TEXTS = (QLineEdit, QAbstractSpinBox, QTextEdit, QPlainTextEdit)
_LISTS = (QAbstractItemView, QComboBox)
_MOVING = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)

_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason,
)  # fmt: skip
_RETURNS = (
    Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason,
)  # fmt: skip
"""The focus went to a list, a menu or another window, or comes back from there."""
REDO = "Ctrl+Shift+Z; Ctrl+Y"
EXPORT = QKeySequence("Ctrl+E")
SEARCH = QKeySequence("Ctrl+K")
_OF_WINDOW = (EXPORT, QKeySequence("Ctrl+D"), SEARCH)
"""Keys by which a line on Linux would go to its end, and delete, as End and Delete do, or all that follows."""
_CAME = "focusCameByKeyboard"


def came_by_keyboard(widget: QWidget) -> bool:
    """Whether the focus of the widget's window came by Tab, Backtab or a mnemonic; True where that is not known."""
    return widget.window().property(_CAME) is not False


def is_typing() -> bool:
    """Whether a field for text or numbers has the focus."""
    return isinstance(QApplication.focusWidget(), _TEXTS)


class PlayingKeys(QObject):
    """Decides for one window which keys play and which the focused widget keeps.

    Playing keys are Space, Left, Right, Home, End and the letters, digits and signs, all with Shift or without. They
    act unless

    - text is being edited: it keeps them all;
    - a slider has the focus: it keeps the arrows, Home and End;
    - the focus came by Tab, Backtab or a mnemonic: the widget keeps them all, so that Space presses a button and
      letters choose in a list. A widget with the property "playing" does not use them and leaves them even then;
    - a list is open: it is a window of its own, and the keys go there.

    A click elsewhere takes the keys from the focused widget: a widget that does not take the focus itself gives it to
    the window. So does Return in a field, when its text is accepted, and Escape, which restores a value that was typed
    over; a field with the property "ownKeys" does something else with them. Tab in the window goes on after the widget
    that had the focus before.

    Other widgets may still claim a key by accepting its ShortcutOverride, as a mode with keys of its own does.
    Undo goes to the experiment where nothing is typed, Ctrl+E, Ctrl+D and Ctrl+K to the window.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._focused: QWidget | None = None
        """The widget of the window that has the focus, or had it when the window was left."""
        self._place: QWidget | None = None
        """While the window itself has the focus: the widget after which Tab goes on."""
        self._reason: Qt.FocusReason | None = None
        """Why the focused widget has just lost the focus: the next one gets it for the same reason."""
        self._tab = self._by_keyboard = self._passing = False
        window.setProperty(_CAME, False)
        window.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    @Slot(QWidget, QWidget)
    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """Listen to the focused widget only: a filter on the application is called for each event of each widget."""
        for watched in _parts(old):
            if watched is not self._window:
                watched.removeEventFilter(self)
        if new is None or new.window() is not self._window:
            return
        for watched in _parts(new):
            watched.installEventFilter(self)  # the window's own is moved to the front: Qt calls the last one first
        before, self._focused = self._focused, new
        if new is self._window and before is not new:
            self._place = before
        if new is not before:
            self._by_keyboard = self._came_by_keyboard(before, new)
        self._reason, self._tab = None, False
        self._update_focus_policy()

    def _came_by_keyboard(self, before: QWidget | None, new: QWidget) -> bool:
        """Whether the focus came to `new` by keyboard.

        It stays as it was where the focus goes to a list, a menu or another window and comes back, between a table
        and the field in one of its cells, and where the focused widget was hidden or disabled: then Qt moves the focus
        on, as Tab does.
        """
        if self._reason == Qt.FocusReason.MouseFocusReason:
            return False
        if self._tab or before is None or not isValid(before):
            return self._tab
        if self._reason in _RETURNS or not (before.isVisible() and before.isEnabled()):
            return self._by_keyboard
        if self._reason in _BY_KEYBOARD:
            return True
        related = new is not self._window and (new.isAncestorOf(before) or before.isAncestorOf(new))
        return related and self._by_keyboard

    def _update_focus_policy(self) -> None:
        """Let the window take the focus by a click while the focused widget keeps keys."""
        window, focused = self._window, self._focused
        if window.property(_CAME) != self._by_keyboard:
            window.setProperty(_CAME, self._by_keyboard)
        keeps = isinstance(focused, (*_TEXTS, QAbstractSlider)) or self._by_keyboard
        window.setFocusPolicy(Qt.FocusPolicy.ClickFocus if keeps else Qt.FocusPolicy.NoFocus)

    def _keeps(self, focused: QWidget, event: QKeyEvent) -> bool:
        """Whether the focused widget keeps a playing key."""
        if isinstance(focused, (*_TEXTS, QMenuBar)):
            return True
        if focused.property("playing") or focused is self._window:
            return False
        if isinstance(focused, QAbstractSlider):
            return event.key() in _MOVING
        return self._by_keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See the class."""
        kind = event.type()
        if kind == QEvent.Type.FocusOut and watched is self._focused:
            self._reason = cast(QFocusEvent, event).reason()
        elif kind in _PRESSES and self._focused is not None:
            self._by_keyboard = self._tab = False
            self._update_focus_policy()
        elif kind == QEvent.Type.KeyPress and not self._passing:
            return self._press(cast(QWidget, watched), cast(QKeyEvent, event))
        elif kind == QEvent.Type.ShortcutOverride and watched is QApplication.focusWidget():
            return self._claim(watched, cast(QKeyEvent, event))
        return False

    def _claim(self, focused: QWidget, event: QKeyEvent) -> bool:
        """Answer Qt, which asks the focused widget whether it wants a key before an action gets it."""
        keys = QKeySequence(event.keyCombination())
        if keys in _OF_WINDOW:
            event.ignore()
            return True
        if isinstance(focused, QLineEdit) and not focused.isModified():
            undo = event.matches(QKeySequence.StandardKey.Undo) or keys in QKeySequence.listFromString(REDO)
            if undo:  # nothing was typed, so the line has nothing to undo
                event.ignore()
                return True
        if _is_playing(event) and self._keeps(focused, event):
            event.accept()
            return True
        return False

    def _press(self, watched: QWidget, event: QKeyEvent) -> bool:
        key, focused = Qt.Key(event.key()), QApplication.focusWidget()
        self._tab = key in _TAB and not event.modifiers() & _COMMANDS
        if self._tab and watched is self._window and focused in (None, watched):
            return self._continue_tabbing(event)
        if watched is not focused:
            return False
        in_cell = any(isinstance(around, QAbstractItemView) for around in _around(watched))
        is_field = isinstance(watched, (QLineEdit, QAbstractSpinBox)) and not watched.property("ownKeys")
        if is_field and not in_cell and key in (*_RETURN, Qt.Key.Key_Escape):
            self._finish(watched, event)
            event.accept()  # else Qt goes on with it in the widgets around the field
            return True
        if isinstance(watched, _LISTS) and not self._by_keyboard and _is_playing(event) and key not in _MOVING:
            event.ignore()  # after a click, a letter without an action chooses nothing
            return True
        return False

    def _finish(self, field: QWidget, event: QKeyEvent) -> None:
        """Let a field commit or restore its value, and give the focus to the window unless it does not."""
        self._passing = True
        try:
            QApplication.sendEvent(field, event)
        finally:
            self._passing = False
        kept = event.key() == Qt.Key.Key_Escape and field.property("modified")
        if QApplication.focusWidget() is field and not field.property("invalid") and not kept:
            self._window.setFocus(Qt.FocusReason.OtherFocusReason)

    def _continue_tabbing(self, event: QKeyEvent) -> bool:
        """Let Tab go on after the widget that had the focus before the window."""
        place = self._place
        if place is None or not isValid(place) or not place.isVisible() or not place.isEnabled():
            return False
        place.setFocus(Qt.FocusReason.OtherFocusReason)
        return QApplication.sendEvent(place, event)


def _parts(widget: QWidget | None) -> list[QWidget]:
    """A widget, and the viewport that gets its mouse events."""
    if widget is None or not isValid(widget):
        return []
    return [widget, widget.viewport()] if isinstance(widget, QAbstractScrollArea) else [widget]


def _around(widget: QWidget) -> list[QWidget]:
    """The parents of a widget, the nearest first."""
    found = []
    while (parent := widget.parentWidget()) is not None:
        found.append(widget := parent)
    return found


def _is_playing(event: QKeyEvent) -> bool:
    """Whether a key is one of those that play, or could be if an action had it."""
    if event.modifiers() & _COMMANDS:
        return False
    return event.key() in (*_MOVING, Qt.Key.Key_Space) or (bool(event.text()) and event.text().isprintable())
