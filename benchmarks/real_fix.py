"""Fix an installed Lightning, and see whether it still restores what it saves.

    real_fix.py        write benchmarks/real_fix.md

Installs Lightning and torch in a scratch environment in `.corpus/real_fix`, applies the safe fixes
to the installed copy, then the unsafe ones. With the code as installed and after each fix, objects
are saved and restored, and a tiny model is trained and resumed: with the whole state, and with each
key dropped for which a default was made up. What is run is in `lightning_copy/driver`. Takes a few
GB and minutes, and needs the package index. Exits with 1 if a safe fix did not hold.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.judgements import HERE
from benchmarks.lightning_copy.environment import set_up
from benchmarks.lightning_copy.failures import failures
from benchmarks.lightning_copy.page import page
from benchmarks.lightning_copy.steps import as_installed, at_once, take


def main() -> None:
    """Do all of it, and write the page."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    set_up()
    original = as_installed()
    safe = take("safe", original, original)
    unsafe = take("unsafe", original, safe.after)
    text = page(original, safe, unsafe, is_same_at_once=at_once() == unsafe.after.tree)
    (HERE / "real_fix.md").write_text(text, encoding="utf-8")
    print(text)
    sys.exit(1 if failures(original, safe) else 0)


if __name__ == "__main__":
    main()
