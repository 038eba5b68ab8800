"""The only module that asks for a file: with the system's dialog, or else with Qt's in the look of the window."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QFileInfo, QLocale, QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFileSystemModel,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QWidget,
)

from gdviz.gui.style import icons, scaling
from gdviz.gui.widgets.dialog_size import open_at

_ICONS = {
    "backButton": "left", "forwardButton": "right", "toParentButton": "up", "newFolderButton": "new-folder",
    "listModeButton": "list", "detailModeButton": "details",
}  # fmt: skip
"""The icon of each button of Qt's dialog."""
_NAME, _SIZE, _TYPE, _DATE = range(4)


def open_file(parent: QWidget | None, title: str, folder: str, filters: str) -> str:
    """Ask for an existing file; "" after Cancel. `filters` are "words (*.a *.b)", joined by ";;"."""
    dialog = make_dialog(parent, title, folder, filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _answer(dialog)[0]


def open_folder(parent: QWidget | None, title: str, folder: str) -> str:
    """Ask for an existing folder; "" after Cancel."""
    dialog = make_dialog(parent, title, folder, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    return _answer(dialog)[0]


def save_file(parent: QWidget | None, title: str, path: str, filters: str, suffix: str = "") -> tuple[str, str]:
    """Ask for a file to write, `path` at first, and the filter that was chosen; ("", "") after Cancel.

    A name without a suffix gets that of the chosen filter, or `suffix` if the filter has none. The dialog asks
    before an existing file is replaced.
    """
    start = QFileInfo(path)
    folder = path if start.isDir() else start.path()
    dialog = make_dialog(parent, title, folder, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)

    def follow(chosen: str) -> None:
        found = re.search(r"\*\.([^ )]+)", chosen)
        dialog.setDefaultSuffix(found[1] if found else suffix)

    dialog.filterSelected.connect(follow)
    follow(dialog.selectedNameFilter())
    if not start.isDir():
        dialog.selectFile(start.fileName())
    return _answer(dialog)


def make_dialog(parent: QWidget | None, title: str, folder: str, filters: str) -> QFileDialog:
    """Make the dialog, not shown: the system's where Qt supports one, on Windows, macOS, GTK, a desktop portal."""
    dialog = QFileDialog(parent, title, folder, filters)  # not a subclass, which never gets the system's dialog
    tree = dialog.findChild(QTreeView, "treeView")
    if tree is not None:  # else the system draws it
        _style(dialog, tree)
    return dialog


def _answer(dialog: QFileDialog) -> tuple[str, str]:
    try:
        chosen = dialog.selectedFiles() if dialog.exec() else []
        return (chosen[0], dialog.selectedNameFilter()) if chosen else ("", "")
    finally:
        dialog.deleteLater()


def _style(dialog: QFileDialog, tree: QTreeView) -> None:
    """Give Qt's dialog the window's icons, sizes and dates in its language, and columns wide enough for them."""
    open_at(dialog, 760, 500)
    ink, faint = dialog.palette().windowText().color(), dialog.palette().placeholderText().color()
    for name, icon in _ICONS.items():
        button = dialog.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icons.icon(icon, ink.name(), faint.name()))
            button.setProperty("flat", True)
            button.style().unpolish(button)  # Qt has given it the style of the others, whose padding hides the icon
            button.style().polish(button)
            button.setFixedSize(QSize(scaling.px(28), scaling.px(28)))
    splitter = dialog.findChild(QSplitter, "splitter")
    if splitter is not None:
        splitter.setSizes([scaling.px(150), scaling.px(610)])
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    completer = field.completer() if field is not None else None
    offered = completer.popup() if completer is not None else None
    if offered is not None:
        offered.setProperty("popup", True)
    for part in (field, dialog.findChild(QComboBox, "fileTypeCombo"), *dialog.findChildren(QPushButton)):
        if part is not None:
            part.ensurePolished()
            part.setMinimumHeight(part.sizeHint().height())  # else Qt squeezes them rather than the list of files
    tree.setItemDelegate(_Cells(tree))
    header = tree.header()
    header.setStretchLastSection(False)
    header.setMinimumSectionSize(scaling.px(72))
    header.hideSection(_TYPE)  # the suffix shows it; Qt's words for it are English
    header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
    for column in (_SIZE, _DATE):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)


class _Cells(QStyledItemDelegate):
    """Sizes and dates in the language of the window; the model has those of the system."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Qt: what a cell shows."""
        super().initStyleOption(option, index)
        model = index.model()
        cell: Any = option  # PySide's types lack its fields
        if not isinstance(model, QFileSystemModel):
            return
        if index.column() == _DATE:
            made = model.lastModified(index)
            cell.text = QLocale().toString(made, QLocale.FormatType.ShortFormat)
        elif index.column() == _SIZE and not model.isDir(index):
            cell.text = QLocale().formattedDataSize(model.size(index), 1)
