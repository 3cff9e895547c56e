"""The data folder: it holds everything of one stack."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
OTHERS = 0o077


@dataclass(frozen=True)
class DataFolder:
    """The paths in a stack's data folder."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> "DataFolder":
        """The folder of a command, by its absolute path."""
        return cls(path.absolute())

    def make(self) -> None:
        """Make the folder, readable by its owner only: it holds passwords, stores and mails.

        Files that this process and its children write are private too, even if the folder
        existed before and others can open it.
        """
        os.umask(OTHERS)
        for folder in (self.path, self.rabbitmq, self.logs):
            folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)

    @property
    def rabbitmq(self) -> Path:
        """The private node's folder."""
        return self.path / "rabbitmq"

    @property
    def definitions(self) -> Path:
        """The topology with this stack's passwords, hashed."""
        return self.rabbitmq / "definitions.json"

    @property
    def credentials(self) -> Path:
        """Passwords and keys, made at the first start."""
        return self.path / "credentials.json"

    @property
    def plan(self) -> Path:
        """The chosen ports and stores; the next start uses them again."""
        return self.path / "plan.json"

    @property
    def running(self) -> Path:
        """The process ids of the running stack."""
        return self.path / "running.json"

    @property
    def lock(self) -> Path:
        """Locked by the `attain up` that runs here."""
        return self.path / "lock"

    @property
    def maildir(self) -> Path:
        """The mails that the stack's mail server received."""
        return self.path / "mail"

    @property
    def logs(self) -> Path:
        """The folder of the logs."""
        return self.path / "logs"

    def log(self, name: str) -> Path:
        """The log of one process."""
        return self.logs / f"{name}.log"

    def environment(self, service: str) -> Path:
        """The settings that `attain up` gives a service."""
        return self.path / f"{service}.env"


def write_private(path: Path, text: str) -> None:
    """Replace a file; others can never read it, not even for a moment."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE), "w") as out:
        out.write(text)
    beside.replace(path)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a JSON document to a private file."""
    write_private(path, json.dumps(content, indent=2) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """The document; empty where there is no file."""
    return dict(json.loads(path.read_text())) if path.exists() else {}
