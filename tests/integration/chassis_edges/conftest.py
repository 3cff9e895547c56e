"""A service made up for these tests, with a store and migrations of its own."""

import importlib
import shutil
import sys
from pathlib import Path

import pytest

STORE = """
from datetime import datetime

from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from chassis.storage.tables import Pence, UtcDateTime


class Base(SQLModel, registry=registry()):
    pass


class GrantRow(Base, table=True):
    __tablename__ = "grant"

    reference: str = Field(primary_key=True, max_length=20)
    pence: int = Field(sa_type=Pence)
    made_at: datetime = Field(sa_type=UtcDateTime)


metadata = Base.metadata
"""


@pytest.fixture
def grants(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The package of the made-up service; returns its name."""
    package = tmp_path / "packages" / "grants"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "store.py").write_text(STORE)
    shutil.copytree(root / "services/schools/migrations", package / "migrations")
    shutil.rmtree(package / "migrations" / "versions")
    for name in [name for name in sys.modules if name.split(".")[0] == "grants"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(str(package.parent))
    importlib.invalidate_caches()
    return "grants"
