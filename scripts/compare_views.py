"""Compares the pictures of this checkout with those of another commit, pixel by pixel.

python3 scripts/compare_views.py COMMIT [--only NAME]... [--keep FOLDER]

It makes a checkout of COMMIT, and has scripts/paint_views.py of this one paint the same pictures in both: of each
experiment of scripts/paint_scenes.py, in a light English and a dark Korean window of 1440x900, the window and its views
by object name when it has just opened, after the playhead moved, another run was chosen, what is ahead was hidden, in
each time unit and each mode of the learning rate, in 3-D, as a map of the minima, and after another experiment was
opened over it; then the parts of figures that `gdviz run --export` writes. Texts, tips and the states of actions are
compared as well. Nothing is stored: what is right is what the other commit shows on this machine, with the fonts of
gdviz and no others.

Where something differs, pictures of both beside the difference (white where they are unlike) are written to FOLDER
(default: a new temporary one), and the exit code is 1, as it is where Python or Qt complained. Without
Xvfb nothing is drawn in 3-D. COMMIT may be the folder of a checkout instead.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from difflib import unified_diff
from functools import partial
from pathlib import Path
from typing import Any

import python_version

HERE = Path(__file__).resolve().parent
SECONDS = 900
MOST_SHOWN = 40
GAP = 8


@contextlib.contextmanager
def environment(checkout: Path, folder: Path) -> Iterator[dict[str, str]]:
    """The environment of a painter: a display, folders and fonts of its own, and the gdviz of `checkout`."""
    import displays
    import font_environments

    with font_environments.only("none") as fonts, displays.virtual_display() as display:
        shown = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"} if display else {"QT_QPA_PLATFORM": "offscreen"}
        kept = {key: value for key, value in os.environ.items() if key not in ("WAYLAND_DISPLAY", "QT_SCALE_FACTOR")}
        yield {**kept, **fonts, **shown, "PYTHONPATH": str(checkout), "GDVIZ_HOME": str(folder / "home"),
               "LC_ALL": "C.UTF-8"}  # fmt: skip


def paint(name: str, files: dict[str, Path], checkout: Path, folder: Path) -> str:
    """Have the pictures of one of the experiments painted; the complaints of the painter, empty without any."""
    (folder / "home").mkdir(parents=True)
    second = files["linear" if name != "linear" else "many"]
    with environment(checkout, folder) as env:
        command = [sys.executable, "-X", "utf8", str(HERE / "paint_views.py"), str(files[name]), str(second)]
        try:
            done = subprocess.run([*command, str(folder / "painted")], env=env, capture_output=True, text=True,
                                  timeout=SECONDS, check=False)  # fmt: skip
        except subprocess.TimeoutExpired:
            return f"not painted within {SECONDS} s"
    return f"exit code {done.returncode}: {done.stderr.strip()}" if done.returncode else ""


def differing(before: Path, after: Path) -> int:
    """How many pixels of two pictures differ; all of the larger one where their sizes do."""
    import numpy as np

    first, second = pixels(before), pixels(after)
    if first.shape != second.shape:
        return max(int(picture.size) // 4 for picture in (first, second))
    return int(np.count_nonzero((first != second).any(axis=-1)))


def pixels(path: Path) -> Any:
    """The pixels of a picture, shape (height, width, 4)."""
    import numpy as np
    from PySide6.QtGui import QImage

    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()


def side_by_side(before: Path, after: Path, target: Path) -> None:
    """Write both pictures and, where they are equally large, their difference, beside one another."""
    import numpy as np
    from PySide6.QtGui import QImage

    parts = [pixels(before), pixels(after)]
    if parts[0].shape == parts[1].shape:
        mask = (parts[0] != parts[1]).any(axis=-1, keepdims=True)
        parts.append(np.where(mask, np.uint8(255), parts[0] // 4) | np.array([0, 0, 0, 255], np.uint8))
    height = max(part.shape[0] for part in parts)
    sheet = np.zeros((height, sum(part.shape[1] + GAP for part in parts) - GAP, 4), np.uint8)
    left = 0
    for part in parts:
        sheet[: part.shape[0], left : left + part.shape[1]] = part
        left += part.shape[1] + GAP
    image = QImage(sheet.data, sheet.shape[1], height, 4 * sheet.shape[1], QImage.Format.Format_RGBA8888)
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(target))


def differences(name: str, before: Path, after: Path, kept: Path) -> tuple[int, list[str]]:
    """How many pictures and texts were compared, and a line for each that differs."""
    names = [{path.relative_to(folder) for path in folder.rglob("*.*")} for folder in (before, after)]
    found = [f"{name}/{path}: only {'before' if path in names[0] else 'now'}" for path in sorted(names[0] ^ names[1])]
    for path in sorted(names[0] & names[1]):
        if path.suffix == ".png":
            unlike = differing(before / path, after / path)
            if unlike:
                side_by_side(before / path, after / path, kept / name / path)
                found.append(f"{name}/{path}: {unlike} pixels")
        else:
            was, now = ((folder / path).read_text(encoding="utf-8").splitlines() for folder in (before, after))
            lines = [line for line in unified_diff(was, now, "before", "now", lineterm="", n=0) if line[:2] != "@@"]
            if lines:
                target = kept / name / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text("\n".join(lines) + "\n", encoding="utf-8")
                found.append(f"{name}/{path}: {len(lines) - 2} lines, such as {lines[2][:120]}")
    return len(names[0] & names[1]), found


def compare(names: Sequence[str], before: Path, after: Path, kept: Path) -> int:
    """Paint and compare each experiment in turn, both checkouts at once; returns the exit code."""
    import paint_scenes

    wrong = 0
    for name in names:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
            places = [Path(folder, "before"), Path(folder, "after")]
            files = paint_scenes.write(Path(folder))  # the same for both: a window shows where its files are
            complaints = list(pool.map(partial(paint, name, files), (before, after), places))
            seen, found = differences(name, places[0] / "painted", places[1] / "painted", kept)
        for when, complaint in zip(("before", "now"), complaints, strict=True):
            if complaint:
                found.append(f"{name}: {when}: {complaint}")
        outcome = "alike" if not found else f"{len(found)} differences"
        print(f"{name}: {seen} compared, {outcome}, {time.monotonic() - begun:.0f} s", flush=True)
        for line in found[:MOST_SHOWN]:
            print(f"    {line}", flush=True)
        wrong += len(found) or seen == 0
    print(f"{wrong} differences; see {kept}" if wrong else "no difference")
    return 1 if wrong else 0


def main() -> int:
    """Compare this checkout with the commit of the command line."""
    import paint_scenes
    from worktrees import ROOT, checkout_of

    with tempfile.TemporaryDirectory() as folder:
        known = list(paint_scenes.scenes(Path(folder)))
    parser = argparse.ArgumentParser(prog="compare_views.py", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("commit", metavar="COMMIT", help="the other commit, or a folder with a checkout of it")
    parser.add_argument("--only", metavar="NAME", action="append", choices=known, help=f"of {', '.join(known)}")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="where pictures that differ are written")
    options = parser.parse_args()
    kept = options.keep or Path(tempfile.mkdtemp(prefix="gdviz-views-"))
    place = Path(options.commit)
    with contextlib.nullcontext(place) if (place / "gdviz").is_dir() else checkout_of(options.commit) as before:
        return compare(options.only or known, before.resolve(), ROOT, kept.resolve())


if __name__ == "__main__":
    python_version.check()
    from setup_environment import enter

    enter(__file__)
    sys.exit(main())
