"""The menu bar: made of the commands that the window and its rooms have added to the workbench."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from gdviz.gui.kernel.workbench import Workbench
from gdviz.gui.style import icons
from gdviz.gui.style.theme import Theme

MENUS = ("file", "edit", "run", "view", "lessons", "window", "help")
SUBMENUS = {
    "export": ("file", 320),
    "arrangement": ("view", 100),
    "surface": ("view", 200),
    "batches": ("view", 230),
    "rates": ("view", 300),
    "count": ("view", 320),
    "theme": ("view", 400),
    "language": ("view", 410),
}
"""The submenus, each with its menu and its place there."""


class Menus(QObject):
    """Puts each command in its place, with a separator between those whose `order` differs in the hundreds."""

    def __init__(self, window: QMainWindow, bench: Workbench) -> None:
        super().__init__(window)
        self._bench = bench
        self._menus: dict[str, QMenu] = {}
        self._orders: dict[QMenu, list[int]] = {}
        """The places of the entries of each menu, separators included."""
        self._drawn: Theme | None = None
        for name in MENUS:
            menu = window.menuBar().addMenu("")
            menu.setToolTipsVisible(False)
            menu.aboutToShow.connect(self._draw_icons)
            self._menus[name], self._orders[menu] = menu, []
        for name, (above, order) in SUBMENUS.items():
            submenu = self._menus[name] = QMenu(window)
            submenu.setToolTipsVisible(True)
            self._orders[submenu] = []
            self.add_menu(above, order, submenu)
        self.pictures = QMenu(window)
        self.add_menu("view", 330, self.pictures)
        for name in bench.commands:
            self._add(name)
        bench.added.connect(self._add)
        self.retranslate()

    def __getitem__(self, name: str) -> QMenu:
        return self._menus[name]

    def add_menu(self, menu: str, order: int, submenu: QMenu) -> None:
        """Put a submenu into a menu."""
        self._insert(self._menus[menu], order, submenu.menuAction())

    def _add(self, name: str) -> None:
        command = self._bench.commands[name]
        if command.menu:
            self._insert(self._menus[command.menu], command.order, self._bench.actions[name])

    def _insert(self, menu: QMenu, order: int, action: QAction) -> None:
        orders, entries = self._orders[menu], menu.actions()
        at = bisect_right(orders, order)
        menu.insertAction(entries[at] if at < len(entries) else None, action)  # type: ignore[arg-type]
        orders.insert(at, order)
        if at + 1 < len(orders) and orders[at + 1] // 100 != order // 100 and not _is_line(menu, at + 1):
            menu.insertSeparator(menu.actions()[at + 1])
            orders.insert(at + 1, (order // 100 + 1) * 100 - 1)
        if at > 0 and orders[at - 1] // 100 != order // 100 and not _is_line(menu, at - 1):
            menu.insertSeparator(action)
            orders.insert(at, order // 100 * 100 - 1)

    def _draw_icons(self) -> None:
        """Draw the icons in the theme's colours; only menus show them."""
        theme = self._bench.controller.theme
        if theme is self._drawn:
            return
        self._drawn = theme
        for name, command in self._bench.commands.items():
            if command.icon:
                self._bench.actions[name].setIcon(icons.icon(command.icon, theme.text1, theme.text3))

    def retranslate(self) -> None:
        """Retranslate the titles."""
        titles = {"file": self.tr("&File"), "edit": self.tr("&Edit"), "run": self.tr("&Run"),
                  "view": self.tr("&View"), "lessons": self.tr("&Lessons"), "window": self.tr("&Window"),
                  "help": self.tr("&Help"), "export": self.tr("Fi&lm, table, code"),
                  "arrangement": self.tr("&What the window is about"), "surface": self.tr("&Surface"),
                  "batches": self.tr("&Batches on the surface"), "rates": self.tr("&Plot of the learning rate"),
                  "count": self.tr("&Count"), "theme": self.tr("&Theme"), "language": self.tr("Lan&guage")}  # fmt: skip
        for name, title in titles.items():
            self._menus[name].setTitle(title)
        self.pictures.setTitle(self.tr("P&ictures"))


def _is_line(menu: QMenu, at: int) -> bool:
    return menu.actions()[at].isSeparator()
