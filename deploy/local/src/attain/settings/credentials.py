"""Random passwords and keys, made at the first start and kept readable by their owner only."""

import secrets
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet

from attain.settings.folder import DataFolder, read_json, write_json
from chassis.messaging.topology import SERVICES, USERS


@dataclass(frozen=True)
class Credentials:
    """A password per broker user, a key per service for the bodies that it keeps."""

    passwords: dict[str, str]
    keys: dict[str, str]


def load_or_make(folder: DataFolder) -> Credentials:
    """Adds what a newer release needs, and never changes what is there."""
    stored = read_json(folder.credentials)
    made = Credentials(
        passwords={user: secrets.token_urlsafe(24) for user in USERS} | stored.get("passwords", {}),
        keys={name: Fernet.generate_key().decode() for name in SERVICES} | stored.get("keys", {}),
    )
    if asdict(made) != stored:
        write_json(folder.credentials, asdict(made))
    return made
