"""The one error of this package: what is wrong with a formula, and where."""

from __future__ import annotations

from collections.abc import Callable

from gdviz.messages import Message, message


class FormulaError(ValueError):
    """A text is no formula.

    `message` is one sentence. `position` is the index of the first offending character in the text (None: the
    text as a whole) and `length` the number of characters to mark there (at least 1 inside the text, 0 for an
    empty one).
    """

    def __init__(self, reason: Message, position: int | None = None, length: int = 1) -> None:
        self.message = reason
        self.position = position
        self.length = length
        super().__init__(str(self.located()))

    def located(self) -> Message:
        """The sentence with its place, counted from 1, for readers who see no caret."""
        if self.position is None:
            return self.message
        return message("{what} (character {place})", what=self.message, place=self.position + 1)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with its place in the language of `translate`."""
        return self.located().text(translate)
