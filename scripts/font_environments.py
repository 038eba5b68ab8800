"""Restricts a program to some of the system's fonts, so that the tests can prove that they depend on none.

Fontconfig reads the one file that FONTCONFIG_FILE names; standard library only.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

FONTS: dict[str, tuple[str, ...]] = {
    "none": (),
    "dejavu": ("DejaVu*",),
    "noto-cjk": ("DejaVu*", "NotoSansCJK*", "NotoSerifCJK*"),
}
"""The environments, and the names of the font files that each shows."""
FONT_FILES = ("*.tt?", "*.TT?", "*.ot?", "*.OT?", "*.pf?", "*.PF?", "*.t1", "*.T1", "*.pcf*", "*.woff*")
"""What a font file is called; a bare star would hide the folders as well."""
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


def missing(name: str) -> list[str]:
    """The patterns of an environment that no font file of this system fits."""
    files = [file.name for folder in FOLDERS if folder.exists() for file in folder.rglob("*.[ot]t[fc]")]
    return [pattern for pattern in FONTS[name] if not any(Path(file).match(pattern) for file in files)]


def configuration(name: str, cache: Path) -> str:
    """The text of a fontconfig file that shows the fonts of an environment and no others."""
    accepted = "".join(f"<glob>*/{pattern}</glob>" for pattern in FONTS[name])
    rejected = "".join(f"<glob>{pattern}</glob>" for pattern in FONT_FILES)
    folders = "".join(f"<dir>{folder}</dir>" for folder in FOLDERS if accepted)
    chosen = f"<rejectfont>{rejected}</rejectfont><acceptfont>{accepted}</acceptfont>"
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig>{folders}<selectfont>{chosen}</selectfont><cachedir>{cache}</cachedir></fontconfig>\n"
    )


@contextlib.contextmanager
def only(name: str | None) -> Iterator[dict[str, str]]:
    """The environment variables that leave a program the fonts of an environment; none for None."""
    if name is None:
        yield {}
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "fonts.conf")
        file.write_text(configuration(name, Path(folder, "cache")), encoding="utf-8")
        yield {"FONTCONFIG_FILE": str(file)}
