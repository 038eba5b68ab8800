"""Brings the Korean catalogue up to date: resources/i18n/gdviz_ko.ts from the sources, gdviz_ko.qm from that.

python scripts/translations.py [--check]

Texts are found in Python's own syntax tree, because Qt's lupdate knows `tr` alone: the window's are
``self.tr("..", "what it means")`` under the name of their class, those that arise outside Qt are the first
argument of `message`, `mark` and `Message` (gdviz.messages) under "gdviz". Run it after a text has changed, fill
in the entries that it names (``type="unfinished"`` in the .ts), and run it again. ``--check`` writes nothing and
fails where something is left to do.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "gdviz"
CATALOGUE = ROOT / "resources" / "i18n" / "gdviz_ko.ts"
CONTEXT = "gdviz"
"""The context of the texts outside Qt, as gdviz.texts and gdviz.gui.style.translating read it."""


class Key(NamedTuple):
    """The key of an entry: Qt's context, the English text, and a comment on its meaning if there is one."""

    context: str
    source: str
    comment: str = ""


class NotLiteral(ValueError):
    """A text that is not a literal cannot be translated."""


def compiled(catalogue: Path) -> Path:
    """The .qm of a .ts."""
    return catalogue.with_suffix(".qm")


def extract(folder: Path = SOURCES) -> list[Key]:
    """The texts in the Python files under `folder`, sorted, each once.

    Raises NotLiteral, with the place, for a text that is not a literal: an f-string, say.
    """
    found: set[Key] = set()
    for file in folder.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        try:
            found.update(key for key in _keys(tree, "") if _has_words(key.source))
        except NotLiteral as error:
            raise NotLiteral(f"{file.relative_to(folder.parent)}:{error}") from None
    return sorted(found)


def _keys(node: ast.AST, owner: str) -> Iterator[Key]:
    """The texts under `node`, which is inside the class `owner`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and child.args:
            yield from _call(child, owner)
        yield from _keys(child, child.name if isinstance(child, ast.ClassDef) else owner)


def _call(call: ast.Call, owner: str) -> Iterator[Key]:
    function = call.func
    name = getattr(function, "attr", None) or getattr(function, "id", "")
    if name == "tr" and isinstance(function, ast.Attribute):
        comment = next(_literals(call.args[1])) if len(call.args) > 1 else ""
        yield from (Key(owner, source, comment) for source in _literals(call.args[0]))
    elif name in ("message", "mark") and isinstance(function, ast.Name):
        yield from (Key(CONTEXT, source) for source in _literals(call.args[0]))
    elif name == "Message" and isinstance(call.args[0], ast.Constant):
        # Else it takes a template that is marked where it is declared, such as the label of a schedule.
        yield from (Key(CONTEXT, source) for source in _literals(call.args[0]))


def _literals(node: ast.expr) -> Iterator[str]:
    """The text that `node` is, or both of ``a if .. else b``."""
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        raise NotLiteral(f"{node.lineno}: not a literal text: {ast.unparse(node)}")


def fields(template: str) -> list[str]:
    """The ``{name}`` fields of a template, sorted, each as often as it occurs."""
    return sorted(re.findall(r"\{[^{}]*\}", template))


def _has_words(source: str) -> bool:
    return any(character.isalpha() for character in re.sub(r"\{[^{}]*\}", "", source))


def read(catalogue: Path = CATALOGUE) -> dict[Key, str]:
    """The entries of a .ts; an empty translation is an unfinished one. Empty where there is no file yet."""
    if not catalogue.exists():
        return {}
    entries = {}
    for context in ElementTree.parse(catalogue).getroot().iter("context"):
        for entry in context.iter("message"):
            key = Key(context.findtext("name", ""), entry.findtext("source", ""), entry.findtext("comment", ""))
            translation = entry.find("translation")
            done = translation is not None and translation.get("type") is None
            entries[key] = (translation.text or "") if translation is not None and done else ""
    return entries


def merge(keys: list[Key], known: dict[Key, str]) -> dict[Key, str]:
    """The entries of the sources with their known translations; entries that no source has any more are left out."""
    return {key: known.get(key, "") for key in keys}


def write(entries: dict[Key, str]) -> str:
    """The text of the .ts."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines.append('<TS version="2.1" language="ko_KR" sourcelanguage="en">')
    for context in dict.fromkeys(key.context for key in entries):
        lines += ["<context>", f"    <name>{escape(context)}</name>"]
        for key, translation in entries.items():
            if key.context != context:
                continue
            lines += ["    <message>", f"        <source>{escape(key.source)}</source>"]
            if key.comment:
                lines.append(f"        <comment>{escape(key.comment)}</comment>")
            state = "" if translation else ' type="unfinished"'
            lines += [f"        <translation{state}>{escape(translation)}</translation>", "    </message>"]
        lines.append("</context>")
    return "\n".join([*lines, "</TS>", ""])


def compile_catalogue(catalogue: Path, target: Path) -> None:
    """Make the .qm `target` of the .ts `catalogue`.

    Raises FileNotFoundError where PySide6's lrelease is missing, CalledProcessError where it fails.
    """
    program = shutil.which("pyside6-lrelease", path=str(Path(sys.executable).parent))
    if program is None:
        raise FileNotFoundError(f"pyside6-lrelease is not beside {sys.executable}: run this with gdviz' own Python")
    # Beside it, then renamed: an open window has the old file mapped into its memory, and crashes if that shrinks.
    made = target.with_suffix(f".{os.getpid()}.part")
    try:
        subprocess.run([program, "-silent", "-nounfinished", str(catalogue), "-qm", str(made)], check=True)
        made.replace(target)
    finally:
        made.unlink(missing_ok=True)


def faults(entries: dict[Key, str]) -> list[str]:
    """What has to be corrected by hand, a line each."""
    wrong = []
    for key, translation in entries.items():
        if not translation:
            wrong.append(f"{key.context}: not translated: {key.source!r}")
        elif fields(key.source) != fields(translation):
            wrong.append(f"{key.context}: other fields than {key.source!r}: {translation!r}")
    return wrong


def out_of_date(entries: dict[Key, str], catalogue: Path = CATALOGUE) -> list[str]:
    """Which of the two files are out of date, a line each."""
    if not catalogue.exists() or catalogue.read_text(encoding="utf-8") != write(entries):
        return [f"{catalogue.name} is out of date: run scripts/translations.py"]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, compiled(catalogue).name)
        compile_catalogue(catalogue, fresh)
        made = compiled(catalogue)
        if not made.exists() or made.read_bytes() != fresh.read_bytes():
            return [f"{made.name} is out of date: run scripts/translations.py"]
    return []


def main(arguments: list[str] | None = None) -> int:
    """Run with the arguments of the command line; returns the exit code, 1 where something is left to do."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail where something is left to do")
    check = parser.parse_args(arguments).check
    entries = merge(extract(), read())
    wrong = faults(entries)
    if check:
        wrong += out_of_date(entries)
    else:
        CATALOGUE.parent.mkdir(exist_ok=True)
        CATALOGUE.write_text(write(entries), encoding="utf-8", newline="\n")
        compile_catalogue(CATALOGUE, compiled(CATALOGUE))
        print(f"{len(entries)} texts, {len(wrong)} of them to be corrected")
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
