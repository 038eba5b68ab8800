from __future__ import annotations

import re
from pathlib import Path

import pytest
import translations
from translations import Key

from gdviz.lessons import catalogue as lessons
from gdviz.params import params_of
from gdviz.registry import plugins
from gdviz.texts import language
from tests.making import is_ours

NAMES = {"Nesterov", "AMSGrad", "f(k)"}

# English: the Korean word for it, from the terms of Korean courses and textbooks.
TERMS = {
    r"gradient descent": "경사 하강법",
    r"gradients?": "그레이디언트|경사 하강법",
    r"loss(es)?": "손실",
    r"parameters?": "매개변수",
    r"learning[- ]rates?": "학습률",
    r"schedules?": "스케줄",
    r"updates?": "갱신",
    r"steps?(?! decay)": "스텝",
    r"step decay": "계단식 감소",
    r"iterations?": "이터레이션",
    r"epochs?": "에포크",
    r"batch(es)?": "배치",
    r"samples?": "샘플",
    r"shuffl\w+": "섞",
    r"momentum": "모멘텀",
    r"start": "시작",
    r"paths?": "경로",
    r"local minim(um|a)": "지역 최소점",
    r"global minim(um|a)": "전역 최소점",
    r"minim(um|a)": "최소점",
    r"saddle": "안장점",
    r"valley": "골짜기",
    r"converged": "수렴",
    r"diverged": "발산",
    r"oscillating": "진동",
    r"overshoot\w*|overshot": "오버슈팅",
    r"sharpness": "날카로움",
    r"stability limit": "안정 한계",
    r"inverse square root": "제곱근의 역수",
    r"linear decay": "선형 감소",
    r"cosine": "코사인",
    r"warm-up": "웜업",
    r"verdict": "판정",
    r"experiments?": "실험",
}
OTHER_MEANING = {
    "To t&he start", "there is no display: start gdviz on a desktop or over ssh -X, or use gdviz run, which needs none",
    "the GPU does not start: {why}", "Falls slowly, then fast, then slowly: no jumps.",
    "Gradient descent, made visible: step by step, run beside run.", "Step by step, with questions",
    "{kind} has no such parameter; it has {known}",
    "High for as long as you like, then quickly down: the end need not be known at the start.",
    "Straight lines between the points, or steps at them.", "Steps at milestones",
}  # fmt: skip
ON_FOOT = ("FogCard", r"steps?(?! decay)")
"""Context and term: there a step is one of a walker's, 걸음."""
OF_LESSONS = {key for folder in ("guided", "gui/lesson") for key in translations.extract(translations.SOURCES / folder)}
"""There a step may be one of a lesson, 단계."""
REPLACED = (
    "잡음 한계",
    "폭발",
    "상수 학습률",
    "상수 스케줄",
    "규칙:",
    "성립:",
    "깨짐:",
    "구면",
    "고원",
    "알려진 최저",
    "매개변수 둘",
)
"""Words that were in gdviz, and that students read as something else; see the terms of the lecture."""
VERDICTS = {
    key for key in translations.extract(translations.SOURCES / "engine" / "diagnosis") if "more step" not in key.source
}
AVOIDED = ("반복", "최적화", "최솟값 {", "오목", "튕김", "첨도", "수렴 영역", "지수승", "최저점")
PARTICLE = re.compile(r"\}(은|는|이|가|을|를|와|과|로|으로)(?![가-힣(])")
"""Those whose form depends on what is before them."""
BOTH_FORMS = re.compile(r"(이\(가\)|은\(는\)|을\(를\)|과\(와\)|\(으\)로)")
SENTENCE = re.compile(r"다\.( |$)")


@pytest.fixture(scope="module")
def catalogue() -> dict[Key, str]:
    return translations.read()


def test_that_the_catalogue_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert translations.main(["--check"]) == 0, capsys.readouterr().err


def test_that_every_entry_keeps_the_fields_of_its_template(catalogue: dict[Key, str]) -> None:
    assert translations.faults(catalogue) == []


def test_that_the_terms_are_those_of_korean_courses(catalogue: dict[Key, str]) -> None:
    missing = []
    for key, korean in catalogue.items():
        english = re.sub(r"\{[^{}]*\}|gdviz \w+|<[^>]*>", "", key.source.replace("&", ""))
        for term, words in TERMS.items():
            found = re.search(rf"\b({term})\b", english, re.IGNORECASE)
            other = key.source in OTHER_MEANING or (key.context, term) == ON_FOOT
            other |= term == ON_FOOT[1] and key in OF_LESSONS and "단계" in korean
            if found and not re.search(words, korean) and not other:
                missing.append((key.source, korean, words))
    assert missing == []


def test_that_words_of_another_meaning_are_avoided(catalogue: dict[Key, str]) -> None:
    assert [korean for korean in catalogue.values() if any(word in korean for word in AVOIDED)] == []


def test_that_no_particle_follows_a_value_unless_in_both_forms(catalogue: dict[Key, str]) -> None:
    assert [korean for korean in catalogue.values() if PARTICLE.search(korean)] == []


def test_that_particles_in_both_forms_stand_only_in_messages_which_choose_one(catalogue: dict[Key, str]) -> None:
    assert [key for key, korean in catalogue.items() if BOTH_FORMS.search(korean) and key not in VERDICTS] == []


def test_that_verdicts_are_whole_sentences(catalogue: dict[Key, str]) -> None:
    assert len(VERDICTS) > 50
    for key in VERDICTS:
        english, korean = key.source.removeprefix("{verdict} "), catalogue[key].removeprefix("{verdict} ")
        assert english[0].isupper() and english.endswith("."), english
        assert "; " not in english, english
        for sentence in re.split(r"(?<=[^0-9]\.) ", korean):
            assert sentence.endswith("다."), korean


def test_that_the_words_are_those_of_the_lecture(catalogue: dict[Key, str]) -> None:
    found = [*catalogue.values(), *(text for lesson in lessons() for text in (lesson.title["ko"], lesson.note["ko"]))]
    assert [text for text in found for word in REPLACED if word in text] == []


def test_that_menu_entries_keep_their_keys(catalogue: dict[Key, str]) -> None:
    for key, korean in catalogue.items():
        mnemonic = re.search(r"&(\w)", key.source)
        if mnemonic and key.context != translations.CONTEXT:
            assert f"(&{mnemonic[1].upper()})" in korean, key.source


@pytest.mark.parametrize(
    ("package", "least"), [("gdviz.optimizers", 21), ("gdviz.schedules", 18), ("gdviz.problems", 8)]
)
def test_that_what_a_plug_in_declares_can_be_translated(catalogue: dict[Key, str], package: str, least: int) -> None:
    known = {key.source for key in catalogue if key.context == translations.CONTEXT}
    bare = []
    marking = {kind: cls for kind, cls in plugins(package).items() if is_ours(cls)}
    assert len(marking) >= least
    for kind, cls in marking.items():
        declared = [getattr(cls, "summary", ""), *(text for p in params_of(cls) for text in (p.label, p.help))]
        if package != "gdviz.optimizers":  # most of those are names: Adam is Adam
            declared.append(cls.label)  # type: ignore[attr-defined]
        bare += [(kind, text) for text in declared if text and text not in known | NAMES]
    assert bare == []


def test_that_the_command_line_speaks_korean_from_the_same_catalogue() -> None:
    assert language("ko").translate("Learning rate") == "학습률"
    assert language("ko").translate("en") == "ko"


def test_that_texts_are_found_wherever_they_are_written(tmp_path: Path) -> None:
    (tmp_path / "plug_in.py").write_text(
        "class View(QWidget):\n"
        "    label = mark('in a class')\n"
        "    field = param(label=mark('in ' 'pieces'))\n"
        "    def paint(self, full):\n"
        "        x = f\"({self.tr('in an f-string {n}').format(n=1)})\"\n"
        "        y = self.tr('one' if full else 'the other'), self.tr('two', 'what it means')\n"
        "        return message('a {thing}', thing=Message('inner')), Message(label), message('{n}', n=1)\n",
        encoding="utf-8",
    )
    assert translations.extract(tmp_path) == sorted(
        [Key("View", "in an f-string {n}"), Key("View", "one"), Key("View", "the other"),
         Key("View", "two", "what it means"), Key("gdviz", "in a class"), Key("gdviz", "in pieces"),
         Key("gdviz", "a {thing}"), Key("gdviz", "inner")]
    )  # fmt: skip


def test_that_a_text_made_up_by_the_program_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "view.py").write_text("class View:\n    def paint(self):\n        self.tr(f'{n} steps')\n")
    with pytest.raises(translations.NotLiteral, match=r"view\.py:3: not a literal text"):
        translations.extract(tmp_path)


def test_that_known_translations_stay_and_obsolete_ones_go(tmp_path: Path) -> None:
    kept, new, gone = Key("View", "a < b", "why"), Key("gdviz", "new"), Key("View", "gone")
    file = tmp_path / "some.ts"
    file.write_text(translations.write({gone: "옛것", kept: "a < b 그대로"}), encoding="utf-8")
    merged = translations.merge([kept, new], translations.read(file))
    assert merged == {kept: "a < b 그대로", new: ""}
    assert translations.faults(merged) == ["gdviz: not translated: 'new'"]


def test_that_a_catalogue_that_was_not_compiled_is_noticed(tmp_path: Path) -> None:
    entries = {Key("View", "text"): "글"}
    file = tmp_path / "some.ts"
    assert translations.out_of_date(entries, file) == ["some.ts is out of date: run scripts/translations.py"]
    file.write_text(translations.write(entries), encoding="utf-8")
    assert translations.out_of_date(entries, file) == ["some.qm is out of date: run scripts/translations.py"]
    translations.compile_catalogue(file, translations.compiled(file))
    assert translations.out_of_date(entries, file) == []
