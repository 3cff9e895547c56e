"""The same facts leave the same notice, in any order and however often each comes."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from chassis.domain import MustWait, Refused
from schools.domain.intervention import DfeStep, DfeSteps
from schools.domain.notice import Notice, NoticeIssued, Surroundings
from support import statutory
from unit.schools.statutory import CLOSED, SCHOOL, around, concluded, issued

HEAD, MINISTER = statutory.BOTH_COPIES
FACTS = {
    "head's copy": issued(copies=[HEAD]),
    "minister's copy": issued(copies=[MINISTER]),
    "both copies": issued(),
    "corrected": issued(
        issued_at="2026-11-02T12:00:00Z", compliance_ends="2026-12-04", powers=["s64"]
    ),
    "complied": concluded("complied", decided_at="2026-12-07T09:00:00Z"),
    "failed": concluded("not-complied", decided_at="2026-12-08T09:00:00Z", powers_notice=None),
    "failed, powers": concluded("not-complied", decided_at="2026-12-09T09:00:00Z"),
    "withdrawn": concluded("withdrawn", decided_at="2026-12-10T09:00:00Z"),
}
THEIRS = DfeSteps.of([DfeStep("secretary-of-state-notice", concluded().decided_at.date())])
SOONEST = ("head's copy", "minister's copy", "both copies", "corrected")


def left_by(order: list[str], surroundings: Surroundings) -> Notice | None:
    """The notice after these facts; one that waits is tried again after each, as the inbox does."""
    notice, waiting = None, list(order)
    for _ in range(len(order) + 1):
        waiting, tried = [], waiting
        for name in tried:
            fact = FACTS[name]
            if notice is None:
                if not isinstance(fact, NoticeIssued):
                    waiting.append(name)
                    continue
                notice = Notice.of(fact, surroundings)
            if not applied(notice, name, surroundings):
                waiting.append(name)
    return notice


def applied(notice: Notice, name: str, surroundings: Surroundings) -> bool:
    """Whether the fact was dealt with, kept or refused; False where it waits."""
    fact = FACTS[name]
    try:
        if isinstance(fact, NoticeIssued):
            notice.issue(fact, surroundings)
        else:
            notice.conclude(fact, surroundings)
    except MustWait:
        return False
    except Refused:
        return True
    return True


def without_history(notice: Notice | None) -> dict[str, object]:
    """What the notice is, without the order in which its facts were kept and told."""
    assert notice
    return {**notice.public(), "clocks": notice.clocks, "missing": notice.missing}


@given(st.data())
def test_any_order_and_repetition_leaves_the_same_notice(data: st.DataObject) -> None:
    chosen = data.draw(st.sets(st.sampled_from(sorted(FACTS)), min_size=1))
    if not chosen & set(SOONEST):
        return
    once = sorted(chosen)
    repeated = once + data.draw(st.lists(st.sampled_from(once), max_size=4))
    order = data.draw(st.permutations(repeated))
    assert without_history(left_by(order, around())) == without_history(left_by(once, around()))


@given(st.permutations(["both copies", "failed, powers", "theirs", "closed", "failed"]))
def test_what_ends_a_notice_may_come_before_or_after_its_conclusion(order: list[str]) -> None:
    notice, school, steps = None, SCHOOL, DfeSteps()
    waiting: list[str] = []
    for name in order:
        steps = THEIRS if name == "theirs" else steps
        school = CLOSED if name == "closed" else school
        surroundings = around(school=school, steps=steps)
        if name == "both copies":
            notice = Notice.of(issued(), surroundings)
        waiting += [name] if name in FACTS else []
        if notice is None:
            continue
        waiting.sort()  # the notice itself first
        waiting = [each for each in waiting if not applied(notice, each, surroundings)]
        notice.settle(surroundings)
    assert notice
    assert (notice.state, notice.standing.ended_on) == (
        "ended",
        CLOSED.close_date + timedelta(days=1) if CLOSED.close_date else None,
    )


@given(st.lists(st.sampled_from(["settle", "remind", "window", "close"]), max_size=8))
def test_timers_that_fire_late_or_twice_tell_each_thing_once(fired: list[str]) -> None:
    notice, late = Notice.of(issued(), around()), around("2027-01-25T09:00")
    notice.issue(issued(), around())
    notice.conclude(concluded("not-complied"), around("2026-11-30T16:00"))
    notice.events.clear()
    calls: dict[str, Callable[[Surroundings], None]] = {
        "settle": notice.settle,
        "remind": notice.remind,
        "window": notice.remind_of_window,
        "close": notice.close_window,
    }
    for name in fired:
        calls[name](late)
    told = [event.name for event in notice.events]
    assert told == (["notice.window-due-soon"] if "window" in fired else [])
    before = deepcopy(notice.public())
    notice.settle(late)
    assert notice.public() == before
