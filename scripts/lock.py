"""Writes requirements/*.lock from pyproject.toml with uv: universal, with hashes, the two for GPUs resolved apart.

python3 scripts/lock.py [--upgrade]    keeps the pinned versions that still fit, unless asked to upgrade

torch.lock comes last: it needs PyTorch's own package index, for the build without CUDA.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = {
    "run": None,
    "test": "dev",
    "fast": "fast",
    "gpu-cuda12": "gpu-cuda12",
    "gpu-cuda13": "gpu-cuda13",
    "torch": "dev-torch",
}


def main(arguments: list[str]) -> None:
    """Lock each set; all others keep to the versions of run.lock."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        programs = Path(folder) / ("Scripts" if sys.platform == "win32" else "bin")
        subprocess.run([str(programs / "python"), "-m", "pip", "install", "--quiet", "uv"], check=True)
        for lock, extra in EXTRAS.items():
            command = [
                str(programs / "uv"),
                "pip",
                "compile",
                "pyproject.toml",
                "--output-file",
                f"requirements/{lock}.lock",
            ]
            command += ["--universal", "--python-version=3.11", "--fork-strategy=fewest", "--generate-hashes"]
            command += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--quiet"]
            if extra:
                command += ["--extra", extra, "--constraint", "requirements/run.lock"]
            if lock == "torch":
                command += ["--constraint", "requirements/test.lock"]
            if subprocess.run([*command, *arguments], cwd=ROOT, check=False).returncode:
                sys.exit(f"requirements/{lock}.lock stays as it was: uv could not resolve it.")


if __name__ == "__main__":
    main(sys.argv[1:])
