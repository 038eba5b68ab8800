"""The main window: puts panel, views, timeline and status bar together and connects them to the controller."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import astuple, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from gdviz.engine.runner import Result
from gdviz.experiment import Experiment
from gdviz.gui.card.step_card import StepCard
from gdviz.gui.data.column_fold import ColumnFold
from gdviz.gui.data.data_stage import DataStage
from gdviz.gui.drawing.step_plot import StepPlot
from gdviz.gui.kernel.background import Background
from gdviz.gui.kernel.collector import collect_in_this_thread
from gdviz.gui.kernel.controller import Controller
from gdviz.gui.kernel.edit_names import within
from gdviz.gui.kernel.one_repaint import OneRepaint
from gdviz.gui.kernel.place import Places
from gdviz.gui.kernel.room import ViewContext
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.workbench import Workbench
from gdviz.gui.panel.parameter_panel import ParameterPanel
from gdviz.gui.panel.rate_marks import RateMarks
from gdviz.gui.plots.loss_view import LossView
from gdviz.gui.plots.playhead_bridge import PlayheadBridge
from gdviz.gui.plots.rate_stage import RateStage
from gdviz.gui.plots.schedule_view import ScheduleView
from gdviz.gui.rooms import ROOMS, WINDOW_ROOMS, room
from gdviz.gui.runs.run_commands import RunCommands
from gdviz.gui.runs.run_table import RunTable
from gdviz.gui.shell.ahead_sign import AheadSign
from gdviz.gui.shell.allowed_files import WithheldStrip
from gdviz.gui.shell.arranger import Arranger
from gdviz.gui.shell.commands import Commands
from gdviz.gui.shell.files import Files, title_of, worked_example
from gdviz.gui.shell.menus import Menus
from gdviz.gui.shell.parts import Parts
from gdviz.gui.shell.playing_commands import PlayingCommands
from gdviz.gui.shell.shared_look import SharedLook
from gdviz.gui.shell.spoken import Spoken, announce
from gdviz.gui.shell.status import NOTE_MS, StatusBar
from gdviz.gui.shell.timeline import Timeline
from gdviz.gui.shell.top_bar import TopBar
from gdviz.gui.shell.window_layout import LEAST_WINDOW, central_layout, insert_strip, lay_out, widen
from gdviz.gui.style import icons, reduced_motion, theme
from gdviz.gui.style.language import language_of, set_language
from gdviz.gui.style.theme import Theme
from gdviz.gui.surface.surface_stage import SurfaceStage
from gdviz.gui.surface.surface_view import SurfaceView
from gdviz.gui.widgets.reading_order import focus_next
from gdviz.quoting import one_line
from gdviz.view_state import PersonState, ViewState

if TYPE_CHECKING:
    from gdviz.gui.data.data_view import DataView
    from gdviz.gui.widgets.toast import Toast

LONG_FORMULA = 300
"""Characters from which on differentiating can take seconds."""
FILL_MS = 400
"""The delay before the long lists are made: after the first paint, before the person does anything."""


class MainWindow(QMainWindow):
    """The window: parameters left, surface and plots in the middle, step and runs right, timeline below."""

    def __init__(self, experiment: Experiment, person: PersonState | None = None) -> None:
        theme.prepare(theme.system())  # before the first widget, as fonts and sizes depend on it
        spoken = language_of(_application())
        begun = PersonState(language=spoken) if person is None else replace(person, text_scale=1.0)
        if begun.language != spoken:
            set_language(_application(), begun.language)
        super().__init__()
        self.setObjectName("mainWindow")
        collect_in_this_thread(self)
        self.setWindowIcon(icons.app_icon())
        self.controller = Controller(experiment, self)
        self.controller.view_model.begin(begun, experiment.view)
        if begun.motion == "reduced":
            reduced_motion.set_reduced(True)
        self.files = Files(self, self.controller.model)
        repaint = OneRepaint(self, lambda: [plot.scene() for plot in self.graphics])
        self.places = Places(repaint.gather)
        self.bench = Workbench(self.controller, self.places, self)
        self.withheld: WithheldStrip | None = None
        """Made for the first experiment that was opened without reading its files in other folders."""
        self.fold: ColumnFold | None = None
        """Made with the data lab."""
        self.toast: Toast | None = None
        self._saved = QTimer(self)
        """Runs while the window shows which files an export has written."""
        self._saved.setSingleShot(True)
        self._saved.setInterval(NOTE_MS)
        self._saved.timeout.connect(lambda: self._made_toast().say(""))
        """Made for the first sentence of the status bar that comes while the bar is hidden."""
        self._resized: Callable[[], object] | None = None
        """Called when all views draw in a new size of type."""
        PlayingCommands(self.bench)
        self._make_views()
        below = (self.rates, self.loss, *self.declared.values())
        central, self.area, self.splitters = lay_out(
            self.panel, self.stage, below, (self.card, self.table), self.timeline
        )
        self.setCentralWidget(central)
        self.playhead_bridge = PlayheadBridge(self.schedule, self.loss, central)
        self.setStatusBar(self.status)
        parts = Parts(
            self.panel, self.surface, self.stage, self.schedule, self.rates, self.loss, self.card, self.table,
            self.data, self.status, self.timeline, self.area, self.splitters, self.rooms,
        )  # fmt: skip
        self.commands = Commands(self, self.bench, parts, self.files)
        self.menus = Menus(self, self.bench)
        self.top_bar = TopBar(self, self.bench)
        self.arranger = self.commands.modes.arranger = Arranger(parts, central_layout(self.area))
        self.arranger.rearranged.connect(self._fold)
        self.pictures = SharedLook(self.menus.pictures, self.controller.view_model, self.surface, self.step_plots)
        self.commands.join_rooms(self.menus)
        for name in ROOMS:
            for command in room(name).commands(self.bench):
                self.bench.add(command)
        self.bench.finish = self.commands.planes.into
        self.files.finish = lambda experiment: self.bench.finish(self._with_view(experiment))
        self._connect()
        self._place_views()
        self.controller.theme = self._chosen_theme()
        self.resize(1440, 900)
        self.setMinimumSize(LEAST_WINDOW)
        self._on_file()
        self.controller.start()
        self._dress()  # after the views are arranged: a widget with a new parent gets its styles again
        QTimer.singleShot(FILL_MS, self, self.panel.fill_combos)
        self.setFocus()  # focus the window itself, so that the keys for playing act from the beginning

    # -- public interface ---------------------------------------------------------------------------------

    @property
    def experiment(self) -> Experiment:
        """The current experiment."""
        return self.controller.model.experiment

    @property
    def result(self) -> Result:
        """The records computed so far."""
        return self.controller.result

    @property
    def playhead(self) -> int:
        """The number of updates at the playhead."""
        return self.controller.playhead.position

    @playhead.setter
    def playhead(self, k: int) -> None:
        self.controller.playhead.set_position(k)

    def export(self, path: str | Path, scale: int = 1) -> None:
        """Write a picture of the window to `path` (.png, .svg, .pdf); returns when the file is complete.

        Raises ValueError for another suffix, OSError when it cannot be written.
        """
        from gdviz.gui.export.image import export_image

        export_image(self, Path(path), scale, self.bench.carried)

    @property
    def scene(self) -> Scene:
        """What is shown."""
        assert self.places.scene is not None
        return self.places.scene

    @property
    def theme(self) -> Theme:
        """The colours of the window."""
        return self.controller.theme

    def set_theme(self, choice: str) -> None:
        """Choose the theme: "system", "dark" or "light"."""
        self.controller.view_model.change(theme=choice)

    def set_time_unit(self, unit: str) -> None:
        """Let playhead and every plot over time count "step", or equal epochs, in "epoch" or "sample"."""
        self.controller.set_time_unit(unit)

    def set_language(self, language: str) -> None:
        """Show the whole window in "en" or "ko"."""
        self.controller.view_model.change(language=language)
        if language_of(_application()) != language:  # another window may have chosen it
            set_language(_application(), language)

    # -- building ---------------------------------------------------------------------------------------

    def _make_views(self) -> None:
        self.panel = ParameterPanel()
        self.surface = SurfaceView()
        self.stage = SurfaceStage(self.surface)
        self.schedule = ScheduleView()
        self.rates = RateStage(self.schedule)
        self.loss = LossView()
        sheet = ViewContext(self.controller.view_model.state)
        self.declared = {name: room(name).make(sheet) for name in ROOMS if room(name).below}
        """The views of rooms that declare a place below the surface, right of the other plots."""
        more = [view for view in self.declared.values() if isinstance(view, StepPlot)]
        self.step_plots: list[StepPlot] = [self.schedule, self.loss, *more]
        self.graphics = [self.surface.plot, *(view.plot for view in self.step_plots)]
        """The parts that draw; a change that reaches several of them causes one repaint."""
        self.card = StepCard()
        self.table = RunTable()
        self.rooms: dict[str, QWidget] = {
            "surface": self.stage, "rate": self.rates, "loss": self.loss, "card": self.card, "runs": self.table,
            **self.declared,
        }  # fmt: skip
        """See Parts."""
        self.status = StatusBar()
        self.ahead_sign = AheadSign()
        self.status.addPermanentWidget(self.ahead_sign)
        self.data = DataStage(self.bench, self.surface.box)
        self.rate_marks = RateMarks(self.panel.lr_slider)
        self.timeline = Timeline(self.bench.actions)

    def _place_views(self) -> None:
        """Register each view; those that publish results for others come first."""
        self.places.add(self.stage)
        self.places.add(self.surface, always=True)
        self.places.add(self.ahead_sign, always=True)  # it hides itself when it is empty
        plots = (self.rates, self.schedule, self.loss, *self.declared.values())
        for view in (*plots, self.card, self.table, self.data, self.timeline, self.status, self.panel,
                     self.rate_marks, self.commands, self.bench):  # fmt: skip
            self.places.add(view)
        self.places.add(self.top_bar)
        self.places.add(Spoken(self.timeline.bar, self.card, self.loss.plot, self._surfaces, self._samples))
        self.places.add(self.arranger)  # the data lab has been made by then
        self.places.add(self.playhead_bridge, always=True)  # it hides itself; the plots keep their places

    def _surfaces(self) -> list[QWidget]:
        """Return the views of the loss surface that were made."""
        relief = self.stage.view3d
        return [self.surface] if relief is None or relief.canvas is None else [self.surface, relief.canvas]

    def _samples(self) -> list[QWidget]:
        """Return the plot of the samples, if it was made."""
        return [] if self.data.view is None else [self.data.view.plot.plot]

    def _connect(self) -> None:
        controller, playhead, model = self.controller, self.controller.playhead, self.controller.model
        self.panel.edited.connect(self._on_edited)
        self.panel.data_rows.openRequested.connect(self.data.open_data)
        self.panel.deviceChosen.connect(controller.choose_device)
        self.panel.runChosen.connect(controller.choose_run)
        self.panel.keepRatioChosen.connect(lambda on: self.bench.change(keep_ratio=on))
        self.panel.domainFitRequested.connect(controller.fit_domain)
        controller.computing.connect(self.rate_marks.idle.set_worker_busy)
        self.rates.rateChosen.connect(lambda rate: self._on_edited("optimizer.lr", rate, True))
        self.schedule.edited.connect(controller.edit)
        self.schedule.drawingRequested.connect(controller.draw_rate)
        self.schedule.rowsWanted.connect(controller.look_at)
        self.surface.startMoved.connect(controller.move_start)
        self.card.unfoldRequested.connect(lambda is_open: self.bench.change(step_unfolded=is_open))
        self.table.runSelected.connect(controller.choose_run)
        commands_of_runs = RunCommands(controller)
        self.table.requested.connect(commands_of_runs.carry_out)
        self.table.noted.connect(self.status.note)
        self.table.allColumnsChosen.connect(lambda wanted: self.bench.change(all_columns=wanted))
        self.data.viewMade.connect(self._place_lab)
        requests = [plot.playheadRequested for plot in self.step_plots]
        for request in (self.surface.playheadRequested, self.timeline.playheadRequested, *requests):
            request.connect(playhead.scrub)
        for name, view in self.declared.items():
            room(name).connect(view, self.bench)
        view_model = controller.view_model
        self.top_bar.arrangementChosen.connect(self.commands.arrange)
        self.top_bar.detailChosen.connect(lambda detail: view_model.change(detail=detail))
        self.commands.beginning.shown.connect(lambda page: self.top_bar.show_switches(not page))
        self.commands.beginning.shown.connect(self.arranger.cover)
        self.surface.boxMoved.connect(lambda seen: view_model.change(box=seen))
        self.stage.modeRequested.connect(self.commands.show_surface)
        self.stage.enlargeWanted.connect(lambda: self.commands.arrange("descent"))
        self.stage.heightsChosen.connect(lambda heights: view_model.change(heights=heights))
        self.rates.modeRequested.connect(lambda mode: view_model.change(rates=mode))
        self.rates.fromHereChosen.connect(lambda on: view_model.change(from_here=on))
        self.rates.uphillChosen.connect(lambda on: view_model.change(uphill=on))
        self.rates.phaseChosen.connect(lambda choice: view_model.change(phase=choice, phase_box=None))
        self.commands.explore.startChosen.connect(commands_of_runs.open_from)
        self.rates.enlargeWanted.connect(lambda: self.commands.arrange("rates"))
        self.rates.phaseZoomed.connect(lambda seen: view_model.change(phase_box=seen))
        self.rates.cellChosen.connect(lambda changes: commands_of_runs.carry_out("beside", controller.run, changes))
        for stage in (self.stage, self.rates):
            stage.viewMade.connect(self.places.add)
        self.stage.cameraMoved.connect(
            lambda camera: self.bench.change(camera=None if camera is None else astuple(camera))
        )
        self.timeline.speedChanged.connect(lambda speed: view_model.change(speed=speed))
        controller.stateChanged.connect(self._on_state)
        controller.sceneChanged.connect(self._show_scene)
        for noted in (self.bench.noted, self.files.noted):
            noted.connect(self.status.note)
        self.bench.saved.connect(self._show_saved)
        self.commands.lessons.offered.connect(self._show_offer)
        self.commands.lessons.roomWanted.connect(self.arranger.make_room_for_lesson)
        self.status.spoken.connect(self._show_unseen_note)
        self.status.spoken.connect(partial(announce, self.status))
        controller.gaveUp.connect(self.schedule.give_up_drag)
        controller.refused.connect(self._on_refused)
        model.fileChanged.connect(self._on_file)
        model.opened.connect(partial(QTimer.singleShot, 0, self, self._on_opened))
        theme.follow(self, self._on_system_theme)

    def _place_lab(self, lab: DataView) -> None:
        """Give the data lab its place below card and table."""
        self.rooms["data"] = lab
        self.fold = ColumnFold(self.splitters["right"], self.card, self.table, lab, self.arranger.heights)
        self.places.add(self.fold)
        self.arranger.join_fold(self.fold)

    # -- the flow -----------------------------------------------------------------------------------------

    def _on_edited(self, path: str, value: object, final: bool) -> None:
        long = path == "problem.expression" and len(str(value)) > LONG_FORMULA
        with self.status.waiting(self.tr("A long formula is being differentiated…")) if long else nullcontext():
            self.controller.edit(path, value, final, within(self.panel.naming(path)))
        if (
            path == "schedule.kind" and value == "points"
        ):  # a curve that is drawn by hand must be visible, with its tool
            self.bench.change(rates="plan")

    def _show_scene(self, scene: Scene) -> None:
        before = self.places.scene
        try:
            self.places.show_scene(scene)
        finally:
            if scene.has_other_style(before):
                self.commands.modes.keep_scale()
            if (
                before is None
                or scene.state.person.folded != before.state.person.folded
                or scene.arrangement != before.arrangement
            ):
                self.commands.modes.fold(
                    scene.state.person.folded
                )  # parts that are hidden have drawn already, and parts that appear draw now
                self.places.catch_up()
            if self._resized is not None:
                self._resized()
                self._resized = None
            if before is None or scene.experiment is not before.experiment:
                self._show_withheld()
                self._on_file()

    def _fold(self) -> None:
        """Fold the unwanted columns, after the window has become narrow or wide."""
        self.commands.modes.fold(self.controller.view_model.state.person.folded)

    def _show_withheld(self) -> None:
        """Show which files of the experiment were not read."""
        files = self.experiment.withheld
        if files and self.withheld is None:
            self.withheld = WithheldStrip()
            self.withheld.readRequested.connect(self.files.ask_for_withheld)
            insert_strip(self.area, self.withheld)
        if self.withheld is not None:
            self.withheld.show_files(files)

    def _on_opened(self) -> None:
        if self.table.recorded is not None:
            self.table.recorded.say_again()

    def _with_view(self, experiment: Experiment) -> Experiment:
        """Return the experiment with the state of the window in its `view`, for a file; this is not an edit."""
        return replace(experiment, view=self.controller.view_model.stored.into_view(experiment.view))

    def _on_refused(self, path: str, sentence: str) -> None:
        if not self.panel.refuse(path, sentence):
            self.status.note(f"{self.panel.naming(path)()}: {sentence}")

    def _show_unseen_note(self, sentence: str) -> None:
        """Show the text of the status bar over the window while the bar is hidden."""
        if self.status.isHidden() and sentence:
            self._saved.stop()
            self._made_toast().say(sentence)
        elif self.toast is not None and not self._saved.isActive():
            self.toast.say("")

    def _show_saved(self, files: Sequence[Path]) -> None:
        """Show over the window which files an export has written, with a button that opens their folder."""
        if not files:
            self._saved.stop()
            self._show_unseen_note("")
            return
        first = files[0].absolute()
        name, folder = one_line(first.name), one_line(str(first.parent))
        if len(files) > 1:
            said = self.tr("Saved: {count} pictures, from {file}, in {folder}")
            sentence = said.format(count=len(files), file=name, folder=folder)
        else:
            sentence = self.tr("Saved: {file} in {folder}").format(file=name, folder=folder)
        opened = QUrl.fromLocalFile(str(first.parent))
        self._made_toast().say(sentence, self.tr("Open folder"), lambda: QDesktopServices.openUrl(opened))
        self._saved.start()
        announce(self, sentence)

    def _show_offer(self, sentence: str, button: str, do: Callable[[], object]) -> None:
        """Show a sentence over the window, with a button that acts on it."""

        def once() -> None:
            self._made_toast().say("")
            do()

        self._made_toast().say(sentence, button, once)
        self._saved.start()
        announce(self, sentence)

    def _made_toast(self) -> Toast:
        if self.toast is None:
            from gdviz.gui.widgets.toast import Toast

            self.toast = Toast(self, self.timeline)
        return self.toast

    def _on_file(self) -> None:
        model = self.controller.model
        name = one_line(model.path.name) if model.path else title_of(self.experiment) or self.tr("new experiment")
        self.setWindowTitle(f"{name.replace('[*]', '[*][*]')}[*] — gdviz")  # Qt shows it if doubled
        if self.isWindowModified() != model.modified:  # Qt rewrites the title even if it is the same
            self.setWindowModified(model.modified)

    # -- look, language, end ------------------------------------------------------------------------------

    def _on_state(self, before: ViewState) -> None:
        """Update the window after a change of the state, before the views."""
        state = self.controller.view_model.state
        now, was = state.person, before.person
        if state.moment.presenting and not before.moment.presenting:
            self.arranger.note_all()  # note sizes before the type changes
        if now.language != was.language:
            set_language(_application(), now.language)
        if (now.text_scale, now.line_scale) != (was.text_scale, was.line_scale):
            self._resized = self.commands.modes.begin_scaling(now.text_scale, now.line_scale)
            self._dress()
        elif now.theme != was.theme:
            self._dress()
        if now.motion != was.motion:
            reduced_motion.set_reduced(now.motion == "reduced")
        rooms = [room(name) for name in (*ROOMS, *WINDOW_ROOMS)]
        wide, was_wide = (any(each.is_wide(of) for each in rooms) for of in (state, before))
        if wide != was_wide and self.arranger.current == "all":
            widen(self.splitters["body"], wide)

    def _on_system_theme(self, changed: Theme) -> None:
        if self.controller.view_model.state.person.theme == "system":
            self._dress()
            self.controller.show()

    def _dress(self) -> None:
        """Apply the chosen theme to the window and to the next scene."""
        self.controller.theme = chosen = self._chosen_theme()
        theme.apply(chosen)

    def _chosen_theme(self) -> Theme:
        """The colours that the person has chosen."""
        chosen = self.controller.view_model.state.person.theme
        return {"dark": theme.dark, "light": theme.light}.get(chosen, theme.system)()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: retranslate, or follow a change of full screen."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.menus.retranslate()
            self._on_file()
            QTimer.singleShot(0, self, self.controller.model.retranslate)  # after each part is retranslated
        elif event.type() == QEvent.Type.WindowStateChange:
            self.bench.mark("actionFullScreen")

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Qt: Tab goes to the next visible part, even if another arrangement has moved it."""
        return focus_next(self, forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: ask if changes or tables would be lost, unless asking is off; then stop the worker."""
        if not self.files.may_lose_changes() or not self.commands.exports.may_drop_tables():
            event.ignore()
            return
        self.controller.stop()
        self.commands.exports.release()
        for view in self.places.views:
            view.release()
        for work in self.findChildren(
            Background
        ):  # Qt waits for the ending thread, and may hold Python's lock meanwhile
            work.stop()
        super().closeEvent(event)


def _application() -> QApplication:
    return cast(QApplication, QApplication.instance())


def create_window(experiment: Experiment | None = None, *, person: PersonState | None = None) -> MainWindow:
    """Return the main window with `experiment`, or the worked example; it needs a QApplication.

    It starts no event loop, restores no saved state, opens no dialog, and closes without asking. It applies the
    choices of `person` except another size of type; with None it shows everything, in the application's language.
    """
    return MainWindow(experiment if experiment is not None else worked_example(), person)
