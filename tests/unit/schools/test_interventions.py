"""Steps of the Department for Education: facts that are kept once and never computed."""

import pytest

from chassis.domain import Refused
from schools.domain.foundation import Foundation
from schools.domain.intervention import Intervention
from unit.schools.statutory import SCHOOL, notified, of_kind, steps


def told(*records: dict[str, str], kind: str = "rise-targeted-begun") -> Intervention:
    """A step with these records of it, one after the other."""
    step = Intervention.of(notified(kind), SCHOOL)
    for changes in records or ({},):
        step.record(notified(kind, **changes), SCHOOL)
    return step


def test_step_is_published_once_however_often_it_is_told() -> None:
    step = told({}, {})
    (event,) = step.events
    assert event.name == "intervention.recorded"
    assert event.data["kind"] == "rise-targeted-begun"


def test_later_record_of_the_same_step_holds_and_an_older_one_is_history() -> None:
    later = {"recorded_at": "2026-11-20T09:00:00Z", "reference": "RISE-2"}
    forwards, backwards = told({}, later), told(later, {})
    assert forwards.public() == backwards.public()
    assert len(forwards.events) == 2
    assert len(backwards.events) == 1


def test_other_content_at_the_same_time_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        told({}, {"reference": "RISE-2"})
    assert [each.code for each in refused.value.reasons] == ["contradicts-earlier"]


def test_coasting_nursery_is_kept_with_a_warning() -> None:
    step = Intervention.of(notified("coasting-notified"), SCHOOL)
    step.record(notified("coasting-notified"), of_kind(Foundation("15")))
    assert [each.code for each in step.warnings] == ["coasting-nursery"]


def test_end_on_the_day_of_the_beginning_comes_after_it() -> None:
    ended = steps(coasting_notified="2026-11-16", coasting_ended="2026-11-16")
    assert ended.coasting(ended_on := notified().on) is None
    again = steps(coasting_notified="2026-11-17", coasting_ended="2026-11-16")
    assert again.coasting(ended_on) is None
    assert again.coasting(ended_on.replace(day=17)) is not None
