"""Measures gdviz against its targets; makes .venv where it is missing. See scripts/benchmarks/."""

import sys

import python_version

if __name__ == "__main__":
    python_version.check()
    from setup_environment import ROOT, enter

    enter(__file__)
    sys.path.insert(1, str(ROOT))
    from benchmarks.command import main

    main()
