"""The timeline: play, step and jump, the speed, and the bar to scrub with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gdviz.gui.drawing.plot_time import TimeScale
from gdviz.gui.kernel.playhead import SPEEDS
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.shell.ahead_sign import AheadSign
from gdviz.gui.style import fonts, scaling
from gdviz.gui.style.icons import icon
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.style.translating import plain
from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.labels import RoomKeepingLabel
from gdviz.gui.widgets.numbers import format_number
from gdviz.gui.widgets.sliders import Slider
from gdviz.gui.widgets.timebar import TimeBar
from gdviz.view_state import DEFAULT_SPEED

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene

# Object name of the action: its icon.
_BUTTONS = {
    "actionFirst": "first",
    "actionStepBack": "step-back",
    "actionPlay": "play",
    "actionStepForward": "step-forward",
    "actionLast": "last",
    "actionLoop": "loop",
}
_LONGEST_LOSS = "\N{MINUS SIGN}8.888e+188"
"""A text as wide as any loss."""
_ROOM_FOR_LOSS = 660
"""The least width of the timeline with the loss beside the count while presenting, in pixels with the usual type."""


class ActionButton(QToolButton):
    """A button that triggers an action and shares its state, but draws an icon of its own.

    QToolButton's own default action would put the same icon into the menu.
    """

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.action = action
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        action = self.action
        name = plain(action.text())
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setEnabled(action.isEnabled())
        self.setCheckable(action.isCheckable())
        self.setChecked(action.isChecked())
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({keys})" if keys else name)


class _Shown(NamedTuple):
    """What the bar and the count are laid out for."""

    limit: int
    """The last step computed."""
    total: int
    """The steps of the bar."""
    per_epoch: int
    kept: int
    """A thinned record has one step in this many."""
    unit: str
    ahead_hidden: bool
    """Whether what comes after the playhead is hidden."""
    has_status: bool
    """Whether there is a status bar, which shows the loss."""


class Timeline(ViewDefaults, Panel):
    """Shows where the playhead is, and requests its moves.

    Parameters
    ----------
    actions
        The window's actions by object name; those of first, step back, play, step forward, last and loop get
        a button each, where they are given.
    """

    playheadRequested = Signal(int)
    speedChanged = Signal(float)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("timeline")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._scene: Scene | None = None
        self._shown = _Shown(0, 0, 1, 1, "step", ahead_hidden=False, has_status=True)
        self._speed = DEFAULT_SPEED
        self.time = TimeScale()
        self._buttons: dict[str, ActionButton] = {}

        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for name in _BUTTONS:
            if name in actions:
                row.addWidget(self._make_button(name, actions[name]))
        row.addSpacing(10)

        self.speed_slider = Slider("speedSlider", self)
        self.speed_slider.setRange(0, len(SPEEDS) - 1)
        self.speed_slider.setPageStep(3)
        self.speed_slider.setFixedWidth(96)
        # A click does not take the focus, so that Space, H and Home act after it as before.
        self.speed_slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.speed_slider.setValue(SPEEDS.index(DEFAULT_SPEED))
        self.speed_slider.valueChanged.connect(self._on_speed)
        self.speed_text = QLabel(self)
        self.speed_text.setProperty("role", "label")
        row.addWidget(self.speed_slider)
        row.addWidget(self.speed_text)
        row.addSpacing(6)

        self.bar = TimeBar(self)
        self.bar.requested.connect(self.playheadRequested)
        row.addWidget(self.bar, 1)
        row.addSpacing(6)

        readout = QVBoxLayout()
        readout.setSpacing(0)
        readout.addStretch(1)
        self.sign = AheadSign(self)
        self.sign.setObjectName("timelineAheadSign")
        row.addWidget(self.sign)
        self.count = RoomKeepingLabel(self)
        self.count.setFont(fonts.title())
        self.count.setProperty("role", "title")
        self.epoch = RoomKeepingLabel(self)
        self.epoch.setProperty("role", "note")
        self.epoch.setFont(fonts.small())
        for label in (self.count, self.epoch):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            readout.addWidget(label)
        readout.addStretch(1)
        row.addLayout(readout)
        self.body.addLayout(row)
        self._row = row

        self._retranslate()
        self._apply_theme(system())

    def add(self, widget: QWidget) -> None:
        """Put a widget between bar and count."""
        self._row.insertWidget(self._row.indexOf(self.bar) + 1, widget)

    # -- what it shows --------------------------------------------------------------------------------

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View; while what is ahead is hidden, nothing says that runs end earlier than planned."""
        self._scene = scene
        clock, was, hidden = scene.clock, None if before is None else before.clock, scene.state.experiment.ahead_hidden
        if scene.has_other_style(before):
            self._apply_theme(scene.theme)
        self.sign.setVisible(hidden and not scene.has_status)
        if scene.has_other_runs(before):
            self.time.set_runs(scene.runs)
        if before is None or scene.state.moment.presenting != before.state.moment.presenting:
            self._leave_room(scene.state.moment.presenting)
        if scene.state.person.speed != self._speed:
            self._set_speed(scene.state.person.speed)
        if was is None or clock.playing != was.playing:
            self._show_playing(clock.playing)
        total = clock.planned if hidden else clock.total
        shown = _Shown(clock.limit, total, clock.per_epoch, clock.kept, clock.unit, hidden, scene.has_status)
        other_state = before is None or scene.state is not before.state
        if other_state or shown != self._shown or scene.has_other_runs(before):
            self._shown, self.time.unit = shown, clock.unit
            self.bar.set_extent(clock.limit, total, clock.per_epoch, hidden)
            self._reserve()
            self._show_position()
        elif was is None or clock.position != was.position or not scene.has_status:
            self._show_position()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the language has changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    # -- inside ---------------------------------------------------------------------------------------

    def _apply_theme(self, theme: Theme) -> None:
        self.bar.set_theme(theme)
        off = theme.mix("text3", "panel", 0.6)
        self._play_icon, self._pause_icon = (icon(name, theme.on_accent, off) for name in ("play", "pause"))
        for name, button in self._buttons.items():
            if name != "actionPlay":
                button.setIcon(icon(_BUTTONS[name], theme.text1, off))
        self._show_playing(self._scene is not None and self._scene.clock.playing)

    def _show_playing(self, playing: bool) -> None:
        """Show the icon for pausing while playing, else the one for playing."""
        if "actionPlay" in self._buttons:
            self._buttons["actionPlay"].setIcon(self._pause_icon if playing else self._play_icon)

    def _leave_room(self, presenting: bool) -> None:
        """While presenting, hide the controls that a class does not follow, to leave room for the others."""
        self.sign.set_whole(presenting)
        for part in (self.speed_slider, self.speed_text, self._buttons.get("actionLoop")):
            if part is not None:
                part.setVisible(not presenting)

    def _set_speed(self, speed: float) -> None:
        """Show a speed in steps a second, without a signal."""
        self._speed = speed
        nearest = min(range(len(SPEEDS)), key=lambda i: 0.0 if SPEEDS[i] == speed else abs(SPEEDS[i] - speed))
        self.speed_slider.blockSignals(True)
        self.speed_slider.setValue(nearest)
        self.speed_slider.blockSignals(False)
        self._show_speed()

    def _make_button(self, name: str, action: QAction) -> ActionButton:
        button = ActionButton(action, self)
        play = name == "actionPlay"
        button.setProperty("primary" if play else "flat", True)
        button.setFixedSize(48 if play else 34, 34)
        button.setIconSize(QSize(20, 20))
        self._buttons[name] = button
        return button

    def _on_speed(self, place: int) -> None:
        self._show_speed()
        self.speedChanged.emit(float(SPEEDS[place]))

    def _show_speed(self) -> None:
        text = self._speed_name(SPEEDS[self.speed_slider.value()])
        self.speed_text.setText(text)
        self.speed_slider.setAccessibleDescription(text)

    def _speed_name(self, speed: float) -> str:
        if math.isinf(speed):
            return self.tr("full speed")
        if speed >= 1_000_000:
            return self.tr("{n}M steps/s").format(n=int(speed // 1_000_000))
        if speed >= 1000:
            return self.tr("{n}k steps/s").format(n=int(speed // 1000))
        return self.tr("{n} step/s").format(n=speed) if speed == 1 else self.tr("{n} steps/s").format(n=speed)

    def _show_position(self) -> None:
        position = self._scene.playhead if self._scene is not None else 0
        limit, kept = self._shown.limit, self._shown.kept
        k = position if position >= limit else position // kept * kept  # of a thinned record, the point that is shown
        self.bar.show_position(k)
        self.count.setText(self._count(k))
        made = self._scene.updates(self._scene.run) if self._scene is not None else 0
        words = self._words(k, made, "" if self._scene is None else format_number(self._scene.loss(self._scene.run)))
        if words:
            self.epoch.setText(words)
        self.epoch.setVisible(bool(words))

    def _words(self, k: int, made: int, loss: str) -> str:
        """Return the text below the count: the epoch, and the loss unless it is shown elsewhere."""
        words = [self._epoch_words(k, made)] if self._shown.per_epoch > 1 else []
        if not self._shown.has_status and self._scene is not None and not self._scene.in_fog and not self._is_tight():
            words.append(self.tr("loss {loss}").format(loss=loss))
        return "  ·  ".join(words)

    def _is_tight(self) -> bool:
        """Whether the window is too narrow for the loss while presenting; the plot shows it, too."""
        presenting = self._scene is not None and self._scene.state.moment.presenting
        return presenting and self.width() < scaling.px(_ROOM_FOR_LOSS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: leave out the loss where there is no room for it."""
        super().resizeEvent(event)
        self._reserve()
        self._show_position()

    def _count(self, k: int) -> str:
        if self.time.unit == "step":
            return f"{k:,} / {self._shown.total:,}"
        return f"{self.time.count(k)} / {self.time.count(self._shown.total)}"

    def _epoch_words(self, k: int, made: int) -> str:
        """Return the text below a count of epochs: its unit and the steps `made`; below others, the epochs at k."""
        if self.time.unit == "epoch":
            return self.tr("epochs · step {k}").format(k=f"{made:,}")
        epochs = max(1, -(-self._shown.total // self._shown.per_epoch))
        return self.tr("epoch {n} / {total}").format(n=format_number(k / self._shown.per_epoch, 3), total=epochs)

    def _reserve(self) -> None:
        # The bar must not change its length while the numbers grow.
        self.count.reserve(self._count(self._shown.total))
        self.epoch.reserve(self._words(self._shown.total, self._shown.total, _LONGEST_LOSS))

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Timeline"))
        self.bar.setAccessibleName(self.tr("Playhead"))
        self.speed_slider.setAccessibleName(self.tr("Speed"))
        self.speed_slider.setToolTip(
            self.tr("Speed of playing, in steps a second; at the right end as fast as the steps are computed")
        )
        metrics = self.speed_text.fontMetrics()
        self.speed_text.setMinimumWidth(max(metrics.horizontalAdvance(self._speed_name(v)) for v in SPEEDS) + 4)
        self._show_speed()
        self._reserve()
        self._show_position()
