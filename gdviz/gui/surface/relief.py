"""The OpenGL half of the 3-D view: relief and paths, drawn into a picture.

pyqtgraph's items are drawn into a framebuffer of a separate context, not into a QOpenGLWidget: the first such
widget makes Qt recreate the window's native handle and draw the whole window through OpenGL from then on, which is
five times as slow with a software driver. A framebuffer can also have any size, for export.

This module imports PyOpenGL: only `surface_view3d` imports it, when 3-D is first asked for.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage, QMatrix4x4, QOffscreenSurface, QOpenGLContext
from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLFramebufferObjectFormat

# PyOpenGL guesses the library of the context from the session; that is wrong on X11 under a Wayland session.
if QGuiApplication.platformName() == "xcb" and os.environ.get("QT_XCB_GL_INTEGRATION", "xcb_glx") == "xcb_glx":
    os.environ.setdefault("PYOPENGL_PLATFORM", "glx")
elif QGuiApplication.platformName() in ("xcb", "wayland"):
    os.environ.setdefault("PYOPENGL_PLATFORM", "egl")

from OpenGL import GL
from OpenGL.error import Error as GLError
from pyqtgraph.opengl import GLLinePlotItem, GLMeshItem, GLScatterPlotItem, MeshData, shaders
from pyqtgraph.opengl.GLGraphicsItem import GLGraphicsItem
from pyqtgraph.opengl.GLViewWidget import GLViewMixin

from gdviz.frozen import frozen
from gdviz.gui.surface.camera import Camera
from gdviz.gui.surface.terrain import Terrain

_LOG = logging.getLogger(__name__)

Array = NDArray[np.float64]

_SAMPLES = 4  # per pixel, for smooth edges
_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swiftshader", "software", "gdi generic", "basic render")
_CONTOUR, _LINE = 0.012, 0.035  # how much nearer to the eye lines are drawn than the relief that they lie on
# (width or size, whether in the colour of the casing, strength) of each layer, from the bottom up
_LINES = ((1.5, False, 0.22), (4.5, True, 0.75), (2.0, False, 1.0))
_DOTS = ((7.5, True, 0.75), (5.0, False, 1.0))
_PLAIN = None  # pyqtgraph's shader that leaves the vertices' colours as they are


class NoOpenGL(RuntimeError):
    """There is no OpenGL context, or it is too old or fails."""


@frozen
class DrapedPath:
    """A path on the relief: pairs of points, shape (2 m, 3), up to the playhead and ahead of it; dots at past steps."""

    past: Array
    ahead: Array
    dots: Array
    colour: QColor
    strength: float
    """The strength of the part ahead; that of the past is 1."""

    def parts(self) -> Iterator[tuple[Array, Array, QColor, float]]:
        """(pairs, dots, colour, strength); the part ahead of the playhead comes first."""
        yield self.ahead, self.dots[:0], self.colour, self.strength
        yield self.past, self.dots, self.colour, 1.0


class Device(QObject):
    """The program's only OpenGL context, as pyqtgraph keeps shaders for one; freed with its last user."""

    def __init__(self, parent: QObject) -> None:
        super().__init__()
        self.users = 0
        self.surface = QOffscreenSurface()
        self.surface.create()
        self.context = QOpenGLContext()
        if not self.context.create():
            raise NoOpenGL("no context")
        self.make_current()
        self.setParent(parent)  # last, as `acquire` takes any child of the application

    @classmethod
    def acquire(cls) -> Device:
        """The context in use, or a new one. Raises NoOpenGL."""
        app = QGuiApplication.instance()
        assert app is not None
        device = next((child for child in app.children() if isinstance(child, cls)), None) or cls(app)
        device.users += 1
        return device

    def make_current(self) -> None:
        """Make this context current. Raises NoOpenGL."""
        if not self.context.makeCurrent(self.surface):
            raise NoOpenGL("the context cannot be made current")

    def release(self) -> None:
        """Remove one user; the last one frees the context."""
        self.users -= 1
        if self.users:
            return
        for kind in (GLLinePlotItem, GLScatterPlotItem):
            kind._shaderProgram = None
        for program in shaders.ShaderProgram.names.values():
            program.prog = None
        self.context.doneCurrent()
        self.setParent(None)
        del self.context
        self.surface.destroy()


class Relief(GLViewMixin, QObject):
    """Draws a relief and the paths on it. Raises NoOpenGL if that is not possible."""

    def __init__(self) -> None:
        self._device: Device | None = None
        super().__init__()
        self._device = Device.acquire()
        self.is_slow = False
        """Whether a software driver draws, so that only still pictures get smooth edges."""
        self._frame: QOpenGLFramebufferObject | None = None
        self._frame_samples = 0
        self._camera, self._half, self._size = Camera(), (1.0, 1.0), (1.0, 1.0)
        self.opts["bgcolor"] = (0.0, 0.0, 0.0, 0.0)
        try:
            self._device.make_current()
            self.initializeGL()
            renderer = (GL.glGetString(GL.GL_RENDERER) or b"").decode("ascii", "replace").lower()
            self.is_slow = any(name in renderer for name in _SOFTWARE)
        except (RuntimeError, GLError) as error:
            self.release()
            raise NoOpenGL(str(error)) from error
        self._mesh = GLMeshItem(meshdata=MeshData(), smooth=True, computeNormals=False, shader=_PLAIN)
        self._mesh.setGLOptions(_state())
        self._contours = GLLinePlotItem(mode="lines")
        # From the bottom up: lines seen through hills, casings, lines.
        self._lines = [GLLinePlotItem(mode="lines") for _ in _LINES]
        self._dots = [GLScatterPlotItem() for _ in _DOTS]
        self._contours.setGLOptions(_state(blend=True))
        for layer, item in enumerate((self._mesh, self._contours, *self._lines, *self._dots)):
            item.setDepthValue(layer)
            item.setVisible(False)
            self.addItem(item)

    # The interface that pyqtgraph's items need

    def isValid(self) -> bool:
        """pyqtgraph: whether items can be initialised, which here needs no current context."""
        return self._device is not None

    def context(self) -> QOpenGLContext:
        """pyqtgraph: the context in which it draws."""
        assert self._device is not None
        return self._device.context

    def update(self) -> None:
        """pyqtgraph: an item has changed; nothing to do, as the next `render` draws it."""

    def projectionMatrix(self, region: object, viewport: object) -> QMatrix4x4:
        """pyqtgraph: the matrix from the eye to the picture."""
        return QMatrix4x4(*self._camera.projection(self._half, self._size).ravel().tolist())

    def viewMatrix(self) -> QMatrix4x4:
        """pyqtgraph: the matrix from the scene to the eye."""
        return QMatrix4x4(*self._camera.view(self._half, self._size).ravel().tolist())

    def drawItemTree(self, item: GLGraphicsItem | None = None, useItemNames: bool = False) -> None:
        """pyqtgraph: draw all items; pyqtgraph's own method swallows exceptions."""
        for one in sorted(self.items, key=lambda entry: entry.depthValue()):
            if one.visible():
                one.paint()

    # Drawing

    def set_terrain(self, terrain: Terrain, lut: NDArray[np.uint8], lines: QColor) -> None:
        """Show this relief in the colours of the map, with its contour lines."""
        self._half = terrain.half
        vertices, faces = terrain.mesh()
        self._mesh.setVisible(len(faces) > 0)
        if len(faces):
            data = MeshData(vertexes=vertices, faces=faces, vertexColors=terrain.colours(lut))
            self._mesh.setMeshData(meshdata=data)
        self._contours.setVisible(len(terrain.contours) > 0)
        self._contours.setData(pos=terrain.contours, color=lines)

    def set_paths(self, paths: Sequence[DrapedPath], casing: QColor) -> None:
        """Show these paths, each with a casing, fainter ahead of the playhead and behind hills."""
        parts = [part for path in paths for part in path.parts()]
        for item, (_, cased, strength) in zip(self._lines, _LINES, strict=True):
            pairs = [(points, _faded(casing if cased else colour, strength * s)) for points, _, colour, s in parts]
            _fill(item, pairs)
        for item, (_, cased, strength) in zip(self._dots, _DOTS, strict=True):
            dots = [(points, _faded(casing if cased else colour, strength * s)) for _, points, colour, s in parts]
            _fill(item, dots)

    def render(self, camera: Camera, size: QSize, scale: float, smooth: bool = True) -> QImage:
        """Draw a picture of `size` pixels in which lines are `scale` times as wide. Raises NoOpenGL."""
        self._camera, self._size = camera, (size.width() / scale, size.height() / scale)
        try:
            return self._render(size, scale, smooth)
        except GLError as error:
            raise NoOpenGL(str(error)) from error

    def _render(self, size: QSize, scale: float, smooth: bool) -> QImage:
        self._make_current()
        most = int(GL.glGetIntegerv(GL.GL_MAX_RENDERBUFFER_SIZE))
        frame_size = size.boundedTo(QSize(most, most))
        samples = _SAMPLES if smooth else 0
        if self._frame is None or self._frame.size() != frame_size or self._frame_samples != samples:
            self._frame_samples = samples
            form = QOpenGLFramebufferObjectFormat()
            form.setAttachment(QOpenGLFramebufferObject.Attachment.CombinedDepthStencil)
            form.setSamples(samples)
            self._frame = QOpenGLFramebufferObject(frame_size, form)
        if not self._frame.isValid() or not self._frame.bind():
            self._frame = None
            raise NoOpenGL("no framebuffer")
        self._contours.setData(width=scale)
        self._contours.updateGLOptions({"glDepthRange": (0.0, self._nearer(_CONTOUR))})
        for line, (width, *_) in zip(self._lines, _LINES, strict=True):
            line.setData(width=width * scale)
            line.setGLOptions(_state(blend=True, through=line is self._lines[0], far=self._nearer(_LINE)))
        for dots, (size_, *_) in zip(self._dots, _DOTS, strict=True):
            dots.setData(size=size_ * scale)
            dots.setGLOptions(_state(blend=True, far=self._nearer(_LINE)))
        GL.glViewport(0, 0, frame_size.width(), frame_size.height())
        GL.glDepthMask(True)
        region = (0, 0, frame_size.width(), frame_size.height())
        self.paint(region=region, viewport=region)
        self._frame.release()
        return self._frame.toImage()

    def release(self) -> None:
        """Free what the driver holds; nothing can be drawn afterwards."""
        if self._device is None:
            return
        try:
            self._make_current()
            self.clear()
        except (NoOpenGL, GLError) as error:
            _LOG.warning("the driver keeps what the 3-D view used: %s", error)
        finally:
            self._frame = None
            self._device.release()
            self._device = None

    def _make_current(self) -> None:
        assert self._device is not None
        self._device.make_current()

    def _nearer(self, by: float) -> float:
        """The end of the depth range with which items are drawn nearer to the eye by a length."""
        distance = self._camera.distance(self._half, self._size)
        third, fourth = self._camera.projection(self._half, self._size)[2, 2:]
        there, here = ((fourth / d - third) / 2 for d in (distance, distance - by))
        return float(1 - max(0.0, there - here))


def _fill(item: GLLinePlotItem | GLScatterPlotItem, parts: Sequence[tuple[Array, QColor]]) -> None:
    """Set the points of all parts, each in its colour."""
    points = np.concatenate([np.empty((0, 3)), *(points for points, _ in parts)])
    colours = [np.tile(np.array(colour.getRgbF()), (len(points), 1)) for points, colour in parts]
    item.setVisible(len(points) > 0)
    if len(points):
        item.setData(pos=points, color=np.concatenate(colours))


def _faded(colour: QColor, strength: float) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(strength * colour.alphaF())
    return faded


def _state(*, blend: bool = False, through: bool = False, far: float = 1.0) -> dict[Any, Any]:
    """OpenGL's state for an item: opaque or blended; with `through`, hills do not hide the item."""
    return {
        GL.GL_DEPTH_TEST: not through,
        GL.GL_BLEND: blend,
        GL.GL_CULL_FACE: False,
        "glDepthMask": (not blend,),
        "glDepthRange": (0.0, far),
        "glBlendFuncSeparate": (GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA, GL.GL_ONE, GL.GL_ONE_MINUS_SRC_ALPHA),
    }
