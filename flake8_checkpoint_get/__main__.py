"""``python -m flake8_checkpoint_get``."""

import sys

from flake8_checkpoint_get.cli import main

sys.exit(main())
