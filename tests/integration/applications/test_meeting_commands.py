"""The commands for officers: a round's ranking, and the pack of a meeting."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from applications import cli
from integration.applications.desk import Desk
from support import funding


@pytest.fixture
async def met(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An application whose reviews are in, on the agenda of a meeting; the commands find it."""
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("meeting", funding.a_meeting(reference))
    desk.lend_to_commands(monkeypatch)


@pytest.mark.usefixtures("met")
def test_ranking_and_pack_are_shown_printed_and_given_to_programs(tmp_path: Path) -> None:
    page = tmp_path / "pack.html"
    for command, seen in (
        (["ranking", "2026-AUT"], "0.72"),
        (["ranking", "2026-AUT", "--json"], '"0.72"'),
        (["ranking", "2026-SUM"], "No application of 2026-SUM has all its reviews."),
        (["meeting", "show", "LDT-2026-12"], "p-1002"),
        (["meeting", "show", "LDT-2026-12", "--json"], '"claims"'),
        (["meeting", "show", "LDT-2026-12", "--html", str(page)], "The pack of LDT-2026-12"),
    ):
        result = CliRunner().invoke(cli.app, command)
        assert result.exit_code == 0, result.output
        assert seen in result.output
    assert "Confidential" in page.read_text("utf-8")


@pytest.mark.usefixtures("met")
def test_meeting_that_is_not_known_is_said_so() -> None:
    missing = CliRunner().invoke(cli.app, ["meeting", "show", "LDT-1"])
    assert missing.exit_code == 1
    assert "There is no meeting LDT-1." in missing.output
