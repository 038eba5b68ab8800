"""The experiment that an exported file carries, found by the file's content; nothing but its text is read.

========  ===========================================================================
PNG       the text chunk `gdviz-experiment`
SVG       the element ``<metadata id="gdviz-experiment">`` at its head
PDF       an attached file
GIF       the comment before the first frame
MP4       the comment among the metadata (moov/udta/meta/ilst/©cmt)
NPZ       the array `experiment`, one string
CSV       of a sweep: the key `experiment` of the JSON in its first line, a comment
NetCDF    of a sweep: the same JSON, an attribute
JSON      the key `experiment` of an object whose `format` is "gdviz-result"
========  ===========================================================================

Each reader takes as many bytes as it needs and no more, whatever lengths the file claims. The text is ASCII JSON:
it passes through all of them unchanged.
"""

from __future__ import annotations

import io
import json
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from gdviz.messages import ExperimentError, message

KEY = "gdviz-experiment"
RESULT = "gdviz-result"
"""The `format` of a JSON file of records, as KEY is that of an experiment file."""
TABLE = "# gdviz-sweep "
"""How the first line of a sweep's table begins; the rest of the line is JSON, and in it the experiment comes first."""
ATTACHMENT = f"{KEY}.json"
MOST = 16 * 2**20
"""The most characters of an experiment that a file may carry."""
_BLOCKS = 50_000
"""Blocks, chunks or boxes that are read before a file counts as damaged."""
_WHOLE = 64 * 2**20
"""The most bytes of a PDF that are searched."""


class Damaged(Exception):
    """The file ends too early, or contradicts itself."""


def text_of(experiment: dict[str, Any]) -> str:
    """The text that carries an experiment's object: ASCII JSON in one line."""
    return json.dumps(experiment, allow_nan=False)


def into_svg(svg: bytes, text: str) -> bytes:
    """An SVG with the experiment at its head."""
    import html

    at = svg.index(b">", svg.index(b"<svg")) + 1
    return svg[:at] + f'\n<metadata id="{KEY}">{html.escape(text, quote=False)}</metadata>'.encode() + svg[at:]


def carries(path: Path) -> bool:
    """Whether `path` is of a kind that carries an experiment beside something else. Raises OSError."""
    with path.open("rb") as file:
        return _reader(file.read(_HEAD)) is not None


def carried(path: Path) -> bytes | None:
    """The text of the experiment in `path`; None where the file is none of the kinds above.

    Raises ExperimentError where it is one and holds no experiment, or is damaged; OSError.
    """
    with path.open("rb") as file:
        read = _reader(file.read(_HEAD))
        if read is None:
            return None
        file.seek(0)
        try:
            found = read(file)
        except (Damaged, struct.error, zlib.error):
            raise ExperimentError("", message("{file}: is damaged or cut off", file=path.name)) from None
    if found is None:
        raise ExperimentError("", message("{file}: carries no experiment of gdviz", file=path.name))
    return found


_HEAD = 512
Reader = Callable[[BinaryIO], bytes | None]


def _reader(head: bytes) -> Reader | None:
    """The function that reads a file that begins with `head`."""
    for magic, read in _MAGIC:
        if head.startswith(magic):
            return read
    if head[4:8] == b"ftyp":
        return _from_mp4
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        return _from_svg
    return _from_result if _RESULT_HEAD.match(text) else None


def _take(file: BinaryIO, count: int) -> bytes:
    """The next `count` bytes. Raises Damaged where fewer are left, or more are asked for than a file may need."""
    if count > 4 * MOST + 4096:
        raise Damaged
    read = file.read(count)
    if len(read) < count:
        raise Damaged
    return read


def _up_to(file: BinaryIO, most: int) -> bytes:
    """The bytes that follow, at most `most`; read(most) alone would allocate memory for `most` bytes."""
    at = file.tell()
    left = file.seek(0, io.SEEK_END) - at
    file.seek(at)
    return file.read(min(left, most))


def _inflate(data: bytes) -> bytes:
    """Decompress what zlib packed, up to MOST bytes."""
    unpacking = zlib.decompressobj()
    made = unpacking.decompress(data, MOST + 1)
    if len(made) > MOST or not unpacking.eof:
        raise Damaged
    return made


def _from_png(file: BinaryIO) -> bytes | None:
    file.seek(8)
    for _ in range(_BLOCKS):
        length, kind = struct.unpack(">I4s", _take(file, 8))
        if kind == b"IEND":
            return None
        key = _take(file, min(length, len(KEY) + 1))
        if kind in (b"tEXt", b"zTXt", b"iTXt") and length <= MOST and key == KEY.encode() + b"\0":
            return _png_text(kind, _take(file, length - len(key)))
        file.seek(length - len(key) + 4, io.SEEK_CUR)
    raise Damaged


def _png_text(kind: bytes, rest: bytes) -> bytes:
    if kind != b"iTXt":  # Latin-1
        plain = rest if kind == b"tEXt" else _inflate(rest[1:])
        return plain.decode("latin-1").encode()
    packed, text = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
    if len(text) < 3:
        raise Damaged
    return _inflate(text[2]) if packed else text[2]


def _from_svg(file: BinaryIO) -> bytes | None:
    import html

    head = _up_to(file, 2 * MOST)
    at = head.find(f'id="{KEY}"'.encode())
    if at < 0:
        return None
    first, last = head.find(b">", at) + 1, head.find(b"</", at)
    if first == 0 or last < first:
        raise Damaged
    try:
        return html.unescape(head[first:last].decode("utf-8", "replace")).encode()
    except ValueError:  # a character reference with too many digits for int(), or to a surrogate
        raise Damaged from None


def _from_pdf(file: BinaryIO) -> bytes | None:
    whole = _up_to(file, _WHOLE)
    at = -1
    for _ in range(8):
        at = whole.find(b"/EF", at + 1)
        if at < 0:
            return None
        named = re.match(rb"/EF\s*<<\s*/U?F\s+(\d{1,8}) 0 R", whole[at : at + 64])
        begin = whole.find(b"\n%s 0 obj" % named[1]) if named else -1
        stream = whole.find(b"stream", begin)
        if begin < 0 or stream < 0:
            continue
        start = stream + len(b"stream") + (2 if whole[stream + 6 : stream + 8] == b"\r\n" else 1)
        packed = b"/FlateDecode" in whole[begin:stream]
        end = whole.find(b"endstream", start)
        if end < 0:
            raise Damaged
        found = _inflate(whole[start:end]) if packed else whole[start : min(end, start + MOST)]
        if KEY.encode() in found[:200]:
            return found.strip()
    return None


def _from_gif(file: BinaryIO) -> bytes | None:
    flags = _take(file, 13)[10]
    if flags & 0x80:
        file.seek(3 * 2 ** ((flags & 7) + 1), io.SEEK_CUR)
    for _ in range(_BLOCKS):
        kind = _take(file, 1)
        if kind != b"\x21":  # the first frame, or the end
            return None
        label = _take(file, 1)
        parts: list[bytes] = []
        while size := _take(file, 1)[0]:
            parts.append(_take(file, size))
            if len(parts) * 255 > MOST:
                raise Damaged
        text = b"".join(parts)
        if label == b"\xfe" and KEY.encode() in text[:200]:
            return text
    raise Damaged


def _boxes(file: BinaryIO, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The MP4 boxes from here to `end`: (kind, where its content begins, where it ends)."""
    at = file.tell()
    for _ in range(_BLOCKS):
        if at + 8 > end:
            return
        file.seek(at)
        size, kind = struct.unpack(">I4s", _take(file, 8))
        begin = at + 8
        if size == 1:
            size, begin = struct.unpack(">Q", _take(file, 8))[0], at + 16
        last = end if size == 0 else at + size
        if last < begin or last > end:
            raise Damaged
        yield kind, begin, last
        at = last
    raise Damaged


def _from_mp4(file: BinaryIO) -> bytes | None:
    end = file.seek(0, io.SEEK_END)
    begin = 0
    for wanted, skipped in ((b"moov", 0), (b"udta", 0), (b"meta", 4), (b"ilst", 0), (b"\xa9cmt", 0), (b"data", 8)):
        file.seek(begin)
        found = next(((first, last) for kind, first, last in _boxes(file, end) if kind == wanted), None)
        if found is None:
            return None
        begin, end = found[0] + skipped, found[1]
    file.seek(begin)
    text = _take(file, end - begin)
    return text if KEY.encode() in text[:200] else None


def zip_directory(file: BinaryIO) -> tuple[int, int]:
    """How many entries the directory of a ZIP archive has, and its bytes. Raises Damaged."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 70_000))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    if at < 0 or at + 16 > len(tail):
        raise Damaged
    entries, directory = struct.unpack("<HI", tail[at + 10 : at + 16])
    return entries, directory


def _from_npz(file: BinaryIO) -> bytes | None:
    import zipfile

    entries, directory = zip_directory(file)
    if entries == 0xFFFF or directory > MOST:  # more entries than gdviz writes
        return None
    try:
        with zipfile.ZipFile(file) as archive, archive.open("experiment.npy") as inside:
            npy = inside.read(4 * MOST + 4096)
    except KeyError:
        return None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError):
        raise Damaged from None  # RuntimeError: it is encrypted
    head = re.match(rb"\x93NUMPY\x01\x00..\{'descr': '<U(\d{1,8})', [^}]*'shape': \(\)", npy, re.DOTALL)
    if head is None:
        return None
    start, count = 10 + struct.unpack("<H", npy[8:10])[0], int(head[1])
    text = npy[start : start + 4 * count]
    if len(text) < 4 * count:
        raise Damaged
    return text.decode("utf-32-le", "replace").encode()


_RESULT_HEAD = re.compile(
    rb'\s*\{\s*"format"\s*:\s*"' + RESULT.encode() + rb'"\s*,\s*"version"\s*:\s*1\s*,\s*"experiment"\s*:\s*'
)


def _from_result(file: BinaryIO) -> bytes | None:
    """The rest of the first line, where gdviz puts the experiment; of another layout, what its first 1 MiB holds."""
    head = _up_to(file, MOST).removeprefix(b"\xef\xbb\xbf")
    found = _RESULT_HEAD.match(head)
    if found is None:
        return None
    line, newline, _ = head[found.end() :].partition(b"\n")
    if newline and line.endswith(b"},"):
        return line[:-1]
    return _first_value(head[found.end() : 2**20])


def _first_value(raw: bytes) -> bytes:
    """The text of the JSON value that `raw` begins with."""
    text = raw.decode("utf-8", "replace")
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        raise Damaged from None
    return text[:end].encode()


_SWEEP_HEAD = b'{"experiment": '


def _from_sweep_table(file: BinaryIO) -> bytes | None:
    line = _up_to(file, MOST).partition(b"\n")[0]
    _, found, rest = line.partition(TABLE.encode() + _SWEEP_HEAD)
    return _first_value(rest) if found else None


def _from_netcdf(file: BinaryIO) -> bytes | None:
    """Search the beginning and the end of the file: the attributes lie in one piece, before or after the arrays."""
    key = _SWEEP_HEAD + b'{"format": "' + KEY.encode()
    end = file.seek(0, io.SEEK_END)
    for begin in dict.fromkeys((0, max(0, end - _WHOLE))):
        file.seek(begin)
        part = _up_to(file, _WHOLE)
        at = part.find(key)
        if at >= 0:
            at += len(_SWEEP_HEAD)
            return _first_value(part[at : at + MOST])
    return None


_MAGIC: tuple[tuple[bytes, Reader], ...] = (
    (b"\x89PNG\r\n\x1a\n", _from_png),
    (b"%PDF", _from_pdf),
    (b"GIF8", _from_gif),
    (b"PK", _from_npz),
    (b"\x89HDF\r\n\x1a\n", _from_netcdf),
    (TABLE.encode(), _from_sweep_table),
    (b"\xef\xbb\xbf" + TABLE.encode(), _from_sweep_table),
)
