"""What an application's events tell of its money, to be compared with applications' own ledger."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from reporting.domain.entry import Entry
from reporting.domain.funding import APPROVED

HOLDING = {"offered": "reserved", "accepted": "committed"}
_KEEPS = {"decided", "released"}  # of what was approved; takes no money and frees none by itself
_CHANGES_COMMITTED = {"award.ended", "award.varied"}
_PAID, _CAME_BACK = "payment.recorded", "payment.reversed"


@dataclass
class GrantMoney:
    """One application's released money, in pence; what is decided and not released is in no event.

    `freed` is what was reserved or committed and went back to the round, `paid` what pays a
    milestone and did not come back from the bank, `recovered` what the school paid back.
    """

    application: str
    reserved_pence: int = 0
    committed_pence: int = 0
    paid_pence: int = 0
    freed_pence: int = 0
    recovered_pence: int = 0
    _payments: dict[str, int] = field(default_factory=dict)
    _recoveries: dict[str, int] = field(default_factory=dict)

    @classmethod
    def told(cls, application: str, entries: Iterable[Entry]) -> "GrantMoney":
        """By the events of the application and of its award, in any order."""
        money = cls(application)
        for entry in sorted(entries, key=lambda each: (each.subject, each.aggregate_version)):
            money._take(entry)
        money.paid_pence = sum(money._payments.values())
        money.recovered_pence = sum(money._recoveries.values())
        return money

    def as_json(self) -> dict[str, Any]:
        """Pence, whole."""
        return {name: value for name, value in asdict(self).items() if not name.startswith("_")}

    def _take(self, entry: Entry) -> None:
        happened = entry.type.removeprefix("council.applications.").removesuffix(".v1")
        data = entry.data
        if "award" not in data:
            self._hold(data)
        elif happened in {_PAID, _CAME_BACK}:
            pays = data["amount_pence"] if happened == _PAID else 0
            self._payments[data["payment_reference"]] = pays
        elif happened == "recovery.recorded":
            self._recoveries[data["recovery_reference"]] = data["amount_pence"]
        elif happened in _CHANGES_COMMITTED:
            self._commit(data["awarded_pence"] - (data.get("freed_pence") or 0))

    def _hold(self, data: dict[str, Any]) -> None:
        """What the application holds by its public state; the rest is free again."""
        state, held = data["state"], self.reserved_pence + self.committed_pence
        approved = data["outcome"] in APPROVED
        if state in _KEEPS and approved:
            return
        state = "offered" if state == "on-hold" and approved else state
        now = data["awarded_pence"] or 0 if state in HOLDING else 0
        self.reserved_pence = now if state == "offered" else 0
        self.committed_pence = now if state == "accepted" else 0
        self.freed_pence += max(held - now, 0)

    def _commit(self, pence: int) -> None:
        """An award that ended or was varied says how much of it still may be paid."""
        self.freed_pence += max(self.committed_pence - pence, 0)
        self.committed_pence = pence
