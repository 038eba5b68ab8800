"""What an experiment from elsewhere may read: its own folder, and beyond it only what a person has allowed."""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gdviz
from gdviz import consent
from gdviz.engine import recorded_runs
from gdviz.experiment import DataOutside, read_file
from gdviz.paths import fingerprint

SECRET = "secret,token\n1,11\n2,12\n3,13\n"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The folder of an experiment from elsewhere, and one with a private file."""
    downloads, private = tmp_path / "downloads", tmp_path / "private"
    downloads.mkdir()
    private.mkdir()
    (private / "secret.csv").write_text(SECRET, encoding="utf-8")
    (private / "log.csv").write_text("step,loss\n0,4\n1,2\n", encoding="utf-8")
    return downloads, private


def asking(folder: Path, data: str | None, recorded: Any = None, name: str = "elsewhere.json") -> Path:
    """An experiment file in `folder` that names this file as its data, and these as recorded runs."""
    samples = {"kind": "csv", "path": data, "x": ["secret"], "y": "token"}
    problem = {"kind": "surface", "name": "sphere"} if data is None else {"kind": "linear_regression", "data": samples}
    run = {"label": "a", "start": [0, 0], "optimizer": {"kind": "sgd", "lr": 0.01},
           "batch": None if data is None else {"size": 2}}  # fmt: skip
    view = {} if recorded is None else {"recorded": recorded}
    path = folder / name
    whole = {"format": "gdviz-experiment", "version": 1, "problem": problem, "epochs": 2, "runs": [run], "view": view}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def gdviz_says(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gdviz", *map(str, arguments)]
    home = {"GDVIZ_HOME": str(folder / "home"), "PYTHONPATH": str(Path(gdviz.__file__).parent.parent)}
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, **home}, timeout=120, check=False
    )


@pytest.mark.parametrize("way", ["absolute", "upwards", "link to a file", "link to a folder", "through a link and up"])
def test_that_data_outside_the_folder_are_refused_without_allow_data_and_nothing_of_them_is_shown(
    folders: tuple[Path, Path], way: str
) -> None:
    downloads, private = folders
    if way == "link to a file":
        (downloads / "own.csv").symlink_to(private / "secret.csv")
    elif way.startswith(("link", "through")):
        (downloads / "inside").symlink_to(private)
    (private / "below").mkdir()
    named = {
        "absolute": str(private / "secret.csv"), "upwards": "../private/secret.csv", "link to a file": "own.csv",
        "link to a folder": "inside/secret.csv", "through a link and up": "inside/below/../secret.csv",
    }[way]  # fmt: skip
    path = asking(downloads, named)
    assert gdviz.load(path).problem.n_samples == 3, "the library reads every file by default"
    with pytest.raises(DataOutside, match=r"elsewhere\.json: names files outside its folder") as refused:
        gdviz.load(path, allow_data=False)
    assert [os.path.realpath(file) for file in refused.value.files] == [os.path.realpath(private / "secret.csv")]
    assert "token" not in str(refused.value)


@pytest.mark.parametrize("recorded", ["../private/log.csv", {"path": "../private/log.csv", "label": "mine"}])
def test_that_recorded_runs_outside_the_folder_are_refused_without_allow_data(
    folders: tuple[Path, Path], recorded: Any
) -> None:
    downloads, private = folders
    path = asking(downloads, None, [recorded])
    gdviz.load(path)
    with pytest.raises(DataOutside) as refused:
        gdviz.load(path, allow_data=False)
    assert refused.value.files == (private / "log.csv",)


def test_that_data_in_the_folder_and_below_it_need_no_permission_also_where_the_folder_is_a_link(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    downloads, private = folders
    (downloads / "data").mkdir()
    (private / "secret.csv").rename(downloads / "data" / "own.csv")
    assert gdviz.load(asking(downloads, "data/own.csv"), allow_data=False).problem.n_samples == 3
    assert gdviz.load(asking(downloads, "data/../data/own.csv"), allow_data=False).problem.n_samples == 3
    (tmp_path / "short").symlink_to(downloads)
    through = asking(downloads, str(downloads / "data" / "own.csv")).name
    assert gdviz.load(tmp_path / "short" / through, allow_data=False).problem.n_samples == 3


def test_that_the_folder_of_a_file_is_found_through_a_link_and_up_again(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    downloads, private = folders
    (downloads / "below").mkdir()
    (private / "secret.csv").rename(downloads / "own.csv")
    (tmp_path / "short").symlink_to(downloads / "below")
    path = tmp_path / "short" / ".." / asking(downloads, "own.csv").name
    experiment = gdviz.load(path, allow_data=False)
    assert experiment.problem.n_samples == 3
    gdviz.save(experiment, path)
    assert json.loads(path.read_text(encoding="utf-8"))["problem"]["data"]["path"] == "own.csv"


def test_that_a_refusal_can_be_pickled_with_its_sentence_and_its_files(folders: tuple[Path, Path]) -> None:
    with pytest.raises(DataOutside) as refused:
        gdviz.load(asking(folders[0], "../private/secret.csv"), allow_data=False)
    again = pickle.loads(pickle.dumps(refused.value))
    assert (str(again), again.files) == (str(refused.value), refused.value.files)


def test_that_a_refusal_is_one_short_line_whatever_the_files_are_called(folders: tuple[Path, Path]) -> None:
    recorded = ["../private/" + "d/" * 20_000 + "log.csv", "../private/a\n\x1b[2J.csv"]
    with pytest.raises(DataOutside, match=r"d/log\.csv") as refused:
        gdviz.load(asking(folders[0], None, recorded), allow_data=False)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 700


def test_that_the_data_are_named_before_all_recorded_runs(folders: tuple[Path, Path]) -> None:
    downloads, private = folders
    path = asking(downloads, "../private/secret.csv", [f"../private/{i}.csv" for i in range(9)])
    assert read_file(path).outside[0] == private / "secret.csv"


def test_that_no_message_offers_the_kind_of_what_is_withheld(folders: tuple[Path, Path]) -> None:
    data = json.loads(asking(folders[0], None).read_text(encoding="utf-8"))
    with pytest.raises(gdviz.ExperimentError, match=r"problem\.kind: unknown.*, model$"):
        gdviz.Experiment.from_dict({**data, "problem": {"kind": "?"}})


def test_that_a_folder_whose_name_only_begins_like_that_of_the_file_is_another(tmp_path: Path) -> None:
    for name in ("data", "data-private"):
        (tmp_path / name).mkdir()
    (tmp_path / "data-private" / "a.csv").write_text(SECRET, encoding="utf-8")
    with pytest.raises(DataOutside):
        gdviz.load(asking(tmp_path / "data", "../data-private/a.csv"), allow_data=False)


def test_that_an_experiment_without_its_data_computes_nothing_and_keeps_their_names(
    folders: tuple[Path, Path],
) -> None:
    downloads, private = folders
    path = asking(downloads, "../private/secret.csv", ["../private/log.csv"])
    without = read_file(path).without_outside()
    assert without.withheld == (private / "secret.csv", private / "log.csv")
    result = gdviz.run(without)
    assert result.runs[0].finish == "failed"
    assert "data of this experiment were not read" in result.runs[0].failure
    # Whatever is edited, undone or kept after a crash passes through this:
    again = gdviz.Experiment.from_dict(json.loads(json.dumps(without.to_dict()))).replace("title", "mine")
    assert again.withheld == without.withheld
    assert again.replace("runs[0].optimizer.lr", 0.5).withheld == without.withheld
    gdviz.save(again, downloads / "saved.json")
    whole = json.loads((downloads / "saved.json").read_text(encoding="utf-8"))
    assert (whole["problem"]["data"]["path"], whole["view"]) == (
        "../private/secret.csv", {"recorded": ["../private/log.csv"]},
    )  # fmt: skip
    assert whole["runs"][0]["batch"]["size"] == 2
    back = again.released()
    assert (back.withheld, back.problem.n_samples, back.title) == ((), 3, "mine")
    np.testing.assert_array_equal(gdviz.run(back).runs[0].w, gdviz.run(gdviz.load(path)).runs[0].w)


def test_that_recorded_runs_that_may_not_be_read_are_not_read_by_the_library_either_and_that_is_reported(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    downloads, private = folders
    shutil.copy(private / "log.csv", downloads / "own.csv")
    path = asking(downloads, None, ["../private/log.csv", "own.csv"])
    read: list[str] = []
    plain = recorded_runs.recorded
    monkeypatch.setattr(recorded_runs, "recorded", lambda file: read.append(file) or plain(file))
    result = gdviz.run(read_file(path).without_outside())
    assert [str(note) for note in result.notes] == [
        "Recorded run log is not shown: log.csv: lies outside the folder of the experiment and was not read"
    ]
    assert read == [str(downloads / "own.csv")]


def test_that_marks_of_what_is_withheld_mean_nothing_in_a_file(folders: tuple[Path, Path]) -> None:
    """An answer cannot be written into the experiment file."""
    downloads, private = folders
    recorded = [{"path": "../private/log.csv", "withheld": mark} for mark in (True, False)]
    path = asking(downloads, "../private/secret.csv", recorded)
    with pytest.raises(DataOutside) as refused:
        gdviz.load(path, allow_data=False)
    assert refused.value.files == (private / "secret.csv", private / "log.csv")


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_that_no_file_may_say_that_its_data_are_withheld(folders: tuple[Path, Path], depth: int) -> None:
    path = asking(folders[0], "../private/secret.csv")
    data = json.loads(path.read_text(encoding="utf-8"))
    for _ in range(depth):
        data["problem"] = {"kind": "withheld", "dim": 2, "problem": data["problem"]}
    path.write_text(json.dumps(data), encoding="utf-8")
    for allow in (True, False):
        with pytest.raises(gdviz.ExperimentError, match=r'^problem\.kind: unknown.*"withheld"'):
            gdviz.load(path, allow_data=allow)


def test_that_an_answer_belongs_to_the_content_of_the_experiment_file(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "home"))
    downloads, _ = folders
    file = read_file(asking(downloads, "../private/secret.csv"))
    assert not consent.is_given(file.content, file.outside)
    consent.remember(file.content, file.outside)
    assert consent.is_given(file.content, file.outside)
    whole = json.loads(file.content)
    forged = downloads / "elsewhere.json"  # under the same name, and naming the same file
    forged.write_text(json.dumps({**whole, "title": "forged"}), encoding="utf-8")
    again = read_file(forged)
    assert again.outside == file.outside
    assert not consent.is_given(again.content, again.outside)
    other = read_file(asking(downloads, "../private/log.csv"))
    assert not consent.is_given(file.content, other.outside)


@pytest.mark.parametrize("link", ["file", "folder"])
def test_that_an_answer_is_for_the_file_to_which_a_link_led(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: str
) -> None:
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "home"))
    downloads, private = folders
    (private / "other").mkdir()
    shutil.copy(private / "secret.csv", private / "other" / "secret.csv")
    name, ways = {
        "file": ("own.csv", [private / "secret.csv", private / "other" / "secret.csv"]),
        "folder": ("own", [private, private / "other"]),
    }[link]
    (downloads / name).symlink_to(ways[0])
    file = read_file(asking(downloads, "own.csv" if link == "file" else "own/secret.csv"))
    consent.remember(file.content, file.outside)
    assert consent.is_given(file.content, file.outside)
    (downloads / name).unlink()
    (downloads / name).symlink_to(ways[1])
    again = read_file(downloads / "elsewhere.json")
    assert (again.content, again.outside) == (file.content, file.outside)
    assert not consent.is_given(again.content, again.outside)
    consent.remember(again.content, again.outside)
    assert consent.is_given(again.content, again.outside)


def test_that_no_path_is_looked_at_before_there_is_an_answer_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path))
    consent.remember(b"", [Path("/a")])
    looked: list[str] = []
    monkeypatch.setattr(os.path, "realpath", lambda path: looked.append(path) or path)
    assert not consent.is_given(b"", [Path("/a"), Path("/b")])
    assert looked == []


def test_that_a_damaged_list_of_answers_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path))
    (tmp_path / "data").mkdir()
    for text in ("", "[1]", '{"a": 3}', '{"a": [3]}', '{"a": {"/a": 3}}', "[" * 10_000):
        (tmp_path / "data" / "allowed-data.json").write_text(text, encoding="utf-8")
        assert not consent.is_given(b"", [Path("/a")])
    consent.remember(b"", [Path("/a")])
    assert consent.is_given(b"", [Path("/a")])


@pytest.mark.parametrize(
    "arguments", [["run"], ["export", "path.csv"], ["map", "--kind", "lr", "--resolution", "3"]], ids=lambda a: a[0]
)
def test_that_commands_refuse_data_outside_the_folder_until_allow_data_is_given(
    folders: tuple[Path, Path], arguments: list[str]
) -> None:
    downloads, private = folders
    path = asking(downloads, str(private / "secret.csv"))
    command = [arguments[0], path.name, *arguments[1:]]
    refused = gdviz_says(*command, folder=downloads)
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.count("\n") == 1
    assert str(private / "secret.csv") in refused.stderr
    assert "--allow-data" in refused.stderr
    assert not re.search("token|11", refused.stderr.replace(str(private), ""))  # folders of tests have numbers
    assert not (downloads / "path.csv").exists()
    allowed = gdviz_says(*command, "--allow-data", folder=downloads)
    assert (allowed.returncode, allowed.stderr) == (0, "")


def test_that_a_file_that_is_no_table_is_not_quoted(tmp_path: Path) -> None:
    (tmp_path / "key.txt").write_text("-----BEGIN KEY-----\nabc\n", encoding="utf-8")
    with pytest.raises(gdviz.ExperimentError, match=r'unknown column "secret"; the file has one column only$'):
        gdviz.load(asking(tmp_path, "key.txt"))
    (tmp_path / "wide.csv").write_text(f"a,{'b' * 5000}\n1,2\n", encoding="utf-8")
    with pytest.raises(gdviz.ExperimentError, match="known: a, b") as refused:
        gdviz.load(asking(tmp_path, "wide.csv"))
    assert len(str(refused.value)) < 200


def test_that_comparing_follows_allow_data(folders: tuple[Path, Path]) -> None:
    downloads, private = folders
    path = asking(downloads, str(private / "secret.csv"))
    assert len(gdviz.compare([path]).runs) == 1
    with pytest.raises(DataOutside):
        gdviz.compare([path], allow_data=False)


def test_that_the_window_starts_without_what_it_may_not_read_and_asks(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`gdviz FILE`, up to where the window is made."""
    from gdviz import cli
    from gdviz.commandline import window

    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "home"))
    downloads, private = folders
    path = asking(downloads, str(private / "secret.csv"))
    shown: list[tuple[Any, ...]] = []

    def show(experiment: Any, own: Any, parsed: Any, version: Any = None, ask_about: Any = None) -> int:
        assert version == fingerprint(path)
        shown.append((experiment.withheld, own, ask_about))
        return 0

    monkeypatch.setattr(window, "show", show)
    assert cli.main([str(path)]) == 0
    assert shown.pop() == ((private / "secret.csv",), path, path.read_bytes())
    assert cli.main(["gui", str(path), "--allow-data"]) == 0
    assert shown.pop() == ((), path, None)
    assert cli.main(["gui", str(path)]) == 0
    assert shown.pop() == ((), path, None), "what was allowed for this content stays so"
    assert cli.main(["run", str(path)]) == 0
