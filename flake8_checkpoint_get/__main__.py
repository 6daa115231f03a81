"""``python -m flake8_checkpoint_get``."""

import sys

from flake8_checkpoint_get.cli import main

if __name__ == "__main__":  # where processes are spawned, they import this, too
    sys.exit(main())
