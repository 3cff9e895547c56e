"""The progress of an import: bars on a terminal, nothing in a pipe or a file."""

import pytest

from schools.progress_bar import ProgressBar


def import_something(*, hidden: bool) -> None:
    with ProgressBar(hidden=hidden) as progress:
        progress("reading", 0, 0)
        progress("saving", 40, 40)


def test_pipe_gets_no_bar_and_no_count_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    import_something(hidden=False)
    assert capsys.readouterr().err == ""


def test_terminal_gets_a_bar_for_each_stage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as rich decides what a terminal is
    import_something(hidden=False)
    written = capsys.readouterr().err
    assert "Saving" in written
    assert "40 of 40" in written
    import_something(hidden=True)
    assert capsys.readouterr().err == ""
