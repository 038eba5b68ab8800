"""The description that a package index shows, made of README.md and README.ko.md when a wheel or sdist is built.

A path into the repository leads nowhere on an index. Where pyproject.toml has ``[project.urls]`` with a ``Source``,
links and pictures lead there; without one, pictures are left out and links become their words.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

READMES = ("README.md", "README.ko.md")
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_TO_OTHER = re.compile(r"^[^\n]*\[README[^\n]*\n\n", re.MULTILINE)


class IndexReadme(MetadataHookInterface):
    """Puts the description into the metadata; hatchling finds the class by its base."""

    def update(self, metadata: dict[str, Any]) -> None:
        """See hatchling."""
        texts = [Path(self.root, name).read_text(encoding="utf-8") for name in READMES]
        source = metadata.get("urls", {}).get("Source", "")
        metadata["readme"] = {"content-type": "text/markdown", "text": description(texts, source)}


def description(texts: list[str], source: str = "") -> str:
    """The texts one below the other, their relative links absolute at `source`, the address of the repository.

    The line in which one text links to the other is left out: the other is there.
    """
    return "\n---\n\n".join(_absolute(_TO_OTHER.sub("", text), source.rstrip("/")) for text in texts)


def _absolute(text: str, source: str) -> str:
    """The text with no relative link outside of its code."""

    def moved(link: re.Match[str]) -> str:
        picture, words, target = link.groups()
        if target.startswith("#") or re.match(r"[a-z]+:", target):
            return link[0]
        if not source:
            return "" if picture else words
        return f"{picture}[{words}]({source}/{'raw' if picture else 'blob'}/HEAD/{target})"

    parts = _CODE.split(text)  # what is between code, code, ..
    return "".join(part if i % 2 else _LINK.sub(moved, part) for i, part in enumerate(parts))
