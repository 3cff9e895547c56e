"""The rules of every service are pure: the standard library, chassis.domain, and each other."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVICES = ("schools", "applications", "notifications", "reporting")


def imported(module: Path) -> Iterator[str]:
    """The modules that a file imports, by their full names."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("service", SERVICES)
def test_the_domain_imports_nothing_that_does_io(root: Path, service: str) -> None:
    modules = list((root / "services" / service / "src" / service / "domain").rglob("*.py"))
    assert modules
    strangers = {
        (module.name, name)
        for module in modules
        for name in imported(module)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith((f"{service}.domain", "chassis.domain"))
    }
    assert not strangers
