"""Puts the views in their places in the arrangement of the window."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QSplitter, QWidget

from gdviz.gui.kernel.room import MAIN, SIDE, Spot
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.rooms import ROOMS, WINDOW_ROOMS, room
from gdviz.gui.shell import window_layout
from gdviz.gui.shell.side_column import Part, SideColumn
from gdviz.gui.shell.window_layout import (
    CARD_WIDTH,
    GAP,
    LEAST_MIDDLE,
    LEAST_PANEL,
    PANEL_WIDTH,
    ColumnWidths,
    set_margins,
    splitter,
    wider,
)
from gdviz.gui.style import scaling
from gdviz.gui.style.translating import translate
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
LESSON_PANEL = 300, 288
"""The width of the panel while a lesson stands in it, in a wide window and in a narrow one."""
ONE_COLUMN = ("rates",)
"""The arrangements whose views need all of a narrow window's width."""
ALONE = ("data",)
"""The arrangements whose main view gets the whole width before a class, as large type would make it small."""
ROOMY = 860
"""Pixels with the usual type: the width of a window in which it is large beside a column."""
SIDES = {"rates": 304}
"""The width of the side column, where it is not SIDE_WIDTH."""
SIDE_WIDTH, NARROW_SIDE = 376, 252
_LEAST_MAIN = 380
_MOST_SIDE = 0.34
"""The largest share of the width that the side column takes by default, even with large type."""
Sizes = dict[str, list[int]]
"""The sizes in the splitters of an arrangement, by the name of the splitter; widths are those with the usual type."""


class Arranger(ViewDefaults, QObject):
    """Moves the views to their places when the scene has another arrangement; it changes nothing else.

    In ALL they stand in the window's own splitters. For the others they move into a body of its own, made at first
    use: panel, main views, and a side column. The sizes that a person gives the columns are kept for each arrangement.
    """

    rearranged = Signal()
    """Emitted when the window has become narrow or wide, so that its columns have changed."""

    def __init__(self, parts: Parts, layout: QBoxLayout) -> None:
        """Arrange `parts`; `layout` is that of the central widget, with the body of ALL in it."""
        super().__init__(layout)
        self._parts, self._layout = parts, layout
        self.current = ALL
        self._presenting = False
        """Whether the window presents: its sizes then result from large type, and are not a person's."""
        self._has_status = self._covered = False
        self._body: ArrangedBody | None = None
        self._all = ColumnWidths(parts.splitters["body"], [PANEL_WIDTH, LEAST_MIDDLE, CARD_WIDTH])
        self._has_lesson = False
        self._kept: dict[str, tuple[QByteArray, list[int]]] = {}
        """The sizes of ALL, while another arrangement is shown."""
        self._fold: ColumnFold | None = None
        self.sizes: dict[str, Sizes] = {}
        """The sizes in each arrangement when it was last shown."""

    @property
    def body(self) -> ArrangedBody | None:
        """The widget that holds the views while the arrangement is not ALL."""
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
        """The heights of card and table in ALL while another arrangement is shown; empty in ALL."""
        return self._kept["right"][1] if self.current != ALL else []

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        presenting = scene.state.moment.presenting
        if before is None or scene.state is not before.state or scene.experiment is not before.experiment:
            self._has_status = scene.has_status
            self._show_status()
            set_margins(self._parts.area, GAP if presenting else 0, 0 if scene.has_status else GAP)
        was, self._presenting = self._presenting, presenting
        if scene.arrangement != self.current:
            self._arrange(scene.arrangement, noted=not (was or presenting))
        elif presenting != was:
            self._rearrange()

    def cover(self, covered: bool) -> None:
        """Hide the status bar while something covers the window, whatever the arrangement behind it."""
        self._covered = covered
        self._show_status()

    def _show_status(self) -> None:
        self._parts.status.setVisible(self._has_status and not self._covered)

    def _arrange(self, arrangement: str, noted: bool) -> None:
        """Show another arrangement; with `noted`, keep the sizes of the present one."""
        central = self._layout.parentWidget()
        assert central is not None
        focus = set_down(central)
        central.setUpdatesEnabled(False)
        try:
            if noted:
                self.note_sizes()
            if self.current == ALL:
                self._leave_all(noted)
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
        """Restore the size of heads and titles: the style sheet resets it when their parent changes."""
        if scaling.text_scale() != 1.0:
            from gdviz.gui.style.text_size import keep_type

            keep_type(central)

    def join_fold(self, fold: ColumnFold) -> None:
        """Keep `fold` from moving the parts while the arrangement is not ALL."""
        self._fold = fold
        fold.set_active(self.current == ALL)

    def rescale(self) -> None:
        """Give the columns the widths for a new size of type; call `note_sizes` before the size changes."""
        if self.current == ALL:
            self._give_all()
        elif self._body is not None:
            self._body.give_sizes(self.sizes.get(self.current))

    def make_room_for_lesson(self, wanted: bool) -> None:
        """Give the panel the width that a lesson needs, or its usual width."""
        self.note_sizes()
        self._has_lesson = wanted
        if self._body is not None:
            self._body.has_lesson = wanted
            if self.current != ALL:
                self._fill(self.current)
        if self.current == ALL:
            self._give_all()

    def restore_sizes(self, sizes: dict[str, Sizes]) -> None:
        """Give each arrangement the sizes that it had when it was last shown."""
        self.sizes = sizes
        if self.current in sizes:
            self.rescale()

    def note_sizes(self) -> None:
        """Keep the widths that a person has set, and in other arrangements than ALL also the heights.

        Nothing is kept while the window presents, nor before it is shown, when it is not laid out yet. A column that
        shows one part at a time has no heights: the earlier ones are kept.
        """
        if self._presenting:
            return
        if self.current == ALL:
            if self._parts.splitters["body"].isVisible():
                self._all.note()
        elif self._body is not None and self._body.isVisible():
            before, seen = self.sizes.get(self.current, {}), self._body.sizes_seen()
            self.sizes[self.current] = {name: sizes or before.get(name, []) for name, sizes in seen.items()}
            if self._has_lesson:  # the lesson's width is not the one for the settings
                self.sizes[self.current]["body"] = before.get("body", [])

    def note_all(self) -> None:
        """Keep the sizes of ALL, if it is the present arrangement, until it is shown again."""
        if self.current == ALL:
            self._kept = {name: (each.saveState(), each.sizes()) for name, each in self._parts.splitters.items()}
            if self._fold is not None:
                self._fold.note_heights()

    def _leave_all(self, noted: bool) -> None:
        parts = self._parts
        if noted:
            self.note_all()
        if self._fold is not None:
            self._fold.set_active(False)
        if self._body is None:
            self._body = ArrangedBody()
            self._body.has_lesson = self._has_lesson
            self._body.narrowed.connect(self._rearrange)
            self._body.appeared.connect(self.rescale)
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
        """Return everything to the places that `window_layout` gave it."""
        parts = self._parts
        assert self._body is not None
        self._body.hide()
        splitters, rooms = parts.splitters, parts.rooms
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
        QTimer.singleShot(0, self, self._put_back)  # after each part has updated its least size

    def _put_back(self) -> None:
        if self.current == ALL:
            for name, (state, sizes) in self._kept.items():
                each = self._parts.splitters[name]
                if len(sizes) != each.count() or (name == "right" and self._fold is not None):
                    continue
                each.restoreState(state)  # includes the sizes of folded parts
                if all(sizes):  # the state has the requested sizes, not those for which there was room
                    each.setSizes(sizes)
            if self._fold is not None:
                self._fold.put_back()
            self._give_all()

    def _give_all(self) -> None:
        """Give panel and right column of ALL their widths."""
        panel, body = self._parts.panel, self._parts.splitters["body"]
        panel.setMinimumWidth(LEAST_PANEL if scaling.text_scale() <= 1 else window_layout.LARGE_TYPE_PANEL)
        if self._has_lesson:
            panel.setMinimumWidth(min(LESSON_PANEL))
        left, _, right = (round(width * wider()) for width in self._all.usual)
        total = sum(body.sizes())
        middle = round(LEAST_MIDDLE * wider())
        left = max(left, panel.minimumWidth())
        left = min(left, max(total - middle - right, panel.minimumWidth()))  # its labels move above the fields instead
        self._all.give([left, total - left - right, right])

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
        if self._presenting and arrangement in ALONE and body.window().width() < scaling.px(ROOMY):
            for part in side:
                part.widget.hide()
            side = []
        body.take_sides(self._parts.panel, side, arrangement)
        body.set_main([rows[row] for row in sorted(rows)], [shares[row] for row in sorted(rows)])
        body.give_sizes(self.sizes.get(arrangement))


class ArrangedBody(QSplitter):
    """The panel, rows of main views, and the side column.

    `narrowed` is emitted when the window becomes narrow or wide, `appeared` when it is first shown: only then do the
    parts know their least sizes.
    """

    narrowed = Signal()
    appeared = Signal()

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
        self._has_appeared = False
        self._arrangement = ALL
        self._widths = ColumnWidths(self, ())
        self.narrow = self.shares_column = self.has_lesson = False
        self.addWidget(self.main)
        self.addWidget(self.side)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)

    def take_sides(self, panel: QWidget, parts: list[Part], arrangement: str) -> None:
        """Hold the panel, and the parts of the side column.

        In a narrow window, views that need the width leave room for one column only: panel and parts share it.
        """
        self._arrangement = arrangement
        self.narrow = self.window().width() < NARROW
        shares_column = self.shares_column = self.narrow and arrangement in ONE_COLUMN
        panel.setMinimumWidth(min(LESSON_PANEL) if self.has_lesson else NARROW_PANEL)
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
        """Return the sizes in its splitters, with the widths converted to the usual size of type."""
        self._widths.note()
        return {
            "body": [round(width) for width in self._widths.usual],
            "main": self.main.sizes(),
            "side": self.side.splitter.sizes() if not self.side.folded else [],
        }

    def give_sizes(self, kept: Mapping[str, list[int]] | None) -> None:
        """Give its parts their earlier sizes, or their default shares."""
        kept = kept or {}
        self._give_widths(kept.get("body", ()))
        height = max(self.height(), 1)
        self.main.setSizes([round(height * share) for share in self._shares])
        self.side.share()
        for holder, name in ((self.main, "main"), (self.side.splitter, "side")):
            heights = kept.get(name, [])
            if len(heights) == holder.count():
                holder.setSizes(heights)

    def _give_widths(self, kept: Sequence[int]) -> None:
        """Give the columns the kept widths, or the default ones, with large type at most a share of the window."""
        panel = NARROW_PANEL if self.narrow else PANEL
        side = NARROW_SIDE if self.narrow else SIDES.get(self._arrangement, SIDE_WIDTH)
        usual = [side, _LEAST_MAIN] if self.count() == 2 else [panel, _LEAST_MAIN, side]
        if len(kept) == len(usual):
            usual = [width or other for width, other in zip(kept, usual, strict=True)]
        if self.has_lesson and self.count() == 3:
            usual[0] = max(usual[0], LESSON_PANEL[self.narrow])
        self._widths = ColumnWidths(self, usual)
        most = self.width() * _MOST_SIDE
        widths = [round(min(width * wider(), max(width, most))) for width in usual]
        main = self.indexOf(self.main)
        widths[main] = max(self.width() - sum(widths) + widths[main], _LEAST_MAIN)
        self._widths.give(widths)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: when first shown, the parts have their styles."""
        super().showEvent(event)
        if not self._has_appeared:
            self._has_appeared = True
            self.appeared.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: rearrange if the window has become narrow or wide."""
        super().resizeEvent(event)
        if (self.window().width() < NARROW) != self.narrow and self.isVisible():
            self.narrow = not self.narrow
            self.narrowed.emit()


def places(arrangement: str, rooms: Mapping[str, QWidget]) -> dict[str, Spot]:
    """Return the places of the views in an arrangement, by the names of their rooms, in the rooms' order."""
    return {
        name: room(name).places[arrangement]
        for name in (*ROOMS, *WINDOW_ROOMS)
        if name in rooms and arrangement in room(name).places
    }


def sizes_from(given: object) -> dict[str, Sizes]:
    """Read the sizes of each arrangement from the settings' JSON; invalid values are ignored."""
    try:
        found = json.loads(given) if isinstance(given, str) else {}
    except ValueError:
        return {}
    return {name: sizes for name, sizes in found.items() if _are_sizes(sizes)} if isinstance(found, dict) else {}


def _are_sizes(given: object) -> bool:
    return isinstance(given, dict) and all(
        isinstance(sizes, list) and all(type(size) is int and size >= 0 for size in sizes) for sizes in given.values()
    )
