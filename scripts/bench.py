"""Measures gdviz against its targets; makes .venv where it is missing. See scripts/benchmarks/."""

import python_version

if __name__ == "__main__":
    python_version.check()
    from setup_environment import enter

    enter(__file__)
    from benchmarks.command import main

    main()
