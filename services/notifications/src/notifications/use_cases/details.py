"""Adds the facts that an event leaves out and its message needs, from our own copies."""

from typing import Any

from chassis import Work, wait_for
from notifications.incoming import Award, Incoming, Rejection, SchoolEvent
from notifications.store import ApplicationRow, SchoolRow

Facts = dict[str, Any]


async def complete(event: Incoming, work: Work) -> Facts:
    """The event's fields, and what we know beside them; NotYet until we know it."""
    facts = event.facts
    if isinstance(event, Award):
        return facts | await _form_of(event.application, work)
    if isinstance(event, SchoolEvent):
        return facts | await _school(event.urn, work)
    if isinstance(event, Rejection):
        assert work.event is not None  # noqa: S101 - every caller handles an event
        return facts | {"owner": work.event.context}
    return facts


async def _form_of(application: str, work: Work) -> Facts:
    """An award's events do not name the form with its contact; the application's did."""
    row = await work.session.get(ApplicationRow, application)
    if row is None:
        raise wait_for("application", application)
    return {"form_reference": row.form_reference}


async def _school(urn: str, work: Work) -> Facts:
    """Events about a school have neither its name nor the authority of its officers."""
    row = await work.session.get(SchoolRow, urn)
    if row is None:
        raise wait_for("school", urn)
    return {"name": row.name, "la_code": row.la_code}
