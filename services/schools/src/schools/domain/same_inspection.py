"""When two words are about one inspection, and what the later one changes.

Source: domain.md, Facts by key: an inspection by its number, else by school, framework and date.
"""

from dataclasses import replace
from datetime import date

from schools.domain.inspections import Inspection


def is_same(one: Inspection, other: Inspection) -> bool:
    """Whether both tell of one inspection; the place counts where one of them has no number."""
    if one.inspection_number and other.inspection_number:
        return one.inspection_number == other.inspection_number
    return _place(one) == _place(other)


def says_the_same(known: Inspection, told: Inspection) -> bool:
    """A number that only one of them has makes no difference."""
    number = known.inspection_number or told.inspection_number
    return replace(known, inspection_number=number) == replace(told, inspection_number=number)


def completed(known: Inspection, by_file: Inspection) -> Inspection:
    """What is known, with what a file says otherwise; what the file leaves out stays.

    That there is no category is no news of an inspection that we know.
    """
    category = by_file.category_of_concern
    return replace(
        by_file,
        overall=by_file.overall or known.overall,
        judgements={**known.judgements, **by_file.judgements},
        safeguarding=by_file.safeguarding or known.safeguarding,
        category_of_concern=known.category_of_concern if category in {None, "none"} else category,
        inspection_number=by_file.inspection_number or known.inspection_number,
        report_url=by_file.report_url or known.report_url,
    )


def _place(inspection: Inspection) -> tuple[str, bool, date]:
    return inspection.urn, inspection.framework == "monitoring", inspection.inspected_on
