"""Random passwords and keys, made at the first start and kept readable by their owner only."""

import secrets
from dataclasses import asdict, dataclass, field

from cryptography.fernet import Fernet

from attain.settings.folder import DataFolder, read_json, write_json
from chassis.messaging.topology import SERVICES, USERS


@dataclass(frozen=True)
class Credentials:
    """A password for each of the broker's users, a key for each service's kept bodies.

    `removed` names the publishers that must not come back at the next start.
    """

    passwords: dict[str, str]
    keys: dict[str, str]
    removed: list[str] = field(default_factory=list)


def new_password() -> str:
    """A random password of 32 characters that need no quoting in an address."""
    return secrets.token_urlsafe(24)


def load_or_make(folder: DataFolder) -> Credentials:
    """Adds what a newer release needs, and never changes what is there."""
    stored = read_json(folder.credentials)
    removed = stored.get("removed", [])
    wanted = [user for user in USERS if user not in removed]
    made = Credentials(
        passwords={user: new_password() for user in wanted} | stored.get("passwords", {}),
        keys={name: Fernet.generate_key().decode() for name in SERVICES} | stored.get("keys", {}),
        removed=removed,
    )
    if asdict(made) != stored:
        save(folder, made)
    return made


def save(folder: DataFolder, credentials: Credentials) -> None:
    """Keep changed credentials; the next start uses them."""
    write_json(folder.credentials, asdict(credentials))
