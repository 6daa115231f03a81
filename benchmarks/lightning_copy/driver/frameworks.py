"""The packages that only the scratch environment has."""

from __future__ import annotations

import importlib

torch = importlib.import_module("torch")
pl = importlib.import_module("lightning.pytorch")
