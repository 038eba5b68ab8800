"""File > Export image: what is chosen is what is written; and once more with Ctrl+Shift+E."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QElapsedTimer, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QStyle, QStyleOptionComboBox, QStyleOptionSpinBox, QWidget
from pytestqt.qtbot import QtBot

import gdviz
from gdviz.gui.export import image, series
from gdviz.gui.export.export_image import ExportImageDialog, export_again
from gdviz.gui.export.export_image_form import ImageForm
from gdviz.gui.export.picture_choices import PictureChoices, content, keep, painted
from gdviz.gui.kernel.scene import Scene
from gdviz.gui.kernel.view import ViewDefaults
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.style import theme
from tests.gui.conftest import OpenWindow
from tests.gui.driving import activate, child, click, key, wait_until
from tests.making import a_run, an_experiment

pytestmark = pytest.mark.one_window


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> Iterator[ExportImageDialog]:
    window.playhead = 5
    made = ExportImageDialog(window.bench, window.surface)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def choose(box: QComboBox, key: str) -> None:
    box.setCurrentIndex(box.findData(key))


def export(dialog: ExportImageDialog) -> None:
    QTest.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("target", ["surface", "rate", "loss", "card", "figure", "window"])
@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_that_each_picture_is_written_in_each_format_and_opens_again(
    dialog: ExportImageDialog, window: MainWindow, tmp_path: Path, target: str, kind: str
) -> None:
    choose(dialog.form.what, target)
    choose(dialog.form.kind, kind)
    dialog.form.path.setText(str(tmp_path / "그림"))
    export(dialog)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert gdviz.load(tmp_path / f"그림.{kind}") == window.experiment
    remark = child(window, "toast", QLabel)
    assert remark.isVisible() and remark.text() == f"Saved: 그림.{kind} in {tmp_path}"


def test_that_few_nodes_of_a_costly_surface_are_reported_where_it_is_shown(
    dialog: ExportImageDialog, window: MainWindow
) -> None:
    choose(dialog.form.what, "window")
    assert "nodes" not in dialog.form.note.text()
    wait_until(lambda: not window.surface.image.busy)
    window.surface.image.loss = window.surface.image.loss[::16, ::16]  # as where each loss takes milliseconds
    for target, remark in (("loss", False), ("surface", True), ("card", False), ("window", True)):
        choose(dialog.form.what, target)
        assert ("few nodes" in dialog.form.note.text()) == remark


def test_that_a_bar_shows_how_far_a_heat_map_for_paper_is(
    dialog: ExportImageDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(dialog.form.what, "surface")
    choose(dialog.form.kind, "pdf")
    dialog.form.path.setText(str(tmp_path / "a"))
    monkeypatch.setattr(QElapsedTimer, "elapsed", lambda _: 10_000)  # the bar comes only with a wait
    seen: list[tuple[int, int]] = []
    bar = dialog.form.progress
    form = dialog.form.layout()
    assert form is not None
    heights = {form.totalHeightForWidth(dialog.form.width())}
    bar.valueChanged.connect(lambda value: seen.append((value, bar.maximum())))
    bar.valueChanged.connect(lambda _: heights.add(form.totalHeightForWidth(dialog.form.width())))
    export(dialog)
    assert len(heights) == 1  # the dialog does not jump
    assert dialog.result() == QDialog.DialogCode.Accepted
    nodes = [pair for pair in seen if pair[1] > 10**6]
    assert nodes and nodes == sorted(nodes)
    assert nodes[-1][0] == nodes[-1][1]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", [1.0, 1.3, 1.75])
def test_that_the_size_as_needed_and_the_colours_can_be_read_at_each_size_of_type(
    window: MainWindow, qtbot: QtBot, language: str, size: float
) -> None:
    window.set_language(language)
    window.controller.view_model.change(text_scale=size)
    try:
        made = ExportImageDialog(window.bench, window.surface)
        qtbot.addWidget(made)
        made.show()
        spin, combo = QStyleOptionSpinBox(), QStyleOptionComboBox()
        made.form.height_.initStyleOption(spin)
        made.form.theme.initStyleOption(combo)
        kinds, parts = QStyle.ComplexControl, QStyle.SubControl
        for box, kind, option, part, text in (
            (made.form.height_, kinds.CC_SpinBox, spin, parts.SC_SpinBoxEditField, made.form.height_.text()),
            (made.form.theme, kinds.CC_ComboBox, combo, parts.SC_ComboBoxEditField, made.form.theme.currentText()),
        ):
            room = box.style().subControlRect(kind, option, part, box).width()
            assert room >= box.fontMetrics().horizontalAdvance(text), text
    finally:
        window.controller.view_model.change(text_scale=1.0)
        window.set_language("en")


@pytest.mark.parametrize("text", ["", "/", ".", "./", "~nobody-of-that-name", "~nobody-of-that-name/a.png"])
def test_that_a_text_that_names_no_file_only_rests_the_button(dialog: ExportImageDialog, text: str) -> None:
    dialog.form.path.setText(text)
    assert not dialog.export_button.isEnabled()
    choose(dialog.form.kind, "svg")
    choose(dialog.form.kind, "png")
    dialog.form.path.setText(text + "/a/b")
    assert dialog.export_button.isEnabled() == (not text.startswith("~"))


def test_that_a_suffix_that_is_typed_chooses_the_format(dialog: ExportImageDialog, tmp_path: Path) -> None:
    line = dialog.form.path
    assert dialog.form.kind.currentData() == "png"
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, str(tmp_path / "paper.pdf"))
    assert dialog.form.kind.currentData() == "pdf" and dialog.target() == tmp_path / "paper.pdf"
    assert line.text() == str(tmp_path / "paper.pdf")


def test_that_a_place_gives_size_and_resolution(dialog: ExportImageDialog, tmp_path: Path) -> None:
    choose(dialog.form.preset, "column")
    dialog.form.path.setText(str(tmp_path / "a.png"))
    export(dialog)
    image = QImage(str(tmp_path / "a.png"))
    dots = image.dotsPerMeterX() / 1000  # a millimetre
    assert image.width() / dots == pytest.approx(89, abs=0.1)
    assert dots * 25.4 == pytest.approx(600, rel=0.01)


def test_that_a_picture_for_a_paper_cannot_be_higher_than_its_page(dialog: ExportImageDialog) -> None:
    dialog.form.height_.setValue(3000)
    assert dialog.choices.height == 3000
    for place, wide in (("column", 89), ("columns", 183)):
        choose(dialog.form.preset, place)
        dialog.form.height_.setValue(3000)
        assert dialog.choices.height / dialog.choices.width * wide <= 220


def test_that_a_picture_shows_the_playhead_only_where_its_box_is_ticked(
    dialog: ExportImageDialog, window: MainWindow, tmp_path: Path
) -> None:
    assert not dialog.form.playhead.isChecked()
    choose(dialog.form.what, "loss")
    pictures = {}
    for ticked in (False, True):
        if ticked:
            click(dialog.form.playhead)
        for k in (4, 13):
            window.playhead = k
            with painted(window.bench, dialog.choices) as figure:
                pictures[ticked, k] = content(window.bench.carried, dialog.choices, figure)
    assert pictures[False, 4] == pictures[False, 13]
    assert pictures[True, 4] != pictures[True, 13]
    assert PictureChoices.of(asdict(dialog.choices)).playhead


def test_that_a_series_shows_the_playhead_whatever_its_box_says(dialog: ExportImageDialog) -> None:
    choose(dialog.form.run, "every")
    assert dialog.choices.playhead
    assert not dialog.form.playhead.isEnabled()
    choose(dialog.form.run, "one")
    assert not dialog.choices.playhead
    choose(dialog.form.what, "window")
    assert not dialog.form.playhead.isVisible()


def test_that_the_preview_follows_what_is_chosen(dialog: ExportImageDialog, qtbot: QtBot) -> None:
    def ground() -> str:
        image = dialog.preview.canvas.image
        return "" if image.isNull() else image.pixelColor(QPoint(2, 2)).name()

    choose(dialog.form.theme, "dark")
    qtbot.waitUntil(lambda: ground() == theme.dark().panel)
    choose(dialog.form.theme, "light")
    qtbot.waitUntil(lambda: ground() == "#ffffff")
    assert "×" in dialog.preview.words.text()
    choose(dialog.form.preset, "columns")
    qtbot.waitUntil(lambda: "183 ×" in dialog.preview.words.text())
    before = dialog.preview.canvas.image.width()
    dialog.resize(dialog.width() + 200, dialog.height() + 100)
    qtbot.waitUntil(lambda: dialog.preview.canvas.image.width() > before)


def test_that_a_picture_of_the_window_in_other_colours_leaves_the_window_as_it_is(
    dialog: ExportImageDialog, window: MainWindow, tmp_path: Path
) -> None:
    window.set_theme("light")
    choose(dialog.form.what, "window")
    choose(dialog.form.theme, "dark")
    dialog.form.path.setText(str(tmp_path / "a.png"))
    export(dialog)
    assert QImage(str(tmp_path / "a.png")).pixelColor(QPoint(2, 300)).name() == theme.dark().window
    assert (window.theme.name, window.controller.view_model.state.person.theme) == ("light", "light")


def test_that_remarks_on_the_last_picture_are_not_in_the_next_one(window: MainWindow, tmp_path: Path) -> None:
    window.bench.note_saved(tmp_path / "a.png")
    remark = child(window, "toast", QLabel)
    assert remark.isVisible()
    with painted(window.bench, replace(PictureChoices(), target="window")) as widget:
        assert widget is window and not remark.isVisible()


def test_that_the_choice_is_remembered_and_a_new_name_proposed(
    dialog: ExportImageDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    choose(dialog.form.what, "loss")
    choose(dialog.form.kind, "svg")
    choose(dialog.form.theme, "dark")
    dialog.form.path.setText(str(tmp_path / "loss.svg"))
    export(dialog)
    second = ExportImageDialog(window.bench, window.surface)
    qtbot.addWidget(second)
    assert (second.choices.target, second.choices.kind, second.choices.theme) == ("loss", "svg", "dark")
    assert second.target() == tmp_path / "loss-2.svg"


@pytest.mark.parametrize("place", ["own", "slide", "column", "columns"])
def test_that_the_scale_is_remembered_at_each_place(
    dialog: ExportImageDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path, place: str
) -> None:
    choose(dialog.form.preset, place)
    dialog.form.scale.setValue(3.5)
    dialog.form.path.setText(str(tmp_path / "a.png"))
    export(dialog)
    second = ExportImageDialog(window.bench, window.surface)
    qtbot.addWidget(second)
    assert (second.form.scale.value(), second.choices.scale, second.choices.preset) == (3.5, 3.5, place)


@pytest.mark.parametrize(("typed", "proposed"), [(None, "Second"), ("Mine", "Mine"), ("", "")])
def test_that_a_picture_has_the_title_of_its_experiment_or_the_one_that_was_typed(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, typed: str | None, proposed: str
) -> None:
    window = open_window(an_experiment("sphere", [a_run([1, 1])], title="First"))
    first = ExportImageDialog(window.bench, window.surface)
    qtbot.addWidget(first)
    assert first.form.title.text() == "First"
    if typed is not None:
        first.form.title.setText(typed)
    choose(first.form.what, "figure")
    choose(first.form.kind, "svg")
    first.form.path.setText(str(tmp_path / "a.svg"))
    first.show()
    export(first)
    window = open_window(an_experiment("sphere", [a_run([1, 1])], title="Second"))
    second = ExportImageDialog(window.bench, window.surface)
    qtbot.addWidget(second)
    assert second.form.title.text() == proposed
    second.reject()
    again = export_again(window.bench)
    assert again is not None
    root = ET.parse(again).getroot()
    remark = "".join(element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text"))
    assert [word for word in ("First", "Second", "Mine") if word in remark] == ([proposed] if proposed else [])


def test_that_the_button_says_that_a_file_is_replaced(dialog: ExportImageDialog, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"old")
    dialog.form.path.setText(str(tmp_path / "a.png"))
    assert "Replace" in dialog.export_button.text()
    assert "replaced" in dialog.form.note.text()
    dialog.form.path.setText(str(tmp_path / "b.png"))
    assert "Export" in dialog.export_button.text()
    dialog.form.path.setText("")
    assert not dialog.export_button.isEnabled()


def close(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file be written in `folder`: modes of files bind neither the superuser nor Windows."""
    opened = Path.open

    def opening(path: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
        if path.parent == folder and not mode.startswith("r"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, *more, **options)

    monkeypatch.setattr(Path, "open", opening)


@pytest.mark.parametrize("trouble", ["no folder", "name too long", "read-only", "disk full"])
def test_that_what_goes_wrong_is_one_sentence_and_nothing_is_lost(
    dialog: ExportImageDialog, tmp_path: Path, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, remark = tmp_path / "a.png", "No space left on device"
    path.write_bytes(b"old")
    if trouble == "no folder":
        path, remark = tmp_path / "nowhere" / "a.png", "No such file or directory"
    elif trouble == "name too long":
        path, remark = tmp_path / ("가" * 200 + ".png"), "File name too long"
    elif trouble == "read-only":
        close(tmp_path, monkeypatch)
        remark = "Permission denied"
    else:
        monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    dialog.form.path.setText(str(path))
    export(dialog)
    assert dialog.isVisible()
    assert dialog.form.problem.text() == f"The picture could not be written: {remark}."
    assert (tmp_path / "a.png").read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]


def test_that_a_series_is_numbered_by_its_steps_and_the_window_stays_where_it_was(
    dialog: ExportImageDialog, window: MainWindow, tmp_path: Path
) -> None:
    choose(dialog.form.what, "card")
    choose(dialog.form.run, "every")
    dialog.form.stride.setValue(8)
    dialog.form.path.setText(str(tmp_path / "a.png"))
    assert "4 pictures" in dialog.form.note.text()
    export(dialog)
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files == ["a-00.png", "a-08.png", "a-16.png", "a-20.png"]
    images = [QImage(str(tmp_path / name)) for name in files]
    assert all(images[i] != images[i + 1] for i in range(3))
    assert window.playhead == 5
    assert child(window, "toast", QLabel).text() == f"Saved: 4 pictures, from a-00.png, in {tmp_path}"
    choose(dialog.form.what, "window")
    dialog.form.stride.setValue(20)
    dialog.form.path.setText(str(tmp_path / "b.png"))
    export(dialog)
    first, last = (QImage(str(tmp_path / f"b-{step}.png")) for step in ("00", "20"))
    assert first != last
    assert window.playhead == 5


class LateView(ViewDefaults):
    """Is busy for some turns of the event loop after each scene."""

    def __init__(self) -> None:
        self._turns = 0

    def show_scene(self, scene: Scene, before: Scene | None) -> None:
        self._turns = 5

    @property
    def busy(self) -> bool:
        self._turns -= 1
        return self._turns > 0


@pytest.mark.parametrize("sheet", [False, True])
def test_that_a_series_of_the_window_waits_at_each_step_for_what_is_computed(
    dialog: ExportImageDialog, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sheet: bool
) -> None:
    late, asked = LateView(), []
    window.bench.add_view(late)
    choose(dialog.form.what, "window")
    choose(dialog.form.run, "listed")
    dialog.form.list.setText("2, 9")
    dialog.form.sheet.setChecked(sheet)
    dialog.form.path.setText(str(tmp_path / "a.png"))
    taken = image.picture

    def note(widget: QWidget, *more: Any) -> QImage:
        if widget is window:
            asked.append((window.playhead, late.busy))
        return taken(widget, *more)

    for module in (image, series):
        monkeypatch.setattr(module, "picture", note)
    export(dialog)
    window.bench.places.remove(late)
    assert asked == [(2, False), (9, False)]
    assert window.playhead == 5


@pytest.mark.parametrize("target", ["card", "window"])
def test_that_a_window_that_plays_plays_on_after_a_series(
    dialog: ExportImageDialog, window: MainWindow, tmp_path: Path, target: str
) -> None:
    choose(dialog.form.what, target)
    choose(dialog.form.run, "listed")
    dialog.form.list.setText("2, 9")
    dialog.form.path.setText(str(tmp_path / "a.png"))
    window.controller.playhead.play()
    export(dialog)
    assert window.controller.playhead.playing
    window.controller.playhead.pause()


def test_that_chosen_steps_go_onto_one_sheet(dialog: ExportImageDialog, tmp_path: Path) -> None:
    choose(dialog.form.what, "surface")
    choose(dialog.form.run, "listed")
    QTest.keyClicks(dialog.form.list, "0, 2, 99")
    assert "0 to 20" in dialog.form.problem.text()
    assert not dialog.export_button.isEnabled()
    dialog.form.list.clear()
    QTest.keyClicks(dialog.form.list, "0, 2, 5-6")
    dialog.form.sheet.setChecked(True)
    dialog.form.path.setText(str(tmp_path / "a.png"))
    export(dialog)
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]
    sheet = QImage(str(tmp_path / "a.png"))
    assert sheet.width() > 2 * series.CELL  # two columns, at twice the size of the screen
    assert gdviz.load(tmp_path / "a.png") == dialog.parent().experiment  # type: ignore[attr-defined]


def test_that_a_series_of_too_many_pictures_is_refused_in_a_sentence(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    form = ImageForm(parent, ["surface", "figure", "window"], 5000)
    choose(form.run, "every")
    form.stride.setValue(1)
    every = form.steps(0)
    assert every is not None and 800 < len(every) <= series.MOST
    choose(form.run, "listed")
    for text, remark in (
        ("0-999", ""),
        ("0-1000", "at most 1000"),
        ("0-600, 700-1200", "at most 1000"),
        ("6000", "5000"),
    ):
        form.list.setText(text)
        assert (form.steps(0) is None) == bool(remark), text
        assert (remark in form.problem.text()) and form.problem.isHidden() != bool(remark), text


def test_that_a_series_can_be_cancelled(
    dialog: ExportImageDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(dialog.form.what, "card")
    choose(dialog.form.run, "every")
    dialog.form.stride.setValue(1)
    dialog.form.path.setText(str(tmp_path / "a.png"))
    show = dialog.form.progress.setValue
    monkeypatch.setattr(dialog.form.progress, "setValue", lambda n: (show(n), n == 3 and dialog.reject()))
    export(dialog)
    assert dialog.isVisible()
    assert len(list(tmp_path.iterdir())) == 3
    assert dialog.export_button.isEnabled()


def test_that_the_last_export_is_repeated_at_the_present_step_under_a_new_name(
    dialog: ExportImageDialog, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    choose(dialog.form.what, "card")
    dialog.form.path.setText(str(tmp_path / "a.png"))
    export(dialog)
    window.playhead = 9
    activate(window)
    for _ in range(2):
        key(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a-2.png", "a-3.png", "a.png"]
    first, again, third = (QImage(str(tmp_path / name)) for name in ("a.png", "a-2.png", "a-3.png"))
    assert first != again
    assert again == third
    assert child(window, "toast", QLabel).text() == f"Saved: a-3.png in {tmp_path}"


def test_that_repeating_before_the_first_export_asks(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(ExportImageDialog, "exec", lambda self: asked.append(self.objectName()))
    window.bench.actions["actionExportAgain"].trigger()
    assert asked == ["exportImageDialog"]


def test_that_a_picture_of_what_an_experiment_lacks_is_not_repeated_with_something_else(
    window: MainWindow, tmp_path: Path
) -> None:
    keep(PictureChoices(target="data"), tmp_path / "a.png")
    assert export_again(window.bench) is None
    assert list(tmp_path.iterdir()) == []


def test_that_a_wish_of_another_program_is_ignored() -> None:
    assert PictureChoices.of({"target": "loss", "scale": 3, "parts": ["loss", "card"]}).parts == ("loss", "card")
    for wrong in (None, {"target": "nothing"}, {"scale": 1e9}, {"width": -4}, {"kind": "gif"}, {"theme": "pink"}):
        assert PictureChoices.of(wrong) == PictureChoices()
        assert PictureChoices.of(wrong, "mine") == PictureChoices(title="mine")


def test_that_steps_are_read_from_words_and_names_stay_free(tmp_path: Path) -> None:
    assert series.listed(" 3, 1;5-7 ", 9) == [1, 3, 5, 6, 7]
    for wrong in ("", "a", "3-1", "12", "1--2", "1.5"):
        assert series.listed(wrong, 9) is None
    assert series.steps_apart(4, 10) == [0, 4, 8, 10]
    assert series.numbered(tmp_path / "a.b.svg", 7, 120).name == "a.b-007.svg"
    for name in ("a.png", "a-2.png", "b-7.png"):
        (tmp_path / name).touch()
    names = [series.free_name(tmp_path / name).name for name in ("a.png", "b-7.png", "c.png")]
    assert names == ["a-3.png", "b-8.png", "c.png"]


def test_that_the_dialog_is_for_what_there_is(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window(an_experiment({"kind": "expression", "expression": "x^2"}, [a_run((1,))]))
    dialog = ExportImageDialog(window.bench, window.surface)
    qtbot.addWidget(dialog)
    there = [dialog.form.what.itemData(i) for i in range(dialog.form.what.count())]
    assert "data" not in there
    assert "surface3d" not in there
