"""Finds by a trial what the system lacks, names the packages, and on Debian and Ubuntu installs them as root.

At a terminal it asks first.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from setup_environment import SetupError, child_environment, site_packages, venv_program

# Debian's names; those of the time_t transition (libglib2.0-0t64) are looked up where they are in use.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
}

PROBE = (
    "from PySide6 import QtCore, QtGui, QtWidgets, QtSvg, QtPrintSupport, QtOpenGLWidgets; "
    "application = QtGui.QGuiApplication(['gdviz']); print(application.platformName())"
)


class Apt:
    """Debian's and Ubuntu's package manager, if it is there."""

    def __init__(self) -> None:
        # A root's PATH may lack /usr/sbin, without which dpkg refuses to work.
        self.env = dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C.UTF-8")
        self.env["PATH"] = ":".join(
            filter(None, [os.environ.get("PATH"), "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin"])
        )
        self.command = shutil.which("apt-get", path=self.env["PATH"]) if sys.platform == "linux" else None
        self.is_root = hasattr(os, "geteuid") and os.geteuid() == 0
        self._updated = False

    def can_install(self) -> bool:
        """Whether packages can be installed without a password."""
        return self.command is not None and self.is_root

    def may_install(self, packages: Iterable[str]) -> bool:
        """Whether to install `packages` now: the person at the terminal is asked; without a terminal, yes."""
        if not (sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()):
            return True
        print(f"    {self.advice(packages)}", flush=True)
        try:
            answer = input("Run this now? [Y/n] ")
        except EOFError:
            answer = "no"
            print(flush=True)
        return answer.strip().lower() in ("", "y", "yes")

    def update(self) -> None:
        """Fetch the package lists, once; offline, those on the system are used."""
        if not self._updated:
            self._updated = True
            print("Fetching the system's package lists (apt-get update)", flush=True)
            self._call("update")

    def names(self, packages: Iterable[str]) -> list[str]:
        """The names under which this release offers `packages`: newer ones add t64 to some."""
        wanted = sorted(set(packages))
        alternatives = [*wanted, *(f"{name}t64" for name in wanted)]
        cache = shutil.which("apt-cache", path=self.env["PATH"])
        if cache is None:
            return wanted
        done = subprocess.run(
            [cache, "policy", *alternatives],
            env=self.env,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        offered = set(re.findall(r"^(\S+):\n  Installed: .*\n  Candidate: (?!\(none\))", done.stdout, re.MULTILINE))
        return [f"{name}t64" if name not in offered and f"{name}t64" in offered else name for name in wanted]

    def install(self, packages: Iterable[str]) -> str | None:
        """Install `packages` (as root); None, or the last lines of what went wrong."""
        self.update()
        names = self.names(packages)
        print(f"Installing from the system: apt-get install {' '.join(names)}", flush=True)
        return self._call("install", "--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", *names)

    def _call(self, *arguments: str) -> str | None:
        assert self.command is not None
        done = subprocess.run(
            [self.command, "--quiet", *arguments],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        return "\n".join(done.stdout.strip().splitlines()[-5:]) if done.returncode else None

    def advice(self, packages: Iterable[str]) -> str:
        """The command that a person types to install `packages`."""
        sudo = "" if self.is_root else "sudo "
        return f"{sudo}apt-get update && {sudo}apt-get install {' '.join(self.names(packages))}"


def ensure_venv_module() -> None:
    """See that Python can make environments: Debian and Ubuntu ship that part as python3.x-venv.

    Raises SetupError with the command to type, where it cannot be installed here.
    """
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = f"python3.{sys.version_info[1]}-venv"
    apt = Apt()
    if apt.can_install():
        print(f"This Python cannot make environments: its part {package} is missing", flush=True)
    if apt.can_install() and apt.may_install([package]):
        problem = apt.install([package])
        importlib.invalidate_caches()
        if importlib.util.find_spec("ensurepip"):
            return
        if problem is None:
            raise SetupError(f"{package} is installed, yet {sys.executable} lacks venv; try another Python.")
        raise SetupError(f"{package} could not be installed:\n{problem}")
    if apt.command:
        raise SetupError(
            f"Python cannot make environments: install its missing part, then start again:\n    {apt.advice([package])}"
        )
    raise SetupError("This Python lacks the modules venv and ensurepip; install a complete Python 3.11, 3.12 or 3.13.")


def try_qt(platform: str) -> str | None:
    """Start Qt on `platform` ("offscreen", "xcb", "wayland", or "" for the system's own); None, or what Qt said."""
    env = child_environment() | {"QT_DEBUG_PLUGINS": "0", "QT_LOGGING_TO_CONSOLE": "1"}
    env.pop("QT_QPA_PLATFORM", None)
    if platform:
        env["QT_QPA_PLATFORM"] = platform
    try:
        done = subprocess.run(
            [str(venv_program("python")), "-P", "-c", PROBE],
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=60,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "Qt did not start within a minute."
    return (done.stdout + done.stderr).strip() or f"exit code {done.returncode}" if done.returncode else None


def missing_libraries(platform: str, output: str) -> list[str]:
    """The libraries (sonames) that Qt needs for `platform` and the system lacks; all of them, not only the first."""
    found = set(re.findall(r"(lib[\w.+-]+?\.so[.\d]*): cannot open shared object file", output))
    packages, ldd = site_packages(), shutil.which("ldd", path=f"{os.environ.get('PATH', '')}:/usr/bin:/bin")
    if packages and ldd:
        home = packages / "PySide6"
        modules = ("Core", "Gui", "Widgets", "Svg", "PrintSupport", "OpenGLWidgets")
        files: list[Path] = [path for name in modules for path in home.glob(f"Qt/lib/libQt6{name}.so.*")]
        files += home.glob(f"Qt/plugins/platforms/libq{platform}*.so")
        if platform == "xcb":
            files += home.glob("Qt/plugins/xcbglintegrations/*.so")
        done = subprocess.run([ldd, *files], capture_output=True, text=True, errors="replace", check=False)
        found |= set(re.findall(r"^\s*(\S+) => not found", done.stdout, re.MULTILINE))
    return sorted(found)


def ensure_qt(platform: str) -> str | None:
    """See that Qt starts on `platform`, installing what it lacks as root; None, or what the user must do."""
    output = try_qt(platform)
    if output is None:
        return None
    libraries = missing_libraries(platform, output) if sys.platform == "linux" else []
    if not libraries:
        return f"Qt does not start here. It says: {output.splitlines()[-1]}"
    apt = Apt()
    packages = {PACKAGES[name] for name in libraries if name in PACKAGES}
    unnamed = [name for name in libraries if name not in PACKAGES]
    problem = None
    if apt.can_install() and packages:
        count = "a library" if len(libraries) == 1 else f"{len(libraries)} libraries"
        print(f"The system lacks {count} that the window needs", flush=True)
        if apt.may_install(packages):
            problem = apt.install(packages)
            output = try_qt(platform)
            if output is None:
                return None
    what = "a library" if len(libraries) == 1 else "libraries"
    text = f"The system lacks {what} that the window needs: {', '.join(libraries)}."
    if problem:
        text += f" apt-get could not install them:\n{problem}"
    if apt.command and packages and not unnamed:
        return f"{text}\nInstall them, then start again:\n    {apt.advice(packages)}"
    return f"{text}\nInstall the packages of your system that hold them, then start again."
