"""The choices for a picture: what it shows, how large, in which format; the dialog stores them for the next time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QWidget

from gdviz.export.export_format import PLACES, PictureFormat, formats
from gdviz.frozen import frozen
from gdviz.gui.export.figure import Figure, Words
from gdviz.gui.export.waiting import always_continue, ignore_progress, wait
from gdviz.gui.kernel.derived import Medium
from gdviz.gui.rooms import ROOMS, room
from gdviz.gui.style import theme
from gdviz.paths import user_folder

if TYPE_CHECKING:
    from gdviz.experiment import Experiment
    from gdviz.gui.kernel.scene import Scene
    from gdviz.gui.kernel.workbench import Workbench

_INCH = 25.4
PAGE = 240.0
"""The height of a journal's page in millimetres."""
CAPTION = 20.0
"""The height in millimetres that a caption takes under a figure."""


@frozen
class Preset:
    """A place for pictures: `width` and `height` in pixels of the views (0: as high as needed), `dots` per inch."""

    width: int
    height: int
    dots: float
    scale: float
    most: int = 0
    """The greatest height of a picture that is as high as needed, in pixels of the views; 0 for no limit."""
    nodes: int = 300
    """The least number of nodes per inch of a heat map."""


OWN = PLACES[0]
PRESETS: Mapping[str, Preset] = dict(zip(PLACES, (
    Preset(720, 0, 96, 2),
    Preset(960, 540, 72, 2),
    Preset(420, 0, 420 / 89 * _INCH, 5, int((PAGE - CAPTION) * 420 / 89), 600),
    Preset(864, 0, 864 / 183 * _INCH, 2.5, int((PAGE - CAPTION) * 864 / 183)),
), strict=True))  # fmt: skip
"""Type of 13 pixels is 13 points on a slide, and 8 points in a column of 89 mm or over two of 183 mm."""
TARGETS = (*ROOMS, "figure", "window")
THEMES = ("screen", "light", "dark")


@frozen
class PictureChoices:
    """The choices for a picture; sizes are in pixels of the views, each of which has `scale` pixels in the file."""

    target: str = "figure"
    parts: tuple[str, ...] = ("surface", "rate", "loss", "card")
    kind: str = "png"
    preset: str = OWN
    width: int = PRESETS[OWN].width
    height: int = PRESETS[OWN].height
    scale: float = PRESETS[OWN].scale
    theme: str = "screen"
    transparent: bool = False
    playhead: bool = False
    """Whether the plots show the playhead, which on paper seldom matters."""
    title: str = ""
    caption: str = ""
    legend: bool = True

    @classmethod
    def of(cls, given: Any, title: str = "") -> PictureChoices:
        """Return the choices in `given`, a JSON object; where it has no valid ones, the defaults, with `title`."""
        usual = cls(title=title)
        data, plain = given if isinstance(given, dict) else {}, asdict(usual)
        found = {key: data[key] for key, value in plain.items() if type(data.get(key)) is type(value)}
        parts = data.get("parts")  # tuples are lists in JSON
        if isinstance(parts, list) and parts and all(part in ROOMS for part in parts):
            found["parts"] = tuple(parts)
        scale = data.get("scale")
        if isinstance(scale, int | float) and not isinstance(scale, bool):  # JSON does not distinguish 2 and 2.0
            found["scale"] = float(scale)
        known = {"target": TARGETS, "preset": tuple(PRESETS), "theme": THEMES, "kind": tuple(picture_formats())}
        choices = replace(usual, **found)
        sound = all(getattr(choices, key) in values for key, values in known.items())
        sound = sound and 100 <= choices.width <= 4000 and 0 <= choices.height <= 4000 and 0.25 <= choices.scale <= 10
        return choices if sound else usual

    def with_preset(self, name: str) -> PictureChoices:
        """Return the same choices for another place."""
        preset = PRESETS[name]
        return replace(self, preset=name, width=preset.width, height=preset.height, scale=preset.scale)

    @property
    def dots(self) -> float:
        """Pixels of the views per inch of paper."""
        return PRESETS[self.preset].dots if self.target != "window" else 96

    @property
    def nodes(self) -> float:
        """Nodes of a heat map per pixel of the views: as the place needs; in PNG at least one per pixel of the file."""
        paper = PRESETS[self.preset].nodes / self.dots
        return max(paper, self.scale) if self.kind == "png" else paper

    def shows(self) -> tuple[str, ...]:
        """Return the views in a picture that is not of the window."""
        return self.parts if self.target == "figure" else (self.target,)


def picture_formats() -> dict[str, PictureFormat]:
    """The formats of pictures by kind."""
    return {kind: known for kind, known in formats().items() if isinstance(known, PictureFormat)}


def targets(scene: Scene) -> list[str]:
    """Return those of TARGETS that exist in a scene."""
    return [target for target in TARGETS if target not in ROOMS or room(target).is_there(scene)]


class PictureSource:
    """The widget to paint for some choices: a figure made for them, or the window, which may still be computing."""

    def __init__(self, bench: Workbench, choices: PictureChoices, fine: bool = False) -> None:
        """Make the source; with `fine`, a figure's heat map is as fine as the choices ask, else as on the screen."""
        self._bench, self.choices, scene = bench, choices, bench.scene
        self._theme = {"light": theme.light(), "dark": theme.dark()}.get(choices.theme, scene.theme)
        self._figure: Figure | None = None
        if choices.target == "window":
            bench.note_saved()  # the note on the last picture must not appear in this one
            return
        figure = choices.target == "figure"
        words = Words(choices.title, choices.caption, choices.legend) if figure else Words(legend=choices.legend)
        there = targets(scene)
        parts = [part for part in choices.shows() if part in there] or ["surface"]
        size = QSize(choices.width, choices.height)
        most, nodes = PRESETS[choices.preset].most, choices.nodes if fine else 0.0
        medium = Medium(paper=True, tools=False, playhead=choices.playhead, ground=not choices.transparent)
        self._figure = Figure(scene, parts, size, self._theme, words, medium, most, nodes)

    @property
    def busy(self) -> bool:
        """Whether a part is still being computed."""
        return self._figure.busy if self._figure is not None else self._bench.seen_busy

    @property
    def progress(self) -> tuple[int, int]:
        """The number of computed losses of a figure's heat map, and of all."""
        return self._figure.progress if self._figure is not None else (0, 0)

    @contextmanager
    def dressed(self) -> Iterator[QWidget]:
        """Yield the widget to paint; until the end of the context the window has the colours of the picture."""
        window, view_model = self._bench.window, self._bench.view_model
        assert window is not None, "there is no window to paint"
        if self._figure is not None or self._theme == self._bench.scene.theme:
            yield self._figure or window
            return
        with view_model.laid_over(theme=self._theme.name):
            yield window

    def close(self) -> None:
        """Drop the figure."""
        if self._figure is not None:
            self._figure.close()
            self._figure.deleteLater()


@contextmanager
def painted(
    bench: Workbench,
    choices: PictureChoices,
    go_on: Callable[[], bool] = always_continue,
    progress: Callable[[int, int], object] = ignore_progress,
) -> Iterator[QWidget]:
    """Yield the widget to paint, once all of it is computed; raises GivenUp, see `waiting.wait`.

    Meanwhile `progress` is called with how much is computed, and how much there is to compute.
    """

    def report_and_go_on() -> bool:
        progress(*source.progress)
        return go_on()

    source = PictureSource(bench, choices, fine=True)
    try:
        wait(lambda: source.busy, report_and_go_on)
        with source.dressed() as widget:
            yield widget
    finally:
        source.close()


def content(experiment: Experiment, choices: PictureChoices, widget: QWidget) -> bytes:
    """Return the file of the widget that `painted` yields; it carries the experiment.

    Raises ValueError where it would be too large, OSError.
    """
    known = picture_formats()[choices.kind]
    transparent = choices.transparent and choices.target != "window"
    dense = density(widget)
    return known.content(widget, experiment, choices.scale / dense, None, transparent, choices.dots * dense)


def density(widget: QWidget) -> float:
    """Return the number of pixels that a picture has per pixel of the chosen size."""
    return widget.density if isinstance(widget, Figure) else 1.0


def recalled(title: str = "") -> tuple[PictureChoices, Path | None]:
    """Return the last choices, and the file that was written; None before the first picture.

    Their title is `title`, that of the present experiment, unless a person has chosen another one.
    """
    settings = _settings()
    try:
        choices = PictureChoices.of(json.loads(str(settings.value("wish", "{}"))), title)
    except ValueError:
        choices = PictureChoices(title=title)
    path = str(settings.value("file", ""))
    return choices, Path(path) if path else None


def keep(choices: PictureChoices, path: Path, title: str = "") -> None:
    """Store the choices and the file, without a title that equals `title`, the experiment's: the next has its own."""
    settings = _settings()
    data = asdict(choices)
    if choices.title == title:
        del data["title"]
    settings.setValue("wish", json.dumps(data))
    settings.setValue("file", str(path))


def _settings() -> QSettings:
    settings = QSettings(str(user_folder("config") / "window.ini"), QSettings.Format.IniFormat)
    settings.beginGroup("export-image")
    return settings
