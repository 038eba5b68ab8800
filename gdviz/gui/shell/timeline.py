"""The timeline: play, step and jump, the speed, and the bar to scrub with."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gdviz.gui.drawing.plot_time import TimeScale
from gdviz.gui.kernel.playhead import DEFAULT_SPEED, SPEEDS
from gdviz.gui.kernel.view import Plain
from gdviz.gui.style import fonts
from gdviz.gui.style.icons import icon
from gdviz.gui.style.texts import plain
from gdviz.gui.style.theme import Theme, system
from gdviz.gui.widgets.frame import Panel
from gdviz.gui.widgets.sliders import Slider
from gdviz.gui.widgets.timebar import TimeBar

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


class Timeline(Plain, Panel):
    """Shows where the playhead is, and asks for it to be moved.

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
        self._position = self._limit = self._total = 0
        self._per_epoch = self._kept = 1
        self._speed = float(DEFAULT_SPEED)
        self.time = TimeScale()
        self._playing = False
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
        # A click leaves the keyboard where it is: Space, H and Home are to act after it as before.
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
        self.count = QLabel(self)
        self.count.setFont(fonts.title())
        self.count.setProperty("role", "title")
        self.epoch = QLabel(self)
        self.epoch.setProperty("role", "note")
        self.epoch.setFont(fonts.small())
        for label in (self.count, self.epoch):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            readout.addWidget(label)
        readout.addStretch(1)
        row.addLayout(readout)
        self.body.addLayout(row)

        self._retranslate()
        self.apply_theme(system())

    # -- what it shows --------------------------------------------------------------------------------

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        clock, was = scene.clock, None if before is None else before.clock
        if scene.has_other_dress(before):
            self.apply_theme(scene.theme)
        if before is None or scene.records.runs is not before.records.runs:
            self.time.set_runs(scene.runs)
        if was is None or clock.unit != was.unit:
            self.set_time_unit(clock.unit)
        if scene.state.person.speed != self._speed:
            self.set_speed(scene.state.person.speed)
        if was is None or clock.playing != was.playing:
            self.set_playing(clock.playing)
        if clock is not was:
            self.set_extent(clock.limit, clock.total, clock.per_epoch, clock.kept)
            if clock.position != self._position:
                self.set_playhead(clock.position)

    def set_extent(self, limit: int, total: int, steps_per_epoch: int = 1, kept: int = 1) -> None:
        """Show `total` updates planned, `limit` of them computed; with more than one a epoch, tell epochs.

        Of a thinned record, which holds the point after each `kept` updates, the point is told that is shown.
        """
        if (limit, total, steps_per_epoch, kept) == (self._limit, self._total, self._per_epoch, self._kept):
            return
        self._limit, self._total, self._per_epoch, self._kept = limit, total, steps_per_epoch, kept
        self.bar.set_extent(limit, total, steps_per_epoch)
        self._reserve()
        self._show_position()

    def set_playhead(self, k: int) -> None:
        """Show the point after `k` updates."""
        self._position = k
        self._show_position()

    def set_time_unit(self, unit: str) -> None:
        """Count "step", "epoch" or "sample", see TimeScale."""
        self.time.unit = unit
        self._reserve()
        self._show_position()

    def set_playing(self, playing: bool) -> None:
        """Show the button that would stop it, or the one that would start it."""
        self._playing = playing
        if "actionPlay" in self._buttons:
            self._buttons["actionPlay"].setIcon(self._pause_icon if playing else self._play_icon)

    def set_speed(self, speed: float) -> None:
        """Show `speed` in steps a second, without a signal."""
        self._speed = speed
        nearest = min(range(len(SPEEDS)), key=lambda i: 0.0 if SPEEDS[i] == speed else abs(SPEEDS[i] - speed))
        self.speed_slider.blockSignals(True)
        self.speed_slider.setValue(nearest)
        self.speed_slider.blockSignals(False)
        self._show_speed()

    def apply_theme(self, theme: Theme) -> None:
        """Draw in the colours of `theme`."""
        self.bar.set_theme(theme)
        off = theme.mix("text3", "panel", 0.6)
        self._play_icon, self._pause_icon = (icon(name, theme.on_accent, off) for name in ("play", "pause"))
        for name, button in self._buttons.items():
            if name != "actionPlay":
                button.setIcon(icon(_BUTTONS[name], theme.text1, off))
        self.set_playing(self._playing)

    def changeEvent(self, event: QEvent) -> None:
        """Take the new language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    # -- inside ---------------------------------------------------------------------------------------

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
        k = self._position if self._position >= self._limit else self._position // self._kept * self._kept
        self.bar.show_position(k)
        self.count.setText(self._count(k))
        if self._per_epoch > 1:
            self.epoch.setText(self._epoch_name(k))
        self.epoch.setVisible(self._per_epoch > 1)
        step = self.tr("step {k} of {total}").format(k=k, total=self._total)
        self.bar.setAccessibleDescription(step)

    def _count(self, k: int) -> str:
        if self.time.unit == "step":
            return f"{k:,} / {self._total:,}"
        return f"{self.time.count(k)} / {self.time.count(self._total)}"

    def _epoch_name(self, k: int) -> str:
        epochs = max(1, -(-self._total // self._per_epoch))
        # The point after the last update of an epoch still belongs to it.
        return self.tr("epoch {n} / {total}").format(n=max(0, k - 1) // self._per_epoch + 1, total=epochs)

    def _reserve(self) -> None:
        # The bar must not change its length while the numbers grow.
        width = self.count.fontMetrics().horizontalAdvance(self._count(self._total))
        self.count.setMinimumWidth(width + 4)
        if self._per_epoch > 1:
            widest = self.epoch.fontMetrics().horizontalAdvance(self._epoch_name(self._total))
            self.epoch.setMinimumWidth(widest + 4)

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
