"""Whether a window can be shown here, checked without Qt, which ends the process where it cannot."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from gdviz.messages import Message, message

TIMEOUT = 2.0


def missing(environment: Mapping[str, str] = os.environ) -> Message | None:
    """None if a window can be shown, or else the sentence with what to do.

    Where QT_QPA_PLATFORM names a platform of Qt, that is assumed to work.
    """
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return None
    wayland, display = environment.get("WAYLAND_DISPLAY", ""), environment.get("DISPLAY", "")
    if not wayland and not display:
        return message(
            "there is no display: start gdviz on a desktop or over ssh -X, or use gdviz run, which needs none"
        )
    if wayland and Path(environment.get("XDG_RUNTIME_DIR", ""), wayland).exists():
        return None
    if display and answers(display):
        return None
    return message(
        "the display {name} does not answer: correct DISPLAY, or use gdviz run, which needs none",
        name=display or wayland,
    )


def answers(display: str) -> bool:
    """Whether an X server listens at `display`: ``:0``, ``localhost:10.0``, ``/tmp/launch/org:0``."""
    found = re.fullmatch(r"(?:unix/?)?([\w.\-]*):(\d+)(?:\.\d+)?", display)
    if found is None:
        return Path(display).exists()
    host, server = found[1], int(found[2])
    if host:
        return _connects(socket.AF_INET, (host, 6000 + server))
    path = f"/tmp/.X11-unix/X{server}"
    return _connects(socket.AF_UNIX, path) or _connects(socket.AF_UNIX, f"\0{path}")


def _connects(family: int, address: str | tuple[str, int]) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as end:
            end.settimeout(TIMEOUT)
            end.connect(address)
    except OSError:
        return False
    return True
