"""The application: a window for a test or a script, and the whole program for a person."""

from __future__ import annotations

import gc
import json
import logging
import signal
import sys
import traceback
from contextlib import suppress
from dataclasses import replace
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from gdviz.backend import idle_gpu
from gdviz.experiment import Experiment
from gdviz.gui.shell.arranger import sizes_from
from gdviz.gui.shell.end_signals import EndSignals
from gdviz.gui.shell.main_window import MainWindow, create_window
from gdviz.gui.shell.recovery import Autosave
from gdviz.gui.style.language import system_language
from gdviz.gui.style.translating import text as in_language
from gdviz.look import Look
from gdviz.paths import user_folder
from gdviz.view_state import PARTS, PersonState, keys_of, person_from

_FOLDED = "shown/actionFold{}"
"""The key in the settings of whether a part of the window is shown."""
_ARRANGED = "arranged"
"""The key of the sizes of the columns in each arrangement."""
BEGIN_MS = 300
"""From showing the window until its session begins."""

log = logging.getLogger("gdviz")

__all__ = ["create_window", "log_file", "main"]


def main(
    experiment: Experiment | None = None,
    path: Path | None = None,
    *,
    version: str | None = None,
    theme: str | None = None,
    lang: str | None = None,
    ask_about: bytes | None = None,
    guided: str | None = None,
    sweep: Path | None = None,
) -> int:
    """Open the window and stay until it is closed; returns the exit code, 128 + n where the signal n ended it.

    Raises KeyboardInterrupt after Ctrl+C in the terminal.

    `experiment` was read from `path`, whose fingerprint was `version`; without one the page to begin with is shown,
    and a prepared experiment behind it.
    `theme` is "dark" or "light", `lang` "en" or "ko"; None takes what was chosen in the window the last time, or else
    the system's. `ask_about` is the content of the experiment's file if the person is to be asked about files
    outside of its folder. `guided` is the name, or the folder, of a guided lesson to begin with. `sweep` is the file of
    a sweep of the experiment, which is shown beside it.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("gdviz")
    app.setDesktopFileName("gdviz")
    _log_to_file()
    person = replace(_person(_settings()), **_options(theme, lang))
    window = create_window(experiment if experiment is not None else _first_experiment(person.language), person=person)
    if experiment is not None:
        window.controller.model.open(experiment, path, version)
    window.files.asks = True
    _restore(window, theme, lang)
    _keep_choices(window)
    _show_uncaught_errors(window)
    if guided is not None:
        window.commands.lessons.guided.open(guided)
    elif experiment is None and window.controller.view_model.stored.person.start_page:
        window.commands.beginning.show()
    window.show()
    QTimer.singleShot(BEGIN_MS, window, lambda: _begin(window, ask_about, sweep))
    QTimer.singleShot(1000, window, lambda: _note_idle_gpu(window))
    QTimer.singleShot(1500, window, spare_the_collector)
    signals = EndSignals(window)
    signals.received.connect(lambda number: _leave(window, 128 + number))
    try:
        code = app.exec()
    finally:
        gc.enable()  # where the window was closed before that
        signals.release()
    _remember(window)
    if signals.number is not None:
        window.files.asks = window.files.keeps = False  # what is not saved was kept
        window.close()
    if signals.number == signal.SIGINT:
        raise KeyboardInterrupt
    return code


def _first_experiment(language: str) -> Experiment:
    """What the program begins with, in the language that it will speak."""
    from gdviz.prepared import first

    return first().open(lambda texts: texts.get(language) or texts["en"])


def _begin(window: MainWindow, ask_about: bytes | None = None, sweep: Path | None = None) -> None:
    """After the first paint: what only a person at the screen needs."""
    from gdviz.gui.shell.session import begin

    if ask_about is not None:
        window.files.ask_for_withheld(ask_about)
    if sweep is not None:
        window.files.open_path(sweep)
    begin(window)


def _leave(window: MainWindow, code: int) -> None:
    """End without a question: what is not saved is offered at the next start."""
    window.files.take_what_is_typed()
    autosave = window.findChild(Autosave)
    if autosave is not None:
        autosave.failed.connect(lambda sentence: print(f"gdviz: {sentence}", file=sys.stderr))
        autosave.leave()
    QApplication.exit(code)


def _note_idle_gpu(window: MainWindow) -> None:
    """Note, long after the first paint, that there is a GPU that CuPy could use."""
    hint = idle_gpu()
    if hint is not None:
        window.panel.note_device(in_language(hint))


def spare_the_collector() -> None:
    """Exclude what exists as long as the window from garbage collection.

    A full collection over all of it takes 40 ms: two dropped frames, in the middle of a drag.
    """
    gc.collect()
    gc.freeze()


def _settings() -> QSettings:
    return QSettings(str(user_folder("config") / "window.ini"), QSettings.Format.IniFormat)


def _restore(window: MainWindow, theme: str | None = None, lang: str | None = None) -> None:
    """Let the window look as it did the last time, except for the options given."""
    settings, view_model = _settings(), window.controller.view_model
    window.arranger.restore_sizes(sizes_from(settings.value(_ARRANGED)))
    view_model.lay_over(until_chosen=True, **_options(theme, lang))
    view_model.begin(_person(settings), window.experiment.view)
    geometry = settings.value("geometry")
    if geometry is not None:
        window.restoreGeometry(geometry)
    for name, splitter in window.splitters.items():
        state = settings.value(f"splitters/{name}")
        if state is not None:
            splitter.restoreState(state)


def _options(theme: str | None, language: str | None) -> dict[str, Any]:
    """What the command line asks for."""
    return {name: value for name, value in (("theme", theme), ("language", language)) if value is not None}


def _person(settings: QSettings) -> PersonState:
    """What the person chose the last time; the language of the system where none was chosen."""
    given: dict[str, Any] = {"language": system_language()}
    given["detail"] = "simple"  # the first time
    for key in ("theme", "language", "detail", "motion"):
        if settings.contains(key):
            given[key] = str(settings.value(key))
    for key in ("text", "speed"):
        with suppress(ValueError):
            given[key] = float(str(settings.value(key)))  # as a float of Qt it would have single precision
    given["folded"] = [part for part in PARTS if settings.value(_FOLDED.format(part.title()), True, bool) is False]
    if settings.contains("startPage"):
        given["startPage"] = settings.value("startPage", True, bool)
    look = settings.value("look")
    if isinstance(look, str):
        try:
            given["look"] = json.loads(look)
        except ValueError:
            log.warning("the look of the pictures is not restored: %r", look[:80])
    return replace(person_from(given), arranged=True)


def _keep_choices(window: MainWindow) -> None:
    """Write what the person chooses from now on to the settings, at once: a program that is killed loses nothing."""
    view_model, kept = window.controller.view_model, window.controller.view_model.stored.person

    def keep() -> None:
        nonlocal kept
        before, kept = kept, view_model.stored.person
        if kept is before:
            return
        settings = _settings()
        for name, key in keys_of(PersonState).items():
            value = getattr(kept, name)
            if value == getattr(before, name):
                continue
            if name == "folded":
                for part in PARTS:
                    settings.setValue(_FOLDED.format(part.title()), part not in kept.folded)
            else:
                settings.setValue(key, json.dumps(value.to_json()) if isinstance(value, Look) else value)
        settings.sync()

    view_model.chosen.connect(keep)


def _remember(window: MainWindow) -> None:
    """Save the positions of the window and its parts; presenting ends."""
    window.commands.modes.present(False)
    settings = _settings()
    settings.setValue("geometry", window.saveGeometry())
    for name, splitter in window.splitters.items():
        settings.setValue(f"splitters/{name}", splitter.saveState())
    window.arranger.note_sizes()
    settings.setValue(_ARRANGED, json.dumps(window.arranger.sizes))


def _log_to_file() -> None:
    """A rotating log in the user's folder: 3 files of 256 kB at most."""
    handler = RotatingFileHandler(log_file(), maxBytes=256_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def log_file() -> Path:
    """Where the log is."""
    return user_folder("log") / "gdviz.log"


def _show_uncaught_errors(window: MainWindow) -> None:
    """Write an exception that nobody caught to the log and show it in a dialog; the program goes on.

    The same error is shown once. There is one dialog at a time, which shows what happens meanwhile, too.
    """
    shown: set[str] = set()

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        log.error("unforeseen: %s", details)
        if details not in shown:
            shown.add(details)
            # Later and in the window's thread: a dialog must not run inside the event that failed.
            QTimer.singleShot(0, window, lambda: _show_error(window, details))

    sys.excepthook = hook


def _show_error(window: MainWindow, details: str) -> None:
    from gdviz.gui.shell.error_dialog import ErrorDialog

    for dialog in window.findChildren(ErrorDialog):
        if dialog.isVisible():
            dialog.add(details)
            return
    dialog = ErrorDialog(details, log_file(), window)
    dialog.exec()
    dialog.deleteLater()
