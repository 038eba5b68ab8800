"""MP4: a film in all colours, for lectures and the web; PyAV encodes it."""

from __future__ import annotations

import importlib.util
import io
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from gdviz import carried
from gdviz.export.export_format import Film, FilmFormat
from gdviz.messages import Message, mark, message

if TYPE_CHECKING:
    import av

BT709, LIMITED = 1, 1
"""The colour space of high definition, and its range of values, by H.264's numbers."""
AHEAD = 2
"""The number of frames whose colours are converted ahead of the frame being encoded."""


class Mp4(FilmFormat):
    """H.264 at constant quality."""

    kind: ClassVar[str] = "mp4"
    suffixes: ClassVar[tuple[str, ...]] = (".mp4",)
    name: ClassVar[str] = "MP4"
    summary: ClassVar[str] = mark("A film, a frame a step, small and in all colours.")
    carries: ClassVar[bool] = True
    order: ClassVar[int] = 41

    def missing(self) -> Message | None:
        """PyAV is an optional dependency."""
        if importlib.util.find_spec("av") is not None:
            return None
        return message("MP4 needs PyAV: {command}", command='pip install "gdviz[video]"')

    def content(self, film: Film, frames: Iterable[np.ndarray]) -> bytes:
        """See FilmFormat; a side of an odd number of pixels loses one."""
        import av

        width, height = (side - side % 2 for side in film.size)
        buffer = io.BytesIO()
        rate = Fraction(film.rate).limit_denominator(1000)
        with av.open(buffer, "w", format="mp4") as container:
            container.metadata["title"] = film.experiment.title
            container.metadata["comment"] = carried.text_of(film.experiment.portable())
            stream = container.add_stream("libx264", rate=rate, options={"preset": "veryfast", "crf": "20"})
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            codec = stream.codec_context  # the colour space that players assume from 720 lines on, stated for all sizes
            codec.colorspace = codec.color_primaries = codec.color_trc = BT709
            codec.color_range = LIMITED

            def converted(pixels: np.ndarray) -> av.VideoFrame:
                picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels[:height, :width]), format="bgra")
                return picture.reformat(format="yuv420p", dst_colorspace="ITU709")

            # The drawing thread seldom releases Python's lock; if two threads wait for it, half as much is lost.
            with ThreadPoolExecutor(1) as pool:
                ahead: deque[Future[av.VideoFrame]] = deque()
                for pixels in _held(frames, round(film.hold * film.rate)):
                    ahead.append(pool.submit(converted, pixels))
                    if len(ahead) > AHEAD:
                        container.mux(stream.encode(ahead.popleft().result()))
                for picture in ahead:
                    container.mux(stream.encode(picture.result()))
            container.mux(stream.encode())
        return buffer.getvalue()


def _held(frames: Iterable[np.ndarray], times: int) -> Iterable[np.ndarray]:
    """Yield the frames, the last one `times` more times."""
    for pixels in frames:
        yield pixels
    for _ in range(times):
        yield pixels
