"""Make the pictures of the documentation: docs/window-dark.png and docs/window-light-ko.png.

Run with the Python of the project's environment: ``.venv/bin/python scripts/screenshots.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# file: (experiment, step, theme, language)
PICTURES = {
    "window-dark.png": ("three_optimizers.json", 24, "dark", "en"),
    "window-light-ko.png": ("worked_example.json", 0, "light", "ko"),
}


def main() -> int:
    """Write every picture and print where."""
    from gdviz import load
    from gdviz.gui.shell.offscreen_pictures import write_picture

    for name, (experiment, step, theme, language) in PICTURES.items():
        path = ROOT / "docs" / name
        path.parent.mkdir(exist_ok=True)
        made = load(ROOT / "resources" / "experiments" / experiment)
        write_picture(made, path, at=step, size=(1280, 800), theme=theme, lang=language)
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
