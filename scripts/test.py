"""Sets up like scripts/run.py, with the test tools, and runs every test; further arguments go to pytest."""

import python_version

if __name__ == "__main__":
    python_version.check()
    from check import main

    main()
