"""A warning notice in every state, brought there by its own commands, and the commands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from schools.domain.intervention import DfeStep, DfeSteps
from schools.domain.notice import Notice, NoticeConcluded, NoticeIssued
from support import statutory
from unit.schools.statutory import CLOSED, SCHOOL, around, concluded, issued

HEAD, _ = statutory.BOTH_COPIES
THEIRS = DfeSteps.of([DfeStep("secretary-of-state-notice", date(2026, 12, 10))])
GONE = replace(CLOSED, close_date=date(2026, 12, 31))
LATER = "2027-01-04T09:00:00Z"

World = dict[str, Any]  # the school and the department's steps, where they are not the plain ones
Step = Callable[[Notice, World], None]


def issue(sent: NoticeIssued) -> Step:
    """The authority gives the notice, or logs copies of it."""
    return lambda notice, world: notice.issue(sent, around(**world))


def conclude(told: NoticeConcluded) -> Step:
    """The authority decides."""
    return lambda notice, world: notice.conclude(told, around(**world))


def supersede(notice: Notice, world: World) -> None:
    """The Secretary of State gives a notice on 10 December."""
    notice.settle(around(**world | {"steps": THEIRS}))


def close_school(notice: Notice, world: World) -> None:
    """The register says that the school closed on 31 December."""
    notice.settle(around(**world | {"school": GONE}))


def reopen_school(notice: Notice, world: World) -> None:
    """The register says that the school is open after all."""
    notice.settle(around(**world | {"school": SCHOOL}))


def close_window(notice: Notice, world: World) -> None:
    """The two months are over."""
    notice.close_window(around("2027-01-28T00:00", **world))


def remind(notice: Notice, world: World) -> None:
    """Five working days are left of the compliance period."""
    notice.remind(around("2026-11-20T09:00", **world))


def remind_of_window(notice: Notice, world: World) -> None:
    """Five working days are left of the window."""
    notice.remind_of_window(around("2027-01-20T09:00", **world))


GIVEN = issue(issued())
FAILED = conclude(concluded("not-complied"))
LIVES: dict[str, tuple[Step, ...]] = {
    "incomplete": (issue(issued(copies=[HEAD])),),
    "issued": (GIVEN,),
    "complied": (GIVEN, conclude(concluded())),
    "not-complied": (GIVEN, FAILED),
    "window-closed": (GIVEN, FAILED, close_window),
    "withdrawn": (GIVEN, conclude(concluded("withdrawn"))),
    "superseded": (GIVEN, supersede),
    "ended": (GIVEN, close_school),
}
WORLDS: dict[str, World] = {"superseded": {"steps": THEIRS}, "ended": {"school": GONE}}
COMMANDS: dict[str, Step] = {
    "log the last copy": GIVEN,
    "decide: complied": conclude(concluded(decided_at=LATER)),
    "decide: not complied": conclude(concluded("not-complied", decided_at=LATER)),
    "decide so on the last day": conclude(
        concluded("not-complied", decided_at="2026-11-27T17:00:00Z")
    ),
    "withdraw": conclude(concluded("withdrawn", decided_at=LATER)),
    "remind": remind,
    "remind of the window": remind_of_window,
    "window closes": close_window,
    "notice by the Secretary of State": supersede,
    "school closes": close_school,
    "school is open again": reopen_school,
}


def notice_in(state: str) -> Notice:
    """A notice in a row of LIVES, with nothing left to record."""
    notice = Notice.of(issued(), around())
    for step in LIVES[state]:
        step(notice, {})
    notice.events.clear()
    notice.timers.clear()
    return notice
