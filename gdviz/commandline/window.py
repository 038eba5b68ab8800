"""`gdviz gui`: the window."""

from __future__ import annotations

import builtins
import gc
import importlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gdviz.commandline import display, opening
from gdviz.commandline.options import Command, Option, Parsed, lang_option, one_of
from gdviz.commandline.qt_names import spare_the_copies
from gdviz.commandline.terminal import Failure
from gdviz.commandline.with_qt import ends_at_once, no_qt
from gdviz.messages import mark
from gdviz.paths import fingerprint_of
from gdviz.texts import Language

if TYPE_CHECKING:
    from gdviz.experiment import Experiment


_SWEEPS = (".nc", ".csv", ".npz")
"""The suffixes of files that may hold a sweep."""


def options() -> list[Option]:
    """The window's looks."""
    return [
        Option("--theme", "theme", "dark|light", mark("The window's colours."), one_of("dark", "light")),
        lang_option(),
    ]


def _options() -> list[Option]:
    return [*options(), opening.option()]


def main(parsed: Parsed, language: Language) -> int:
    """Open the window and return its exit code. Raises ExperimentError for a wrong file, Failure without a display."""
    if not parsed.rest:
        return show(None, None, parsed)
    from gdviz import consent
    from gdviz.carried import carries
    from gdviz.experiment import read_file

    path = Path(parsed.rest[0])
    if path.suffix.lower() in _SWEEPS:
        from gdviz.engine.sweep_files import found_in

        held = found_in(path)
        if held is not None:
            if "allow_data" in parsed.values:
                consent.remember(held.experiment.content, held.experiment.outside)
            return show(held.experiment.without_outside(), None, parsed, sweep=path)
    file = read_file(path)
    # Saving must not replace a picture.
    own, version = (None, None) if carries(path) else (path, fingerprint_of(file.content))
    if not opening.may_read(file, parsed):  # the window asks about them
        return show(file.without_outside(), own, parsed, version, file.content)
    experiment = file.experiment()
    consent.remember(file.content, file.outside)
    return show(experiment, own, parsed, version)


def show(
    experiment: Experiment | None,
    path: Path | None,
    parsed: Parsed,
    version: str | None = None,
    ask_for: bytes | None = None,
    guided: str | None = None,
    sweep: Path | None = None,
) -> int:
    """Open the window on an experiment, or in a guided lesson, and return its exit code. Raises Failure.

    The experiment was read from the file `path`, which then had the fingerprint `version`. `ask_for` is the content of
    the experiment's file if the person has to be asked about the data that it names. `sweep` is the file of a sweep of
    the experiment, which is shown beside it.
    """
    absent = display.missing()
    if absent is not None:
        raise Failure(absent)
    with ends_at_once():
        prepare()
        try:
            from gdviz.gui import app
        except ImportError as error:
            raise no_qt(error) from error
        looks = {"theme": parsed.values.get("theme"), "lang": parsed.values.get("lang")}
        code: int = app.main(experiment, path, version=version, ask_about=ask_for, guided=guided, sweep=sweep, **looks)
        return code


def prepare() -> None:
    """Make the launch fast: call it before anything imports Qt.

    Objects that are made until the window is shown stay alive, so the garbage collector would find nothing in 50 ms.
    From then on it works in the thread of the window, see gdviz.gui.kernel.collector.
    """
    gc.disable()
    plain = builtins.__import__
    with suppress(ImportError):  # `show` reports that there is no Qt
        importlib.import_module("PySide6.QtCore")
    # Qt's hook reads the source of each module that is imported later, to see whether it switches to another style of
    # names ("from __feature__ import ..."); none here does: 5 % of the launch.
    builtins.__import__ = plain
    with suppress(ImportError):
        spare_the_copies()


COMMAND = Command("gdviz [gui] [EXPERIMENT.json]", mark("Opens the window."), _options, main)
