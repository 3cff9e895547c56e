"""The demonstration, played as `make demo` plays it: every expected effect is seen."""

from pathlib import Path

import pytest

from support.local import LocalStack

pytestmark = pytest.mark.timeout(1200)


def test_the_demonstration_shows_all_that_it_promises(tmp_path: Path) -> None:
    stack = LocalStack(tmp_path / "data", "--demo", "--exit").begin()
    assert stack.process is not None
    assert stack.process.wait(350) == 0, stack.said()
    said = stack.said()
    assert "expected effects were seen" in said
    assert "/reports/funding" in said
    assert "/journeys/A-" in said
