"""The text of a PDF that Qt has written, as a reader would copy it: by its own tables from glyphs to letters."""

from __future__ import annotations

import re
import zlib

_SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|<([0-9A-F]+)> Tj|\b(ET)\b")


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, a line for each piece of text, in the order in which it was painted."""
    objects = {int(found[1]): found[2] for found in re.finditer(rb"\n(\d+) 0 obj\s(.*?)endobj", pdf, re.DOTALL)}
    letters = {n: _letters(objects, of) for n, of in objects.items() if b"/ToUnicode" in of}
    kids = _references(objects, next(of for of in objects.values() if b"/Type /Pages" in of), b"Kids")
    return [_text(_stream(objects[_references(objects, objects[kid], b"Contents")[0]]), letters) for kid in kids]


def squeezed(text: str) -> str:
    """The text without spaces and line ends, which do not say in a PDF how wide they are."""
    return re.sub(r"\s+", "", text)


def _references(objects: dict[int, bytes], of: bytes, key: bytes) -> list[int]:
    found = re.search(rb"/%s\s*(\[[^\]]*\]|\d+ 0 R)" % key, of)
    assert found is not None
    return [int(number) for number in re.findall(rb"(\d+) 0 R", found[1])]


def _stream(of: bytes) -> bytes:
    packed = of.split(b"stream", 1)[1].lstrip(b"\r\n")
    return zlib.decompressobj().decompress(packed) if b"/FlateDecode" in of else packed


def _letters(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    """The letters of the glyphs of a font; see PDF 1.7 (ISO 32000-1), 9.10.3."""
    table = _stream(objects[_references(objects, font, b"ToUnicode")[0]]).decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, rest in re.findall(r"<(\w+)>\s*<(\w+)>\s*(<\w+>|\[[^\]]*\])", block):
            to = [bytes.fromhex(one).decode("utf-16-be") for one in re.findall(r"<(\w+)>", rest)]
            for place, glyph in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[glyph] = to[place] if rest[0] == "[" else chr(ord(to[0]) + place)
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        found |= {int(glyph, 16): bytes.fromhex(to).decode("utf-16-be")
                  for glyph, to in re.findall(r"<(\w+)>\s*<(\w+)>", block)}  # fmt: skip
    return found


def _text(content: bytes, letters: dict[int, dict[int, str]]) -> str:
    text, font = [], 0
    for shown in _SHOWN.finditer(content):
        if shown[1]:
            font = int(shown[1])
        elif shown[2]:
            codes = shown[2].decode()
            text += [letters[font].get(int(codes[i : i + 4], 16), "\ufffd") for i in range(0, len(codes), 4)]
        else:
            text.append("\n")
    return "".join(text)
