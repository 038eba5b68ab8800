"""Texts that are made outside Qt: a template and its values, translated where they are shown.

The template is the English source text and the key of the catalogue in resources/i18n. `mark` is a
no-op by which scripts/translations.py finds templates; `Message` keeps the values apart, so that a
window can put them into the Korean template.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def mark(template: str) -> str:
    """Return `template` unchanged; the call marks it for the extractor as a text to be translated."""
    return template


@dataclass(frozen=True)
class Message:
    """A template with `{name}` fields and the values that go into them; str() is English."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Fill the template, after `translate` has replaced it (and any Message among the values)."""
        values = {
            key: value.text(translate) if isinstance(value, Message) else value for key, value in self.values.items()
        }
        return translate(self.template).format(**values)

    def __str__(self) -> str:
        return self.text()


def message(template: str, /, **values: object) -> Message:
    """Make a Message from a literal template; the extractor reads the first argument."""
    return Message(template, values)


_REASONS = {
    errno.ENOSPC: mark("No space left on device"),
    errno.EDQUOT: mark("Disk quota exceeded"),
    errno.EFBIG: mark("File too large"),
    errno.EACCES: mark("Permission denied"),
    errno.EPERM: mark("Operation not permitted"),
    errno.EROFS: mark("Read-only file system"),
    errno.ENAMETOOLONG: mark("File name too long"),
    errno.ENOENT: mark("No such file or directory"),
    errno.ENOTDIR: mark("Not a directory"),
    errno.EISDIR: mark("Is a directory"),
    errno.EBADF: mark("Bad file descriptor"),
    errno.EIO: mark("Input/output error"),
    errno.ENXIO: mark("No program reads from this pipe"),
    errno.ELOOP: mark("Too many levels of symbolic links"),
}
"""The system's reasons why a file cannot be used, so that they can be translated."""


def why(error: OSError | ValueError) -> Message:
    """Why a file could not be read or written; in the system's words.

    A ValueError is what Python raises for a name that no file can have.
    """
    if isinstance(error, OSError) and error.errno in _REASONS:
        return Message(_REASONS[error.errno])
    return Message("{text}", {"text": getattr(error, "strerror", None) or str(error)})


class ExperimentError(ValueError):
    """Something in an experiment is wrong: the path of the key, and one sentence.

    `path` is like ``runs[1].optimizer.momentum``; an empty path stands for the whole.
    """

    def __init__(self, path: str, reason: Message | str) -> None:
        self.path = path
        self.reason = reason if isinstance(reason, Message) else Message("{text}", {"text": reason})
        super().__init__(str(self))

    def __reduce__(self) -> tuple[type[ExperimentError], tuple[str, Message]]:
        return type(self), (self.path, self.reason)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence in the language of `translate`, led by the path."""
        reason = self.reason.text(translate)
        return f"{self.path}: {reason}" if self.path else reason

    def __str__(self) -> str:
        return self.text()
