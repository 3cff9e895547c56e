"""The needs that a programme of support serves, as the authority's programme file names them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis.domain import Reason


@dataclass(frozen=True)
class Programme:
    """Each need's code and title; an authority may have needs of its own instead."""

    needs: Mapping[str, str]
    of_authority: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def needs_of(self, authority: str) -> Mapping[str, str]:
        """The needs that schools of this authority may be supported with."""
        return self.of_authority.get(authority, self.needs)

    def refusals(self, need: str, authority: str) -> list[Reason]:
        """Why a need is refused that the programme does not have."""
        needs = self.needs_of(authority)
        if need in needs:
            return []
        message = (
            f"The programme of support of authority {authority} has no need called {need}. "
            f"Choose one of: {', '.join(needs)}."
        )
        return [Reason("unknown-need", message)]


def read_programme(text: str) -> Programme:
    """The programme in a file's text; ValueError with a sentence where it cannot be used."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"The programme file is not TOML: {error}") from None
    authorities = _table(content.get("authority", {}), "authority")
    own = {
        code: _needs(_table(each, f"authority.{code}").get("needs"), f"authority.{code}.needs")
        for code, each in authorities.items()
    }
    return Programme(_needs(content.get("needs"), "needs"), own)


def _needs(given: Any, where: str) -> Mapping[str, str]:
    needs = _table(given, where)
    if not needs or not all(isinstance(title, str) and title for title in needs.values()):
        raise ValueError(f"Give each need in [{where}] a title, such as: mentoring = 'Mentoring'")
    return needs


def _table(given: Any, where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ValueError(f"The programme file has no table [{where}].")
    return given
