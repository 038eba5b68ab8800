"""What holds for every schedule that is registered: as a form proposes it, and with the defaults of its parameters."""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz.params import params_of
from gdviz.registry import plugins
from gdviz.schedules.schedule import ScheduleSpec

PLUGINS: dict[str, type[ScheduleSpec]] = plugins("gdviz.schedules")
LR = 0.3
WARMUPS: dict[str, dict[str, Any] | None] = {
    "none": None,
    "of length 0": {"length": 0},
    "fractional": {"length": 7.5, "start_factor": 0.1},
}


def proposed(kind: str, duration: float = 80.0, **more: Any) -> dict[str, Any]:
    """The schedule as a form proposes it; every kind can be made of this."""
    return {"kind": kind, **PLUGINS[kind].proposed(duration, LR), **more}


def spec_of(kind: str, duration: float = 80.0, **more: Any) -> ScheduleSpec:
    return gdviz.schedule(proposed(kind, duration, **more)).spec


def choices() -> list[tuple[str, dict[str, Any]]]:
    """Each kind with each value of each choice and of each switch."""
    made: list[tuple[str, dict[str, Any]]] = []
    for kind, cls in PLUGINS.items():
        made.append((kind, {}))
        for parameter in params_of(cls):
            values = (True, False) if parameter.kind == "bool" else parameter.choices
            made += [(kind, {parameter.name: value}) for value in values if value != parameter.default]
    return made


ALL = pytest.mark.parametrize(("kind", "more"), choices(), ids=lambda value: value or "as proposed")
KINDS = pytest.mark.parametrize("kind", PLUGINS)


@ALL
@pytest.mark.parametrize("warmup", WARMUPS.values(), ids=WARMUPS)
def test_that_numbers_and_arrays_of_any_shape_agree(kind: str, more: dict[str, Any], warmup: Any) -> None:
    schedule = gdviz.schedule(proposed(kind, **more), warmup and {**warmup, "unit": more.get("unit", "epoch")})
    k = 3 * np.arange(32)
    for rates, at in ((schedule.lr(LR, k), lambda i: schedule.lr(LR, i)), (schedule.momentum(k), schedule.momentum)):
        if rates is None:
            assert at(0) is None
            continue
        assert rates.dtype == np.float64
        np.testing.assert_array_equal([at(int(i)) for i in k], rates)
        np.testing.assert_array_equal(at(k.reshape(4, 8)), rates.reshape(4, 8))
        np.testing.assert_array_equal(at(k[::-1]), rates[::-1])
        assert at(np.array([], dtype=int)).shape == (0,)
        assert type(at(0)) is float


@ALL
def test_that_rates_are_finite_and_none_is_negative_however_far_beyond_the_end(kind: str, more: dict[str, Any]) -> None:
    schedule = gdviz.schedule(proposed(kind, **more))
    k = np.concatenate([np.linspace(0, 200, 401), [10**6, 10**9, 10**12]])
    rates = schedule.lr(LR, k)
    assert np.isfinite(rates).all()
    assert (rates >= 0).all()
    assert rates[0] > 0
    assert rates.max() <= LR * (1 + 1e-12)
    momenta = schedule.momentum(k)
    assert momenta is None or ((momenta > 0) & (momenta < 1)).all()
    assert (momenta is None) == (schedule.spec.momentum_key == "")


@KINDS
def test_that_k_is_a_million_as_quickly_as_one(kind: str) -> None:
    schedule = gdviz.schedule(proposed(kind))

    def seconds(k: int) -> float:
        begun = time.perf_counter()
        for _ in range(20):
            schedule.lr(LR, k)
        return time.perf_counter() - begun

    schedule.lr(LR, 1)
    near, far = (min(seconds(k) for _ in range(5)) for k in (1, 10**6))
    assert far < 5 * near + 1e-3


@ALL
def test_that_a_schedule_comes_back_from_json_as_it_was(kind: str, more: dict[str, Any]) -> None:
    spec = spec_of(kind, **more)
    data = json.loads(json.dumps(spec.to_json(), allow_nan=False))
    assert data["kind"] == kind
    assert gdviz.schedule(data).spec == spec
    assert hash(gdviz.schedule(data).spec) == hash(spec)


@KINDS
@pytest.mark.parametrize("duration", [80.0, 1.0, 0.4, 0.0, 1e6])
def test_that_what_a_form_proposes_can_be_built_and_ends_with_the_run(kind: str, duration: float) -> None:
    ends = spec_of(kind, duration).ends()
    assert ends is None or ends == pytest.approx(duration, abs=1e-8)


@KINDS
def test_that_a_schedule_that_ends_stays_there_or_turns_up(kind: str) -> None:
    schedule = gdviz.schedule(proposed(kind))
    ends = schedule.spec.ends()
    if ends is None:
        assert not schedule.spec.turns_up()
        return
    at_the_end, beyond = schedule.lr(LR, ends), schedule.lr(LR, ends + np.arange(1.0, 200.0))
    if schedule.spec.turns_up():
        assert beyond.max() > at_the_end
    else:
        np.testing.assert_array_equal(beyond, at_the_end)


@ALL
@pytest.mark.parametrize("warmup", [4.0, 2.5])
def test_that_any_schedule_starts_at_its_own_zero_after_a_warm_up(
    kind: str, more: dict[str, Any], warmup: float
) -> None:
    bare = gdviz.schedule(proposed(kind, **more))
    schedule = gdviz.schedule(bare.spec, {"length": warmup, "start_factor": 0.2, "unit": more.get("unit", "epoch")})
    k = np.arange(60.0)
    rising = schedule.lr(LR, k[k < warmup])
    np.testing.assert_allclose(rising[0], 0.2 * bare.spec.warmed_up(LR), rtol=1e-14)
    np.testing.assert_allclose(np.diff(rising), 0.8 * bare.spec.warmed_up(LR) / warmup, rtol=1e-12)
    np.testing.assert_array_equal(schedule.lr(LR, k[k >= warmup]), bare.lr(LR, k[k >= warmup] - warmup))
    if bare.momentum(0) is not None:
        np.testing.assert_array_equal(schedule.momentum(k), bare.momentum(np.maximum(k - warmup, 0)))


@KINDS
def test_that_counted_in_steps_it_is_the_same_schedule_in_time(kind: str) -> None:
    spec = spec_of(kind)
    if kind in ("expression", "plateau"):  # a text, which is not rewritten; losses, of which there are none
        assert spec.counted_in("step", 5.0).unit == "step"
        return
    k = np.arange(100.0)
    by_step = gdviz.schedule(spec.counted_in("step", 5.0))
    apart = 0.05 if kind == "one_cycle" else 1e-9  # whose phases end one unit early
    np.testing.assert_allclose(by_step.lr(LR, 5 * k), gdviz.schedule(spec).lr(LR, k), rtol=1e-9, atol=apart * LR)


@KINDS
def test_that_a_declaration_says_what_forms_and_lists_need(kind: str) -> None:
    cls = PLUGINS[kind]
    assert cls.label
    assert cls.summary.endswith(".")
    assert cls.formula
    for parameter in params_of(cls):
        assert parameter.label, parameter.name
        assert parameter.help.endswith("."), parameter.name
    json.dumps([parameter.describe() for parameter in params_of(cls)], allow_nan=False)


@KINDS
def test_that_unknown_keys_are_refused_with_their_path(kind: str) -> None:
    with pytest.raises(gdviz.ExperimentError, match=r"^schedule\.lenght: unknown key"):
        gdviz.schedule(proposed(kind, lenght=1))
    for value in ("hour", None, 1):
        with pytest.raises(gdviz.ExperimentError, match=r"^schedule\.unit: "):
            gdviz.schedule(proposed(kind, unit=value))


@KINDS
def test_that_no_number_may_be_nan_infinite_text_or_missing(kind: str) -> None:
    for parameter in params_of(PLUGINS[kind]):
        for value in (float("nan"), float("inf"), -1.0, "1", None, True, [], {}):
            if parameter.kind in ("float", "int") and not (value is None and parameter.optional):
                with pytest.raises(gdviz.ExperimentError, match=rf"^schedule\.{parameter.name}: "):
                    gdviz.schedule(proposed(kind, **{parameter.name: value}))
        if parameter.required:
            data = proposed(kind)
            del data[parameter.name]
            with pytest.raises(gdviz.ExperimentError, match=rf"^schedule\.{parameter.name}: is missing"):
                gdviz.schedule(data)


def test_that_the_table_covers_every_schedule(record_property: Any) -> None:
    combinations = len(choices()) * (len(WARMUPS) + 4) + 7 * len(PLUGINS)
    record_property("schedules", len(PLUGINS))
    record_property("combinations", combinations)
    print(f"{len(PLUGINS)} schedules, {len(choices())} variants, {combinations} combinations")
    assert len(PLUGINS) >= 18
