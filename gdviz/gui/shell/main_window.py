"""The main window: puts panel, views, timeline and status bar together and connects them to the controller."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from gdviz.engine.diagnosis.crossings import StabilityCurve, known_stability_curve
from gdviz.engine.runner import Result
from gdviz.experiment import Experiment
from gdviz.gui.card.step_card import StepCard
from gdviz.gui.data.data_stage import DataStage
from gdviz.gui.kernel.controller import Controller
from gdviz.gui.kernel.edit_names import within
from gdviz.gui.kernel.failures import every
from gdviz.gui.kernel.one_repaint import OneRepaint
from gdviz.gui.kernel.run_style import run_styles
from gdviz.gui.panel.parameter_panel import ParameterPanel
from gdviz.gui.panel.rate_marks import RateMarks
from gdviz.gui.plots.loss_view import LossView
from gdviz.gui.plots.rate_stage import RateStage
from gdviz.gui.plots.schedule_notes import schedule_notes
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.runs.run_commands import RunCommands
from gdviz.gui.runs.run_table import RunTable
from gdviz.gui.shell.actions import Actions
from gdviz.gui.shell.allowed_files import WithheldStrip
from gdviz.gui.shell.commands import Commands
from gdviz.gui.shell.files import Files, title_of
from gdviz.gui.shell.menus import Menus
from gdviz.gui.shell.shared_look import Pictures
from gdviz.gui.shell.status import StatusBar
from gdviz.gui.shell.timeline import Timeline
from gdviz.gui.shell.window_layout import LEAST_WINDOW, insert_strip, lay_out, widen
from gdviz.gui.style import icons, theme
from gdviz.gui.style.language import set_language
from gdviz.gui.style.theme import Theme
from gdviz.gui.surface.surface_stage import SurfaceStage
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.quoting import one_line

LONG_FORMULA = 300
"""Characters from which on differentiating can take seconds."""
FILL_MS = 400
"""When the long lists are made: after the first paint, before a hand is there."""


class MainWindow(QMainWindow):
    """See design: parameters left, surface and plots in the middle, step and runs right, timeline below."""

    def __init__(self, experiment: Experiment) -> None:
        self.theme = theme.system()
        theme.prepare(self.theme)  # before the first widget: fonts and sizes come from it
        super().__init__()
        self.views: tuple[Any, ...] = ()
        self.setObjectName("mainWindow")
        self.setWindowIcon(icons.app_icon())
        self.controller = Controller(experiment, self)
        self.files = Files(self, self.controller.model)
        self.actions_ = Actions(self)
        self.theme_choice = "system"
        self.withheld: WithheldStrip | None = None
        """Made for the first experiment that was opened without files outside of its folder."""
        self._limited: list[StabilityCurve | None] = []
        """The stability limits that are drawn."""
        self._make_views()
        central, self.area, self.splitters = lay_out(
            self.panel, self.stage, (self.rates, self.loss), (self.card, self.table), self.timeline
        )
        self.setCentralWidget(central)
        self.setStatusBar(self.status)
        self.menus = Menus(self, self.actions_)
        self.pictures = Pictures(
            self.menus.pictures, (self.surface, self.loss, self.schedule), (self.stage, self.rates)
        )
        self.commands = Commands(self)
        self.files.finish = lambda experiment: self.commands.planes.into(self.pictures.into(experiment))
        self.repaint_ = OneRepaint(self, lambda: [v.plot.scene() for v in (self.surface, self.schedule, self.loss)])
        self._connect()
        self._dress(self.theme)
        self.actions_["actionThemeSystem"].setChecked(True)
        self.resize(1440, 900)
        self.setMinimumSize(LEAST_WINDOW)
        self._on_file()
        self.controller.start()
        self._on_opened()
        QTimer.singleShot(FILL_MS, self, self.panel.fill_combos)
        self.setFocus()  # nothing in it: the keys of playing act from the beginning

    # -- what others may ask ------------------------------------------------------------------------------

    @property
    def experiment(self) -> Experiment:
        """The current experiment."""
        return self.controller.model.experiment

    @property
    def result(self) -> Result:
        """The records so far."""
        return self.controller.result

    @property
    def pictured(self) -> Experiment:
        """The experiment as a picture of the window carries it: with what its plane explains."""
        return self.commands.planes.into(self.experiment)

    @property
    def playhead(self) -> int:
        """How many updates are shown as made."""
        return self.controller.playhead.position

    @playhead.setter
    def playhead(self, k: int) -> None:
        self.controller.playhead.set_position(k)

    def export(self, path: str | Path, scale: int = 1) -> None:
        """Write a picture of the window to `path` (.png, .svg, .pdf); returns when the file is complete.

        Raises ValueError for another suffix, OSError when it cannot be written.
        """
        from gdviz.gui.export.image import export_image

        export_image(self, Path(path), scale, self.pictured)

    def set_theme(self, choice: str) -> None:
        """Choose the theme: "system", "dark" or "light"."""
        self.theme_choice = choice
        self._apply_theme({"dark": theme.dark, "light": theme.light}.get(choice, theme.system)())
        self.actions_[f"actionTheme{choice.title()}"].setChecked(True)

    def set_time_unit(self, unit: str) -> None:
        """Let playhead and every plot over time count "step", or equal epochs, in "epoch" or "sample"."""
        self._count(unit)
        self.controller.set_equal_epochs(unit != "step")

    def set_language(self, language: str) -> None:
        """Show the whole window in "en" or "ko"."""
        set_language(cast(QApplication, QApplication.instance()), language)
        self.actions_["actionKorean" if language == "ko" else "actionEnglish"].setChecked(True)

    # -- building ---------------------------------------------------------------------------------------

    def _make_views(self) -> None:
        self.panel = ParameterPanel()
        self.surface = SurfaceView()
        self.stage = SurfaceStage(self.surface)
        self.schedule = ScheduleView()
        self.rates = RateStage(self.schedule)
        self.loss = LossView()
        self.card = StepCard()
        self.table = RunTable()
        self.timeline = Timeline(self.actions_.by_name)
        self.status = StatusBar()
        self.data = DataStage(self)
        self.views = (self.surface, self.stage, self.rates, self.schedule, self.loss, self.card, self.table, self.data)

    def _connect(self) -> None:
        controller, playhead, model = self.controller, self.controller.playhead, self.controller.model
        self.panel.edited.connect(self._on_edited)
        self.panel.data_rows.openRequested.connect(self.data.open_data)
        self.panel.deviceChosen.connect(controller.choose_device)
        self.panel.domainFitWished.connect(controller.fit_domain)
        self.rate_marks = RateMarks(self.panel.lr_slider, controller)
        self.rates.rateChosen.connect(lambda rate: self._on_edited("optimizer.lr", rate, True))
        self.schedule.edited.connect(controller.edit)
        self.schedule.rowsWanted.connect(controller.look_at)
        self.surface.startMoved.connect(controller.move_start)
        self.table.runSelected.connect(controller.choose_run)
        self.table.wished.connect(RunCommands(controller).carry_out)
        self.table.noted.connect(self.status.note)
        self.table.wideChanged.connect(partial(widen, self.splitters["body"]))
        for view in (self.surface, self.schedule, self.loss, self.timeline):
            view.playheadRequested.connect(playhead.scrub)
        self.timeline.speedChanged.connect(playhead.set_speed)
        playhead.moved.connect(self._on_playhead)
        playhead.glided.connect(self.stage.set_glide)
        playhead.playingChanged.connect(self.timeline.set_playing)
        playhead.playingChanged.connect(self.actions_.set_playing)
        controller.shown.connect(self._on_shown)
        controller.grown.connect(self._on_grown)
        controller.limited.connect(self._on_limited)
        controller.finished.connect(self._on_finished)
        controller.noted.connect(self.status.note)
        self.files.noted.connect(self.status.note)
        controller.gaveUp.connect(self.schedule.give_up_drag)
        controller.paced.connect(lambda equal: self._count("epoch" if equal else "step"))
        controller.refused.connect(self._on_refused)
        model.fileChanged.connect(self._on_file)
        model.opened.connect(self.panel.forget_typed)
        model.opened.connect(partial(QTimer.singleShot, 0, self, self._on_opened))
        theme.follow(self, self._on_system_theme)

    # -- the flow -----------------------------------------------------------------------------------------

    def _on_edited(self, path: str, value: object, final: bool) -> None:
        long = path == "problem.expression" and len(str(value)) > LONG_FORMULA
        with self.status.waiting(self.tr("A long formula is being differentiated…")) if long else nullcontext():
            self.controller.edit(path, value, final, within(self.panel.naming(path)))

    def _on_shown(self) -> None:
        """Another experiment, or another run chosen: everything is shown anew."""
        controller = self.controller
        experiment, records = self.experiment, self.result.runs
        colors = run_styles(experiment, controller.run, self.theme)
        self.panel.show_experiment(experiment, controller.run)
        for timed in (self.schedule, self.loss, self.timeline):
            timed.time.set_runs(records)
        every(
            lambda: self.schedule.announce(self._limits(), schedule_notes(experiment, controller.run)),
            *(partial(view.show_runs, experiment, records[0].problem, records, colors) for view in self.views),
            *(partial(choose, controller.run) for choose in (
                self.surface.set_active_run, self.stage.set_active_run, self.card.set_run, self.rates.set_run,
                self.table.select, self.data.set_run)),
            self._show_status,
            self._show_withheld,
            self._on_file,
            self.repaint_.gather,
        )  # fmt: skip

    def _show_withheld(self) -> None:
        """Say which files the experiment was opened without."""
        files = self.experiment.withheld
        if files and self.withheld is None:
            self.withheld = WithheldStrip()
            self.withheld.readAsked.connect(self.files.ask_for_withheld)
            insert_strip(self.area, self.withheld)
        if self.withheld is not None:
            self.withheld.show_files(files)

    def _on_opened(self) -> None:
        self.pictures.open(self.experiment)
        if self.table.recorded is not None:
            self.table.recorded.say_again()

    def _count(self, unit: str) -> None:
        for view in (self.schedule, self.loss, self.timeline, self.table):
            view.set_time_unit(unit)
        self.actions_[f"actionTime{unit.title()}"].setChecked(True)

    def _on_grown(self) -> None:
        """More rows: the views take them."""
        every(*(view.refresh for view in self.views), self._show_status, self.repaint_.gather)

    def _show_status(self) -> None:
        playhead, record = self.controller.playhead, self.result.runs[self.controller.run]
        self.timeline.set_extent(playhead.limit, playhead.total, playhead.steps_per_epoch, playhead.kept)
        self.status.show_position(record, playhead.position)
        self.status.show_verdict(record)
        self.status.show_device(self.result.backend.name, self.controller.steps_per_second, self.result.notes)
        if self.controller.busy and any(r.finish is None for r in self.result.runs):
            made = sum(r.updates for r in self.result.runs)
            self.status.show_progress(made, sum(r.planned for r in self.result.runs))

    def _on_finished(self) -> None:
        self._on_limited()
        self.status.show_device(self.result.backend.name, self.controller.steps_per_second, self.result.notes)
        self.status.hide_progress()

    def _on_limited(self) -> None:
        """More stability limits, or losses of all samples, are known."""
        self.loss.refresh()
        before = self._limited
        if any(known is not drawn for known, drawn in zip(self._limits(), before, strict=True)):
            self.schedule.set_limits(self._limited)

    def _on_playhead(self, k: int) -> None:
        every(
            *(partial(view.set_playhead, k) for view in (*self.views, self.timeline)),
            partial(self.status.show_position, self.result.runs[self.controller.run], k), self.repaint_.gather,
        )  # fmt: skip

    def _limits(self) -> list[StabilityCurve | None]:
        """The stability limit along the path of each run, as far as the worker knows it."""
        self._limited = [known_stability_curve(record) for record in self.result.runs]
        return self._limited

    def _on_refused(self, path: str, sentence: str) -> None:
        if not self.panel.refuse(path, sentence):
            self.status.note(f"{self.panel.naming(path)()}: {sentence}")

    def _on_file(self) -> None:
        model = self.controller.model
        name = one_line(model.path.name) if model.path else title_of(self.experiment) or self.tr("new experiment")
        self.setWindowTitle(f"{name.replace('[*]', '[*][*]')}[*] — gdviz")  # doubled, Qt shows it
        self.setWindowModified(model.modified)

    # -- look, language, end ------------------------------------------------------------------------------

    def _on_system_theme(self, changed: Theme) -> None:
        if self.theme_choice == "system":
            self._apply_theme(changed)

    def _apply_theme(self, chosen: Theme) -> None:
        self._dress(chosen)
        for view in (*self.views, self.timeline, self.rate_marks):
            view.apply_theme(chosen)
        self.commands.comfort.keep_scale()
        if self.controller.worker.isRunning():
            self._on_shown()

    def _dress(self, chosen: Theme) -> None:
        self.theme = chosen
        theme.apply(chosen)
        self.actions_.apply_theme(chosen)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.actions_.retranslate()
            self.menus.retranslate()
            self._on_file()
            self._on_grown()
            QTimer.singleShot(0, self, self.controller.model.name_anew)  # when each part speaks it

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask where changes would be lost and asking is on; then end the worker."""
        if not self.files.may_lose_changes():
            event.ignore()
            return
        self.controller.stop()
        self.commands.exports.release()
        self.stage.release()
        super().closeEvent(event)
