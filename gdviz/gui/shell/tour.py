"""A tour of the window: a ring round one part after the other, and a card that says what it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QMainWindow, QPushButton, QVBoxLayout, QWidget

from gdviz.frozen import frozen
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.shell.spoken import announce
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets.focus import give_back
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.menus import Menus
    from gdviz.gui.shell.parts import Parts

_WIDTH = 340
"""Pixels that the card is wide with the usual type."""
_LINE, _APART, _RADIUS, _GAP = 3, 4, 8, 12
"""Pixels: the width of the ring, between it and the part, the radius of its corners, and between it and the card."""
_SHADE = 0.5
"""How dark everything around the ring is."""


@frozen
class Stop:
    """A part of the window, and the words about it."""

    key: str
    title: str
    words: str
    where: Callable[[], QRect]
    """Its place in the window; empty if it is not in sight."""


class Tour(QObject):
    """Shows the stops that are in sight one after the other; `ended` is emitted when the tour is over.

    It changes nothing of the experiment, and the window can be used meanwhile.
    """

    ended = Signal()

    def __init__(self, window: QMainWindow, bench: Workbench, parts: Parts, menus: Menus) -> None:
        """Begin with the first stop."""
        super().__init__(window)
        self._window, self._bench = window, bench
        self._focus = QApplication.focusWidget()
        self._all = _stops(window, parts, menus)
        self._ring, self.card = TourRing(window), TourCard(window)
        self.card.next_button.clicked.connect(lambda: self._go(1))
        self.card.back_button.clicked.connect(lambda: self._go(-1))
        self.card.leave_button.clicked.connect(self.leave)
        self.card.changed.connect(self._show_later)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, self.leave)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show)
        self._at = self._all[0].key
        window.installEventFilter(self)
        bench.add_view(self.card)
        self._go(0)

    @property
    def stops(self) -> list[Stop]:
        """The stops that are in sight."""
        return [stop for stop in self._all if not stop.where().isEmpty()]

    @property
    def at(self) -> str:
        """The key of the present stop."""
        return self._at

    def leave(self) -> None:
        """End the tour."""
        self._window.removeEventFilter(self)
        self.card.changed.disconnect(self._show_later)
        self._later.stop()
        self._bench.places.remove(self.card)
        focus = QApplication.focusWidget()
        has_keyboard = focus is None or self.card.isAncestorOf(focus)
        for part in (self._ring, self.card):
            part.hide()
            part.deleteLater()
        self._escape.setEnabled(False)  # deleted later, as this may be called by its own signal
        self._escape.deleteLater()
        if has_keyboard:
            give_back(self._focus, self._window)
        self.ended.emit()
        self.deleteLater()

    def _go(self, by: int) -> None:
        """Go on by this many stops; after the last one the tour ends."""
        stops = self.stops
        place = self._place(stops) + by
        if place >= len(stops):
            self.leave()
            return
        self._at = stops[max(place, 0)].key
        self._show()
        self.card.next_button.setFocus(Qt.FocusReason.TabFocusReason)  # the space bar presses it
        self.card.announce()

    def _place(self, stops: list[Stop]) -> int:
        """The place of the present stop; if it has gone out of sight, that of the next one."""
        order = [stop.key for stop in self._all]
        after = [place for place, stop in enumerate(stops) if order.index(stop.key) >= order.index(self._at)]
        return after[0] if after else len(stops) - 1

    def _show_later(self) -> None:
        """Show the stop after the window has been laid out again."""
        self._later.start()

    def _show(self) -> None:
        stops = self.stops
        if not stops or self._bench.scene.state.moment.presenting:
            self.leave()
            return
        place = self._place(stops)
        stop = stops[place]
        self._at = stop.key
        self._ring.surround(stop.where(), self._bench.scene.theme)
        self.card.say(stop, place, len(stops))
        self.card.stand_beside(stop.where())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the window has another size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._show_later()
        return False


class TourRing(QWidget):
    """A ring round a place of the window, with the rest of it shaded; the mouse goes through both."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("tourRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._theme, self.place = system(), QRect()

    def surround(self, place: QRect, theme: Theme) -> None:
        """Surround a place of the window."""
        window = self.parentWidget()
        assert window is not None
        around = _APART + _LINE
        self._theme = theme
        self.place = place.adjusted(-around, -around, around, around).intersected(window.rect())
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: draw shade and ring."""
        painter, half = QPainter(self), _LINE / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.place.toRectF().adjusted(half, half, -half, -half)
        shade, whole = QPainterPath(), QPainterPath()
        shade.addRoundedRect(ring, _RADIUS, _RADIUS)
        whole.addRect(self.rect().toRectF())
        dark = QColor(self._theme.window)
        dark.setAlphaF(_SHADE)
        painter.fillPath(whole.subtracted(shade), dark)
        painter.setPen(QPen(QColor(self._theme.accent), _LINE))
        painter.drawRoundedRect(ring, _RADIUS, _RADIUS)


class TourCard(ViewDefaults, QFrame):
    """The words of a stop, with buttons to go on, back, or to leave; `changed` says that the window has changed."""

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("tourCard")
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.words, self.count = QLabel(), QLabel(), QLabel()
        self.title.setProperty("role", "title")
        self.words.setWordWrap(True)
        self.count.setProperty("role", "note")
        self.back_button, self.next_button, self.leave_button = QPushButton(), QPushButton(), QPushButton()
        for button, name in (
            (self.leave_button, "tourLeaveButton"),
            (self.back_button, "tourBackButton"),
            (self.next_button, "tourNextButton"),
        ):
            button.setObjectName(name)
            button.setAutoDefault(True)  # Return presses the one that has the focus
        self.leave_button.setProperty("link", True)
        self.next_button.setProperty("primary", True)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        foot.addWidget(self.leave_button)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        foot.addWidget(self.next_button)
        foot.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(10)
        whole.addLayout(head)
        whole.addWidget(self.words)
        whole.addLayout(foot)
        self._retranslate()

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        if scene.has_other_style(before):
            self.title.setFont(fonts.title())
        if before is None or scene.state is not before.state or scene.problem is not before.problem:
            self.changed.emit()

    def say(self, stop: Stop, place: int, stops: int) -> None:
        """Show the words of a stop, which is number `place` of `stops`, from 0."""
        self.title.setText(translate(stop.title))
        self.words.setText(translate(stop.words))
        self.count.setText(self.tr("{place} of {stops}").format(place=place + 1, stops=stops))
        self.back_button.setEnabled(place > 0)
        self.next_button.setText(self.tr("Done") if place + 1 == stops else self.tr("Next"))
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(self.words.text())
        self.next_button.setAccessibleDescription(f"{self.title.text()}. {self.words.text()}")

    def announce(self) -> None:
        """Let a screen reader say the words of the stop, as the focus stays where it was."""
        announce(self, f"{self.count.text()}. {self.title.text()}. {self.words.text()}")

    def stand_beside(self, place: QRect) -> None:
        """Stand beside a place of the window, where there is room, else in its corner."""
        window = self.parentWidget()
        assert window is not None
        inside = window.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        wide = min(scaling.px(_WIDTH), inside.width())
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(wide, layout.totalHeightForWidth(wide))
        away = _GAP + _APART + _LINE
        right, below = place.right() + away, place.bottom() + away
        left, above = place.left() - away - self.width(), place.top() - away - self.height()
        corner = QPoint(place.right() - self.width() - away, place.bottom() - self.height() - away)
        beside = [QPoint(right, place.top()), QPoint(left, place.top())]
        under = [QPoint(place.left(), below), QPoint(place.left(), above)]
        spots = [QRect(self._kept_inside(at, inside), self.size()) for at in (*beside, *under)]
        free = [spot for spot in spots if not spot.intersects(place)]
        self.move(free[0].topLeft() if free else self._kept_inside(corner, inside))
        self.show()
        self.raise_()

    def _kept_inside(self, at: QPoint, inside: QRect) -> QPoint:
        x = max(min(at.x(), inside.right() - self.width()), inside.left())
        return QPoint(x, max(min(at.y(), inside.bottom() - self.height()), inside.top()))

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.changed.emit()

    def _retranslate(self) -> None:
        self.back_button.setText(self.tr("Back"))
        self.leave_button.setText(self.tr("Leave (Esc)"))


def _stops(window: QMainWindow, parts: Parts, menus: Menus) -> list[Stop]:
    """Return all stops, in their order."""

    def seen(widget: QWidget | None) -> QRect:
        if widget is None or not widget.isVisible():
            return QRect()
        return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).intersected(window.rect())

    def about(widget: QWidget | None) -> QRect:
        """Its place if it is large, as a main view is; the tour skips it where it is small beside another view."""
        place = seen(widget)
        return place if place.width() * place.height() > window.width() * window.height() / 10 else QRect()

    def plots() -> QRect:
        schedule, loss = about(parts.rates), about(parts.loss)
        return QRect() if schedule.isEmpty() or loss.isEmpty() else schedule.united(loss)

    def of_bar(*names: str) -> QRect:
        bar = window.menuBar()
        entries = [bar.actionGeometry(menus[name].menuAction()) for name in names]
        place = QRect()
        for entry in entries:
            place = place.united(entry)
        return QRect() if bar.isHidden() else place.translated(bar.mapTo(window, QPoint(0, 0)))

    def switch() -> QRect:
        found = [seen(window.findChild(QWidget, name)) for name in ("arrangementSwitch", "arrangementCombo")]
        return found[0] if not found[0].isEmpty() else found[1]

    return [
        Stop(
            "data",
            mark("Data and batches"),
            mark(
                "From top to bottom: the samples with the model, the batches of an epoch, and the stages of one update."
                " The comma and the full stop go from stage to stage."
            ),
            lambda: about(parts.data.view),
        ),
        Stop(
            "rates",
            mark("Learning rate and loss"),
            mark(
                "Above is the learning rate over the steps, below what it does to the loss. Drag a round handle to"
                " change the schedule."
            ),
            plots,
        ),
        Stop(
            "surface",
            mark("The surface"),
            mark(
                "The colour says how large the loss is. Drag the start, the ring at the beginning of the path, and see"
                " where the path goes."
            ),
            lambda: about(parts.stage),
        ),
        Stop(
            "panel",
            mark("Settings"),
            mark(
                "What is computed is set here. Slide the learning rate: a small one creeps along, a large one"
                " overshoots."
            ),
            lambda: seen(parts.panel),
        ),
        Stop(
            "play",
            mark("Play"),
            mark("The space bar plays, the arrow keys go step by step. Drag the playhead to go to any step."),
            lambda: seen(parts.timeline),
        ),
        Stop(
            "card",
            mark("The step"),
            mark("The arithmetic of the step at the playhead, with its numbers. It follows as you play."),
            lambda: seen(parts.card),
        ),
        Stop(
            "runs",
            mark("Runs"),
            mark("Each run is a path of its own. Add one that differs in one thing, such as momentum, and compare."),
            lambda: seen(parts.table),
        ),
        Stop(
            "switch",
            mark("What the window is about"),
            mark(
                "Choose what is to be large: the descent, the data, the learning rate. The experiment stays as it is."
            ),
            switch,
        ),
        Stop(
            "help",
            mark("Lessons and help"),
            mark("The lessons are the figures of the lecture, in order. In Help are all keys, and this tour."),
            lambda: of_bar("lessons", "help"),
        ),
    ]
