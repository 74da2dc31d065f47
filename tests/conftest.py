"""Fixtures that more than one folder needs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"


@pytest.fixture
def cast(db):
    """The people of these tests, made when first named."""
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def now() -> datetime:
    """One moment, so that no test depends on the clock."""
    return datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def shared_data() -> Path:
    """The real data beside the checkout, which nobody here wrote."""
    if not SHARED.is_dir():
        pytest.skip("part missing: the shared data folder is not beside this checkout")
    return SHARED
