"""The commands of playing: to move the playhead by keys, menu and the buttons of the timeline."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gdviz.gui.kernel.workbench import Command, Workbench


class PlayingCommands(QObject):
    """Declares the commands of playing."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        for command in self._declared(bench):
            bench.add(command)
        bench.playhead.playingChanged.connect(lambda _: bench.name("actionPlay"))

    def _declared(self, bench: Workbench) -> list[Command]:
        playhead = bench.playhead
        return [
            Command(
                "actionPlay",
                lambda: self.tr("&Pause") if playhead.playing else self.tr("&Play"),
                run=playhead.toggle,
                keys="Space",
                icon="play",
                menu="run",
                order=100,
            ),
            Command(
                "actionStepForward",
                lambda: self.tr("Step &forward"),
                run=playhead.step_forward,
                keys="Right",
                icon="step-forward",
                menu="run",
                order=110,
            ),
            Command(
                "actionStepBack",
                lambda: self.tr("Step &back"),
                run=playhead.step_back,
                keys="Left",
                icon="step-back",
                menu="run",
                order=120,
            ),
            Command(
                "actionNextEpoch",
                lambda: self.tr("&Next epoch"),
                run=playhead.next_epoch,
                keys="Shift+Right",
                icon="next-epoch",
                menu="run",
                order=130,
            ),
            Command(
                "actionPreviousEpoch",
                lambda: self.tr("P&revious epoch"),
                run=playhead.previous_epoch,
                keys="Shift+Left",
                icon="previous-epoch",
                menu="run",
                order=140,
            ),
            Command(
                "actionFirst",
                lambda: self.tr("To t&he start"),
                run=playhead.first,
                keys="Home",
                icon="first",
                menu="run",
                order=300,
            ),
            Command(
                "actionLast",
                lambda: self.tr("To the &end"),
                run=playhead.last,
                keys="End",
                icon="last",
                menu="run",
                order=310,
            ),
            Command(
                "actionReset",
                lambda: self.tr("Rese&t"),
                run=playhead.reset,
                keys="R",
                icon="reset",
                menu="run",
                order=320,
            ),
            Command(
                "actionLoop",
                lambda: self.tr("&Loop: begin again after the end"),
                switch=lambda on: self._set_loop(bench, on),
                checked=lambda scene: scene.state.moment.loop,
                keys="L",
                icon="loop",
                menu="run",
                order=400,
            ),
        ]

    def _set_loop(self, bench: Workbench, on: bool) -> None:
        bench.change(loop=on)
        bench.note(
            self.tr("After the last step playing starts again.") if on else self.tr("Playing ends at the last step.")
        )
