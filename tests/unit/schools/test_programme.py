"""The programme file: the needs that schools may be supported with."""

from importlib.resources import files

import pytest

from schools.domain.support import read_programme

OWN = """
[needs]
expert-coaching = "Expert coaching"

[authority.806.needs]
leadership-coaching = "Coaching for leaders"
"""


def test_file_that_is_shipped_names_hartlepools_five_needs() -> None:
    text = files("schools").joinpath("programme.toml").read_text("utf-8")
    assert list(read_programme(text).needs_of("805")) == [
        "outstanding-practice",
        "tailored-programme",
        "expert-coaching",
        "research-sharing",
        "time-to-innovate",
    ]


def test_authority_with_needs_of_its_own_has_no_others() -> None:
    programme = read_programme(OWN)
    assert programme.refusals("expert-coaching", "805") == []
    (reason,) = programme.refusals("expert-coaching", "806")
    assert reason.code == "unknown-need"
    assert "leadership-coaching" in reason.message


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("needs = ", "not TOML"),
        ("", r"no table \[needs\]"),
        ("[needs]\n", "Give each need"),
        ("[needs]\nmentoring = 3\n", "Give each need"),
        ("[needs]\na = 'A'\n[authority.806]\n", r"no table \[authority.806.needs\]"),
    ],
)
def test_file_that_cannot_be_used_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_programme(text)
