"""The data folder: everything of one stack lies in it, and nothing of it elsewhere."""

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
    """Where each thing of a stack lies."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> "DataFolder":
        """The folder that a command was given, by its whole path."""
        return cls(path.absolute())

    def make(self) -> None:
        """Nobody else on the machine reads it: it holds passwords, stores and mails.

        What this process and those that it starts write is theirs alone, also where the folder
        was there before and others may look into it.
        """
        os.umask(OTHERS)
        for folder in (self.path, self.rabbitmq, self.logs):
            folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)

    @property
    def rabbitmq(self) -> Path:
        """The private node's own folders."""
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
        """Ports and stores, as they were chosen; the next start uses them again."""
        return self.path / "plan.json"

    @property
    def running(self) -> Path:
        """The process ids of the stack that runs now."""
        return self.path / "running.json"

    @property
    def lock(self) -> Path:
        """Held by the `attain up` that owns the folder."""
        return self.path / "lock"

    @property
    def maildir(self) -> Path:
        """What the mail peer received."""
        return self.path / "mail"

    @property
    def logs(self) -> Path:
        """What each process wrote."""
        return self.path / "logs"

    def log(self, name: str) -> Path:
        """One process's log."""
        return self.logs / f"{name}.log"

    def environment(self, service: str) -> Path:
        """The settings that `attain up` gives a service."""
        return self.path / f"{service}.env"


def write_private(path: Path, text: str) -> None:
    """Replaces a file whole; it is never readable by others, not even for a moment."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE), "w") as out:
        out.write(text)
    beside.replace(path)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """The same for a JSON document."""
    write_private(path, json.dumps(content, indent=2) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """An empty document where there is no file yet."""
    return dict(json.loads(path.read_text())) if path.exists() else {}
