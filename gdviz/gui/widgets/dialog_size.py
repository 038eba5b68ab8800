"""How large a dialog opens: as large as its type needs, and no larger than its screen."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget

from gdviz.gui.style import scaling

_FRAME = QSize(16, 48)
"""Pixels that the window manager's frame may take; its real size is known only after the dialog is shown."""


def open_at(dialog: QDialog, width: int, height: int) -> None:
    """Resize a dialog to this size with the usual type, larger with larger type, as far as its screen has room."""
    resize_on_screen(dialog, QSize(scaling.px(width), scaling.px(height)))


def resize_on_screen(dialog: QDialog, size: QSize) -> None:
    """Resize a dialog, but to no more than its screen shows."""
    parent = dialog.parentWidget()
    screen = (parent if parent is not None else dialog).screen()
    dialog.resize(size.boundedTo(screen.availableGeometry().size() - _FRAME))


def keep_room(part: QWidget) -> None:
    """Keep the room of a part while it is hidden, so that a dialog keeps its height when the part comes and goes."""
    policy = part.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    part.setSizePolicy(policy)
