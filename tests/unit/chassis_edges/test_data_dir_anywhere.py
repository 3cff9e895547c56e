"""The stack's folder may be named before a command and behind it."""

import pytest

from chassis.cli.context import split_data_dir


@pytest.mark.parametrize(
    ("written", "option", "rest"),
    [
        ("--data-dir D inbox list", "--data-dir D", "inbox list"),
        ("inbox list --data-dir D --json", "--data-dir D", "inbox list --json"),
        ("inbox list --data-dir=D", "--data-dir=D", "inbox list"),
        ("inbox list", "", "inbox list"),
        ("publish -- --data-dir", "", "publish -- --data-dir"),
        ("publish --data-dir D -- --data-dir", "--data-dir D", "publish -- --data-dir"),
        ("", "", ""),
    ],
)
def test_it_is_split_data_dir_wherever_it_stands(written: str, option: str, rest: str) -> None:
    assert split_data_dir(written.split()) == (option.split(), rest.split())
