from __future__ import annotations

import math
from typing import Any

import pytest

from gdviz.editing import edits
from gdviz.experiment import Experiment
from gdviz.params import params_of
from gdviz.registry import from_json, plugins
from gdviz.schedules.handles import Handle, handles, moved, with_point, without_point
from gdviz.schedules.schedule import ScheduleSpec, Warmup
from tests.making import a_run, an_experiment

BASE = 0.1


def schedule(kind: str, **values: Any) -> ScheduleSpec:
    made: ScheduleSpec = from_json("gdviz.schedules", {"kind": kind, "unit": "step", **values}, "schedule")
    return made


def proposed(kind: str) -> Experiment:
    run = a_run((0, 0), {"kind": "sgd", "lr": BASE}, schedule={"kind": "constant", "unit": "step"})
    return edits.edited(an_experiment("himmelblau", [run], steps=100), 0, "schedule.kind", kind)


def handle(made: ScheduleSpec | Warmup, name: str) -> Handle:
    return next(one for one in handles(made, BASE) for grip in one.grips if grip.path[0] == name)


@pytest.mark.parametrize("kind", plugins("gdviz.schedules"))
def test_that_every_handle_sets_its_number_and_comes_to_where_it_was_dragged(kind: str) -> None:
    spec = proposed(kind).runs[0].schedule
    for one in handles(spec, BASE):
        k = one.k - 2 if one.time is not None and one.k > 3 else None
        rate = one.rate * 0.7 + 0.002 if one.level is not None and one.rate is not None else None
        data, cut_by = moved(spec, one, k, rate, 1.0, 100.0)
        assert cut_by is None
        changed = from_json("gdviz.schedules", data, "schedule")
        paths = [grip.path for grip in one.grips]
        there = next(other for other in handles(changed, BASE) if [grip.path for grip in other.grips] == paths)
        if k is not None:
            grain = 0.51 if one.time is not None and one.time.param.axis == "k" else 1e-2 * k
            assert there.k == pytest.approx(k, abs=grain)
        if rate is not None:
            assert there.rate == pytest.approx(rate, rel=0.01)


@pytest.mark.parametrize("kind", plugins("gdviz.schedules"))
def test_that_what_is_declared_to_lie_on_an_axis_has_a_handle(kind: str) -> None:
    spec = proposed(kind).runs[0].schedule
    declared = {p.name for p in params_of(type(spec)) if p.axis and p.shown and getattr(spec, p.name) is not None}
    found = {grip.path[0] for one in handles(spec, BASE) for grip in one.grips} - {"schedules"}
    assert found == declared


def test_that_a_level_lies_where_the_schedule_says() -> None:
    one = handle(schedule("cosine", t_max=50, eta_min=0.02), "t_max")
    assert (one.k, one.rate) == (50, 0.02)
    one = handle(schedule("step", step_size=30, gamma=0.5), "step_size")
    assert (one.k, one.rate) == (30, 0.05)
    one = handle(schedule("wsd", stable=60, decay=30, min_factor=0.2), "decay")
    assert (one.k, one.rate) == (90, pytest.approx(0.02))


def test_that_numbers_are_cut_with_a_sentence() -> None:
    spec = schedule("multistep", milestones=[20, 40, 60])
    second = next(one for one in handles(spec, BASE) if one.k == 40)
    for k, cut in ((5.0, 21), (99.0, 59)):
        data, cut_by = moved(spec, second, k, None, 1.0, 100.0)
        assert data["milestones"] == [20, cut, 60] and cut_by is not None and str(cut) in str(cut_by)
    cosine = schedule("cosine", t_max=50)
    data, cut_by = moved(cosine, handle(cosine, "t_max"), -5.0, -1.0, 1.0, 100.0)
    assert data["t_max"] == 1 and data["eta_min"] == 0 and cut_by is not None
    data, cut_by = moved(cosine, handle(cosine, "t_max"), 180.0, None, 1.0, 100.0)
    assert data["t_max"] == 100 and cut_by is not None


def test_that_a_factor_stays_within_its_bounds() -> None:
    spec = schedule("linear", start_factor=1.0, end_factor=0.1, total_iters=50)
    data, cut_by = moved(spec, handle(spec, "start_factor"), None, 5.0, 1.0, 100.0)
    assert data["start_factor"] == 1 and cut_by is not None


def test_that_the_warm_up_has_an_end_and_a_beginning() -> None:
    warmup = Warmup(length=10.0, start_factor=0.5, unit="step")
    assert [(one.k, one.rate) for one in handles(warmup, BASE)] == [(0, 0.05), (10, None)]
    data, _ = moved(warmup, handle(warmup, "length"), 14.2, None, 1.0, 100.0)
    assert data["length"] == 14


def test_that_members_of_a_sequence_are_dragged_where_they_are_seen() -> None:
    spec = schedule("sequence", milestones=[40], schedules=[{"kind": "cosine", "t_max": 60},
                    {"kind": "points", "points": [[0, 0.5], [20, 0.2]]}])  # fmt: skip
    found = handles(spec, BASE)
    assert [one.k for one in found] == [40, 60]  # the cosine's end is cut off
    assert [grip.path for grip in found[0].grips] == [("milestones", 0), ("schedules", 1, "points", 0, 1)]
    data, _ = moved(spec, found[1], 70.0, 0.03, 1.0, 100.0)
    assert data["schedules"][1]["points"] == [[0, 0.5], [30, 0.3]]


def test_that_factors_of_a_product_have_times_only() -> None:
    spec = proposed("product").runs[0].schedule
    assert all(one.level is None for one in handles(spec, BASE))


def test_that_points_are_added_in_order_and_the_last_one_stays() -> None:
    spec = schedule("points", points=[[0, 1], [50, 0.1]])
    more = with_point(spec, ("points",), 20.0, -3.0)
    assert more["points"] == [[0, 1], [20, 0], [50, 0.1]]
    less = without_point(spec, ("points", 0))
    assert less is not None and less["points"] == [[50, 0.1]]
    assert without_point(schedule("points", points=[[50, 0.1]]), ("points", 0)) is None


def test_that_a_point_keeps_between_its_neighbours() -> None:
    spec = schedule("points", points=[[0, 1], [50, 0.1], [60, 0.2]])
    middle = handles(spec, BASE)[1]
    assert moved(spec, middle, 70.0, None, 1.0, 100.0)[0]["points"][1][0] == 59
    assert moved(spec, middle, -3.0, None, 1.0, 100.0)[0]["points"][1][0] == 1
    assert not math.isnan(moved(spec, middle, None, -1.0, 1.0, 100.0)[0]["points"][1][1])
