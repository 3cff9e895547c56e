"""What was found: a figure, what it is held against, the ratio, the aim, and whether it is met."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import gt, lt

from rich.console import Console
from rich.table import Table

COMPARE = {"<": lt, ">": gt}


@dataclass(frozen=True)
class Aim:
    """Above or below a number."""

    comparison: str
    number: float
    unit: str = ""

    def met(self, figure: float) -> bool:
        """Whether the figure keeps it."""
        return bool(COMPARE[self.comparison](figure, self.number))

    def __str__(self) -> str:
        return f"{self.comparison} {self.number:g}{self.unit}"


@dataclass(frozen=True)
class Finding:
    """One line of the table; without an aim it is there to be known."""

    what: str
    measured: str
    against: str = ""
    figure: float | None = None
    aim: Aim | None = None

    @property
    def verdict(self) -> str:
        """Met or not, or nothing where there is no aim."""
        if self.aim is None or self.figure is None:
            return ""
        return "met" if self.aim.met(self.figure) else "NOT MET"

    @property
    def shown(self) -> str:
        """The figure that the aim is about."""
        if self.figure is None:
            return ""
        return f"{self.figure:.2f}{self.aim.unit if self.aim else ''}"


@dataclass(frozen=True)
class Benchmark:
    """One benchmark's lines, and under which conditions they were measured."""

    title: str
    conditions: str
    findings: Sequence[Finding] = field(default_factory=list)

    @property
    def as_json(self) -> dict[str, object]:
        """For machines."""
        lines = [
            {
                "what": each.what,
                "measured": each.measured,
                "against": each.against,
                "figure": each.figure,
                "aim": str(each.aim) if each.aim else None,
                "met": each.aim.met(each.figure) if each.aim and each.figure is not None else None,
            }
            for each in self.findings
        ]
        return {"title": self.title, "conditions": self.conditions, "findings": lines}


def show(benchmark: Benchmark, console: Console) -> None:
    """The table of one benchmark."""
    table = Table(title=benchmark.title, caption=benchmark.conditions, title_justify="left")
    for heading in ("", "measured (median)", "against", "ratio", "aim", ""):
        right = heading in {"ratio", "aim"}
        table.add_column(heading, justify="right" if right else "left")
    for each in benchmark.findings:
        style = {"met": "green", "NOT MET": "bold red"}.get(each.verdict, "")
        aim = str(each.aim or "")
        table.add_row(
            each.what,
            each.measured,
            each.against,
            each.shown,
            aim,
            f"[{style}]{each.verdict}" if style else "",
        )
    console.print(table)
