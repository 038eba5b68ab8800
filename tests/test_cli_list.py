"""`gdviz list`, and the language of the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

import gdviz
from gdviz import cli, texts
from gdviz.commandline.listing import LISTS
from gdviz.guided.catalogue import names
from gdviz.lessons import catalogue, lesson
from gdviz.params import params_of
from gdviz.registry import from_json, plugins

Capture = pytest.CaptureFixture[str]
CATALOGUE = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="ko">
<context><name>gdviz</name>
<message><source>unknown: {got}; did you mean {near}?</source><translation>{got}: 없음. {near}?</translation></message>
<message><source>Momentum</source><translation type="unfinished">x</translation></message>
<message><source>Learning rate</source><translation>학습률</translation></message></context>
<context><name>MainWindow</name>
<message><source>Uphill</source><translation>other</translation></message></context></TS>"""


@pytest.fixture
def korean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue of two finished translations."""
    monkeypatch.setattr("gdviz.paths.resource_text", lambda *_: CATALOGUE)
    texts.language.cache_clear()
    yield
    texts.language.cache_clear()


@pytest.mark.parametrize("what", LISTS)
def test_that_each_list_is_json_with_the_promised_keys(what: str, capsys: Capture) -> None:
    assert cli.main(["list", what, "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert entries
    for entry in entries:
        assert {"name", "parameters", "formula", "reference", "summary"} <= set(entry)
        assert entry["name"]
        assert entry["summary"]


@pytest.mark.parametrize("what", LISTS)
def test_that_each_list_is_a_text_that_cuts_nothing(what: str, capsys: Capture) -> None:
    cli.main(["list", what, "--json", "--lang", "en"])
    entries = json.loads(capsys.readouterr().out)
    assert cli.main(["list", what, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    for entry in entries:
        for key in ("name", "label", "formula", "summary"):
            assert entry[key] in shown


def listed(what: str, capsys: Capture, lang: str = "en") -> list[dict[str, Any]]:
    """The list, read as strict JSON."""

    def refuse(name: str) -> None:
        raise AssertionError(name)

    assert cli.main(["list", what, "--json", "--lang", lang]) == 0
    entries: list[dict[str, Any]] = json.loads(capsys.readouterr().out, parse_constant=refuse)
    return entries


@pytest.mark.parametrize("family", ["optimizers", "schedules"])
def test_that_a_list_describes_all_plug_ins_and_their_parameters(family: str, capsys: Capture) -> None:
    entries = {entry["name"]: entry for entry in listed(family, capsys)}
    assert list(entries) == list(plugins(f"gdviz.{family}"))
    for kind, cls in plugins(f"gdviz.{family}").items():
        for entry, parameter in zip(entries[kind]["parameters"], params_of(cls), strict=True):
            assert entry == entry | parameter.describe()
        assert entries[kind]["formula"] and entries[kind]["label"]


KINDS = ("float", "int", "bool", "choice", "pair", "text", "data")


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("family", ["optimizers", "schedules"])
def test_that_another_program_can_build_a_form_from_a_list(family: str, lang: str, capsys: Capture) -> None:
    for entry in listed(family, capsys, lang):
        form = {}
        for parameter in entry["parameters"]:
            name, kind = parameter["name"], parameter["type"]
            assert kind in KINDS
            if parameter["shown"]:
                assert parameter["label"] and parameter["help"], (entry["name"], name)
            assert (kind == "choice") is bool(parameter["choices"])
            assert isinstance(parameter["symbol"], str) and parameter["scale"] in ("linear", "log")
            value = entry["example"][name] if parameter["required"] else parameter["default"]
            assert value is not None or parameter["nullable"]
            for one in (
                [] if value is None else value if kind == "pair" else [value] if kind in ("float", "int") else []
            ):
                low, high = parameter["min"], parameter["max"]
                assert low is None or one > low or (one == low and not parameter["exclusive_min"])
                assert high is None or one < high or (one == high and not parameter["exclusive_max"])
            form[name] = value
        assert set(entry["example"]) == {"kind", *form}
        filled = from_json(f"gdviz.{family}", {"kind": entry["name"], **form}, family)
        assert filled.kind == entry["name"]
        assert from_json(f"gdviz.{family}", entry["example"], family).to_json() == entry["example"]


def test_that_groups_are_listed_with_their_headings(capsys: Capture) -> None:
    for what in ("surfaces", "optimizers", "datasets"):
        groups = [(entry["group"], entry["heading"]) for entry in listed(what, capsys)]
        assert all(group and heading for group, heading in groups)
        assert len(set(groups)) == len({group for group, _ in groups})
        assert groups[0][1] == "From the lecture" or what == "datasets"


def test_that_surfaces_and_data_say_what_a_program_must_know_to_use_them(capsys: Capture) -> None:
    for entry in listed("surfaces", capsys):
        problem = gdviz.problem(entry["example"])
        assert tuple(entry["variables"]) == problem.names
        assert entry["unbounded_below"] is problem.unbounded_below
        assert isinstance(entry["minima_complete"], bool)
        assert len(entry["start"]) == len(entry["domain"]) == problem.dim
    for entry in listed("datasets", capsys):
        assert entry["example"] == entry["problems"][0]
        for problem in map(gdviz.problem, entry["problems"]):
            assert problem.n_samples == entry["samples"]
        assert entry["licence"] and entry["reference"]


def test_that_rates_of_their_own_and_lengths_are_listed(capsys: Capture) -> None:
    entries = {entry["name"]: entry for entry in listed("schedules", capsys)}
    assert [name for name, entry in entries.items() if entry["replaces_lr"]] == ["cyclic", "one_cycle"]
    assert entries["wsd"]["lengths"] == ["stable", "decay"]
    optimizers = {entry["name"]: entry for entry in listed("optimizers", capsys)}
    assert (optimizers["newton"]["proposed_lr"], optimizers["sgd"]["proposed_lr"]) == (1, None)


def test_that_an_optimizers_formula_is_written_by_its_rule(capsys: Capture) -> None:
    cli.main(["list", "optimizers", "--json"])
    formulas = {entry["name"]: entry["formula"] for entry in json.loads(capsys.readouterr().out)}
    assert formulas["sgd"] == "Δw = −η·g"
    means = "m = β₁·m + (1 − β₁)·g; v = β₂·v + (1 − β₂)·g²; m̂ = m / (1 − β₁ᵗ); v̂ = v / (1 − β₂ᵗ)"
    assert formulas["adam"] == f"{means}; Δw = −η·m̂ / (√v̂ + ε)"


@pytest.mark.usefixtures("korean")
def test_that_sentences_come_from_the_windows_catalogue(capsys: Capture) -> None:
    assert cli.main(["list", "surfacs", "--lang", "ko"]) == 2
    assert capsys.readouterr().err == 'gdviz: list: "surfacs": 없음. surfaces?\n'


@pytest.mark.usefixtures("korean")
def test_that_only_finished_translations_of_the_own_context_count() -> None:
    spoken = texts.language("ko")
    assert [spoken.translate(text) for text in ("Learning rate", "Momentum", "Uphill")] == [
        "학습률",
        "Momentum",
        "Uphill",
    ]


def test_that_without_a_catalogue_the_language_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_: str) -> str:
        raise FileNotFoundError

    monkeypatch.setattr("gdviz.paths.resource_text", absent)
    texts.language.cache_clear()
    assert texts.language("ko").translate("Momentum") == "Momentum"
    texts.language.cache_clear()


def test_that_titles_of_surfaces_are_in_the_language_asked_for(capsys: Capture) -> None:
    cli.main(["list", "surfaces", "--json", "--lang", "ko"])
    titles = {entry["name"]: entry["label"] for entry in json.loads(capsys.readouterr().out)}
    assert titles["himmelblau"] == "힘멜블라우(Himmelblau)"


@pytest.mark.parametrize(
    ("arguments", "environment", "code"),
    [
        (["run", "--lang", "ko"], {"LANG": "en_US.UTF-8"}, "ko"),
        (["--lang=en"], {"LANG": "ko_KR.UTF-8"}, "en"),
        ([], {"LANG": "ko_KR.UTF-8"}, "ko"),
        ([], {"LANGUAGE": "en", "LANG": "ko_KR.UTF-8"}, "en"),
        ([], {"LC_ALL": "C.UTF-8", "LANG": "ko_KR.UTF-8"}, "en"),
        (["--lang", "fr"], {"LANG": "ko_KR.UTF-8"}, "ko"),
        (["--lang"], {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_that_the_option_and_then_the_locale_choose_the_language(
    arguments: list[str], environment: dict[str, str], code: str
) -> None:
    assert texts.preferred(arguments, environment) == code


def test_that_the_product_says_in_both_languages_which_schedules_pytorch_multiplies(capsys: Capture) -> None:
    """Cosine with another eta_min than 0, or beyond t_max, is another rate in PyTorch's ChainedScheduler."""
    for lang in ("en", "ko"):
        reference = next(
            entry["reference"] for entry in listed("schedules", capsys, lang) if entry["name"] == "product"
        )
        assert all(word in reference for word in ("ChainedScheduler", "t_max", "eta_min = 0"))
        assert ("곱하는" in reference) == (lang == "ko")


def test_that_lessons_are_listed_with_both_titles_and_the_number_of_their_steps(capsys: Capture) -> None:
    entries = {entry["name"]: entry for entry in listed("lessons", capsys, "ko")}
    assert [name for name, entry in entries.items() if entry["steps"]] == list(names())
    figures = [known.name for known in catalogue() if known.name not in names()]
    assert [name for name, entry in entries.items() if not entry["steps"]] == figures
    assert len(listed("lessons", capsys, "ko")) == len(entries), "each name opens one thing"
    assert entries["by_hand"]["steps"] == 5
    assert entries["by_hand"]["title"] == {"en": "The worked example by hand", "ko": "손으로 푸는 예제"}
    assert entries["by_hand"]["label"] == "손으로 푸는 예제"
    assert entries["four_rates"]["title"] == dict(lesson("four_rates").title)
