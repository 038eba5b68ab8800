"""Every guided lesson from its first step to its last, each question answered right and in every way that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from gdviz.gui.lesson.lesson_panel import LessonPanel, LessonText
from gdviz.gui.lesson.lesson_run import NOT_COMPUTED, LessonRun
from gdviz.gui.lesson.lesson_text import plain
from gdviz.gui.shell.main_window import MainWindow
from gdviz.gui.shell.timeline import SPEEDS
from gdviz.guided.catalogue import names
from gdviz.guided.guided_lesson import Choice, Number, Place
from tests.gui.driving import choose, click, drag_start, fill_in, key, settle, wait_until
from tests.gui.shell.test_guided_lessons import begun, seen

pytestmark = pytest.mark.one_window
WIDTH, ROWS = 960, 2
"""Pixels of the width of a picture in a contact sheet, and how many rows of two it has."""

Act = Callable[[MainWindow], object]


def typed(field: str, text: str) -> Act:
    """Turn to the settings, type a value into a field, and turn back."""

    def act(window: MainWindow) -> None:
        in_settings(window, lambda: fill_in(window, field, text))

    return act


def chosen(field: str, data: object) -> Act:
    """Turn to the settings, choose an entry of a list, and turn back."""

    def act(window: MainWindow) -> None:
        in_settings(window, lambda: choose(window, field, data))

    return act


def in_settings(window: MainWindow, do: Callable[[], object]) -> None:
    """Do something in the settings beside the lesson."""
    head = window.commands.lessons.guided.head
    assert head is not None
    click(head.button("settings"))
    do()
    click(head.button("lesson"))


def pressed(action: str) -> Act:
    """Run a command."""
    return lambda window: window.bench.actions[action].trigger()


def dragged(*places: tuple[float, float]) -> Act:
    """Drag the start."""
    return lambda window: drag_start(window, *places)


def played(window: MainWindow) -> None:
    """Play, fast, until the lesson rests."""
    page = window.commands.lessons.guided.page
    assert page is not None
    window.timeline.speedChanged.emit(float(SPEEDS[-1]))
    click(page.play_button)
    wait_until(lambda: not window.controller.playhead.playing, 20)
    window.timeline.speedChanged.emit(5.0)


def by_stages(window: MainWindow) -> None:
    """Go through the four stages of the first update, and to the second of the next one."""
    for _ in range(6):
        key(window, Qt.Key.Key_Period)


ACTS: dict[tuple[str, str], Act] = {
    ("blind_walker", "fog"): pressed("actionFog"),
    ("gradient", "which_slope"): pressed("actionCompass"),
    ("gradient", "across"): pressed("actionCompass"),
    ("gradient", "elsewhere"): pressed("actionGradient"),
    ("by_hand", "how_far"): dragged((1.0, 0.5), (1.0, -0.5)),
    ("learning_rate", "one_step"): typed("lrField", "0.5"),
    ("many_parameters", "below_it"): typed("lrField", "0.1"),
    ("epoch_batch_iteration", "ten_an_epoch"): typed("batchSizeField", "10"),
    ("batch_size_and_memory", "own_size"): typed("batchSizeField", "50"),
    ("four_curves", "the_limit"): typed("lrField", "0.02"),
    ("four_curves", "low"): typed("stepsField", "1000"),
    ("sgd_stages", "four_stages"): by_stages,
    ("schedules", "twenty_epochs"): chosen("scheduleCombo", "cosine"),
    ("linear_scaling", "twice_the_rate"): typed("lrField", "0.02"),
    ("warmup", "how_many"): typed("seedField", "3"),
    ("warmup", "how_short"): typed("warmupLengthField", "2"),
    ("momentum", "higher"): typed("lrField", "0.0385"),
    ("adam", "find_a_rate"): typed("lrField", "0.1"),
    ("edge_of_stability", "too_far"): typed("lrField", "1"),
    ("make_a_lesson", "no_typed_results"): typed("lrField", "0.2"),
    ("make_a_lesson", "what_is_claimed"): typed("lrField", "2.1"),
}
"""What is done where a lesson asks for more than playing."""
PLACES: dict[tuple[str, str], dict[str, tuple[float, float]]] = {
    ("blind_walker", "straight_there"): {"right": (2.0, 0.0), "": (1.5, 1.0), "near": (0.3, 0.1)},
    ("gradient", "level"): {"right": (0.05, 0.5), "": (1.0, 1.0), "north_left": (1.0, 0.05)},
    ("minima", "watershed"): {
        "right": (0.126, 0.0), "too_right": (0.6, 0.0), "too_left": (-0.6, 0.0), "zero": (0.0, 0.0)
    },
}  # fmt: skip
"""Where the start is put: at the right place, at one that no hint is about, and at that of each mistake."""


@pytest.fixture
def sheet(request: pytest.FixtureRequest) -> Iterator[list[QImage] | None]:
    """The pictures of a lesson, each step before and after, for `--contact-sheets FOLDER`; None without it."""
    folder = request.config.getoption("contact_sheets")
    if not folder:
        yield None
        return
    pictures: list[QImage] = []
    yield pictures
    Path(folder).mkdir(parents=True, exist_ok=True)
    for number, first in enumerate(range(0, len(pictures), 2 * ROWS), 1):
        some = pictures[first : first + 2 * ROWS]
        height = some[0].height()
        whole = QImage(2 * WIDTH, ROWS * height, QImage.Format.Format_RGB32)
        whole.fill(Qt.GlobalColor.white)
        painter = QPainter(whole)
        for place, picture in enumerate(some):
            painter.drawImage(place % 2 * WIDTH, place // 2 * height, picture)
        painter.end()
        assert whole.save(str(Path(folder) / f"{request.node.callspec.id}-{number}.png"))


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("name", "language"),
    [
        pytest.param(name, language, marks=[pytest.mark.long] if (place + turn) % 2 else [])
        for place, name in enumerate(names())
        for turn, language in enumerate(("en", "ko"))
    ],
)
def test_that_every_question_is_answered_in_every_way(
    window: MainWindow, name: str, language: str, sheet: list[QImage] | None
) -> None:
    window.set_language(language)
    window.bench.change(detail="simple", arranged=True)  # as the program starts
    lessons, run, page = begun(window, name)
    if window.toast is not None:
        window.toast.hide()  # which speaks of another lesson
    steps = [step.id for step in run.lesson.steps]
    visited = []
    while lessons.run is not None:
        visited.append(run.step.id)
        assert run.asks == (run.step.ask is not None) == window.controller.playhead.is_blocked
        take(window, sheet)
        for answer in ways(window, run, page):
            anew(window, run)
            answer()
            settle(window)
        if run.waits:
            assert page.todo.isVisible() and page.act.text() and not page.explained.isVisible()
            ACTS.get((name, run.step.id), played)(window)
            wait_until(lambda: run.is_done, 20)
        settle(window)
        wait_until(lambda: all(map(is_whole, page.findChildren(LessonText))))
        assert page.explained.isVisible() and NOT_COMPUTED not in seen(page)
        assert not any(record.finish == "failed" for record in window.result.runs)
        take(window, sheet)
        key(window, Qt.Key.Key_PageDown)
        settle(window)
    assert visited == steps and window.commands.beginning.page is not None  # with what is next
    window.commands.beginning.close()
    assert window.panel.isVisible()


def is_whole(label: LessonText) -> bool:
    """Whether all lines of a text are seen, or it is hidden."""
    return not label.isVisible() or label.height() >= label.heightForWidth(label.width())


def take(window: MainWindow, sheet: list[QImage] | None) -> None:
    """Add a picture of the window to the contact sheet, if one is wanted."""
    wait_until(lambda: not window.bench.seen_busy, 20)
    if sheet is None:
        return
    mode = Qt.TransformationMode.SmoothTransformation
    sheet.append(window.grab().toImage().scaledToWidth(WIDTH, mode))


def anew(window: MainWindow, run: LessonRun) -> None:
    """Begin the present step again, as if its question had not been answered."""
    run.taken.pop(run.step.id, None)
    run._enter()
    settle(window)


def ways(window: MainWindow, run: LessonRun, page: LessonPanel) -> list[Callable[[], None]]:
    """The ways to answer the question of the present step, each of which checks the response; the right one last."""
    ask = run.step.ask
    if ask is None:
        return []
    if isinstance(ask, Choice):
        wrong = [i for i, option in enumerate(ask.options) if option != ask.right]
        return [partial(choose_option, window, run, page, i) for i in (*wrong, ask.options.index(ask.right))]
    if isinstance(ask, Number):
        return [
            *(partial(type_mistake, window, run, page, place) for place in range(len(ask.mistakes))),
            partial(miss_twice, window, run, page),
            partial(type_right, window, run, page),
        ]
    if isinstance(ask, Place):
        hints = [mistake.hint for mistake in ask.mistakes]
        places = PLACES[run.lesson.name, run.step.id]
        assert set(places) - {"", "right"} == set(hints)
        return [partial(put_start, window, run, page, where) for where in (*sorted(places, key="right".__eq__),)]
    return [lambda: click(page.check)]


def choose_option(window: MainWindow, run: LessonRun, page: LessonPanel, place: int) -> None:
    ask = run.step.ask
    assert isinstance(ask, Choice)
    option, is_right = ask.options[place], ask.options[place] == ask.right
    key(window, (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)[place])
    assert not run.asks and visible_text(page.expected.words) == plain(run.text(option))
    if run.waits:
        assert page.happened.isHidden() and page.verdict.isHidden() and page.why.isHidden()
        ACTS.get((run.lesson.name, run.step.id), played)(window)
        wait_until(lambda: run.is_done, 20)
        settle(window)
    assert visible_text(page.happened.words) == plain(run.text(ask.right))
    verdicts = {"en": ("Not as you expected.", "As you expected."), "ko": ("예상과 다릅니다.", "예상대로입니다.")}
    assert page.verdict.text() == verdicts[window.scene.state.person.language or "en"][is_right]
    why = plain(run.text(f"why {option}"))
    assert (why or is_right) and visible_text(page.why) == why


def type_numbers(window: MainWindow, page: LessonPanel, numbers: list[float]) -> None:
    """Type a number into each field, and check."""
    for field, number in zip(page.fields, numbers, strict=True):
        fill_in(window, field.objectName(), repr(number), None)
    click(page.check)


def type_mistake(window: MainWindow, run: LessonRun, page: LessonPanel, place: int) -> None:
    ask = run.step.ask
    assert isinstance(ask, Number)
    mistake = ask.mistakes[place]
    type_numbers(window, page, numbers_of(run, mistake.values))
    hint = plain(run.text(f"hint {mistake.hint}"))
    assert run.asks and visible_text(page.hint) == hint, mistake.hint  # and it differs from all other mistakes


def miss_twice(window: MainWindow, run: LessonRun, page: LessonPanel) -> None:
    assert isinstance(run.step.ask, Number)
    far = [987.25 + number for number in numbers_of(run, run.step.ask.right)]
    type_numbers(window, page, far)
    assert run.asks and visible_text(page.hint) == plain(run.text("hint"))
    type_numbers(window, page, far)
    assert not run.asks and visible_text(page.why) == plain(run.text("worked"))


def type_right(window: MainWindow, run: LessonRun, page: LessonPanel) -> None:
    assert isinstance(run.step.ask, Number)
    type_numbers(window, page, numbers_of(run, run.step.ask.right))
    assert not run.asks and run.now.judgement.right and page.why.isHidden()


def numbers_of(run: LessonRun, quantities: tuple) -> list[float]:
    """The numbers of an answer in the situation that the step begins with."""
    begins = run.lesson.beginning(run.number, run.recordings)
    return [float(quantity.value(begins)) for quantity in quantities]


def put_start(window: MainWindow, run: LessonRun, page: LessonPanel, where: str) -> None:
    ask = run.step.ask
    assert isinstance(ask, Place)
    place = PLACES[run.lesson.name, run.step.id][where]
    start = window.experiment.runs[0].start
    if len(start) == 2:
        drag_start(window, ((start[0] + place[0]) / 2, (start[1] + place[1]) / 2), place)
    else:
        typed("startXField", repr(place[0]))(window)
    settle(window)
    click(page.check)
    if where == "right":
        assert not run.asks and run.now.judgement.right
    else:
        assert run.asks and visible_text(page.hint) == plain(run.text(f"hint {where}".strip()))


def visible_text(label: object) -> str:
    """A text of the panel; empty where it is not visible."""
    assert hasattr(label, "accessibleName") and hasattr(label, "isVisible")
    return label.accessibleName() if label.isVisible() else ""
