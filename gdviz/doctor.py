"""`gdviz doctor`: versions, devices, display, OpenGL, fonts and folders: what works, and how to fix the rest."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from gdviz import __version__, backend, paths
from gdviz.commandline import display
from gdviz.commandline.options import Command, Parsed, lang_option
from gdviz.commandline.terminal import table
from gdviz.frozen import frozen
from gdviz.messages import Message, mark, message
from gdviz.texts import Language

PACKAGES = ("numpy", "sympy", "contourpy", "pillow", "PySide6-Essentials", "pyqtgraph", "PyOpenGL")
CUPY = ("cupy-cuda13x", "cupy-cuda12x", "cupy")
TIMEOUT = 60.0
"""Seconds to wait for Qt and OpenGL: a driver may hang."""


@frozen
class Finding:
    """One line: what was checked, what was found, and how to fix it (None: it works)."""

    what: str
    found: Message | str
    fix: Message | None = None


def examine() -> Iterator[Finding]:
    """All findings, in order; those of Qt come from another process, which may crash."""
    yield from versions()
    yield device()
    absent = display.missing()
    yield Finding(mark("display"), absent or _display_name(), absent and message("gdviz run and gdviz list need none"))
    yield from window(has_display=absent is None)
    yield from folders()


def versions() -> Iterator[Finding]:
    """gdviz, Python, the packages, CuPy where it is installed."""
    yield Finding("gdviz", __version__)
    yield Finding("Python", f"{platform.python_version()}, {platform.platform()}")
    for name in PACKAGES:
        version = _version(name)
        fix = None if version else message("install gdviz again, or: pip install {name}", name=name)
        yield Finding(name, version or mark("not installed"), fix)
    cupy = next(((name, version) for name in CUPY if (version := _version(name))), None)
    if cupy is None:
        install = message("for an NVIDIA GPU only: python3 scripts/run.py --gpu, or pip install gdviz[gpu-cuda12]")
        yield Finding("CuPy", mark("not installed"), install)
    else:
        yield Finding("CuPy", f"{cupy[1]} ({cupy[0]})")
    if os.name == "posix":  # elsewhere it is not used
        llvmlite = _version("llvmlite")
        faster = message("paths are computed some ten times as fast with it: pip install gdviz[fast]")
        yield Finding("llvmlite", llvmlite or mark("not installed"), None if llvmlite else faster)


def device() -> Finding:
    """What computes: the GPU's name if a kernel ran on it, or else NumPy."""
    cupy, reason = backend.probe()
    if cupy is None:
        return Finding(mark("GPU"), reason or "", message("not needed: NumPy computes"))
    name = cupy.cuda.runtime.getDeviceProperties(cupy.cuda.Device().id)["name"]
    return Finding(mark("GPU"), name.decode() if isinstance(name, bytes) else str(name))


def window(*, has_display: bool) -> Iterator[Finding]:
    """Qt, its platform, fonts and OpenGL, as gdviz.gui.style.probe reports them."""
    answer, trouble = _probe(has_display)
    if "qt" not in answer:
        yield Finding("Qt", message("does not load: {why}", why=trouble), _fix_qt())
        return
    yield Finding("Qt", f"{answer['qt']}, {answer['platform']}")
    if "korean" in answer:
        yield _korean(answer["korean"])
    if answer.get("opengl"):
        yield Finding("OpenGL", answer["opengl"])
        return
    if "opengl" in answer and not answer["on_screen"]:
        why: Message | str = mark("not tried without a display")
    else:
        why = message("does not work: {why}", why=answer.get("opengl_trouble") or trouble)
    yield Finding(
        "OpenGL", why, message("3-D views need a display and a driver (Debian: libgl1-mesa-dri); the rest works")
    )


def folders() -> Iterator[Finding]:
    """The shipped resources, and whether the user's folders take files."""
    try:
        yield Finding(mark("resources"), str(paths.resources()))
    except FileNotFoundError as error:
        yield Finding(mark("resources"), str(error), message("install gdviz again"))
    for what in (mark("config"), mark("data"), mark("log")):
        try:
            folder = paths.user_folder(what)
            with tempfile.TemporaryFile(dir=folder):
                yield Finding(what, str(folder))
        except OSError as error:
            found = message("not writable: {why}", why=error.strerror or error)
            yield Finding(what, found, message("let GDVIZ_HOME name a folder that you may write to"))


def main(parsed: Parsed, language: Language) -> int:
    """Print the findings as a table, and below it how to fix what does not work."""
    findings = list(examine())
    rows = [
        [
            language.text(f.what),
            language.translate(mark("ok") if f.fix is None else mark("missing")),
            language.text(f.found),
        ]
        for f in findings
    ]
    print(table(rows))
    fixes = [f for f in findings if f.fix is not None]
    if fixes:
        print()
        print(table([[language.text(f.what), language.text(f.fix)] for f in fixes if f.fix is not None]))
    return 0


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _display_name() -> str:
    chosen = os.environ.get("QT_QPA_PLATFORM")
    if chosen:
        return f"QT_QPA_PLATFORM={chosen}"
    return os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or platform.system()


def _probe(has_display: bool) -> tuple[dict[str, Any], str]:
    """What gdviz.gui.style.probe printed before it ended, and its error if it failed."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    if not has_display:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    spec = importlib.util.find_spec("gdviz.gui.style.probe")
    command = [sys.executable, "-P", str(spec.origin if spec else "")]  # by its file: found from any folder
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=TIMEOUT, check=False)
        out, err, code = done.stdout, done.stderr, done.returncode
    except subprocess.TimeoutExpired as late:
        out, err, code = late.stdout or b"", f"no answer within {TIMEOUT:.0f} s".encode(), 1
    answer: dict[str, Any] = {}
    for line in out.decode("utf-8", "replace").splitlines():
        if line.startswith("{"):
            answer |= json.loads(line)
    errors = err.decode("utf-8", "replace").strip().splitlines()
    return answer, "" if code == 0 else (errors[-1] if errors else f"exit {code}")


def _fix_qt() -> Message:
    if sys.platform.startswith("linux"):
        return message("python3 scripts/run.py names the system libraries that are missing, and installs them as root")
    return message("install gdviz again, or: pip install {name}", name="PySide6-Essentials")


def _korean(families: list[str]) -> Finding:
    """Hangul: a font of the system, or else the one that comes with gdviz."""
    if families:
        return Finding(mark("Hangul"), families[0])
    shipped = paths.resources() / "fonts" / "NotoSansKR-Regular.otf"
    if shipped.is_file():
        return Finding(mark("Hangul"), mark("Noto Sans KR, which comes with gdviz"))
    return Finding(mark("Hangul"), mark("no font"), message("install a Korean font (Debian: fonts-nanum)"))


COMMAND = Command(
    "gdviz doctor",
    mark("Shows what works here (versions, devices, display, OpenGL, fonts) and how to fix the rest."),
    lambda: [lang_option()],
    main,
    most_arguments=0,
)
