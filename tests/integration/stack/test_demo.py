"""The demonstration, played as `make demo` plays it: every expected effect is seen."""

import re
from pathlib import Path

import pytest

from attain.scenario.steps import CONVERSION, STEPS
from support.local import LocalStack

pytestmark = pytest.mark.timeout(1200)


def test_demonstration_sees_every_effect_and_tells_what_happened(tmp_path: Path) -> None:
    stack = LocalStack(tmp_path / "data", "--demo", "--exit").begin()
    assert stack.process is not None
    assert stack.process.wait(350) == 0, stack.said()
    said = stack.said()
    lines = said.splitlines()
    assert re.search(r"^All \d{2,} expected effects were seen\.$", said, re.MULTILINE)

    steps = [line for line in lines if line.startswith("✓ ")]
    told = list(STEPS)
    told.insert(told.index(CONVERSION), "A school becomes an academy")
    assert steps == [
        "✓ A register of schools is imported",
        *(f"✓ {title}" for title in told),
        "✓ Mails, report and trace are checked",
    ]
    assert "\x1b" not in said, "a file gets plain lines, without a progress display"

    for line in (
        "A funding round of £250,000 opened: DEMO-",
        "“Leading together” (too-few-schools), “Homework that helps” (late), “Two schools, one",
        "approved 7 applications, 1 of them on appeal. 4 schools accepted their offer, 1 declined",
        "Offers accepted £71,000, offered and not yet accepted £33,000, paid £28,333.33",
        "ended early: £14,000 is free again, and £3,000 came back",
        "/reports/funding",
        "/journeys/A-",
    ):
        assert line in said
    for readers in ("officers", "clerks", "finance officers", "operators", "partner schools"):
        assert re.search(rf"mails were delivered: .*[1-9]\d* to {readers}\b", said)
    mails = re.search(r"(\d+) mails were delivered", said)
    received = len(list((stack.folder / "mail" / "new").iterdir()))
    assert mails
    assert 40 < int(mails[1]) <= received


def test_demonstration_can_be_played_again_on_the_same_stack(tmp_path: Path) -> None:
    for _ in range(2):
        stack = LocalStack(tmp_path / "data", "--demo", "--exit").begin()
        assert stack.process is not None
        assert stack.process.wait(350) == 0, stack.said()
