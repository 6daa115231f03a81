"""``python -m flake8_checkpoint_get``."""

import sys

if __name__ == "__main__":  # where processes are spawned, they import this, too
    # Python would look for modules in the current folder first: it holds the code to be analysed.
    if not sys.flags.safe_path:
        del sys.path[0]

    from flake8_checkpoint_get.cli import program

    sys.exit(program())
