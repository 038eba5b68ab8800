"""What the system lacks is found, named and, as root, installed."""

from __future__ import annotations

import importlib.util
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
    """A machine with a stand-in apt, which writes down what it is asked for."""
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


def test_that_others_are_told_the_command(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    be(monkeypatch, 1000)
    monkeypatch.setattr(system_packages, "try_qt", lambda platform: QT_SAYS)
    monkeypatch.setattr(system_packages, "site_packages", lambda: None)
    text = system_packages.ensure_qt("offscreen")
    assert text is not None
    assert "sudo apt-get install libegl1" in text
    assert not apt.exists()


def test_that_a_failure_that_is_no_missing_library_is_shown_as_qt_said_it(monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_that_an_installed_venv_module_that_is_not_found_is_said(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    be(monkeypatch, 0)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetupError, match=r"is installed, yet .* lacks venv"):
        system_packages.ensure_venv_module()


def test_that_dpkg_finds_its_programs_where_path_lacks_sbin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert "/usr/sbin" in system_packages.Apt().env["PATH"].split(":")
