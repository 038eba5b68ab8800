"""The exercise sheet of a guided lesson: what is on it, what is not, and what the sheet with the answers adds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from gdviz import cli
from gdviz.gui.export.image import picture
from gdviz.gui.export.waiting import always_continue
from gdviz.gui.lesson import sheet_pages
from gdviz.gui.lesson.lesson_text import plain
from gdviz.gui.lesson.sheet_file import write_sheet
from gdviz.gui.lesson.sheet_plot import plotted
from gdviz.gui.style import scaling
from gdviz.guided.catalogue import guided, names
from gdviz.guided.guided_lesson import Choice, Number, Opening
from gdviz.guided.lesson_texts import Piece, filled, numbers_of
from gdviz.guided.sheet import BLANK, Option, Question, Sheet, sheet_of
from gdviz.guided.situation import Recordings
from gdviz.texts import LANGUAGES
from tests.guided.lesson_folder import TEXTS, changed, lesson_with
from tests.guided.pdf_text import pages_of, squeezed

pytestmark = pytest.mark.usefixtures("qapp")
Capture = pytest.CaptureFixture[str]
printed = pytest.mark.parametrize(
    ("name", "lang"), [("by_hand", "en"), ("by_hand", "ko"), ("learning_rate", "en"), ("learning_rate", "ko")]
)


@cache
def sheet(name: str, lang: str, has_answers: bool = False, variant: int = 0) -> Sheet:
    return sheet_of(guided(name), lang, has_answers, variant, recorded(name))


@cache
def recorded(name: str) -> Recordings:
    return Recordings(guided(name).experiments)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[str]]:
    """The text of the pages of a sheet as the program writes it, each sheet written once."""

    @cache
    def text(name: str, lang: str, has_answers: bool = False, variant: int = 0) -> list[str]:
        path = tmp_path_factory.mktemp("sheet") / "sheet.pdf"
        write_sheet(guided(name), path, has_answers=has_answers, variant=variant, lang=lang)
        return pages_of(path.read_bytes())

    return text


def words(text: tuple[Piece, ...]) -> str:
    """A text as it stands on a page, where exponents are small figures."""
    return squeezed(plain(text).replace("²", "2").replace("³", "3").replace("-", "−"))


def page_text(name: str, lang: str, heading: str, step: str) -> str:
    """A text of a lesson as it stands on a page."""
    lesson = guided(name)
    return words(filled(lesson.texts[lang].steps[step].get(heading, ""), numbers_of(lesson, recorded(name))))


@printed
def test_that_each_question_is_on_the_sheet(name: str, lang: str, pages: Callable[..., list[str]]) -> None:
    lesson, text = guided(name), squeezed("".join(pages(name, lang)))
    texts = lesson.texts[lang]
    assert squeezed(texts.title) in text and squeezed(texts.line) in text
    asking = [number for number, step in enumerate(lesson.steps, 1) if step.ask is not None]
    assert [question.number for question in sheet(name, lang).questions] == asking
    for question in sheet(name, lang).questions:
        heading = {"en": f"Step {question.number}", "ko": f"{question.number}단계"}[lang]
        pieces = [question.text, *(one.text for one in (*question.options, *question.fields))]
        assert squeezed(heading) in text
        assert [one for one in map(words, pieces) if not one or one not in text] == []


@printed
def test_that_no_answer_is_on_the_sheet_and_each_is_on_the_one_with_answers(
    name: str, lang: str, pages: Callable[..., list[str]]
) -> None:
    lesson = guided(name)
    bare, full = (squeezed("".join(pages(name, lang, answers))) for answers in (False, True))
    assert not any(option.ticked for question in sheet(name, lang).questions for option in question.options)
    for question in sheet(name, lang, True).questions:
        step = lesson.steps[question.number - 1]
        answers = [page_text(name, lang, "explained", step.id)]
        if isinstance(step.ask, Choice):
            answers.append(page_text(name, lang, f"why {step.ask.right}", step.id))
            assert [option.ticked for option in question.options] == [one == step.ask.right for one in step.ask.options]
        if isinstance(step.ask, Number):
            answers += [
                page_text(name, lang, "worked", step.id),
                *(squeezed(field.answer) for field in question.fields),
            ]
            numbers = [field.answer.split()[0] for field in question.fields]
            assert [number for number in numbers if number in bare or number not in full] == []
        assert [one for one in filter(None, answers) if one in bare or one not in full] == []


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_every_lesson_has_a_sheet(name: str, lang: str) -> None:
    bare, full = sheet(name, lang), sheet(name, lang, True)
    assert [question.answers for question in bare.questions if question.answers] == []
    assert all(question.answers for question in full.questions)
    for question in bare.questions:
        assert all(field.answer == "" for field in question.fields)


def test_that_what_was_asked_before_is_left_blank() -> None:
    asked, shown = (plain(sheet("by_hand", "en", answers).questions[1].text) for answers in (False, True))
    assert asked == f"You are at ({BLANK}, {BLANK}) now. What about the gradient here?"
    assert shown == "You are at (0.94, 0.97) now. What about the gradient here?"
    assert "step 11." in plain(sheet("learning_rate", "en").questions[1].text)  # no question has asked for it


def test_that_the_pages_are_numbered_and_of_the_size_of_paper(tmp_path: Path, pages: Callable[..., list[str]]) -> None:
    found = pages("by_hand", "ko", True)
    assert [squeezed(page)[-3:] for page in found] == ["1/2", "2/2"]
    write_sheet(guided("by_hand"), tmp_path / "a.pdf", lang="en")
    assert b"/MediaBox [0 0 595.000000 842.000000]" in (tmp_path / "a.pdf").read_bytes()


@pytest.mark.parametrize("variant", [1, 2])
def test_that_a_variant_changes_sheet_and_answers_together(variant: int, pages: Callable[..., list[str]]) -> None:
    start, rate, first, second = {
        1: ("(1,1.5)", "0.01", ("0.91", "1.47"), ("0.829738", "1.44516")),
        2: ("(0.5,1)", "0.02", ("0.44", "0.985"), ("0.387992", "0.973384")),
    }[variant]
    bare, full = (squeezed("".join(pages("by_hand", "en", answers, variant))) for answers in (False, True))
    for text in (bare, full):
        assert f"Youstandat{start},andthelearningrateis{rate}." in text and f"Variant{variant}" in text
        assert "0.94" not in text and "(1,1)" not in text
    for number in (*first, *second):
        assert number in full and number not in bare
    own = squeezed("".join(pages("by_hand", "en", True)))
    assert "Variant" not in own and second[0] not in own


@dataclass
class Block:
    """A block of a page, as far as its place is concerned."""

    height: float


@pytest.mark.parametrize(
    ("heights", "wanted"),
    [([200] * 9, [4, 4, 1]), ([700, 300], [1, 1]), ([2000, 100], [0, 1, 1]), ([900, 50], [0, 2]), ([60], [1])],
)
def test_that_no_page_divides_a_question(heights: list[float], wanted: list[int]) -> None:
    bottom = sheet_pages._HIGH - sheet_pages._FOOT
    made = sheet_pages._pages([Block(height) for height in heights], 210.0)  # type: ignore[arg-type]
    assert [len(page) for page in made] == wanted
    for page in made:
        ends = [y + min(block.height, bottom - sheet_pages._TOP) for y, block in page]
        assert all(end <= bottom for end in ends)
        assert all(y >= end for (y, _), end in zip(page[1:], ends, strict=False))


def test_that_the_right_box_is_ticked() -> None:
    def painted(is_ticked: bool) -> QImage:
        image = QImage(100, 40, QImage.Format.Format_RGB32)
        image.fill("white")
        with QPainter(image) as painter:
            part = sheet_pages._option(Option((), is_ticked))
            part.paint(painter, QPointF(4, 8))
        return image.copy(QRectF(0, 0, 24, 40).toRect())

    empty, ticked = painted(False), painted(True)
    inside = empty.pixelColor(10, 18).lightness(), min(ticked.pixelColor(x, 20).lightness() for x in range(6, 16))
    assert inside[0] > 240 and inside[1] < 100


def plot(opening: Opening, is_filled: bool) -> QImage:
    with plotted(opening, is_filled, always_continue) as figure:
        return picture(figure)


def with_rates(opening: Opening, factor: float) -> Opening:
    """The opening of the same starts with another future."""
    experiment = opening.experiment
    for number, run in enumerate(experiment.runs):
        data: Any = run.optimizer
        experiment = experiment.replace(f"runs[{number}].optimizer.lr", data.lr * factor)
    return replace(opening, experiment=experiment)


@pytest.mark.parametrize(("name", "step"), [("by_hand", 1), ("by_hand", 3), ("learning_rate", 1), ("noise", 3)])
def test_that_an_empty_plot_shows_nothing_of_what_is_ahead(name: str, step: int) -> None:
    opening = guided(name).opening(step)
    other = with_rates(opening, 0.3)
    assert plot(opening, False) == plot(other, False)
    assert plot(opening, True) != plot(other, True)
    assert plot(opening, False) != plot(opening, True)


def test_that_an_empty_plot_of_what_lies_in_fog_is_that_of_losses() -> None:
    opening = guided("by_hand").opening(1)
    foggy = replace(opening, state=opening.state.changed(fog=True))
    for one, is_filled, wanted in ((opening, False, "surface"), (foggy, False, "loss"), (foggy, True, "surface")):
        with plotted(one, is_filled, always_continue) as figure:
            assert list(figure.views) == [wanted]


def test_that_large_type_in_the_window_leaves_the_page_as_it_is() -> None:
    opening = guided("by_hand").opening(1)
    found = []
    for scale in (1.0, 1.5):
        before = scaling.text_scale(), scaling.line_scale()
        scaling.set_scales(scale, scale)
        try:
            question = Question(1, (Piece("Where to?"),), opening)
            with plotted(opening, False, always_continue) as figure:
                block = sheet_pages._block(question, figure)
                found.append((block.height, [part.height for part in block.parts]))
        finally:
            scaling.set_scales(*before)
    assert found[0][1] == found[1][1] and found[0][0] == pytest.approx(found[1][0], rel=0.02)


def test_that_a_place_and_an_open_question_have_lines_to_write_on(tmp_path: Path) -> None:
    below = {"left": {"run": 0, "of": "loss", "at": 0}, "is": "<", "right": 0}
    data = changed(lambda d: d["steps"][0].update(ask={"kind": "place", "right": below}))
    data["steps"][1]["ask"] = {"kind": "open"}
    text = TEXTS.replace(
        "### up       Up\n### down     Down\n### why up   The sign.\n", "### hint Try.\n### worked Left.\n"
    )
    text = text.replace("## two\n", "## two\n### ask Why?\n")
    lesson = lesson_with(tmp_path, lesson=data, en=text, ko=text)
    place, open_ = sheet_of(lesson, "en").questions
    assert [plain(field.text) for field in place.fields] == ["x =", "y ="] and not place.answers
    assert open_.lines and not open_.fields and not open_.answers
    place, open_ = sheet_of(lesson, "en", True).questions
    assert [plain(one).split()[0] for one in place.answers] == ["Left.", "To"]
    assert not open_.lines and plain(open_.answers[0]).startswith("The rate is 0.5")
    write_sheet(lesson, tmp_path / "a.pdf", lang="en")
    assert "x=" in squeezed(pages_of((tmp_path / "a.pdf").read_bytes())[0])


def test_that_the_command_writes_a_sheet_in_korean(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "문제지.pdf"
    arguments = ["lesson", "by_hand", "--sheet", str(path), "--key", "--variant", "2", "--lang", "ko"]
    assert cli.main(arguments) == 0
    assert capsys.readouterr().out == f"{path}\n"
    text = squeezed("".join(pages_of(path.read_bytes())))
    assert "변형2·정답과풀이" in text and "지금(0.5,1)에있고학습률은0.02입니다." in text and "0.387992" in text
    assert QApplication.translate("gdviz", "en") == "en"  # the language of other windows is what it was


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["by_hand", "--sheet", "{folder}/no/a.pdf"], 1, "a.pdf: cannot be written: there is no folder "),
        (["by_hand", "--sheet", "{folder}/here.pdf"], 1, "here.pdf: cannot be written: it is a folder"),
        (["by_hand", "--sheet", "{folder}/a.txt"], 2, "--sheet: must end in .pdf, got "),
        (["by_hand", "--sheet", "{folder}/a.pdf", "--variant", "3"], 2, "--variant: must be in [0, 2], got 3"),
        (["by_hand", "--sheet", "{folder}/a.pdf", "--variant", "-1"], 2, "--variant: must be in [0, 2], got -1"),
        (["noise", "--sheet", "{folder}/a.pdf", "--variant", "1"], 2, "--variant: the lesson noise has no variants"),
        (["by_hand", "--key"], 2, "--key: applies only to a sheet: give its file with --sheet FILE.pdf"),
        (["by_hand", "--variant", "1"], 2, "--variant: applies only to a sheet: "),
        (["by_hand", "--check", "--sheet", "{folder}/a.pdf"], 2, "--check: cannot be combined with --sheet"),
        (["four_rates", "--sheet", "{folder}/a.pdf"], 2, "--sheet: four_rates is a figure, which asks nothing"),
        (["{folder}/nowhere", "--sheet", "{folder}/a.pdf"], 2, "lesson: unknown: "),
        (["--sheet", "{folder}/a.pdf"], 2, "say which lesson: "),
    ],
)
def test_that_what_cannot_be_written_is_reported_in_a_sentence(
    arguments: list[str], code: int, says: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "here.pdf").mkdir()
    given = [word.format(folder=tmp_path) for word in arguments]
    assert cli.main(["lesson", *given, "--lang", "en"]) == code
    error = capsys.readouterr().err
    assert error.startswith("gdviz: ") and says in error and error.count("\n") == 1
    assert not (tmp_path / "a.pdf").exists()


def test_that_a_file_that_cannot_be_replaced_stays_and_is_named(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gdviz.gui.lesson.sheet_file.write_whole", full)
    assert cli.main(["lesson", "by_hand", "--sheet", str(tmp_path / "a.pdf"), "--lang", "en"]) == 1
    assert capsys.readouterr().err == f"gdviz: {tmp_path / 'a.pdf'}: cannot be written: No space left on device\n"
