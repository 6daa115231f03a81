"""Rewriting: the edits that findings carry, applied with libcst, and verified with ``ast``."""
