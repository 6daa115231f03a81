"""The profile of ``make fuzz``."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "fuzz",
    parent=settings.get_profile("default"),
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
