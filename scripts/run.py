"""Starts gdviz from a fresh checkout: makes .venv, installs what is locked, opens the window."""

import python_version

if __name__ == "__main__":
    python_version.check()
    from launch import main

    main()
