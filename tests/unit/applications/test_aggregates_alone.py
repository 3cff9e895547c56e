"""Nothing but the two aggregates, and the repository's mapping, sets their state or their money."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

AGGREGATES = ("domain/application/", "domain/award/")
MAPPINGS = (
    "store/application_saving.py",
    "store/award_record.py",
    "store/ledger.py",
    "store/meeting_record.py",  # of an aggregate of its own, which holds no money
)
OTHER = {"status", "state", "outcome", "flagged", "matched", "payment_request", "refusals"}
DATED = {"answer_by", "withdrawn_at", "released_at", "released_by", "meeting", "paid_on"}
AROUND = {"sqlmodel_update", "setattr", "__setattr__", "put"}
STATEMENTS = {"update", "insert", "delete"}  # called as functions; a dict has an update() too
ROWS = {"ApplicationRow", "DecisionRow", "AwardRow", "MilestoneRow", "PaymentRow"}


def guarded(name: str) -> bool:
    """Whether an attribute is a state or money of an application or an award."""
    return name in OTHER | DATED or name.endswith("_pence")


def assignments(module: Path) -> Iterator[str]:
    """Each assignment to a guarded attribute, and each way around one."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            if guarded(node.attr):
                yield f"{module.name} .{node.attr} ="
        elif isinstance(node, ast.Call):
            function = node.func
            name = getattr(function, "attr", None) or getattr(function, "id", "")
            statement = name in STATEMENTS and isinstance(function, ast.Name)
            if statement or name in AROUND | ROWS:
                yield f"{module.name} {name}()"


def modules(root: Path) -> dict[str, Path]:
    """The service's modules by their path inside the package."""
    package = root / "services" / "applications" / "src" / "applications"
    return {path.relative_to(package).as_posix(): path for path in package.rglob("*.py")}


def test_state_and_money_are_set_by_the_aggregates_alone(root: Path) -> None:
    found = {
        name: list(assignments(path))
        for name, path in modules(root).items()
        if not name.startswith(AGGREGATES) and name not in MAPPINGS
    }
    assert {name: ways for name, ways in found.items() if ways} == {
        "store/conversions.py": ["conversions.py sqlmodel_update()"],  # `put`, of the mappings
        "store/record_facts.py": ["record_facts.py sqlmodel_update()"],  # the copy of a school
    }


def test_application_sets_its_status_in_two_methods_only(root: Path) -> None:
    """State and money move together in `_move`; `_note` keeps facts beside them."""
    setting = {
        function.name
        for name, path in modules(root).items()
        if name.startswith("domain/application/")
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and ast.unparse(node) == "self.status"
    }
    assert setting == {"_move", "_note"}


@pytest.mark.parametrize(
    "line", ["row.state = 1", "a.held_pence += 1", "setattr(row, 'x', 1)", "AwardRow(x=1)"]
)
def test_way_around_an_aggregate_is_found(line: str, tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(line, "utf-8")
    assert list(assignments(module))
