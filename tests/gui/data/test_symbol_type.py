from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from gdviz.gui.data.symbol_type import _pieces, symbol_width


@pytest.mark.parametrize(("line", "italic"), [
    ("ŷ = 0.65x + 2.76", ["ŷ", "x"]),
    ("ŷ = 1e-07x", ["ŷ", "x"]),
    ("J = 1.2e+15", ["J"]),
    ("w₁ = 3e−05", ["w"]),
    ("w₁ = 3e5", ["w"]),
    ("ŷ = e-x + exp(b)", ["ŷ", "e", "x", "b"]),
])  # fmt: skip
def test_that_symbols_are_italic_and_numbers_upright(line: str, italic: list[str]) -> None:
    assert "".join(piece.text for piece in _pieces(line, False)) == line
    assert [piece.text for piece in _pieces(line, False) if piece.italic] == italic


def test_that_the_loss_of_a_batch_has_a_subscript_which_is_small(qapp: QApplication) -> None:
    pieces = _pieces("J_B = 2.5", False)
    assert [(piece.text, piece.lowered) for piece in pieces] == [("J", False), ("B", True), (" = 2.5", False)]
    assert symbol_width("J_B", 20) < symbol_width("JB", 20)
    assert not any(piece.lowered for piece in _pieces("w·J_Bx", False))
