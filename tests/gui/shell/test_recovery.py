from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

import gdviz
from gdviz.gui.shell import recent, recovery, session
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.recovery import Autosave, left_behind
from gdviz.look import Look
from gdviz.paths import user_folder
from gdviz.view_state import MomentState, SeenBox, keys_of
from tests.conftest import ROOT
from tests.gui.conftest import OpenWindow
from tests.gui.driving import activate, drag_start, fill_in, key, settle, wait_until
from tests.making import WORKED, a_run, an_experiment, line_data

CONTROL = Qt.KeyboardModifier.ControlModifier
Keep = Callable[[MainWindow], Autosave]

SESSION = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gdviz.gui.app import create_window
from gdviz.gui.shell import recovery
recovery.WAIT_MS = 1
app = QApplication([])
window = create_window()
window.controller.model.path = Path(sys.argv[1]) if len(sys.argv) > 1 else None
autosave = recovery.guard(window, window.controller)
window.controller.edit("optimizer.lr", 0.07)
timer = QTimer()
timer.timeout.connect(lambda: autosave.file.exists() and print("kept", flush=True))
timer.start(5)
app.exec()
"""


@pytest.fixture
def keep(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keep]:
    """Keep a window's changes, soon after each."""
    monkeypatch.setattr(recovery, "WAIT_MS", 1)
    made: list[Autosave] = []

    def keep_one(window: MainWindow) -> Autosave:
        made.append(Autosave(window.controller, window))
        return made[-1]

    yield keep_one
    for autosave in made:
        autosave.end()


def answer(monkeypatch: pytest.MonkeyPatch, *answers: QMessageBox.StandardButton) -> list[str]:
    """Answer the boxes to come; return their texts."""
    messages: list[str] = []
    rest = list(answers)

    def exec_box(box: QMessageBox) -> QMessageBox.StandardButton:
        messages.append(f"{box.text()} {box.informativeText()}")
        return rest.pop(0)

    monkeypatch.setattr(QMessageBox, "exec", exec_box)
    return messages


def crash(*arguments: str) -> None:
    """Start a window in a process of its own, change its rate to 0.07, and kill it once that is kept."""
    process = subprocess.Popen(
        [sys.executable, "-c", SESSION, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "kept\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def unsaved() -> list[str]:
    return sorted(path.suffix for path in (user_folder("data") / "unsaved").iterdir())


def kept(autosave: Autosave) -> gdviz.Experiment:
    return gdviz.Experiment.from_dict(json.loads(autosave.file.read_bytes())["experiment"])


def test_that_a_change_is_kept_within_5_seconds_and_forgotten_when_it_is_saved(
    window: MainWindow, keep: Keep, tmp_path: Path
) -> None:
    autosave = keep(window)
    assert not autosave.file.exists()
    fill_in(window, "lrField", "0.05")
    wait_until(autosave.file.exists)
    assert kept(autosave) == window.experiment
    assert window.files.save_path(tmp_path / "mine.json")
    assert not autosave.file.exists()
    fill_in(window, "lrField", "0.06")
    wait_until(autosave.file.exists)
    wait_until(lambda: kept(autosave) == window.experiment)
    window.setFocus()
    key(window, Qt.Key.Key_Z, CONTROL)
    assert not window.isWindowModified() and not autosave.file.exists()


def test_that_waiting_is_shorter_than_5_seconds_and_changes_do_not_put_it_off(window: MainWindow) -> None:
    autosave = Autosave(window.controller, window)
    assert autosave._timer.interval() <= 2500
    fill_in(window, "lrField", "0.05")
    first = autosave._timer.remainingTime()
    time.sleep(0.02)
    fill_in(window, "lrField", "0.06")
    assert autosave._timer.remainingTime() < first
    autosave.end()


def test_that_the_scales_of_the_axes_are_kept_with_a_change(open_window: OpenWindow, keep: Keep) -> None:
    window = open_window()
    autosave = keep(window)
    autosave.finish = window.files.finish
    window.pictures.set_look(Look(loss_axis="linear", rate_axis="log"))
    fill_in(window, "lrField", "0.05")
    wait_until(autosave.file.exists)
    wait_until(lambda: kept(autosave).runs == window.experiment.runs)
    other = open_window()
    other.controller.model.recover(kept(autosave), None)
    wait_until(lambda: other.pictures.look == Look(loss_axis="linear", rate_axis="log"))
    assert (other.loss.scale.kind, other.schedule.scale.kind) == ("linear", "log")


def test_that_a_session_keeps_what_a_file_has(window: MainWindow) -> None:
    session.begin(window)
    autosave = window.findChild(Autosave)
    assert autosave is not None and autosave.finish == window.files.finish
    autosave.end()


MOMENT = {
    "run": 1, "stage": 3, "camera": (-30.0, 45.5, 2.0), "drawing": True, "from_here": True, "loop": True,
    "uphill": True, "keep_ratio": True, "shuffle": False, "lab_room": True, "step_unfolded": True,
}  # fmt: skip


def of_data() -> gdviz.Experiment:
    """Two runs on samples; the rate of the second goes through points."""
    run = a_run((0, 0), {"kind": "sgd", "lr": 0.05}, batch={"size": 20})
    points = {**run, "schedule": {"kind": "points", "points": [[0, 0.05], [30, 0.01]]}}
    return an_experiment(line_data(100), [run, points], epochs=10)


def test_that_a_recovered_window_shows_what_was_looked_at_and_a_saved_file_never_has_it(
    open_window: OpenWindow, keep: Keep, tmp_path: Path
) -> None:
    window = open_window(of_data())
    autosave = keep(window)
    autosave.finish = window.files.finish
    window.controller.edit("seed", 7)
    window.playhead = 23
    (x0, x1), (y0, y1) = window.surface.box.targetRange()
    seen = ((x0 + (x1 - x0) / 4, x1), (y0, y1 - (y1 - y0) / 4))
    problem = window.scene.problem
    box = SeenBox(tuple(problem.names), tuple(problem.domain), seen)
    window.bench.change(**MOMENT, box=box)
    wait_until(lambda: autosave.file.exists() and json.loads(autosave.file.read_bytes())["moment"].get("stage") == 3)
    moment = window.controller.view_model.stored.moment
    assert window.files.save_path(tmp_path / "mine.json")
    saved = json.loads((tmp_path / "mine.json").read_bytes())
    assert "moment" not in saved and not saved["view"].keys() & {*keys_of(MomentState).values(), "playhead"}

    window.controller.edit("seed", 8)
    wait_until(autosave.file.exists)
    autosave.leave()
    other = open_window()
    autosave = keep(other)
    [left] = left_behind()
    autosave.adopt(left)
    settle(other)
    assert other.playhead == 23 and other.controller.view_model.stored.moment == moment
    assert other.experiment.seed == 8 and other.isWindowModified()
    assert other.table.selected() == 1 and other.data.stage == 3 and other.schedule.drawing
    assert other.bench.actions["actionFromHere"].isChecked() and other.bench.actions["actionLoop"].isChecked()
    assert other.surface.box.targetRange() == [list(side) for side in seen]


def test_that_what_is_looked_at_after_the_last_edit_is_kept_too(window: MainWindow, keep: Keep) -> None:
    def playhead() -> int:
        return int(json.loads(autosave.file.read_bytes())["moment"]["playhead"])

    autosave = keep(window)
    window.playhead = 3
    QTest.qWait(20)
    assert not autosave.file.exists()  # nothing is to be saved
    fill_in(window, "lrField", "0.05")
    wait_until(autosave.file.exists)
    window.playhead = 9
    wait_until(lambda: playhead() == 9)
    window.controller.playhead.play()
    wait_until(lambda: window.playhead > 10)
    window.controller.playhead.pause()
    wait_until(lambda: playhead() == window.playhead)


def test_that_a_moment_of_another_experiment_does_no_harm(window: MainWindow) -> None:
    given = {"run": 5, "stage": 2, "lab_room": True, "drawing": True, "playhead": 10**9, "camera": "x", "box": 3}
    window.controller.recover(window.experiment, None, None, given)
    settle(window)
    moment = window.scene.state.moment
    assert (moment.run, moment.stage, moment.lab_room, moment.drawing, moment.box) == (0, 0, False, False, None)
    assert window.playhead == window.controller.playhead.total
    window.controller.recover(window.experiment, None, None, {"playhead": "x"})
    assert window.playhead == 0


def test_that_a_drag_is_kept_as_it_ended(window: MainWindow, keep: Keep) -> None:
    autosave = keep(window)
    drag_start(window, (0.5, 0.5), (-1, 1.5))
    wait_until(autosave.file.exists)
    wait_until(lambda: kept(autosave) == window.experiment)


def test_that_two_windows_keep_apart(open_window: OpenWindow, keep: Keep) -> None:
    windows = [open_window(), open_window()]
    autosaves = [keep(window) for window in windows]
    for window, autosave, rate in zip(windows, autosaves, ("0.05", "0.06"), strict=True):
        activate(window)
        fill_in(window, "lrField", rate)
        wait_until(autosave.file.exists)
    assert [kept(autosave).runs[0].optimizer.lr for autosave in autosaves] == [0.05, 0.06]
    assert left_behind() == []
    autosaves[0].end()
    assert not autosaves[0].file.exists() and autosaves[1].file.exists()


def test_that_changes_to_a_file_whose_name_is_no_text_are_kept(window: MainWindow, keep: Keep) -> None:
    autosave = keep(window)
    path = Path(os.fsdecode(b"/tmp/\xff.json"))
    window.controller.model.open(window.experiment, path)
    recent.note_recent(path)
    assert recent.recent_files() == [path]
    window.controller.edit("optimizer.lr", 0.07)
    wait_until(autosave.file.exists)
    autosave.leave()
    (left,) = left_behind()
    assert left.path == path
    left.discard()


def test_that_ending_leaves_nothing(window: MainWindow) -> None:
    autosave = Autosave(window.controller, window)
    fill_in(window, "lrField", "0.05")
    autosave._keep()
    autosave.end()
    assert unsaved() == []


def test_that_the_changes_of_a_killed_program_are_offered_and_opened_as_changes_to_their_file(
    window: MainWindow, keep: Keep, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "경사 🏔.json"
    crash(str(mine))
    assert unsaved() == [".json", ".lock"]
    autosave = keep(window)
    autosave._timer.setInterval(60_000)  # what was left stays in its file meanwhile
    messages = answer(monkeypatch, QMessageBox.StandardButton.Open)
    recovery.offer(autosave, window)
    settle(window)
    assert len(messages) == 1 and "경사 🏔.json" in messages[0]
    assert window.experiment.runs[0].optimizer.lr == 0.07
    assert window.result.runs[0].lr[0] == 0.07
    assert window.isWindowModified() and window.controller.model.path == mine
    assert autosave.file.exists(), "kept until it is saved"
    assert window.files.save()
    assert gdviz.load(mine) == window.experiment
    assert unsaved() == [".lock"]


def test_that_what_is_put_off_is_offered_again_and_what_is_discarded_is_gone(
    window: MainWindow, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash()
    crash()
    before = window.experiment
    autosave = keep(window)
    buttons = QMessageBox.StandardButton
    messages = answer(monkeypatch, buttons.Cancel, buttons.Discard, buttons.Cancel)
    recovery.offer(autosave, window)
    assert len(messages) == 1 and unsaved().count(".json") == 2
    recovery.offer(autosave, window)
    assert len(messages) == 3 and unsaved().count(".json") == 1
    assert window.experiment is before and not window.isWindowModified()


def test_that_what_a_running_program_keeps_is_not_offered(window: MainWindow, keep: Keep) -> None:
    process = subprocess.Popen([sys.executable, "-c", SESSION], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "kept\n"
        recovery.offer(keep(window), window)  # a box would wait for ever
        assert left_behind() == []
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    assert len(left_behind()) == 1


def test_that_what_cannot_be_read_is_ignored_and_kept(
    window: MainWindow, keep: Keep, caplog: pytest.LogCaptureFixture
) -> None:
    folder = user_folder("data") / "unsaved"
    folder.mkdir()
    for name, content in (("a", b"{"), ("b", b"[]"), ("c", b'{"experiment": {}, "path": 3}'), ("d", b"[" * 100_000)):
        (folder / f"{name}.json").write_bytes(content)
    recovery.offer(keep(window), window)
    assert len(list(folder.glob("?.json"))) == 4
    assert caplog.text.count("recovery") >= 4


def test_that_one_whose_file_is_no_name_is_offered_without_it_beside_the_others(qapp: QApplication) -> None:
    folder = user_folder("data") / "unsaved"
    folder.mkdir()
    for name, path in (("a", 5), ("b", str(folder / "mine.json")), ("c", ["x"]), ("d", "."), ("e", "/")):
        (folder / f"{name}.json").write_text(json.dumps({"experiment": WORKED, "path": path}), encoding="utf-8")
    found = left_behind()
    assert {left.file.stem: left.path for left in found} == {
        "a": None, "b": folder / "mine.json", "c": None, "d": None, "e": None
    }  # fmt: skip
    for left in found:
        left.leave()


def test_that_changes_that_cannot_be_kept_are_reported_once(
    window: MainWindow, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    autosave = keep(window)
    messages: list[str] = []
    autosave.failed.connect(messages.append)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(recovery, "write_whole", full)
    fill_in(window, "lrField", "0.05")
    wait_until(lambda: bool(messages))
    fill_in(window, "lrField", "0.06")
    wait_until(lambda: autosave._thread is not None and not autosave._timer.isActive())
    QApplication.processEvents()
    assert messages == ["Unsaved changes cannot be kept for a crash: No space left on device"]


def test_that_a_users_folder_that_cannot_be_had_only_costs_the_keeping(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "file"))
    assert recovery.guard(window, window.controller) is None
    assert "autosave" in caplog.text


def test_that_a_window_made_by_a_script_keeps_and_offers_nothing(window: MainWindow) -> None:
    fill_in(window, "lrField", "0.05")
    assert window.findChild(Autosave) is None
    assert not (user_folder("data") / "unsaved").exists()
    assert not [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QDialog)]
