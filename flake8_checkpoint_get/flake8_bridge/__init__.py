"""The only door to flake8's own code: its configuration, file discovery, decisions and noqa.

All of it is private to flake8; a name that moves breaks this package alone.
"""
