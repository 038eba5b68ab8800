"""The application: a window for a test or a script, and the whole program for a person."""

from __future__ import annotations

import gc
import logging
import signal
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from gdviz.backend import idle_gpu
from gdviz.experiment import Experiment
from gdviz.gui.shell.end_signals import EndSignals
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.recovery import Autosave
from gdviz.gui.style.language import system_language
from gdviz.gui.style.texts import text as in_language
from gdviz.paths import user_folder

_THEMES, _LANGUAGES = ("system", "dark", "light"), ("en", "ko")
BEGIN_MS = 300
"""From showing the window until its session begins."""

log = logging.getLogger("gdviz")


def create_window(experiment: Experiment | None = None) -> MainWindow:
    """The main window with `experiment`, or the worked example; it needs a QApplication.

    It starts no event loop, restores no saved state, opens no dialog, and closes without asking.
    """
    return MainWindow(experiment if experiment is not None else worked_example())


def main(
    experiment: Experiment | None = None,
    path: Path | None = None,
    *,
    version: str | None = None,
    theme: str | None = None,
    lang: str | None = None,
    asked: bytes | None = None,
) -> int:
    """Open the window and stay until it is closed; returns the exit code, 128 + n where the signal n ended it.

    Raises KeyboardInterrupt after Ctrl+C in the terminal.

    `experiment` was read from `path`, whose fingerprint was `version`; without one, the worked example is shown.
    `theme` is "dark" or "light", `lang` "en" or "ko"; None takes what was chosen in the window the last time, or else
    the system's. `asked` is the content of the experiment's file where a person is to be asked about files outside of
    its folder.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("gdviz")
    app.setDesktopFileName("gdviz")
    _log_to_file()
    window = create_window(experiment)
    if experiment is not None:
        window.controller.model.open(experiment, path, version)
    window.files.asks = True
    begun = _restore(window, theme, lang)
    _catch_the_unforeseen(window)
    window.show()
    QTimer.singleShot(BEGIN_MS, window, lambda: _begin(window, asked))
    QTimer.singleShot(1000, window, lambda: _tell_idle_gpu(window))
    QTimer.singleShot(1500, window, spare_the_collector)
    signals = EndSignals(window)
    signals.received.connect(lambda number: _leave(window, 128 + number))
    try:
        code = app.exec()
    finally:
        gc.enable()  # where the window was closed before that
        signals.release()
    _remember(window, begun)
    if signals.number is not None:
        window.files.asks = window.files.keeps = False  # what is not saved was kept
        window.close()
    if signals.number == signal.SIGINT:
        raise KeyboardInterrupt
    return code


def _begin(window: MainWindow, asked: bytes | None = None) -> None:
    """After the first paint: what only a person at the screen needs."""
    from gdviz.gui.shell.session import begin

    if asked is not None:
        window.files.ask_for_withheld(asked)
    begin(window, _settings())


def _leave(window: MainWindow, code: int) -> None:
    """End without a question: what is not saved is offered at the next start."""
    window.files.take_what_is_typed()
    autosave = window.findChild(Autosave)
    if autosave is not None:
        autosave.failed.connect(lambda sentence: print(f"gdviz: {sentence}", file=sys.stderr))
        autosave.leave()
    QApplication.exit(code)


def _tell_idle_gpu(window: MainWindow) -> None:
    """Long after the first paint: whether there is a GPU that CuPy could use."""
    hint = idle_gpu()
    if hint is not None:
        window.panel.note_device(in_language(hint))


def spare_the_collector() -> None:
    """Take what lives as long as the window out of the garbage collector's sight.

    A full collection over all of it takes 40 ms: two dropped frames, in the middle of a drag.
    """
    gc.collect()
    gc.freeze()
    gc.enable()


def _settings() -> QSettings:
    return QSettings(str(user_folder("config") / "window.ini"), QSettings.Format.IniFormat)


def _restore(window: MainWindow, theme: str | None = None, lang: str | None = None) -> tuple[str, str]:
    """Let the window look as it did the last time, but for what is asked for; returns its theme and its language."""
    settings = _settings()
    begun = theme or _chosen("theme", _THEMES, "system"), lang or _chosen("language", _LANGUAGES, system_language())
    if begun[0] != window.theme_choice:
        window.set_theme(begun[0])
    window.set_language(begun[1])
    geometry = settings.value("geometry")
    if geometry is not None:
        window.restoreGeometry(geometry)
    window.commands.comfort.restore(settings)
    window.pictures.restore(settings, window.experiment)
    for name, splitter in window.splitters.items():
        state = settings.value(f"splitters/{name}")
        if state is not None:
            splitter.restoreState(state)
    return begun


def _chosen(name: str, known: tuple[str, ...], else_: str) -> str:
    """What was chosen in the window the last time."""
    kept = str(_settings().value(name, else_))
    return kept if kept in known else else_


def _remember(window: MainWindow, begun: tuple[str, str]) -> None:
    """Keep how the window looks; theme and language only where another was chosen in it than it was `begun` with."""
    settings = _settings()
    language = "ko" if window.actions_["actionKorean"].isChecked() else "en"
    for name, now, first in zip(("theme", "language"), (window.theme_choice, language), begun, strict=True):
        if now != first:
            settings.setValue(name, now)
    window.commands.comfort.remember(settings)
    window.pictures.remember(settings)
    settings.setValue("geometry", window.saveGeometry())
    for name, splitter in window.splitters.items():
        settings.setValue(f"splitters/{name}", splitter.saveState())


def _log_to_file() -> None:
    """A rotating log in the user's folder: 3 files of 256 kB at most."""
    handler = RotatingFileHandler(log_file(), maxBytes=256_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


def log_file() -> Path:
    """Where the log is."""
    return user_folder("log") / "gdviz.log"


def _catch_the_unforeseen(window: MainWindow) -> None:
    """An exception that nobody caught goes into the log and into a dialog; the program lives on.

    What fails at each frame is shown once, and one dialog at a time.
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

    if window.findChild(ErrorDialog) is None:
        dialog = ErrorDialog(details, log_file(), window)
        dialog.exec()
        dialog.deleteLater()
