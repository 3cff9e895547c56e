"""Every command of a case and of a visit in every state; as a module it writes the README."""

from pathlib import Path

from support.state_matrix import draw, outcome, table
from unit.schools import case_lives, visit_lives

README = Path(__file__).parents[3] / "services" / "schools" / "README.md"
RENEW = "PYTHONPATH=tests .venv/bin/python -m unit.schools.case_matrix"


def case_table() -> str:
    """Each state of a case, and what each command does in it."""
    cells = {
        row: [
            outcome(case_lives.case_in(row), do, case_lives.case_state)
            for do in case_lives.COMMANDS.values()
        ]
        for row in case_lives.LIVES
    }
    return table("case", case_lives.COMMANDS, cells)


def visit_table() -> str:
    """Each state of a visit, and what each command does in it."""
    cells = {
        row: [
            outcome(visit_lives.visit_in(row), do, visit_lives.visit_state)
            for do in visit_lives.COMMANDS.values()
        ]
        for row in visit_lives.LIVES
    }
    return table("visit", visit_lives.COMMANDS, cells)


TABLES = {"case": case_table, "visit": visit_table}

if __name__ == "__main__":
    draw(README, TABLES)
