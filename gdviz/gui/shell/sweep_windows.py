"""The view of a sweep beside the window: shows what was opened, opens the runs of its cells, writes its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from gdviz.gui.kernel.workbench import Command
from gdviz.gui.shell.spoken import announce
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.style.translating import translate
from gdviz.gui.widgets import choose_file
from gdviz.messages import ExperimentError, mark, why

if TYPE_CHECKING:
    from gdviz.engine.sweeps import Sweep
    from gdviz.gui.kernel.workbench import Workbench
    from gdviz.gui.shell.files import Files
    from gdviz.gui.sweeps.sweep_view import SweepView


class SweepWindows(QObject):
    """Makes the view at first use."""

    def __init__(self, bench: Workbench, files: Files) -> None:
        super().__init__(bench)
        self._bench, self._files = bench, files
        self.view: SweepView | None = None
        files.sweepOpened.connect(self.show)
        bench.add(
            Command(
                "actionSweep",
                lambda: self.tr("S&weep…"),
                run=self.ask,
                tip=lambda: self.tr("Computes a run for each of many values, and shows their results"),
                menu="run",
                order=500,
            )
        )

    def show(self, made: Sweep) -> None:
        """Show a sweep in place of any other."""
        view = self._view_of_sweeps()
        if view.form is not None:
            view.form.hide()
        view.show_sweep(made)
        view.show()
        view.raise_()
        view.activateWindow()
        view.plot.setFocus()

    def ask(self) -> None:
        """Ask for a sweep of the open experiment."""
        view = self._view_of_sweeps()
        view.show()
        view.raise_()
        view.activateWindow()
        view.ask()

    def _view_of_sweeps(self) -> SweepView:
        if self.view is None:
            from gdviz.gui.sweeps.sweep_view import SweepView

            view = self.view = SweepView(self._bench.window)
            view.cellOpened.connect(self._open_cell)
            view.spoken.connect(lambda sentence: announce(view, sentence))
            view.saveRequested.connect(self._save)
            view.imageRequested.connect(self._save_image)
            view.copyRequested.connect(self._copy_image)
            self._bench.add_view(view)
        return self.view

    def _open_cell(self, at: tuple[int, ...]) -> None:
        """Open the run of a cell, as one step that can be undone."""
        from gdviz.editing import cell_runs
        from gdviz.gui.sweeps.sweep_words import came_to, values_at

        view = self._view_of_sweeps()
        made = view.sweep
        assert made is not None
        cells, controller = made.cells, self._bench.controller
        values = values_at(cells, at)
        try:
            cell = int(np.ravel_multi_index(at, cells.shape))
            after, run = cell_runs.opened(self._bench.experiment, cells, cell, float(made.values[at]), values)
        except ExperimentError as error:
            view.words.setText(f"{values}: {in_language(error)}")
            return
        if after is self._bench.experiment:
            controller.choose_run(run)
        else:
            controller.edit_whole(after, lambda: self.tr("open a cell of the sweep"), run)
        self._bench.note(self.tr("Opened from the sweep: {values}, {result}").format(
            values=values, result=came_to(made, at)))  # fmt: skip

    def _save(self) -> None:
        from gdviz.engine.sweep_files import SUFFIXES
        from gdviz.gui.export.saving import folder, remember

        view = self._view_of_sweeps()
        made = view.sweep
        assert made is not None
        names = {".nc": "NetCDF", ".csv": "CSV", ".npz": "NumPy"}
        filters = ";;".join(f"{names[suffix]} (*{suffix})" for suffix in SUFFIXES if suffix != ".nc" or _has_netcdf())
        start = str(folder() / f"sweep{'.nc' if _has_netcdf() else '.csv'}")
        chosen, _ = choose_file.save_file(view, self.tr("Save sweep"), start, filters)
        if not chosen:
            return
        try:
            made.save(Path(chosen))
        except (OSError, ValueError, ModuleNotFoundError) as error:
            if isinstance(error, ExperimentError):
                reason = in_language(error)
            else:
                reason = str(error) if isinstance(error, ModuleNotFoundError) else in_language(why(error))
            self._files.say(translate(mark("The file was not written.")), f"{chosen}: {reason}")
            return
        remember(Path(chosen))
        self._bench.note_saved(Path(chosen))

    def _save_image(self) -> None:
        from gdviz.export.export_format import PictureFormat, formats
        from gdviz.gui.export.image import export_image
        from gdviz.gui.export.saving import filters, folder, remember

        view = self._view_of_sweeps()
        assert view.sweep is not None
        known = [known for known in formats().values() if isinstance(known, PictureFormat)]
        chosen, _ = choose_file.save_file(
            view, self.tr("Save image"), str(folder() / f"sweep{known[0].suffixes[0]}"), ";;".join(filters(known))
        )
        if not chosen:
            return
        try:
            export_image(view.picture, Path(chosen), 2, view.sweep.cells.experiment)
        except (OSError, ValueError) as error:
            self._files.say(translate(mark("The file was not written.")), f"{chosen}: {in_language(why(error))}")
            return
        remember(Path(chosen))
        self._bench.note_saved(Path(chosen))

    def _copy_image(self) -> None:
        from gdviz.gui.export.image import copy_image

        copy_image(self._view_of_sweeps().picture)
        self._bench.note(self.tr("The picture of the sweep is on the clipboard."))


def _has_netcdf() -> bool:
    from importlib.util import find_spec

    return find_spec("xarray") is not None and find_spec("h5netcdf") is not None
