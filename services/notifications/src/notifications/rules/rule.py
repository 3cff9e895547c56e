"""One row of the table: an event, its model, its template, its mark and its readers."""

from collections.abc import Callable
from dataclasses import dataclass

from notifications.domain.marks import Mark
from notifications.domain.recipients import Audience
from notifications.incoming import Incoming
from notifications.rules.audiences import Facts
from notifications.rules.conditions import always

Readers = Callable[[Facts], list[Audience]]


@dataclass(frozen=True, slots=True)
class Rule:
    """On this event, if `when` holds, each of these readers gets this template.

    `reference` is the field with the reference that the subject names.
    """

    event: str
    model: type[Incoming]
    template: str
    reference: str
    mark: Mark
    readers: tuple[Readers, ...]
    when: Callable[[Facts], bool] = always

    def audiences(self, facts: Facts) -> list[Audience]:
        """All readers, in the order in which one address counts as the first of them."""
        return [audience for readers in self.readers for audience in readers(facts)]
