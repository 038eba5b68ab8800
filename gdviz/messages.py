"""Texts that are made outside Qt: a template and its values, translated where they are shown.

The template is the English source text and the key of the catalogue in resources/i18n. `mark` is a
no-op by which scripts/translations.py finds templates; `Message` keeps the values apart, so that a
window can put them into the Korean template.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Mapping
from dataclasses import field

from gdviz.frozen import frozen


def mark(template: str) -> str:
    """Return `template` unchanged; the call marks it for the extractor as a text to be translated."""
    return template


@frozen
class Message:
    """A template with `{name}` fields and the values that go into them; str() is English."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Fill the template, after `translate` has replaced it (and any Message among the values)."""
        values = {
            key: value.text(translate) if isinstance(value, Message) else value for key, value in self.values.items()
        }
        return with_particles(translate(self.template).format(**values))

    def __str__(self) -> str:
        return self.text()


def message(template: str, /, **values: object) -> Message:
    """Make a Message from a literal template; the extractor reads the first argument."""
    return Message(template, values)


_PARTICLE = re.compile(r"([0-9%가-힣])(\)?)(이\(가\)|은\(는\)|을\(를\)|과\(와\)|\(으\)로)")
_ENDING_IN_A_CONSONANT, _ENDING_IN_L = "013678", "178"
"""Digits by how their Korean names end: 영, 일, 삼, 육, 칠, 팔; of 0 all that it can end (십, 백, 천, 만)."""
_SYLLABLES, _FINALS, _L = 0xAC00, 28, 8
"""Where the syllables of Unicode begin, how many final consonants there are, and which of them is ㄹ."""


def with_particles(text: str) -> str:
    """Write Korean particles in the form that suits what is before them: "0.05이(가)" becomes "0.05가".

    A template has both forms where a number or a word is filled in. After other letters both forms stay.
    """
    return _PARTICLE.sub(lambda found: found[1] + found[2] + _particle(found[1], found[3]), text)


def _particle(before: str, both: str) -> str:
    if "가" <= before <= "힣":
        final = (ord(before) - _SYLLABLES) % _FINALS
        closed, ends_in_l = bool(final), final == _L
    else:
        closed, ends_in_l = before in _ENDING_IN_A_CONSONANT, before in _ENDING_IN_L
    if both == "(으)로":
        return "으로" if closed and not ends_in_l else "로"
    return both[0] if closed else both[2]


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


def sentence_of(error: ExperimentError) -> Message:
    """What is wrong, led by the path."""
    return message("{path}: {why}", path=error.path, why=error.reason) if error.path else error.reason


def reason_of(error: ExperimentError | OverflowError) -> Message:
    """What is wrong, in one sentence: Python says of a number that is too large only that, and in English."""
    return error.reason if isinstance(error, ExperimentError) else message("a number becomes too large")
