"""What the folder of a guided lesson may hold: what is wrong is one sentence with file and line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from gdviz.guided import reading
from gdviz.guided.checking import check
from gdviz.guided.conditions import Compare, Constant, OfState
from gdviz.guided.guided_lesson import Choice, GuidedLesson, Number, Place, Shown
from gdviz.guided.lines import LessonError, parsed
from gdviz.guided.reading import read
from gdviz.texts import language
from tests.guided.lesson_folder import EXPERIMENT, LESSON, RUN, TEXTS, changed, folder_with, lesson_with, line_with

QUANTITY = {"run": 0, "of": "loss", "at": 1}
PLACE = {"kind": "place", "right": {"left": 1, "is": ">", "right": 0}}
NUMBER = {"kind": "number", "fields": ["x"], "right": [1], "tolerance": 0.1}


def claim(condition: Any) -> Callable[[dict[str, Any]], object]:
    """Sets the claim of the first step."""
    return lambda data: data["steps"][0].update(claims=[condition])


def ask(question: Any) -> Callable[[dict[str, Any]], object]:
    return lambda data: data["steps"][0].update(ask=question)


def nested(depth: int) -> dict[str, Any]:
    return {"not": nested(depth - 1)} if depth > 1 else {"left": 1, "is": "=", "right": 1}


def compare(left: Any) -> Callable[[dict[str, Any]], object]:
    return claim({"left": left, "is": "=", "right": 1})


REFUSED: list[tuple[Callable[[dict[str, Any]], object], str, str, str]] = [
    (lambda d: d.update(format="other"), '"format"', "format", 'must be gdviz-lesson, got "other"'),
    (lambda d: d.update(version=True), '"version"', "version", "must be 1, got true"),
    (lambda d: d.update(colour="red"), '"colour"', "colour", "unknown key"),
    (lambda d: d.pop("steps"), "{", "steps", "is missing"),
    (lambda d: d.update(steps=[]), '"steps"', "steps", "must be 1 to 40 steps, got 0"),
    (lambda d: d.update(steps={}), '"steps"', "steps", "must be a list, got {…}"),
    (lambda d: d.update(given=["7"]), '"7"', "given[0]", 'must be a number, got "7"'),
    (lambda d: d.update(minutes=1.5), '"minutes"', "minutes", "must be a whole number, got 1.5"),
    (lambda d: d.update(needs=["../up"]), '"../up"', "needs[0]", "must be a name of small letters"),
    (lambda d: d["values"]["x1"].pop("experiment"), '"x1"', "values.x1.experiment", "is missing"),
    (lambda d: d["values"]["x1"].update(digits=16), '"digits"', "values.x1.digits", "must be in [1, 15], got 16"),
    (lambda d: d["steps"][0].update(untill=1), '"untill"', "steps[0].untill", "unknown key; did you mean until?"),
    (lambda d: d["steps"][1].update(id="one"), '"id": "one"', "steps[1].id", '"one" is given twice'),
    (lambda d: d["steps"][1].pop("id"), '"set"', "steps[1].id", "is missing"),
    (lambda d: d["steps"][0]["set"].pop("experiment"), '"set"', "steps[0].set", "must name an experiment"),
    (lambda d: d["steps"][0]["set"].update(experiment="../own"), '"../own"', "steps[0].set.experiment", "does not lie"),
    (lambda d: d["steps"][0]["set"].update(experiment="/etc/x"), '"/etc/x"', "steps[0].set.experiment", "does not lie"),
    (lambda d: d["steps"][0]["set"].update(experiment=1), '"experiment"', "steps[0].set.experiment", "must be text"),
    (lambda d: d["steps"][0]["set"].update(experiment="on"), '"on"', "steps[0].set.experiment", "did you mean own?"),
    (lambda d: d["steps"][0]["set"].update(experiment="lesson"), '"lesson"', "steps[0].set.experiment", "unknown"),
    (lambda d: d["steps"][0]["set"]["state"].update(theme="dark"), '"theme"', "steps[0].set.state.theme", "belongs to"),
    (lambda d: d["steps"][0]["set"]["state"].update(text=2), '"text"', "steps[0].set.state.text", "belongs to the per"),
    (lambda d: d["steps"][0]["set"]["state"].update(text_scale=2), '"text_scale"', "steps[0].set.state.text_scale",
     "belongs to the person"),
    (lambda d: d["steps"][0]["then"].update(language="ko"), '"language"', "steps[0].then.language", "belongs to the p"),
    (lambda d: d["steps"][0]["then"].update(detail="full"), '"detail"', "steps[0].then.detail", "belongs to"),
    (lambda d: d["steps"][0]["then"].update(layr="x"), '"layr"', "steps[0].then.layr", "did you mean layer"),
    (lambda d: d["steps"][0]["then"].update(layer="x"), '"layer"', "steps[0].then.layer", '"x" makes no sense here'),
    (lambda d: d["steps"][0]["then"].update(playhead=-1), '"playhead": -1', "steps[0].then.playhead", "must be in ["),
    (lambda d: d["steps"][1]["set"]["edits"].update({"nothing.here": 1}), '"nothing.here"',
     "steps[1].set.edits.nothing.here", "the experiment has no such value"),
    (lambda d: d["steps"][1]["set"]["edits"].update({"seed": -1}), '"seed"', "steps[1].set.edits.seed", "seed: must"),
    (lambda d: d["steps"][1]["set"]["edits"].update({"view.title": {"en": "x"}}), '"edits"', "steps[1].set.edits",
     "view.title needs a text in each language"),
    (lambda d: d["steps"][0]["set"]["state"].pop("playhead"), '"until"', "steps[0].until", "waits for the playhead"),
    (lambda d: d["steps"][0].update(ask={"kind": "guess"}), '"kind"', "steps[0].ask.kind", 'unknown: "guess"'),
    (ask({"kind": "choice", "options": ["up"], "right": "up"}), '"options"', "steps[0].ask.options", "two options or"),
    (ask({"kind": "choice", "options": ["up", "up"], "right": "up"}), '"options"', "steps[0].ask.options", "two opt"),
    (ask({"kind": "choice", "options": ["up", "hint"], "right": "up"}), '"options"', "steps[0].ask.options",
     "hint is the name of another text"),
    (ask({"kind": "choice", "options": ["up", "down"], "right": "no"}), '"right"', "steps[0].ask.right", "unknown: "),
    (ask(NUMBER | {"fields": [], "right": []}), '"fields"', "steps[0].ask.fields", "must be one field or more"),
    (ask(NUMBER | {"right": [1, 2]}), '"right"', "steps[0].ask.right", "must have 1 numbers, got 2"),
    (ask(NUMBER | {"tolerance": "0"}), '"tolerance"', "steps[0].ask.tolerance", "must be a number"),
    (ask(NUMBER | {"mistakes": [{"value": [2]}]}), '"value"', "steps[0].ask.mistakes[0].hint", "is missing"),
    (ask(PLACE | {"mistakes": [{"where": 1, "hint": "x"}]}), '"where"', "steps[0].ask.mistakes[0].where", "an object"),
    (ask(PLACE | {"tolerance": 1}), '"tolerance"', "steps[0].ask.tolerance", "unknown key"),
    (claim({"left": 1, "is": "~", "right": 1}), '"is"', "steps[0].claims[0].is", 'unknown: "~"'),
    (claim({"left": {"state": "layer"}, "is": "<", "right": "basins"}), '"is": "<"', "steps[0].claims[0].is",
     "can only be equal"),
    (claim({"left": {"state": "tools"}, "is": "=", "right": "words"}), '"is"', "steps[0].claims[0].is", "by has"),
    (claim({"left": {"state": "layer"}, "is": "has", "right": "x"}), '"is"', "steps[0].claims[0].is", "by has"),
    (claim({"left": 1, "is": "="}), '"left"', "steps[0].claims[0].right", "is missing"),
    (claim({"left": 1, "is": "=", "right": 1, "times": "x"}), '"times"', "steps[0].claims[0].times", "must be a"),
    (claim({"perhaps": 1}), '"perhaps"', "steps[0].claims[0].perhaps", "unknown key"),
    (claim({}), "{}", "steps[0].claims[0].left", "is missing"),
    (claim({"all": []}), '"all"', "steps[0].claims[0].all", "one condition or more"),
    (claim(nested(5)), '"left"', "steps[0].claims[0].not.not.not.not", "nested too deeply"),
    (claim({"answered": {"id": "two"}}), '"id": "two"', "steps[0].claims[0].answered.id", 'unknown: "two"'),
    (claim({"verdict": {"run": 0, "in": [1]}}), '"in"', "steps[0].claims[0].verdict.in", "must be text"),
    (claim({"near": {"run": 0, "minimum": "x", "within": 1}}), '"minimum"', "steps[0].claims[0].near.minimum", "whole"),
    (compare(None), '"left"', "steps[0].claims[0].left", "must be an object, got null"),
    (compare(QUANTITY | {"run": 2}), '"run"', "steps[0].claims[0].left.run", "must be in [0, 1], got 2"),
    (compare(QUANTITY | {"of": "los"}), '"of"', "steps[0].claims[0].left.of", "did you mean loss"),
    (compare(QUANTITY | {"of": "excess"}), '"of"', "steps[0].claims[0].left.of", "no minimum of this problem is known"),
    (compare(QUANTITY | {"of": "w"}), '"left"', "steps[0].claims[0].left.axis", "is missing"),
    (compare(QUANTITY | {"of": "w", "along": [1]}), '"along"', "steps[0].claims[0].left.along",
     "must have 2 numbers, got 1"),
    (compare(QUANTITY | {"of": "loss", "along": [1, 2]}), '"of"', "steps[0].claims[0].left.of",
     'unknown: "loss"; known: w, grad, delta'),
    (compare(QUANTITY | {"of": "w", "axis": 2}), '"axis"', "steps[0].claims[0].left.axis", "must be in [0, 1], got 2"),
    (compare(QUANTITY | {"at": "ends"}), '"at"', "steps[0].claims[0].left.at", "did you mean end"),
    (compare(QUANTITY | {"at": {"mean": [1]}}), '"mean"', "steps[0].claims[0].left.at.mean", "a first and a last step"),
    (compare(QUANTITY | {"at": {"above": 1}}), '"above"', "steps[0].claims[0].left.at.above", "unknown key"),
    (compare({"state": "theme"}), '"state": "theme"', "steps[0].claims[0].left.state", "unknown"),
    (compare({"experiment": 1}), '"experiment": 1', "steps[0].claims[0].left.experiment", "must be text"),
    (compare({"seeds": {"n": 501, "mean": QUANTITY}}), '"n"', "steps[0].claims[0].left.seeds.n", "must be in [1, 500]"),
    (compare({"seeds": {"n": 5, "mean": QUANTITY | {"of": "lr"}}}), '"of"', "steps[0].claims[0].left.seeds.mean.of",
     'unknown: "lr"'),
    (claim({"seeds": {"n": 5, "share": 1, "holds": {"verdict": {"run": 0, "in": []}}}}), '"verdict"',
     "steps[0].claims[0].seeds.holds.verdict", "have no verdict"),
    (claim({"seeds": {"n": 5, "share": 1, "holds": {"rises": {"run": 0, "of": "loss"}}}}), '"rises"',
     "steps[0].claims[0].seeds.holds.rises", "have step, loss, excess, w only"),
    (claim({"seeds": {"n": 5, "share": 1, "holds": {"left": 1, "is": "=", "right": 1}}}), '"holds"',
     "steps[0].claims[0].seeds.holds", "must be about one run"),
    (lambda d: d["steps"][0].update(until={"seeds": {"n": 5, "share": 1, "holds": {}}}), '"seeds"',
     "steps[0].until.seeds", "in claims and values only"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "where", "path", "says"), REFUSED, ids=[str(i) for i in range(len(REFUSED))])
def test_that_what_is_wrong_in_the_file_is_refused_with_its_line(
    change: Callable[[dict[str, Any]], object], where: str, path: str, says: str, tmp_path: Path
) -> None:
    folder = folder_with(tmp_path, lesson=changed(change))
    with pytest.raises(LessonError) as refused:
        read(folder)
    lines = (tmp_path / "lesson.json").read_text(encoding="utf-8").splitlines()
    place = refused.value.path
    assert place.startswith("lesson.json:") and place.endswith(f": {path}"), place
    number = int(place.split(":")[1])
    assert where in lines[number - 1] or where in lines[number], (place, lines[number - 1])
    assert says in str(refused.value.reason)


TEXTS_REFUSED = [
    ("# A title\n\nA line.\n", "", 1, "the title is missing"),
    ("A line.\n", "\n", 1, "the line below the title is missing"),
    ("# A title\n", "Before.\n# A title\n", 1, "this text belongs to no heading"),
    ("## two", "## three", 19, "no step has this id"),
    ("## two", "## one", 19, '"one" is given twice'),
    ("### ask  ", "### asks ", 6, "the step one has no such text; unknown: \"asks\"; did you mean ask"),
    ("## one\n", "### hint\n## one\n", 5, "this heading belongs to no step"),
    ("### up ", "### down", 8, '"down" is given twice'),
    ("### why up   The sign.\n", "", 5, "the text ### why up of the step one is missing"),
    ("### act\nGo on.\n\nAnd on.\n", "", 5, "the text ### act of the step one is missing"),
    ("### teacher  Wait.", "", 5, "the text ### teacher of the step one is missing"),
    ("The rate is 0.5, and 7 is given.", "", 19, "the text ### explained of the step two is missing"),
    ("Go on.", "Go <b>on</b>.", 11, "HTML is not allowed"),
    ("Go on.", "Go on.<!-- x -->", 11, "HTML is not allowed"),
    ("Go on.", "[Go](on)", 11, "links and pictures are not allowed"),
    ("Go on.", "![](a.png)", 11, "links and pictures are not allowed"),
    ("Go on.", "Go to https://example.org", 11, "links and pictures are not allowed"),
    ("$9x²y$", "$9x²y", 16, "a formula begins with $"),
    ("{x1}", "{x2}", 16, "{x2} is not one of the values"),
    ("$9x²y$", "${x1$", 16, "{x1$ says.} is not one of the values"),
    ("To {x1}", "To 0.94", 16, "0.94 is neither in the experiment, until, ask nor given"),
    ("To {x1}", "To `0.94`", 16, "0.94 is neither"),
    ("Go on.", '`{"run": 0', 11, '{"run": 0} is not one of the values'),
    ("Up or down?", "Up 1,000 times?", 6, "1,000 is neither"),
    ("A line.", "A line of 12 words.", 3, "12 is neither"),
    ("Nothing.", "Wait 99 minutes.", 23, "99 is neither"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "says"), TEXTS_REFUSED)
def test_that_what_is_wrong_in_a_text_is_refused_with_its_line(
    old: str, new: str, line: int, says: str, tmp_path: Path
) -> None:
    assert old in TEXTS
    folder = folder_with(tmp_path, ko=TEXTS.replace(old, new, 1))
    with pytest.raises(LessonError) as refused:
        read(folder)
    assert refused.value.path == f"ko.md:{line}"
    assert says in str(refused.value.reason)


def test_that_a_sound_lesson_is_read(tmp_path: Path) -> None:
    lesson = lesson_with(tmp_path)
    assert lesson.name == tmp_path.name
    one, two = lesson.steps
    assert one.ask == Choice(("up", "down"), "down")
    assert one.until == Compare(OfState("playhead"), ">=", Constant(2))
    assert one.shown == Shown({"arrangement": "descent"}, 0) and one.then == Shown({"ahead_hidden": False})
    assert (one.opens, two.opens) == (True, False)
    assert [step.experiment.runs[0].optimizer.lr for step in lesson.steps] == [0.01, 0.5]
    assert lesson.texts["en"].title == "A title" and lesson.texts["en"].line == "A line."
    assert lesson.texts["en"].steps["one"]["act"] == "Go on.\n\nAnd on."
    assert lesson.texts["en"].steps["one"]["why up"] == "The sign."
    assert lesson.notes == ()


def test_that_each_kind_of_question_is_read(tmp_path: Path) -> None:
    texts = TEXTS.replace("### up       Up\n### down     Down\n### why up   The sign.\n",
                          "### field x  x\n### hint  Look.\n### hint sign  Down.\n### worked  So.\n")  # fmt: skip
    number = NUMBER | {"mistakes": [{"value": [QUANTITY], "hint": "sign"}]}
    lesson = lesson_with(tmp_path, lesson=changed(ask(number)), en=texts, ko=texts)
    asked = lesson.steps[0].ask
    assert isinstance(asked, Number) and asked.right == (Constant(1.0),) and asked.mistakes[0].hint == "sign"
    place = PLACE | {"mistakes": [{"where": {"left": 1, "is": "<", "right": 0}, "hint": "sign"}]}
    texts = texts.replace("### field x  x\n", "")
    asked = lesson_with(tmp_path, lesson=changed(ask(place)), en=texts, ko=texts).steps[0].ask
    assert isinstance(asked, Place) and asked.mistakes[0].where is not None
    texts = texts.replace("### hint  Look.\n### hint sign  Down.\n### worked  So.\n", "")
    lesson_with(tmp_path, lesson=changed(ask({"kind": "open"})), en=texts, ko=texts)


def refusal(folder: Path) -> str:
    with pytest.raises(LessonError) as refused:
        read(folder)
    return str(refused.value)


def test_that_a_missing_language_is_noted_and_the_other_used(tmp_path: Path) -> None:
    lesson = lesson_with(tmp_path, ko=None)
    assert [str(note) for note in lesson.notes] == ["ko.md is missing: the other language is shown"]
    assert lesson.texts_in("ko") is lesson.texts["en"]


def test_that_without_any_text_it_is_no_lesson(tmp_path: Path) -> None:
    assert refusal(folder_with(tmp_path, ko=None, en=None)) == "lesson.json:1: the texts are missing: en.md, ko.md"


def test_that_a_folder_without_the_file_is_no_lesson(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: has no file lesson.json"
    assert "cannot be read" in refusal(tmp_path / "nowhere")


def test_that_a_lesson_of_more_than_a_mebibyte_is_not_read(tmp_path: Path) -> None:
    assert "too large for a lesson" in refusal(folder_with(tmp_path, en=TEXTS + "\n" * 2**20))


def test_that_more_than_forty_steps_are_refused(tmp_path: Path) -> None:
    steps = [LESSON["steps"][0] | {"id": f"s{i}"} for i in range(41)]
    assert "must be 1 to 40 steps, got 41" in refusal(folder_with(tmp_path, lesson=LESSON | {"steps": steps}))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{\n"a": 1,\n"b" 2}', "lesson.json:3: is not JSON here (column 5)"),
        ('{\n"a": 1,\n"b": 2,\n"a": 3}', 'lesson.json:4: a: "a" is given twice'),
        ("[" * 100_000, "lesson.json:1: nested too deeply"),
        ('{"a": ' + "9" * 5000 + "}", "lesson.json:1: holds a number that is too long"),
        ('{"format": "gdviz-lesson", "version": 1, "steps": [], "minutes": NaN}', "must be a whole number, got nan"),
        ("[]", "lesson.json:1: must be an object, got []"),
    ],
    ids=range(6),
)  # fmt: skip
def test_that_what_is_no_json_is_refused_with_its_line(text: str, says: str, tmp_path: Path) -> None:
    assert says in refusal(folder_with(tmp_path, lesson=text))


def test_that_texts_in_another_encoding_are_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "ko.md").write_bytes("# 제목".encode("cp949"))
    assert refusal(folder) == "ko.md: not UTF-8 text (byte 2)"


@pytest.mark.parametrize(
    ("experiment", "says"),
    [
        (EXPERIMENT | {"runs": []}, "own.json cannot be opened: runs: must be a list of at least one run"),
        (EXPERIMENT | {"view": {"labels": {"en": ["a"], "ko": ["b"]}}}, "view.labels one for each run"),
        (EXPERIMENT | {"view": {"labels": {"en": ["a", "b"]}}}, "view.labels one for each run"),
        (EXPERIMENT | {"steps": 100_001}, "own.json: a run has more than 100000 updates: too long for a lesson"),
        (EXPERIMENT | {"view": {"title": "x"}}, "view.title needs a text in each language"),
        (EXPERIMENT | {"problem": {"kind": "linear_regression", "data":
                                   {"kind": "csv", "path": "../data.csv", "x": ["x"], "y": "y"}}},
         "names files outside its folder"),
    ],
    ids=range(6),
)  # fmt: skip
def test_that_an_experiment_that_does_not_load_is_refused_where_it_is_named(
    experiment: dict[str, Any], says: str, tmp_path: Path
) -> None:
    folder = folder_with(tmp_path, own=experiment)
    refused = refusal(folder)
    assert refused.startswith("lesson.json:") and says in refused
    line = line_with(folder / "lesson.json", '"experiment": "own"')
    assert refused.startswith(f"lesson.json:{line}: values.x1.experiment: ")


def test_that_a_link_to_an_experiment_elsewhere_is_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text(json.dumps(EXPERIMENT), encoding="utf-8")
    (tmp_path / "lesson").mkdir()
    folder = folder_with(tmp_path / "lesson", own=None)
    try:
        (folder / "own.json").symlink_to(elsewhere)
    except OSError:
        pytest.skip("no symbolic links here")
    assert "does not lie in the folder of the lesson" in refusal(folder)


def test_that_the_sentence_is_korean_where_that_is_spoken(tmp_path: Path) -> None:
    with pytest.raises(LessonError) as refused:
        read(folder_with(tmp_path, en=TEXTS.replace("Go on.", "<b>")))
    assert refused.value.text(language("ko").translate) == "en.md:11: HTML은 쓸 수 없습니다"


RICH = changed(lambda d: d["steps"][0].update(
    until={"all": [
        {"left": {"state": "playhead"}, "is": ">=", "right": 2, "times": 1, "absolute": 0, "relative": 0},
        {"any": [{"not": {"verdict": {"run": 0, "in": ["flat"]}}}, {"answered": {"id": "one"}}]},
        {"near": {"run": 0, "minimum": [0, 0], "within": 9, "at": {"below": 2}}},
        {"left": {"state": "tools"}, "is": "has", "right": "words"},
    ]},
    claims=[
        {"rises": {"run": 0, "of": "w", "axis": 1, "from": 0, "to": "end"}},
        {"left": {"experiment": "runs[0].optimizer.lr"}, "is": "<", "right": QUANTITY | {"over": QUANTITY}},
        {"left": {"experiment": "own", **QUANTITY, "at": {"mean": [0, "end"]}}, "is": "<", "right": 9},
        {"seeds": {"n": 2, "share": 1, "holds": {"left": QUANTITY, "is": "<", "right": 9}}},
        {"left": {"experiment": "own", "seeds": {"n": 2, "mean": QUANTITY}}, "is": "<", "right": 9},
    ],
))  # fmt: skip
JUNK = (None, True, -1, 1e300, 10**400, "x", "", [], [[]], {}, {"seeds": {"n": 1, "mean": {}}}, {"of": []})


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Each place in a JSON value: what holds it, and its key there."""
    for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
        yield data, key
        if isinstance(inner, dict | list):
            yield from places(inner)


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
def test_that_whatever_stands_in_the_file_is_read_or_refused(junk: Any, tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    read(folder_with(tmp_path, lesson=RICH))
    count = sum(1 for _ in places(RICH))
    assert count > 100
    refused = 0
    for number in range(count):
        data = json.loads(json.dumps(RICH))
        holder, key = list(places(data))[number]
        holder[key] = junk
        try:
            lesson = read(folder_with(folder, lesson=data))
        except LessonError as error:
            refused += 1
            assert error.path.split(":")[0] in ("lesson.json", "en.md"), error
        else:
            with suppress(LessonError):  # it cannot be run, which is reported as well
                check(lesson)
    assert refused > count / 2


@pytest.mark.parametrize("path", ["", ".", "[]", "runs[9].start", "runs[0].start[7]", "runs[-1]", "runs.x", "title.x"])
def test_that_an_edit_of_nothing_is_refused(path: str, tmp_path: Path) -> None:
    lesson = changed(lambda d: d["steps"][1]["set"].update(edits={path: 1}))
    assert refusal(folder_with(tmp_path, lesson=lesson)).startswith("lesson.json:")


def test_that_lines_are_found_quickly_in_a_long_file() -> None:
    text = json.dumps({"numbers": list(range(100_000))}, indent=1)
    assert len(text) < reading.MOST_BYTES
    assert parsed(text, "x.json")[1]["numbers[99999]"] == 100_002


def test_that_the_situation_at_the_beginning_of_a_step_follows_those_before(tmp_path: Path) -> None:
    from gdviz.guided.situation import Recordings

    lesson: GuidedLesson = lesson_with(tmp_path, lesson=changed(
        lambda d: d["steps"][0].update(then={"layer": "basins", "playhead": 3})))  # fmt: skip
    recordings = Recordings(lesson.experiments)
    first, second = (lesson.beginning(number, recordings) for number in (1, 2))
    assert (first.playhead, second.playhead) == ((0, 0), (3, 3))
    assert (first.state.experiment.layer, second.state.experiment.layer) == ("surface", "basins")
    assert first.state.experiment.arrangement == second.state.experiment.arrangement == "descent"
    assert (dict(first.answers), dict(second.answers)) == ({}, {"one": ""})
    assert second.experiment.runs == (first.experiment.replace("runs[0].optimizer.lr", 0.5)).runs
    assert RUN["start"] == list(first.experiment.runs[0].start)
