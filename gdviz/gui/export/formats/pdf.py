"""PDF: a picture in lines and letters, for papers and for print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from gdviz.export.export_format import PictureFormat
from gdviz.messages import mark

if TYPE_CHECKING:
    from gdviz.experiment import Experiment


class Pdf(PictureFormat):
    """One page of the picture's size, fonts embedded; only the heat map consists of pixels."""

    kind: ClassVar[str] = "pdf"
    suffixes: ClassVar[tuple[str, ...]] = (".pdf",)
    name: ClassVar[str] = "PDF"
    summary: ClassVar[str] = mark("A picture in lines and letters, fonts included, for papers and print.")
    carries: ClassVar[bool] = True
    order: ClassVar[int] = 12

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
        from gdviz.gui.export.vector import pdf

        return pdf(widget, experiment, dots, transparent, size)
