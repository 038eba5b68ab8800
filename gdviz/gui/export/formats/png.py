"""PNG: a picture in pixels, at any resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from gdviz.export.export_format import PictureFormat
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.experiment import Experiment


class Png(PictureFormat):
    """Pixels, without loss."""

    kind: ClassVar[str] = "png"
    suffixes: ClassVar[tuple[str, ...]] = (".png",)
    name: ClassVar[str] = "PNG"
    summary: ClassVar[str] = mark("A picture of the window: the loss surface with all paths, the rates, the losses.")
    carries: ClassVar[bool] = True
    order: ClassVar[int] = 10

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
        from gdviz.gui.export.image import png

        return png(widget, scale, experiment, size, transparent, dots)
