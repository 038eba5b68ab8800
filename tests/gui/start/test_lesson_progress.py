from __future__ import annotations

import json
from pathlib import Path

import pytest

from gdviz.gui.start import lesson_progress
from gdviz.gui.start.lesson_progress import LessonProgress
from gdviz.paths import user_folder


def test_that_progress_is_kept_without_names_and_forgotten_whole() -> None:
    assert lesson_progress.load() == LessonProgress()
    made = LessonProgress().after_opening("four_rates").after_finishing("four_rates").after_opening("step_decay")
    lesson_progress.keep(made)
    assert lesson_progress.load() == made
    assert (made.last, made.opened, made.done) == ("step_decay", {"four_rates", "step_decay"}, {"four_rates"})
    (file,) = user_folder("data").glob("progress*")
    assert set(json.loads(file.read_bytes())) == {"opened", "done", "last"}
    lesson_progress.forget()
    assert lesson_progress.load() == LessonProgress() and not file.exists()
    lesson_progress.forget()


@pytest.mark.parametrize("nonsense", [b"", b"[]", b"{", b'{"opened": 3, "done": [1], "last": []}', b"[" * 100_000])
def test_that_nonsense_in_its_file_counts_as_nothing(nonsense: bytes) -> None:
    (user_folder("data") / "progress.json").write_bytes(nonsense)
    assert lesson_progress.load() == LessonProgress()


def test_that_a_users_folder_that_cannot_be_had_hinders_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "file"))
    lesson_progress.keep(LessonProgress(last="four_rates"))
    lesson_progress.forget()
    assert lesson_progress.load() == LessonProgress()
