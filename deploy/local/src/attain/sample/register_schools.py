"""The made-up schools of the sample registers: no school, number or postcode in it exists."""

from dataclasses import dataclass, replace

OPEN, CLOSED, TO_CLOSE, PROPOSED = "1", "2", "3", "4"


@dataclass(frozen=True)
class School:
    """One made-up school."""

    urn: int
    la: str
    number: int
    name: str
    type: str = "1"
    phase: str = "2"
    status: str = OPEN
    closed: str = ""
    opened: str = ""
    faith: str = "Does not apply"

    @property
    def postcode(self) -> str:
        """A postcode in a district that does not exist."""
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        first, second = divmod(self.number % 400, 20)
        district = 95 if self.la == "806" else 96
        return f"TS{district} {self.urn % 9 + 1}{letters[first]}{letters[second]}"


PRIMARIES = (
    "Alder Grove Primary School/1",
    "Beck View Primary School/34",
    "Brambleside Primary School/1",
    "Church Lane Church of England Primary School/3/Church of England",
    "Cooper's Field Primary School/34",
    "Dockside Primary Academy/28",
    "Elm Street Primary School/1",
    "Furnace Row Primary School/1",
    "Garland Park Primary Academy/34",
    "Harbour Lights Primary School/5",
    "Ironworks Primary School/1",
    "Jubilee Road Primary School/34",
    "Kestrel Wood Primary School/1",
    "Larkspur Primary Academy/34",
    "Sainte-Thérèse Catholic Primary School/2/Roman Catholic",
    "Millrace Primary School/1",
    "Newham Bank Primary School/34",
    "Orchard End Primary School/1",
    "Saint Zoë's Church of England Primary School/2/Church of England",
)
SECONDARIES = (
    "Transporter Academy/28",
    "Eston Moor School/1",
    "Ladgate Academy/34",
    "Saint Hilda of Whinney Catholic College/2/Roman Catholic",
    "Steelriver Academy/34",
    "Tees Crossing Free School/35",
)


def register_2025() -> list[School]:
    """Every establishment, closed and proposed ones too."""
    found = [_of(900001 + n, 2001 + n, line, "2") for n, line in enumerate(PRIMARIES)]
    found += [_of(900020 + n, 4001 + n, line, "4") for n, line in enumerate(SECONDARIES)]
    found += [
        School(900026, "806", 6901, "Riverbank All-through Academy", "34", "7"),
        School(900027, "806", 1001, "Little Acorns Nursery School", "15", "1"),
        School(900028, "806", 7001, "Highfold Special School", "7", "0"),
        School(900029, "806", 1101, "The Bridge Pupil Referral Unit", "14", "0"),
        School(900030, "806", 6001, "Thornfield House School", "11", "0"),
        School(900031, "806", 2031, "Old Mill Infant School", "1", "2", CLOSED, "31-08-2023"),
        School(900032, "806", 2032, "Stainsby Meadow Primary Academy", "35", "2", PROPOSED),
        School(900033, "806", 2033, "Viaduct Primary School", "1", "2", TO_CLOSE),
        School(900034, "805", 2001, "Headland View Primary School"),
        School(900035, "805", 2002, "Marina Primary Academy", "34"),
        School(900036, "805", 2003, "Seaglass Primary School"),
        School(900037, "805", 2004, "Throston Fields Primary School", "5"),
        School(900038, "805", 4001, "Heugh Battery Academy", "34", "4"),
        School(
            900039, "805", 4002, "Saint Bega's Catholic School", "2", "4", faith="Roman Catholic"
        ),
        School(900040, "805", 1001, "Sandcastles Nursery School", "15", "1"),
    ]
    return found


def register_2026() -> list[School]:
    """The open state-funded schools a year later: renamed, opened, converted."""
    renamed = {900007: "Elm Street Community Primary School", 900021: "Eston Moor High School"}
    converted = {
        # The links file names this one; the next is known by its name and postcode alone.
        900003: ("900101", "Brambleside Primary School", 2001),
        900036: ("900102", "Seaglass Primary School", 2103),
    }
    later = []
    for school in register_2025():
        if school.urn in converted:
            urn, name, number = converted[school.urn]
            academy = replace(school, name=name, type="34", opened="01-04-2026")
            later.append(_renumbered(academy, int(urn), number))
        elif school.status == PROPOSED:
            later.append(replace(school, status=OPEN, opened="01-09-2026"))
        elif school.status != CLOSED and school.type != "11":
            later.append(replace(school, name=renamed.get(school.urn, school.name)))
    return sorted(later, key=lambda school: school.urn)


LINKS = (
    (900001, 900031, "Old Mill Infant School", "Predecessor - merged", "01-09-2023"),
    (900031, 900001, "Alder Grove Primary School", "Successor - merged", "31-08-2023"),
    (900003, 900101, "Brambleside Primary School", "Successor", "31-03-2026"),
    (900101, 900003, "Brambleside Primary School", "Predecessor", "01-04-2026"),
    # Real links files hold circles: these two schools shared a sixth form for a while.
    (900022, 900024, "Steelriver Academy", "Sixth Form Centre Link", ""),
    (900024, 900022, "Ladgate Academy", "Sixth Form Centre Link", ""),
)


@dataclass(frozen=True)
class Academy(School):
    """A converted school keeps its place: the postcode is the old one's."""

    kept_postcode: str = ""

    @property
    def postcode(self) -> str:
        """The postcode of the old school."""
        return self.kept_postcode


def _renumbered(school: School, urn: int, number: int) -> School:
    kept = {**vars(school), "urn": urn, "number": number}
    return Academy(**kept, kept_postcode=school.postcode)


def _of(urn: int, number: int, line: str, phase: str) -> School:
    name, kind, *faith = line.split("/")
    return School(
        urn, "806", number, name, kind, phase, faith=faith[0] if faith else "Does not apply"
    )
