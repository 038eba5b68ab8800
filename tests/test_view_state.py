"""The state of the view as a value: what a file says of it, what is kept when another experiment opens."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from gdviz.look import Look
from gdviz.view_state import (
    KEPT,
    ExperimentState,
    MomentState,
    PersonState,
    PhaseChoice,
    SeenBox,
    ViewState,
    keys_of,
    moment_from,
    person_from,
    written_moment,
)

NAMES = ("w1", "w2")
OTHER: dict[str, Any] = {
    "arrangement": "race",
    "surface": "both", "layer": "basins", "time_unit": "epoch", "rates": "sweep", "arrows": frozenset({"gradient"}),
    "tools": frozenset({"words", "slice"}), "batch_layers": frozenset({"cloud"}), "ahead_hidden": True,
    "heights": "loss", "phase": PhaseChoice("optimizer.lr", "start[0]", "steps", 0.1, 5),
    "look": Look(colours="batlow", loss_axis="best", equal_scales=False),
}  # fmt: skip
"""A value that is not the default of each field of the experiment's group."""
MOMENT: dict[str, Any] = {
    "run": 2, "stage": 3, "box": SeenBox(NAMES, ((0, 1), (0, 1)), ((0, 0.5), (0, 0.5))), "camera": (-30.0, 45.5, 2.0),
    "phase_box": SeenBox(("optimizer.lr", "start[0]"), ((0, 1), (0, 1)), ((0, 0.5), (0, 0.5))),
    "fog": True, "drawing": True, "from_here": True, "loop": True, "device": "cpu",
    "uphill": True, "keep_ratio": True, "shuffle": False, "lab_room": True, "step_unfolded": True, "presenting": True,
    "asking": True,
}  # fmt: skip
NONSENSE = [None, 3, "", "4d", [], ["gradient", "sideways"], {"a": 1}, [[]], True, 1.5]


def test_that_each_field_is_tried_here() -> None:
    assert OTHER.keys() == {f.name for f in fields(ExperimentState)}
    assert MOMENT.keys() == {f.name for f in fields(MomentState)}
    assert all(value != getattr(ExperimentState(), name) for name, value in OTHER.items())
    assert all(value != getattr(MomentState(), name) for name, value in MOMENT.items())
    keys = [*keys_of(ExperimentState).values()]
    assert len(keys) == len(set(keys)) == len(OTHER)


@pytest.mark.parametrize("name", OTHER)
def test_that_a_field_goes_into_the_file_and_comes_back(name: str) -> None:
    state = ViewState().changed(**{name: OTHER[name]})
    view = state.into_view({})
    assert list(view) == [keys_of(ExperimentState)[name]]
    assert ViewState().opened(view) == state


def test_that_all_fields_go_into_the_file_and_come_back() -> None:
    state = ViewState().changed(**OTHER)
    again = ViewState().opened(state.into_view({}))
    assert again == state and again.into_view({}) == state.into_view({})


def test_that_what_has_its_default_is_not_written() -> None:
    assert ViewState().into_view({}) == {}
    chosen = ViewState().changed(**OTHER).into_view({})
    assert ViewState().into_view(chosen) == {}  # what was chosen once, and is so no longer, goes


def test_that_the_person_and_the_moment_do_not_go_into_the_file() -> None:
    state = ViewState().changed(theme="dark", language="ko", speed=50.0, own_look=Look(levels="rank"), **MOMENT)
    assert state.into_view({}) == {}


def test_that_what_others_wrote_survives() -> None:
    view = {"plane": {"kind": "pca"}, "runs": [{"hidden": True}], "camera": [1, 2], "look": {"font": "serif"}}
    state = ViewState().opened(view)
    assert state == ViewState() and state.into_view(view) == view
    changed = state.changed(rates="range", look=Look(legend=False)).into_view(view)
    assert changed == {**view, "rates": "range", "look": {"font": "serif", "legend": False}}
    assert view == {"plane": {"kind": "pca"}, "runs": [{"hidden": True}], "camera": [1, 2], "look": {"font": "serif"}}


@pytest.mark.parametrize("value", NONSENSE)
@pytest.mark.parametrize("name", OTHER)
def test_that_nonsense_is_ignored_and_left_in_the_file(name: str, value: object) -> None:
    key = keys_of(ExperimentState)[name]
    if (name, value) in (("ahead_hidden", True), ("look", {"a": 1})) or (
        value == [] and OTHER[name].__class__ is frozenset
    ):
        pytest.skip("that makes sense")
    state = ViewState().opened({key: value})
    assert state == ViewState()
    if name != "look":
        assert state.into_view({key: value}) == {key: value}
        assert state.changed(**{name: OTHER[name]}).into_view({key: value})[key] != value


def test_that_a_number_is_no_switch() -> None:
    assert not ViewState().opened({"hide_ahead": 1}).experiment.ahead_hidden


def test_that_another_experiment_starts_with_the_defaults_except_for_what_is_kept() -> None:
    before = ViewState().changed(theme="dark", speed=20.0, **OTHER, **MOMENT)
    after = before.opened({})
    assert after.person is before.person
    for group, old, new in (
        (ExperimentState, before.experiment, after.experiment),
        (MomentState, before.moment, after.moment),
    ):
        for f in fields(group):
            kept = f.metadata["on_open"] == KEPT
            assert getattr(new, f.name) == (getattr(old, f.name) if kept else f.default), f.name
    for name in ("run", "stage", "box", "camera", "fog", "drawing", "from_here", "lab_room"):
        assert getattr(after.moment, name) == getattr(MomentState(), name)
    assert not after.experiment.ahead_hidden and after.experiment.time_unit is None
    assert before.opened({"hide_ahead": True}).experiment.ahead_hidden


NOT_RECOVERED = {"device", "presenting", "asking"}
"""What computes may be what has crashed, and presenting and asking are only ever laid over the state."""


def test_that_the_moment_is_written_and_comes_back() -> None:
    assert written_moment(MomentState()) == {}
    moment = MomentState(**MOMENT)
    written = json.loads(json.dumps(written_moment(moment)))
    assert written.keys() == MOMENT.keys() - NOT_RECOVERED
    assert moment_from(written) == {name: value for name, value in MOMENT.items() if name not in NOT_RECOVERED}


@pytest.mark.parametrize(
    "value",
    [
        None, -1, 7.5, "2", [], {}, [1, 2], [1, 2, float("nan")], [0, 91, 1], [0, 30, 0], [True, 1, 1],
        {"names": ["x"], "domain": [[0, 1]], "box": [[0, 1]]}, {"names": [1], "domain": [[0, 1]], "box": [[0, 1]] * 2},
        {"names": ["x"], "domain": [[1, 0]], "box": [[0, 1]] * 2}, {"names": ["x"], "domain": [], "box": [[0, 1]] * 2},
        {"names": ["x"], "domain": [[0, 1]], "box": [[0, 1], [0, float("inf")]]},
    ],
)  # fmt: skip
def test_that_nonsense_in_a_moment_is_ignored(value: object) -> None:
    assert moment_from(dict.fromkeys(keys_of(MomentState).values(), value)) == {}


def test_that_pictures_look_as_the_file_says_else_as_the_person_chose() -> None:
    person = ViewState().changed(own_look=Look(colours="cividis", levels="rank"))
    assert person.opened({}).experiment.look == Look(colours="cividis", levels="rank")
    assert person.opened({"look": {"levels": "linear"}}).experiment.look == Look(colours="cividis", levels="linear")


def test_that_a_change_leaves_other_groups_the_same_objects() -> None:
    state = ViewState()
    moved = state.changed(run=1)
    assert moved.person is state.person and moved.experiment is state.experiment and moved.moment.run == 1
    assert state.changed() is state and state.changed(run=0, theme="system") is state
    both = state.changed(look=Look(legend=False), own_look=Look(legend=False))
    assert both.person.look == both.experiment.look == Look(legend=False)
    with pytest.raises(TypeError, match="camra"):
        state.changed(camra=1)


def test_that_the_settings_are_read_as_far_as_they_make_sense() -> None:
    settings = {
        "theme": "dark",
        "language": "ko",
        "text": 1.15,
        "folded": ["plots"],
        "speed": 100,
        "look": {"legend": False},
    }
    wanted = PersonState("dark", "ko", 1.15, 1.0, frozenset({"plots"}), 100.0, Look(legend=False))
    assert person_from(settings) == wanted
    assert (
        person_from({**settings, "look": {"legend": False, "loss_axis": "best"}}) == wanted
    )  # axes are not a person's
    for key, value in (("theme", "pink"), ("language", 1), ("text", 1e9), ("text", float("nan")), ("folded", ["roof"]),
                       ("folded", "plots"), ("speed", -1), ("speed", "fast"), ("look", [])):  # fmt: skip
        field = {"text": "text_scale"}.get(key, key)
        default = replace(wanted, **{field: getattr(PersonState(), field)})
        assert person_from({**settings, key: value}) == default, (key, value)
