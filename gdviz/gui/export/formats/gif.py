"""GIF: a film that plays everywhere, in few colours."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from gdviz import carried
from gdviz.export.export_format import Film, FilmFormat
from gdviz.messages import mark

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

COLOURS = 200
"""The number of colours that a heat map needs to show no steps; more make the file larger."""
STANDING_OUT = 40
"""Further colours: those that the others represent worst, such as that of a run's path, or of the background."""
CLEAR = 255
"""The entry of the palette that is transparent."""
FASTEST = 50.0
"""The most frames per second: browsers treat a faster film as a mistake, and play it slowly."""


class Gif(FilmFormat):
    """One palette for all frames; a frame stores only the pixels that changed, and the rest of their box is clear."""

    kind: ClassVar[str] = "gif"
    suffixes: ClassVar[tuple[str, ...]] = (".gif",)
    name: ClassVar[str] = "GIF"
    summary: ClassVar[str] = mark("A film, a frame a step, that plays in any browser and slide.")
    carries: ClassVar[bool] = True
    order: ClassVar[int] = 40

    def content(self, film: Film, frames: Iterable[np.ndarray]) -> bytes:
        """See FilmFormat; durations are whole hundredths of a second, and equal frames become one."""
        from PIL import Image

        palette = _palette(np.concatenate(film.samples))
        sought = _for_search(palette)
        out = io.BytesIO()
        out.write(_head(film, palette))
        each = round(100 / min(film.rate, FASTEST)) * 10
        before: np.ndarray | None = None
        part, corner, shown = np.empty((0, 0), np.uint8), (0, 0), 0
        for frame in frames:
            colours = np.asarray(_picture(frame).quantize(palette=sought, dither=Image.Dither.NONE))
            if before is None:
                part = colours
            else:
                moved = colours != before
                rows, columns = np.flatnonzero(moved.any(axis=1)), np.flatnonzero(moved.any(axis=0))
                if len(rows):
                    out.write(_image(part, corner, shown))
                    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
                    part, corner, shown = np.where(moved[box], colours[box], CLEAR), (int(columns[0]), int(rows[0])), 0
            before = colours
            shown += each
        out.write(_image(part, corner, shown + round(film.hold * 1000)))
        out.write(b";")
        return out.getvalue()


def _head(film: Film, palette: Picture) -> bytes:
    """Return what precedes the frames: size, palette, endless repetition, and the experiment as a comment."""
    colours = bytes(palette.getpalette() or ()).ljust(768, b"\0")[:768]
    comment = carried.text_of(film.experiment.portable()).encode()
    blocks = (comment[at : at + 255] for at in range(0, len(comment), 255))
    return b"".join((
        b"GIF89a", struct.pack("<HHBBB", *film.size, 0xF7, 0, 0), colours,
        b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0",
        b"!\xfe", *(bytes((len(block),)) + block for block in blocks), b"\0",
    ))  # fmt: skip


def _image(part: np.ndarray, corner: tuple[int, int], milliseconds: int) -> bytes:
    """Return one encoded frame: its place, its duration, and its pixels."""
    from PIL import GifImagePlugin, Image

    picture = Image.fromarray(part.astype(np.uint8))
    picture.putpalette(bytes(768))  # a placeholder: the film's palette is in its head
    packed = GifImagePlugin.getdata(picture, corner, duration=milliseconds, transparency=CLEAR, disposal=1)
    return b"".join(packed)


def _palette(frame: np.ndarray) -> Picture:
    """Return a palette that includes the colours of thin paths: a colour is weighted by the root of its frequency.

    Median cut by frequency itself (Heckbert 1982) would spend all entries on the heat map.
    """
    from PIL import Image

    pixels = frame.reshape(-1, 4)[:, 2::-1]
    cells = (pixels.astype(np.int32) >> 3) @ (1024, 32, 1)  # 5 bits per channel
    counts = np.bincount(cells, minlength=32768)
    there = np.flatnonzero(counts)
    means = [np.bincount(cells, pixels[:, i], 32768)[there] / counts[there] for i in range(3)]
    colours = np.stack(means, axis=-1).round().astype(np.uint8)
    weighed = np.repeat(colours, np.sqrt(counts[there]).round().astype(int), axis=0)
    palette = Image.fromarray(weighed[None]).quantize(COLOURS, dither=Image.Dither.NONE)
    found = _with_most_distinct(np.reshape(palette.getpalette() or (), (-1, 3)), colours, counts[there])
    palette.putpalette(found.tobytes())
    return palette


def _for_search(palette: Picture) -> Picture:
    """Return the palette shifted for Pillow's nearest-colour search, which searches from the low corner of cells of 4.

    The shift corresponds to the middle of a cell: without it, a colour of the palette is mapped to a darker neighbour.
    """
    moved = palette.copy()
    moved.putpalette([max(0, value - 2) for value in palette.getpalette() or ()])
    return moved


def _with_most_distinct(palette: np.ndarray, colours: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the palette with STANDING_OUT colours added, each the one with the greatest total error over its pixels.

    Median cut puts eight runs into fewer boxes, so that two of them would share a colour, and the background into
    one box with the darkest colours of the heat map. `palette` and `colours` have shape (n, 3), `counts` (n,).
    """
    wanted = colours.astype(float)
    errors = np.min([np.square(wanted - one).sum(axis=1) for one in palette.astype(float)], axis=0)
    added = []
    for _ in range(STANDING_OUT):
        worst = int(np.argmax(counts * errors))
        added.append(colours[worst])
        errors = np.minimum(errors, np.square(wanted - wanted[worst]).sum(axis=1))
    return np.concatenate([palette[:COLOURS], added]).astype(np.uint8)


def _picture(frame: np.ndarray) -> Picture:
    from PIL import Image

    height, width = frame.shape[:2]
    return Image.frombuffer("RGB", (width, height), np.ascontiguousarray(frame), "raw", "BGRX", 0, 1)
