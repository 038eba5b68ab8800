"""Stores unsaved changes in the user's folder, and offers them again after a crash.

Each window has a file of its own, and a lock that ends with its process; a file whose lock nobody holds was left
by a crash.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QLockFile, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gdviz.experiment import Experiment
from gdviz.gui.kernel.controller import Controller
from gdviz.gui.style.translating import text as in_language
from gdviz.gui.style.translating import translate
from gdviz.messages import ExperimentError, mark, why
from gdviz.paths import user_folder, write_whole

WAIT_MS = 2000
"""The delay from a change to its writing: short enough to lose little, long enough to write once per drag."""

log = logging.getLogger(__name__)


class Autosave(QObject):
    """Stores unsaved changes in a file until they are saved, undone or discarded, with the state of the view.

    `failed` carries a sentence when writing fails; it is not emitted again until writing has succeeded.
    """

    failed = Signal(str)
    _written = Signal(str)

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        """Raise OSError if the user's folder cannot be used."""
        file = (
            _folder() / f"{os.getpid()}-{os.urandom(4).hex()}.json"
        )  # first, as an object that fails halfway must have no parent
        super().__init__(parent)
        self._controller, self._model = controller, controller.model
        self.finish: Callable[[Experiment], Experiment] = lambda experiment: experiment
        """See Files.finish."""
        self.file, self._lock = file, _locked(file)
        self._thread: threading.Thread | None = None
        self._failing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._keep)
        self._written.connect(self._on_written)
        self._model.changed.connect(self._on_changed)
        self._model.fileChanged.connect(self._on_file)
        controller.view_model.chosen.connect(self._on_moment)
        controller.playhead.moved.connect(self._on_moment)
        controller.playhead.playingChanged.connect(self._on_moment)
        self._on_file()

    def adopt(self, left: UnsavedWork) -> None:
        """Continue the work that a crash left, in its file and under its lock, as unsaved changes."""
        self._controller.recover(left.experiment, left.path, left.version, left.moment)
        self._forget()
        self._lock.unlock()
        self.file, self._lock = left.file, left.lock

    def leave(self) -> None:
        """Store unsaved changes now, for the next start, as the program ends without a question."""
        self._timer.stop()
        self._wait()
        if self._model.modified:
            self._write(*self._now())
        else:
            self._forget()
        self._lock.unlock()

    def end(self) -> None:
        """Delete the file, as the window was closed, and its changes were saved or discarded."""
        if not self._lock.isLocked():  # it stays for the next start
            return
        self._timer.stop()
        self._forget()
        self._lock.unlock()

    @Slot()
    def _on_changed(self) -> None:
        if not self._timer.isActive():  # further changes do not delay it
            self._timer.start()

    @Slot()
    def _on_moment(self) -> None:
        """Schedule a writing after the view has changed; while playing, once the playhead rests."""
        if not self._controller.playhead.playing:
            self._on_changed()

    @Slot()
    def _on_file(self) -> None:
        if self._model.modified:
            self._on_changed()
        else:
            self._forget()

    @Slot()
    def _keep(self) -> None:
        """Write on a thread, as a disk may be slow and the window must not wait."""
        if not self._model.modified:
            return
        if self._thread is not None and self._thread.is_alive():
            self._timer.start()
            return
        self._thread = threading.Thread(target=self._write, args=self._now(), name="autosave")
        self._thread.start()

    def _now(self) -> tuple[Path, Experiment, Path | None, str | None, dict[str, Any]]:
        """Return what is to be written, and where."""
        model = self._model
        return self.file, self.finish(model.experiment), model.path, model.version, self._controller.moment()

    def _write(
        self, file: Path, experiment: Experiment, path: Path | None, version: str | None, moment: dict[str, Any]
    ) -> None:
        data = {
            "experiment": experiment.to_dict(),
            "path": None if path is None else str(path.absolute()),
            "version": version,
            "moment": moment,
        }
        try:
            write_whole(file, json.dumps(data, allow_nan=False).encode("ascii"))
        except OSError as error:
            self._written.emit(in_language(why(error)))
        else:
            self._written.emit("")

    @Slot(str)
    def _on_written(self, why: str) -> None:
        if why:
            log.warning("autosave: %s", why)
        if why and not self._failing:
            self.failed.emit(_unkept(why))
        self._failing = bool(why)

    def _forget(self) -> None:
        self._wait()
        self.file.unlink(missing_ok=True)

    def _wait(self) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None


@dataclass
class UnsavedWork:
    """Work that a crash left: the experiment, its file if it had one, when it was stored; and the held lock.

    `version` is the fingerprint of the file from which the changes began, `moment` the state of the view.
    """

    file: Path
    lock: QLockFile
    experiment: Experiment
    path: Path | None
    version: str | None
    since: float
    moment: Mapping[str, Any]

    def discard(self) -> None:
        """Delete the work for good."""
        self.file.unlink(missing_ok=True)
        self.lock.unlock()

    def leave(self) -> None:
        """Release the lock, and leave the work for the next start."""
        self.lock.unlock()


def left_behind() -> list[UnsavedWork]:
    """Return the work that crashes left and no other window holds, newest first; the caller then holds its locks."""
    found = []
    for file in _folder().glob("*.json"):
        lock = _locked(file)
        if not lock.isLocked():
            continue
        try:
            found.append(_read(file, lock))
        except (OSError, ExperimentError) as error:  # not deleted: a person may still recover something from it
            log.warning("recovery: %s: %s", file, error)
            lock.unlock()
    return sorted(found, key=lambda left: left.since, reverse=True)


def offer(autosave: Autosave, window: QWidget) -> None:
    """Ask about the work that crashes left, one by one, until one is opened or the rest is postponed."""
    rest = left_behind()
    while rest:
        from gdviz.gui.shell.recovery_box import RecoveryBox

        left = rest.pop(0)
        box = RecoveryBox(left.path.name if left.path else left.experiment.title, left.since, window)
        answer = box.exec()
        box.deleteLater()
        if answer == RecoveryBox.DISCARD:
            left.discard()
            continue
        if answer == RecoveryBox.OPEN:
            autosave.adopt(left)
        else:
            left.leave()
        break
    for left in rest:
        left.leave()


def guard(
    window: QWidget,
    controller: Controller,
    finish: Callable[[Experiment], Experiment] | None = None,
    say: Callable[[str], object] | None = None,
) -> Autosave | None:
    """Store a window's changes from now on; return the Autosave, or None if the user's folder cannot be used.

    `finish` completes an experiment for a file, see Files.finish; `say` shows a sentence if changes cannot be stored,
    now or later.
    """
    try:
        autosave = Autosave(controller, window)
    except OSError as error:
        log.warning("autosave: %s", error)
        if say is not None:
            say(_unkept(in_language(why(error))))
        return None
    if finish is not None:
        autosave.finish = finish
    if say is not None:
        autosave.failed.connect(say)
    app = QCoreApplication.instance()
    if app is not None:
        app.aboutToQuit.connect(autosave.end)
    return autosave


def _unkept(reason: str) -> str:
    """Return the sentence that says that changes are not stored."""
    return translate(mark("Unsaved changes cannot be kept for a crash: {why}")).format(why=reason)


def _read(file: Path, lock: QLockFile) -> UnsavedWork:
    since = file.stat().st_mtime
    try:
        data = json.loads(file.read_bytes())
        experiment, path, version = data["experiment"], data["path"], data.get("version")
        moment = data.get("moment")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ExperimentError("", str(error)) from None
    known = (
        Path(path) if isinstance(path, str) and Path(path).name else None
    )  # without its name the work can still be offered
    moment = moment if isinstance(moment, dict) else {}
    return UnsavedWork(file, lock, Experiment.from_dict(experiment), known, version, since, moment)


def _folder() -> Path:
    folder = user_folder("data") / "unsaved"
    folder.mkdir(exist_ok=True)
    return folder


def _locked(file: Path) -> QLockFile:
    """Return the lock of a file after trying it; a lock whose process has ended is ignored, however recent."""
    lock = QLockFile(str(file.with_suffix(".lock")))
    lock.setStaleLockTime(0)
    lock.tryLock(0)
    return lock
