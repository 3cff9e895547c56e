"""Files in the layout of Ofsted's management information, with rows of our own making."""

import csv
import io

FULL = {
    "Inspection number of latest full inspection": "10500001",
    "Inspection start date": "13/01/2026",
    "Publication date": "09/02/2026",
    "URN at time of latest full inspection": "900001",
    "Category of concern": "",
    "Safeguarding standards": "Met",
    "Safeguarding standards - date of grade": "13/01/2026",
    "Inclusion": "Strong standard",
    "Curriculum and teaching": "Expected standard",
    "Achievement": "Needs attention",
    "Attendance and behaviour": "Expected standard",
    "Personal development and wellbeing": "Expected standard",
    "Early years (where applicable)": "Expected standard",
    "Post-16 provision (where applicable)": "Not applicable",
    "Leadership and governance": "Expected standard",
}
GRADED = {
    "Inspection number of latest OEIF graded inspection": "10200002",
    "Inspection start date of latest OEIF graded inspection": "23/11/2022",
    "Publication date of latest OEIF graded inspection": "23/01/2023",
    "URN at time of latest OEIF graded inspection": "900001",
    "Latest OEIF category of concern": "",
    "Latest OEIF overall effectiveness": "2",
    "Latest OEIF quality of education": "3",
    "Latest OEIF behaviour and attitudes": "2",
    "Latest OEIF personal development": "1",
    "Latest OEIF effectiveness of leadership and management": "2",
    "Latest OEIF  safeguarding is effective?": "Yes",
    "Latest OEIF early years provision (where applicable)": "2",
    "Latest OEIF sixth form provision (where applicable)": "9",
}
UNGRADED = {
    "Latest ungraded inspection number": "10100003",
    "Date of latest ungraded inspection": "20/10/2021",
    "Ungraded inspection publication date": "25/11/2021",
    "URN at time of the ungraded inspection": "900001",
    "Ungraded inspection overall outcome": "School remains Good",
}
NULLS = dict.fromkeys((*FULL, *GRADED, *UNGRADED), "NULL")


def row(*groups: dict[str, str], urn: str = "900001", laestab: str = "8062001", **changes: str):
    """A row with these inspections, and NULL in the columns of the others."""
    school = {"URN": urn, "LAESTAB": laestab, "School name": "Alder Grove Primary School"}
    cells = {**school, **NULLS}
    for group in groups:
        cells |= group
    return cells | changes


def file_of(*rows: dict[str, str]) -> bytes:
    """The rows as a file."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
