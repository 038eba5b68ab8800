"""Runs pip with one line a package, and one now and then during a large download; standard library only."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

# "Downloading numpy-2.4.6-cp311-….whl (16.6 MB)" or "Using cached …"; the size is missing for small ones in some pips.
FETCH = re.compile(
    r"^\s*(Downloading|Using cached) (?:\S*/)?([\w.]+?)-([\w.!+]+?)-\S+\.whl(?:\.metadata)?(?: \((.+)\))?"
)
SILENCE = 15.0


def lock_size(lock: Path) -> int:
    """How many packages a lock names."""
    return sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if re.match(r"[\w.-]+(\[.*\])?==", line))


def run_pip(command: Sequence[str], lock: Path) -> tuple[int, str]:
    """Run `command` on `lock`; print each package as it is fetched. Returns pip's exit code and its whole output."""
    arguments = ["--no-input", "--disable-pip-version-check", "--progress-bar=off", "-r", str(lock)]
    # PIP_USER would install the packages outside of the environment; PYTHONPATH could add foreign ones.
    env = {key: value for key, value in os.environ.items() if key not in ("PIP_USER", "PIP_TARGET", "PYTHONPATH")}
    env["PYTHONIOENCODING"] = "utf-8:replace"
    process = subprocess.Popen(
        [*command, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=env,
        close_fds=False,  # pip holds the lock of the set-up, too
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    progress = _Progress(lock_size(lock))
    lines = []
    try:
        for line in process.stdout:
            lines.append(line)
            progress.read(line)
        return process.wait(), "".join(lines)
    except BaseException:
        process.terminate()
        process.wait()
        raise
    finally:
        progress.stop()
        process.stdout.close()


class _Progress:
    """Turns pip's lines into ours, and prints a line when pip was silent for a while."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.count = 0
        self.current = "looking up the packages"
        self.since = time.monotonic()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sign_of_life, daemon=True)
        self._thread.start()

    def read(self, line: str) -> None:
        match = FETCH.match(line)
        if match and ".whl.metadata" not in line:
            how, name, version, size = match.groups()
            self.count += 1
            self._now(f"{name} {version}" + (f", {size}" if size else ""))
            cached = " (kept from before)" if how == "Using cached" else ""
            print(f"  {self.count} of at most {self.total}: {self.current}{cached}", flush=True)
        elif line.startswith("Installing collected packages"):
            self._now("unpacking")
            print("  unpacking and compiling", flush=True)

    def _now(self, what: str) -> None:
        self.current, self.since = what, time.monotonic()

    def _sign_of_life(self) -> None:
        wait = SILENCE
        while not self._done.wait(wait):
            silent = time.monotonic() - self.since
            wait = SILENCE - silent if silent < SILENCE else SILENCE
            if silent >= SILENCE:
                print(f"  ... {self.current}: {silent:.0f} s", flush=True)

    def stop(self) -> None:
        self._done.set()
        self._thread.join()
