"""What a person chooses is in the settings as soon as it is chosen, and nothing else is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QWidget

from gdviz.gui import app as program
from gdviz.gui.export.picture_choices import PictureChoices, painted
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import reduced_motion, scaling
from gdviz.look import Look
from gdviz.paths import user_folder
from gdviz.view_state import TEXT_SCALES
from tests.conftest import ROOT
from tests.gui.conftest import OpenWindow
from tests.gui.driving import key

CONTROL = Qt.KeyboardModifier.ControlModifier
KILLED = """
import os, signal, sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from gdviz import cli
from gdviz.gui import app

create = app.create_window

def create_window(experiment=None, **shown):
    window = create(experiment, **shown)
    timer = QTimer(window)

    def act():
        if not window.isActiveWindow():
            window.activateWindow()
            return
        timer.stop()
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_F6)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
        for name in ("actionThemeDark", "actionKorean"):
            window.bench.actions[name].trigger()
        os.kill(os.getpid(), signal.SIGKILL)

    timer.timeout.connect(act)
    timer.start(5)
    return window

app.create_window = create_window
cli.main(["gui", "--lang", "en"])
"""


@pytest.fixture(autouse=True)
def usual_scales(qapp: QApplication) -> Iterator[None]:
    """The scales belong to the application, and motion: no test may leave others to the next."""
    yield
    scaling.set_scales(1.0, 1.0)
    reduced_motion.set_reduced(False)


def kept() -> dict[str, str]:
    """All that is in the file of the settings now, as text: it may have been written by another process."""
    settings = QSettings(str(user_folder("config") / "window.ini"), QSettings.Format.IniFormat)
    settings.sync()
    return {
        name: str(settings.value(name)).replace("True", "true").replace("False", "false") for name in settings.allKeys()
    }


def started(window: MainWindow, theme: str | None = None, lang: str | None = None) -> MainWindow:
    """A window as the program starts it."""
    program._restore(window, theme, lang)
    program._keep_choices(window)
    QApplication.processEvents()
    return window


def take(window: MainWindow, name: str) -> None:
    window.bench.actions[name].trigger()
    QApplication.processEvents()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_that_a_program_that_is_killed_has_kept_what_was_chosen_in_it(open_window: OpenWindow) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED], cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, timeout=60,
        check=False, capture_output=True,
    )  # fmt: skip
    assert done.returncode == -9, done.stderr
    assert kept() == {"language": "ko", "theme": "dark", "text": str(TEXT_SCALES[2]), "shown/actionFoldPanel": "false",
                      "shown/actionFoldPlots": "true", "shown/actionFoldRight": "true"}  # fmt: skip
    window = started(open_window())
    assert window.theme.is_dark and window.bench.actions["actionKorean"].isChecked()
    assert window.windowTitle().startswith("강의의 예제")
    assert window.scene.arrangement == "descent" and not window.panel.isVisible()
    assert not window.bench.actions["actionFoldPanel"].isChecked()
    assert scaling.text_scale() == TEXT_SCALES[2]


def test_that_each_choice_is_written_when_it_is_made(open_window: OpenWindow) -> None:
    window = started(open_window())
    assert kept() == {}
    take(window, "actionThemeDark")
    assert kept() == {"theme": "dark"}
    take(window, "actionKorean")
    assert kept() == {"theme": "dark", "language": "ko"}
    take(window, "actionThemeSystem")
    assert kept() == {"theme": "system", "language": "ko"}
    key(window, Qt.Key.Key_Minus, CONTROL)
    assert kept()["text"] == str(TEXT_SCALES[0])
    key(window, Qt.Key.Key_F8)
    assert kept()["shown/actionFoldRight"] == "false"
    key(window, Qt.Key.Key_F8)
    assert kept()["shown/actionFoldRight"] == "true"
    window.timeline.speedChanged.emit(20.0)
    assert float(kept()["speed"]) == 20.0


def test_that_a_window_alone_reads_and_writes_no_settings(open_window: OpenWindow) -> None:
    settings = program._settings()
    settings.setValue("theme", "dark")
    settings.setValue("shown/actionFoldPlots", False)
    settings.sync()
    before = kept()
    window = open_window()
    assert not window.theme.is_dark and window.splitters["plots"].isVisible()
    key(window, Qt.Key.Key_F6)
    take(window, "actionKorean")
    take(window, "actionThemeLight")
    assert kept() == before


@pytest.mark.parametrize("text", [None, TEXT_SCALES[0]])
def test_that_a_window_made_for_a_person_needs_no_change_but_for_the_size_of_type(
    open_window: OpenWindow, text: float | None
) -> None:
    settings = program._settings()
    choices = {
        "theme": "dark",
        "language": "ko",
        "detail": "simple",
        "motion": "reduced",
        "shown/actionFoldPanel": False,
    }
    for key_, value in (choices | ({} if text is None else {"text": text})).items():
        settings.setValue(key_, value)
    settings.sync()
    window = open_window(person=program._person(settings))
    changed: list[object] = []
    window.controller.view_model.changed.connect(changed.append)
    assert window.theme.is_dark and window.scene.simple and window.scene.arrangement == "descent"
    assert (
        window.windowTitle().startswith("강의의 예제") and reduced_motion.is_reduced() and not window.panel.isVisible()
    )
    started(window)
    assert len(changed) == (text is not None) and scaling.text_scale() == (text or 1.0)
    assert window.scene.simple and window.theme.is_dark and reduced_motion.is_reduced()
    started(window, "light", "en")
    assert not window.theme.is_dark and window.windowTitle().startswith("The worked example")


def test_that_an_option_of_the_command_line_is_not_kept_but_what_is_chosen_over_it_is(open_window: OpenWindow) -> None:
    first = started(open_window(), "dark", "ko")
    assert first.theme.is_dark and first.bench.actions["actionKorean"].isChecked()
    key(first, Qt.Key.Key_F7)
    assert not {"theme", "language"} & kept().keys()
    take(first, "actionThemeLight")
    take(first, "actionEnglish")
    assert kept()["theme"] == "light" and not first.theme.is_dark
    assert first.bench.actions["actionEnglish"].isChecked() and first.windowTitle().startswith("The worked example")
    second = started(open_window())
    assert not second.theme.is_dark and second.bench.actions["actionThemeLight"].isChecked()
    assert not second.splitters["plots"].isVisible()


def test_that_presenting_changes_neither_settings_nor_what_is_stored(open_window: OpenWindow) -> None:
    window = started(open_window())
    stored, view = window.controller.view_model.stored, window.bench.experiment.view
    window.setFocus()
    key(window, Qt.Key.Key_F5)
    assert scaling.text_scale() == 1.75 and not window.panel.isVisible()
    key(window, Qt.Key.Key_H)
    assert not window.scene.state.experiment.ahead_hidden
    key(window, Qt.Key.Key_Plus, CONTROL)
    key(window, Qt.Key.Key_F6)
    assert window.panel.isVisible() and scaling.text_scale() == TEXT_SCALES[-1]
    assert kept() == {} and window.controller.view_model.stored == stored
    key(window, Qt.Key.Key_F5)
    assert window.controller.view_model.state == stored and window.bench.experiment.view == view
    assert kept() == {} and window.panel.isVisible() and scaling.text_scale() == 1.0


def test_that_a_picture_of_the_window_in_other_colours_changes_nothing(open_window: OpenWindow) -> None:
    window = started(open_window(), theme="dark")
    stored = window.controller.view_model.stored
    choices = replace(PictureChoices(), target="window", theme="light")
    with painted(window.bench, choices) as widget:
        assert widget is window and not window.theme.is_dark
        assert kept() == {} and window.controller.view_model.stored == stored
    assert window.theme.is_dark and kept() == {} and window.controller.view_model.stored == stored
    window.setFocus()
    key(window, Qt.Key.Key_F5)
    with painted(window.bench, replace(choices, theme="dark")):
        assert window.theme.is_dark
    assert not window.theme.is_dark  # presenting is light
    key(window, Qt.Key.Key_F5)
    assert window.theme.is_dark and kept() == {} and window.controller.view_model.stored == stored


def test_that_the_first_arrangement_has_the_widths_of_the_last_time(open_window: OpenWindow) -> None:
    window = started(open_window())
    body = window.arranger.body
    assert body is not None and window.scene.arrangement == "descent"
    left, main, right = body.sizes()
    body.setSizes([left + 40, main - 100, right + 60])
    given = body.sizes()
    program._remember(window)
    other = started(open_window())
    other.resize(window.size())  # where the screen is small, Qt restores less than that
    QApplication.processEvents()
    again = other.arranger.body
    assert again is not None and again.sizes()[::2] == given[::2]


def test_that_closing_while_presenting_remembers_the_window_as_it_was(open_window: OpenWindow) -> None:
    window = started(open_window())
    key(window, Qt.Key.Key_F5)
    program._remember(window)
    assert kept().keys() == {"geometry", "arranged", "splitters/body", "splitters/plots", "splitters/right"} | {
        f"splitters/{name}" for name in window.splitters
    }
    assert not window.controller.view_model.stored.person.folded


@pytest.mark.parametrize("text", ["huge", "inf", "nan", "1e9", "-1"])
def test_that_settings_that_make_no_sense_are_ignored(open_window: OpenWindow, text: str) -> None:
    settings = program._settings()
    for name, value in (("text", text), ("theme", "pink"), ("language", "tlh"), ("look", "{broken"),
                        ("shown/actionFoldPanel", "perhaps"), ("speed", "-3")):  # fmt: skip
        settings.setValue(name, value)
    settings.sync()
    window = started(open_window())
    person = window.controller.view_model.stored.person
    assert scaling.text_scale() == 1.0 and person.speed == 5.0 and person.look == Look()
    assert window.bench.actions["actionThemeSystem"].isChecked() and window.bench.actions["actionEnglish"].isChecked()


def test_that_older_settings_are_read(open_window: OpenWindow) -> None:
    file = user_folder("config") / "window.ini"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        "[General]\nlanguage=ko\ntext=1.15\ntheme=dark\n"
        r'look="{\"levels\": \"rank\", \"loss_axis\": \"best\"}"'
        "\n\n"
        "[shown]\nactionFoldPanel=false\nactionFoldPlots=true\nactionFoldRight=true\n",
        encoding="utf-8",
    )
    window = started(open_window())
    assert window.theme.is_dark and scaling.text_scale() == 1.15 and not window.panel.isVisible()
    assert window.bench.actions["actionKorean"].isChecked() and window.scene.state.person.folded == {"panel"}
    assert window.scene.simple and window.scene.arrangement == "descent"
    assert window.surface.look == Look(levels="rank")  # the axes belong to the experiment


def test_that_a_look_is_remembered_unless_the_experiment_has_its_own(open_window: OpenWindow) -> None:
    window = started(open_window())
    choose_look(window.loss, "loss_axis", "linear")
    choose_look(window.surface, "legend", False)
    assert json.loads(program._settings().value("look")) == {"legend": False}  # the axes are not the person's
    other = started(open_window())
    assert other.surface.look == Look(legend=False)
    own = open_window(other.experiment.replace("view", {"look": {"levels": "linear", "loss_axis": "log"}}))
    started(own)
    assert own.surface.look == Look(legend=False, levels="linear", loss_axis="log")
    assert not own.controller.model.modified


def choose_look(view: QWidget, name: str, value: object) -> None:
    """What the menu of a view sends when its entry is taken (see test_shared_look for the menu itself)."""
    view.lookChosen.emit(Look.of({**view.look.to_json(), name: value}))  # type: ignore[attr-defined]
