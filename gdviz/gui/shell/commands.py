"""What the window's actions do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from gdviz.gui.drawing.plot_time import UNITS
from gdviz.gui.explore.batch_switches import BatchSwitches
from gdviz.gui.explore.explore_menu import ExploreMenu
from gdviz.gui.shell.dropped_files import Drops
from gdviz.gui.shell.export_menu import ExportMenu
from gdviz.gui.shell.lesson_menu import LessonMenu
from gdviz.gui.shell.plane_commands import PlaneCommands
from gdviz.gui.shell.recent import RecentMenu
from gdviz.gui.shell.window_modes import Comfort
from gdviz.gui.surface.arrow_menu import ArrowMenu

if TYPE_CHECKING:
    from gdviz.gui.shell.main_window import MainWindow
    from gdviz.gui.shell.steering import Steering


class Commands(QObject):
    """Connects every action of the window to its deed, and opens the dialogs."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._steering: Steering | None = None
        self.lessons = LessonMenu(window, window.menus["lessons"])
        self.batches = BatchSwitches(window)
        self.explore = ExploreMenu(window)
        self.arrows = ArrowMenu(window)
        self.planes = PlaneCommands(window)
        self.exports = ExportMenu(window)
        Drops(window)
        actions, files, surface = window.actions_, window.files, window.surface
        playhead, model = window.controller.playhead, window.controller.model
        draw = window.schedule.draw_button
        for name, run in {
            "actionPlay": playhead.toggle, "actionStepForward": playhead.step_forward,
            "actionStepBack": playhead.step_back, "actionNextEpoch": playhead.next_epoch,
            "actionPreviousEpoch": playhead.previous_epoch, "actionFirst": playhead.first,
            "actionLast": playhead.last, "actionReset": playhead.reset,
            "actionSubStep": window.data.sub_step, "actionSubStepBack": lambda: window.data.sub_step(-1),
            "actionRandomStart": surface.draw_random_start, "actionUndo": model.undo, "actionRedo": model.redo,
            "actionNew": files.new, "actionOpen": files.open, "actionOpenData": window.data.open_data,
            "actionSave": files.save,
            "actionSaveAs": files.save_as, "actionExport": self.export_picture,
            "actionExportAgain": self.export_again, "actionCopyImage": self.copy_picture,
            "actionQuit": window.close, "actionFit": surface.fit,
            "actionView2d": lambda: window.stage.set_mode("2d"),
            "actionView3d": lambda: window.stage.set_mode("3d"),
            "actionViewBoth": lambda: window.stage.set_mode("both"),
            "actionRatePlan": lambda: window.rates.set_mode("plan"),
            "actionRateLine": lambda: window.rates.set_mode("line"),
            "actionRateSweep": lambda: window.rates.set_mode("sweep"),
            **{f"actionTime{unit.title()}": partial(window.set_time_unit, unit) for unit in UNITS},
            "actionRateRange": lambda: window.rates.set_mode("range"),
            "actionThemeSystem": lambda: window.set_theme("system"),
            "actionThemeDark": lambda: window.set_theme("dark"),
            "actionThemeLight": lambda: window.set_theme("light"),
            "actionEnglish": lambda: window.set_language("en"),
            "actionKorean": lambda: window.set_language("ko"), "actionAbout": self.about,
            "actionKeys": self.show_keys,
        }.items():  # fmt: skip
            actions[name].triggered.connect(lambda _=False, run=run: run())
        actions["actionGradient"].toggled.connect(surface.set_gradient_shown)
        self.comfort = Comfort(window)
        self.recent = RecentMenu(window)
        actions["actionLoop"].toggled.connect(playhead.set_loop)
        actions["actionRatePlan"].setChecked(True)
        actions["actionTimeStep"].setChecked(True)
        window.rates.modeChanged.connect(lambda mode: actions[f"actionRate{mode.title()}"].setChecked(True))
        surface.header.gradient_button.toggled.connect(actions["actionGradient"].setChecked)
        for view in (surface, window.schedule, window.loss, window.table, window.status):
            actions["actionHideAhead"].toggled.connect(view.set_ahead_hidden)
        for stage in (window.stage, window.data, window.rates):
            actions["actionHideAhead"].toggled.connect(stage.set_ahead_hidden)
        actions["actionDraw"].triggered.connect(partial(window.rates.set_mode, "plan"))
        actions["actionDraw"].triggered.connect(draw.click)
        draw.toggled.connect(actions["actionDraw"].setChecked)
        actions["actionFromHere"].toggled.connect(self.steer)
        window.rates.fromHereChosen.connect(actions["actionFromHere"].setChecked)
        modes = {"2d": "actionView2d", "3d": "actionView3d", "both": "actionViewBoth"}
        actions[modes[window.stage.mode]].setChecked(True)
        window.stage.modeChanged.connect(lambda mode: actions[modes[mode]].setChecked(True))
        for name, can in (
            ("actionUndo", model.undo_stack.canUndoChanged),
            ("actionRedo", model.undo_stack.canRedoChanged),
        ):
            actions[name].setEnabled(False)
            can.connect(actions[name].setEnabled)
        model.undo_stack.undoTextChanged.connect(actions.name_undo)
        model.undo_stack.redoTextChanged.connect(actions.name_redo)

    def steer(self, on: bool) -> None:
        """Let a rate that is set hold from the playhead on, or for the whole run."""
        if self._steering is None:
            from gdviz.gui.shell.steering import Steering

            self._steering = Steering(self._window)
        self._steering.set_on(on)

    def export_picture(self) -> None:
        """Ask what to export, and where to."""
        from gdviz.gui.export.export_image import ExportImageDialog

        ExportImageDialog(self._window).exec()

    def export_again(self) -> None:
        """Write the last picture once more, of the present step; ask where there was none."""
        from gdviz.gui.export.export_image import export_again, unwritten
        from gdviz.gui.export.waiting import GivenUp

        try:
            path = export_again(self._window)
        except GivenUp:
            return
        except (OSError, ValueError) as error:
            self._window.status.note(unwritten(error))
            return
        if path is None:
            self.export_picture()
        else:
            self._window.status.note(self.tr("Written: {file}").format(file=path))

    def copy_picture(self) -> None:
        """Put a picture of the surface on the clipboard."""
        from gdviz.gui.export.image import copy_image
        from gdviz.gui.export.waiting import GivenUp, wait
        from gdviz.gui.export.wish import is_computing
        from gdviz.gui.widgets.patience import Patience

        try:
            with Patience(self._window) as go_on:
                wait(lambda: is_computing(self._window), go_on)
        except GivenUp:
            return
        copy_image(self._window.stage)
        self._window.status.note(self.tr("The picture of the surface is on the clipboard."))

    def show_keys(self) -> None:
        """Show the cheat sheet of keys."""
        from gdviz.gui.shell.keys_dialog import KeysDialog

        KeysDialog(self._window.findChildren(QMenu), self._window).exec()

    def about(self) -> None:
        """Tell versions and licences."""
        from gdviz.gui.shell.about_dialog import AboutDialog

        AboutDialog(self._window).exec()
