"""What `gdviz run --export` writes, by suffix."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gdviz.commandline import display, report, with_qt
from gdviz.commandline.options import Option, one_of, read_number, read_size, read_step
from gdviz.commandline.terminal import Failure, Progress
from gdviz.engine.recorded_runs import unreadable
from gdviz.engine.runner import Result
from gdviz.experiment import Experiment
from gdviz.export.export_format import PLACES, DataFormat, PictureFormat, format_of
from gdviz.gui.rooms import PICTURES
from gdviz.messages import ExperimentError, mark, message, why
from gdviz.paths import link_target, write_whole
from gdviz.texts import language

THEMES = ("dark", "light")


def read_target(text: str, flag: str) -> Path:
    """The file to export to. Raises ExperimentError when its suffix is none of the known ones."""
    path = Path(text)
    try:
        format_of(path)
    except ExperimentError as error:
        raise ExperimentError(flag, error.reason) from None
    return path


def read_scale(text: str, flag: str) -> float:
    """A density of pixels that makes a picture."""
    scale = read_number(text, flag)
    if not 0.25 <= scale <= 10:
        raise ExperimentError(flag, message("must be {range}, got {got}", range="in [0.25, 10]", got=text))
    return scale


def options() -> list[Option]:
    """How pictures and films look."""
    return [
        Option("--at", "at", "STEP", mark(
            "The step that a picture shows, with the playhead there, and with which a film ends; else the last."
        ), read_step),
        Option("--picture", "picture", "|".join(PICTURES),
               mark("What pictures and films show: the window, a figure of its views, one view."), one_of(*PICTURES)),
        *look_options(),
    ]  # fmt: skip


def look_options() -> list[Option]:
    """How pictures look, whatever they show."""
    return [
        Option("--size", "size", "WxH", mark("The size of pictures and films in pixels."), read_size),
        Option("--place", "place", "|".join(PLACES[1:]),
               mark("What a figure or view is for: a slide 16:9, one column of a paper (89 mm), or two (183 mm)."),
               one_of(*PLACES[1:])),
        Option("--transparent", "transparent",
               help=mark("Leaves out the background of pictures (PNG, SVG, PDF), for slides and pages of any colour.")),
        Option("--scale", "scale", "X", mark("Pixels of a PNG for each of the screen's; 2 for sharp screens."),
               read_scale),
        Option("--theme", "theme", "|".join(THEMES), mark("The colours of pictures and films."), one_of(*THEMES)),
    ]  # fmt: skip


def check(path: Path, experiment: Experiment | None = None, source: Path | None = None) -> None:
    """Refuse, before anything is computed, a file that cannot be written; see `check_place`. Raises Failure."""
    check_place(path, experiment, source)
    absent = format_of(path).missing()
    if absent is not None:
        raise Failure(message("{file}: {why}", file=path, why=absent))


def check_place(path: Path, experiment: Experiment | None = None, source: Path | None = None) -> None:
    """Refuse a place where no file can be written, the `source`, and what the experiment reads. Raises Failure."""
    try:
        target = link_target(path)
        is_folder = target.is_dir()
    except OSError as error:  # a name that no file can have, or a link to itself
        raise write_failure(path, error) from error
    if is_folder:
        raise Failure(message("{file}: cannot be written: it is a folder", file=path))
    folder = target.parent
    if not folder.is_dir():
        raise Failure(message("{file}: cannot be written: there is no folder {folder}", file=path, folder=folder))
    if not os.access(folder, os.W_OK):
        raise Failure(message("{file}: cannot be written: the folder is closed to you", file=path))
    if target.exists() and not os.access(target, os.W_OK):
        raise write_failure(path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
    if not path.exists():
        return
    if source is not None and path.samefile(source):
        raise Failure(message("{file}: is the experiment itself, which stays as it is", file=path))
    if any(file.exists() and path.samefile(file) for file in (experiment.files if experiment is not None else ())):
        raise Failure(message("{file}: is a file that the experiment reads, which stays as it is", file=path))


def write(result: Result, targets: Sequence[Path], values: dict[str, Any], lang: str) -> None:
    """Write all files, each by its suffix; `values` may hold at (a step), size (pixels) and theme. Raises Failure."""
    shown = []
    for path in targets:
        known = format_of(path)
        if isinstance(known, DataFormat):
            content = known.content(result)
            try:
                write_whole(path, content)
            except OSError as error:
                raise write_failure(path, error) from error
        else:
            shown.append(path)
    if shown:
        _write_shown(result, shown, values, lang)


def require_recorded(experiment: Experiment, targets: Sequence[Path]) -> None:
    """Raise Failure where pictures or films were written that lack a recorded run, since its file cannot be read."""
    lacking = unreadable(experiment) if any(not isinstance(format_of(path), DataFormat) for path in targets) else []
    if lacking:
        names = ", ".join(look.name for look in lacking)
        raise Failure(message("the pictures are written, but they lack recorded runs: {names}", names=names))


def _remark(result: Result, targets: list[Path], values: dict[str, Any], lang: str) -> None:
    """Print on stderr where pictures will differ from what their options suggest."""
    remarks = []
    last = max(record.updates for record in result.runs)
    if values.get("at", 0) > last:
        remarks.append(message("--at {at}: the last step is {last}, and that is shown", at=values["at"], last=last))
    pictures = any(isinstance(format_of(path), PictureFormat) for path in targets)
    if pictures and "size" in values and "place" in values and values.get("picture") != "window":
        (width, height), place = values["size"], values["place"]
        from gdviz.gui.export.picture_choices import PRESETS

        dots, scale = PRESETS[place].dots, values.get("scale", PRESETS[place].scale)
        remarks.append(message(
            "--size with --place {place} counts pixels of the views: the picture is {width} × {height} mm,"
            " as a PNG {columns} × {rows} pixels",
            place=place, width=f"{width / dots * 25.4:.1f}", height=f"{height / dots * 25.4:.1f}",
            columns=round(width * scale), rows=round(height * scale),
        ))  # fmt: skip
    report.say(remarks, language(lang))


def _write_shown(result: Result, targets: list[Path], values: dict[str, Any], lang: str) -> None:
    if not (values.get("picture") == "surface3d" and display.missing() is None):
        avoid_display()
    try:
        with with_qt.ends_at_once():
            from gdviz.gui.shell.offscreen_pictures import write_shown
    except ImportError as error:
        raise with_qt.no_qt(error) from error
    _remark(result, targets, values, lang)
    try:
        keys = ("at", "size", "theme", "scale", "picture", "place", "transparent")
        looks = {key: values[key] for key in keys if key in values}
        with Progress(language(lang).translate(mark("computed losses"))) as progress:
            remarks = write_shown(result.experiment, targets, lang=lang, progress=progress, **looks)
    except OSError as error:
        raise write_failure(Path(error.filename or targets[0]), error) from error
    report.say([remark for remark in remarks if remark not in result.notes], language(lang))


def avoid_display() -> None:
    """Let Qt draw without a display: only 3-D needs one, and Qt ends the process if the one in DISPLAY is dead."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def write_failure(path: Path, error: OSError) -> Failure:
    """The failure of a file that cannot be written."""
    return Failure(message("{file}: cannot be written: {why}", file=path, why=why(error)))
