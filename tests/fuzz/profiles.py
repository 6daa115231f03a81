"""How many examples a property is tried on: few in ``make test``, many in ``make fuzz``."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

IS_LONG = settings.get_current_profile_name().startswith("fuzz")


def tried(short: int, long: int) -> settings:
    """Return settings with so many examples in the short profile, and in the long one.

    The short one tries the same examples every time: to find new ones is for the long one.
    """
    return settings(
        max_examples=long if IS_LONG else short,
        derandomize=not IS_LONG,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
