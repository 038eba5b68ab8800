"""Measures gdviz against its targets; makes .venv where it is missing. See scripts/benchmarks/.

python3 scripts/bench.py --against COMMIT --rounds 10           in turns with another commit: benchmarks/against.py
python3 scripts/bench.py --against COMMIT --pairs --rounds 10   edits, in windows open at once: benchmarks/pairs.py
"""

import os
import sys

import python_version

if __name__ == "__main__":
    python_version.check()
    from setup_environment import ROOT, enter

    enter(__file__)
    sys.path.insert(1, os.environ.get("GDVIZ_CHECKOUT", str(ROOT)))
    from benchmarks.command import main

    main()
