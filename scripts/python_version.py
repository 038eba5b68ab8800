"""Refuses a Python that is too old; in the grammar of every Python, so that an old one can run it."""

import os
import subprocess
import sys


def check():  # type: () -> None
    """End with one sentence unless this Python is 3.11 or newer."""
    if sys.version_info < (3, 11):
        newer = ["python3.%d" % minor for minor in (13, 12, 11) if _works("python3.%d" % minor)]
        sys.exit(
            "gdviz needs Python 3.11, 3.12 or 3.13, and this is Python %d.%d. %s"
            % (
                sys.version_info[0],
                sys.version_info[1],
                "Start it with: %s %s" % (newer[0], sys.argv[0]) if newer else "Install a newer one, then start again.",
            )
        )


def _works(name):  # type: (str) -> bool
    with open(os.devnull, "w") as nowhere:
        try:
            return subprocess.call([name, "-c", "pass"], stdout=nowhere, stderr=nowhere) == 0
        except OSError:
            return False
