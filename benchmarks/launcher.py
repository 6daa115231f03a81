"""Run one command with its output thrown away; print its exit code and what it took, as JSON.

A program of its own, for on Linux the peak memory of a child is at least that of the program which
started it: this one is small.
"""

from __future__ import annotations

import json
import os
import sys
import time


def main(command: list[str]) -> None:
    """Run it; the time of its own children counts, too, as far as it waited for them."""
    silence = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    begin = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=[silence])
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - begin
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps([code, seconds, usage.ru_utime, usage.ru_stime, usage.ru_maxrss]))


if __name__ == "__main__":
    main(sys.argv[1:])
