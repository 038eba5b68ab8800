"""Checks out another commit beside this one, for tools that compare the two; standard library only."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def git(*arguments: str) -> str:
    """What git prints in this repository. Raises SystemExit with git's message when it fails."""
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout.strip()


@contextlib.contextmanager
def checkout_of(commit: str) -> Iterator[Path]:
    """The folder of a temporary checkout of `commit`. Raises SystemExit where git knows no such commit."""
    known = git("rev-parse", "--verify", "--end-of-options", f"{commit}^{{commit}}")
    with tempfile.TemporaryDirectory(prefix="gdviz-") as folder:
        place = Path(folder, known[:10])
        git("worktree", "add", "--detach", str(place), known)
        try:
            yield place
        finally:
            git("worktree", "remove", "--force", str(place))
