"""Whether there is a display, and a virtual one (Xvfb) where tests need one; standard library only."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path


def platform(env: dict[str, str]) -> str | None:
    """The Qt platform of the display: "xcb", "wayland", "" (Windows and macOS: their own), or None without one.

    A DISPLAY whose server does not answer counts as none. Takes well under a millisecond.
    """
    if not sys.platform.startswith("linux"):
        return ""
    chosen = env.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if chosen in ("offscreen", "minimal", "vnc", "linuxfb"):
        return None
    folder, wayland = env.get("XDG_RUNTIME_DIR", ""), env.get("WAYLAND_DISPLAY", "")
    if wayland and chosen != "xcb" and Path(folder, wayland).exists():
        return "wayland"
    return "xcb" if env.get("DISPLAY") and _x_server_answers(env["DISPLAY"]) else None


def _x_server_answers(display: str) -> bool:
    """Whether something listens at `display` (":0", "localhost:10.0")."""
    import socket

    match = re.fullmatch(r"(?:unix/?)?([\w.\-]*):(\d+)(?:\.\d+)?", display)
    if not match:
        return Path(display).exists()
    host, number = match[1], int(match[2])
    if host:
        with contextlib.suppress(OSError), socket.create_connection((host, 6000 + number), timeout=2):
            return True
        return False
    for address in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}"):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as end:
            end.settimeout(2)
            end.connect(address)
            return True
    return False


@contextlib.contextmanager
def virtual_display() -> Iterator[str | None]:
    """Start Xvfb on a free display and give its name (":99"); None where there is no Xvfb."""
    import select
    import subprocess

    program = shutil.which("Xvfb", path=f"{os.environ.get('PATH', '')}:/usr/bin")
    if program is None or sys.platform == "win32":
        yield None
        return
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        [program, "-displayfd", str(write_end), "-screen", "0", "1920x1200x24", "-nolisten", "tcp"],
        pass_fds=[write_end],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # a terminal's Ctrl+C would end it under those who still show their windows on it
    )
    os.close(write_end)
    try:
        ready, _, _ = select.select([read_end], [], [], 20)
        number = os.read(read_end, 16).decode().strip() if ready else ""
        yield f":{number}" if number else None
    finally:
        os.close(read_end)
        process.terminate()
        process.wait()
