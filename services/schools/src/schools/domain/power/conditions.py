"""A condition of the Act: whether it is met and, if not, what would meet it."""

from dataclasses import dataclass

from chassis.domain import Reason


@dataclass(frozen=True)
class Condition:
    """One condition with its section; `message` says how it is met, or what would meet it.

    `settled` is False while an event that has happened already and has not arrived may meet it.
    """

    code: str
    section: str
    met: bool
    message: str
    settled: bool = True

    @property
    def reason(self) -> Reason:
        """The condition as the reason of a refusal."""
        return Reason(self.code, self.message)
