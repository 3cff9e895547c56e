"""Compares the ledger with what reporting's journal tells of the same money."""

from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from applications.views.ledger import Difference

TIMEOUT_SECONDS = 60
FIGURES = ("reserved_pence", "committed_pence", "paid_pence", "freed_pence", "recovered_pence")


class JournalUnreadError(Exception):
    """Reporting did not answer; the message says why."""


def journal_differs(address: str, ledger: Mapping[str, Mapping[str, int]]) -> list[Difference]:
    """Every figure of an application that the two services do not agree on.

    Raises JournalUnreadError where reporting does not answer as it should.
    """
    journal = {each["application"]: each for each in _pages(address)}
    return [
        Difference("journal of", application, figure, own, other)
        for application in sorted({*ledger, *journal})
        for figure in FIGURES
        if (own := ledger.get(application, {}).get(figure, 0))
        != (other := journal.get(application, {}).get(figure, 0))
    ]


def _pages(address: str) -> Iterator[dict[str, Any]]:
    after: str | None = ""
    with httpx.Client(base_url=address, timeout=TIMEOUT_SECONDS) as client:
        while after is not None:
            page = _page(client, after)
            yield from page["applications"]
            after = page["next"]


def _page(client: httpx.Client, after: str) -> dict[str, Any]:
    try:
        answer = client.get("/journal/money.json", params={"after": after})
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise JournalUnreadError(
            f"Reporting at {client.base_url} did not answer: {error}"
        ) from error
    return found
