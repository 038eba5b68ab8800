"""SVG: a picture in lines and letters, for the web and for drawing programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from gdviz.export.export_format import PictureFormat
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.experiment import Experiment


class Svg(PictureFormat):
    """Text stays text; only the heat map consists of pixels."""

    kind: ClassVar[str] = "svg"
    suffixes: ClassVar[tuple[str, ...]] = (".svg",)
    name: ClassVar[str] = "SVG"
    summary: ClassVar[str] = mark("A picture in lines and letters, for web pages and drawing programs.")
    carries: ClassVar[bool] = True
    order: ClassVar[int] = 11

    def content(
        self,
        widget: Any,
        experiment: Experiment | None,
        scale: float = 1,
        size: tuple[int, int] | None = None,
        transparent: bool = False,
        dots: float = 96,
    ) -> bytes:
        """See PictureFormat."""
        from gdviz.gui.export.vector import svg

        return svg(widget, experiment, dots, transparent, size)
