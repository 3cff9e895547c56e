"""Who beside the governing body stands behind a school: its diocese, its foundation, or nobody.

The register has no field that says so. It is read from three that it has:

* A community school, a community special school or a nursery school has neither.
* A voluntary or foundation school has a diocese where its religious character names the Church of
  England or the Catholic Church, or where the register names its diocese.
* A voluntary school of another or of no religious character has a foundation body: the person who
  appoints its foundation governors.
* A foundation school of another or of no religious character may have a foundation or none. The
  register does not say which, so this is not known.
* A voluntary school whose religious character and diocese the register lacks is not known either.
"""

from dataclasses import dataclass

from schools.domain.school_facts import SchoolFacts

VOLUNTARY, FOUNDATION, NURSERY = {"02", "03"}, {"05", "12"}, "15"
CHURCHES = ("church of england", "catholic", "anglican")
NO_DIOCESE = {"", "not applicable", "not under diocesan authority"}
DIOCESE, FOUNDATION_BODY = "diocese", "foundation-body"


@dataclass(frozen=True)
class Foundation:
    """What the register says of a school's kind; None is "not known"."""

    type_code: str
    religious_character: str | None = None
    diocese: str | None = None

    @classmethod
    def of(cls, school: SchoolFacts) -> "Foundation":
        """What the register says of this school."""
        return cls(school.type_code, school.religious_character, school.diocese)

    @property
    def nursery(self) -> bool:
        """Whether it is a maintained nursery school."""
        return self.type_code == NURSERY

    @property
    def bodies(self) -> frozenset[str] | None:
        """Diocese, foundation body, or neither; None where the register does not tell."""
        if self.type_code not in VOLUNTARY | FOUNDATION:
            return frozenset()
        if self._church:
            return frozenset({DIOCESE})
        if self.type_code in VOLUNTARY and self.religious_character:
            return frozenset({FOUNDATION_BODY})
        return None

    @property
    def _church(self) -> bool:
        character = (self.religious_character or "").casefold()
        named = (self.diocese or "").casefold() not in NO_DIOCESE
        return named or any(church in character for church in CHURCHES)
