"""The type of the window on machines that render fonts in different ways."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
MEASURE = """
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
from gdviz.gui.style import fonts, theme
fonts.load(app)
label = QLabel()
text = "The learning rate of a run 0.123 경사"
for font in (fonts.body(), fonts.strong(), fonts.title(), fonts.head(), fonts.small(), label.font()):
    print(QFontMetricsF(font).horizontalAdvance(text), QFontMetricsF(font).height())
"""
FONTCONFIG = """<?xml version="1.0"?>
<fontconfig><match target="pattern">
<edit name="hinting" mode="assign"><bool>true</bool></edit>
<edit name="hintstyle" mode="assign"><const>{}</const></edit>
</match></fontconfig>
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="fontconfig")
def test_that_texts_are_as_wide_whatever_hinting_the_system_prefers(tmp_path: Path) -> None:
    measured = []
    for style in ("hintnone", "hintslight", "hintfull"):
        file = tmp_path / f"{style}.conf"
        file.write_text(FONTCONFIG.format(style))
        env = os.environ | {"FONTCONFIG_FILE": str(file), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        run = subprocess.run([sys.executable, "-c", MEASURE], env=env, capture_output=True, text=True, check=True)
        measured.append(run.stdout.splitlines())
    assert len(measured[0]) == 6
    assert measured[0] == measured[1] == measured[2]
