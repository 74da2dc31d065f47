"""Fixtures that more than one folder needs, and an honest account of what could not be run."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.parts import MISSING, SHARED, SHARED_IS_MISSING, require


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
        pytest.skip(SHARED_IS_MISSING)
    return SHARED


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test runs only where the parts that its marks name are."""
    if item.get_closest_marker("browser"):
        require("chromium")
    for mark in item.iter_markers("needs"):
        for part in mark.args:
            require(part)


def pytest_report_header() -> str:
    """Which engine these tests run on: that is said, not assumed."""
    from django.db import connection

    return f"database engine: {connection.vendor}"


def _not_run(config: pytest.Config) -> dict[str, list[str]]:
    """The tests that were skipped because a part is missing, by that part."""
    by_part: dict[str, list[str]] = defaultdict(list)
    for report in config.pluginmanager.get_plugin("terminalreporter").stats.get("skipped", []):
        reason = report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else ""
        if reason.startswith(MISSING):
            by_part[reason].append(report.nodeid)
    return by_part


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With CI=true a missing part is a failure, but for the shared data, which is never installed."""
    if os.environ.get("CI") == "true" and exitstatus == pytest.ExitCode.OK and set(_not_run(session.config)) - {SHARED_IS_MISSING}:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name together, at the end, what was not run and why."""
    by_part = _not_run(terminalreporter.config)
    if not by_part:
        return
    terminalreporter.section("NOT RUN, because a part is missing", yellow=True)
    for reason, tests in sorted(by_part.items()):
        terminalreporter.line(f"{reason.removeprefix(MISSING)}: {len(tests)} tests")
        for test in sorted(tests):
            terminalreporter.line(f"    {test}")
    if os.environ.get("CI") == "true" and set(by_part) - {SHARED_IS_MISSING}:
        terminalreporter.line("With CI=true nothing may be left out: this run fails.", red=True)
