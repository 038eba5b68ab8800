"""Ctrl+C and the system's request to end: the program ends, and unsaved changes are offered at the next start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import gdviz
from gdviz.gui.shell.files import worked_example
from gdviz.gui.shell.recovery import left_behind
from gdviz.paths import user_folder
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from gdviz import cli
from gdviz.gui import app
from gdviz.gui.shell import recovery

recovery.WAIT_MS = 10**8  # what is kept is kept at the end
create = app.create_window

def create_window(experiment=None, **shown):
    window = create(experiment, **shown)
    timer = QTimer(window)

    def begin():
        if window.findChild(recovery.Autosave) is None:
            return
        timer.stop()
        {act}
        tell.start(5)

    tell = QTimer(window)
    tell.timeout.connect(lambda: ({ready}) and (tell.stop(), print("ready", flush=True)))
    timer.timeout.connect(begin)
    timer.start(5)
    return window

app.create_window = create_window
sys.exit(cli.main(["gui", *sys.argv[1:]]))
"""
EDIT = 'window.controller.edit("optimizer.lr", 0.07)'
ASK = f"{EDIT}; QTimer.singleShot(0, window.close)"
ASKED = "isinstance(QApplication.activeModalWidget(), QMessageBox)"
CHOOSE = f"{EDIT}; QTimer.singleShot(0, window.files.save_as)"
CHOOSING = "isinstance(QApplication.activeModalWidget(), QFileDialog)"
TYPE = "window.panel.lr.setFocus(); window.panel.lr.selectAll(); window.panel.lr.insert('0.07')"


@contextmanager
def program(act: str, ready: str = "True", *arguments: str, ignored: bool = False) -> Iterator[subprocess.Popen[str]]:
    """The program, once it has done `act` and `ready` holds; with `ignored`, it was started to ignore Ctrl+C."""
    text = PROGRAM.replace("{act}", act).replace("{ready}", ready)
    wanted = signal.SIG_IGN if ignored else signal.SIG_DFL
    with subprocess.Popen(
        [sys.executable, "-c", text, *arguments, "--lang", "en"], cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, wanted),
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None and process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def said_at_the_end(process: subprocess.Popen[str]) -> str:
    """What the program prints on stderr until it ends, without the warnings of Qt's offscreen platform on dialogs."""
    lines = process.communicate(timeout=60)[1].splitlines(keepends=True)
    return "".join(line for line in lines if "propagateSizeHints" not in line)


@pytest.mark.parametrize(
    ("number", "code", "says", "act", "ready"),
    [
        (signal.SIGINT, 130, "gdviz: interrupted\n", TYPE, "True"),
        (signal.SIGINT, 130, "gdviz: interrupted\n", CHOOSE, CHOOSING),
        (signal.SIGTERM, 143, "", ASK, ASKED),
    ],
    ids=["while typing", "while a file is chosen", "while closing asks"],
)
def test_that_the_program_ends_at_once_and_what_was_not_saved_is_offered_again(
    number: int, code: int, says: str, act: str, ready: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.json"
    gdviz.save(worked_example(), file)
    with program(act, ready, str(file)) as process:
        process.send_signal(number)
        errors = said_at_the_end(process)
    assert (process.returncode, errors) == (code, says)
    [left] = left_behind()
    assert left.experiment.runs[0].optimizer.lr == 0.07 and left.path == file and left.version is not None
    assert gdviz.load(file).runs[0].optimizer.lr == 0.01
    left.discard()


def test_that_changes_that_cannot_be_kept_are_reported_in_the_terminal() -> None:
    full = "import os, errno; os.fsync = lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, 'full'))"
    with program(f"{EDIT}; {full}") as process:
        process.send_signal(signal.SIGINT)
        errors = said_at_the_end(process)
    assert errors == (
        "gdviz: Unsaved changes cannot be kept for a crash: No space left on device\ngdviz: interrupted\n"
    )


def test_that_a_program_without_changes_leaves_nothing_and_one_that_ignores_ctrl_c_still_does() -> None:
    with program("pass", "True", ignored=True) as process:
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        errors = said_at_the_end(process)
    assert (process.returncode, errors) == (143, "")
    assert left_behind() == []
    assert [path.name for path in (user_folder("data") / "unsaved").iterdir()] == []


STAGES = """
import importlib.abc, os, signal, sys
from gdviz import cli

def interrupt():
    print("interrupted", flush=True)
    os.kill(os.getpid(), signal.SIGINT)

class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == {stage!r}:
            interrupt()

def before(owner, name):
    plain = getattr(owner, name)
    def call(*arguments, **more):
        interrupt()
        setattr(owner, name, plain)
        return plain(*arguments, **more)
    setattr(owner, name, call)

def after_handler():
    plain = signal.signal
    def handle(number, handler):
        found = plain(number, handler)
        if number == signal.SIGINT and end_signals._only_once is handler:
            interrupt()
        return found
    signal.signal = handle

sys.meta_path.insert(0, Finder())
if {stage!r} in ("window", "signals", "waking", "handler"):
    from gdviz.gui import app
    from gdviz.gui.shell import end_signals
if {stage!r} == "window":
    before(app, "create_window")
elif {stage!r} == "signals":
    before(app, "EndSignals")
elif {stage!r} == "waking":
    before(signal, "set_wakeup_fd")
elif {stage!r} == "handler":
    after_handler()
sys.exit(cli.main({arguments}))
"""
LATER = ("gdviz.gui.app", "window", "signals", "waking")


@pytest.mark.parametrize(
    ("stage", "command", "code"),
    [
        *((stage, "gui", -signal.SIGINT) for stage in ("PySide6", "PySide6.QtWidgets", *LATER)),
        ("handler", "gui", 130),
        ("PySide6.QtWidgets", "run", -signal.SIGINT),
        ("PySide6.QtWidgets", "map", -signal.SIGINT),
    ],
)
def test_that_ctrl_c_ends_the_program_also_before_its_window_stands(
    stage: str, command: str, code: int, tmp_path: Path
) -> None:
    gdviz.save(worked_example(), tmp_path / "a.json")
    export = [] if command == "gui" else [str(tmp_path / "a.json"), "--export", str(tmp_path / "a.png")]
    done = subprocess.run(
        [sys.executable, "-c", STAGES.format(stage=stage, arguments=[command, *export, "--lang", "en"])],
        capture_output=True, text=True, timeout=60, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (code, "gdviz: interrupted\n" if code == 130 else "")
    assert "interrupted" in done.stdout.splitlines()
