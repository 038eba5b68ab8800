"""`gdviz doctor`: it reports whatever the machine is like, and ends with 0."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gdviz import cli, doctor
from gdviz.messages import message

Capture = pytest.CaptureFixture[str]


def test_that_it_reports_versions_devices_display_fonts_and_folders(capsys: Capture) -> None:
    assert cli.main(["doctor", "--lang", "en"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    lines = {line.split()[0]: line for line in captured.out.splitlines() if line.strip()}
    for name in ("gdviz", "Python", "numpy", "sympy", "PySide6-Essentials", "pyqtgraph"):
        assert " ok " in lines[name]
    for what in ("CuPy", "GPU", "display", "Qt", "Hangul", "OpenGL", "resources", "config", "data", "log"):
        assert what in lines


def test_that_what_is_missing_is_reported_with_how_to_fix_it(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("gdviz.backend.probe", lambda: (None, message("no GPU answers")))
    monkeypatch.setattr(doctor, "_version", lambda name: None)
    monkeypatch.setattr(doctor, "_probe", lambda has_display: ({}, "libGL.so.1: cannot open shared object file"))
    assert cli.main(["doctor", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    for text in ("no GPU answers", "does not load: libGL.so.1", "pip install numpy", "--gpu"):
        assert text in shown


@pytest.mark.parametrize("ending", ["import os; os.abort()", "raise SystemExit('no driver')"])
def test_that_a_crash_of_qt_leaves_what_was_known_before(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "probe.py"
    script.write_text(f'print(\'{{"qt": "6", "platform": "xcb"}}\', flush=True)\n{ending}\n', encoding="utf-8")
    run = subprocess.run

    def replaced(command: list[str], **settings: Any) -> Any:
        return run([sys.executable, str(script)], **settings)

    monkeypatch.setattr(subprocess, "run", replaced)
    findings = {str(finding.what): finding for finding in doctor.window(has_display=True)}
    assert str(findings["Qt"].found) == "6, xcb"
    assert findings["OpenGL"].fix is not None
    assert "does not work: " in str(findings["OpenGL"].found)


def test_that_a_driver_that_hangs_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(command: list[str], **settings: Any) -> Any:
        raise subprocess.TimeoutExpired(command, settings["timeout"], b'{"qt": "6", "platform": "xcb"}\n')

    monkeypatch.setattr(subprocess, "run", late)
    findings = {str(finding.what): finding for finding in doctor.window(has_display=True)}
    assert "no answer within" in str(findings["OpenGL"].found)


def test_that_a_folder_that_takes_no_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "home"))
    found = list(doctor.folders())[1:]
    assert [str(finding.found) for finding in found] == ["not writable: Permission denied"] * 3
    assert all(finding.fix is not None for finding in found)


def test_that_a_folder_that_cannot_be_made_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GDVIZ_HOME", str(tmp_path / "file"))
    found = list(doctor.folders())[1:]
    assert len(found) == 3
    assert all("not writable" in str(finding.found) and finding.fix is not None for finding in found)
