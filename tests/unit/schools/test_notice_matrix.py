"""The README's tables of the statutory steps are as the code behaves."""

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import schools.domain
from unit.schools import notice_matrix
from unit.schools.notice_lives import LIVES, notice_in
from unit.schools.statutory_rules import RULES, Rule

DOMAIN = Path(schools.domain.__file__).parent
CODED = re.compile(r"""(?:Reason|Condition)\(\s*"([a-z-]+)\"""")
OF_RECORDS = {  # not of the Act
    "contradicts-earlier",
    "dated-before-its-cause",
    "notice-of-another-school",
    "until-not-for-power",
}


def codes_in_use() -> Iterator[str]:
    """Every code with which the statutory steps refuse or warn."""
    for noun in ("notice", "power", "intervention"):
        for module in (DOMAIN / noun).glob("*.py"):
            yield from CODED.findall(module.read_text("utf-8"))


@pytest.mark.parametrize("name", notice_matrix.TABLES)
def test_readme_shows_the_tables_as_the_code_behaves(name: str) -> None:
    drawn = notice_matrix.drawn_in(notice_matrix.README.read_text("utf-8"), name)
    assert drawn == notice_matrix.TABLES[name](), f"Run: {notice_matrix.RENEW}"


@pytest.mark.parametrize("state", LIVES)
def test_every_state_is_reached_by_its_own_commands(state: str) -> None:
    assert notice_in(state).state == state


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_names_a_function_that_exists(rule: Rule) -> None:
    module, name = f"schools.domain.{rule.function}".rsplit(".", 1)
    assert inspect.isfunction(getattr(importlib.import_module(module), name))


def test_every_code_has_its_rule_in_the_table() -> None:
    assert {rule.code for rule in RULES} == set(codes_in_use()) - OF_RECORDS
