"""Which requirements have a passing test: ``make spec``."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import settings

# No deadlines, for machines are shared; and the same examples for everyone, so that what one run finds all runs find.
settings.register_profile("reelmake", deadline=None, derandomize=True)
settings.load_profile("reelmake")

pytest_plugins = ["support.worlds"]

SPEC_IDS = [
    *(f"E{number}" for number in range(1, 13)),
    *(f"S{number}" for number in range(1, 6)),
    *(f"C{number}" for number in range(1, 5)),
    *(f"F{number}" for number in range(1, 4)),
    *(f"A{number}" for number in range(1, 4)),
    *(f"R{number}" for number in range(1, 7)),
    *(f"G{number}" for number in range(1, 8)),
    *(f"Q{number}" for number in range(1, 5)),
    *(f"O{number}" for number in range(1, 9)),
    "P1",
    *(f"U{number}" for number in range(1, 10)),
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--spec-report", action="store_true", help="print which requirement ids have a passing test")
    parser.addoption("--full-sweep", action="store_true", help="run the slow sweeps in full instead of a short form")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--spec-report"):
        config.pluginmanager.register(SpecReport(), "spec-report")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("spec"):
            unknown = [name for name in mark.args if name not in SPEC_IDS]
            if unknown:
                raise pytest.UsageError(f"{item.nodeid}: no requirement is called {', '.join(unknown)}")


class SpecReport:
    """Counts passing tests by the requirement they show."""

    def __init__(self) -> None:
        self.passed: defaultdict[str, int] = defaultdict(int)
        self.marks: dict[str, list[str]] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            self.marks[item.nodeid] = [name for mark in item.iter_markers("spec") for name in mark.args]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            for name in self.marks.get(report.nodeid, ()):
                self.passed[name] += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section("requirements")
        for name in SPEC_IDS:
            count = self.passed[name]
            terminalreporter.write_line(
                f"{name:4} {count:4} passing" if count else f"{name:4}    - no passing test yet"
            )
