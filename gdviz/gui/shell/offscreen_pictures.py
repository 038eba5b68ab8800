"""Pictures and films of an experiment without a window on the screen: for the command line and for scripts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent
from PySide6.QtWidgets import QApplication

from gdviz.engine.recorded_runs import looks, unplaced
from gdviz.experiment import Experiment
from gdviz.export.export_format import FilmFormat, PictureFormat, format_of
from gdviz.gui.export.waiting import ignore_progress, until_interrupted, wait
from gdviz.gui.style import theme as theming
from gdviz.gui.style.language import language_restored
from gdviz.messages import ExperimentError, Message, message
from gdviz.paths import write_whole

if TYPE_CHECKING:
    from gdviz.gui.export.picture_choices import PictureChoices
    from gdviz.gui.shell.main_window import MainWindow

SIZE = (1440, 900)
QUIET_MS = 120
"""The window counts as complete after this time without computations."""


def write_picture(
    experiment: Experiment,
    path: Path,
    *,
    at: int | None = None,
    size: tuple[int, int] | None = None,
    theme: str | None = None,
    lang: str | None = None,
    scale: int = 1,
) -> None:
    """Compute `experiment` to its end and write a picture of its window to `path`; see `write_shown`."""
    write_shown(experiment, [path], at=at, size=size, theme=theme, lang=lang, scale=scale)


def write_shown(
    experiment: Experiment,
    paths: Sequence[Path],
    *,
    at: int | None = None,
    size: tuple[int, int] | None = None,
    theme: str | None = None,
    lang: str | None = None,
    scale: float | None = None,
    picture: str | None = None,
    place: str = "own",
    transparent: bool = False,
    progress: Callable[[int, int], object] = ignore_progress,
) -> list[Message]:
    """Compute `experiment` to its end, and write to each of `paths` a picture of its window, or a film, by its suffix.

    Language and theme of other windows are afterwards what they were.

    Parameters
    ----------
    at : int, optional
        The step at which the playhead stands, and a film ends; the end by default, and then figures show no playhead.
    size : (int, int), optional
        Width and height in pixels, before `scale`; of a figure those of its place by default.
    theme, lang : str, optional
        "dark" or "light" (default), "en" (default) or "ko".
    scale : float, optional
        Pixels of the picture for each of `size`; those of the place by default, of the window 1.
    picture : str, optional
        One of PICTURES; by default films show the surface, pictures the window, or a figure where they have a
        place or no ground.
    place : str
        One of PLACES.
    transparent : bool
        Whether pictures have no ground.
    progress : callable
        Called with how many losses of the heat map of a figure are computed, and how many there are to compute.

    Returns
    -------
    list of Message
        Messages on the pictures that are only known after drawing: that their axes have no place for recorded runs.

    Raises
    ------
    ExperimentError
        A suffix that names no format, a picture of what the experiment does not have, or of the window without a
        ground.
    ValueError
        One that names neither pictures nor films.
    OSError
        A file cannot be written; `filename` says which.
    KeyboardInterrupt
        After Ctrl+C, even during a call into Qt.
    """
    known = [(path, format_of(path)) for path in paths]
    if transparent and picture == "window":
        raise ExperimentError(
            "--transparent", message("a picture of the window cannot be transparent; choose another --picture")
        )
    of_window = picture == "window" or (picture is None and place == "own" and not transparent)
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    from gdviz.gui.export.picture_choices import PictureChoices
    from gdviz.gui.shell.main_window import create_window
    from gdviz.gui.shell.window_layout import LEAST

    assert isinstance(app, QApplication)
    with language_restored(app), theming.restored(), until_interrupted() as go_on:
        window = create_window(experiment)
        try:
            window.set_theme(theme or "light")
            window.set_language(lang or "en")
            width, height = size or SIZE
            window.resize(width, height)
            window.show()
            # With too little room for all parts, the picture shows the whole window drawn smaller, not scrolled.
            least = LEAST + (window.size() - window.area.size())
            larger = max(1.0, least.width() / width, least.height() / height)
            window.resize(round(width * larger), round(height * larger))
            quiet = QElapsedTimer()
            quiet.start()

            def busy() -> bool:  # the surface begins, and refines itself, between events
                if window.controller.busy or window.places.busy:
                    quiet.restart()
                return quiet.elapsed() < QUIET_MS

            wait(busy, go_on)
            window.playhead = window.controller.playhead.limit if at is None else at
            app.processEvents()
            remarks = unplaced(looks(experiment), window.result.runs[0].problem, window.loss.time.unit)
            for path, form in known:
                try:
                    if isinstance(form, PictureFormat) and of_window:
                        write_whole(path, form.content(window, window.bench.carried, scale or 1, (width, height)))
                    elif isinstance(form, PictureFormat):
                        choices = replace(
                            PictureChoices(), target=picture or "figure", kind=form.kind, title=window.experiment.title,
                            transparent=transparent, playhead=at is not None,
                        ).with_preset(place)  # fmt: skip
                        _write_figure(window, path, choices, size, scale, go_on, progress)
                    elif isinstance(form, FilmFormat):
                        _write_film(window, path, picture or "surface", at, size, go_on)
                    else:
                        raise ValueError(f"{path.name}: neither a picture nor a film")
                except OSError as error:
                    error.filename = str(path)
                    raise
        finally:
            window.close()
            window.deleteLater()
            # There may be no event loop to do it, and the widgets must be deleted before the application.
            QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    return remarks


def _write_figure(
    window: MainWindow, path: Path, choices: PictureChoices, size: tuple[int, int] | None, scale: float | None,
    go_on: Callable[[], bool], progress: Callable[[int, int], object],
) -> None:  # fmt: skip
    from gdviz.gui.export.picture_choices import OWN, content, painted

    _refuse_absent(window, choices.target)
    if size is not None:
        choices = replace(choices, width=size[0], height=size[1])
        # Without a place, the size is in pixels of the file.
        choices = choices if choices.preset != OWN else replace(choices, scale=1.0)
    choices = choices if scale is None else replace(choices, scale=scale)
    with painted(window.bench, choices, go_on, progress) as widget:
        write_whole(path, content(window.bench.carried, choices, widget))


def _write_film(
    window: MainWindow, path: Path, picture: str, at: int | None, size: tuple[int, int] | None,
    go_on: Callable[[], bool],
) -> None:  # fmt: skip
    from gdviz.gui.export.film_scene import FigureScene, WindowScene
    from gdviz.gui.export.filming import proposed, write_film
    from gdviz.gui.export.picture_choices import PictureChoices

    _refuse_absent(window, picture)
    plan = replace(proposed(window.scene, at, size), parts=replace(PictureChoices(), target=picture).shows())
    scene = WindowScene(window.bench, size) if picture == "window" else FigureScene(window.scene, window.theme, plan)
    write_film(scene, window.result, path, plan, go_on)


def _refuse_absent(window: MainWindow, picture: str) -> None:
    """Raise ExperimentError for a view that this experiment does not have, or that cannot be drawn here."""
    from gdviz.gui.export.picture_choices import targets
    from gdviz.gui.style import opengl

    if picture not in targets(window.scene):
        deep = picture == "surface3d" and opengl.trouble() is not None
        lacking = message("the view in 3-D needs a display with OpenGL")
        raise ExperimentError("--picture", lacking if deep else message("this experiment has no {what}", what=picture))
