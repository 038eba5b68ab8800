"""What scripts/bench.py measures, with few steps: the baselines do the same work, the table is correct."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks import against, command, editing, pairs, paths, starting, timing
from benchmarks.table import Row, table


@pytest.mark.parametrize("kind", ["sgd", "adam"])
def test_that_the_loops_by_hand_record_what_the_engine_does(kind: str) -> None:
    paths.check_agreement(kind)


def test_that_a_baseline_that_does_other_work_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(paths.BY_HAND, "sgd", paths.adam_by_hand)
    with pytest.raises(RuntimeError, match="disagree"):
        paths.check_agreement("sgd")


@pytest.mark.parametrize(
    ("row", "ratio", "met"),
    [
        (Row("speed", "steps/s", 6.0, (">=", 0.6), 10.0, "by hand"), 0.6, True),
        (Row("speed", "steps/s", 5.9, (">=", 0.6), 10.0, "by hand"), 0.59, False),
        (Row("edit", "ms", 16.7, ("<=", 16.7)), None, None),
        (Row("memory", "B", 64.0, ("<=", 64.0)), None, True),
        (Row("memory", "B", 65.0, ("<=", 64.0)), None, False),
        (Row("speed", "steps/s", None, (">=", 100), None, "torch eager", "torch is not installed"), None, None),
    ],
)
def test_that_a_target_is_held_against_the_ratio_or_else_the_figure(
    row: Row, ratio: float | None, met: bool | None
) -> None:
    assert row.ratio == (None if ratio is None else pytest.approx(ratio))
    assert row.met is met
    assert list(row.to_json()) == ["what", "figure", "baseline", "ratio", "target", "met"]


def test_that_the_table_says_what_is_missed_and_what_could_not_be_measured() -> None:
    text = table(
        [
            Row("edit", "ms", 20.0, ("<=", 16.7)),
            Row("edit", "ms", 20.0, ("<=", 1.7), 10.0, "a bare window"),
            Row("speed", "steps/s", None, (">=", 100), None, "torch eager", "torch is not installed"),
        ]
    )
    head, alone, edit, speed = text.splitlines()
    assert head.split() == ["what", "figure", "baseline", "ratio", "target", "met"]
    assert alone.endswith("–") and edit.endswith("NO")
    assert speed.endswith("torch is not installed")


def test_that_a_percentile_is_a_value_that_was_measured() -> None:
    assert timing.percentile([3.0, 1.0, 2.0], 0.95) == 3.0
    assert timing.percentile(list(range(1, 101)), 0.95) == 95
    assert timing.percentile([5.0], 0.5) == 5.0


def test_that_a_child_that_fails_reports_why() -> None:
    with pytest.raises(RuntimeError, match="out of luck"):
        timing.child(["-c", "raise SystemExit('out of luck')"])


def test_that_an_unknown_name_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        command.main(["--only", "nonsense"])
    assert refusal.value.code == 2
    assert "launch" in capsys.readouterr().err


def test_that_one_benchmark_prints_its_table_and_writes_its_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(command.BENCHMARKS, "memory", lambda: paths.memory_rows(2000, 20_000))
    command.main(["--only", "memory", "--json", str(tmp_path / "rows.json")])
    printed = capsys.readouterr().out
    assert printed.startswith("machine: ")
    held, _ = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    assert held["met"] is True
    assert 40 < held["figure"] <= 64
    assert held["target"] == "<= 64"


def test_that_the_import_is_measured_beside_numpys() -> None:
    (row,) = starting.import_rows(rounds=1)
    assert row.figure and row.baseline


@pytest.mark.timeout(180)
def test_that_launch_and_edits_are_measured_in_the_real_window() -> None:
    with command.display(wanted=True):
        (launch,) = starting.launch_rows(rounds=1)
        edits = editing.edit_rows(edits=4)
    assert launch.figure and launch.baseline
    assert all(row.figure and row.figure > 1 for row in edits)


@pytest.mark.timeout(180)
def test_that_edits_are_compared_in_windows_that_are_open_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "EDITS", 3)
    with command.display(wanted=True):
        rows = pairs.compared((against.OWN,) * 3, runs=1, rounds=1, turns=2)
    assert len(rows) == 4 and all(row.falls and min(*row.first, *row.now, *row.again) > 1 for row in rows)


def test_that_pairs_need_another_commit(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--pairs"])
    assert "--pairs needs --against COMMIT" in capsys.readouterr().err


@pytest.mark.timeout(180)
def test_that_picture_and_contours_after_an_edit_of_a_constant_are_measured_in_the_real_window() -> None:
    with command.display(wanted=True):
        picture, contours = editing.surface_rows(edits=3)
    assert "512x512" in picture.what and picture.figure and contours.figure
    assert 1 < picture.figure <= contours.figure


@pytest.mark.timeout(180)
def test_that_ticks_and_frames_are_measured_beside_the_same_calls_by_hand() -> None:
    with command.display(wanted=True):
        rows = editing.frame_rows(frames=6, rounds=1)
    by_hand = [row for row in rows if row.against]
    assert len(by_hand) == 4
    assert all(row.figure and row.baseline for row in by_hand)


@pytest.mark.parametrize("kind", ["sgd", "adam"])
def test_that_the_loop_by_hand_begins_at_the_given_start(kind: str) -> None:
    assert paths.BY_HAND[kind](5, [1.0, 2.0], 0.02)[0].tolist() == [1.0, 2.0, 68.0, -36.0, -32.0, 0.02]


def turns(ratio: float, other: float = 1.0, falls: bool = True) -> against.Turns:
    """Ten rounds in which this checkout is `ratio` times the other commit, and that is `other` times itself."""
    first = tuple(10.0 + k for k in range(10))
    again = tuple(value * (other if k % 2 else 1 / other) for k, value in enumerate(first))
    now = tuple(ratio * (a * b) ** 0.5 for a, b in zip(first, again, strict=True))
    return against.Turns("edit", falls, first, now, again)


@pytest.mark.parametrize(
    ("row", "mark"),
    [
        (turns(1.02), ""),
        (turns(1.05), "WORSE"),
        (turns(0.95), "better"),
        (turns(1.05, falls=False), "better"),
        (turns(1.05, other=1.1), ""),
        (turns(1.15, other=1.1), "WORSE"),
        (turns(1 / 1.15, other=1.1), "better"),
    ],
)
def test_that_a_row_is_marked_only_beyond_what_the_other_commit_differs_from_itself(
    row: against.Turns, mark: str
) -> None:
    assert row.mark == mark
    assert against.table_of([row]).endswith(mark)


def test_that_two_rounds_are_too_few_to_mark_anything() -> None:
    row = turns(1.5)
    assert against.Turns(row.what, row.falls, row.first[:3], row.now[:3], row.again[:3]).mark == "WORSE"
    assert against.Turns(row.what, row.falls, row.first[:2], row.now[:2], row.again[:2]).mark == ""


def test_that_only_rows_that_every_process_measured_are_compared() -> None:
    edit = {"what": "edit", "ratio": None, "figure": 4.0, "target": "<= 5"}
    launch = {"what": "launch", "ratio": 1.2, "figure": 300.0, "target": "<= 1.5"}
    torch = {"what": "torch", "ratio": None, "figure": None, "target": ">= 3"}
    now = {row["what"]: row for row in (edit, launch, torch)}
    (made,) = against.turns([({"edit": edit}, now, {"edit": {**edit, "figure": 1.0}})])
    assert (made.what, made.falls, made.ratios, made.itself) == ("edit", True, [2.0], [0.25])


def test_that_a_child_imports_the_gdviz_of_the_checkout_that_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gdviz").mkdir()
    (tmp_path / "gdviz" / "__init__.py").write_text("print('another')", encoding="utf-8")
    monkeypatch.setattr(timing, "ROOT", tmp_path)
    assert timing.child(["-c", "import gdviz"]).strip() == "another"
