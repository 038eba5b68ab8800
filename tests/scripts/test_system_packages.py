"""What the system lacks is found, named and, as root, installed."""

from __future__ import annotations

import importlib.util
import io
import sys
from pathlib import Path

import pytest
import system_packages
from setup_environment import SetupError

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian and Ubuntu")

QT_SAYS = "ImportError: libEGL.so.1: cannot open shared object file: No such file or directory"
POLICY = """#!/bin/sh
[ "$1" = policy ] || exit 1
cat <<END
libegl1:
  Installed: (none)
  Candidate: 1.6.0-1
libglib2.0-0:
  Installed: (none)
  Candidate: (none)
libglib2.0-0t64:
  Installed: (none)
  Candidate: 2.80.0-6ubuntu3
END
"""


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with a stand-in apt, which records the packages to install."""
    log = tmp_path / "log"
    for name, text in {"apt-cache": POLICY, "apt-get": f'#!/bin/sh\necho "$@" >> {log}\n'}.items():
        program = tmp_path / name
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return log


def be(monkeypatch: pytest.MonkeyPatch, uid: int) -> None:
    monkeypatch.setattr("os.geteuid", lambda: uid)


def test_that_names_of_newer_releases_are_used(apt: Path) -> None:
    assert system_packages.Apt().names(["libglib2.0-0", "libegl1"]) == ["libegl1", "libglib2.0-0t64"]


def test_that_root_gets_the_libraries_installed(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    be(monkeypatch, 0)
    answers = iter([QT_SAYS, None])
    monkeypatch.setattr(system_packages, "try_qt", lambda platform: next(answers))
    monkeypatch.setattr(system_packages, "site_packages", lambda: None)
    assert system_packages.ensure_qt("offscreen") is None
    assert apt.read_text(encoding="utf-8").split()[-1] == "libegl1"


class Terminal(io.StringIO):
    """Keys that are typed at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("typed", "installs"), [("y\n", True), ("\n", True), ("n\n", False), ("", False)])
def test_that_a_person_at_a_terminal_is_asked_before_anything_is_installed(
    apt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, installs: bool
) -> None:
    be(monkeypatch, 0)
    answers = iter([QT_SAYS, None])
    monkeypatch.setattr(system_packages, "try_qt", lambda platform: next(answers))
    monkeypatch.setattr(system_packages, "site_packages", lambda: None)
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    text = system_packages.ensure_qt("offscreen")
    output = capsys.readouterr().out
    assert output.index("apt-get install") < output.index("[Y/n]"), "the question comes after what it is about"
    assert apt.exists() == installs
    if installs:
        assert text is None
    else:
        assert text is not None and "apt-get install libegl1" in text
        assert "Fetching" not in output


def test_that_a_missing_venv_module_is_asked_about_too(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    be(monkeypatch, 0)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "stdin", Terminal("no\n"))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    with pytest.raises(SetupError, match=r"start again:\n    apt-get update && apt-get install python3"):
        system_packages.ensure_venv_module()
    assert not apt.exists()


def test_that_no_question_is_asked_where_answer_or_question_would_go_elsewhere(
    apt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    be(monkeypatch, 0)
    monkeypatch.setattr(system_packages, "site_packages", lambda: None)
    for keys in (Terminal("n\n"), io.StringIO("n\n")):  # the output goes to a file; the input comes from one
        answers = iter([QT_SAYS, None])
        monkeypatch.setattr(system_packages, "try_qt", lambda platform, answers=answers: next(answers))
        monkeypatch.setattr(sys, "stdin", keys)
        assert system_packages.ensure_qt("offscreen") is None
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    output = capsys.readouterr().out
    assert "[Y/n]" not in output and output.count("apt-get install libegl1") == 2


def test_that_others_get_the_command(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    be(monkeypatch, 1000)
    monkeypatch.setattr(system_packages, "try_qt", lambda platform: QT_SAYS)
    monkeypatch.setattr(system_packages, "site_packages", lambda: None)
    text = system_packages.ensure_qt("offscreen")
    assert text is not None
    assert "sudo apt-get install libegl1" in text
    assert not apt.exists()


def test_that_a_failure_that_is_no_missing_library_is_shown_as_qt_reports_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "try_qt", lambda platform: "qt.qpa.xcb: could not connect to display :5")
    monkeypatch.setattr(system_packages, "site_packages", lambda: None)
    assert "could not connect to display :5" in str(system_packages.ensure_qt("xcb"))


@pytest.mark.parametrize("uid", [0, 1000])
def test_that_a_missing_venv_module_is_named(apt: Path, monkeypatch: pytest.MonkeyPatch, uid: int) -> None:
    be(monkeypatch, uid)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetupError, match=rf"python3\.{sys.version_info[1]}-venv"):
        system_packages.ensure_venv_module()
    assert apt.exists() == (uid == 0)


def test_that_an_installed_venv_module_not_found_is_reported(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    be(monkeypatch, 0)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetupError, match=r"is installed, yet .* lacks venv"):
        system_packages.ensure_venv_module()


def test_that_dpkg_finds_its_programs_where_path_lacks_sbin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert "/usr/sbin" in system_packages.Apt().env["PATH"].split(":")
