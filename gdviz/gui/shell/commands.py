"""What the window's actions do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gdviz.gui.explore.batch_switches import BatchSwitches
from gdviz.gui.explore.explore_menu import ExploreMenu
from gdviz.gui.kernel.playing_keys import EXPORT, REDO, SEARCH, PlayingKeys
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.kernel.workbench import Command, Workbench
from gdviz.gui.shell.arrangement_names import ACTIONS, keys_of, name_of, tip_of
from gdviz.gui.shell.beginning import Beginning
from gdviz.gui.shell.dropped_files import DropHandler
from gdviz.gui.shell.export_menu import ExportMenu
from gdviz.gui.shell.lesson_menu import LessonMenu
from gdviz.gui.shell.plane_commands import PlaneCommands
from gdviz.gui.shell.recent_menu import RecentMenu
from gdviz.gui.shell.search import Search
from gdviz.gui.shell.sweep_windows import SweepWindows
from gdviz.gui.shell.window_modes import WindowModes
from gdviz.gui.surface.arrow_menu import ArrowMenu
from gdviz.gui.surface.no_relief import why_none

if TYPE_CHECKING:
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.shell.files import Files
    from gdviz.gui.shell.glossary_dialog import GlossaryDialog
    from gdviz.gui.shell.menus import Menus
    from gdviz.gui.shell.parts import Parts
    from gdviz.gui.shell.tour import Tour


class Commands(ViewDefaults, QObject):
    """Declares the window's own commands, and opens the dialogs."""

    def __init__(self, window: QMainWindow, bench: Workbench, parts: Parts, files: Files) -> None:
        super().__init__(window)
        self._window, self._bench, self._parts, self._files = window, bench, parts, files
        self._history = {"actionUndo": "", "actionRedo": ""}
        """The names of the edits that would be undone and redone."""
        self._glossary: GlossaryDialog | None = None
        """The glossary, made at first use."""
        self.modes = WindowModes(window, bench, parts)
        self.tour: Tour | None = None
        """The tour under way, if any."""
        for command in self._declared():
            bench.add(command)
        bench.model.undo_stack.undoTextChanged.connect(self._name_undo)
        bench.model.undo_stack.redoTextChanged.connect(self._name_redo)
        for name, can in (
            ("actionUndo", bench.model.undo_stack.canUndoChanged),
            ("actionRedo", bench.model.undo_stack.canRedoChanged),
        ):
            bench.actions[name].setEnabled(False)
            can.connect(bench.actions[name].setEnabled)
        PlayingKeys(window)

    def join_rooms(self, menus: Menus) -> None:
        """Add the parts that have their own menus."""
        bench, parts, files = self._bench, self._parts, self._files
        surface = parts.surface
        self._menus = menus
        self.lessons = LessonMenu(bench, files, menus["lessons"], parts)
        for command in self._lesson_steps():
            bench.add(command)
        self.batches = BatchSwitches(bench, surface)
        self.explore = ExploreMenu(bench, surface)
        self.arrows = ArrowMenu(bench, surface)
        self.planes = PlaneCommands(bench, surface, parts.card)
        menus.add_menu("view", 210, self.arrows)
        menus.add_menu("view", 220, self.explore)
        menus.add_menu("surface", 300, self.planes.menu)
        for action in (*self.explore.tools.values(), *self.arrows.actions()):
            action.triggered.connect(self._see_surface)
        for action in menus["batches"].actions():
            action.triggered.connect(self._see_map)
        self.explore.rateChosen.connect(parts.rates.rateChosen)
        self.exports = ExportMenu(bench, files)
        self.recent = RecentMenu(files, menus)
        self.sweeps = SweepWindows(bench, files)
        files.open_data = lambda path: parts.data.open_data(path)
        self.beginning = Beginning(
            self._window,
            bench,
            files,
            self.exports.add_recorded,
            lambda name: self.lessons.guided.open(name),
            lambda name, step: self.lessons.guided.open(name, step, asks_again=True),
        )
        self.lessons.finished.connect(self.beginning.show)
        self.search = Search(self._window, bench, parts, self.modes, self.beginning)
        DropHandler(
            self._window,
            bench,
            files,
            lambda path: parts.data.open_data(path),
            lambda folder: self.lessons.guided.open(folder),
        )

    def _declared(self) -> list[Command]:
        window, model, files = self._window, self._bench.model, self._files
        surface = self._parts.surface
        return [
            Command(
                "actionSubStep",
                lambda: self.tr("&Stage by stage: forward"),
                run=partial(self.go_by_stages, 1),
                keys=".",
                menu="run",
                order=200,
            ),
            Command(
                "actionSubStepBack",
                lambda: self.tr("Stage by sta&ge: back"),
                run=partial(self.go_by_stages, -1),
                keys=",",
                menu="run",
                order=210,
            ),
            Command(
                "actionRandomStart",
                lambda: self.tr("Random star&t"),
                run=surface.draw_random_start,
                keys="N",
                menu="edit",
                order=200,
            ),
            Command(
                "actionFromHere",
                lambda: self.tr("Rate fr&om here on"),
                switch=self.set_from_here,
                checked=lambda scene: scene.state.moment.from_here,
                keys="G",
                menu="edit",
                order=220,
            ),
            Command(
                "actionDraw",
                lambda: self.tr("&Draw the learning rate"),
                run=self.draw,
                checked=lambda scene: scene.state.moment.drawing,
                keys="D",
                menu="edit",
                order=210,
            ),
            Command(
                "actionUndo",
                lambda: self._named("actionUndo", self.tr("&Undo")),
                run=model.undo,
                keys=QKeySequence.StandardKey.Undo,
                icon="undo",
                menu="edit",
                order=100,
            ),
            Command(
                "actionRedo",
                lambda: self._named("actionRedo", self.tr("&Redo")),
                run=model.redo,
                keys=REDO,
                icon="redo",
                menu="edit",
                order=110,
            ),
            Command(
                "actionNew",
                lambda: self.tr("&New"),
                run=files.new,
                keys=QKeySequence.StandardKey.New,
                menu="file",
                order=100,
            ),
            Command(
                "actionStartPage",
                lambda: self.tr("S&how the start page"),
                run=lambda: self.beginning.show(),
                tip=lambda: self.tr("Lessons, prepared experiments, and your own functions and data"),
                keys="Ctrl+Shift+H",
                icon="home",
                menu="file",
                order=105,
            ),
            Command(
                "actionOpen",
                lambda: self.tr("&Open…"),
                run=files.open,
                keys=QKeySequence.StandardKey.Open,
                menu="file",
                order=110,
            ),
            Command(
                "actionOpenData",
                lambda: self.tr("Open &data…"),
                run=self._parts.data.open_data,
                keys="Ctrl+Shift+O",
                menu="file",
                order=120,
            ),
            Command(
                "actionSave",
                lambda: self.tr("&Save"),
                run=files.save,
                keys=QKeySequence.StandardKey.Save,
                menu="file",
                order=210,
            ),
            Command(
                "actionSaveAs",
                lambda: self.tr("Save &as…"),
                run=files.save_as,
                keys="Ctrl+Shift+S",
                menu="file",
                order=220,
            ),
            Command(
                "actionExport",
                lambda: self.tr("&Export image…"),
                run=self.export_picture,
                keys=EXPORT,
                icon="export",
                menu="file",
                order=300,
            ),
            Command(
                "actionExportAgain",
                lambda: self.tr("Export image a&gain"),
                run=self.export_again,
                keys="Ctrl+Shift+E",
                menu="file",
                order=310,
            ),
            Command(
                "actionCopyImage",
                lambda: self.tr("&Copy image"),
                run=self.copy_picture,
                keys="Ctrl+Shift+C",
                icon="copy",
                menu="edit",
                order=300,
            ),
            Command("actionQuit", lambda: self.tr("&Quit"), run=window.close, keys="Ctrl+Q", menu="file", order=400),
            Command(
                "actionHideAhead",
                lambda: self.tr("&Hide what is ahead"),
                switch=lambda on: self._change(ahead_hidden=on),
                checked=lambda scene: scene.state.experiment.ahead_hidden,
                keys="H",
                menu="view",
                order=310,
            ),
            Command(
                "actionFit",
                lambda: self.tr("&Fit the surface"),
                run=self.fit,
                keys="F",
                menu="surface",
                order=200,
            ),
            Command(
                "actionView2d",
                lambda: self.tr("Surface in &2-D"),
                run=lambda: self.show_surface("2d"),
                checked=lambda scene: scene.surface == "2d",
                group="surface",
                keys="2",
                menu="surface",
                order=100,
            ),
            Command(
                "actionView3d",
                lambda: self.tr("Surface in &3-D"),
                run=lambda: self.show_surface("3d"),
                checked=lambda scene: scene.surface == "3d",
                group="surface",
                keys="3",
                menu="surface",
                order=110,
            ),
            Command(
                "actionViewBoth",
                lambda: self.tr("2-D and 3-D &side by side"),
                run=lambda: self.show_surface("both"),
                checked=lambda scene: scene.surface == "both",
                group="surface",
                keys="4",
                menu="surface",
                order=120,
            ),
            Command(
                "actionRatePlan",
                lambda: self.tr("Learning rate over the steps"),
                run=partial(self.show_rates, "plan"),
                checked=lambda scene: scene.state.experiment.rates == "plan",
                group="rates",
                menu="rates",
                order=100,
            ),
            Command(
                "actionRateLine",
                lambda: self.tr("Line sea&rch along the gradient"),
                run=partial(self.show_rates, "line"),
                checked=lambda scene: scene.state.experiment.rates == "line",
                group="rates",
                menu="rates",
                order=110,
            ),
            Command(
                "actionRateSweep",
                lambda: self.tr("Sweep o&ver learning rates"),
                run=partial(self.show_rates, "sweep"),
                checked=lambda scene: scene.state.experiment.rates == "sweep",
                group="rates",
                menu="rates",
                order=120,
            ),
            Command(
                "actionTimeStep",
                lambda: self.tr("Co&unt steps"),
                run=lambda: self._change(time_unit="step"),
                checked=lambda scene: scene.clock.unit == "step",
                group="time_unit",
                menu="count",
                order=100,
            ),
            Command(
                "actionTimeEpoch",
                lambda: self.tr("Count ep&ochs"),
                run=lambda: self._change(time_unit="epoch"),
                checked=lambda scene: scene.clock.unit == "epoch",
                group="time_unit",
                menu="count",
                order=110,
            ),
            Command(
                "actionTimeSample",
                lambda: self.tr("Count s&amples seen"),
                run=lambda: self._change(time_unit="sample"),
                checked=lambda scene: scene.clock.unit == "sample",
                group="time_unit",
                menu="count",
                order=120,
            ),
            Command(
                "actionRateRange",
                lambda: self.tr("Range &test of the learning rate"),
                run=partial(self.show_rates, "range"),
                checked=lambda scene: scene.state.experiment.rates == "range",
                group="rates",
                menu="rates",
                order=130,
            ),
            Command(
                "actionRatePhase",
                lambda: self.tr("P&hase diagram of two settings"),
                run=partial(self.show_rates, "phase"),
                checked=lambda scene: scene.state.experiment.rates == "phase",
                group="rates",
                menu="rates",
                order=140,
            ),
            *self._arrangements(),
            Command(
                "actionDetail",
                lambda: self.tr("Si&mple window"),
                switch=lambda on: self._change(detail="simple" if on else "full"),
                checked=lambda scene: scene.simple,
                tip=lambda: self.tr("Shows what one needs first; everything else is one click away"),
                keys=keys_of(0),
                menu="view",
                order=110,
            ),
            Command(
                "actionThemeSystem",
                lambda: self.tr("Theme of the s&ystem"),
                run=lambda: self._change(theme="system"),
                checked=lambda scene: scene.state.person.theme == "system",
                group="theme",
                menu="theme",
                order=100,
            ),
            Command(
                "actionThemeDark",
                lambda: self.tr("&Dark"),
                run=lambda: self._change(theme="dark"),
                checked=lambda scene: scene.state.person.theme == "dark",
                group="theme",
                menu="theme",
                order=110,
            ),
            Command(
                "actionThemeLight",
                lambda: self.tr("&Light"),
                run=lambda: self._change(theme="light"),
                checked=lambda scene: scene.state.person.theme == "light",
                group="theme",
                menu="theme",
                order=120,
            ),
            Command(
                "actionEnglish",
                lambda: "En&glish",
                run=lambda: self._change(language="en"),
                checked=lambda scene: scene.state.person.language == "en",
                group="language",
                menu="language",
                order=100,
            ),
            Command(
                "actionKorean",
                lambda: "한국어(&K)",
                run=lambda: self._change(language="ko"),
                checked=lambda scene: scene.state.person.language == "ko",
                group="language",
                menu="language",
                order=110,
            ),
            Command(
                "actionFoldPanel",
                lambda: self.tr("Left pa&nel"),
                switch=partial(self.modes.show_part, "panel"),
                checked=lambda scene: "panel" not in scene.state.person.folded,
                keys="F6",
                menu="window",
                order=100,
            ),
            Command(
                "actionFoldPlots",
                lambda: self.tr("Learning rate and loss be&low"),
                switch=partial(self.modes.show_part, "plots"),
                checked=lambda scene: "plots" not in scene.state.person.folded,
                keys="F7",
                menu="window",
                order=110,
            ),
            Command(
                "actionFoldRight",
                lambda: self.tr("Ste&p and runs"),
                switch=partial(self.modes.show_part, "right"),
                checked=lambda scene: "right" not in scene.state.person.folded,
                keys="F8",
                menu="window",
                order=120,
            ),
            Command(
                "actionLargerText",
                lambda: self.tr("Lar&ger type"),
                run=lambda: self.modes.step_text(1),
                keys="Ctrl++; Ctrl+=",
                menu="window",
                order=200,
            ),
            Command(
                "actionSmallerText",
                lambda: self.tr("S&maller type"),
                run=lambda: self.modes.step_text(-1),
                keys="Ctrl+-",
                menu="window",
                order=210,
            ),
            Command(
                "actionNormalText",
                lambda: self.tr("&Usual type"),
                run=lambda: self.modes.step_text(0),
                keys="Ctrl+0",
                menu="window",
                order=220,
            ),
            Command(
                "actionReducedMotion",
                lambda: self.tr("R&educed motion"),
                switch=lambda on: self._change(motion="reduced" if on else "system"),
                checked=lambda scene: scene.state.person.motion == "reduced",
                tip=lambda: self.tr("Nothing glides, rolls or is shuffled between two steps"),
                menu="window",
                order=230,
            ),
            Command(
                "actionPresent",
                lambda: self.tr("Presen&t"),
                switch=self.modes.present,
                checked=lambda scene: scene.state.moment.presenting,
                keys="F5",
                menu="window",
                order=300,
            ),
            Command(
                "actionFullScreen",
                lambda: self.tr("Full s&creen"),
                switch=self.modes.fill_screen,
                checked=lambda scene: window.isFullScreen(),  # the system changes it, too, see changeEvent
                keys="F11",
                menu="window",
                order=310,
            ),
            Command(
                "actionSearch",
                lambda: self.tr("&Search…"),
                run=lambda: self.search.open(),
                keys=SEARCH,
                icon="search",
                menu="help",
                order=90,
            ),
            Command(
                "actionTour",
                lambda: self.tr("A &tour of the window…"),
                run=self.take_tour,
                tip=lambda: self.tr("Shows the parts of the window one after the other"),
                menu="help",
                order=100,
            ),
            Command("actionKeys", lambda: self.tr("&Keys…"), run=self.show_keys, keys="F1", menu="help", order=100),
            Command("actionGlossary", lambda: self.tr("&Glossary…"), run=self.show_glossary, menu="help", order=110),
            Command("actionAbout", lambda: self.tr("&About gdviz…"), run=self.about, menu="help", order=200),
        ]

    def _lesson_steps(self) -> list[Command]:
        """Return the commands for the next and the previous lesson, which work while presenting; see LessonMenu."""
        return [
            Command(
                "actionPreviousLesson",
                lambda: self.tr("&Previous lesson"),
                run=lambda: self.lessons.open_next(-1),
                keys="Ctrl+PgUp",
            ),
            Command(
                "actionNextLesson",
                lambda: self.tr("Ne&xt lesson"),
                run=lambda: self.lessons.open_next(1),
                keys="Ctrl+PgDown",
            ),
        ]

    def _arrangements(self) -> list[Command]:
        """Return the commands of the arrangements, and of the one that fits the experiment."""
        return [
            Command(
                action,
                partial(name_of, key),
                run=partial(self.arrange, key),
                checked=partial(_is_arranged, key),
                tip=partial(tip_of, key),
                group="arrangement",
                keys=keys_of(place),
                menu="arrangement",
                order=100 + place,
            )
            for place, (key, action) in enumerate(ACTIONS.items(), 1)
        ] + [
            Command(
                "actionArrangeFits",
                lambda: self.tr("As &fits the experiment"),
                run=lambda: self.arrange(None),
                checked=lambda scene: scene.state.person.arranged and scene.state.experiment.arrangement is None,
                tip=lambda: self.tr("Arranges the window by the kind of problem, or by the lesson"),
                menu="arrangement",
                order=200,
            )
        ]

    def _name_undo(self, what: str) -> None:
        self._history["actionUndo"] = what
        self._bench.name("actionUndo")

    def _name_redo(self, what: str) -> None:
        self._history["actionRedo"] = what
        self._bench.name("actionRedo")

    def _named(self, name: str, text: str) -> str:
        """Return the text of an action with the name of the edit that it would undo or redo."""
        what = self._history[name]
        return self.tr("{action}: {what}").format(action=text, what=what.replace("&", "&&")) if what else text

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        """See View."""
        if before is None or scene.problem is not before.problem:
            for key, action in ACTIONS.items():
                self._bench.actions[action].setEnabled(key in scene.arrangements)
        for follower in (self.explore, self.batches, self.planes, self.lessons):
            follower.show_scene(scene, before)

    def draw(self) -> None:
        """Draw the learning rate by hand, in its plot, or end that."""
        self.beginning.close()
        if self._bench.scene.state.moment.drawing:
            self._change(rates="plan")
        else:
            self.show_rates("plan")
        self._parts.schedule.draw_button.click()

    def show_rates(self, mode: str) -> None:
        """Show a plot of the learning rate, one of RATES of `gdviz.view_state`; the window makes room for it."""
        self.beginning.close()
        scene = self._bench.scene
        about: dict[str, Any] = {}
        if not self._parts.rates.isVisibleTo(self._window):
            if scene.arrangement == "all":
                about = {"folded": scene.state.person.folded - {"plots"}}
            else:
                about = {"arrangement": "rates", "arranged": True}
        self._change(rates=mode, **about)

    def set_from_here(self, on: bool) -> None:
        """Let a new rate apply from the playhead on, or to the whole run; show a note if no button shows the choice."""
        self._change(from_here=on)
        if not self._parts.rates.from_here.isVisibleTo(self._window):
            self._bench.note(
                self.tr("A learning rate that you set now holds from the playhead on.")
                if on
                else self.tr("A learning rate that you set now holds for the whole run.")
            )

    def go_by_stages(self, direction: int) -> None:
        """Go one stage of an update on (1) or back (-1); the window makes room for the stages, where there are any."""
        if self._bench.playhead.stays():
            return
        self.beginning.close()
        scene = self._bench.scene
        if scene.problem.n_samples is not None and scene.arrangement not in ("data", "all"):
            self.arrange("data")
        self._parts.data.sub_step(direction)

    def fit(self) -> None:
        """Show the whole domain of the surface again."""
        self._see_surface()
        self._parts.surface.fit()
        self._bench.note(self.tr("The whole domain is in sight."))

    def _see_surface(self) -> None:
        """Make the surface visible, as something is drawn on it now."""
        self.beginning.close()
        stage = self._parts.stage
        if not stage.isVisibleTo(self._window):
            self.modes.reveal(stage)
        if not stage.isVisibleTo(self._window):
            self.arrange("descent")

    def _see_map(self) -> None:
        """Make the surface visible from above, as the relief does not show what is drawn now."""
        self._see_surface()
        if self._bench.scene.surface == "3d":
            self.show_surface("2d")

    def show_surface(self, mode: str) -> None:
        """Show the surface in "2d", "3d" or "both"; not in the fog, where the relief would reveal what is hidden.

        A window without room for a relief is rearranged. A curve has no relief, which the status bar says.
        """
        self.beginning.close()
        scene = self._bench.scene
        if mode != "2d" and scene.problem.dim < 2:
            self._bench.note(why_none(scene.problem, None))
            for name in ("actionView2d", "actionView3d", "actionViewBoth"):
                self._bench.mark(name)
            return
        arrangement, about = scene.arrangement, {}
        if mode != "2d" and (arrangement in ("data", "rates") or (arrangement == "descent" and scene.simple)):
            about = {"arrangement": "relief"}
        elif mode == "2d" and arrangement == "relief":
            about = {"arrangement": "descent"}
        self._change(surface=mode, **about, **({} if mode == "2d" else {"fog": False}))

    def arrange(self, arrangement: str | None) -> None:
        """Choose an arrangement, or None for the one that fits the experiment. In the fog no relief is shown."""
        self._change(arrangement=arrangement, arranged=True, **({"fog": False} if arrangement == "relief" else {}))

    def _change(self, **values: Any) -> None:
        self._bench.change(**values)

    def export_picture(self) -> None:
        """Ask what to export, and where to."""
        from gdviz.gui.export.export_image import ExportImageDialog

        ExportImageDialog(self._bench, self._parts.surface).exec()

    def export_again(self) -> None:
        """Write the last picture again, of the present step; if there was none, ask what to export."""
        from gdviz.gui.export.export_image import export_again, unwritten
        from gdviz.gui.export.waiting import GivenUp

        try:
            path = export_again(self._bench)
        except GivenUp:
            return
        except (OSError, ValueError) as error:
            self._bench.note(unwritten(error))
            return
        if path is None:
            self.export_picture()
        else:
            self._bench.note_saved(path)

    def copy_picture(self) -> None:
        """Put a picture of the surface on the clipboard."""
        from gdviz.gui.export.image import copy_image
        from gdviz.gui.export.waiting import GivenUp, wait
        from gdviz.gui.widgets.wait_dialog import WaitDialog

        try:
            with WaitDialog(self._window) as go_on:
                wait(lambda: self._bench.seen_busy, go_on)
        except GivenUp:
            return
        copy_image(self._parts.stage)
        self._bench.note(self.tr("The picture of the surface is on the clipboard."))

    def show_keys(self) -> None:
        """Show the cheat sheet of keys."""
        from gdviz.gui.shell.keys_dialog import KeysDialog

        KeysDialog(self.keys(), self._window).exec()

    def keys(self) -> list[tuple[str, list[QAction]]]:
        """Return the actions, grouped by their purpose."""

        def of(*menus: QMenu) -> list[QAction]:
            return [action for menu in menus for action in menu.actions()]

        menus, actions = self._menus, self._bench.actions
        lessons = [actions[name] for name in ("actionNextLesson", "actionPreviousLesson")]
        modes = [actions[name] for name in ("actionPresent", "actionFullScreen", "actionHideAhead")]
        look = [menus[name] for name in ("view", "surface", "rates", "batches", "count", "theme", "language", "window")]
        return [
            (self.tr("Play and step"), of(menus["run"])),
            (self.tr("Change the experiment"), of(menus["edit"])),
            (self.tr("Compare runs"), of(self._parts.table.commands.menu)),
            (self.tr("Choose what the window is about"), of(menus["arrangement"])),
            (self.tr("Explore the surface"), of(self.explore, self.arrows)),
            (self.tr("Give a lecture"), [*modes, *lessons]),
            (self.tr("Look at it in another way"), of(*look)),
            (self.tr("Files and pictures"), of(menus["file"], menus["export"])),
            (self.tr("Find help"), of(menus["help"])),
        ]

    def take_tour(self) -> None:
        """Show a person around the window, from the beginning."""
        from gdviz.gui.shell.tour import Tour

        self.beginning.close()
        if self.tour is not None:
            self.tour.leave()
        self.tour = Tour(self._window, self._bench, self._parts, self._menus)
        self.tour.ended.connect(self._end_tour)

    def _end_tour(self) -> None:
        self.tour = None

    def show_glossary(self) -> None:
        """Show the glossary, or bring it to the front."""
        if self._glossary is None:
            from gdviz.gui.shell.glossary_dialog import GlossaryDialog

            self._glossary = GlossaryDialog(self._window)
        self._glossary.open_again()

    def about(self) -> None:
        """Show versions and licences."""
        from gdviz.gui.shell.about_dialog import AboutDialog

        AboutDialog(self._window).exec()


def _is_arranged(arrangement: str, scene: Scene) -> bool:
    return scene.arrangement == arrangement
