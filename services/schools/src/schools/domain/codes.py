"""The register's codes and names: status, type and phase, and what a type makes a school."""

OPEN, CLOSED, PROPOSED_TO_CLOSE, PROPOSED_TO_OPEN = "1", "2", "3", "4"

STATUSES = {
    OPEN: "Open",
    CLOSED: "Closed",
    PROPOSED_TO_CLOSE: "Open, but proposed to close",
    PROPOSED_TO_OPEN: "Proposed to open",
}

PHASES = {
    "0": "Not applicable",
    "1": "Nursery",
    "2": "Primary",
    "3": "Middle deemed primary",
    "4": "Secondary",
    "5": "Middle deemed secondary",
    "6": "16 plus",
    "7": "All-through",
}

TYPES = {
    "01": "Community school",
    "02": "Voluntary aided school",
    "03": "Voluntary controlled school",
    "05": "Foundation school",
    "06": "City technology college",
    "07": "Community special school",
    "08": "Non-maintained special school",
    "10": "Other independent special school",
    "11": "Other independent school",
    "12": "Foundation special school",
    "14": "Pupil referral unit",
    "15": "Local authority nursery school",
    "18": "Further education",
    "24": "Secure units",
    "25": "Offshore schools",
    "26": "Service children's education",
    "27": "Miscellaneous",
    "28": "Academy sponsor led",
    "29": "Higher education institutions",
    "30": "Welsh establishment",
    "31": "Sixth form centres",
    "32": "Special post 16 institution",
    "33": "Academy special sponsor led",
    "34": "Academy converter",
    "35": "Free schools",
    "36": "Free schools special",
    "37": "British schools overseas",
    "38": "Free schools alternative provision",
    "39": "Free schools 16 to 19",
    "40": "University technical college",
    "41": "Studio schools",
    "42": "Academy alternative provision converter",
    "43": "Academy alternative provision sponsor led",
    "44": "Academy special converter",
    "45": "Academy 16-19 converter",
    "46": "Academy 16 to 19 sponsor led",
    "49": "Online provider",
    "56": "Institution funded by other government department",
    "57": "Academy secure 16 to 19",
}

# Part 4 of the Education and Inspections Act 2006: maintained schools that a local authority
# may warn. A pupil referral unit (14) is not one of them.
PART4_MAINTAINED = frozenset({"01", "02", "03", "05", "07", "12", "15"})
ACADEMIES = frozenset(
    ("28", "33", "34", "35", "36", "38", "39", "40", "41", "42", "43", "44", "45", "46", "57")
)
# A city technology college, a non-maintained special school and a pupil referral unit are inspected
# as the others are.
STATE_FUNDED = PART4_MAINTAINED | ACADEMIES | {"06", "08", "14"}


def plain(name: str) -> str:
    """A name without what people write differently: case, commas, doubled blanks."""
    return " ".join(name.replace(",", " ").casefold().split())


STATUS_CODES = {plain(name): code for code, name in STATUSES.items()}
PHASE_CODES = {plain(name): code for code, name in PHASES.items()}
TYPE_CODES = {plain(name): code for code, name in TYPES.items()}


def is_open(status_code: str) -> bool:
    """Open today, proposed to close or not."""
    return status_code in {OPEN, PROPOSED_TO_CLOSE}
