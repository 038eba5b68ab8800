"""What an export format is, and the list of all of them.

A format is one file: data and code in gdviz/export/, pictures and films in gdviz/gui/export/formats/. The command
line, `gdviz list formats` and the dialogs take their suffixes, names and descriptions from here. A format's file
is imported in order to be listed, so it imports Qt, and other large packages, only inside its methods.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from gdviz.frozen import frozen
from gdviz.messages import ExperimentError, Message, message
from gdviz.params import unknown
from gdviz.registry import plugins

if TYPE_CHECKING:
    import numpy as np

    from gdviz.engine.runner import Result
    from gdviz.experiment import Experiment

PLACES = ("own", "slide", "column", "columns")
"""The purpose of a picture: any place, a slide of 16:9, one column of a paper (89 mm), two (183 mm)."""
HOMES = ("gdviz.export", "gdviz.gui.export.formats")


class Format:
    """A kind of file. `suffixes` begin with a dot; the first is what a dialog adds.

    `carries` says that the file holds the experiment that made it, so that gdviz can open it.
    """

    kind: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    name: ClassVar[str]
    summary: ClassVar[str]
    carries: ClassVar[bool] = False
    order: ClassVar[int] = 100

    def missing(self) -> Message | None:
        """None if the format can be written here, or else what is missing, and how to install it."""
        return None


class DataFormat(Format):
    """A file of numbers, or of code, made of the records."""

    def content(self, result: Result) -> bytes:
        """The whole file. Raises ExperimentError for an experiment that cannot be written so."""
        raise NotImplementedError


class CodeFormat(DataFormat):
    """A program that computes the runs without gdviz."""

    def written(self, result: Result) -> tuple[bytes, list[Message]]:
        """The program, and notes on where it differs from gdviz. Raises ExperimentError where it cannot be written."""
        raise NotImplementedError

    def content(self, result: Result) -> bytes:
        """See DataFormat."""
        return self.written(result)[0]


class PictureFormat(Format):
    """A picture of a widget: a view, a figure, the whole window."""

    def content(
        self,
        widget: Any,
        experiment: Experiment | None,
        scale: float = 1,
        size: tuple[int, int] | None = None,
        transparent: bool = False,
        dots: float = 96,
    ) -> bytes:
        """The whole file.

        Parameters
        ----------
        widget : QWidget
            What is shown, as it is.
        experiment : Experiment or None
            Kept in the file.
        scale : float
            Pixels of the picture for each of the screen's, where the format has pixels.
        size : (int, int), optional
            Width and height before `scale`, where they are to be others than the widget's.
        transparent : bool
            Whether the ground is left out.
        dots : float
            How many pixels of the widget an inch of paper takes.
        """
        raise NotImplementedError


@frozen
class Film:
    """What an encoder needs before the first frame.

    There are `count` frames of `size` pixels, `rate` a second; the last one stays for `hold` seconds more. `samples`
    are some of them, from which a palette can be made.
    """

    size: tuple[int, int]
    count: int
    rate: float
    hold: float
    samples: Sequence[np.ndarray]
    experiment: Experiment


class FilmFormat(Format):
    """A film, made of frames."""

    def content(self, film: Film, frames: Iterable[np.ndarray]) -> bytes:
        """The whole file of `frames`: uint8 arrays of shape (height, width, 4), blue, green, red and one unused."""
        raise NotImplementedError


def formats() -> dict[str, Format]:
    """All formats by kind, in the order in which they are listed."""
    found = {kind: cast(type[Format], cls)() for home in HOMES for kind, cls in plugins(home).items()}
    return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))


def suffixes() -> list[str]:
    """All suffixes, in the order of their formats."""
    return [suffix for known in formats().values() for suffix in known.suffixes]


def format_of(path: Path) -> Format:
    """The format that the suffix of `path` names; the longest that fits. Raises ExperimentError with the known ones."""
    name = path.name.lower()
    fitting = [
        (len(suffix), known) for known in formats().values() for suffix in known.suffixes if name.endswith(suffix)
    ]
    if fitting:
        return max(fitting, key=lambda pair: pair[0])[1]
    if path.suffix:
        raise ExperimentError("", unknown(path.suffix, suffixes()))
    known = ", ".join(suffixes())
    raise ExperimentError("", message("{file} has no suffix; known: {known}", file=str(path), known=known))
