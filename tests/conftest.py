"""What the tests of several commands start from."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.test_plugin import FLAWED

# The profile of `make fuzz`.
settings.register_profile(
    "fuzz",
    parent=settings.get_profile("default"),
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a flawed file and a clean one, to work in."""
    (tmp_path / "slot.py").write_text(FLAWED)
    (tmp_path / "clean.py").write_text("x = {}.get('a', 1)\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pytest_configure() -> None:
    """Let what tests start be interrupted: a shell that starts the tests with ``&`` forbids it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
