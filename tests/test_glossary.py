"""The glossary: complete in both languages, exact in its names, and true to the window."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from gdviz import glossary
from gdviz.glossary import Term
from gdviz.optimizers.sgd import SGD
from gdviz.params import params_of
from gdviz.schedules.schedule import Warmup
from gdviz.texts import LANGUAGES

TERMS = glossary.terms()
EACH = pytest.mark.parametrize("term", TERMS, ids=lambda term: term.key)
ASKED_FOR = (
    "gradient", "partial_derivative", "learning_rate", "loss", "epoch", "batch", "iteration", "step", "sgd", "momentum",
    "dampening", "nesterov", "weight_decay", "schedule", "step_decay", "cosine", "linear_decay", "inverse_sqrt",
    "warm_up", "linear_scaling", "local_minimum", "global_minimum", "saddle", "basin", "valley", "divergence",
    "overshoot", "stability_limit", "sharpness", "noise_floor", "edge_of_stability", "range_test", "line_search", "fog",
    "compass", "slice", "seed", "shuffle", "full_batch", "mini_batch", "outlier", "standardise", "residual", "bias",
    "weights", "plane", "contour", "path",
)  # fmt: skip
"""The terms of the lecture and of the window that a student meets."""


def test_that_the_terms_of_lecture_and_window_are_there() -> None:
    assert set(ASKED_FOR) <= {term.key for term in TERMS}
    assert len(TERMS) >= 60


@EACH
def test_that_a_term_has_one_sentence_in_each_language(term: Term) -> None:
    assert set(term.word) == set(term.says) == set(LANGUAGES)
    for text in (*term.word.values(), *term.says.values()):
        assert text == text.strip() != ""
    english, korean = term.says["en"], term.says["ko"]
    assert english[0].isupper() and english.endswith(".") and len(re.findall(r"[a-z)]\. ", english)) == 0
    assert re.search(r"(다|다\([^()]*\))\.$", korean) and len(re.findall(r"다\. ", korean)) == 0
    assert re.search(r"[가-힣]", korean) and not re.search(r"[가-힣]", english)
    assert len(english) <= 140 and len(korean) <= 80, "short enough to be read at a glance"


def test_that_no_word_stands_for_two_terms() -> None:
    words = [word.casefold() for term in TERMS for word in {*term.word.values(), *term.aliases}]
    assert [word for word, count in Counter(words).items() if count > 1] == []
    keys = [term.key for term in TERMS]
    assert len(set(keys)) == len(keys)
    places = [term.where for term in TERMS if term.where]
    assert len(set(places)) == len(places)


@EACH
def test_that_the_value_that_a_term_stands_for_exists(term: Term) -> None:
    if term.where.startswith("action") or not term.where:
        return  # the commands are those of a window: see tests/gui/shell/test_glossary_dialog.py
    family, _, name = term.where.partition(".")
    known = {
        "optimizer": {"kind", *(param.name for param in params_of(SGD))},
        "schedule": {"kind"},
        "warmup": {param.name for param in params_of(Warmup)},
        "batch": {"size"},
        **{key: {""} for key in ("start", "steps", "epochs", "seed")},
    }
    assert name in known[family]


def test_that_a_term_is_found_by_its_key_and_by_what_it_stands_for() -> None:
    assert glossary.term("dampening").word == {"en": "dampening", "ko": "댐프닝"}
    assert glossary.term_at("optimizer.dampening") is glossary.term("dampening")
    assert glossary.term_at("optimizer.betas") is None
    with pytest.raises(KeyError):
        glossary.term("damping")


@pytest.mark.parametrize(
    ("typed", "key"),
    [("Dampening", "dampening"), ("댐프닝", "dampening"), ("ravine", "valley"), ("η", "learning_rate"),
     ("learning rate", "learning_rate"), ("gradient", "gradient"), ("noise", "gradient_noise"),
     ("MSE", "mean_squared_error"), ("  안장점 ", "saddle"), ("초기화", "start")],
)  # fmt: skip
def test_that_what_is_typed_finds_the_term_of_that_name_first(typed: str, key: str) -> None:
    assert glossary.found(typed)[0].key == key


def test_that_terms_are_found_by_their_sentences_too() -> None:
    keys = [term.key for term in glossary.found("sharpness")]
    assert keys[0] == "sharpness" and {"edge_of_stability", "stability_limit"} <= set(keys)
    assert glossary.found("") == list(TERMS)
    assert glossary.found("no such term") == []
