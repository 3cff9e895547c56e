"""What an officer reads about a power: the whole answer, sentence by sentence."""

from schools.domain.power import Eligibility, eligibility
from unit.schools.statutory import a_notice, failed_notice, issued, situation, steps

WAITING = """\
s64: cannot be used
- s60 under WN-2026-0001
  yes: Notice WN-2026-0001 was given on 30 October 2026.
  yes: Notice WN-2026-0001 has effect.
  no:  The compliance period runs until 27 November 2026. Powers can be used after that day.
  no:  Nothing was decided yet. Record whether the governing body complied.
  no:  Give the governing body written notice of the powers that you propose to use, and record it \
with the conclusion.
  yes: The two-month window runs until 27 January 2027.
- s60B
  no:  The Secretary of State has not notified the school as coasting.
  yes: The school is not a nursery school.
- s61
  no:  No inspection that is in force puts the school in the category requires significant \
improvement or serious weaknesses.
- s62
  no:  No inspection that is in force puts the school in the category special measures.
before: Tell the Secretary of State before you use it."""

LATE = """\
s63: can be used by s60B
- s60 under WN-2026-0001
  yes: Notice WN-2026-0001 was given on 30 October 2026.
  yes: Notice WN-2026-0001 has effect.
  yes: The compliance period ended on 27 November 2026.
  yes: The authority decided that the governing body did not comply.
  yes: Written notice of the powers was given on 30 November 2026.
  no:  The two-month window closed after 27 January 2027. A new notice opens another.
- s60B
  yes: The Secretary of State notified the school as coasting on 16 November 2026.
  yes: The school is not a nursery school.
- s61
  no:  No inspection that is in force puts the school in the category requires significant \
improvement or serious weaknesses.
- s62
  yes: The school is in the category special measures.
before: Consult the governing body. Tell the Secretary of State before you use it."""


def told(answer: Eligibility, power: str) -> str:
    """The answer about one power as lines of text."""
    (found,) = (each for each in answer.powers if each.power == power)
    by = f"can be used by {found.open[0].route}" if found.open else "cannot be used"
    lines = [f"{power}: {by}"]
    for route in found.routes:
        lines.append(f"- {route.route}" + (f" under {route.notice}" if route.notice else ""))
        lines += [
            f"  {'yes: ' if each.met else 'no:  '}{each.message}" for each in route.conditions
        ]
    return "\n".join([*lines, f"before: {' '.join(found.needs)}"])


def test_each_condition_that_fails_says_what_would_meet_it() -> None:
    assert told(eligibility(situation("2026-11-20", [a_notice(issued())])), "s64") == WAITING


def test_power_that_lapsed_by_one_route_can_be_used_by_another() -> None:
    coasting = steps(coasting_notified="2026-11-16")
    late = situation("2027-02-01", [failed_notice()], steps=coasting, category="special-measures")
    assert told(eligibility(late), "s63") == LATE
