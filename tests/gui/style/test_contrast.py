"""Whether the colours of the window can be told apart, computed from the palette and the style sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from gdviz.gui.style import theme
from gdviz.gui.style.theme import CHOSEN, HOVER, SEEN, Theme
from tests.gui.style.test_theme import contrast

THEMES = [theme.dark(), theme.light()]
GROUNDS = ("window", "panel", "field", "plot")
TEXT, SHAPE = 4.5, 3.0
"""The least contrast of letters, and of what is no letter, with their ground (WCAG 2.2, 1.4.3 and 1.4.11)."""

pytestmark = pytest.mark.parametrize("which", THEMES, ids=lambda t: t.name)


def tints(which: Theme) -> dict[str, str]:
    """The grounds that are mixed: a button under the mouse, what is chosen, a box in the accent's tint."""
    return {
        "hover": which.mix("text1", "field", HOVER),
        "chosen": which.mix("text1", "field", CHOSEN),
        "accent's tint": which.mix("accent", "field", 0.16),
        "tint of text 1": which.mix("text1", "window", 0.06),
    }


def rules(which: Theme) -> Iterator[tuple[str, dict[str, str]]]:
    """Each selector of the style sheet, with its declarations; what is disabled may be faint."""
    sheet = re.sub(r"/\*.*?\*/", "", theme.stylesheet(which), flags=re.DOTALL)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        declared = dict(re.findall(r"(?:^|;)\s*([\w-]+)\s*:\s*([^;]+)", body))
        for selector in selectors.split(","):
            if ":disabled" not in selector and "::indicator" not in selector:  # that holds no letters
                yield selector.strip(), declared


def inherited(selector: str, found: list[tuple[str, dict[str, str]]]) -> list[str]:
    """The colours of text in a state, such as `QPushButton:hover`, which declares none: those of the usual state."""
    kind, own = re.split(r"[\[:]", selector)[0], "".join(re.findall(r"\[[^\]]*\]", selector))
    usual = [(name, values["color"]) for name, values in found if is_color(values.get("color")) and ":" not in name]
    of_kind = {name.removeprefix(kind): color for name, color in usual if re.split(r"[\[:]", name)[0] == kind}
    if own:
        return [of_kind.get(own, of_kind.get("", ""))]
    return [color for attributes, color in of_kind.items() if "primary" not in attributes]  # that has states of its own


def is_color(value: str | None) -> bool:
    return value is not None and value.startswith("#")


def test_that_each_text_of_the_style_sheet_stands_out_from_its_ground(which: Theme) -> None:
    found = list(rules(which))
    assert len(found) > 100
    pairs = 0
    for selector, declared in found:
        text, ground = declared.get("color"), declared.get("background")
        if is_color(text):
            grounds = [ground] if is_color(ground) else [which.window, which.panel, which.field]
            texts = [text]
        elif is_color(ground) and re.search(r":(hover|pressed|checked|selected)", selector):
            texts, grounds = inherited(selector, found), [ground]
        else:
            continue
        for one in texts:
            for other in grounds:
                pairs += 1
                assert contrast(one, other) >= TEXT, (selector, one, other, contrast(one, other))
    assert pairs > 60


def test_that_words_in_a_colour_that_means_something_stand_out_from_their_ground(which: Theme) -> None:
    grounds = [getattr(which, name) for name in GROUNDS]
    for run in which.runs:
        assert all(contrast(which.word(run), ground) >= TEXT for ground in grounds), run
    for meaning in ("accent", "focus", "good", "local", "bad"):  # these stand in chosen rows and tinted boxes, too
        for ground in (*grounds, *(tints(which)[name] for name in ("hover", "chosen", "tint of text 1"))):
            assert contrast(which.word(meaning), ground) >= TEXT, (meaning, ground)
    assert contrast(which.word("accent"), tints(which)["accent's tint"]) >= TEXT


def test_that_remarks_on_a_tint_are_written_as_labels(which: Theme) -> None:
    assert all(contrast(which.text2, tint) >= TEXT for tint in tints(which).values())
    assert contrast(which.on_accent, which.accent) >= TEXT
    assert contrast(which.on_accent, which.mix("text1", "accent", 0.15)) >= TEXT


def test_that_curves_stand_out_from_the_plot_also_ahead_of_the_playhead(which: Theme) -> None:
    for run in which.runs:
        assert contrast(run, which.plot) >= SHAPE
        assert contrast(which.mix(run, "plot", which.ahead), which.plot) >= SHAPE, run
    for mark in ("accent", "good", "local", "bad", "text1", "text2", "text3"):
        assert contrast(getattr(which, mark), which.plot) >= SHAPE


def test_that_small_parts_stand_out_from_what_is_round_them(which: Theme) -> None:
    for ground in ("window", "panel", "plot"):
        assert contrast(which.mix("text3", ground, SEEN), getattr(which, ground)) >= SHAPE, ground
    for sample in which.runs[1:3]:  # the two classes
        assert contrast(which.mix(sample, "plot", SEEN), which.plot) >= SHAPE
    for handle in ("text1", "accent"):  # of sliders, and the part of them that is filled
        assert contrast(getattr(which, handle), which.panel) >= SHAPE
        assert contrast(getattr(which, handle), which.line) >= SHAPE


def test_that_the_ring_of_the_keyboard_stands_out_from_every_ground(which: Theme) -> None:
    for ground in (*(getattr(which, name) for name in GROUNDS), which.line, *tints(which).values()):
        assert contrast(which.focus, ground) >= SHAPE


def test_that_what_is_chosen_has_a_line_round_it_that_the_others_lack(which: Theme) -> None:
    for selector in ("QPushButton[segment]:checked", 'QToolButton[flat="true"]:checked', "QPushButton:checked"):
        edge = dict(rules(which))[selector]["border-color"]
        assert contrast(edge, which.line) >= SHAPE and contrast(edge, which.panel) >= SHAPE, selector


FIELDS = ("QLineEdit", "QComboBox", "QSpinBox", "QDoubleSpinBox", "QPlainTextEdit", "QTextEdit")


def color_in(value: str) -> str:
    """The colour in a declaration such as `2px solid #6cb6ff`."""
    found = re.search(r"#[0-9a-f]{6}", value)
    assert found is not None, value
    return found[0]


def declarations(which: Theme, selector: str) -> dict[str, str]:
    """All declarations of a selector, the later ones of a name over the earlier, indicators included."""
    sheet = re.sub(r"/\*.*?\*/", "", theme.stylesheet(which), flags=re.DOTALL)
    found: dict[str, str] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        if selector in (one.strip() for one in selectors.split(",")):
            found.update(re.findall(r"(?:^|;)\s*([\w-]+)\s*:\s*([^;]+)", body))
    assert found, selector
    return found


@pytest.mark.parametrize("field", FIELDS)
def test_that_a_field_has_an_edge_that_stands_out_from_it_and_from_what_it_stands_on(which: Theme, field: str) -> None:
    usual, focused = declarations(which, field), declarations(which, f"{field}:focus")
    for edge in (usual["border-bottom-color"], color_in(focused["border"])):
        for ground in ("window", "panel", "field"):
            assert contrast(edge, getattr(which, ground)) >= SHAPE, (edge, ground)


def test_that_an_edge_under_the_mouse_stands_out_no_less(which: Theme) -> None:
    for field in ("QLineEdit", "QComboBox", "QSpinBox", "QDoubleSpinBox"):
        edge = declarations(which, f"{field}:hover")["border-color"]
        assert contrast(edge, which.field) >= contrast(which.edge, which.field)


def test_that_groove_filling_and_handle_of_a_slider_stand_out_from_the_ground(which: Theme) -> None:
    groove = declarations(which, "QSlider::add-page:horizontal")
    filled = declarations(which, "QSlider::sub-page:horizontal")
    handle = declarations(which, "QSlider::handle:horizontal")
    ring = color_in(declarations(which, "QSlider::handle:horizontal:focus")["border"])
    for ground in ("window", "panel"):
        for part in (groove, filled, handle):
            assert contrast(part["background"], getattr(which, ground)) >= SHAPE, (part, ground)
        assert contrast(ring, getattr(which, ground)) >= SHAPE
    assert contrast(handle["background"], groove["background"]) >= SHAPE
    assert groove["margin"] == "1px 0"  # thinner than what is filled: not by its colour alone


@pytest.mark.parametrize("kind", ["QCheckBox", "QRadioButton"])
def test_that_a_box_to_tick_stands_out_from_the_ground_ticked_or_not(which: Theme, kind: str) -> None:
    edge = color_in(declarations(which, f"{kind}::indicator")["border"])
    ticked = declarations(which, f"{kind}::indicator:checked")["background"]
    ring = color_in(declarations(which, f"{kind}::indicator:focus")["border"])
    for ground in ("window", "panel", "field"):
        for mark in (edge, ticked, ring):
            assert contrast(mark, getattr(which, ground)) >= SHAPE, (mark, ground)


def test_that_the_tick_of_a_box_that_cannot_be_used_is_seen(which: Theme) -> None:
    sheet = theme.stylesheet(which)
    assert sheet.index("QCheckBox::indicator:disabled") < sheet.index("QCheckBox::indicator:checked:disabled")
    ticked = declarations(which, "QCheckBox::indicator:checked:disabled")["background"]
    assert contrast(which.on_accent, ticked) >= 2  # the image of the tick has this colour
    assert "image" not in declarations(which, "QCheckBox::indicator:disabled")


def test_that_every_ring_of_the_keyboard_has_the_colour_of_the_focus(which: Theme) -> None:
    rings = [(name, values) for name, values in rules(which) if ":focus" in name and name != "QTabBar::tab:focus"]
    bordered = [(name, values) for name, values in rings if "border" in values or "border-color" in values]
    assert len(bordered) > 15
    for name, values in bordered:
        assert color_in(values.get("border", values.get("border-color", ""))) == which.focus, name
