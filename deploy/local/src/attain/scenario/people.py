"""The people of the scenario, all made up, with the ids that the contracts' examples use."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody in the council's directory."""

    id: str
    name: str
    role: str

    @property
    def address(self) -> str:
        """An address that nobody has: example.org never receives mail."""
        return f"{self.name.lower().replace(' ', '.')}.{self.id}@example.org"


COUNCIL = Person("p-1001", "Peter Lowe", "ldt-member")
TEACHING = Person("p-1002", "Ruth Coleman", "ldt-member")
DIOCESE = Person("p-1003", "Father Ian Doyle", "ldt-member")
GOVERNANCE = Person("p-1004", "Sunita Rao", "ldt-member")
TRUST = Person("p-1005", "Mark Bailey", "ldt-member")
CLERK = Person("p-1006", "Tom Reed", "ldt-clerk")
DIRECTOR = Person("p-1007", "Helen Marsh", "director")
OFFICER = Person("p-1008", "Aisha Khan", "school-improvement-officer")
FINANCE = Person("p-1009", "Grace Obi", "finance-officer")
REVIEWERS = (Person("p-1010", "Carol Dent", "adviser"), Person("p-1011", "Owen Price", "adviser"))
OPERATOR = Person("p-1090", "Dev Patel", "operator")

APPEAL_COUNCIL = Person("p-1021", "Ivy Grant", "ldt-member")
APPEAL_TEACHING = Person("p-1022", "Hugh Bond", "ldt-member")

MEMBERS = (COUNCIL, TEACHING, DIOCESE, GOVERNANCE, TRUST)
STAFF = (*MEMBERS, APPEAL_COUNCIL, APPEAL_TEACHING, CLERK, DIRECTOR, OFFICER, FINANCE, *REVIEWERS)
HEADS = ("Sam Hart", "Nadia Ali", "Chris Webb", "Joan Fell", "Luke Ward", "Mina Shah")
