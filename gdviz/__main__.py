"""`python -m gdviz`: the command line."""

import sys

from gdviz.cli import main

sys.exit(main())
