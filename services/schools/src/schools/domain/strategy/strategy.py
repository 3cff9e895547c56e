"""The strategy of one authority as an aggregate: the version that holds, and those before it."""

from dataclasses import asdict, dataclass, field
from typing import Any

from chassis.domain import Aggregate, Reason, refuse
from schools.domain.strategy.content import StrategyContent


@dataclass(kw_only=True)
class Strategy(Aggregate):
    """Adopts one version after the other; a version is never changed."""

    authority: str
    content: StrategyContent | None = None
    earlier: list[str] = field(default_factory=list)  # versions

    @property
    def version(self) -> str:
        """The version that holds; empty before the first."""
        return self.content.version if self.content else ""

    def adopt(self, content: StrategyContent) -> bool:
        """Takes over the version; False where it holds already and nothing changes."""
        if content == self.content:
            return False
        refuse([*content.contradictions(), *self._version_used(content.version)])
        if self.content is not None:
            self.earlier.append(self.content.version)
        self.content = content
        self._happened("strategy.adopted")
        return True

    def _version_used(self, version: str) -> list[Reason]:
        if version != self.version and version not in self.earlier:
            return []
        message = (
            f"Version {version} of the strategy of {self.authority} was adopted with other "
            "content. Give the file a new version."
        )
        return [Reason("version-used", message)]

    def public(self) -> dict[str, Any]:
        """The whole strategy: it is a public document."""
        return asdict(self.content) if self.content else {}
