"""`python -m search_cli`, and the console script `gongkai`."""

import sys

from search_cli.main import main


def run() -> None:
    """Runs the command line and ends the process with its exit code."""
    sys.exit(main())


if __name__ == "__main__":
    run()
