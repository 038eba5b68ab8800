"""Puts the views where the arrangement of the window wants them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSplitter, QWidget

from gdviz.gui.kernel.room import MAIN, SIDE, Spot
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.rooms import ROOMS, WINDOW_ROOMS, room
from gdviz.gui.shell import window_layout
from gdviz.gui.shell.side_column import Part, SideColumn
from gdviz.gui.shell.window_layout import GAP, LEAST_PANEL, set_margins, splitter
from gdviz.gui.style import scaling
from gdviz.gui.style.texts import translate
from gdviz.gui.widgets.focus import keep_focus, set_down
from gdviz.gui.widgets.segmented import SegmentedButtons
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.gui.data.column_fold import ColumnFold
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.shell.parts import Parts

ALL = "all"
"""The arrangement that `window_layout` makes, with its own splitters."""
NARROW = 1200
"""Below this width of the window the columns beside the main view are narrower."""
PANEL, NARROW_PANEL = 256, 232
ONE_COLUMN = ("rates",)
"""The arrangements whose views need all of a narrow window's width."""
SIDES = {"rates": 304}
"""The width of the side column, where it is not SIDE_WIDTH."""
SIDE_WIDTH, NARROW_SIDE = 376, 252
_LEAST_MAIN = 380
_MOST_SIDE = 0.34
"""The most of the width that the side column takes by itself, even with large type."""
Sizes = dict[str, list[int]]
"""The sizes in the splitters of an arrangement, by the name of the splitter."""


class Arranger(ViewDefaults, QObject):
    """Moves the views from place to place when the scene has another arrangement; nothing else changes with them.

    In ALL they stand in the window's own splitters. For the others they move into a body of its own, made at first
    use: panel, main views, and a side column. The sizes that a hand gives the columns are kept for each arrangement.
    """

    rearranged = Signal()
    """The window has become narrow, or wide, and its columns are others."""

    def __init__(self, parts: Parts, layout: QBoxLayout) -> None:
        """Arrange `parts`; `layout` is that of the central widget, with the body of ALL in it."""
        super().__init__(layout)
        self._parts, self._layout = parts, layout
        self.current = ALL
        self._presenting = False
        self._body: ArrangedBody | None = None
        self._kept: dict[str, tuple[QByteArray, list[int]]] = {}
        """The sizes of ALL, while another arrangement is shown."""
        self._fold: ColumnFold | None = None
        self.sizes: dict[str, Sizes] = {}
        """What was seen of each arrangement, for the next time."""

    @property
    def body(self) -> ArrangedBody | None:
        """What holds the views while the arrangement is not ALL."""
        return self._body

    @property
    def foldable(self) -> dict[str, QWidget]:
        """The columns that can be folded away while the arrangement is not ALL; panel and parts may share one."""
        assert self._body is not None
        side = self._body.side
        if self._body.shares_column:
            return {"panel": side}
        return {"panel": self._parts.panel, "right": side} if side.keys else {"panel": self._parts.panel}

    @property
    def heights(self) -> list[int]:
        """The heights of card and table in ALL, while they are elsewhere; else empty."""
        return self._kept["right"][1] if self.current != ALL else []

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        if before is None or scene.state is not before.state or scene.experiment is not before.experiment:
            self._parts.status.setVisible(scene.has_status)
            presenting = scene.state.moment.presenting
            set_margins(self._parts.area, GAP if presenting else 0, 0 if scene.has_status else GAP)
        self._presenting = scene.state.moment.presenting
        if scene.arrangement != self.current:
            self._arrange(scene.arrangement)

    def _arrange(self, arrangement: str) -> None:
        central = self._layout.parentWidget()
        assert central is not None
        focus = set_down(central)
        central.setUpdatesEnabled(False)
        try:
            self.note_sizes()
            if self.current == ALL:
                self._leave_all()
            self.current = arrangement
            one_over_other = arrangement == "rates"
            self._parts.schedule.zoom.share_steps(self._parts.loss.zoom if one_over_other else None)
            if arrangement == ALL:
                self._return_to_all()
            else:
                self._fill(arrangement)
        finally:
            central.setUpdatesEnabled(True)
        self._keep_type(central)
        keep_focus(central, focus)

    def _keep_type(self, central: QWidget) -> None:
        """Draw heads and titles at their size again: the style sheet gives them the usual one in another parent."""
        if scaling.text_scale() != 1.0:
            from gdviz.gui.style.text_size import keep_type

            keep_type(central)

    def join_fold(self, fold: ColumnFold) -> None:
        """Have `fold` leave the parts alone while they stand elsewhere than in ALL."""
        self._fold = fold
        fold.set_active(self.current == ALL)

    def rescale(self) -> None:
        """Give the columns the widths that suit another size of type."""
        if self.current != ALL and self._body is not None:
            self._body.give_sizes(None)

    def note_sizes(self) -> None:
        """Keep the sizes of the present arrangement."""
        if self.current != ALL and self._body is not None and self._body.isVisible():
            self.sizes[self.current] = self._body.sizes_seen()

    def note_all(self) -> None:
        """Keep the sizes of ALL, if that is the present arrangement."""
        if self.current == ALL:
            self._kept = {name: (each.saveState(), each.sizes()) for name, each in self._parts.splitters.items()}
            if self._fold is not None:
                self._fold.note_heights()

    def _leave_all(self) -> None:
        parts = self._parts
        if not self._presenting:
            self.note_all()
        if self._fold is not None:
            self._fold.set_active(False)
        if self._body is None:
            self._body = ArrangedBody()
            self._body.narrowed.connect(self._rearrange)
            self._layout.insertWidget(0, self._body, 1)
        parts.splitters["body"].hide()
        self._body.show()

    def _rearrange(self) -> None:
        central = self._layout.parentWidget()
        if self.current != ALL and central is not None:
            self._fill(self.current)
            self._keep_type(central)
            self.rearranged.emit()

    def _return_to_all(self) -> None:
        """Put everything back to where `window_layout` had put it."""
        parts = self._parts
        assert self._body is not None
        self._body.hide()
        splitters, rooms = parts.splitters, parts.rooms
        parts.panel.setMinimumWidth(LEAST_PANEL if scaling.text_scale() <= 1 else window_layout.NARROW_PANEL)
        splitters["body"].insertWidget(0, parts.panel)
        splitters["middle"].insertWidget(0, rooms["surface"])
        below = [rooms["rate"], rooms["loss"], *(rooms[name] for name in ROOMS if room(name).below)]
        for place, view in enumerate(below):
            splitters["plots"].insertWidget(place, view)
            view.show()
        right = splitters["right"]
        first = 0 if right.findChild(SegmentedButtons, "columnSwitch") is None else 1
        for place, name in enumerate(name for name in ("card", "runs", "data") if name in rooms):
            right.insertWidget(first + place, rooms[name])
        for name in ("surface", "card", "runs"):
            rooms[name].show()
        splitters["body"].show()
        self._layout.activate()
        if self._fold is not None:
            self._fold.set_active(True)
        self._put_back()
        QTimer.singleShot(0, self, self._put_back)  # when each part knows how small it may be again

    def _put_back(self) -> None:
        if self.current == ALL:
            for name, (state, sizes) in self._kept.items():
                each = self._parts.splitters[name]
                if len(sizes) != each.count() or (name == "right" and self._fold is not None):
                    continue
                each.restoreState(state)  # with the sizes of what is folded away
                if all(sizes):  # the state has the sizes that were asked for, not those that there was room for
                    each.setSizes(sizes)
            if self._fold is not None:
                self._fold.put_back()

    def _fill(self, arrangement: str) -> None:
        """Put the views into the body, as their rooms declare it for the arrangement."""
        body, rooms = self._body, self._parts.rooms
        assert body is not None
        spots = places(arrangement, rooms)
        for name, view in rooms.items():
            if name not in spots:
                view.hide()
        rows: dict[int, list[QWidget]] = {}
        for name, spot in spots.items():
            if spot.column == MAIN:
                rows.setdefault(spot.row, []).append(rooms[name])
        shares = {spot.row: spot.share for spot in spots.values() if spot.column == MAIN}
        side = [
            Part(name, rooms[name], room(name).short or room(name).title, spots[name].share, spots[name].least)
            for _, name in sorted((spot.row, name) for name, spot in spots.items() if spot.column == SIDE)
        ]
        body.take_sides(self._parts.panel, side, arrangement)
        body.set_main([rows[row] for row in sorted(rows)], [shares[row] for row in sorted(rows)])
        body.give_sizes(self.sizes.get(arrangement))


class ArrangedBody(QSplitter):
    """The panel, rows of main views, and the side column; `narrowed` says that the window became narrow, or wide."""

    narrowed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("arrangedBody")
        self.setHandleWidth(GAP)
        self.setChildrenCollapsible(False)
        self.main = splitter(Qt.Orientation.Vertical)
        self.main.setMinimumWidth(_LEAST_MAIN)
        self._rows: list[QSplitter] = []
        self._shares: list[float] = []
        self.side = SideColumn()
        self.side.setMinimumWidth(230)
        self._arrangement = ALL
        self.narrow = self.shares_column = False
        self.addWidget(self.main)
        self.addWidget(self.side)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)

    def take_sides(self, panel: QWidget, parts: list[Part], arrangement: str) -> None:
        """Hold the panel, and the parts of the side column.

        In a narrow window, views that need the width have all of it but for one column: panel and parts take turns.
        """
        self._arrangement = arrangement
        self.narrow = self.window().width() < NARROW
        shares_column = self.shares_column = self.narrow and arrangement in ONE_COLUMN
        panel.setMinimumWidth(NARROW_PANEL)
        if shares_column:
            parts = [Part("panel", panel, lambda: translate(mark("Settings")), 1.0, 0), *parts]
            self.insertWidget(0, self.side)
        else:
            self.insertWidget(0, panel)
            self.addWidget(self.side)
        self.side.take(parts, one_at_a_time=shares_column)
        self.side.setVisible(bool(parts))
        for place in range(self.count()):
            self.setStretchFactor(place, int(self.widget(place) is self.main))

    def set_main(self, rows: list[list[QWidget]], shares: list[float]) -> None:
        """Show these views in rows, each with its share of the height."""
        while len(self._rows) < len(rows):
            self._rows.append(splitter(Qt.Orientation.Horizontal))
            self.main.addWidget(self._rows[-1])
        self._shares = shares
        for holder, views in zip(self._rows, rows, strict=False):
            for place, view in enumerate(views):
                holder.insertWidget(place, view)
                holder.setStretchFactor(place, 1)
                view.show()
            holder.setSizes([1000] * len(views))
        for place, holder in enumerate(self._rows):
            holder.setVisible(place < len(rows))

    def sizes_seen(self) -> Sizes:
        """The sizes in its splitters."""
        return {
            "body": self.sizes(),
            "main": self.main.sizes(),
            "side": self.side.splitter.sizes() if not self.side.folded else [],
        }

    def give_sizes(self, kept: Mapping[str, list[int]] | None) -> None:
        """Give its parts the sizes of before, or their shares."""
        self._give_widths()
        height = max(self.height(), 1)
        self.main.setSizes([round(height * share) for share in self._shares])
        self.side.share()
        if kept:
            for holder, name in ((self, "body"), (self.main, "main"), (self.side.splitter, "side")):
                if len(kept.get(name, ())) == holder.count():
                    holder.setSizes(kept[name])

    def _give_widths(self) -> None:
        large = (scaling.text_scale() + 1) / 2
        most = round(self.width() * _MOST_SIDE)
        panel = NARROW_PANEL if self.narrow else PANEL
        side = NARROW_SIDE if self.narrow else SIDES.get(self._arrangement, SIDE_WIDTH)
        beside = [min(round(width * large), most) for width in (panel, side)]
        main = max(self.width() - sum(beside), _LEAST_MAIN)
        self.setSizes([beside[1], main] if self.count() == 2 else [beside[0], main, beside[1]])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: a window that has become narrow, or wide, is arranged anew."""
        super().resizeEvent(event)
        if (self.window().width() < NARROW) != self.narrow and self.isVisible():
            self.narrow = not self.narrow
            self.narrowed.emit()


def places(arrangement: str, rooms: Mapping[str, QWidget]) -> dict[str, Spot]:
    """Where the views of the window stand in an arrangement, by the names of their rooms, in the rooms' order."""
    return {
        name: room(name).places[arrangement]
        for name in (*ROOMS, *WINDOW_ROOMS)
        if name in rooms and arrangement in room(name).places
    }


def sizes_from(given: object) -> dict[str, Sizes]:
    """The sizes of each arrangement as the settings keep them, in JSON; what makes no sense is passed over."""
    try:
        found = json.loads(given) if isinstance(given, str) else {}
    except ValueError:
        return {}
    return {name: sizes for name, sizes in found.items() if _are_sizes(sizes)} if isinstance(found, dict) else {}


def _are_sizes(given: object) -> bool:
    return isinstance(given, dict) and all(
        isinstance(sizes, list) and all(type(size) is int and size >= 0 for size in sizes) for sizes in given.values()
    )
